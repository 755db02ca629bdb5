//! Landings: where a reader arrives in a document that is still being loaded.

use crate::settings::position::Position;

/// Where to land in a document once it is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Landing {
    /// Where it was left, else at the start.
    Left,
    /// At an address as a person types it.
    Address(String),
    /// At a byte offset, the page starting at the second.
    Place(usize, usize),
    /// At an annotation, by its id.
    Annotation(String),
    /// Where the reader is in the text as it was: its file has changed.
    Again(Box<Position>),
}
