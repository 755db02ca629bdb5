//! The store: a folder of append-only logs, one writing device a file, merged on reading.

use std::collections::BTreeMap;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::import::Import;
use super::merge::{Merged, Record, VERSION, lines};
use super::{Annotation, export};
use crate::disk::{self, Care, Opening, Volume};

/// All annotations of a person, over all documents.
#[derive(Debug)]
pub struct Store {
    volume: Arc<dyn Volume>,
    clock: Clock,
    /// `<config>/annotations`
    folder: PathBuf,
    /// `<state>`: never in a folder that people synchronise.
    state: PathBuf,
    /// Empty until something is written.
    device: String,
    /// Where a log could not be synced or locked, this device goes on in a segment of its own.
    segment: Option<String>,
    /// The log that was appended to last: its name lasts.
    settled: Option<PathBuf>,
    merged: Merged,
    /// What was read of each log.
    logs: BTreeMap<PathBuf, Log>,
    problems: Vec<disk::Error>,
    /// Lines that could not be written yet, each with its line break.
    unsaved: Vec<String>,
    /// Whether a former session left lines that it could not write.
    is_left: bool,
}

/// What was read of a log.
#[derive(Clone, Debug)]
struct Log {
    stamp: (u64, Option<SystemTime>),
    damaged: usize,
}

/// What time it is.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that says what a function says.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Gives new annotations their ids, one after the other: the first is like no other, and each is greater than the one before it.
#[derive(Clone, Debug, Default)]
pub struct Ids(Option<Ulid>);

impl Ids {
    /// The next id.
    pub fn mint(&mut self) -> String {
        let next = self.0.and_then(|last| last.increment().ok());
        let id = next.unwrap_or_else(Ulid::generate);
        self.0 = Some(id);
        id.to_string()
    }
}

/// The largest log that is read.
const LARGEST: u64 = 256 << 20;

/// What `device.toml` holds.
#[derive(Serialize, Deserialize)]
struct Device {
    id: String,
}

/// The page that tells a person who finds the folder what it is.
const FORMAT: &str = include_str!("../../assets/annotations.md");

/// Where two devices have the same name, by a copy of the state folder, git keeps the lines of both.
const ATTRIBUTES: &str = "*.jsonl merge=union\n";

/// One version of an annotation, as the logs have it.
#[derive(Debug)]
pub struct Version {
    /// Its `rev`.
    pub rev: String,
    /// The device that wrote it.
    pub device: String,
    /// When, RFC 3339.
    pub modified: String,
    /// What it was; `None` where it was deleted.
    pub annotation: Option<Box<Annotation>>,
}

/// What a check of the logs found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Logs read.
    pub logs: usize,
    /// Records in them.
    pub records: usize,
    /// Annotations that hold.
    pub annotations: usize,
    /// Lines of versions or kinds that this program does not know.
    pub unknown: usize,
    /// Lines that no longer hold: history, which a compaction would take away.
    pub superseded: usize,
    /// Lines that are no records: the log and the number of the line, from 1.
    pub damaged: Vec<(PathBuf, usize)>,
    /// What cannot be read.
    pub problems: Vec<String>,
}

impl Store {
    /// Opens the store of a configuration and a state directory; writes nothing. Without folders there are no annotations yet. What
    /// cannot be read is told by [`Store::problems`], and the rest holds.
    pub fn open(config: &Path, state: &Path) -> Self {
        let clock = Clock::new(Timestamp::now);
        Self::open_on(Arc::new(disk::System), clock, config, state)
    }

