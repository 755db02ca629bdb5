//! Enclosures: documents listed below a letter (附件：1．名单), which follow it under names of
//! their own.

use super::Nesting;
use crate::clause::lex::{End, Kind, Token};
use crate::clause::marker::{Form, Marker, leading};

impl Nesting<'_> {
    /// Reads a line of the list of enclosures of a letter (附件：1．名单), which opens no clause.
    pub(super) fn reads_enclosure(&mut self, token: &Token) -> bool {
        let words = token.text.of(self.source);
        let marker = self.marker(token);
        let list = self.enclosures.take();
        if marker.is_some_and(|marker| self.is_field(words, &marker)) {
            return true;
        }
        let begins = marker.filter(|marker| self.lists_enclosures(words, marker));
        self.enclosures = match (begins, list, marker) {
            (Some(label), _, _) => {
                let behind = words.get(label.label.len()..).unwrap_or("").trim_start();
                let first = leading(behind, 0).map(|first| (first.form, first.number));
                Some(first.unwrap_or((Form::ArabicDot, 0)))
            }
            (None, Some((form, last)), Some(next))
                if next.form == form && next.number == last + 1 =>
            {
                Some((form, next.number))
            }
            // The rest of a name that was broken over several lines.
            (None, Some(list), None) => Some(list),
            _ => None,
        };
        self.enclosures.is_some()
    }

    /// Whether 附件： is a field in the head of a letter, among others of a line each.
    fn is_field(&self, words: &str, marker: &Marker) -> bool {
        const LONGEST: u8 = 40;
        let is_field = |token: &Token| {
            let words = token.text.of(self.source);
            let name = words.split(['：', ':']).next().unwrap_or(words);
            name.len() < words.len()
                && name.chars().count() <= 6
                && name.chars().all(|c| c.is_alphabetic() || c.is_whitespace())
                && token.chars <= LONGEST
                && token.end == End::Bare
                && token.kind == Kind::Paragraph
                && token.marker.is_none()
        };
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        marker.form.is_attached()
            && marker.label.len() < words.len()
            && words.contains(['：', ':'])
            && before.is_some_and(is_field)
    }

    /// Whether 附件： opens a list of enclosures: its names are numbered, or an annex follows
    /// later.
    pub(super) fn lists_enclosures(&self, words: &str, marker: &Marker) -> bool {
        const FARTHEST: usize = 200;
        let label = marker.label.of(self.source);
        if !marker.form.is_attached() || marker.number > 0 || !label.ends_with(['：', ':']) {
            return false;
        }
        let behind = words.get(label.len()..).unwrap_or("").trim_start();
        let is_numbered = leading(behind, 0).is_some_and(|first| first.number == 1);
        let is_annex = |token: &Token| {
            let marker = token.marker.filter(|_| token.is_text());
            marker.is_some_and(|marker| {
                marker.form.is_attached() && self.is_clause(&marker, token.text.of(self.source))
            })
        };
        is_numbered || self.ahead().iter().take(FARTHEST).any(is_annex)
    }
}
