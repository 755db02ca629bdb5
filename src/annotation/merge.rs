//! Merging: of each annotation the version with the greatest `rev` is current, in whatever order
//! and however often lines are read.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use ulid::Ulid;

use super::Annotation;

/// The current versions, by id. Merging is commutative, associative and idempotent.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    held: HashMap<String, Held>,
    /// Greatest timestamp of a `rev` seen, in milliseconds since 1970.
    pub latest: u64,
}

#[derive(Clone, Debug)]
struct Held {
    rank: Rank,
    /// `None` if the annotation was deleted.
    annotation: Option<Arc<Annotation>>,
}

/// Sort key of versions: `rev`, then a hash of the line. Our programs never write the same `rev`
/// twice; the hash makes all devices choose the same version if others do.
type Rank = (String, u64);

/// Version of the record format that is written, and the only one that is understood.
pub const VERSION: u64 = 1;

/// Members that describe the line itself.
#[derive(Debug, Default, Deserialize)]
pub struct Head {
    #[serde(default)]
    v: u64,
    #[serde(default)]
    op: String,
    /// Id of the annotation.
    pub id: String,
    /// Id of the version.
    pub rev: String,
    /// Id of the device that wrote it.
    #[serde(default)]
    pub device: String,
    /// Time of writing.
    #[serde(default)]
    pub modified: String,
}

/// A line of a log.
#[derive(Debug)]
pub enum Record {
    /// A version of an annotation.
    Put(Head, Box<Annotation>),
    /// A deletion.
    Delete(Head),
    /// A version or kind of record that this program does not know; preserved and ignored.
    Unknown,
    /// Not a record: truncated, or written by something else.
    Damaged,
}

impl Record {
    /// Parses a line without its line end. If a member occurs twice, as in drafts once written, the
    /// last one counts.
    pub fn read(line: &[u8]) -> Self {
        match Self::read_once(line) {
            Self::Damaged => serde_json::from_slice::<serde_json::Value>(line)
                .ok()
                .map_or(Self::Damaged, |line| {
                    Self::read_once(line.to_string().as_bytes())
                }),
            record => record,
        }
    }

    /// Parses a line without duplicate members.
    fn read_once(line: &[u8]) -> Self {
        let Ok(head) = serde_json::from_slice::<Head>(line) else {
            return Self::Damaged;
        };
        match (head.v, head.op.as_str()) {
            (VERSION, "delete") => Self::Delete(head),
            (VERSION, "put") => match serde_json::from_slice::<Annotation>(line) {
                Ok(annotation) => Self::Put(head, Box::new(of_line(annotation))),
                Err(_) => Self::Unknown,
            },
            _ => Self::Unknown,
        }
    }
}

/// Removes the members that describe the line itself.
pub fn of_line(mut annotation: Annotation) -> Annotation {
    let _ = annotation.other.take::<u64>("v");
    let _ = annotation.other.take::<String>("op");
    annotation
}

/// The non-empty lines of a log without their line ends, each with its number from 1 and whether it
/// had a line end. A last line without one was being written when the machine stopped.
pub fn lines(log: &[u8]) -> impl Iterator<Item = (usize, &[u8], bool)> {
    let numbered = log.split_inclusive(|byte| *byte == b'\n').enumerate();
    numbered.filter_map(|(index, line)| {
        let ended = line.strip_suffix(b"\n");
        let line = ended.unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        (!line.is_empty()).then_some((index + 1, line, ended.is_some()))
    })
}

impl Merged {
    /// Merges all lines of a log; returns the number of lines that are not records.
    pub fn log(&mut self, bytes: &[u8]) -> usize {
        // A byte order mark is not part of the first line.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        lines(bytes)
            .filter(|(_, line, is_ended)| !(*is_ended && self.line(line)))
            .count()
    }

    /// Merges one line without its line end; returns false if it is not a record.
    pub fn line(&mut self, line: &[u8]) -> bool {
        let (head, annotation) = match Record::read(line) {
            Record::Put(head, annotation) => (head, Some(Arc::new(*annotation))),
            Record::Delete(head) => (head, None),
            // An unknown record does not replace a known one.
            Record::Unknown => return true,
            Record::Damaged => return false,
        };
        if let Ok(rev) = Ulid::from_string(&head.rev) {
            self.latest = self.latest.max(rev.timestamp_ms());
        }
        let rank = rank(&head.rev, line);
        if self.held.get(&head.id).is_none_or(|held| held.rank < rank) {
            self.held.insert(head.id, Held { rank, annotation });
        }
        true
    }

    /// The current annotations, oldest first.
    pub fn annotations(&self) -> Vec<Arc<Annotation>> {
        let mut found: Vec<Arc<Annotation>> = self
            .held
            .values()
            .filter_map(|held| held.annotation.clone())
            .collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// The current `rev` of an annotation.
    pub fn rev(&self, id: &str) -> Option<&str> {
        self.held.get(id).map(|held| held.rank.0.as_str())
    }

    /// Whether a line may be dropped because a newer version exists.
    pub fn is_superseded(&self, line: &[u8]) -> bool {
        match Record::read(line) {
            Record::Put(head, _) | Record::Delete(head) => self
                .held
                .get(&head.id)
                .is_some_and(|held| held.rank > rank(&head.rev, line)),
            Record::Unknown | Record::Damaged => false,
        }
    }
}

fn rank(rev: &str, line: &[u8]) -> Rank {
    // FNV-1a: the same on every device and in every version of the program.
    let hash = line.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (rev.to_owned(), hash)
}
