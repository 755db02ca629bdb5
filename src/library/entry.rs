//! One document as the catalog knows it: what its header says and where it is.

use std::path::Path;

use super::Source;
use super::segment::{Place, Record, Segment, path_bytes, shown};
use crate::disk::Stamp;
use crate::document::{Header, PartialDate, date};

/// An entry of one catalog: its index. It holds as long as the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// A document of the library, not loaded: a look into the catalog.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub(super) segment: &'a Segment,
    pub(super) record: &'a Record,
}

impl<'a> Entry<'a> {
    /// The title; never empty (the file name, at last).
    pub fn title(self) -> &'a str {
        self.segment.title(self.record)
    }

    /// Ten hex digits in the archive format; empty where the source has none.
    pub fn id(self) -> &'a str {
        self.segment.id(self.record)
    }

    /// The book or collection; empty where the source names none.
    pub fn collection(self) -> &'a str {
        self.segment.symbol_text(self.record.collection)
    }

    /// The dates, in order.
    pub fn dates(self) -> impl DoubleEndedIterator<Item = PartialDate> + 'a {
        self.segment.dates(self.record)
    }

    /// Whether the first and last date bound a range.
    pub fn is_period(self) -> bool {
        self.record.is_period
    }

    /// The tags.
    pub fn tags(self) -> impl Iterator<Item = &'a str> {
        let segment = self.segment;
        let tags = segment.tags(self.record).iter();
        tags.map(move |tag| segment.symbol_text(*tag))
    }

    /// The authors.
    pub fn authors(self) -> impl Iterator<Item = &'a str> {
        let segment = self.segment;
        let authors = segment.authors(self.record).iter();
        authors.map(move |author| segment.symbol_text(*author))
    }

    /// Where its bytes are.
    pub fn source(self) -> Source {
        self.segment.source(self.record)
    }

    /// The name of its folder below the library, `/` between its parts; empty at the top.
    pub fn folder(self) -> String {
        shown(self.segment.folder_bytes(self.record)).replace('\\', "/")
    }

    pub(super) fn folder_bytes(self) -> &'a [u8] {
        self.segment.folder_bytes(self.record)
    }

    pub(super) fn name_bytes(self) -> &'a [u8] {
        self.segment.name_bytes(self.record)
    }

    /// Whether it belongs to the library at `root`, and lies in the folder `below` it or deeper.
    pub(super) fn is_below(self, root: &Path, below: &Path) -> bool {
        let below = path_bytes(below);
        let is_inside =
            |rest: &[u8]| below.is_empty() || matches!(rest.first(), None | Some(b'/' | b'\\'));
        matches!(&self.segment.place, Place::Folder(place) if place == root)
            && self
                .folder_bytes()
                .strip_prefix(&*below)
                .is_some_and(is_inside)
    }

    /// The file as it was when its head was read.
    pub fn stamp(self) -> Stamp {
        self.record.stamp
    }

    /// About how many characters it has.
    pub fn characters(self) -> u32 {
        self.record.characters
    }

    /// What the document says of itself, as far as the catalog keeps it.
    pub fn header(self) -> Header {
        self.segment.header(self.record)
    }

    /// What the document is known by when it is renamed or moved, as [`Header::key`].
    pub fn key(self) -> String {
        if !self.id().is_empty() {
            return self.id().to_owned();
        }
        match self.dates().next() {
            Some(date) => format!("{} {date}", self.title()),
            None => self.title().to_owned(),
        }
    }
}

/// Fills in what a header leaves out and the name of its source tells: the title, and a date.
pub fn complete(mut header: Header, source: &Source) -> Header {
    if !header.title.is_empty() && !header.dates.is_empty() {
        return header;
    }
    let name = match source {
        Source::File(path) => {
            let name = path_bytes(Path::new(path.file_name().unwrap_or_default()));
            shown(&name).into_owned()
        }
        _ => source.name().into_owned(),
    };
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = if stem.is_empty() { name } else { stem };
    if header.title.is_empty() {
        stem.clone_into(&mut header.title);
    }
    if header.dates.is_empty() && matches!(source, Source::File(_)) {
        header.dates.extend(date::first(stem));
    }
    header
}
