//! Floor 6, annotations: bookmarks, letter marks, highlights and notes; selectors, finding the place again, the store; knows no library, search, typesetting or colours.

pub mod anchor;
pub mod record;
pub mod selector;
pub mod store;
