//! Replacing a whole file, so that a crash at any moment leaves either the old bytes or the new
//! ones.

use std::io;
use std::path::Path;

use super::volume::{Opening, Volume, write_all};
use super::{Error, create_folder, naming, parent, sync_folder};

/// Replaces a file: writes a temporary one, syncs it and renames it.
///
/// # Errors
/// If the folder or the file cannot be written. The old file remains, unless only the last sync
/// failed.
pub fn replace(volume: &dyn Volume, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace_with(volume, path, &mut |write| write(bytes))
}

/// Produces the bytes of a file, passing them to a writer piece by piece.
pub type Make<'a> = &'a mut dyn FnMut(&mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()>;

/// Like [`replace`], without holding all bytes in memory.
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
        // A leftover temporary file is harmless.
        let _ = volume.remove(&temporary);
        return Err(naming("write", path)(reason));
    }
    sync_folder(volume, folder)
}

/// The temporary name of a file while it is written.
fn temporary(name: &str) -> String {
    format!(".{name}.{}.tmp", std::process::id())
}

/// The name of the file that a temporary file of this program will replace.
pub(super) fn replaced(temporary: &str) -> Option<&str> {
    let named = temporary.strip_prefix('.')?.strip_suffix(".tmp")?;
    Some(named.rsplit_once('.')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::System;
    use crate::disk::memory::Memory;

    #[test]
    fn the_new_bytes_are_on_the_disk_before_they_have_the_name() {
        let disk = Memory::default();
        let path = Path::new("/a.txt");
        replace(&disk, path, b"old").unwrap();
        assert_eq!(disk.lasting("txt"), "old");
        disk.hold(true);
        std::thread::scope(|scope| {
            let replaced = scope.spawn(|| replace(&disk, path, b"new"));
            while disk.entries(Path::new("/")).unwrap().len() < 2 {
                std::thread::yield_now();
            }
            assert_eq!(disk.read(path, 9).unwrap(), b"old");
            disk.hold(false);
            replaced.join().unwrap().unwrap();
        });
        assert_eq!(disk.lasting("txt"), "new");
    }

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
