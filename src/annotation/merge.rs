//! Merging: of each annotation the version with the greatest `rev` is current, in whatever order
//! and however often lines are read.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};

use foldhash::HashSet;
use serde::de::IgnoredAny;
use ulid::Ulid;

use super::fields::{Fields, object};
use super::record::VERSION;
use super::{Annotation, SourceRef, export};

/// The current versions, by id. Merging is commutative, associative and idempotent.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    held: BTreeSet<Held>,
    /// What annotations say of their documents: all of one document share it.
    sources: HashSet<Arc<SourceRef>>,
    /// Greatest timestamp of a `rev` seen, in milliseconds since 1970.
    pub latest: u64,
}

/// The current version of an annotation; equal to all that have the same id.
#[derive(Clone, Debug)]
enum Held {
    Put(Arc<Annotation>),
    Deleted(Box<Head>),
}

impl Held {
    fn id(&self) -> &str {
        match self {
            Self::Put(annotation) => &annotation.id,
            Self::Deleted(head) => &head.id,
        }
    }

    fn rev(&self) -> &str {
        match self {
            Self::Put(annotation) => &annotation.rev,
            Self::Deleted(head) => &head.rev,
        }
    }

    /// The order of versions of one annotation: `rev`, then a hash of the line. Our programs never
    /// write the same `rev` twice; the hash makes all devices choose the same version if others do.
    fn age(&self, other: &Self) -> Ordering {
        let by_rev = self.rev().cmp(other.rev());
        by_rev.then_with(|| self.hash().cmp(&other.hash()))
    }

    /// FNV-1a of the line as it is written here: the same on every device and in every version of
    /// the program.
    fn hash(&self) -> u64 {
        let line = match self {
            Self::Put(annotation) => export::line(annotation),
            Self::Deleted(head) => head.tombstone(),
        };
        line.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }
}

impl Borrow<str> for Held {
    fn borrow(&self) -> &str {
        self.id()
    }
}

impl Ord for Held {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id().cmp(other.id())
    }
}

impl PartialOrd for Held {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Held {}

/// Members that describe the line itself.
#[derive(Clone, Debug)]
pub struct Head {
    v: u64,
    op: String,
    /// Id of the annotation.
    pub id: String,
    /// Id of the version.
    pub rev: String,
    /// Id of the device that wrote it.
    pub device: String,
    /// Time of writing, RFC 3339.
    pub modified: String,
    other: Fields,
}

object!(Head {
    id: "id", rev: "rev";
    v: "v" = 0, op: "op" = String::new(), device: "device" = String::new(), modified: "modified" = String::new()
});

impl Head {
    /// The head of a deletion.
    pub fn new(id: String, rev: String, device: String, modified: String) -> Self {
        Self {
            v: VERSION,
            op: "delete".to_owned(),
            id,
            rev,
            device,
            modified,
            other: Fields::default(),
        }
    }

    /// The line that deletes the annotation.
    pub fn tombstone(&self) -> String {
        let members = serde_json::json!({
            "v": self.v, "op": self.op, "id": self.id, "rev": self.rev, "device": self.device,
            "modified": self.modified,
        });
        members.to_string()
    }
}

/// A record of a log.
#[derive(Debug)]
pub enum Record {
    /// A version of an annotation.
    Put(Box<Annotation>),
    /// A deletion.
    Delete(Head),
    /// A version or kind of record that this program does not know; preserved and ignored.
    Unknown,
    /// Not a record: truncated, or written by something else.
    Damaged,
}

impl Record {
    /// Parses one record. If a member occurs twice, as in drafts once written, the last one counts.
    pub fn read(record: &[u8]) -> Self {
        // Nearly all records are annotations.
        if let Ok(mut annotation) = serde_json::from_slice::<Annotation>(record)
            && !annotation.id.is_empty()
            && !annotation.rev.is_empty()
        {
            let v = annotation.other.take::<u64>("v");
            let op = annotation.other.take::<String>("op");
            return match (v, op.as_deref()) {
                (Some(VERSION), Some("put")) => Self::Put(Box::new(compact(annotation))),
                (Some(VERSION), Some("delete")) => {
                    let Annotation {
                        id,
                        rev,
                        device,
                        modified,
                        ..
                    } = annotation;
                    Self::Delete(Head::new(id, rev, device, modified))
                }
                _ => Self::Unknown,
            };
        }
        match serde_json::from_slice::<Head>(record) {
            Ok(head) if (head.v, head.op.as_str()) == (VERSION, "delete") => Self::Delete(head),
            Ok(_) => Self::Unknown,
            Err(_) => Self::Damaged,
        }
    }

