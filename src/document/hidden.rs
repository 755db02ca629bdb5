//! What of a source is not the text itself: what finding and comparing pass over.

use super::{Document, MarkupKind};
use crate::text::fold::{Hidden, Rung};

impl Document {
    /// What is passed over on a rung, in order: signs of markup; and, unless words are taken as
    /// they stand, what is not the text's own: readings and the marks of notes.
    pub fn hidden(&self, rung: Rung) -> Vec<Hidden> {
        let is_exact = rung == Rung::Exact;
        let markup = self.markup.iter().filter_map(|markup| {
            let shown = match markup.kind {
                MarkupKind::Character(shown) => Some(shown),
                MarkupKind::Delimiter(_) => None,
                MarkupKind::Reading if !is_exact => None,
                _ => return None,
            };
            let span = markup.span;
            (!span.is_empty()).then_some(Hidden { span, shown })
        });
        let notes = self.notes.iter().filter(|_| !is_exact);
        let calls = notes.flat_map(|note| note.calls.iter().copied());
        let mut hidden: Vec<Hidden> = markup.chain(calls.map(Hidden::from)).collect();
        hidden.sort_unstable_by_key(|own| (own.span.start, std::cmp::Reverse(own.span.end)));
        let mut end = 0;
        hidden.retain(|own| {
            let is_within = own.span.end <= end;
            end = end.max(own.span.end);
            !is_within
        });
        hidden
    }
}
