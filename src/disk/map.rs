//! A file's bytes as memory: read by the system when they are looked at, and given back when it
//! needs the room.

use std::fs::File;
use std::ops::Deref;
use std::path::Path;

use super::{Error, naming, open_regular};

/// The bytes of a file.
#[derive(Debug)]
pub struct Map(Option<memmap2::Mmap>);

impl Map {
    /// Maps a file that is only ever replaced: written under another name and renamed, as
    /// [`super::replace_with`] does. Never one that somebody may edit.
    ///
    /// # Errors
    /// If the file cannot be opened or mapped.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let (file, about) = open_regular(path)?;
        if about.len() == 0 {
            return Ok(Self(None));
        }
        map(&file)
            .map(|map| Self(Some(map)))
            .map_err(naming("read", path))
    }
}

impl Deref for Map {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.as_deref().unwrap_or(&[])
    }
}

#[allow(unsafe_code, reason = "there is no other way to map a file")]
fn map(file: &File) -> std::io::Result<memmap2::Mmap> {
    // SAFETY: the bytes of a mapping must not change, and the file must not become shorter, or
    // reading behind its end kills the program (SIGBUS). The caller's file is ours alone: it has
    // its name only once it is whole, it is never written to again, and who replaces or deletes it
    // takes its name away, while the file itself stays until the last mapping of it is gone.
    unsafe { memmap2::Mmap::map(file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_outlives_the_name_of_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        crate::disk::write_atomic(&path, "渡船".as_bytes()).unwrap();
        let map = Map::open(&path).unwrap();
        crate::disk::write_atomic(&path, b"").unwrap();
        assert_eq!(&*map, "渡船".as_bytes());
        assert!(Map::open(&path).unwrap().is_empty());
        std::fs::remove_file(&path).unwrap();
        assert_eq!(&*map, "渡船".as_bytes());
        assert!(Map::open(&path).is_err());
    }
}
