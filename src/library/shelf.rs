//! Shelves: the catalog arranged as a tree (by collection), each node with its documents in natural order.

use super::{Catalog, EntryId};

/// A node of the arranged library: a shelf with shelves and documents on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// What it is called; the roof names the ones without a name.
    pub name: String,
    /// Shelves within, in natural order.
    pub shelves: Vec<Shelf>,
    /// Documents directly on it, in natural order of their titles.
    pub entries: Vec<EntryId>,
}

/// Arranges a catalog by collection (书籍); documents without one stand by the name of their folder.
pub fn by_collection(_catalog: &Catalog) -> Shelf {
    Shelf::default()
}
