//! Links, images and the marks of notes in Markdown.

use super::{MarkupKind, Scan};
use crate::document::{Link, LinkTarget, address, definition};
use crate::text::Span;

/// Deepest brackets inside the words of a link.
const DEEPEST: usize = 32;

impl Scan<'_> {
    /// Reads the mark of a note, `[^1]`, and the label that the note begins with, `[^1]:`.
    pub(super) fn call(&mut self, at: usize) -> Option<usize> {
        let name = Span::new(at, self.reach(at))
            .of(self.source)
            .strip_prefix("[^")?;
        let name = name.get(..name.find(|c: char| c == ']' || c.is_whitespace())?)?;
        let close = at + 2 + name.len();
        if !self.rest(close).starts_with(']') || !self.definitions.has_note(name) {
            return None;
        }
        let is_label = at == self.start && definition::note(self.rest(at)).is_some();
        let end = close + 1 + usize::from(is_label);
        self.character(Span::new(at, at + 2), '[');
        self.character(Span::new(close, end), ']');
        Some(end)
    }

    /// Reads `[words](address)`, `[words][name]` and `[name]`: the words are kept. Those of an
    /// image (`![words](address)`) are kept in brackets.
    pub(super) fn link(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let is_image = rest.starts_with("![");
        rest.strip_prefix('!').unwrap_or(rest).strip_prefix('[')?;
        let start = at + 1 + usize::from(is_image);
        let close = self
            .bracket(start)
            .filter(|&close| is_image || close > start)?;
        let words = Span::new(start, close);
        let (address, end) = self
            .inline_address(close)
            .or_else(|| self.defined_address(words))?;
        if is_image && words.is_empty() {
            self.delimiter(Span::new(at, end), "");
            return Some(end);
        }
        let (open, close) = (Span::new(at, start), Span::new(close, end));
        if is_image {
            self.character(open, '[');
            self.character(close, ']');
            self.closed.insert(close.start, close.end);
        } else {
            self.anchor(open, close, address);
        }
        Some(start)
    }

    /// Marks the words of a link between two delimiters.
    pub(super) fn anchor(&mut self, open: Span, close: Span, address: Span) {
        self.between(open, close, MarkupKind::Link, ("", ""));
        self.links.push(Link {
            words: Span::new(open.end, close.start),
            target: LinkTarget::Web(address.of(self.source).to_owned()),
        });
    }

    /// The bracket that closes the one before a place, on the same line.
    fn bracket(&self, from: usize) -> Option<usize> {
        let text = Span::new(from, self.reach(from)).of(self.source);
        let (mut depth, mut is_escaped) = (0, false);
        for (offset, c) in text.char_indices() {
            match c {
                _ if std::mem::take(&mut is_escaped) => {}
                '\\' => is_escaped = true,
                '[' => depth += 1,
                ']' if depth == 0 => return Some(from + offset),
                ']' => depth -= 1,
                '\n' => return None,
                _ => {}
            }
            if depth > DEEPEST {
                return None;
            }
        }
        None
    }

    /// The address in parentheses behind the words that end at a bracket, and the end of the link.
    fn inline_address(&self, close: usize) -> Option<(Span, usize)> {
        let inside = self.rest(close).strip_prefix("](")?;
        let start = self.end - inside.trim_start().len();
        let (address, end) = address::at(self.source, start, self.end)?;
        let end = address::title_end(self.source, end, self.end);
        let rest = self.rest(end);
        let last = self.end - rest.trim_start().len();
        self.rest(last)
            .starts_with(')')
            .then_some((address, last + 1))
    }

    /// The address that is defined for words or for the name behind them, and the end of the link.
    fn defined_address(&self, words: Span) -> Option<(Span, usize)> {
        let named = self.rest(words.end).strip_prefix("][");
        let name = named.and_then(|rest| rest.get(..rest.find([']', '[', '\n'])?));
        let (name, end) = match name {
            Some("") => (words.of(self.source), words.end + 3),
            Some(name) => (name, words.end + 2 + name.len() + 1),
            None => (words.of(self.source), words.end + 1),
        };
        Some((self.definitions.address(name)?, end))
    }

    /// Reads an address in angle brackets: `<https://a.example>`, `<a@b.example>`.
    pub(super) fn autolink(&mut self, at: usize) -> Option<usize> {
        let inside = Span::new(at, self.reach(at)).of(self.source).get(1..)?;
        let length = inside.find(|c: char| matches!(c, '<' | '>') || c.is_whitespace())?;
        let address = inside.get(..length)?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
        let scheme = address.split_once(':').filter(|(name, _)| name.len() > 1);
        let parts = scheme.or_else(|| address.split_once('@'));
        let is_address = inside.get(length..)?.starts_with('>')
            && parts.is_some_and(|(name, rest)| {
                !rest.is_empty()
                    && name.starts_with(|c: char| c.is_ascii_alphabetic())
                    && name.chars().all(is_name)
            });
        let words = Span::new(at + 1, at + 1 + length);
        let close = Span::new(words.end, words.end + 1);
        is_address.then(|| {
            self.anchor(Span::new(at, words.start), close, words);
            close.end
        })
    }
}
