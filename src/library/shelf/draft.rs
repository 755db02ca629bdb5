//! Drafts of an arrangement: documents are put on shelves in the order of the catalog, then the
//! shelves are sorted.

use std::collections::HashMap;
use std::path::Path;

use super::super::name::{name_bytes, shown};
use super::super::order::natural;
use super::super::part::Part;
use super::super::segment::Location;
use super::super::{Catalog, Entry, EntryId};
use super::Label;

/// Growing shelves, each found by the shelf around it and its label.
#[derive(Debug)]
pub(super) struct Draft {
    drafted: Drafted,
    found: HashMap<(usize, Label), usize>,
    /// The last shelves of folders and collections, by segment and symbol: most entries need no
    /// label.
    met: HashMap<(usize, u32), usize>,
    order: Vec<Order>,
}

/// Whether the documents of a shelf are sorted by title already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// It is empty.
    Empty,
    /// Sorted; the last are from the part of the catalog with this index.
    Upto(usize),
    /// Not known.
    Unknown,
}

/// Shelves by index: labels, shelves within, documents.
#[derive(Debug, Default)]
pub(super) struct Drafted {
    pub labels: Vec<Label>,
    pub within: Vec<Vec<usize>>,
    pub entries: Vec<Vec<EntryId>>,
}

impl Default for Draft {
    fn default() -> Self {
        let mut draft = Self {
            drafted: Drafted::default(),
            found: HashMap::new(),
            met: HashMap::new(),
            order: Vec::new(),
        };
        draft.add(Label::Library);
        draft
    }
}

impl Draft {
    /// Adds an arranged part of the catalog by collection; its documents are not looked at.
    pub fn by_runs(&mut self, index: usize, catalog: &Catalog, (first, part): (EntryId, &Part)) {
        let follows = |before: usize| {
            let before = catalog.parts().nth(before);
            before.is_some_and(|(_, before)| before.location == part.location)
        };
        let mut next = first.0;
        for run in &part.runs {
            let shelf = self.shelf(0, named(&run.shelf));
            self.order[shelf] = match self.order[shelf] {
                Order::Empty => Order::Upto(index),
                Order::Upto(before) if before + 1 == index && follows(before) => Order::Upto(index),
                _ => Order::Unknown,
            };
            let ids = (next..next + run.count as u32).map(EntryId);
            let entries = &mut self.drafted.entries[shelf];
            if catalog.is_whole() {
                entries.extend(ids);
            } else {
                entries.extend(ids.filter(|id| catalog.has(*id)));
            }
            next += run.count as u32;
        }
    }

    /// Adds a document by collection, or by the name of its folder if it has none.
    pub fn by_collection(&mut self, id: EntryId, entry: Entry<'_>) {
        let segment = std::ptr::from_ref(entry.segment) as usize;
        // Symbols and folders of a segment are both numbered from 0.
        let symbol = match entry.record.collection {
            0 => entry.record.folder << 1 | 1,
            collection => collection << 1,
        };
        let shelf = match self.met.get(&(segment, symbol)) {
            Some(&shelf) => shelf,
            None => {
                let name = match entry.collection() {
                    "" => folder_name(entry),
                    name => name.to_owned(),
                };
                let shelf = self.shelf(0, named(&name));
                self.met.insert((segment, symbol), shelf);
                shelf
            }
        };
        self.put(shelf, id);
    }

    /// Adds a document by folder; several libraries have a shelf each.
    pub fn by_folder(&mut self, id: EntryId, entry: Entry<'_>, catalog: &Catalog) {
        let segment = std::ptr::from_ref(entry.segment) as usize;
        let shelf = match self.met.get(&(segment, entry.record.folder)) {
            Some(&shelf) => shelf,
            None => {
                let mut shelf = 0;
                if let Some(root) = entry.segment.location.root()
                    && catalog.roots().nth(1).is_some()
                {
                    let name = root.file_name().unwrap_or(root.as_os_str());
                    shelf = self.shelf(shelf, named(&shown(&name_bytes(name))));
                }
                let folder = entry.folder();
                for name in folder.split('/').filter(|name| !name.is_empty()) {
                    shelf = self.shelf(shelf, named(name));
                }
                self.met.insert((segment, entry.record.folder), shelf);
                shelf
            }
        };
        self.put(shelf, id);
    }

