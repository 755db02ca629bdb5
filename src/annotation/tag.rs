//! Tags as people type them: parted by spaces, or by commas of either width.

/// Whether a character parts tags.
pub fn parts(c: char) -> bool {
    c.is_whitespace() || ",，、;；#".contains(c)
}

/// The tags of a typed line.
pub fn split(typed: &str) -> impl Iterator<Item = &str> {
    typed.split(parts).filter(|tag| !tag.is_empty())
}
