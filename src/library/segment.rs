//! A segment of the catalog: many entries in few bytes, as flat arrays that are saved to the cache
//! as they are.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::name::{path_bytes, path_of};
use super::remote::{self, Held, Remote};
use super::source::{self, Facts, Source};
use crate::disk::Stamp;
use crate::document::{Act, HeadDate, Header, KnownAs, PartialDate, date};

/// Entries of one library, which is the files below one folder; or the one entry of a source
/// outside.
#[derive(Clone, Debug, Default)]
pub struct Segment {
    /// The location of the documents.
    pub(super) location: Location,
    pub(super) records: Vec<Record>,
    /// Titles, ids, collections, tags and authors.
    pub(super) text: String,
    /// Names of files, and of folders below the location, in the system's bytes.
    pub(super) names: Vec<u8>,
    /// Each entry's packed dates, then indices of its tags and authors in `symbols`.
    pub(super) lists: Vec<u32>,
    /// Strings that many entries share; 0 is the empty one.
    pub(super) symbols: Vec<Piece>,
    /// Folders, relative to the location.
    pub(super) folders: Vec<Piece>,
    pub(super) interned: Interned,
}

/// The location of the documents of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Location {
    /// Below a folder.
    Folder(PathBuf),
    /// On a server.
    Remote(Arc<Remote>),
    /// A single source.
    Single(Source),
}

impl Default for Location {
    fn default() -> Self {
        Self::Folder(PathBuf::new())
    }
}

impl Location {
    /// The root of a library; that of one on a server is no path of this machine.
    pub fn root(&self) -> Option<&Path> {
        match self {
            Self::Folder(root) => Some(root),
            Self::Remote(remote) => Some(remote.root()),
            Self::Single(_) => None,
        }
    }
}

/// A range of bytes of `text` or `names`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub start: u32,
    pub length: u16,
}

/// A document in the catalog, in 64 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// In `text`, followed by the id.
    pub title: Piece,
    pub id_length: u8,
    /// Whether the first and last date bound a range.
    pub is_period: bool,
    /// Whether its key is another than its id, or its title and first date.
    pub has_key: bool,
    /// Whether it is a part of a work.
    pub has_part: bool,
    /// In `names`.
    pub name: Piece,
    pub folder: u32,
    pub collection: u32,
    /// Index in `lists`: first the dates, then tags, then authors, then the key and the part if it
    /// has them.
    pub list: u32,
    pub dates: u8,
    pub tags: u16,
    pub authors: u8,
    /// Length in characters, estimated.
    pub characters: u32,
    pub stamp: Stamp,
    /// The `same::print` of the text; 0 if it is not known.
    pub print: u64,
}

/// Longest stored title, id or name in bytes: no screen shows more.
const LONGEST_TEXT: usize = 4 << 10;

/// Indices of stored strings by hash, while a segment grows; a hit is compared with the string
/// itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Interned {
    symbols: HashMap<u64, u32>,
    folders: HashMap<u64, u32>,
    hasher: RandomState,
}

impl Segment {
    /// An empty segment of the library below a folder.
    pub fn of_folder(root: PathBuf) -> Self {
        Self::of(Location::Folder(root))
    }

    /// An empty segment of documents at a location.
    pub(super) fn of(location: Location) -> Self {
        Self {
            location,
            symbols: vec![Piece::default()],
            ..Self::default()
        }
    }

    /// The segment of a single source.
    pub fn of_source(facts: &Facts, source: Source) -> Self {
        let mut segment = Self::of_folder(PathBuf::new());
        let name = PathBuf::from(&*source.name());
        segment.push(facts, Path::new(""), &name);
        segment.location = Location::Single(source);
        segment
    }

    /// Adds an entry with its folder, relative to the location, and its file name.
    pub fn push(&mut self, facts: &Facts, folder: &Path, name: &Path) {
        let header = &facts.header;
        let title = self.write(&header.title);
        let id = self.write(&header.id);
        let collection = self.symbol(&header.collection);
        let list = self.lists.len() as u32;
        let dates = header.dates.len().min(usize::from(u8::MAX));
        let packed = header.dates.iter().take(dates).map(pack);
        self.lists.extend(packed);
        let tags = header.tags.len().min(usize::from(u16::MAX));
        let authors = header.authors.len().min(usize::from(u8::MAX));
        for word in header
            .tags
            .iter()
            .take(tags)
            .chain(header.authors.iter().take(authors))
        {
            let symbol = self.symbol(word);
            self.lists.push(symbol);
        }
        let key = Some(header.key()).filter(|own| *own != usual_key(header));
        if let Some(key) = &key {
            let symbol = self.symbol(key);
            self.lists.push(symbol);
        }
        let part = self.symbol(&header.part);
        let has_part = part != 0;
        self.lists.extend(has_part.then_some(part));
        let record = Record {
            title,
            id_length: u8::try_from(id.length).unwrap_or(0),
            is_period: header.is_period,
            has_key: key.is_some(),
            has_part,
            name: write_name(&mut self.names, name),
            folder: self.folder(folder),
            collection,
            list,
            dates: dates as u8,
            tags: tags as u16,
            authors: authors as u8,
            characters: facts.characters,
            stamp: facts.stamp,
            print: 0,
        };
        self.records.push(record);
    }

