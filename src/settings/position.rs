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
    /// Key of the document. Other editions have it too, and unrelated texts of one title.
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
    /// Date of its edition, ISO 8601; empty where it has none, and in files of the first programs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub edition: String,
    /// SHA-256 of its text, in hexadecimal; empty in files of the first programs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
}

/// A document whose position is sought.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its path, if it is a file.
    pub path: Option<&'a Path>,
    /// The date of its edition, as in [`Position::edition`].
    pub edition: &'a str,
}

impl Sought<'_> {
    /// Whether a position with its key may be one of its edition.
    fn may_be(&self, position: &Position) -> bool {
        // A date may lack its month or its day: it is the beginning of those that have them.
        let (own, other) = (self.edition, position.edition.as_str());
        own.starts_with(other) || other.starts_with(own)
    }
}

/// Key, edition and path of a document.
type Identity = (String, String, Option<PathBuf>);

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
            edition: String::new(),
            sha256: String::new(),
        }
    }

    /// Adds what the document is called, and where it is.
    #[must_use]
    pub fn in_document(self, title: &str, path: Option<PathBuf>) -> Self {
        Self {
            title: title.to_owned(),
            path,
            ..self
        }
    }

    /// What tells its document from others with its key.
    fn identity(&self) -> Identity {
        (self.key.clone(), self.edition.clone(), self.path.clone())
    }

    /// Whether a text still contains the words at this position.
    pub fn stands_in(&self, source: &str) -> bool {
        source.contains(&self.words)
    }

    /// Whether its words stand in a text where they stood.
    fn is_at_its_words(&self, source: &str) -> bool {
        let rest = source.get(byte_at(source, self.here)..);
        rest.is_some_and(|rest| rest.starts_with(&self.words))
    }

    /// The byte offsets of page and reading position in a text that may have changed.
    pub fn bytes(&self, source: &str) -> (usize, usize) {
        let (top, here) = (byte_at(source, self.top), byte_at(source, self.here));
        if self.is_at_its_words(source) {
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

fn byte_at(source: &str, points: usize) -> usize {
    let mut places = source.char_indices();
    places.nth(points).map_or(source.len(), |(at, _)| at)
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
    /// The last positions of the documents with a key, each with a number that grows with each
    /// departure.
    latest: HashMap<String, Vec<(usize, Position)>>,
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
        self.taken += 1;
        let identity = position.identity();
        let known = self.latest.entry(position.key.clone()).or_default();
        known.retain(|(_, own)| own.identity() != identity);
        known.push((self.taken, position));
    }

    /// The last position in a document that may have been edited or moved since, as far as that can
    /// be told without its text.
    pub fn of(&self, sought: Sought<'_>) -> Option<&Position> {
        let known = self.latest.get(sought.key)?;
        let there = known
            .iter()
            .rfind(|(_, own)| own.path.as_deref() == sought.path && sought.may_be(own));
        let only = || {
            known
                .first()
                .filter(|(_, own)| known.len() == 1 && sought.may_be(own))
        };
        there.or_else(only).map(|(_, position)| position)
    }

    /// The last position in a document of this text: at its path, or in the same text elsewhere. Of
    /// what the first programs wrote, also where the words at the position stand as they stood.
    pub fn left<'t>(
        &self,
        sought: Sought<'_>,
        source: &str,
        sha256: impl Fn() -> &'t str,
    ) -> Option<&Position> {
        let known = self.latest.get(sought.key)?;
        let is_there = |own: &Position| own.path.as_deref() == sought.path && sought.may_be(own);
        let is_text = |own: &Position| match own.sha256.as_str() {
            "" => sought.may_be(own) && own.is_at_its_words(source),
            hash => hash == sha256(),
        };
        let last = |is_it: &dyn Fn(&Position) -> bool| known.iter().rfind(|(_, own)| is_it(own));
        let found = last(&is_there).or_else(|| last(&is_text));
        found.map(|(_, position)| position)
    }

    /// All positions, most recent first, each with a number that grows with the time of leaving.
    pub fn recent(&self) -> Vec<(usize, &Position)> {
        let all = self.latest.values().flatten();
        let mut recent: Vec<_> = all.map(|(taken, own)| (*taken, own)).collect();
        recent.sort_by_key(|(taken, _)| std::cmp::Reverse(*taken));
        recent
    }

    /// The position left last.
    pub fn last(&self) -> Option<&Position> {
        let all = self.latest.values().flatten();
        let last = all.max_by_key(|(taken, _)| *taken);
        last.map(|(_, position)| position)
    }

    /// Stores where a document is left.
    ///
    /// # Errors
    /// If the file cannot be written; the position is then kept in memory.
    pub fn leave(&mut self, position: Position) -> Result<(), disk::Error> {
        if self.last() == Some(&position) {
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
        let known = self.latest.values().map(Vec::len).sum::<usize>();
        if self.lines > known + SUPERFLUOUS {
            // A file that cannot be rewritten only grows.
            let _ = disk::rewrite(&System, &self.file(), LARGEST, |bytes| {
                Some(without_superseded(bytes))
            });
            self.lines = known;
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
    let mut identities = HashSet::new();
    let lines = bytes.split(|byte| *byte == b'\n').rev();
    let mut kept: Vec<&[u8]> = lines
        .filter(|line| match serde_json::from_slice::<Position>(line) {
            Ok(position) => identities.insert(position.identity()),
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
        assert_eq!(kept.last().unwrap().key, "b");
        assert_eq!(keys(folder.path()), ["b", "a"]);
        let sought = Sought {
            key: "a",
            path: None,
            edition: "",
        };
        let left = kept.of(sought).unwrap();
        assert_eq!(left.bytes(text), (0, here));
        let changed = format!("按：{text}");
        let moved = changed.find("第二条").unwrap();
        assert_eq!(left.bytes(&changed), (moved, moved));
        assert_eq!(left.bytes(""), (0, 0));
    }

    /// Which of the positions that were left in `/甲/序.md` and in two editions of a law is found
    /// for a document; by its first word.
    fn check(sought: (&str, &str, &str), source: &str, expected: Option<&str>) {
        let folder = tempfile::tempdir().unwrap();
        let mut positions = Positions::read(folder.path()).0;
        let mut leave = |key: &str, path: &str, edition: &str, words: &str, sha256: &str| {
            let position = Position {
                edition: edition.to_owned(),
                path: Some(path.into()),
                sha256: sha256.to_owned(),
                ..Position::of(key, words, 0, 0)
            };
            positions.leave(position).unwrap();
        };
        leave("序", "/甲/序.md", "", "甲序", "a1");
        leave("法 1993", "/法/旧.md", "2018-10-26", "旧法", "b2");
        leave("法 1993", "/法/新.md", "2023-12-29", "新法", "c3");
        // As the first programs wrote it.
        leave("典", "/典.md", "", "典籍", "");
        let (key, path, edition) = sought;
        let sought = Sought {
            key,
            path: Some(Path::new(path)),
            edition,
        };
        let hash = match source {
            "甲序" => "a1",
            "旧法" => "b2",
            _ => "z",
        };
        let found = positions.left(sought, source, || hash);
        let words = found.map(|own| own.words.as_str());
        assert_eq!(words, expected, "{sought:?} {source}");
    }

    #[test]
    fn a_position_is_never_taken_from_another_text() {
        check(("序", "/甲/序.md", ""), "甲序，改", Some("甲序"));
        check(("序", "/乙/序.md", ""), "乙序", None);
        // Moved.
        check(("序", "/乙/序.md", ""), "甲序", Some("甲序"));
        check(("法 1993", "/法/旧.md", "2018-10-26"), "旧法", Some("旧法"));
        check(("法 1993", "/三.md", "2018-10-26"), "旧法", Some("旧法"));
        check(("法 1993", "/三.md", "2024-01-01"), "再改", None);
        // Overwritten by another edition.
        check(("法 1993", "/法/旧.md", "2024-01-01"), "再改", None);
        check(("典", "/移/典.md", ""), "典籍", Some("典籍"));
        check(("典", "/移/典.md", ""), "别的", None);
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
        recent.map(|(_, position)| position.key.clone()).collect()
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
        assert!(problem.unwrap().path.ends_with("positions.jsonl"));
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
