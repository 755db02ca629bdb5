//! Rewriting a log that others append to, under its lock, so that nothing is appended between
//! reading and replacing.

use std::path::Path;

use super::append::{Care, open};
use super::volume::Volume;
use super::{Error, naming, parent, replace};

/// Replaces a file of at most `limit` bytes by the result of `change`; `None` keeps it. A program
/// that waits for the lock finds afterwards that the name belongs to another file, and opens that
/// one.
///
/// # Errors
/// If the file cannot be locked, read or replaced; it then remains unchanged.
pub fn rewrite(
    volume: &dyn Volume,
    path: &Path,
    limit: u64,
    change: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
) -> Result<(), Error> {
    let care = Care {
        is_shared: true,
        is_new: false,
    };
    let _locked = open(volume, path, care)?;
    discard_leftovers(volume, path)?;
    let bytes = volume.read(path, limit).map_err(naming("read", path))?;
    match change(&bytes) {
        Some(bytes) => replace(volume, path, &bytes),
        None => Ok(()),
    }
}

/// Removes temporary files left by rewrites that were killed. The lock guarantees that none is in
/// progress.
fn discard_leftovers(volume: &dyn Volume, path: &Path) -> Result<(), Error> {
    let folder = parent(path);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let entries = volume.entries(folder).map_err(naming("read", folder))?;
    for entry in entries {
        let own = entry.path.file_name().unwrap_or_default();
        let own = own.to_string_lossy();
        if own.starts_with(&format!(".{name}.")) && own.ends_with(".tmp") {
            volume
                .remove(&entry.path)
                .map_err(naming("delete", &entry.path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::System;

    #[test]
    fn nobody_appends_while_a_log_is_rewritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let mut was_locked = false;
        rewrite(&System, &path, 9, |_| {
            let other = std::fs::File::open(&path).unwrap();
            was_locked = other.try_lock().is_err();
            Some(b"new\n".to_vec())
        })
        .unwrap();
        assert!(was_locked);
        assert!(std::fs::File::open(&path).unwrap().try_lock().is_ok());
    }

    #[test]
    fn what_a_killed_rewriting_left_is_taken_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, "one\n").unwrap();
        for name in [".a.jsonl.7.tmp", ".b.jsonl.7.tmp", ".a.jsonl.kept"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        rewrite(&System, &path, 9, |_| None).unwrap();
        rewrite(&System, &path, 9, |bytes| Some([bytes, b"two\n"].concat())).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        let mut names: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, [".a.jsonl.kept", ".b.jsonl.7.tmp", "a.jsonl"]);
    }
}
