//! One document as the catalog knows it: what its header says and where it is.

use super::Source;
use crate::document::Header;

/// An entry of one catalog: its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// A document of the library, not loaded.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What its header says; `title` is never empty (the file name, at last).
    pub header: Header,
    /// Where its bytes are.
    pub source: Source,
}
