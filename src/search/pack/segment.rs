//! A file of a pack: records, a table of them at the end, its checksum. Written once, never
//! changed.

use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};

use foldhash::HashMap;

use super::record::{Record, View};
use crate::disk::{Bytes, Map, Put, Stamp};

/// The end of every file, with the version of the layout.
const MAGIC: [u8; 8] = *b"zjpack02";

/// Bytes of the footer: length and checksum of the table, [`MAGIC`].
const FOOTER: usize = 4 + 4 + MAGIC.len();

/// Bytes of records in a full segment.
pub(super) const FULL: u64 = 64 << 20;

/// A segment that is there.
#[derive(Debug)]
pub(super) struct Segment {
    map: Map,
    /// The library's root, and the rules by which its documents were read.
    pub root: Vec<u8>,
    pub edition: u64,
    pub documents: Vec<Document>,
    /// Each character of the texts, and how often it stands there.
    pub characters: Vec<(char, usize)>,
}

/// A document of a segment.
#[derive(Debug)]
pub(super) struct Document {
    /// The place of its path below the root.
    path: (usize, usize),
    pub stamp: Stamp,
    start: usize,
    text: usize,
    about: usize,
    check: u32,
    /// Whether the checksum is right, once that was looked at.
    state: AtomicU8,
}

const WHOLE: u8 = 1;
const DAMAGED: u8 = 2;

impl Segment {
    /// Opens a segment; `None` if it is damaged, or of another version.
    pub fn open(path: &Path) -> Option<Self> {
        let map = Map::open(path).ok()?;
        let end = map.len().checked_sub(FOOTER)?;
        let mut footer = Bytes(map.get(end..)?);
        let length = footer.u32()? as usize;
        let check = footer.u32()?;
        let start = end.checked_sub(length)?;
        let table = map.get(start..end)?;
        if footer.0 != MAGIC || crc32fast::hash(table) != check {
            return None;
        }
        let mut bytes = Bytes(table);
        let root = bytes.text()?.to_vec();
        let edition = bytes.u64()?;
        let mut documents = Vec::new();
        let mut at = 0;
        for _ in 0..bytes.number()? {
            let name = bytes.text()?;
            let place = end - bytes.0.len() - name.len();
            let length = bytes.number()? as u64;
            let modified = bytes.u64()?.cast_signed();
            let document = Document {
                path: (place, name.len()),
                stamp: Stamp { length, modified },
                start: at,
                text: bytes.number()?,
                about: bytes.number()?,
                check: bytes.u32()?,
                state: AtomicU8::new(0),
            };
            at = at.checked_add(document.text)?.checked_add(document.about)?;
            documents.push(document);
        }
        let mut characters = Vec::new();
        for _ in 0..bytes.number()? {
            let c = char::from_u32(u32::try_from(bytes.number()?).ok()?)?;
            characters.push((c, bytes.number()?));
        }
        (at == start && bytes.0.is_empty()).then_some(Self {
            map,
            root,
            edition,
            documents,
            characters,
        })
    }

    /// The path of a document below the root.
    pub fn path(&self, document: &Document) -> &[u8] {
        let (start, length) = document.path;
        self.map.get(start..start + length).unwrap_or(&[])
    }

    /// Bytes of a document's record.
    pub fn length(&self, index: usize) -> u64 {
        let document = self.documents.get(index);
        document.map_or(0, |own| (own.text + own.about) as u64)
    }

    /// Bytes of all records.
    pub fn whole_length(&self) -> u64 {
        let last = self.documents.last();
        last.map_or(0, |own| (own.start + own.text + own.about) as u64)
    }

    /// The record of a document; `None` if it is damaged.
    pub fn view(&self, index: usize) -> Option<View<'_>> {
        let document = self.documents.get(index)?;
        let end = document.start + document.text + document.about;
        let bytes = self.map.get(document.start..end)?;
        let state = document.state.load(Ordering::Relaxed);
        let is_whole = match state {
            WHOLE => true,
            DAMAGED => false,
            _ => {
                let is_whole = crc32fast::hash(bytes) == document.check;
                let state = if is_whole { WHOLE } else { DAMAGED };
                document.state.store(state, Ordering::Relaxed);
                is_whole
            }
        };
        let (text, about) = bytes.split_at_checked(document.text)?;
        is_whole.then_some(View { text, about })
    }
}

/// Documents that are added to a segment at once, counted already.
#[derive(Debug, Default)]
pub(super) struct Batch {
    records: Vec<u8>,
    table: Vec<u8>,
    count: usize,
    characters: HashMap<char, usize>,
}

impl Batch {
    /// Adds a document.
    pub fn add(&mut self, path: &[u8], stamp: Stamp, record: &Record) {
        let start = self.records.len();
        self.records.extend(record.text.as_bytes());
        self.records.extend(&record.about);
        let check = crc32fast::hash(self.records.get(start..).unwrap_or(&[]));
        self.table.text(path);
        self.table.number(stamp.length as usize);
        self.table.extend(stamp.modified.to_le_bytes());
        self.table.number(record.text.len());
        self.table.number(record.about.len());
        self.table.extend(check.to_le_bytes());
        self.count += 1;
        for c in record.text.chars() {
            *self.characters.entry(c).or_default() += 1;
        }
    }

    /// Whether it has no document.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// A segment that is being written.
#[derive(Debug, Default)]
pub(super) struct Writing {
    table: Vec<u8>,
    count: usize,
    /// Bytes of records so far.
    pub length: u64,
    characters: HashMap<char, usize>,
}

impl Writing {
    /// Adds documents; returns what is to be written of them.
    pub fn add(&mut self, batch: Batch) -> Vec<u8> {
        self.length += batch.records.len() as u64;
        self.table.extend(batch.table);
        self.count += batch.count;
        for (c, count) in batch.characters {
            *self.characters.entry(c).or_default() += count;
        }
        batch.records
    }

    /// The table and the footer.
    pub fn finish(self, root: &[u8], edition: u64) -> Vec<u8> {
        let mut table = Vec::new();
        table.text(root);
        table.extend(edition.to_le_bytes());
        table.number(self.count);
        table.extend(self.table);
        let mut characters: Vec<(char, usize)> = self.characters.into_iter().collect();
        characters.sort_unstable();
        table.number(characters.len());
        for (c, count) in characters {
            table.number(c as usize);
            table.number(count);
        }
        let length = table.len() as u32;
        let check = crc32fast::hash(&table);
        table.extend(length.to_le_bytes());
        table.extend(check.to_le_bytes());
        table.extend(MAGIC);
        table
    }
}
