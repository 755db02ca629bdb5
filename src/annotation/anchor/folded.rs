//! A text folded for re-anchoring: only its letters, in one width, case and script, each with its
//! byte offset. Line breaks, spaces and punctuation, which correctors change most often, are
//! omitted.

use crate::text::Span;
use crate::text::fold::fold_loosely;

/// The letters of a text, and the byte offset of each.
#[derive(Debug, Default)]
pub struct Folded {
    /// The letters: hanzi, kana, digits and similar.
    pub letters: Vec<char>,
    /// The byte offset of each letter, followed by the length of the text.
    offsets: Vec<usize>,
}

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        let (letters, mut offsets): (Vec<char>, Vec<usize>) = text
            .char_indices()
            .filter_map(|(at, c)| Some((letter(c)?, at)))
            .unzip();
        offsets.push(text.len());
        Self { letters, offsets }
    }

    /// The index of the first letter at or after a byte offset.
    pub fn index(&self, offset: usize) -> usize {
        self.offsets
            .partition_point(|at| *at < offset)
            .min(self.letters.len())
    }

    /// The bytes from the letter `start` to the end of the letter before `end`.
    pub fn span(&self, text: &str, start: usize, end: usize) -> Span {
        let from = self.offsets.get(start).copied().unwrap_or(text.len());
        let last = end.checked_sub(1).and_then(|at| self.offsets.get(at));
        let to = last.map_or(from, |at| {
            let letter = text.get(*at..).and_then(|rest| rest.chars().next());
            at + letter.map_or(0, char::len_utf8)
        });
        Span::new(from, to)
    }

    /// Up to `count` letters before an index.
    pub fn before(&self, index: usize, count: usize) -> &[char] {
        self.letters
            .get(index.saturating_sub(count)..index)
            .unwrap_or(&[])
    }

    /// Up to `count` letters from an index on.
    pub fn behind(&self, index: usize, count: usize) -> &[char] {
        let end = index.saturating_add(count).min(self.letters.len());
        self.letters.get(index..end).unwrap_or(&[])
    }
}

/// Folds a character; `None` for white space, punctuation and invisible characters.
pub fn letter(c: char) -> Option<char> {
    // Hanzi first: they are most of a text.
    if matches!(c, '\u{3400}'..='\u{9fff}') || c.is_alphanumeric() {
        Some(fold_loosely(c))
    } else {
        None
    }
}

/// The letters of a text.
pub fn letters(text: &str) -> Vec<char> {
    text.chars().filter_map(letter).collect()
}
