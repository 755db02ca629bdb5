//! What a scan has left out: files that are no documents by their names, counted by kind. Their
//! contents are not looked at.

use std::collections::BTreeMap;
use std::path::Path;

/// How many files were left out, by extension.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    kinds: BTreeMap<String, usize>,
}

/// Longest extension in bytes: what is longer tells no kind.
const LONGEST: usize = 10;

impl LeftOut {
    /// Counts a file.
    pub fn add(&mut self, path: &Path) {
        self.put(kind(path), 1);
    }

    /// Counts files of a kind.
    pub(super) fn put(&mut self, kind: String, count: usize) {
        *self.kinds.entry(kind).or_default() += count;
    }

    /// Adds what was left out elsewhere.
    pub(super) fn merge(&mut self, other: Self) {
        for (kind, count) in other.kinds {
            self.put(kind, count);
        }
    }

    /// How many files there are in all.
    pub fn count(&self) -> usize {
        self.kinds.values().sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The kinds with how many files there are of each, the most first: extensions in lower case;
    /// empty for files without one.
    pub fn kinds(&self) -> Vec<(&str, usize)> {
        let kinds = self.kinds.iter();
        let mut kinds: Vec<_> = kinds.map(|(kind, count)| (kind.as_str(), *count)).collect();
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
    }
}