    /// The version that it brings.
    fn version(self) -> Option<Held> {
        match self {
            Self::Put(annotation) => Some(Held::Put(Arc::from(annotation))),
            Self::Delete(head) => Some(Held::Deleted(Box::new(head))),
            Self::Unknown | Self::Damaged => None,
        }
    }
}

/// Gives back the memory that was reserved for more than there is: a hundred thousand are held.
fn compact(mut annotation: Annotation) -> Annotation {
    annotation.target.selector.shrink_to_fit();
    annotation.body.0.shrink_to_fit();
    annotation.other.shrink();
    annotation
}

/// Removes the members that describe the line itself.
pub fn of_line(mut annotation: Annotation) -> Annotation {
    annotation.other.remove("v");
    annotation.other.remove("op");
    annotation
}

/// The non-empty lines of a log without their line ends, each with its number from 1.
pub fn lines(log: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let ends = memchr::memchr_iter(b'\n', log).chain([log.len()]);
    let mut start = 0;
    let spans = ends.map(move |end| std::mem::replace(&mut start, end + 1)..end);
    let lines = spans.filter_map(|span| log.get(span)).enumerate();
    lines
        .map(|(index, line)| (index + 1, bare(line)))
        .filter(|(_, line)| !line.is_empty())
}

/// Calls `visit` for each record of a line, with its text: for one, unless several were run
/// together without a line end between them. What is behind the last whole one is damaged.
pub fn each_record<'l>(line: &'l [u8], mut visit: impl FnMut(Record, &'l [u8])) {
    let mut rest = bare(line);
    match Record::read(rest) {
        Record::Damaged => {}
        record => return visit(record, rest),
    }
    while !rest.is_empty() {
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
        let end = match values.next() {
            Some(Ok(_)) => values.byte_offset(),
            _ => rest.len(),
        };
        let (record, behind) = rest.split_at(end);
        visit(Record::read(record), record);
        rest = bare(behind);
    }
}

/// Without the white space around it, and without byte order marks: files that were joined have
/// them anywhere.
fn bare(text: &[u8]) -> &[u8] {
    let mut text = text.trim_ascii();
    while let Some(behind) = text.strip_prefix(b"\xef\xbb\xbf") {
        text = behind.trim_ascii_start();
    }
    text
}

/// Shortest part of a log that is worth a thread, in bytes.
const PART: usize = 512 << 10;

/// Parts of whole lines, about as long as each other, one for each processor; a single one of what
/// is short.
fn parts(log: &[u8]) -> Vec<&[u8]> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let length = log.len().div_ceil(processors).max(PART);
    let (mut parts, mut rest) = (Vec::new(), log);
    while let Some(at) = rest
        .get(length..)
        .and_then(|rest| memchr::memchr(b'\n', rest))
    {
        let (part, behind) = rest.split_at(length + at + 1);
        parts.push(part);
        rest = behind;
    }
    parts.push(rest);
    parts
}

impl Merged {
    /// Merges all lines of a log; returns the number of those with something in them that is not a
    /// record. A last line without a line end was perhaps being written when the machine stopped:
    /// it is merged if it is whole.
    pub fn log(&mut self, bytes: &[u8]) -> usize {
        let mut parts = parts(bytes);
        let own = parts.pop().unwrap_or_default();
        thread::scope(|scope| {
            let merge = |part| {
                let mut merged = Self::default();
                let damaged = merged.lines(part);
                (merged, damaged)
            };
            let others = parts.into_iter().map(|part| {
                let thread = thread::Builder::new().spawn_scoped(scope, move || merge(part));
                (part, thread)
            });
            let others: Vec<_> = others.collect();
            let mut damaged = self.lines(own);
            for (part, thread) in others {
                damaged += match thread.map(ScopedJoinHandle::join) {
                    Ok(Ok((merged, damaged))) => {
                        merged.held.into_iter().for_each(|held| self.hold(held));
                        damaged
                    }
                    Ok(Err(panic)) => resume_unwind(panic),
                    // There are no more threads to be had.
                    Err(_) => self.lines(part),
                };
            }
            damaged
        })
    }