    /// Opens a store on a disk, by a clock.
    pub fn open_on(volume: Arc<dyn Volume>, clock: Clock, config: &Path, state: &Path) -> Self {
        let mut store = Self {
            volume,
            clock,
            folder: config.join("annotations"),
            state: state.to_owned(),
            device: String::new(),
            segment: None,
            settled: None,
            merged: Merged::default(),
            logs: BTreeMap::new(),
            problems: Vec::new(),
            unsaved: Vec::new(),
            is_left: false,
        };
        store.reload();
        if let Ok(left) = store.volume.read(&store.left(), LARGEST) {
            store.is_left = true;
            for (_, line, _) in lines(&left) {
                if store.merged.line(line) {
                    let line = String::from_utf8_lossy(line);
                    store.unsaved.push(format!("{line}\n"));
                }
            }
        }
        store
    }

    /// Reads the logs that have changed, those of other devices and other running copies included; whether any has.
    pub fn reload(&mut self) -> bool {
        self.problems.clear();
        let mut has_changed = false;
        for log in disk::list(
            self.volume.as_ref(),
            &self.folder,
            "jsonl",
            &mut self.problems,
        ) {
            let known = self.logs.get(&log.path);
            if known.is_some_and(|known| known.stamp == log.stamp) {
                continue;
            }
            match self.volume.read(&log.path, LARGEST) {
                Ok(bytes) => {
                    has_changed = true;
                    let damaged = self.merged.log(&bytes);
                    let stamp = log.stamp;
                    self.logs.insert(log.path, Log { stamp, damaged });
                }
                Err(reason) if reason.kind() == ErrorKind::NotFound => {}
                Err(reason) => self.problems.push(disk::Error {
                    operation: "read",
                    path: log.path,
                    reason,
                }),
            }
        }
        has_changed
    }

    /// The annotations that hold, oldest first.
    pub fn annotations(&self) -> Vec<Arc<Annotation>> {
        self.merged.annotations()
    }

    /// Lines of the logs that are no records: torn, or damaged.
    pub fn damaged(&self) -> usize {
        self.logs.values().map(|log| log.damaged).sum()
    }

    /// What could not be read the last time.
    pub fn problems(&self) -> &[disk::Error] {
        &self.problems
    }

    /// Records that could not be written yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Keeps an annotation: a new one, or a new version; returns its id. Where there is no error, it is on the disk; else it is
    /// kept in memory, and tried again with the next.
    pub fn put(&mut self, annotation: Annotation) -> (String, Result<(), disk::Error>) {
        let id = self.take(annotation);
        (id, self.write())
    }

