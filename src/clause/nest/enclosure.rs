//! Enclosures: documents listed below a letter (附件：1．名单), which follow it under names of
//! their own.

use super::Nesting;
use crate::clause::marker::{Form, Marker, leading};
use crate::document::{Block, BlockKind};

impl Nesting<'_> {
    /// Whether a paragraph belongs to the list of enclosures of a letter (附件：1．名单), whose
    /// lines must not become clauses.
    pub(super) fn is_enclosure(&mut self, words: &str, marker: Option<Marker>) -> bool {
        let list = self.enclosures.take();
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

    /// Whether 附件： opens a list of enclosures: its names are numbered, or an annex follows
    /// later.
    pub(super) fn lists_enclosures(&self, words: &str, marker: &Marker) -> bool {
        const FARTHEST: usize = 400;
        let label = marker.label.of(self.source);
        if !marker.form.is_attached() || marker.number > 0 || !label.ends_with(['：', ':']) {
            return false;
        }
        let behind = words.get(label.len()..).unwrap_or("").trim_start();
        let is_numbered = leading(behind, 0).is_some_and(|first| first.number == 1);
        let is_annex = |block: &Block| {
            let words = block.text.of(self.source);
            matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. })
                && leading(words, 0).is_some_and(|marker| {
                    marker.form.is_attached() && self.is_clause(&marker, words)
                })
        };
        is_numbered || self.ahead.iter().take(FARTHEST).any(is_annex)
    }
}
