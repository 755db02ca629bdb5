//! Floor 6, annotations: bookmarks, letter marks, highlights and notes; selectors, finding the place again, the store; knows no library, search, typesetting or colours.

mod anchor;
mod merge;
mod record;
mod selector;
mod store;

pub use anchor::{Anchor, corrections};
pub use record::{Annotation, ClauseRef, Motivation, SourceRef, Target};
pub use selector::Selector;
pub use store::Store;
