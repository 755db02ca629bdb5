//! The store: a folder of append-only logs, each written by one device, merged when read.

mod log;

use std::collections::BTreeMap;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::import::Import;
use super::merge::{Head, Merged, Record, each_record, lines};
use super::{Annotation, export};
use crate::disk::{self, Care, Opening, Spool, Volume, Watch};
use log::{Log, pieces};

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
    /// Where those go that cannot be written before the session ends.
    spool: Spool,
    /// Whether this session has lines in its spool.
    is_spooled: bool,
    /// Number of lines that other sessions have left in theirs.
    left: usize,
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

/// Largest log that is compacted, in bytes: it is held in memory.
const LARGEST: u64 = 256 << 20;

/// Most bytes of lines that are appended at once, so that a log that is closed is hardly longer
/// than it should be.
const BATCH: usize = 1 << 20;

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

impl Version {
    fn of(annotation: Box<Annotation>) -> Self {
        Self {
            rev: annotation.rev.clone(),
            device: annotation.device.clone(),
            modified: annotation.modified.clone(),
            annotation: Some(annotation),
        }
    }
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
    pub problems: Vec<disk::Error>,
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
            folder: folder(config),
            state: state.to_owned(),
            device: String::new(),
            segment: None,
            settled: None,
            merged: Merged::default(),
            logs: BTreeMap::new(),
            problems: Vec::new(),
            unsaved: Vec::new(),
            spool: Spool::new(state, "unsaved"),
            is_spooled: false,
            left: 0,
        };
        store.reload();
        store.look_at_left();
        store
    }

    /// Reads what other sessions could not write; it is taken in when something is written.
    fn look_at_left(&mut self) {
        for path in self.left_files() {
            match self.volume.read(&path, disk::spool::LARGEST) {
                Ok(bytes) => {
                    self.merged.log(&bytes);
                    self.left += lines(&bytes).count();
                }
                Err(reason) => self.problems.push(unread(path, reason)),
            }
        }
    }

    /// The files of other sessions that could not write, with the one that all shared once.
    fn left_files(&self) -> Vec<PathBuf> {
        let volume = self.volume.as_ref();
        let shared = self.state.join("unsaved.jsonl");
        let mut left = self.spool.left(volume);
        if volume.read_from(&shared, 0, 1).is_ok() {
            left.push(shared);
        }
        left
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
            let known = self.logs.entry(log.path.clone()).or_default();
            let read = known.read(self.volume.as_ref(), &log.path, log.stamp, &mut self.merged);
            match read {
                Ok(is_new) => has_changed |= is_new,
                Err(reason) if reason.kind() == ErrorKind::NotFound => {}
                Err(reason) => self.problems.push(unread(log.path, reason)),
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
        self.logs.values().map(Log::damaged).sum()
    }

    /// Errors of the last read.
    pub fn problems(&self) -> &[disk::Error] {
        &self.problems
    }

    /// Number of records that could not be written yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len() + self.left
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
        let head = Head::new(id.to_owned(), rev, device, modified);
        self.keep(head.tombstone());
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
                Record::Put(own) => self.has_seen(&own.id, &own.rev),
                Record::Delete(head) => self.has_seen(&head.id, &head.rev),
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

    /// Whether a version of an annotation is known, or a newer one.
    fn has_seen(&self, id: &str, rev: &str) -> bool {
        self.merged.rev(id).is_some_and(|held| held >= rev)
    }

    fn keep(&mut self, line: String) {
        self.merged.line(line.as_bytes());
        self.unsaved.push(line + "\n");
    }

    /// Writes the lines that could not be written before, those of other sessions too.
    ///
    /// # Errors
    /// If they still cannot be written.
    pub fn write(&mut self) -> Result<(), disk::Error> {
        let mut unsaved = std::mem::take(&mut self.unsaved);
        let written = self.append(&mut unsaved);
        self.unsaved = unsaved;
        written?;
        if self.is_spooled {
            // Its lines are in the log now; reading them again would change nothing.
            self.is_spooled = self.volume.remove(self.spool.own()).is_err();
        }
        self.take_in()
    }

    /// Writes to the log what other sessions could not write.
    fn take_in(&mut self) -> Result<(), disk::Error> {
        if self.left == 0 {
            return Ok(());
        }
        let (volume, spool) = (Arc::clone(&self.volume), self.spool.clone());
        for path in self.left_files() {
            spool.take(volume.as_ref(), &path, |bytes| {
                self.merged.log(bytes);
                let all = lines(bytes).map(|(_, line)| line);
                let mut all: Vec<String> = all
                    .map(|line| String::from_utf8_lossy(line).into_owned() + "\n")
                    .collect();
                self.append(&mut all)
            })?;
        }
        self.left = 0;
        Ok(())
    }

    /// Appends lines to the log; on an error those that are not written remain.
    fn append(&mut self, lines: &mut Vec<String>) -> Result<(), disk::Error> {
        while !lines.is_empty() {
            let mut length = 0;
            let count = lines.iter().take_while(|line| {
                let has_room = length < BATCH;
                length += line.len();
                has_room
            });
            let count = count.count();
            let batch = lines.get(..count).unwrap_or(lines).concat();
            match self.append_at_once(&batch) {
                Ok(()) => drop(lines.drain(..count)),
                // Only the quota of a shared room has a reserve; that of the system has none.
                Err(error)
                    if error.reason.kind() == ErrorKind::QuotaExceeded
                        && error.reason.get_ref().is_some() =>
                {
                    self.squeeze(lines);
                    return if lines.is_empty() { Ok(()) } else { Err(error) };
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Writes what a full quota still accepts, which are small records such as deletions, and then
    /// what these make room for. Records that have been deleted need not be written.
    fn squeeze(&mut self, lines: &mut Vec<String>) {
        let mut write = |store: &mut Self| {
            lines.retain(|line| {
                let record = Record::read(line.trim_end().as_bytes());
                !store.merged.is_superseded(record) && store.append_at_once(line).is_err()
            });
            !lines.is_empty()
        };
        if write(self) && self.make_room().is_ok_and(|dropped| dropped > 0) {
            write(self);
        }
    }

    /// Appends lines to the log that is written to.
    fn append_at_once(&mut self, lines: &str) -> Result<(), disk::Error> {
        let device = self.device()?;
        let (folder, month) = (self.folder.join(device), self.month());
        let mut number = 1;
        loop {
            let log = self.open_log(&folder, &month, &mut number);
            let care = Care {
                is_shared: self.segment.is_none(),
                is_new: self.settled.as_ref() != Some(&log),
            };
            let error = match disk::append(self.volume.as_ref(), &log, lines, care) {
                Ok(at) => {
                    self.logs.entry(log.clone()).or_default().extend(at, lines);
                    self.settled = Some(log);
                    if care.is_new {
                        self.write_guides();
                    }
                    return Ok(());
                }
                Err(error) => error,
            };
            let is_denied = error.reason.kind() == ErrorKind::PermissionDenied;
            match error.operation {
                // After a failed sync a file cannot be trusted, and without locks it must not be
                // shared.
                "sync" | "lock" => {
                    if !care.is_shared && care.is_new {
                        // Nothing in it was acknowledged. A disk that goes on failing would get a
                        // file with each attempt.
                        let _ = self.volume.remove(&log);
                    }
                    self.segment = Some(self.new_segment(&month));
                    if error.operation == "sync" || !disk::is_unsupported(&error.reason) {
                        return Err(error);
                    }
                }
                // It belongs to another user, perhaps because the program ran as root once.
                _ if is_denied && care.is_shared && self.logs.contains_key(&log) => number += 1,
                _ => return Err(error),
            }
        }
    }

    /// The log that is written to: the segment of this session, else that of the month, or the
    /// first from a number on that is not closed.
    fn open_log(&mut self, folder: &Path, month: &str, number: &mut usize) -> PathBuf {
        loop {
            let name = match (&self.segment, *number) {
                (Some(segment), _) => segment.clone(),
                (None, 1) => month.to_owned(),
                (None, number) => format!("{month}-{number}"),
            };
            let log = folder.join(format!("{name}.jsonl"));
            let is_closed = self.logs.get(&log).is_some_and(Log::is_closed);
            // Other instances may compact logs of past months, and a segment is not locked: start
            // a new one each month.
            if !is_closed && name.starts_with(month) {
                return log;
            }
            match self.segment {
                Some(_) => self.segment = Some(self.new_segment(month)),
                None => *number += 1,
            }
        }
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
        // What other sessions have left stays where it is.
        let written = self.write();
        if written.is_ok() || self.unsaved.is_empty() {
            return Ok(None);
        }
        let (left, lines) = (self.spool.own(), self.unsaved.concat());
        disk::replace(self.volume.as_ref(), left, lines.as_bytes())?;
        self.is_spooled = true;
        Ok(Some(left.to_owned()))
    }

    /// The records that could not be written, in the format of the log.
    pub fn left_over(&self) -> String {
        self.unsaved.concat()
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
            // A log that cannot be read supersedes nothing.
            let _ = pieces(self.volume.as_ref(), &log.path, 0, |piece| {
                held.log(piece);
            });
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
                let (mut kept, mut all, mut is_whole) = (Vec::new(), 0, true);
                for (_, line) in lines(bytes) {
                    each_record(line, |record, text| {
                        all += 1;
                        is_whole &= !matches!(record, Record::Damaged);
                        if !held.is_superseded(record) {
                            kept.extend([text, b"\n"]);
                        }
                    });
                }
                let count = kept.len() / 2;
                if !is_whole || count == all {
                    return None;
                }
                dropped += all - count;
                Some(kept.concat())
            })?;
        }
        problems.into_iter().next().map_or(Ok(dropped), Err)
    }

    /// All versions of an annotation, oldest first.
    pub fn history(&self, id: &str) -> Vec<Version> {
        let mut versions = BTreeMap::new();
        self.each_record(|_, _, record| {
            let (rev, version) = match record {
                Record::Put(own) if own.id == id => (own.rev.clone(), Version::of(own)),
                Record::Delete(head) if head.id == id => {
                    let version = Version {
                        rev: head.rev.clone(),
                        device: head.device,
                        modified: head.modified,
                        annotation: None,
                    };
                    (head.rev, version)
                }
                _ => return,
            };
            versions.insert(rev, version);
        });
        versions.into_values().collect()
    }

    /// Checks all logs without changing anything.
    pub fn check(&self) -> Checked {
        let mut checked = Checked {
            annotations: self.merged.count(),
            logs: self.logs.len(),
            ..Checked::default()
        };
        checked.problems = self.each_record(|path, number, record| match record {
            Record::Damaged => {
                let place = (path.to_owned(), number);
                if checked.damaged.last() != Some(&place) {
                    checked.damaged.push(place);
                }
            }
            Record::Unknown => checked.unknown += 1,
            record => {
                checked.records += 1;
                checked.superseded += usize::from(self.merged.is_superseded(record));
            }
        });
        checked
    }

    /// Calls `visit` for every record of every log, with the log and the line number. Returns the
    /// errors.
    fn each_record(&self, mut visit: impl FnMut(&Path, usize, Record)) -> Vec<disk::Error> {
        let mut problems = Vec::new();
        let volume = self.volume.as_ref();
        for log in disk::list(volume, &self.folder, "jsonl", &mut problems) {
            let mut above = 0;
            let read = pieces(volume, &log.path, 0, |piece| {
                for (number, line) in lines(piece) {
                    each_record(line, |record, _| visit(&log.path, above + number, record));
                }
                above += memchr::memchr_iter(b'\n', piece).count();
            });
            if let Err(reason) = read {
                problems.push(unread(log.path.clone(), reason));
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

/// The folder of the logs in a configuration directory.
pub fn folder(config: &Path) -> PathBuf {
    config.join("annotations")
}

fn unread(path: PathBuf, reason: std::io::Error) -> disk::Error {
    disk::Error {
        operation: "read",
        path,
        reason,
    }
}

fn random() -> u128 {
    Ulid::generate().random()
}
