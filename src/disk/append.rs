//! Appending lines to a log file, so that a crash at any moment damages at most the last line.

use std::path::Path;

use super::volume::{Handle, Opening, Volume, write_all};
use super::{Error, create_folder, naming, parent, sync_folder};
use crate::text::Said;

/// How carefully lines are appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Care {
    /// Whether other programs may write to the file, so that it must be locked.
    pub is_shared: bool,
    /// Whether the file's name may not be on the disk yet, so that its folder must be synced.
    pub is_new: bool,
}

/// Number of attempts if the file is replaced in the meantime.
const TRIES: usize = 8;

/// Appends `lines`, each with its line end, in one write. On return they are on the disk, in the
/// file that currently has this name: if a sync tool has replaced the file in the meantime, they
/// are appended to the new one too.
///
/// A last line that a crash left incomplete is ended first, so that it stays a line of its own.
/// Lines that could only be written in part are removed.
///
/// Returns the length of the file before.
///
/// # Errors
/// If the file cannot be opened, locked, written or synced; the lines are then not stored.
pub fn append(volume: &dyn Volume, path: &Path, lines: &str, care: Care) -> Result<u64, Error> {
    let folder = parent(path);
    create_folder(volume, folder)?;
    for _ in 0..TRIES {
        let mut file = open(volume, path, care)?;
        let file = file.as_mut();
        let (length, last) = file.tail().map_err(naming("write", path))?;
        let is_torn = last.is_some_and(|byte| byte != b'\n');
        let ended = if is_torn { "\n" } else { "" };
        // A part of the lines is useless. If removing it fails, it stays as an incomplete line.
        if let Err(reason) = write_all(file, format!("{ended}{lines}").as_bytes()) {
            let _ = file.truncate(length);
            return Err(naming("write", path)(reason));
        }
        if let Err(reason) = file.sync() {
            let _ = file.truncate(length);
            return Err(naming("sync", path)(reason));
        }
        if care.is_new || length == 0 {
            sync_folder(volume, folder)?;
        }
        if !care.is_shared || file.is_at(path) {
            return Ok(length);
        }
    }
    Err(replaced(path))
}

/// Opens a file and locks it if it is shared. Verifies that it still has this name: a sync tool may
/// have replaced it while this waited for the lock.
pub(super) fn open(volume: &dyn Volume, path: &Path, care: Care) -> Result<Box<dyn Handle>, Error> {
    for _ in 0..TRIES {
        let mut file = volume
            .open(path, Opening::Append)
            .map_err(naming("write", path))?;
        if !care.is_shared {
            return Ok(file);
        }
        file.lock().map_err(naming("lock", path))?;
        if file.is_at(path) {
            return Ok(file);
        }
    }
    Err(replaced(path))
}

fn replaced(path: &Path) -> Error {
    Error::because("write", path, Said::new("disk.replaced"))
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::disk::{Listed, System};

    /// A disk on which a sync tool replaces the file just before it is synced, this many times.
    #[derive(Debug)]
    struct Synchronised(std::sync::Arc<std::sync::atomic::AtomicUsize>);

    struct Replaced {
        file: Box<dyn Handle>,
        path: std::path::PathBuf,
        times: std::sync::Arc<std::sync::atomic::AtomicUsize>,
    }

    impl Volume for Synchronised {
        fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
            System.read(path, limit)
        }
        fn read_from(&self, path: &Path, offset: u64, most: usize) -> io::Result<Vec<u8>> {
            System.read_from(path, offset, most)
        }
        fn entries(&self, folder: &Path) -> io::Result<Vec<Listed>> {
            System.entries(folder)
        }
        fn canonical(&self, path: &Path) -> io::Result<std::path::PathBuf> {
            System.canonical(path)
        }
        fn is_folder(&self, folder: &Path) -> bool {
            System.is_folder(folder)
        }
        fn create_folder(&self, folder: &Path) -> io::Result<()> {
            System.create_folder(folder)
        }
        fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Handle>> {
            Ok(Box::new(Replaced {
                file: System.open(path, opening)?,
                path: path.to_owned(),
                times: std::sync::Arc::clone(&self.0),
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

    impl Handle for Replaced {
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
            self.file.write(bytes)
        }
        fn truncate(&mut self, length: u64) -> io::Result<()> {
            self.file.truncate(length)
        }
        fn sync(&mut self) -> io::Result<()> {
            let order = std::sync::atomic::Ordering::Relaxed;
            if self.times.load(order) > 0 {
                self.times.fetch_sub(1, order);
                let other = self.path.with_extension("other");
                std::fs::write(&other, "theirs\n")?;
                std::fs::rename(other, &self.path)?;
            }
            self.file.sync()
        }
    }

    #[test]
    fn lines_stand_in_the_file_that_has_the_name_when_they_count() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.jsonl");
        let care = Care {
            is_shared: true,
            is_new: true,
        };
        let times = |count: usize| Synchronised(std::sync::Arc::new(count.into()));
        append(&times(3), &path, "mine\n", care).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs\nmine\n");
        assert!(append(&times(99), &path, "mine\n", care).is_err());
    }

    #[test]
    fn a_torn_tail_is_ended_and_whole_lines_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.jsonl");
        let care = Care {
            is_shared: true,
            is_new: true,
        };
        append(&System, &path, "one\n", care).unwrap();
        std::fs::write(&path, "one\ntor").unwrap();
        append(&System, &path, "two\nthree\n", care).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "one\ntor\ntwo\nthree\n");
    }
}
