//! Lines of a source with their indent and trimmed text: headers, tables and blocks are cut by
//! them.

use unicode_normalization::char::is_combining_mark;

use crate::text::Span;
use crate::text::fold::is_invisible;

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// All bytes of the line, with its line break.
    pub span: Span,
    /// The line without white space at either end.
    pub text: Span,
}

impl Line {
    /// The line that starts at byte `start`, no further than `end`.
    pub fn at(source: &str, start: usize, end: usize) -> Self {
        let bytes = source.as_bytes().get(start..end).unwrap_or(&[]);
        let len = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |i| i + 1);
        let span = Span::new(start, start + len);
        Self {
            span,
            text: trim(source, span),
        }
    }

    /// Whether the line is blank.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// The white space before its text.
    pub fn indent(&self) -> Span {
        Span::new(self.span.start, self.text.start)
    }
}

/// The span without white space and zero-width characters at either end.
pub(super) fn trim(source: &str, span: Span) -> Span {
    let text = span.of(source);
    let front = text.trim_start_matches(is_space);
    let start = span.end - front.len();
    Span::new(start, start + front.trim_end_matches(is_space).len())
}

/// White space, and what cannot be seen and belongs to no character beside it.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) && !is_combining_mark(c)
}

/// The length in bytes of the bullet that a text opens with, and of the space after it.
pub fn bullet(text: &str) -> Option<usize> {
    let mark = text.chars().next()?;
    if !matches!(mark, '-' | '*' | '+' | '•' | '●' | '○' | '▪' | '■' | '◆') {
        return None;
    }
    let rest = text.get(mark.len_utf8()..)?;
    let space = rest.len() - rest.trim_start_matches([' ', '\u{3000}', '\t']).len();
    (space > 0 && space < rest.len()).then_some(mark.len_utf8() + space)
}

/// Narrowest wrapped lines, in columns: narrower ones are verse or a list.
pub(super) const NARROWEST: usize = 24;

/// Approximate columns of a text, enough to tell full lines from short ones: two for each character
/// that has three or more bytes in UTF-8.
pub(super) fn rough_columns(text: &str) -> usize {
    text.bytes()
        .map(|b| match b {
            0x80..=0xBF => 0,
            0xE0.. => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_no_text_at_either_end() {
        let trimmed = |text: &'static str| trim(text, Span::new(0, text.len())).of(text);
        assert_eq!(trimmed("\u{200e}\u{3000}第一条\u{ad} \u{200b}"), "第一条");
        // What a selector selects is part of the character before it.
        assert_eq!(trimmed("葛\u{e0100}\n"), "葛\u{e0100}");
    }
}
