//! Drafts of an arrangement: documents put on shelves in the order of the catalog, the shelves then
//! ordered among themselves.

use std::collections::HashMap;
use std::path::Path;

use super::super::name::{name_bytes, shown};
use super::super::order::natural;
use super::super::part::Part;
use super::super::segment::Location;
use super::super::{Catalog, Entry, EntryId};
use super::Label;

/// Shelves that grow, each found by the one around it and its label.
#[derive(Debug)]
pub(super) struct Draft {
    drafted: Drafted,
    found: HashMap<(usize, Label), usize>,
    /// The shelves of folders and collections that were met last, by segment and symbol: most
    /// entries need no label at all.
    met: HashMap<(usize, u32), usize>,
    order: Vec<Order>,
}

/// Whether the documents of a shelf stand in the order of their titles already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// There are none.
    Empty,
    /// They do; the last of them are of the part of the catalog with this index.
    Upto(usize),
    /// Nobody knows.
    Unknown,
}

/// Shelves with indices for names: labels, the shelves within, and the documents.
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
    /// The shelves by collection of the part of a catalog that is arranged; its documents are not
    /// even looked at.
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

    /// Shelves by collection; a document without one under the name of its folder.
    pub fn by_collection(&mut self, id: EntryId, entry: Entry<'_>) {
        let segment = std::ptr::from_ref(entry.segment) as usize;
        // Symbols and folders of a segment are numbered from 0 both.
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

    /// Shelves by folder, below those of the libraries where there are several.
    pub fn by_folder(&mut self, id: EntryId, entry: Entry<'_>, catalog: &Catalog) {
        let segment = std::ptr::from_ref(entry.segment) as usize;
        let shelf = match self.met.get(&(segment, entry.record.folder)) {
            Some(&shelf) => shelf,
            None => {
                let mut shelf = 0;
                if let Location::Folder(root) = &entry.segment.location
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

    /// Shelves by decade, year and month: a document stands where all of its range fits, and at
    /// each of its dates where they bound none.
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
        // A range over several decades is on no decade's shelf.
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

    /// Shelves by words, such as tags: a document stands on that of each of its own.
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
        // A tag that is given twice, or two dates in one month.
        if entries.last() != Some(&id) {
            entries.push(id);
        }
    }

    /// Orders the shelves on each shelf by their labels, and the documents as `sort` does, which is
    /// told whether they are in the order of titles already.
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

/// The name of the folder that a document lies in; at the top of a library that of the library.
fn folder_name(entry: Entry<'_>) -> String {
    let folder = entry.folder();
    match (folder.rsplit('/').next(), &entry.segment.location) {
        (Some("") | None, Location::Folder(root)) => last_name(root),
        (Some(name), Location::Folder(_)) => name.to_owned(),
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

/// Where a shelf stands among those beside it: by number, then by name, what has no name or date
/// last.
fn rank(label: Option<&Label>) -> (u8, u16, Vec<u8>) {
    match label {
        Some(Label::Decade(number) | Label::Year(number)) => (0, *number, Vec::new()),
        Some(Label::Month(number)) => (0, u16::from(*number), Vec::new()),
        Some(Label::Name(name)) => (1, 0, natural(name)),
        Some(Label::Library | Label::Unnamed | Label::Undated) | None => (2, 0, Vec::new()),
    }
}
