//! The store: a folder of append-only logs, each written by one device, merged when read.

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
use crate::disk::{self, Care, Opening, Volume, Watch};

/// All annotations of a person, for all documents.
#[derive(Debug)]
pub struct Store {
    volume: Arc<dyn Volume>,
    clock: Clock,
    /// `<config>/annotations`
    folder: PathBuf,
    /// `<state>`: never in a folder that people synchronize.
    state: PathBuf,
    /// Id of the device; empty until something is written.
    device: String,
    /// Name of a log of its own, used after a log could not be synced or locked.
    segment: Option<String>,
    /// The last log appended to, whose name is known to be on the disk.
    settled: Option<PathBuf>,
    merged: Merged,
    /// State of each log when it was last read.
    logs: BTreeMap<PathBuf, Log>,
    problems: Vec<disk::Error>,
    /// Lines that could not be written yet, with their line ends.
    unsaved: Vec<String>,
    /// Whether a previous session left lines that it could not write.
    has_unsaved_file: bool,
}

/// State of a log when it was last read.
#[derive(Clone, Debug)]
struct Log {
    stamp: (u64, Option<SystemTime>),
    damaged: usize,
}

/// Source of the current time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that calls a function.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Generates ids of new annotations, in ascending order, starting at a random ULID.
#[derive(Clone, Debug, Default)]
pub struct Ids(Option<Ulid>);

impl Ids {
    /// Returns the next id.
    pub fn mint(&mut self) -> String {
        let next = self.0.and_then(|last| last.increment().ok());
        let id = next.unwrap_or_else(Ulid::generate);
        self.0 = Some(id);
        id.to_string()
    }
}

/// Largest log that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// Contents of `device.toml`.
#[derive(Serialize, Deserialize)]
struct Device {
    id: String,
}

/// A page that explains the folder to people who find it.
const FORMAT: &str = include_str!("../../assets/annotations.md");

/// If a copied state folder gives two devices the same id, git keeps the lines of both.
const ATTRIBUTES: &str = "*.jsonl merge=union\n";

/// One version of an annotation in the logs.
#[derive(Debug)]
pub struct Version {
    /// Id of the version.
    pub rev: String,
    /// Id of the device that wrote it.
    pub device: String,
    /// Time of writing, RFC 3339.
    pub modified: String,
    /// The annotation; `None` if this version deletes it.
    pub annotation: Option<Box<Annotation>>,
}

/// Result of checking the logs.
#[derive(Debug, Default)]
pub struct Checked {
    /// Number of logs.
    pub logs: usize,
    /// Number of records in them.
    pub records: usize,
    /// Number of current annotations.
    pub annotations: usize,
    /// Number of lines of unknown versions or kinds.
    pub unknown: usize,
    /// Number of outdated lines, which compaction would remove.
    pub superseded: usize,
    /// Lines that are not records: log and line number from 1.
    pub damaged: Vec<(PathBuf, usize)>,
    /// Errors while reading.
    pub problems: Vec<String>,
}

impl Store {
    /// Opens the store in a configuration and a state directory, without writing anything. Missing
    /// folders mean that there are no annotations yet. Logs that cannot be read are reported by
    /// [`Store::problems`]; the others are used.
    pub fn open(config: &Path, state: &Path) -> Self {
        let clock = Clock::new(Timestamp::now);
        Self::open_on(Arc::new(disk::System), clock, config, state)
    }

