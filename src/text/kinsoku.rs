//! Line-start and line-end prohibition (CLREQ 3.1.3, GB/T 15834): which clusters may not begin or end a line.

/// Whether a line may not start with this character: closing marks, stops, iteration marks, unit signs.
pub fn forbidden_start(_c: char) -> bool {
    false
}

/// Whether a line may not end with this character: opening marks, currency signs.
pub fn forbidden_end(_c: char) -> bool {
    false
}
