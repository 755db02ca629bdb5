//! Pieces: a row as it is shown, side by side or the one text in the other.

use super::{Change, ChangeKind, Passage, Row};
use crate::text::Span;

/// A stretch of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The place in its source.
    pub span: Span,
    /// What differs in it; `None` where the other text has the same.
    pub change: Option<ChangeKind>,
}

/// A stretch of both texts where one is shown in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// In both; the place in the new one.
    Kept(Span),
    /// Only in the old text.
    Deleted(Span, ChangeKind),
    /// Only in the new text.
    Inserted(Span, ChangeKind),
}

impl Row {
    /// Its old passages, each in pieces.
    pub fn old_pieces(&self) -> Vec<Vec<Piece>> {
        pieces(&self.old, &self.changes, |change| change.old)
    }

    /// Its new passages, each in pieces.
    pub fn new_pieces(&self) -> Vec<Vec<Piece>> {
        pieces(&self.new, &self.changes, |change| change.new)
    }

    /// Its new passages with what was deleted from the old ones.
    pub fn edits(&self) -> Vec<Vec<Edit>> {
        let mut changes = self.changes.iter().peekable();
        let mut passages: Vec<Vec<Edit>> = Vec::new();
        for (index, passage) in self.new.iter().enumerate() {
            let is_last = index + 1 == self.new.len();
            let mut edits = Vec::new();
            let mut at = passage.span.start;
            let is_here = |change: &&Change| is_last || change.new.start < passage.span.end;
            while let Some(change) = changes.next_if(is_here) {
                let kept = Span::new(at, change.new.start);
                let (old, new) = (change.old, change.new);
                edits.extend((!kept.is_empty()).then_some(Edit::Kept(kept)));
                edits.extend((!old.is_empty()).then_some(Edit::Deleted(old, change.kind)));
                edits.extend((!new.is_empty()).then_some(Edit::Inserted(new, change.kind)));
                at = at.max(new.end);
            }
            let kept = Span::new(at, passage.span.end);
            edits.extend((!kept.is_empty()).then_some(Edit::Kept(kept)));
            passages.push(edits);
        }
        passages
    }
}

fn pieces(
    passages: &[Passage],
    changes: &[Change],
    side: impl Fn(&Change) -> Span,
) -> Vec<Vec<Piece>> {
    let changes = changes.iter().map(|change| (side(change), change.kind));
    let mut changes = changes.filter(|(span, _)| !span.is_empty()).peekable();
    let pieces = passages.iter().map(|passage| {
        let mut pieces = Vec::new();
        let mut at = passage.span.start;
        let mut push = |span: Span, change| {
            pieces.extend((!span.is_empty()).then_some(Piece { span, change }));
        };
        while let Some((span, kind)) = changes.next_if(|own| own.0.start < passage.span.end) {
            push(Span::new(at, span.start), None);
            push(span, Some(kind));
            at = span.end;
        }
        push(Span::new(at, passage.span.end), None);
        pieces
    });
    pieces.collect()
}