    /// Adds a document by decade, year and month: on the smallest shelf that holds its whole range,
    /// or at each of its dates if they are no range.
    pub fn by_date(&mut self, id: EntryId, entry: Entry<'_>) {
        let mut dates = entry.dates();
        let first = dates.next();
        let Some(date) = first else {
            let shelf = self.shelf(0, Label::Undated);
            return self.put(shelf, id);
        };
        let last = dates.next_back();
        match last.filter(|_| entry.is_period()) {
            Some(last) => {
                let year = (date.year == last.year).then_some(date.year);
                let month = date.month.filter(|month| Some(*month) == last.month);
                self.put_dated(id, date.year, last.year, year, month);
            }
            None => {
                for date in entry.dates() {
                    self.put_dated(id, date.year, date.year, Some(date.year), date.month);
                }
            }
        }
    }

    fn put_dated(
        &mut self,
        id: EntryId,
        first: u16,
        last: u16,
        year: Option<u16>,
        month: Option<u8>,
    ) {
        let mut shelf = 0;
        // A range over several decades is on the root.
        if first / 10 == last / 10 {
            shelf = self.shelf(shelf, Label::Decade(first / 10 * 10));
            if let Some(year) = year {
                shelf = self.shelf(shelf, Label::Year(year));
                if let Some(month) = month {
                    shelf = self.shelf(shelf, Label::Month(month));
                }
            }
        }
        self.put(shelf, id);
    }

    /// Adds a document on the shelf of each of its words, such as tags.
    pub fn by_words<'a>(&mut self, id: EntryId, words: impl Iterator<Item = &'a str>) {
        let mut has_none = true;
        for word in words {
            has_none = false;
            let shelf = self.shelf(0, named(word));
            self.put(shelf, id);
        }
        if has_none {
            let shelf = self.shelf(0, Label::Unnamed);
            self.put(shelf, id);
        }
    }

    fn shelf(&mut self, around: usize, label: Label) -> usize {
        if let Some(&found) = self.found.get(&(around, label.clone())) {
            return found;
        }
        let index = self.add(label.clone());
        self.drafted.within[around].push(index);
        self.found.insert((around, label), index);
        index
    }

    fn add(&mut self, label: Label) -> usize {
        self.order.push(Order::Empty);
        self.drafted.labels.push(label);
        self.drafted.within.push(Vec::new());
        self.drafted.entries.push(Vec::new());
        self.drafted.labels.len() - 1
    }

    fn put(&mut self, shelf: usize, id: EntryId) {
        self.order[shelf] = Order::Unknown;
        let entries = &mut self.drafted.entries[shelf];
        // A tag may be given twice, or two dates be in one month.
        if entries.last() != Some(&id) {
            entries.push(id);
        }
    }

    /// Sorts the shelves on each shelf by label, and the documents by `sort`, which is told whether
    /// they are sorted by title already.
    pub fn finish(self, sort: impl Fn(&mut [EntryId], bool)) -> Drafted {
        let Drafted {
            labels,
            mut within,
            mut entries,
        } = self.drafted;
        for shelves in &mut within {
            shelves.sort_by_cached_key(|&shelf| rank(labels.get(shelf)));
        }
        for (entries, order) in entries.iter_mut().zip(&self.order) {
            sort(entries, *order != Order::Unknown);
        }
        Drafted {
            labels,
            within,
            entries,
        }
    }
}

fn named(name: &str) -> Label {
    if name.is_empty() {
        Label::Unnamed
    } else {
        Label::Name(name.to_owned())
    }
}

/// The name of a document's folder; at the root of a library the library's name.
fn folder_name(entry: Entry<'_>) -> String {
    let folder = entry.folder();
    match (folder.rsplit('/').next(), &entry.segment.location) {
        (Some("") | None, Location::Folder(root)) => last_name(root),
        (Some("") | None, Location::Remote(remote)) => last_name(remote.root()),
        (Some(name), Location::Folder(_) | Location::Remote(_)) => name.to_owned(),
        (_, Location::Single(super::super::Source::File(path))) => {
            path.parent().map(last_name).unwrap_or_default()
        }
        (_, Location::Single(_)) => String::new(),
    }
}

fn last_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    shown(&name_bytes(name)).into_owned()
}

/// Sort key of a shelf among its siblings: by number, then by name; last those without name or
/// date.
fn rank(label: Option<&Label>) -> (u8, u16, Vec<u8>) {
    match label {
        Some(Label::Decade(number) | Label::Year(number)) => (0, *number, Vec::new()),
        Some(Label::Month(number)) => (0, u16::from(*number), Vec::new()),
        Some(Label::Name(name)) => (1, 0, natural(name)),
        Some(Label::Library | Label::Unnamed | Label::Undated) | None => (2, 0, Vec::new()),
    }
}
