//! The store: a folder of append-only logs, one writing device a file, merged on reading.

use std::path::{Path, PathBuf};

use std::time::SystemTime;

use jiff::{Timestamp, ZonedDateTime};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ulid::{Generator, Ulid};

use super::Annotation;
use super::merge::{Merged, VERSION};
use crate::disk;

/// All annotations of a person, over all documents.
#[derive(Debug)]
pub struct Store {
    /// `<config>/annotations`
    folder: PathBuf,
    /// `<state>/device.toml`: never in a folder that people synchronise.
    device_file: PathBuf,
    /// Empty until something is written.
    device: String,
    /// A failed sync is final for a file: this device then goes on in a segment of this name.
    segment: Option<String>,
    merged: Merged,
    /// Lines that could not be written yet.
    unsaved: Vec<String>,
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

impl Store {
    /// Opens the store of a configuration and a state directory; writes nothing. Without folders there are no annotations yet.
    ///
    /// # Errors
    /// Where a folder or a log is there and cannot be read.
    pub fn open(config: &Path, state: &Path) -> Result<Self, disk::Error> {
        let mut store = Self {
            folder: config.join("annotations"),
            device_file: state.join("device.toml"),
            device: String::new(),
            segment: None,
            merged: Merged::default(),
            unsaved: Vec::new(),
        };
        store.reload()?;
        Ok(store)
    }

    /// Reads all logs anew, those of other devices and other running copies included.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn reload(&mut self) -> Result<(), disk::Error> {
        let mut merged = Merged::default();
        for log in disk::list(&self.folder, "jsonl")? {
            merged.log(&disk::read(&log, LARGEST)?);
        }
        // What could not be written holds all the same.
        for line in &self.unsaved {
            merged.log(format!("{line}\n").as_bytes());
        }
        self.merged = merged;
        Ok(())
    }

    /// The annotations that hold, oldest first.
    pub fn annotations(&self) -> Vec<Annotation> {
        self.merged.annotations()
    }

    /// Lines of the logs that are no records: torn, or damaged.
    pub fn damaged(&self) -> usize {
        self.merged.damaged
    }

    /// Records that could not be written yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Keeps an annotation: a new one, or a new version; returns its id. Where there is no error, it is on the disk; else it is
    /// kept in memory, and tried again with the next.
    pub fn put(&mut self, mut annotation: Annotation) -> (String, Result<(), disk::Error>) {
        let rev = self.next_rev();
        let now = ZonedDateTime::now()
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string();
        if annotation.id.is_empty() {
            annotation.id.clone_from(&rev);
            annotation.created.clone_from(&now);
        }
        annotation.rev.clone_from(&rev);
        annotation.modified = now;
        let device = self.device();
        if let Ok(device) = &device {
            annotation.device.clone_from(device);
        }
        let mut record = json!({"v": VERSION, "op": "put"});
        if let (Some(record), Ok(serde_json::Value::Object(fields))) =
            (record.as_object_mut(), serde_json::to_value(&annotation))
        {
            record.extend(fields);
        }
        let id = annotation.id.clone();
        self.merged.take(id.clone(), rev, Some(annotation));
        self.unsaved.push(record.to_string());
        (id, device.and_then(|_| self.write()))
    }

    /// Deletes an annotation: a tombstone, so that other devices learn of it.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn delete(&mut self, id: &str) -> Result<(), disk::Error> {
        let rev = self.next_rev();
        let device = self.device();
        let record = json!({
            "v": VERSION, "op": "delete", "id": id, "rev": rev, "device": device.as_deref().unwrap_or(""),
            "modified": ZonedDateTime::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        });
        self.merged.take(id.to_owned(), rev, None);
        self.unsaved.push(record.to_string());
        device?;
        self.write()
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
        let folder = self.folder.join(device);
        let format = self.folder.join("FORMAT.md");
        if !format.exists() {
            disk::write_atomic(&format, FORMAT.as_bytes())?;
        }
        while let Some(line) = self.unsaved.first() {
            let month = Timestamp::now().strftime("%Y-%m").to_string();
            let name = self.segment.as_deref().unwrap_or(&month);
            let log = folder.join(format!("{name}.jsonl"));
            if let Err(error) = disk::append(&log, line) {
                self.segment = Some(format!("{month}-{}", self.new_ulid(Timestamp::now())));
                return Err(error);
            }
            self.unsaved.remove(0);
        }
        Ok(())
    }

    /// Writes the closed logs of this device anew, without the versions that no longer hold. Logs of the present month, of other
    /// devices, and logs with lines that are no records are left alone.
    ///
    /// # Errors
    /// Where a log cannot be read or replaced; it then stands as it was.
    pub fn compact(&mut self) -> Result<(), disk::Error> {
        let device = self.device()?;
        let folder = self.folder.join(device);
        let month = Timestamp::now().strftime("%Y-%m").to_string();
        for log in disk::list(&folder, "jsonl")? {
            let is_open = log
                .file_stem()
                .is_some_and(|name| name.to_string_lossy().starts_with(&month));
            let bytes = disk::read(&log, LARGEST)?;
            let mut alone = Merged::default();
            alone.log(&bytes);
            if is_open || alone.damaged > 0 {
                continue;
            }
            let kept: Vec<&[u8]> = bytes
                .split_inclusive(|byte| *byte == b'\n')
                .filter(|line| self.holds(line))
                .collect();
            let kept = kept.concat();
            if kept.len() < bytes.len() {
                disk::write_atomic(&log, &kept)?;
            }
        }
        Ok(())
    }

    fn holds(&self, line: &[u8]) -> bool {
        let record: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
        let text = |key: &str| {
            record
                .get(key)
                .and_then(serde_json::Value::as_str)
                .unwrap_or("")
        };
        self.merged.holds(text("id"), text("rev"))
    }

    /// The id of this device, made when it is first needed.
    fn device(&mut self) -> Result<String, disk::Error> {
        if self.device.is_empty() {
            let kept = disk::read(&self.device_file, 1 << 16).ok();
            let kept = kept
                .and_then(|bytes| toml::from_str::<Device>(&String::from_utf8_lossy(&bytes)).ok());
            self.device = match kept {
                Some(device) => device.id,
                None => {
                    let id = self.new_ulid(Timestamp::now());
                    let text = toml::to_string(&Device { id: id.clone() }).unwrap_or_default();
                    disk::write_atomic(&self.device_file, text.as_bytes())?;
                    id
                }
            };
        }
        Ok(self.device.clone())
    }

    /// A `rev` greater than all seen, whatever the clocks say: an edit made after seeing another wins over it.
    fn next_rev(&self) -> String {
        let now = Timestamp::now();
        let seen = Ulid::from_string(&self.merged.greatest).map_or(0, |ulid| ulid.timestamp_ms());
        let after = Timestamp::from_millisecond(seen as i64 + 1).unwrap_or(now);
        self.new_ulid(now.max(after))
    }

    fn new_ulid(&self, time: Timestamp) -> String {
        // A generator that makes one at a time does not run over.
        let time = SystemTime::try_from(time).unwrap_or_else(|_| SystemTime::now());
        match Generator::new().generate_from_datetime(time) {
            Ok(ulid) => ulid.to_string(),
            Err(overflow) => overflow.commit_overflow_random().to_string(),
        }
    }
}
