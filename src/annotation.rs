//! Floor 6, annotations: bookmarks, letter marks, highlights and notes; selectors, finding the place again, the store; knows no library, search, typesetting or colours.

mod anchor;
pub mod cite;
mod draft;
mod export;
mod fields;
pub mod import;
mod merge;
mod record;
mod selector;
mod store;

pub use anchor::{Anchor, Finder, corrections};
pub use draft::Drafts;
pub use export::{ANCHOR, csv, is_readable, line, markdown, page};
pub use fields::Fields;
pub use record::{
    Annotation, Bodies, Body, ClauseRef, Color, Motivation, SourceRef, Target, sha256,
};
pub use selector::{Position, Quote, Selector};
pub use store::{Checked, Clock, Ids, Store, Version};
