//! One document in the catalog: what its header says and where it is.

use std::path::Path;

use super::Source;
use super::name::{path_bytes, shown};
use super::remote::Held;
use super::segment::{Location, Record, Segment};
use crate::disk::Stamp;
use crate::document::{Header, PartialDate};

/// The index of an entry in a catalog; valid as long as the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// A view of one document in the catalog; the document itself is not loaded.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub(super) segment: &'a Segment,
    pub(super) record: &'a Record,
}

impl<'a> Entry<'a> {
    /// The title; never empty (if nothing else, the file name).
    pub fn title(self) -> &'a str {
        self.segment.title(self.record)
    }

    /// As [`Header::part`].
    pub(super) fn part(self) -> &'a str {
        self.segment.part(self.record)
    }

    /// As [`Header::id`]; empty where the source has none.
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

    /// The source of its bytes.
    pub fn source(self) -> Source {
        self.segment.source(self.record)
    }

    /// Where it is, if it is in a library on a server.
    pub fn held(self) -> Option<Held> {
        match self.source() {
            Source::Remote(held) => Some(held),
            _ => None,
        }
    }

    /// Whether it is in a library on a server.
    pub fn is_remote(self) -> bool {
        matches!(self.segment.location, Location::Remote(_))
    }

    /// Its folder relative to the library's root, with `/` between parts; empty at the root.
    pub fn folder(self) -> String {
        shown(self.segment.folder_bytes(self.record)).replace('\\', "/")
    }

    pub(super) fn folder_bytes(self) -> &'a [u8] {
        self.segment.folder_bytes(self.record)
    }

    pub(super) fn name_bytes(self) -> &'a [u8] {
        self.segment.name_bytes(self.record)
    }

    /// Whether it belongs to the library at `root` and is in the folder `below` it or deeper.
    pub(super) fn is_below(self, root: &Path, below: &Path) -> bool {
        let below = path_bytes(below);
        let is_inside =
            |rest: &[u8]| below.is_empty() || matches!(rest.first(), None | Some(b'/' | b'\\'));
        matches!(&self.segment.location, Location::Folder(place) if place == root)
            && self
                .folder_bytes()
                .strip_prefix(&*below)
                .is_some_and(is_inside)
    }

    /// The stamp of the file when its head was read.
    pub fn stamp(self) -> Stamp {
        self.record.stamp
    }

    /// Length in characters, estimated.
    pub fn characters(self) -> u32 {
        self.record.characters
    }

    /// The header, as far as the catalog keeps it.
    pub fn header(self) -> Header {
        self.segment.header(self.record)
    }

    /// Identifies the document when it is renamed or moved, as [`Header::key`].
    pub fn key(self) -> String {
        if !self.id().is_empty() {
            return self.id().to_owned();
        }
        if let Some(key) = self.segment.key(self.record) {
            return key.to_owned();
        }
        match self.dates().next() {
            Some(date) => format!("{} {date}", self.title()),
            None => self.title().to_owned(),
        }
    }
}
