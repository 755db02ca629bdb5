//! What a scan has left out: files that are no documents by their names, counted by kind. Their
//! contents are not looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How many files were left out, by folder and extension.
#[derive(Clone, Debug, Default)]
pub struct LeftOut {
    folders: BTreeMap<PathBuf, BTreeMap<String, usize>>,
}

/// Longest extension in bytes: what is longer tells no kind.
const LONGEST: usize = 10;

impl LeftOut {
    /// Counts a file.
    pub fn add(&mut self, path: &Path) {
        self.put(path.parent().unwrap_or(Path::new("")), kind(path), 1);
    }

    /// Counts files of a kind in a folder.
    pub(super) fn put(&mut self, folder: &Path, kind: String, count: usize) {
        let kinds = match self.folders.get_mut(folder) {
            Some(kinds) => kinds,
            None => self.folders.entry(folder.to_owned()).or_default(),
        };
        *kinds.entry(kind).or_default() += count;
    }

    /// Adds what was left out elsewhere.
    pub(super) fn merge(&mut self, other: Self) {
        for (folder, kinds) in other.folders {
            for (kind, count) in kinds {
                self.put(&folder, kind, count);
            }
        }
    }

    /// Forgets what was left out in a folder.
    pub(super) fn forget(&mut self, folder: &Path) {
        self.folders.remove(folder);
    }

    /// Forgets what was left out in a folder and in all below it, but for those that are `kept`.
    pub(super) fn forget_below(&mut self, folder: &Path, kept: &BTreeSet<PathBuf>) {
        self.folders
            .retain(|own, _| !own.starts_with(folder) || kept.contains(own));
    }

    /// How many files of which kind were left out in which folder.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Path, &str, usize)> {
        self.folders.iter().flat_map(|(folder, kinds)| {
            let kinds = kinds.iter();
            kinds.map(move |(kind, count)| (folder.as_path(), kind.as_str(), *count))
        })
    }

    /// How many files there are in all.
    pub fn count(&self) -> usize {
        self.folders.values().flat_map(BTreeMap::values).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }

    /// The kinds with how many files there are of each, the most first: extensions in lower case;
    /// empty for files without one.
    pub fn kinds(&self) -> Vec<(&str, usize)> {
        let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
        for (kind, count) in self.folders.values().flatten() {
            *sums.entry(kind).or_default() += count;
        }
        let mut kinds: Vec<_> = sums.into_iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        kinds
    }
}

fn kind(path: &Path) -> String {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let is_kind = |extension: &&str| {
        extension.len() <= LONGEST && extension.chars().all(char::is_alphanumeric)
    };
    extension.filter(is_kind).unwrap_or("").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted_by_their_extensions() {
        let mut left = LeftOut::default();
        for name in [
            "a.PDF",
            "b.pdf",
            "c.jpg",
            "d",
            "e.",
            "f.第一条 为了",
            "Makefile",
            "g.tar.gz",
        ] {
            left.add(Path::new(name));
        }
        let mut more = LeftOut::default();
        more.add(Path::new("c.jpg"));
        left.merge(more);
        assert_eq!(left.kinds(), [("", 4), ("jpg", 2), ("pdf", 2), ("gz", 1)]);
        assert_eq!(left.count(), 9);
        left.add(Path::new("深/h.pdf"));
        left.add(Path::new("深/底/i.pdf"));
        left.forget(Path::new("深"));
        assert_eq!(left.count(), 10);
        left.forget_below(Path::new("深"), &BTreeSet::new());
        assert_eq!(left.count(), 9);
    }
}
