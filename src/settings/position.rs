//! Reading positions: where each document was left. One line of JSON for each; the last line of a
//! document counts.

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk::{self, Care, Spool, System};

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
    /// Where they go if the file cannot be read or written.
    spool: Spool,
    is_spooled: bool,
    /// Whether what other sessions have spooled was taken in.
    has_taken_in: bool,
    /// The last position of each document, and a number that grows with each departure.
    latest: HashMap<String, (usize, Position)>,
    /// Key of the document left last.
    last: Option<String>,
    /// Number of positions taken so far.
    taken: usize,
    /// Number of positions in the file.
    lines: usize,
}

impl Positions {
    /// Reads the positions in a state directory. Lines that are none are skipped; without a file
    /// there are no positions. Returns why a file could not be read: positions then go to one
    /// beside it.
    pub fn read(state: &Path) -> (Self, Option<disk::Error>) {
        let path = state.join("positions.jsonl");
        let mut problem = None;
        let bytes = disk::read(&path, LARGEST).unwrap_or_else(|error| {
            problem = Some(error).filter(|error| error.reason.kind() != ErrorKind::NotFound);
            Vec::new()
        });
        let mut positions = Self {
            path,
            spool: Spool::new(state, "positions"),
            is_spooled: problem.is_some(),
            ..Self::default()
        };
        positions.take_lines(&bytes);
        for path in positions.spool.left(&System) {
            match disk::read(&path, disk::spool::LARGEST) {
                Ok(bytes) => positions.take_lines(&bytes),
                Err(error) => problem = problem.or(Some(error)),
            }
        }
        (positions, problem)
    }

    fn take_lines(&mut self, bytes: &[u8]) {
        for line in bytes.split(|byte| *byte == b'\n') {
            if let Ok(position) = serde_json::from_slice(line) {
                self.lines += 1;
                self.take(position);
            }
        }
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
        if !self.has_taken_in {
            self.has_taken_in = true;
            self.take_in()?;
        }
        self.append(&line)?;
        self.lines += 1;
        if self.lines > self.latest.len() + SUPERFLUOUS {
            // A file that cannot be rewritten only grows.
            let _ = disk::rewrite(&System, &self.file(), LARGEST, |bytes| {
                Some(without_superseded(bytes))
            });
            self.lines = self.latest.len();
        }
        Ok(())
    }

    /// Appends what other sessions have spooled.
    fn take_in(&mut self) -> Result<(), disk::Error> {
        let spool = self.spool.clone();
        let mut left = spool.left(&System).into_iter();
        left.try_for_each(|path| {
            spool.take(&System, &path, |bytes| {
                self.append(String::from_utf8_lossy(bytes).trim_end())
            })
        })
    }

    /// Appends lines, of which the last has no line end yet.
    fn append(&mut self, lines: &str) -> Result<(), disk::Error> {
        let append = |path: &Path, is_shared| {
            let care = Care {
                is_shared,
                is_new: true,
            };
            disk::append(&System, path, &format!("{lines}\n"), care).map(drop)
        };
        if !self.is_spooled && append(&self.path, true).is_ok() {
            return Ok(());
        }
        self.is_spooled = true;
        let own = self.spool.own();
        append(own, true).or_else(|error| match error.operation {
            // Without locks it is one session's all the same.
            "lock" => append(own, false),
            _ => Err(error),
        })
    }

    /// The file that is written to.
    fn file(&self) -> PathBuf {
        if self.is_spooled {
            self.spool.own().to_owned()
        } else {
            self.path.clone()
        }
    }
}

/// The lines of a file of positions, without those that a later one of the same document replaces.
/// What is no position stays.
fn without_superseded(bytes: &[u8]) -> Vec<u8> {
    let mut keys = HashSet::new();
    let lines = bytes.split(|byte| *byte == b'\n').rev();
    let mut kept: Vec<&[u8]> = lines
        .filter(|line| match serde_json::from_slice::<Position>(line) {
            Ok(position) => keys.insert(position.key),
            Err(_) => !line.is_empty(),
        })
        .collect();
    kept.reverse();
    let ended = kept.iter().flat_map(|line| [line, b"\n".as_slice()]);
    ended.collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_the_program_and_a_changed_text() {
        let folder = tempfile::tempdir().unwrap();
        let text = "前言。第一条 手工业。第二条 合作社。";
        let here = text.find("第二条").unwrap();
        let mut positions = Positions::read(folder.path()).0;
        positions.leave(Position::of("a", text, 0, here)).unwrap();
        positions.leave(Position::of("b", text, 0, 0)).unwrap();
        let kept = Positions::read(folder.path()).0;
        assert_eq!(kept.last(), Some("b"));
        let recent: Vec<_> = kept.recent().iter().map(|p| p.key.as_str()).collect();
        assert_eq!(recent, ["b", "a"]);
        assert_eq!(kept.get("a").unwrap().bytes(text), (0, here));
        let changed = format!("按：{text}");
        let moved = changed.find("第二条").unwrap();
        assert_eq!(kept.get("a").unwrap().bytes(&changed), (moved, moved));
        assert_eq!(kept.get("a").unwrap().bytes(""), (0, 0));
    }

    /// Leaves documents, each at the beginning of a text.
    fn leave(positions: &mut Positions, keys: &[&str], text: &str) {
        for key in keys {
            let position = Position::of(key, text, 0, 0);
            positions.leave(position).unwrap();
        }
    }

    fn keys(folder: &Path) -> Vec<String> {
        let positions = Positions::read(folder).0;
        let recent = positions.recent().into_iter();
        recent.map(|position| position.key.clone()).collect()
    }

    #[test]
    fn the_file_does_not_grow_for_ever_and_loses_nothing_of_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("positions.jsonl");
        std::fs::write(&path, "of a later version\n").unwrap();
        let mut positions = Positions::read(folder.path()).0;
        let mut beside = Positions::read(folder.path()).0;
        leave(&mut beside, &["b"], "text");
        for at in 0..=SUPERFLUOUS + 1 {
            leave(&mut positions, &["a"], &at.to_string());
        }
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(text.lines().next(), Some("of a later version"));
        assert!(text.lines().count() < 9, "{text}");
        assert_eq!(keys(folder.path()), ["a", "b"]);
    }

    #[test]
    fn where_the_file_is_not_to_be_had_they_are_kept_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("positions.jsonl");
        // Neither root nor anybody else reads a folder as a file, or writes to it.
        std::fs::create_dir(&path).unwrap();
        let (mut one, problem) = Positions::read(folder.path());
        assert!(problem.unwrap().to_string().contains("positions.jsonl"));
        let mut other = Positions::read(folder.path()).0;
        leave(&mut one, &["a", "b"], "text");
        leave(&mut other, &["c"], "text");
        // The second has taken in what the first had left, who goes on.
        leave(&mut one, &["d"], "text");
        assert_eq!(keys(folder.path()).len(), 4);
        std::fs::remove_dir(&path).unwrap();
        leave(&mut Positions::read(folder.path()).0, &["a"], "other");
        let files = std::fs::read_dir(folder.path()).unwrap();
        let names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names, ["positions.jsonl"]);
        let mut all = keys(folder.path());
        assert_eq!(all[0], "a");
        all.sort();
        assert_eq!(all, ["a", "b", "c", "d"]);
    }
}
