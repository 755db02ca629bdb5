//! A disk with a limit: the system's disk, with a quota on the total size of some folders. In a
//! shared reading room each reader has one.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::replace::replaced;
use super::volume::{Handle, Listed, Opening, System, Volume};
use crate::text::Said;

/// Largest write that may use [`RESERVE`], in bytes: a reader whose quota is used up must still be
/// able to delete.
const SMALL: usize = 512;

/// Bytes beyond the limit for small writes.
const RESERVE: u64 = 64 << 10;

/// How many levels of folders are counted.
const DEEPEST: usize = 8;

/// The system's disk, with a limit on the total bytes in some folders.
#[derive(Clone, Debug)]
pub struct Quota {
    folders: Vec<PathBuf>,
    limit: u64,
}

impl Quota {
    /// Creates a quota of `limit` bytes on the given folders together.
    pub fn new(folders: impl Into<Vec<PathBuf>>, limit: u64) -> Self {
        let folders = folders.into();
        Self { folders, limit }
    }

    /// Size in bytes of the file that this temporary one will replace, which becomes free.
    fn replaced(temporary: &Path) -> u64 {
        let name = temporary.file_name().unwrap_or_default().to_string_lossy();
        let replaced = replaced(&name).map(|name| temporary.with_file_name(name));
        let entries = replaced.as_ref().and(temporary.parent());
        let entries = entries.and_then(|folder| System.entries(folder).ok());
        let mut entries = entries.unwrap_or_default().into_iter();
        let found = entries.find(|entry| Some(&entry.path) == replaced.as_ref());
        found.map_or(0, |entry| entry.stamp.0)
    }

    fn used(folder: &Path, deepest: usize) -> u64 {
        let entries = System.entries(folder).unwrap_or_default();
        let sizes = entries.into_iter().map(|entry| {
            if entry.is_folder && deepest > 0 {
                Self::used(&entry.path, deepest - 1)
            } else {
                entry.stamp.0
            }
        });
        sizes.sum()
    }
}

impl Volume for Quota {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        System.read(path, limit)
    }

    fn read_from(&self, path: &Path, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        System.read_from(path, offset, most)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        System.entries(folder)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        System.canonical(path)
    }

    fn is_folder(&self, folder: &Path) -> bool {
        System.is_folder(folder)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        System.create_folder(folder)
    }

    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Handle>> {
        let folders = self.folders.iter();
        let used: u64 = folders.map(|folder| Self::used(folder, DEEPEST)).sum();
        let replaced = Self::replaced(path);
        Ok(Box::new(Limited {
            file: System.open(path, opening)?,
            limit: self.limit,
            used: used.saturating_sub(replaced),
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        System.remove(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        System.sync_folder(folder)
    }
}

/// A file open for writing, and the space used in the folders.
struct Limited {
    file: Box<dyn Handle>,
    limit: u64,
    used: u64,
}

impl Handle for Limited {
    fn lock(&mut self) -> io::Result<()> {
        self.file.lock()
    }

    fn is_at(&self, path: &Path) -> bool {
        self.file.is_at(path)
    }

    fn tail(&mut self) -> io::Result<(u64, Option<u8>)> {
        self.file.tail()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let limit = if bytes.len() <= SMALL {
            self.limit + RESERVE
        } else {
            self.limit
        };
        if self.used + bytes.len() as u64 > limit {
            let reason = Said::new("disk.quota").with(self.limit >> 10);
            return Err(io::Error::new(ErrorKind::QuotaExceeded, reason));
        }
        let count = self.file.write(bytes)?;
        self.used += count as u64;
        Ok(count)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.file.truncate(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::{Care, append, replace};

    #[test]
    fn what_is_over_the_limit_is_refused_and_what_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let quota = Quota::new(["a", "b"].map(|name| folder.path().join(name)), 2000);
        let path = folder.path().join("a/log.jsonl");
        let care = Care {
            is_shared: true,
            is_new: true,
        };
        let record = "x".repeat(899) + "\n";
        append(&quota, &path, &record, care).unwrap();
        append(&quota, &path, &record, care).unwrap();
        let error = append(&quota, &path, &record, care).unwrap_err();
        assert_eq!(error.reason.kind(), ErrorKind::QuotaExceeded);
        // The other folder has no space either, not even for replacing a whole file.
        let other = folder.path().join("b/draft.json");
        assert!(append(&quota, &other, &record, care).is_err());
        assert!(replace(&quota, &other, record.as_bytes()).is_err());
        // A replacement need not fit beside the old file, but it must fit in its place.
        replace(&quota, &path, record.as_bytes()).unwrap();
        replace(&quota, &path, record.repeat(2).as_bytes()).unwrap();
        assert!(replace(&quota, &path, record.repeat(3).as_bytes()).is_err());
        // A deletion is always accepted.
        append(&quota, &path, "gone\n", care).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            record.repeat(2) + "gone\n"
        );
    }

    #[test]
    fn what_is_over_the_limit_is_for_small_records_and_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let quota = Quota::new([folder.path().to_owned()], 2000);
        let path = folder.path().join("log.jsonl");
        let care = Care {
            is_shared: true,
            is_new: true,
        };
        let small = "x".repeat(SMALL - 1) + "\n";
        let mut length = 0;
        while append(&quota, &path, &small, care).is_ok() {
            length += small.len() as u64;
            let larger = "x".repeat(SMALL) + "\n";
            let fits = append(&quota, &path, &larger, care).is_ok();
            assert!(!fits || length < 2000, "the reserve is not for all");
            length += if fits { larger.len() as u64 } else { 0 };
        }
        // As many as there is room for in all.
        let most = 2000 + RESERVE;
        assert!(
            (most - small.len() as u64..=most).contains(&length),
            "{length}"
        );
    }
}