    /// Keeps several annotations at once.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn put_all(
        &mut self,
        annotations: impl IntoIterator<Item = Annotation>,
    ) -> Result<(), disk::Error> {
        for annotation in annotations {
            self.take(annotation);
        }
        self.write()
    }

    /// Takes a new version in memory.
    fn take(&mut self, mut annotation: Annotation) -> String {
        let (now, stamp) = self.now();
        if annotation.id.is_empty() {
            annotation.id = Ulid::from_parts(self.after_all(now), random()).to_string();
        }
        if annotation.created.is_empty() {
            annotation.created.clone_from(&stamp);
        }
        annotation.rev = self.next_rev(&annotation.id, now);
        annotation.modified = stamp;
        // Where there is no device yet, writing fails all the same, and says why.
        annotation.device = self.device().unwrap_or_default();
        self.keep(export::line(&annotation));
        annotation.id
    }

    /// Deletes an annotation: a tombstone, so that other devices learn of it.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn delete(&mut self, id: &str) -> Result<(), disk::Error> {
        let (now, modified) = self.now();
        let rev = self.next_rev(id, now);
        let device = self.device().unwrap_or_default();
        let tombstone = serde_json::json!({
            "v": VERSION, "op": "delete", "id": id, "rev": rev, "device": device, "modified": modified,
        });
        self.keep(tombstone.to_string());
        self.write()
    }

    /// Takes what was exported or written elsewhere, as far as it is new; returns how many records that are.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn import(&mut self, import: Import) -> Result<usize, disk::Error> {
        let before = self.unsaved.len();
        for line in import.lines {
            let is_known = match Record::read(line.as_bytes()) {
                Record::Put(head, _) | Record::Delete(head) => self
                    .merged
                    .rev(&head.id)
                    .is_some_and(|held| *held >= *head.rev),
                Record::Unknown | Record::Damaged => false,
            };
            if !is_known {
                self.keep(line);
            }
        }
        for annotation in import.annotations {
            // What was imported before, and deleted or changed here since, stays as it is here.
            if self.merged.rev(&annotation.id).is_none() {
                self.take(annotation);
            }
        }
        let count = self.unsaved.len() - before;
        self.write().map(|()| count)
    }

    fn keep(&mut self, line: String) {
        self.merged.line(line.as_bytes());
        self.unsaved.push(line + "\n");
    }

    /// Writes what could not be written before.
    ///
    /// # Errors
    /// Where it still cannot be written.
    pub fn write(&mut self) -> Result<(), disk::Error> {
        if self.unsaved.is_empty() {
            return Ok(());
        }
        let device = self.device()?;
        let month = self.month();
        // A log of a month that is over is closed, and may be written anew by others.
        if let Some(segment) = &self.segment
            && !segment.starts_with(&month)
        {
            self.segment = Some(self.new_segment(&month));
        }
        let folder = self.folder.join(device);
        let name = self.segment.as_deref().unwrap_or(&month);
        let mut log = folder.join(format!("{name}.jsonl"));
        let care = |log: &PathBuf| Care {
            is_shared: self.segment.is_none(),
            is_new: self.settled.as_ref() != Some(log),
        };
        let lines = self.unsaved.concat();
        let volume = self.volume.as_ref();
        let mut written = disk::append(volume, &log, &lines, care(&log));
        if let (Err(error), None) = (&written, &self.segment)
            && error.reason.kind() == ErrorKind::PermissionDenied
        {
            // The log is another's, as when somebody was root once; a second one may be ours.
            let second = folder.join(format!("{name}-2.jsonl"));
            if disk::append(volume, &second, &lines, care(&second)).is_ok() {
                (log, written) = (second, Ok(()));
            }
        }
        let is_new = care(&log).is_new;
        if let Err(error) = written {
            // Only the quota of a shared room has a reserve, the system's has none.
            let reason = &error.reason;
            if reason.kind() != ErrorKind::QuotaExceeded || reason.get_ref().is_none() {
                // A failed sync is final for a file, and one without locks is no place for two programs.
                if matches!(error.operation, "sync" | "lock") {
                    self.segment = Some(self.new_segment(&month));
                }
                return Err(error);
            }
            // A room that is full still takes what is small, such as a deletion, and need not take what is deleted again.
            let refused = |line: &String| {
                !self.merged.is_superseded(line.trim_end().as_bytes())
                    && disk::append(volume, &log, line, care(&log)).is_err()
            };
            self.unsaved.retain(refused);
            // What was deleted makes room for the rest.
            if !self.unsaved.is_empty() && self.make_room().is_ok_and(|dropped| dropped > 0) {
                self.unsaved.retain(refused);
            }
            if !self.unsaved.is_empty() {
                return Err(error);
            }
        }
        self.unsaved.clear();
        if is_new {
            self.explain();
        }
        self.settled = Some(log);
        if self.is_left {
            // What is in it is in the log now; reading it once more would change nothing.
            self.is_left = self.volume.remove(&self.left()).is_err();
        }
        Ok(())
    }

    /// Puts pages beside the logs that are for people and for git. They keep nothing: that they cannot be written is no failure.
    fn explain(&self) {
        let volume = self.volume.as_ref();
        for (name, text) in [("FORMAT.md", FORMAT), (".gitattributes", ATTRIBUTES)] {
            let path = self.folder.join(name);
            if volume.read(&path, LARGEST).is_err() {
                let _ = disk::replace(volume, &path, text.as_bytes());
            }
        }
    }

    /// At the end, puts what could not be written where the next session finds it; says where.
    ///
    /// # Errors
    /// Where it cannot be written there either.
    pub fn rescue(&mut self) -> Result<Option<PathBuf>, disk::Error> {
        if self.unsaved.is_empty() || self.write().is_ok() {
            return Ok(None);
        }
        let left = self.left();
        disk::replace(
            self.volume.as_ref(),
            &left,
            self.unsaved.concat().as_bytes(),
        )?;
        Ok(Some(left))
    }

    /// The records that could not be written, as they would stand in the log.
    pub fn left_over(&self) -> String {
        self.unsaved.concat()
    }

    fn left(&self) -> PathBuf {
        self.state.join("unsaved.jsonl")
    }

    /// Writes the closed logs of this device anew, without the versions that no longer hold; returns how many lines that took away.
    /// Logs of the present month, of other devices, and logs with lines that are no records are left alone.
    ///
    /// # Errors
    /// Where a log cannot be locked, read or replaced; it then stands as it was.
    pub fn compact(&mut self) -> Result<usize, disk::Error> {
        // What is only in memory takes no place on the disk.
        self.write()?;
        self.device()?;
        let month = self.month();
        self.leave_out(&self.merged, |log| !log.starts_with(&month))
    }

    /// Makes room where there is none left: as [`Store::compact`], the log of the present month included. No synchroniser copies the logs of a shared
    /// room, and other sessions of the same reader open theirs anew for each record.
    fn make_room(&self) -> Result<usize, disk::Error> {
        // What is only in memory takes the place of nothing: it may never be written.
        let mut held = Merged::default();
        for log in disk::list(self.volume.as_ref(), &self.folder, "jsonl", &mut Vec::new()) {
            if let Ok(bytes) = self.volume.read(&log.path, LARGEST) {
                held.log(&bytes);
            }
        }
        self.leave_out(&held, |_| true)
    }

    /// Writes logs of this device anew, those whose names are chosen, without the versions in whose place `held` has others.
    fn leave_out(
        &self,
        held: &Merged,
        is_chosen: impl Fn(&str) -> bool,
    ) -> Result<usize, disk::Error> {
        // What stands in a log and may not last yet takes the place of nothing that does.
        let mut problems = Vec::new();
        for log in disk::list(self.volume.as_ref(), &self.folder, "jsonl", &mut problems) {
            let synced = self.volume.open(&log.path, Opening::Append);
            synced
                .and_then(|mut log| log.sync())
                .map_err(|reason| disk::Error {
                    operation: "sync",
                    path: log.path,
                    reason,
                })?;
        }
        let mut dropped = 0;
        let folder = self.folder.join(&self.device);
        for log in disk::list(self.volume.as_ref(), &folder, "jsonl", &mut problems) {
            let name = log.path.file_stem().unwrap_or_default().to_string_lossy();
            if !is_chosen(&name) {
                continue;
            }
            disk::rewrite(self.volume.as_ref(), &log.path, LARGEST, |bytes| {
                if Merged::default().log(bytes) > 0 {
                    return None;
                }
                let all = lines(bytes).count();
                let kept: Vec<&[u8]> = lines(bytes)
                    .map(|(_, line, _)| line)
                    .filter(|line| !held.is_superseded(line))
                    .collect();
                dropped += all - kept.len();
                let text = kept.iter().flat_map(|line| [line, b"\n".as_slice()]);
                (kept.len() < all).then(|| text.collect::<Vec<_>>().concat())
            })?;
        }
        problems.into_iter().next().map_or(Ok(dropped), Err)
    }

    /// All versions of an annotation, oldest first.
    pub fn history(&self, id: &str) -> Vec<Version> {
        let mut versions = BTreeMap::new();
        self.each_line(|_, _, line, is_ended| {
            let (head, annotation) = match Record::read(line) {
                Record::Put(head, annotation) if is_ended => (head, Some(annotation)),
                Record::Delete(head) if is_ended => (head, None),
                _ => return,
            };
            if head.id == id {
                let version = Version {
                    rev: head.rev.clone(),
                    device: head.device,
                    modified: head.modified,
                    annotation,
                };
                versions.insert(head.rev, version);
            }
        });
        versions.into_values().collect()
    }

    /// Looks through all logs, and changes nothing.
    pub fn check(&self) -> Checked {
        let mut checked = Checked {
            annotations: self.merged.annotations().len(),
            ..Checked::default()
        };
        checked.problems =
            self.each_line(|path, number, line, is_ended| match Record::read(line) {
                _ if !is_ended => checked.damaged.push((path.to_owned(), number)),
                Record::Damaged => checked.damaged.push((path.to_owned(), number)),
                Record::Unknown => checked.unknown += 1,
                Record::Put(..) | Record::Delete(_) => {
                    checked.records += 1;
                    checked.superseded += usize::from(self.merged.is_superseded(line));
                }
            });
        checked.logs = self.logs.len();
        checked
    }

    /// Visits every line of every log: the log, the number of the line, the line, and whether it is ended. Returns what cannot be read.
    fn each_line(&self, mut visit: impl FnMut(&Path, usize, &[u8], bool)) -> Vec<String> {
        let mut problems = Vec::new();
        let logs = disk::list(self.volume.as_ref(), &self.folder, "jsonl", &mut problems);
        let mut problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        for log in logs {
            match self.volume.read(&log.path, LARGEST) {
                Ok(bytes) => {
                    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                    for (number, line, is_ended) in lines(bytes) {
                        visit(&log.path, number, line, is_ended);
                    }
                }
                Err(reason) => {
                    problems.push(format!("cannot read {}: {reason}", log.path.display()));
                }
            }
        }
        problems
    }

    /// The id of this device, made when it is first needed.
    fn device(&mut self) -> Result<String, disk::Error> {
        if self.device.is_empty() {
            let path = self.state.join("device.toml");
            let kept = self.volume.read(&path, 1 << 16).ok();
            let kept = kept
                .and_then(|bytes| toml::from_str::<Device>(&String::from_utf8_lossy(&bytes)).ok())
                // It becomes the name of a folder.
                .filter(|device| {
                    !device.id.is_empty() && device.id.chars().all(|c| c.is_ascii_alphanumeric())
                });
            self.device = match kept {
                Some(device) => device.id,
                None => {
                    let (now, _) = self.now();
                    let id = Ulid::from_parts(now, random()).to_string();
                    let text = toml::to_string(&Device { id: id.clone() }).unwrap_or_default();
                    disk::replace(self.volume.as_ref(), &path, text.as_bytes())?;
                    id
                }
            };
        }
        Ok(self.device.clone())
    }

    /// The present month, by which logs are named.
    fn month(&self) -> String {
        (self.clock.0)().strftime("%Y-%m").to_string()
    }

    /// The name of a log that nobody else writes to.
    fn new_segment(&self, month: &str) -> String {
        let (now, _) = self.now();
        format!("{month}-{}", Ulid::from_parts(now, random()))
    }

    /// The time in milliseconds since 1970, and as a text.
    fn now(&self) -> (u64, String) {
        let now = (self.clock.0)();
        let text = now
            .to_zoned_datetime(TimeZone::system())
            .strftime("%Y-%m-%dT%H:%M:%S%:z");
        (
            u64::try_from(now.as_millisecond()).unwrap_or(0),
            text.to_string(),
        )
    }

    /// A time behind all that was seen.
    fn after_all(&self, now: u64) -> u64 {
        now.max(self.merged.latest.saturating_add(1))
    }

    /// A `rev` greater than all seen, whatever the clocks say: an edit made after seeing another wins over it.
    fn next_rev(&self, id: &str, now: u64) -> String {
        let rev = Ulid::from_parts(self.after_all(now), random()).to_string();
        match self.merged.rev(id) {
            // Some other program's, or at the end of time.
            Some(held) if *held >= *rev => format!("{held}0"),
            _ => rev,
        }
    }
}

fn random() -> u128 {
    Ulid::generate().random()
}
