//! Floor 4, the library: the catalog of documents, where they come from, the shelves they stand on; knows no typesetting, search or tui.

mod catalog;
mod entry;
pub mod order;
mod scan;
pub mod shelf;
mod source;

pub use catalog::Catalog;
pub use entry::{Entry, EntryId};
pub use scan::{Scanned, scan};
pub use source::Source;
