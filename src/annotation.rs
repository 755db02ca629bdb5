//! Floor 6, annotations: bookmarks, letter marks, highlights and notes; selectors, re-anchoring,
//! the store. Knows no library, search, typesetting or colours.

mod act;
mod anchor;
pub mod cite;
mod draft;
mod export;
mod fields;
pub mod import;
mod merge;
pub mod open_note;
mod record;
mod selector;
mod store;
pub mod tag;

pub use act::{Act, Acts, Kept};
pub use anchor::{Anchor, Finder};
pub use draft::Drafts;
pub use export::{ANCHOR, bound_title, csv, is_readable, line, markdown, page};
pub use fields::Fields;
pub use import::derived_id;
pub use record::{
    Annotation, Bodies, Body, ClauseRef, Color, Motivation, SourceRef, Target, sha256,
};
pub use selector::{LONGEST, Position, Quote, Selector, opening};
pub use store::{Checked, Clock, Ids, Store, Version, folder};

/// Longest note written by this program, in bytes.
pub const LONGEST_NOTE: usize = 64 << 10;
