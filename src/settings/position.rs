//! Reading positions: where each document was left. One line of JSON for each; the last line of a
//! document counts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk;

/// Where a document was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Key of the document.
    pub key: String,
    /// Start of the page, in code points from the start of the text.
    pub top: usize,
    /// The reading position, in code points from the start of the text.
    pub here: usize,
    /// The words at the reading position, to find it again if the text before it changes.
    pub words: String,
    /// Title of the document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Path of the document, if it is a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// The encoding that the reader chose for the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

/// Length of `words`, in code points.
const WORDS: usize = 24;

/// Largest file of positions that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Number of outdated lines tolerated before the file is rewritten.
const SUPERFLUOUS: usize = 1000;

impl Position {
    /// The position at two byte offsets of a text: start of the page and reading position.
    pub fn of(key: &str, source: &str, top: usize, here: usize) -> Self {
        let points = |byte: usize| source.get(..byte).map_or(0, |head| head.chars().count());
        Self {
            key: key.to_owned(),
            top: points(top),
            here: points(here),
            words: source
                .get(here..)
                .unwrap_or("")
                .chars()
                .take(WORDS)
                .collect(),
            title: String::new(),
            path: None,
            encoding: None,
        }
    }

    /// Adds the title and path of the document.
    #[must_use]
    pub fn in_document(self, title: &str, path: Option<PathBuf>) -> Self {
        Self {
            title: title.to_owned(),
            path,
            ..self
        }
    }

    /// Whether a text still contains the words at this position.
    pub fn stands_in(&self, source: &str) -> bool {
        source.contains(&self.words)
    }

    /// The byte offsets of page and reading position in a text that may have changed.
    pub fn bytes(&self, source: &str) -> (usize, usize) {
        let byte = |points: usize| {
            source
                .char_indices()
                .nth(points)
                .map_or(source.len(), |(at, _)| at)
        };
        let (top, here) = (byte(self.top), byte(self.here));
        if source
            .get(here..)
            .is_some_and(|rest| rest.starts_with(&self.words))
        {
            return (top, here);
        }
        // The nearest occurrence of the words, or the old offsets if there is none.
        let moved = source
            .match_indices(&self.words)
            .map(|(at, _)| at)
            .min_by_key(|at| at.abs_diff(here));
        moved.map_or((top, here), |at| (at, at))
    }
}

/// The positions of all documents.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    path: PathBuf,
    /// The last position of each document, and a number that grows with each departure.
    latest: HashMap<String, (usize, Position)>,
    /// Key of the document left last.
    last: Option<String>,
    /// Number of positions taken so far.
    taken: usize,
    lines: usize,
}

impl Positions {
    /// Reads the positions in a state directory. Invalid lines are skipped; without a file there
    /// are no positions.
    ///
    /// # Errors
    /// If the file exists and cannot be read.
    pub fn read(state: &Path) -> Result<Self, disk::Error> {
        let path = state.join("positions.jsonl");
        let bytes = match disk::read(&path, LARGEST) {
            Err(error) if error.reason.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            bytes => bytes?,
        };
        let mut positions = Self {
            path,
            ..Self::default()
        };
        for line in String::from_utf8_lossy(&bytes).lines() {
            positions.lines += 1;
            if let Ok(position) = serde_json::from_str::<Position>(line) {
                positions.take(position);
            }
        }
        Ok(positions)
    }

    /// Adds a position in memory only.
    pub fn take(&mut self, position: Position) {
        self.last = Some(position.key.clone());
        self.taken += 1;
        self.latest
            .insert(position.key.clone(), (self.taken, position));
    }

    /// The last position in a document.
    pub fn get(&self, key: &str) -> Option<&Position> {
        self.latest.get(key).map(|(_, position)| position)
    }

    /// All positions, most recent first.
    pub fn recent(&self) -> Vec<&Position> {
        let mut recent: Vec<_> = self.latest.values().collect();
        recent.sort_by_key(|(taken, _)| std::cmp::Reverse(*taken));
        recent.into_iter().map(|(_, position)| position).collect()
    }

    /// For each document's key a number that grows with the time of leaving.
    pub fn order(&self) -> HashMap<String, usize> {
        let latest = self.latest.iter();
        latest
            .map(|(key, (taken, _))| (key.clone(), *taken))
            .collect()
    }

    /// Key of the document left last.
    pub fn last(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// Stores where a document is left.
    ///
    /// # Errors
    /// If the file cannot be written; the position is then kept in memory.
    pub fn leave(&mut self, position: Position) -> Result<(), disk::Error> {
        if self.get(&position.key) == Some(&position) && self.last.as_ref() == Some(&position.key) {
            return Ok(());
        }
        let line = serde_json::to_string(&position).unwrap_or_default();
        self.take(position);
        self.lines += 1;
        if self.lines > self.latest.len() + SUPERFLUOUS {
            return self.compact();
        }
        let care = disk::Care {
            is_shared: true,
            is_new: self.lines == 1,
        };
        disk::append(&disk::System, &self.path, &format!("{line}\n"), care)
    }

    /// Rewrites the file with one line for each document, in the order of leaving.
    fn compact(&mut self) -> Result<(), disk::Error> {
        let mut positions = self.recent();
        positions.reverse();
        let lines = positions
            .iter()
            .filter_map(|position| serde_json::to_string(position).ok());
        let text: String = lines.map(|line| line + "\n").collect();
        self.lines = self.latest.len();
        disk::write_atomic(&self.path, text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_the_program_and_a_changed_text() {
        let folder = tempfile::tempdir().unwrap();
        let text = "前言。第一条 手工业。第二条 合作社。";
        let here = text.find("第二条").unwrap();
        let mut positions = Positions::read(folder.path()).unwrap();
        positions.leave(Position::of("a", text, 0, here)).unwrap();
        positions.leave(Position::of("b", text, 0, 0)).unwrap();
        let kept = Positions::read(folder.path()).unwrap();
        assert_eq!(kept.last(), Some("b"));
        let recent: Vec<_> = kept.recent().iter().map(|p| p.key.as_str()).collect();
        assert_eq!(recent, ["b", "a"]);
        assert_eq!(kept.get("a").unwrap().bytes(text), (0, here));
        let changed = format!("按：{text}");
        let moved = changed.find("第二条").unwrap();
        assert_eq!(kept.get("a").unwrap().bytes(&changed), (moved, moved));
        assert_eq!(kept.get("a").unwrap().bytes(""), (0, 0));
    }

    #[test]
    fn the_file_does_not_grow_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let mut positions = Positions::read(folder.path()).unwrap();
        for at in 0..=SUPERFLUOUS + 1 {
            let text = format!("{at}");
            positions.leave(Position::of("a", &text, 0, 0)).unwrap();
        }
        let text = std::fs::read_to_string(folder.path().join("positions.jsonl")).unwrap();
        assert_eq!(text.lines().count(), 1);
    }
}
