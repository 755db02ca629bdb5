//! Life and death of the terminal: enters, leaves, and gives it back as it was on every ending.
