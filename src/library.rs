//! Floor 4, the library: the catalog of documents, where their bytes come from, the shelves they
//! stand on. Knows no typesetting, search or tui.

mod cache;
mod called;
mod catalog;
pub mod edition;
mod entry;
pub mod filter;
mod folders;
pub mod last_look;
mod left_out;
pub mod librarian;
mod listed;
mod listing;
mod name;
pub mod order;
mod part;
pub mod remote;
pub mod rules;
pub mod same;
mod samples;
mod scan;
mod segment;
pub mod shelf;
mod shingle;
mod source;
mod unread;
mod work;

pub use cache::{count, forget, survey};
pub use called::Called;
pub use catalog::Catalog;
pub use edition::Edition;
pub use entry::{Entry, EntryId};
pub use filter::Filters;
pub use left_out::LeftOut;
pub use librarian::{Librarian, News, Wake};
pub use listed::{LAYOUT, Listed};
pub use listing::documents;
pub use remote::Remote;
pub use scan::walk;
pub use segment::Segment;
pub use shelf::Shelves;
pub use shingle::Shingles;
pub use source::{Facts, Source};
pub use unread::Unread;
pub use work::work;
