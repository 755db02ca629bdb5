//! Appending lines to a file that only ever grows, so that a machine that stops at any moment tears at most the last of them.

use std::path::Path;

use super::volume::{Handle, Opening, Volume, write_all};
use super::{Error, create_folder, naming, parent};

/// With how much care lines are appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Care {
    /// Whether other programs may write to the same file: it is locked then.
    pub is_shared: bool,
    /// Whether the name of the file may not last yet: its folder is synced then.
    pub is_new: bool,
}

/// Appends lines, each with its line break, in one write. When this returns, they are on the disk.
///
/// A tail that a stopped machine left without a line break is ended first, so that it stays one line for itself. Lines that could
/// be written only in part are taken back.
///
/// # Errors
/// Where the file cannot be opened, locked, written or synced: the lines then do not count.
pub fn append(volume: &dyn Volume, path: &Path, lines: &str, care: Care) -> Result<(), Error> {
    let folder = parent(path);
    create_folder(volume, folder)?;
    let mut file = open(volume, path, care)?;
    let file = file.as_mut();
    let (length, last) = file.tail().map_err(naming("write", path))?;
    let is_torn = last.is_some_and(|byte| byte != b'\n');
    let ended = if is_torn { "\n" } else { "" };
    // What was written of the lines is worth nothing without the rest; where it cannot be taken back either, it is a torn tail.
    if let Err(reason) = write_all(file, format!("{ended}{lines}").as_bytes()) {
        let _ = file.truncate(length);
        return Err(naming("write", path)(reason));
    }
    if let Err(reason) = file.sync() {
        let _ = file.truncate(length);
        return Err(naming("sync", path)(reason));
    }
    if care.is_new || length == 0 {
        volume.sync_folder(folder).map_err(naming("sync", folder))?;
    }
    Ok(())
}

/// Opens a file under a lock, and makes sure that it still is the file of that name: a synchroniser may have put another in its
/// place while the lock was awaited.
fn open(volume: &dyn Volume, path: &Path, care: Care) -> Result<Box<dyn Handle>, Error> {
    for _ in 0..8 {
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
    Err(Error::because(
        "write",
        path,
        "it is replaced again and again",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::System;

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
