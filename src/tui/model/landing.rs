//! Landings: where a reader arrives in a document that is still being loaded.

use crate::annotation::Target;
use crate::settings::position::Position;

/// Where to land in a document once it is loaded.
#[derive(Clone, Debug, PartialEq)]
pub enum Landing {
    /// Where it was left, else at the start.
    Left,
    /// At an address as a person types it.
    Address(String),
    /// At a byte offset, the page starting at the second.
    Place(usize, usize),
    /// At a hit of the search of the library, a byte offset.
    Hit(usize),
    /// At a place that a search led to before.
    Visited(Box<Target>),
    /// At an annotation, by its id.
    Annotation(String),
    /// Where the reader is in the text as it was: its file has changed.
    Again(Box<Position>),
}
