//! The title of a document: the paragraphs in its style at the first place where there are any.

use crate::document::{BlockKind, Structure};

/// Settles which passage is the title, and how high the headings are below it. `highest` is the
/// level of the highest headings that are none.
pub(super) fn settle(structure: &mut Structure, highest: u8) {
    let passages = &mut structure.passages;
    let is_title = |kind: &BlockKind| *kind == BlockKind::Title;
    if let Some(first) = passages.iter().position(|passage| is_title(&passage.kind)) {
        let rest = passages.iter_mut().skip(first);
        // Others head texts of their own in the same file.
        let others = rest.skip_while(|passage| is_title(&passage.kind));
        for passage in others.filter(|passage| is_title(&passage.kind)) {
            passage.kind = BlockKind::Heading { level: 1 };
        }
        return;
    }
    // A heading of the first level that opens the text and is the only one.
    let level = |kind: &BlockKind| match kind {
        BlockKind::Heading { level } => Some(*level),
        _ => None,
    };
    let mut highest = passages
        .iter_mut()
        .filter(|p| level(&p.kind) == Some(highest));
    let only = highest.next().filter(|_| highest.next().is_none());
    if let Some(only) = only.filter(|only| only.span.start == 0) {
        only.kind = BlockKind::Heading { level: 1 };
    }
}
