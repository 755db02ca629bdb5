//! Writes the difference of two buffers to the terminal in the fewest bytes: knows wide cells, moves lines.
