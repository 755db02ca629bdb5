//! The catalog: all entries of the open libraries, in segments that are shared and never change.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::segment::{Place, Segment};
use super::{Entry, EntryId, Source};
use crate::disk;

/// The sample documents: file name and bytes.
const SAMPLES: [(&str, &[u8]); 1] = [(
    "000_9e09b61c7e3c8cf0.txt",
    include_bytes!("../../seeds/000_9e09b61c7e3c8cf0.txt"),
)];

/// The entries, each under an id that stays as long as the program runs. A clone costs little.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// Each with the id of its first entry.
    segments: Vec<(u32, Arc<Segment>)>,
    /// Entries whose documents are there no more.
    gone: HashSet<EntryId>,
    /// Ids given so far.
    given: u32,
    /// Whether the entries stand in the order of the shelves by collection.
    is_arranged: bool,
}

impl Catalog {
    /// The sample library that is built into the binary.
    pub fn builtin() -> Self {
        let mut catalog = Self::default();
        for (name, bytes) in SAMPLES {
            // What is in memory can be read.
            let _ = catalog.read(Source::Builtin(name, bytes));
        }
        catalog
    }

    /// Adds a segment; the id of its first entry.
    pub fn add(&mut self, segment: Arc<Segment>) -> EntryId {
        let first = self.given;
        self.given += segment.len() as u32;
        self.segments.push((first, segment));
        self.is_arranged = false;
        EntryId(first)
    }

    /// Adds a segment whose entries stand in the order of the shelves by collection.
    pub(super) fn add_arranged(&mut self, segment: Arc<Segment>) {
        let is_first = self.is_empty();
        self.add(segment);
        self.is_arranged = is_first;
    }

    /// Whether the entries stand in the order of the shelves by collection; what was taken away does not matter.
    pub(super) fn is_arranged(&self) -> bool {
        self.is_arranged
    }

    /// Adds a document that belongs to no library, its head read now.
    ///
    /// # Errors
    /// As [`Source::header`].
    pub fn read(&mut self, source: Source) -> Result<EntryId, disk::Error> {
        let (header, stamp) = source.header()?;
        Ok(self.add(Segment::of_source(&header, source, stamp).seal()))
    }

    /// Takes entries away.
    pub fn remove(&mut self, entries: impl IntoIterator<Item = EntryId>) {
        self.gone.extend(entries);
    }

    /// The entry of an id; one that was taken away is still what it was.
    pub fn get(&self, id: EntryId) -> Option<Entry<'_>> {
        let (segment, index) = self.locate(id)?;
        let record = segment.records.get(index)?;
        Some(Entry { segment, record })
    }

    /// Whether a document is still there.
    pub fn has(&self, id: EntryId) -> bool {
        id.0 < self.given && !self.gone.contains(&id)
    }

    /// The segment of an id, and the index in it.
    pub(super) fn locate(&self, id: EntryId) -> Option<(&Segment, usize)> {
        let after = self.segments.partition_point(|(first, _)| *first <= id.0);
        let (first, segment) = self.segments.get(after.checked_sub(1)?)?;
        Some((segment, (id.0 - first) as usize))
    }

    /// All entries with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, Entry<'_>)> {
        let all = self.segments.iter().flat_map(|(first, segment)| {
            let records = segment.records.iter().enumerate();
            records.map(move |(index, record)| {
                (EntryId(first + index as u32), Entry { segment, record })
            })
        });
        all.filter(|(id, _)| self.gone.is_empty() || !self.gone.contains(id))
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.given as usize - self.gone.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Ids that were given: all are below it.
    pub fn bound(&self) -> usize {
        self.given as usize
    }

    /// The entry of a source.
    pub fn find(&self, source: &Source) -> Option<EntryId> {
        let name = match source {
            Source::File(path) => path.file_name().map(super::segment::name_bytes),
            Source::Builtin(..) | Source::Memory(..) => None,
        };
        let same = |entry: Entry<'_>| match (&entry.segment.place, &name) {
            (Place::Single(single), _) => single == source,
            // Names are told apart sooner than paths are put together.
            (Place::Folder(_), Some(name)) => {
                entry.segment.name_bytes(entry.record) == &**name && entry.source() == *source
            }
            (Place::Folder(_), None) => false,
        };
        self.iter()
            .find(|(_, entry)| same(*entry))
            .map(|(id, _)| id)
    }

    /// The entry of a document's key.
    pub fn find_key(&self, key: &str) -> Option<EntryId> {
        let same = |entry: Entry<'_>| match entry.id() {
            "" => key.starts_with(entry.title()) && entry.key() == key,
            id => id == key,
        };
        self.iter()
            .find(|(_, entry)| same(*entry))
            .map(|(id, _)| id)
    }

    /// The entries of many documents' keys, looked for at once.
    pub fn find_keys(&self, keys: &HashSet<&str>) -> HashMap<String, EntryId> {
        let mut found = HashMap::new();
        for (id, entry) in self.iter() {
            if keys.contains(entry.id()) {
                found.entry(entry.id().to_owned()).or_insert(id);
            } else if entry.id().is_empty() {
                let key = entry.key();
                if keys.contains(key.as_str()) {
                    found.entry(key).or_insert(id);
                }
            }
        }
        found
    }

    /// The entries of many files, looked for at once.
    pub fn find_files(&self, paths: &HashSet<&Path>) -> HashMap<PathBuf, EntryId> {
        let names = paths.iter().filter_map(|path| path.file_name());
        let names: HashSet<_> = names.map(super::segment::name_bytes).collect();
        let mut found = HashMap::new();
        for (id, entry) in self.iter() {
            // Names are told apart sooner than paths are put together.
            let may_be = match &entry.segment.place {
                Place::Single(_) => true,
                Place::Folder(_) => names.contains(entry.segment.name_bytes(entry.record)),
            };
            if may_be
                && let Source::File(path) = entry.source()
                && paths.contains(path.as_path())
            {
                found.entry(path).or_insert(id);
            }
        }
        found
    }

    /// The folders of the libraries, each once.
    pub(super) fn roots(&self) -> impl Iterator<Item = &PathBuf> {
        let mut seen: Vec<&PathBuf> = Vec::new();
        self.segments
            .iter()
            .filter_map(move |(_, segment)| match &segment.place {
                Place::Folder(root) if !seen.contains(&root) => {
                    seen.push(root);
                    Some(root)
                }
                _ => None,
            })
    }
}
