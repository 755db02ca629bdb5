//! Lines of a source with their indent and trimmed text: what the cutting of blocks looks at.

use crate::text::Span;

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) struct Line {
    /// All its bytes, the line break included.
    pub span: Span,
    /// Its bytes without white space at either end.
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

    /// Whether nothing can be seen on it.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// The white space in front of its text.
    pub fn indent(&self) -> Span {
        Span::new(self.span.start, self.text.start)
    }
}

/// The span without white space, and without characters of no width, at either end.
pub(in crate::document) fn trim(source: &str, span: Span) -> Span {
    let text = span.of(source);
    let front = text.trim_start_matches(is_space);
    let start = span.end - front.len();
    Span::new(start, start + front.trim_end_matches(is_space).len())
}

/// White space, and what takes no room at all.
pub(in crate::document) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

/// Columns of a text, near enough to tell full lines from short ones: two for whatever UTF-8 writes
/// in three bytes or more.
pub(super) fn rough_columns(text: &str) -> usize {
    text.bytes()
        .map(|b| match b {
            0x80..=0xBF => 0,
            0xE0.. => 2,
            _ => 1,
        })
        .sum()
}
