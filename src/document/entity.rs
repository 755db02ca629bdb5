//! Character references: `&emsp;`, `&#31532;`.

use html5gum::{Token, Tokenizer};

use crate::text::Span;

/// Longest name in bytes: `CounterClockwiseContourIntegral`.
const LONGEST: usize = 31;

/// The character that a reference at a place means, and where the reference ends. `None` for an
/// `&` that is text, and for the few names that mean two characters.
pub(super) fn at(source: &str, at: usize, end: usize) -> Option<(char, usize)> {
    let inside = Span::new(at, end).of(source).strip_prefix('&')?;
    let is_name = |c: &u8| c.is_ascii_alphanumeric() || *c == b'#';
    let length = inside.bytes().take(LONGEST + 1).take_while(is_name).count();
    if length == 0 || inside.as_bytes().get(length) != Some(&b';') {
        return None;
    }
    let end = at + 1 + length + 1;
    let reference = Span::new(at, end).of(source);
    // What reads pages knows all names.
    let mut tokens = Tokenizer::new(reference).filter_map(Result::ok);
    let read = tokens.find_map(|token| match token {
        Token::String(string) => Some(string),
        _ => None,
    })?;
    let mut characters = std::str::from_utf8(&read).ok()?.chars();
    let character = characters.next()?;
    let is_one = characters.next().is_none() && !character.is_control();
    is_one.then_some((character, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_named_or_numbered() {
        for (text, expected) in [
            ("&emsp;文", Some('\u{2003}')),
            ("&amp;", Some('&')),
            ("&#31532;一条", Some('第')),
            ("&#x4E00;", Some('一')),
            ("&hellip;", Some('…')),
            ("&#10;", None),
            ("&#x110000000;", Some('\u{fffd}')),
            ("&nosuch;", None),
            ("&emsp 文", None),
            ("&;", None),
            ("& T;", None),
        ] {
            let found = at(text, 0, text.len());
            let end = text.find(';').map(|at| at + 1);
            assert_eq!(found, expected.map(|c| (c, end.unwrap_or(0))), "{text}");
        }
    }
}
