//! Merging: of every annotation the version with the greatest `rev` holds, whatever order the lines come in, however often.

use std::collections::HashMap;

use serde_json::Value;

use super::Annotation;

/// The versions that hold, by id. Merging is commutative, associative and idempotent.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    held: HashMap<String, Held>,
    /// The greatest `rev` seen.
    pub greatest: String,
    /// Lines that are no records.
    pub damaged: usize,
}

#[derive(Clone, Debug)]
struct Held {
    rev: String,
    /// `None` for one that was deleted, or that is of a kind this version does not know.
    annotation: Option<Annotation>,
}

/// The version of the record format that is written, and the only one whose meaning is known.
pub const VERSION: u64 = 1;

impl Merged {
    /// Takes all lines of a log. A last line without a line break was being written when the machine stopped.
    pub fn log(&mut self, bytes: &[u8]) {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let text = line
                .strip_suffix(b"\n")
                .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
            match text {
                Some(b"") => {}
                Some(text) if self.line(text) => {}
                _ => self.damaged += 1,
            }
        }
    }

    /// Takes one line; false where it is no record.
    fn line(&mut self, line: &[u8]) -> bool {
        let Ok(Value::Object(mut record)) = serde_json::from_slice::<Value>(line) else {
            return false;
        };
        let text = |record: &serde_json::Map<String, Value>, key: &str| {
            record.get(key).and_then(Value::as_str).map(str::to_owned)
        };
        let (Some(id), Some(rev)) = (text(&record, "id"), text(&record, "rev")) else {
            return false;
        };
        let is_known = record.get("v").and_then(Value::as_u64) == Some(VERSION);
        let operation = text(&record, "op").unwrap_or_default();
        record.remove("v");
        record.remove("op");
        let annotation = if is_known && operation == "put" {
            serde_json::from_value(Value::Object(record)).ok()
        } else {
            None
        };
        self.take(id, rev, annotation);
        true
    }

    /// Takes one version.
    pub fn take(&mut self, id: String, rev: String, annotation: Option<Annotation>) {
        if rev > self.greatest {
            self.greatest.clone_from(&rev);
        }
        if self.held.get(&id).is_none_or(|held| held.rev < rev) {
            self.held.insert(id, Held { rev, annotation });
        }
    }

    /// The annotations that hold, oldest first.
    pub fn annotations(&self) -> Vec<Annotation> {
        let mut found: Vec<Annotation> = self
            .held
            .values()
            .filter_map(|held| held.annotation.clone())
            .collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// Whether a version is the one that holds.
    pub fn holds(&self, id: &str, rev: &str) -> bool {
        self.held.get(id).is_some_and(|held| held.rev == rev)
    }
}
