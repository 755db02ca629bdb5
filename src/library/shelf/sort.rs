//! The order of the documents on a shelf.

use std::cmp::Reverse;

use super::LastRead;
use crate::library::order::natural;
use crate::library::{Catalog, Entry, EntryId};

/// What the documents of a shelf are sorted by; ties are sorted by title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Title, in natural order.
    #[default]
    Title,
    /// First date, the earliest first; without one last.
    Date,
    /// Path, byte by byte.
    Path,
    /// When it was last read, the latest first.
    Read,
    /// Length in characters, estimated, the longest first.
    Length,
}

impl Sort {
    /// All of them, in the order of the key that steps through them.
    pub const ALL: [Self; 5] = [
        Self::Title,
        Self::Date,
        Self::Path,
        Self::Read,
        Self::Length,
    ];

    /// The name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Date => "date",
            Self::Path => "path",
            Self::Read => "read",
            Self::Length => "length",
        }
    }

    pub(super) fn sort(self, entries: &mut [EntryId], catalog: &Catalog, read: &LastRead) {
        let title = |entry: Entry<'_>| natural(entry.title());
        let of = |id: &EntryId| catalog.get(*id);
        match self {
            // Parts of a work are in the order of their files.
            Self::Title => entries.sort_by_cached_key(|id| {
                let entry = of(id)?;
                Some((title(entry), entry.name_bytes()))
            }),
            Self::Date => entries.sort_by_cached_key(|id| {
                let entry = of(id)?;
                let date = entry.dates().next();
                Some((date.is_none(), date, title(entry)))
            }),
            Self::Path => entries.sort_by_cached_key(|id| {
                let entry = of(id)?;
                Some((entry.folder_bytes().to_vec(), entry.name_bytes().to_vec()))
            }),
            Self::Read => entries.sort_by_cached_key(|id| {
                let entry = of(id)?;
                Some((Reverse(read.get(id).copied()), title(entry)))
            }),
            Self::Length => entries.sort_by_cached_key(|id| {
                let entry = of(id)?;
                Some((Reverse(entry.characters()), title(entry)))
            }),
        }
    }
}
