//! Replacing a file whole, so that a machine that stops at any moment leaves the old bytes or the new ones.

use std::io;
use std::path::Path;

use super::volume::{Opening, Volume, write_all};
use super::{Error, create_folder, naming, parent};

/// Replaces a file by a temporary one that is written, synced and renamed.
///
/// # Errors
/// Where the folder or the file cannot be written; the old file then still stands, unless only the last sync failed.
pub fn replace(volume: &dyn Volume, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace_with(volume, path, &mut |write| write(bytes))
}

/// Makes the bytes of a file, and has them written as they are made.
pub type Make<'a> = &'a mut dyn FnMut(&mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()>;

/// Replaces a file as [`replace`] does; what is made of it need not be in memory as a whole.
///
/// # Errors
/// As [`replace`].
pub fn replace_with(volume: &dyn Volume, path: &Path, make: Make<'_>) -> Result<(), Error> {
    let folder = parent(path);
    create_folder(volume, folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(temporary(&name));
    let written = (|| {
        let mut file = volume.open(&temporary, Opening::Replace)?;
        make(&mut |bytes| write_all(file.as_mut(), bytes))?;
        file.sync()?;
        volume.rename(&temporary, path)
    })();
    if let Err(reason) = written {
        // The temporary file is of no use to anyone; that it cannot be removed changes nothing.
        let _ = volume.remove(&temporary);
        return Err(naming("write", path)(reason));
    }
    volume.sync_folder(folder).map_err(naming("sync", folder))
}

/// The name under which a file is written before it has its own.
fn temporary(name: &str) -> String {
    format!(".{name}.{}.tmp", std::process::id())
}

/// The file that a temporary one of this program is to replace.
pub(super) fn replaced(temporary: &str) -> Option<&str> {
    let named = temporary.strip_prefix('.')?.strip_suffix(".tmp")?;
    Some(named.rsplit_once('.')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::System;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        replace(&System, &path, b"old").unwrap();
        replace(&System, &path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
