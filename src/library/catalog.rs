//! The catalog: all entries of the open libraries.

use std::collections::HashMap;

use super::{Entry, EntryId, Source};

/// The sample documents: file name and bytes.
const SAMPLES: [(&str, &[u8]); 1] = [(
    "000_9e09b61c7e3c8cf0.txt",
    include_bytes!("../../seeds/000_9e09b61c7e3c8cf0.txt"),
)];

/// The entries, each under a stable id while the program runs.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    entries: Vec<Entry>,
    by_source: HashMap<Source, EntryId>,
}

impl Catalog {
    /// The sample library that is built into the binary.
    pub fn builtin() -> Self {
        let mut catalog = Self::default();
        for (name, bytes) in SAMPLES {
            // What is in memory can be read.
            if let Ok(entry) = Entry::read(Source::Builtin(name, bytes)) {
                catalog.add(entry);
            }
        }
        catalog
    }

    /// Adds an entry.
    pub fn add(&mut self, entry: Entry) -> EntryId {
        let id = EntryId(self.entries.len() as u32);
        self.by_source.insert(entry.source.clone(), id);
        self.entries.push(entry);
        id
    }

    /// The entry of an id.
    pub fn get(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(id.0 as usize)
    }

    /// All entries with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        self.entries
            .iter()
            .enumerate()
            .map(|(i, e)| (EntryId(i as u32), e))
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry of a source.
    pub fn find(&self, source: &Source) -> Option<EntryId> {
        self.by_source.get(source).copied()
    }
}
