//! Annotations at their places in a text.

use crate::annotation::{Anchor, Annotation, Color, Motivation};
use crate::text::Span;

/// A bookmark, mark, highlight or note of a text, at its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Id of the annotation.
    pub id: String,
    /// Where it was found.
    pub span: Span,
    /// The letter of a letter mark.
    pub letter: Option<char>,
    /// What for.
    pub motivation: Motivation,
    /// The colour of a highlight.
    pub color: Option<Color>,
    /// Whether there is a note.
    pub has_note: bool,
    /// Whether the place is not certain.
    pub is_open: bool,
}

impl Placed {
    /// An annotation where it was found; none if it was not.
    pub fn new(annotation: &Annotation, anchor: &Anchor) -> Option<Self> {
        Some(Self {
            id: annotation.id.clone(),
            span: anchor.span()?,
            letter: annotation.mark,
            motivation: annotation.motivation,
            color: annotation.color(),
            has_note: !annotation.note().is_empty(),
            is_open: anchor.is_open(),
        })
    }
}
