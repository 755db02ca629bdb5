//! Shelves: the catalog arranged as a tree by collection, date, tag, author or folder; the
//! documents of each shelf are sorted.

mod draft;
mod sort;
mod tally;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::same::Same;
use super::{Catalog, EntryId};
use draft::Draft;
pub use sort::Sort;
pub use tally::Tally;

/// What documents are arranged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The book or collection; documents without one go by the name of their folder.
    #[default]
    Collection,
    /// Decade, year and month.
    Date,
    /// Tags; a document is listed under each of its tags.
    Tag,
    /// Authors; a document is listed under each of its authors.
    Author,
    /// The folders on the disk.
    Folder,
}

impl By {
    /// All of them, in the order of the key that steps through them.
    pub const ALL: [Self; 5] = [
        Self::Collection,
        Self::Date,
        Self::Tag,
        Self::Author,
        Self::Folder,
    ];

    /// The name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Date => "date",
            Self::Tag => "tag",
            Self::Author => "author",
            Self::Folder => "folder",
        }
    }
}

/// The name of a shelf; the front ends have words for those without one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// The root: everything.
    Library,
    /// The ten years from this one.
    Decade(u16),
    /// A year.
    Year(u16),
    /// A month of the year around it, 1 to 12.
    Month(u8),
    /// A name of its own.
    Name(String),
    /// Documents without collection, tag or author.
    Unnamed,
    /// Documents without a date.
    Undated,
}

/// A shelf, with shelves and documents on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Its name.
    pub label: Label,
    /// Identifies the shelf, in this arrangement and in later ones of the changed catalog.
    pub identity: u64,
    /// Depth in the tree; 0 for the root.
    pub depth: u8,
    /// The index after the last shelf within it.
    pub end: usize,
    /// The documents directly on it, as a range of [`Shelves::entries`].
    pub own: Range<usize>,
    /// The documents on it and on the shelves within it; one may occur several times.
    pub all: Range<usize>,
    /// Number of documents in `all`, each counted once.
    pub count: usize,
}

/// An arranged catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelves {
    /// What the documents are arranged by.
    pub by: By,
    /// How the documents of a shelf are sorted.
    pub sort: Sort,
    /// All shelves in order, each before those within it; the first is the root.
    pub shelves: Vec<Shelf>,
    /// The documents in reading order: first those of the shelves within a shelf, then its own.
    pub entries: Vec<EntryId>,
}

/// When documents were last read: a greater number is later.
pub type LastRead = HashMap<EntryId, usize>;

impl Shelves {
    /// Arranges a catalog. Of equal documents, each is shown in its collection and folder, and only
    /// one elsewhere.
    pub fn arrange(catalog: &Catalog, same: &Same, by: By, sort: Sort, read: &LastRead) -> Self {
        let mut draft = Draft::default();
        for (index, part) in catalog.parts().enumerate() {
            // Parts from the cache are arranged on these shelves already.
            if by == By::Collection && !part.1.runs.is_empty() {
                draft.by_runs(index, catalog, part);
                continue;
            }
            for (id, entry) in catalog.entries_of(part) {
                match by {
                    By::Collection => draft.by_collection(id, entry),
                    By::Folder => draft.by_folder(id, entry, catalog),
                    _ if same.is_repeated(id) => {}
                    By::Date => draft.by_date(id, entry),
                    By::Tag => draft.by_words(id, entry.tags()),
                    By::Author => draft.by_words(id, entry.authors()),
                }
            }
        }
        let mut shelves = Self {
            by,
            sort,
            ..Self::default()
        };
        let mut drafted = draft.finish(|entries, are_sorted| {
            if !are_sorted || sort != Sort::Title {
                sort.sort(entries, catalog, read);
            }
        });
        let count = drafted.entries.iter().map(Vec::len).sum();
        shelves.entries.reserve_exact(count);
        shelves.take(&mut drafted, 0, 0, 0);
        match by {
            // Each document has one place.
            By::Collection | By::Folder => {
                for shelf in &mut shelves.shelves {
                    shelf.count = shelf.all.len();
                }
            }
            By::Date | By::Tag | By::Author => {
                let counts = shelves.counts(catalog.bound(), |_| true);
                for (shelf, count) in shelves.shelves.iter_mut().zip(counts) {
                    shelf.count = count;
                }
            }
        }
        shelves
    }

    /// Flattens a drafted shelf with all within it.
    fn take(&mut self, drafted: &mut draft::Drafted, index: usize, depth: u8, above: u64) {
        let label = std::mem::replace(&mut drafted.labels[index], Label::Unnamed);
        let mut hasher = DefaultHasher::new();
        (above, &label).hash(&mut hasher);
        let identity = hasher.finish();
        let at = self.shelves.len();
        let start = self.entries.len();
        self.shelves.push(Shelf {
            label,
            identity,
            depth,
            end: 0,
            own: 0..0,
            all: 0..0,
            count: 0,
        });
        for inner in std::mem::take(&mut drafted.within[index]) {
            self.take(drafted, inner, depth.saturating_add(1), identity);
        }
        let own = self.entries.len();
        self.entries.append(&mut drafted.entries[index]);
        let (end, last) = (self.shelves.len(), self.entries.len());
        if let Some(shelf) = self.shelves.get_mut(at) {
            shelf.end = end;
            shelf.own = own..last;
            shelf.all = start..last;
        }
    }

    /// For each shelf, the number of documents on it and within it for which `counts` is true, each
    /// counted once. All ids are below `bound`.
    pub fn counts(&self, bound: usize, counts: impl Fn(EntryId) -> bool) -> Vec<usize> {
        // For each document, the shelf it was last counted for, as index + 1.
        let mut counted = vec![0; bound];
        let mut count = |(index, shelf): (usize, &Shelf)| {
            let all = self.entries.get(shelf.all.clone()).unwrap_or(&[]);
            let is_new = |id: &&EntryId| {
                let last = counted.get_mut(id.0 as usize);
                last.is_some_and(|last| std::mem::replace(last, index + 1) != index + 1)
            };
            all.iter().filter(|id| counts(**id)).filter(is_new).count()
        };
        self.shelves.iter().enumerate().map(&mut count).collect()
    }

    /// The shelves directly on a shelf, by index.
    pub fn within(&self, shelf: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.shelves.get(shelf).map_or(0, |shelf| shelf.end);
        let mut next = shelf + 1;
        std::iter::from_fn(move || {
            let at = next;
            next = self.shelves.get(at).filter(|_| at < end)?.end;
            Some(at)
        })
    }

    /// The shelf of the document at an index of [`Self::entries`], and all shelves around it, from
    /// the root.
    pub fn around(&self, place: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut at = 0;
        while let Some(shelf) = self.shelves.get(at) {
            if !shelf.all.contains(&place) {
                break;
            }
            path.push(at);
            let holds = |inner: &usize| {
                let inner = self.shelves.get(*inner);
                inner.is_some_and(|inner| inner.all.contains(&place))
            };
            match self.within(at).find(holds) {
                Some(inner) => at = inner,
                None => break,
            }
        }
        path
    }

    /// The first index of a document in [`Self::entries`].
    pub fn place(&self, entry: EntryId) -> Option<usize> {
        self.entries.iter().position(|&other| other == entry)
    }
}

#[cfg(test)]
mod tests;