    /// Adds an entry of another segment of the same library; `print` is its print if that was
    /// computed since.
    pub(super) fn push_from(&mut self, other: &Self, record: &Record, print: Option<u64>) {
        let folder = path_of(other.folder_bytes(record));
        let name = path_of(other.name_bytes(record));
        let facts = Facts {
            header: other.header(record),
            stamp: record.stamp,
            characters: record.characters,
        };
        self.push(&facts, &folder, &name);
        if let Some(added) = self.records.last_mut() {
            added.print = print.unwrap_or(record.print);
        }
    }

    /// Frees what was needed only for growing.
    pub fn seal(mut self) -> Arc<Self> {
        self.interned = Interned::default();
        self.records.shrink_to_fit();
        self.text.shrink_to_fit();
        self.names.shrink_to_fit();
        self.lists.shrink_to_fit();
        Arc::new(self)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(super) fn title(&self, record: &Record) -> &str {
        self.text_of(record.title)
    }

    pub(super) fn id(&self, record: &Record) -> &str {
        let start = record.title.start.wrapping_add(record.title.length.into());
        self.text_of(Piece {
            start,
            length: u16::from(record.id_length),
        })
    }

    pub(super) fn symbol_text(&self, symbol: u32) -> &str {
        let piece = self.symbols.get(symbol as usize).copied();
        self.text_of(piece.unwrap_or_default())
    }

    fn list(&self, record: &Record, skip: usize, count: usize) -> &[u32] {
        let start = record.list as usize + skip;
        self.lists.get(start..start + count).unwrap_or(&[])
    }

    pub(super) fn dates(&self, record: &Record) -> impl DoubleEndedIterator<Item = PartialDate> {
        self.head_dates(record).map(|own| own.date)
    }

    fn head_dates(&self, record: &Record) -> impl DoubleEndedIterator<Item = HeadDate> {
        let packed = self.list(record, 0, usize::from(record.dates));
        packed.iter().map(|date| unpack(*date))
    }

    pub(super) fn tags(&self, record: &Record) -> &[u32] {
        self.list(record, usize::from(record.dates), usize::from(record.tags))
    }

    pub(super) fn authors(&self, record: &Record) -> &[u32] {
        let before = usize::from(record.dates) + usize::from(record.tags);
        self.list(record, before, usize::from(record.authors))
    }

    /// The key of the document, if it is another than its id, or its title and first date.
    pub(super) fn key(&self, record: &Record) -> Option<&str> {
        let before = usize::from(record.dates) + usize::from(record.tags);
        let symbol = self.list(record, before + usize::from(record.authors), 1);
        let symbol = symbol.first().filter(|_| record.has_key)?;
        Some(self.symbol_text(*symbol))
    }

    /// The heading that it begins with, if it is a part of a work; empty else.
    pub(super) fn part(&self, record: &Record) -> &str {
        let before = usize::from(record.dates) + usize::from(record.tags);
        let before = before + usize::from(record.authors) + usize::from(record.has_key);
        let symbol = self.list(record, before, usize::from(record.has_part));
        symbol.first().map_or("", |part| self.symbol_text(*part))
    }

    pub(super) fn folder_bytes(&self, record: &Record) -> &[u8] {
        let piece = self.folders.get(record.folder as usize).copied();
        bytes_of(&self.names, piece.unwrap_or_default())
    }

    pub(super) fn name_bytes(&self, record: &Record) -> &[u8] {
        bytes_of(&self.names, record.name)
    }

    /// The source of a document's bytes.
    pub(super) fn source(&self, record: &Record) -> Source {
        match &self.location {
            Location::Single(source) => source.clone(),
            Location::Folder(root) => {
                let folder = root.join(path_of(self.folder_bytes(record)));
                Source::File(folder.join(path_of(self.name_bytes(record))))
            }
            Location::Remote(remote) => {
                let path = path_of(self.folder_bytes(record));
                let path = path.join(path_of(self.name_bytes(record)));
                Source::Remote(Held {
                    library: Arc::clone(remote),
                    path: remote::path_of(&path).into_owned(),
                    revision: record.stamp.modified as u64,
                })
            }
        }
    }

    /// The date in the name of a document's file.
    fn named_date(&self, record: &Record) -> Option<PartialDate> {
        let name = path_of(self.name_bytes(record));
        let is_file = matches!(
            self.location,
            Location::Folder(_) | Location::Remote(_) | Location::Single(Source::File(_))
        );
        let name = name.to_string_lossy();
        let named = source::named_date(&name).filter(|_| is_file);
        named.map(|(date, _)| date)
    }

    /// The header of a document, as far as the catalog keeps it.
    pub(super) fn header(&self, record: &Record) -> Header {
        let words = |symbols: &[u32]| {
            symbols
                .iter()
                .map(|symbol| self.symbol_text(*symbol).to_owned())
                .collect()
        };
        let title = self.title(record);
        let known_as = match self.key(record) {
            Some(key) => known_by(key, title),
            None => KnownAs {
                title: None,
                date: self.dates(record).next(),
            },
        };
        Header {
            id: self.id(record).to_owned(),
            title: title.to_owned(),
            part: self.part(record).to_owned(),
            dates: self.head_dates(record).collect(),
            named_date: self.named_date(record),
            known_as,
            is_period: record.is_period,
            authors: words(self.authors(record)),
            tags: words(self.tags(record)),
            collection: self.symbol_text(record.collection).to_owned(),
            ..Header::default()
        }
    }

    fn text_of(&self, piece: Piece) -> &str {
        let start = piece.start as usize;
        self.text
            .get(start..start + usize::from(piece.length))
            .unwrap_or("")
    }

    /// Appends a text, cut to the length of a piece.
    fn write(&mut self, text: &str) -> Piece {
        let mut length = text.len().min(LONGEST_TEXT);
        while !text.is_char_boundary(length) {
            length -= 1;
        }
        let start = self.text.len() as u32;
        self.text.push_str(text.get(..length).unwrap_or(""));
        Piece {
            start,
            length: length as u16,
        }
    }

    fn symbol(&mut self, word: &str) -> u32 {
        if word.is_empty() {
            return 0;
        }
        let hash = self.interned.hasher.hash_one(word);
        if let Some(&known) = self.interned.symbols.get(&hash)
            && self.symbol_text(known) == word
        {
            return known;
        }
        let symbol = self.symbols.len() as u32;
        let piece = self.write(word);
        self.symbols.push(piece);
        self.interned.symbols.insert(hash, symbol);
        symbol
    }

    fn folder(&mut self, folder: &Path) -> u32 {
        let bytes = path_bytes(folder);
        let hash = self.interned.hasher.hash_one(&*bytes);
        if let Some(&known) = self.interned.folders.get(&hash)
            && let Some(piece) = self.folders.get(known as usize)
            && bytes_of(&self.names, *piece) == &*bytes
        {
            return known;
        }
        let index = self.folders.len() as u32;
        let piece = write_name(&mut self.names, folder);
        self.folders.push(piece);
        self.interned.folders.insert(hash, index);
        index
    }
}

fn write_name(names: &mut Vec<u8>, name: &Path) -> Piece {
    let start = names.len() as u32;
    // Paths are shorter than 64 KiB on every system.
    let bytes = path_bytes(name);
    let length = bytes.len().min(usize::from(u16::MAX));
    names.extend_from_slice(bytes.get(..length).unwrap_or(&[]));
    Piece {
        start,
        length: length as u16,
    }
}

fn bytes_of(names: &[u8], piece: Piece) -> &[u8] {
    let start = piece.start as usize;
    names
        .get(start..start + usize::from(piece.length))
        .unwrap_or(&[])
}

/// The key of a document whose title and dates are those that it has always been known by.
fn usual_key(header: &Header) -> String {
    let known_as = KnownAs {
        title: None,
        date: header.dates.first().map(|own| own.date),
    };
    let usual = Header {
        id: header.id.clone(),
        title: header.title.clone(),
        known_as,
        ..Header::default()
    };
    usual.key()
}

/// What a document of this title is known as by its key.
pub(super) fn known_by(key: &str, title: &str) -> KnownAs {
    let dated = key.rsplit_once(' ').filter(|_| key != title);
    let dated = dated.and_then(|(name, date)| match date::field(date) {
        date::Field::Whole(date) => Some((name, date)),
        _ => None,
    });
    let name = dated.map_or(key, |(name, _)| name);
    KnownAs {
        title: (name != title).then(|| name.to_owned()),
        date: dated.map(|(_, date)| date),
    }
}

/// A date in 32 bits: 16 of the year, 4 of what happened on it, 4 of the month, 8 of the day.
pub(super) fn pack(own: &HeadDate) -> u32 {
    let HeadDate { date, act, .. } = own;
    let act = Act::ALL.into_iter().position(|known| Some(known) == *act);
    u32::from(date.year) << 16
        | act.map_or(0, |act| act as u32 + 1) << 12
        | u32::from(date.month.unwrap_or(0)) << 8
        | u32::from(date.day.unwrap_or(0))
}

pub(super) fn unpack(packed: u32) -> HeadDate {
    let known = |part: u32| Some(part as u8).filter(|part| *part > 0);
    let act = (packed >> 12 & 0xf).checked_sub(1);
    let date = PartialDate {
        year: (packed >> 16) as u16,
        month: known(packed >> 8 & 0xf),
        day: known(packed & 0xff),
    };
    HeadDate {
        act: act.and_then(|act| Act::ALL.get(act as usize)).copied(),
        ..HeadDate::from(date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        let date = |year, month, day| PartialDate { year, month, day };
        Header {
            id: "9e09b61c7e".into(),
            title: "关于手工业的指示".into(),
            part: "第一部分".into(),
            dates: vec![
                date(1955, Some(4), Some(27)).into(),
                HeadDate {
                    act: Some(Act::Effective),
                    ..date(1956, None, None).into()
                },
            ],
            known_as: KnownAs {
                title: None,
                date: Some(date(1955, Some(4), Some(27))),
            },
            is_period: true,
            authors: vec!["中共中央".into()],
            tags: vec!["工业".into(), "手工业".into(), "工业".into()],
            collection: "文件选集第9卷".into(),
            ..Header::default()
        }
    }

    #[test]
    fn an_entry_comes_back_as_it_was_put_in() {
        let mut segment = Segment::of_folder("/书".into());
        let stamp = Stamp {
            length: 9,
            modified: -5,
        };
        let facts = |header| Facts {
            header,
            stamp,
            characters: 3,
        };
        let (known, empty) = (facts(header()), facts(Header::default()));
        segment.push(&known, Path::new("甲/乙"), Path::new("丙.txt"));
        segment.push(&empty, Path::new(""), Path::new("a"));
        let mut copy = Segment::of_folder("/书".into());
        copy.push_from(&segment, &segment.records[1], None);
        copy.push_from(&segment, &segment.records[0], None);
        for (segment, index) in [(&segment, 0), (&copy, 1)] {
            let record = &segment.records[index];
            assert_eq!(segment.header(record), header());
            assert_eq!(segment.source(record).name(), "/书/甲/乙/丙.txt");
            assert_eq!((record.stamp, record.characters), (stamp, 3));
        }
        assert_eq!(copy.header(&copy.records[0]), Header::default());
        // Shared strings are stored once.
        assert_eq!(segment.symbols.len(), 6);
    }

    #[test]
    fn a_document_keeps_the_key_that_it_was_known_by() {
        let date = |year| PartialDate {
            year,
            month: None,
            day: None,
        };
        for (title, known) in [
            (None, None),
            (None, Some(1950)),
            (None, Some(1955)),
            (Some("旧题"), None),
            (Some("旧题"), Some(1950)),
            (Some("旧 题 1949"), None),
        ] {
            let known_as = KnownAs {
                title: title.map(str::to_owned),
                date: known.map(date),
            };
            let header = Header {
                title: "新题".into(),
                dates: vec![date(1955).into()],
                known_as,
                authors: vec!["甲".into()],
                ..Header::default()
            };
            let facts = Facts {
                header,
                ..Facts::default()
            };
            let mut segment = Segment::of_folder("/书".into());
            segment.push(&facts, Path::new(""), Path::new("a"));
            let record = &segment.records[0];
            assert_eq!(segment.header(record).key(), facts.header.key());
            let segment = &segment;
            let entry = crate::library::Entry { segment, record };
            assert_eq!(entry.key(), facts.header.key());
        }
        assert!(size_of::<Record>() <= 64);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_and_titles_without_end_are_borne() {
        let mut segment = Segment::of_folder("/".into());
        let long = Facts {
            header: Header {
                title: "题".repeat(50_000),
                ..Header::default()
            },
            ..Facts::default()
        };
        let name = path_of(b"\xb9\xa4.txt");
        segment.push(&long, Path::new("x"), &name);
        let record = &segment.records[0];
        assert_eq!(
            segment.source(record),
            Source::File(Path::new("/x").join(name))
        );
        assert!(
            long.header.title.starts_with(segment.title(record))
                && !segment.title(record).is_empty()
        );
        assert_eq!(segment.id(record), "");
    }
}
