//! Reading positions: where each document was left, one line of JSON each, the last one counts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk;

/// Where a document was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The key of the document.
    pub key: String,
    /// Where the page started, in code points of the text.
    pub top: usize,
    /// The reading position, in code points.
    pub here: usize,
    /// The words at the reading position: they find it again in a text that was changed before it.
    pub words: String,
    /// The title of the document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its path, where it is a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// The encoding that its reader has chosen for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

/// Code points of the words that are kept.
const WORDS: usize = 24;

/// The largest file of positions that is read.
const LARGEST: u64 = 64 << 20;

/// Superfluous lines that are put up with before the file is written anew.
const SUPERFLUOUS: usize = 1000;

impl Position {
    /// The position at two byte offsets of a text.
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

    /// The same position in a document of this title and path.
    #[must_use]
    pub fn in_document(self, title: &str, path: Option<PathBuf>) -> Self {
        Self {
            title: title.to_owned(),
            path,
            ..self
        }
    }

    /// Whether a text still holds the words of this position.
    pub fn stands_in(&self, source: &str) -> bool {
        source.contains(&self.words)
    }

    /// The byte offsets of the page and of the reading position in a text that may have changed since.
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
        // The nearest place with the same words, or the place as it was.
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
    /// The last position of each document, and its place in the order of leaving.
    latest: HashMap<String, (usize, Position)>,
    /// The document left last.
    last: Option<String>,
    /// Positions taken so far.
    taken: usize,
    lines: usize,
}

impl Positions {
    /// The positions kept in a state directory; lines that are none are passed over.
    ///
    /// # Errors
    /// Where the file is there and cannot be read; without it there are none yet.
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

    /// Takes a position in memory alone.
    pub fn take(&mut self, position: Position) {
        self.last = Some(position.key.clone());
        self.taken += 1;
        self.latest
            .insert(position.key.clone(), (self.taken, position));
    }

    /// Where a document was left.
    pub fn get(&self, key: &str) -> Option<&Position> {
        self.latest.get(key).map(|(_, position)| position)
    }

    /// All positions, the latest first.
    pub fn recent(&self) -> Vec<&Position> {
        let mut recent: Vec<_> = self.latest.values().collect();
        recent.sort_by_key(|(taken, _)| std::cmp::Reverse(*taken));
        recent.into_iter().map(|(_, position)| position).collect()
    }

    /// When each document was left, by its key: the greater the later.
    pub fn order(&self) -> HashMap<String, usize> {
        let latest = self.latest.iter();
        latest
            .map(|(key, (taken, _))| (key.clone(), *taken))
            .collect()
    }

    /// The document left last.
    pub fn last(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// Keeps where a document is left.
    ///
    /// # Errors
    /// Where the file cannot be written; the position then holds until the program ends.
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

    /// Writes the file anew with one line a document, in the order of leaving.
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