    /// Like [`Store::open`], on the given disk and with the given clock.
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
            has_unsaved_file: false,
        };
        store.reload();
        if let Ok(left) = store.volume.read(&store.unsaved_path(), LARGEST) {
            store.has_unsaved_file = true;
            for (_, line, _) in lines(&left) {
                if store.merged.line(line) {
                    let line = String::from_utf8_lossy(line);
                    store.unsaved.push(format!("{line}\n"));
                }
            }
        }
        store
    }

    /// Watches the logs for what others write to them; `None` where that cannot be done.
    pub fn watch(&self, tell: Box<dyn Fn() + Send>) -> Option<Watch> {
        self.volume.watch(&self.folder, tell)
    }

    /// Reads the logs that have changed, including those of other devices and other running
    /// instances; returns whether there were any.
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

    /// The current annotations, oldest first.
    pub fn annotations(&self) -> Vec<Arc<Annotation>> {
        self.merged.annotations()
    }

    /// Number of lines in the logs that are not records: truncated or damaged.
    pub fn damaged(&self) -> usize {
        self.logs.values().map(|log| log.damaged).sum()
    }

    /// Errors of the last read.
    pub fn problems(&self) -> &[disk::Error] {
        &self.problems
    }

    /// Number of records that could not be written yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Stores a new annotation, or a new version of one; returns its id. On an error it is kept in
    /// memory, and written with the next one; otherwise it is on the disk.
    pub fn put(&mut self, annotation: Annotation) -> (String, Result<(), disk::Error>) {
        let id = self.take(annotation);
        (id, self.write())
    }

    /// Stores several annotations at once.
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

    /// Adds a new version in memory.
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
        // Without a device id, writing will fail too and report the reason.
        annotation.device = self.device().unwrap_or_default();
        self.keep(export::line(&annotation));
        annotation.id
    }

    /// Deletes an annotation by writing a tombstone, so that other devices learn of it.
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

    /// Adds the records of an import that are new; returns their number.
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
            // An annotation that was imported before stays as it is now, even if it was changed or
            // deleted.
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

    /// Writes the lines that could not be written before.
    ///
    /// # Errors
    /// If they still cannot be written.
    pub fn write(&mut self) -> Result<(), disk::Error> {
        if self.unsaved.is_empty() {
            return Ok(());
        }
        let device = self.device()?;
        let month = self.month();
        // Other instances may compact logs of past months, and a segment is not locked: start
        // a new one each month.
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
            // The log belongs to another user, perhaps because the program ran as root once; use a
            // second one.
            let second = folder.join(format!("{name}-2.jsonl"));
            if disk::append(volume, &second, &lines, care(&second)).is_ok() {
                (log, written) = (second, Ok(()));
            }
        }
        let is_new = care(&log).is_new;
        if let Err(error) = written {
            // Only the quota of a shared room has a reserve; that of the system has none.
            let reason = &error.reason;
            if reason.kind() != ErrorKind::QuotaExceeded || reason.get_ref().is_none() {
                // After a failed sync a file cannot be trusted, and without locks it must not be
                // shared.
                if matches!(error.operation, "sync" | "lock") {
                    self.segment = Some(self.new_segment(&month));
                }
                return Err(error);
            }
            // A full quota still accepts small records such as deletions. Records that have been
            // deleted need not be written.
            let refused = |line: &String| {
                !self.merged.is_superseded(line.trim_end().as_bytes())
                    && disk::append(volume, &log, line, care(&log)).is_err()
            };
            self.unsaved.retain(refused);
            // Deletions make room for the rest.
            if !self.unsaved.is_empty() && self.make_room().is_ok_and(|dropped| dropped > 0) {
                self.unsaved.retain(refused);
            }
            if !self.unsaved.is_empty() {
                return Err(error);
            }
        }
        self.unsaved.clear();
        if is_new {
            self.write_guides();
        }
        self.settled = Some(log);
        if self.has_unsaved_file {
            // Its lines are in the log now; reading them again would change nothing.
            self.has_unsaved_file = self.volume.remove(&self.unsaved_path()).is_err();
        }
        Ok(())
    }

    /// Writes pages beside the logs, for people and for git. Failing to do so is not an error.
    fn write_guides(&self) {
        let volume = self.volume.as_ref();
        for (name, text) in [("FORMAT.md", FORMAT), (".gitattributes", ATTRIBUTES)] {
            let path = self.folder.join(name);
            if volume.read(&path, LARGEST).is_err() {
                let _ = disk::replace(volume, &path, text.as_bytes());
            }
        }
    }

    /// Before the program ends, stores unwritten lines where the next session finds them; returns
    /// that path.
    ///
    /// # Errors
    /// If they cannot be written there either.
    pub fn rescue(&mut self) -> Result<Option<PathBuf>, disk::Error> {
        if self.unsaved.is_empty() || self.write().is_ok() {
            return Ok(None);
        }
        let left = self.unsaved_path();
        disk::replace(
            self.volume.as_ref(),
            &left,
            self.unsaved.concat().as_bytes(),
        )?;
        Ok(Some(left))
    }

    /// The records that could not be written, in the format of the log.
    pub fn left_over(&self) -> String {
        self.unsaved.concat()
    }

    fn unsaved_path(&self) -> PathBuf {
        self.state.join("unsaved.jsonl")
    }

    /// Rewrites the closed logs of this device without outdated versions; returns the number of
    /// lines removed. Logs of the current month, logs of other devices, and logs with lines that
    /// are not records stay as they are.
    ///
    /// # Errors
    /// If a log cannot be locked, read or replaced; it then remains unchanged.
    pub fn compact(&mut self) -> Result<usize, disk::Error> {
        // Versions in memory must not supersede any on the disk.
        self.write()?;
        self.device()?;
        let month = self.month();
        self.drop_superseded(&self.merged, |log| !log.starts_with(&month))
    }

    /// Makes room when the quota is used up: like [`Store::compact`], but including the log of the
    /// current month. This is safe in a shared room: its logs are not synchronized, and other
    /// sessions of the same reader reopen theirs for each record.
    fn make_room(&self) -> Result<usize, disk::Error> {
        // Unwritten versions must not supersede any: they may never be written.
        let mut held = Merged::default();
        for log in disk::list(self.volume.as_ref(), &self.folder, "jsonl", &mut Vec::new()) {
            if let Ok(bytes) = self.volume.read(&log.path, LARGEST) {
                held.log(&bytes);
            }
        }
        self.drop_superseded(&held, |_| true)
    }

    /// Rewrites the chosen logs of this device without versions that are superseded in `held`.
    fn drop_superseded(
        &self,
        held: &Merged,
        is_chosen: impl Fn(&str) -> bool,
    ) -> Result<usize, disk::Error> {
        // Records that are not synced yet must not supersede any that are.
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

    /// Checks all logs without changing anything.
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

    /// Calls `visit` for every line of every log, with the log, the line number, the line, and
    /// whether it had a line end. Returns the errors.
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

    /// The id of this device, generated when it is first needed.
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

    /// The current month, which names logs.
    fn month(&self) -> String {
        (self.clock.0)().strftime("%Y-%m").to_string()
    }

    /// The name of a log that nobody else writes to.
    fn new_segment(&self, month: &str) -> String {
        let (now, _) = self.now();
        format!("{month}-{}", Ulid::from_parts(now, random()))
    }

    /// The current time in milliseconds since 1970, and as RFC 3339 text.
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

    /// A time after all that were seen, in milliseconds since 1970, so that ids sort as things
    /// were written. That an edit wins does not depend on it: see [`Store::next_rev`].
    fn after_all(&self, now: u64) -> u64 {
        now.max(self.merged.latest.saturating_add(1))
    }

    /// A `rev` greater than all seen, whatever the clocks say, so that an edit made after seeing
    /// another wins over it.
    fn next_rev(&self, id: &str, now: u64) -> String {
        let rev = Ulid::from_parts(self.after_all(now), random()).to_string();
        match self.merged.rev(id) {
            // The existing `rev` is from another program, or at the end of time.
            Some(held) if *held >= *rev => format!("{held}0"),
            _ => rev,
        }
    }
}

fn random() -> u128 {
    Ulid::generate().random()
}
