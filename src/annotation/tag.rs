//! Tags as people type them: separated by spaces, or by commas of either width.

/// Whether a character separates tags.
pub fn parts(c: char) -> bool {
    c.is_whitespace() || ",，、;；#".contains(c)
}

/// The tags in a typed line.
pub fn split(typed: &str) -> impl Iterator<Item = &str> {
    typed.split(parts).filter(|tag| !tag.is_empty())
}
