//! A match of a rule's pattern: its parts, and what of it is hidden.

use super::{Compiled, Word};
use crate::text::Span;

/// A match: what it spans, and its parts in order.
pub(super) struct Match {
    pub span: Span,
    pub parts: Vec<(Word, Span)>,
}

impl Match {
    /// A match of a pattern in the stretch that begins at `start`.
    pub fn new(found: &regex::Captures<'_>, own: &Compiled, start: usize) -> Self {
        let span = |index| {
            let group = found.get(index)?;
            Some(Span::new(start + group.start(), start + group.end()))
        };
        let groups = own.groups.iter();
        let mut parts: Vec<(Word, Span)> = groups
            .filter_map(|(index, word)| Some((*word, span(*index)?)))
            .collect();
        parts.sort_by_key(|(_, part)| (part.start, std::cmp::Reverse(part.end)));
        Self {
            span: span(0).unwrap_or_default(),
            parts,
        }
    }

    pub fn part(&self, word: Word) -> Option<Span> {
        let found = self.parts.iter().find(|(own, _)| *own == word);
        found.map(|(_, span)| *span)
    }

    /// The stretches that are not shown, with what is shown instead: all that is in no group that
    /// is shown, and the pages that are named inside one.
    pub fn hidden(&self) -> Vec<(Span, &'static str)> {
        let mut hidden: Vec<(Span, &'static str)> = Vec::new();
        let mut at = self.span.start;
        let mut closing = "";
        for (word, part) in &self.parts {
            if !word.is_shown() {
                if part.start < at {
                    hidden.push((*part, ""));
                }
                continue;
            }
            let (open, close) = match word {
                Word::Note | Word::Reading => ("（", "）"),
                _ => ("", ""),
            };
            if at < part.start {
                let shown = match (closing, open) {
                    ("", open) => open,
                    (closing, "") => closing,
                    _ => "）（",
                };
                hidden.push((Span::new(at, part.start), shown));
            }
            if at < part.end {
                (at, closing) = (part.end, close);
            }
        }
        if at < self.span.end {
            hidden.push((Span::new(at, self.span.end), closing));
        }
        hidden
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_behind_a_page_is_not_hidden_with_it() {
        // @7@甲
        let found = Match {
            span: Span::new(0, 6),
            parts: vec![(Word::Page, Span::new(1, 2)), (Word::Text, Span::new(3, 6))],
        };
        assert_eq!(found.hidden(), [(Span::new(0, 3), "")]);
    }
}
