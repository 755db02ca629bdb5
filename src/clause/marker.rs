//! Clause markers: recognises the printed numbers that may open a clause, at a line's start and inside a paragraph.