    fn lines(&mut self, bytes: &[u8]) -> usize {
        lines(bytes).filter(|(_, line)| !self.line(line)).count()
    }

    /// Merges one line; returns false if something in it is not a record.
    pub fn line(&mut self, line: &[u8]) -> bool {
        let mut is_whole = true;
        each_record(line, |record, _| {
            is_whole &= !matches!(record, Record::Damaged);
            // An unknown record does not replace a known one.
            if let Some(version) = record.version() {
                self.hold(version);
            }
        });
        is_whole
    }

    fn hold(&mut self, mut new: Held) {
        if let Held::Put(annotation) = &mut new
            && let Some(annotation) = Arc::get_mut(annotation)
        {
            let source = &mut annotation.target.source;
            match self.sources.get(source) {
                Some(known) => *source = Arc::clone(known),
                None => drop(self.sources.insert(Arc::clone(source))),
            }
        }
        if let Ok(rev) = Ulid::from_string(new.rev()) {
            self.latest = self.latest.max(rev.timestamp_ms());
        }
        let held = self.held.get(new.id());
        if held.is_none_or(|held| held.age(&new).is_lt()) {
            self.held.replace(new);
        }
    }

    /// The current annotations, oldest first.
    pub fn annotations(&self) -> Vec<Arc<Annotation>> {
        let put = self.held.iter().filter_map(|held| match held {
            Held::Put(annotation) => Some(Arc::clone(annotation)),
            Held::Deleted(_) => None,
        });
        put.collect()
    }

    /// Number of the current annotations.
    pub fn count(&self) -> usize {
        let is_put = |held: &&Held| matches!(held, Held::Put(_));
        self.held.iter().filter(is_put).count()
    }

    /// The current `rev` of an annotation.
    pub fn rev(&self, id: &str) -> Option<&str> {
        self.held.get(id).map(Held::rev)
    }

    /// Whether a record may be dropped because a newer version exists.
    pub fn is_superseded(&self, record: Record) -> bool {
        record.version().is_some_and(|own| {
            let held = self.held.get(own.id());
            held.is_some_and(|held| held.age(&own).is_gt())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_log_is_merged_as_a_short_one_is() {
        let line = |number: usize| {
            let (id, rev) = (number % 5000, number);
            format!(
                r#"{{"v":1,"op":"delete","id":"ID{id}","rev":"01KA{rev:022}","device":"{}"}}"#,
                "D".repeat(200)
            )
        };
        let mut text = String::new();
        for number in 0..10_000 {
            text += &line(number);
            text += if number % 1000 == 7 {
                "\nno record\n"
            } else {
                "\n"
            };
        }
        text += &line(10_000);
        assert!(text.len() > 3 * PART && parts(text.as_bytes()).concat() == text.as_bytes());
        let (mut at_once, mut one_by_one) = <(Merged, Merged)>::default();
        let damaged = at_once.log(text.as_bytes());
        let told = text
            .lines()
            .filter(|line| !one_by_one.line(line.as_bytes()));
        assert_eq!((damaged, told.count()), (10, 10));
        assert_eq!(at_once.latest, one_by_one.latest);
        for id in 0..5000 {
            let id = format!("ID{id}");
            assert!(at_once.rev(&id).is_some());
            assert_eq!(at_once.rev(&id), one_by_one.rev(&id));
        }
    }

    #[test]
    fn what_is_held_has_no_memory_to_spare() {
        let line = r#"{"v":1,"op":"put","motivation":"commenting","target":{"source":{"title":"甲法"},"selector":[{"type":"TextQuoteSelector","exact":"渡口"},{"type":"TextPositionSelector","start":0,"end":2}]},"id":"01KB","rev":"01KC","body":[{"type":"TextualBody","purpose":"commenting","value":"注"}]}"#;
        let Record::Put(held) = Record::read(line.as_bytes()) else {
            panic!("{line}");
        };
        let (selectors, bodies) = (&held.target.selector, &held.body.0);
        assert_eq!((selectors.len(), bodies.len()), (2, 1));
        assert_eq!((selectors.capacity(), bodies.capacity()), (2, 1));
    }
}
