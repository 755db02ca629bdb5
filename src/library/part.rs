//! A part of the catalog: a segment, or one that is still being read from the cache, of which only
//! its shelves are known.

use std::sync::{Arc, OnceLock};

use super::segment::{Location, Segment};

/// Some entries of the catalog.
#[derive(Debug)]
pub(super) struct Part {
    /// The location of the documents.
    pub location: Location,
    length: usize,
    /// The shelves by collection on which its entries stand, in order, each sorted by title; empty
    /// if it was never arranged.
    pub runs: Vec<Run>,
    /// Hashes of the entries' keys ([`key_hash`]); empty if the entries themselves are to be asked.
    keys: Vec<u32>,
    segment: OnceLock<Arc<Segment>>,
}

/// Consecutive entries on one shelf by collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The name of the shelf; empty if it has none.
    pub shelf: String,
    pub count: usize,
}

impl Part {
    /// A part with its segment.
    pub fn of(segment: Arc<Segment>) -> Self {
        Self {
            location: segment.location.clone(),
            length: segment.len(),
            runs: Vec::new(),
            keys: Vec::new(),
            segment: OnceLock::from(segment),
        }
    }

    /// A part whose segment is still being read, with one key for each entry.
    pub fn to_come(location: Location, runs: Vec<Run>, keys: Vec<u32>) -> Self {
        Self {
            location,
            length: keys.len(),
            runs,
            keys,
            segment: OnceLock::new(),
        }
    }

    /// Sets the segment; a second one is ignored.
    pub fn fill(&self, segment: Segment) {
        let _ = self.segment.set(segment.seal());
    }

    /// Whether the segment has been read.
    pub fn is_there(&self) -> bool {
        self.segment.get().is_some()
    }

    /// The segment; waits until it has been read.
    pub fn segment(&self) -> &Segment {
        match self.segment.get() {
            Some(segment) => segment,
            None => self.segment.wait(),
        }
    }

    /// Whether entries are missing, since the saved segment was damaged.
    pub fn is_lost(&self) -> bool {
        let segment = self.segment.get();
        segment.is_some_and(|segment| segment.len() < self.length)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether an entry may have one of the wanted keys.
    pub fn may_be(&self, index: usize, is_wanted: impl Fn(u32) -> bool) -> bool {
        self.keys.get(index).is_none_or(|key| is_wanted(*key))
    }

    /// Whether an entry is known to have a key with this hash.
    pub fn has(&self, key: u32) -> bool {
        self.keys.contains(&key)
    }
}

/// FNV-1a: stored in files, so it must stay the same in every version.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The hash by which most keys can be told apart.
pub(super) fn key_hash(key: &str) -> u32 {
    let hash = hash(key.as_bytes());
    (hash ^ hash >> 32) as u32
}
