//! Merging: of every annotation the version with the greatest `rev` holds, whatever order the lines come in, however often.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use ulid::Ulid;

use super::Annotation;

/// The versions that hold, by id. Merging is commutative, associative and idempotent.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    held: HashMap<String, Held>,
    /// The greatest time of a `rev` seen, in milliseconds since 1970.
    pub latest: u64,
}

#[derive(Clone, Debug)]
struct Held {
    rank: Rank,
    /// `None` for one that was deleted.
    annotation: Option<Arc<Annotation>>,
}

/// The order of versions: by `rev`, and where two have the same, which no program of ours writes, by what they say, so that every
/// device takes the same one.
type Rank = (String, u64);

/// The version of the record format that is written, and the only one whose meaning is known.
pub const VERSION: u64 = 1;

/// What every line says of itself.
#[derive(Debug, Default, Deserialize)]
pub struct Head {
    #[serde(default)]
    v: u64,
    #[serde(default)]
    op: String,
    /// Which annotation.
    pub id: String,
    /// Which version.
    pub rev: String,
    /// Who wrote it.
    #[serde(default)]
    pub device: String,
    /// When.
    #[serde(default)]
    pub modified: String,
}

/// A line of a log.
#[derive(Debug)]
pub enum Record {
    /// A version of an annotation.
    Put(Head, Box<Annotation>),
    /// That one is deleted.
    Delete(Head),
    /// Of a version or kind that this program does not know: kept, and passed over.
    Unknown,
    /// No record: torn, or written by something else.
    Damaged,
}

impl Record {
    /// Reads a line, without its line break. Where a member stands there twice, as drafts once were written, the last one counts.
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

    /// Reads a line whose members stand there once each.
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

/// What a line says, without what the line says of itself.
pub fn of_line(mut annotation: Annotation) -> Annotation {
    let _ = annotation.other.take::<u64>("v");
    let _ = annotation.other.take::<String>("op");
    annotation
}

/// The lines of a log that have something on them, without their line breaks, each with its number from 1 and whether it is ended:
/// a last line without a line break was being written when the machine stopped.
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
    /// Takes all lines of a log; returns how many are no records.
    pub fn log(&mut self, bytes: &[u8]) -> usize {
        // A byte order mark is no part of the first line, whoever put it there.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        lines(bytes)
            .filter(|(_, line, is_ended)| !(*is_ended && self.line(line)))
            .count()
    }

    /// Takes one line, without its line break; false where it is no record.
    pub fn line(&mut self, line: &[u8]) -> bool {
        let (head, annotation) = match Record::read(line) {
            Record::Put(head, annotation) => (head, Some(Arc::new(*annotation))),
            Record::Delete(head) => (head, None),
            // What is not understood takes nothing away from what is.
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

    /// The annotations that hold, oldest first.
    pub fn annotations(&self) -> Vec<Arc<Annotation>> {
        let mut found: Vec<Arc<Annotation>> = self
            .held
            .values()
            .filter_map(|held| held.annotation.clone())
            .collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// The `rev` that holds of an annotation.
    pub fn rev(&self, id: &str) -> Option<&str> {
        self.held.get(id).map(|held| held.rank.0.as_str())
    }

    /// Whether a line may be left out: it is a version that no longer holds.
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
    // FNV-1a: the same on every device, whatever version of the program it runs.
    let hash = line.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (rev.to_owned(), hash)
}
