//! A part of the catalog: a segment that is there, or one that is still on its way from the cache
//! and of which is known how it is shelved.

use std::sync::{Arc, OnceLock};

use super::segment::{Location, Segment};

/// Some entries of the catalog.
#[derive(Debug)]
pub(super) struct Part {
    /// Where the documents are.
    pub location: Location,
    length: usize,
    /// The shelves by collection that its entries stand on, one after the other, each in the order
    /// of titles; none where nobody has arranged them.
    pub runs: Vec<Run>,
    /// What its entries are known by, as [`hash`]es; none where they are to be asked themselves.
    keys: Vec<u32>,
    segment: OnceLock<Arc<Segment>>,
}

/// Neighbours on a shelf by collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// What the shelf is called; empty where it has no name.
    pub shelf: String,
    pub count: usize,
}

impl Part {
    /// A segment that is there.
    pub fn of(segment: Arc<Segment>) -> Self {
        Self {
            location: segment.location.clone(),
            length: segment.len(),
            runs: Vec::new(),
            keys: Vec::new(),
            segment: OnceLock::from(segment),
        }
    }

    /// A segment that is to come, with as many entries as there are keys.
    pub fn to_come(location: Location, runs: Vec<Run>, keys: Vec<u32>) -> Self {
        Self {
            location,
            length: keys.len(),
            runs,
            keys,
            segment: OnceLock::new(),
        }
    }

    /// The segment has come. What comes later does not count.
    pub fn fill(&self, segment: Segment) {
        let _ = self.segment.set(segment.seal());
    }

    /// Whether the segment is there.
    pub fn is_there(&self) -> bool {
        self.segment.get().is_some()
    }

    /// The segment; waits for it where it is to come.
    pub fn segment(&self) -> &Segment {
        match self.segment.get() {
            Some(segment) => segment,
            None => self.segment.wait(),
        }
    }

    /// Whether the segment has come without its entries.
    pub fn is_lost(&self) -> bool {
        let segment = self.segment.get();
        segment.is_some_and(|segment| segment.len() < self.length)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether an entry may be known by one of the keys that are wanted.
    pub fn may_be(&self, index: usize, is_wanted: impl Fn(u32) -> bool) -> bool {
        self.keys.get(index).is_none_or(|key| is_wanted(*key))
    }

    /// Whether an entry surely has a key with this hash.
    pub fn has(&self, key: u32) -> bool {
        self.keys.contains(&key)
    }
}

/// FNV-1a: the same in every version of the program.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What a document's key is told from most others by.
pub(super) fn key_hash(key: &str) -> u32 {
    let hash = hash(key.as_bytes());
    (hash ^ hash >> 32) as u32
}
