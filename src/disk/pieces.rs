//! Reading a file piece by piece: what is needed first, and the rest when there is time.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::{Error, naming, open_regular};

/// A file open for reading; unaffected if another file takes its name.
#[derive(Debug)]
pub struct Pieces {
    file: File,
    path: PathBuf,
    length: u64,
}

impl Pieces {
    /// Opens a regular file.
    ///
    /// # Errors
    /// If the file cannot be opened or is not a regular file.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let (file, about) = open_regular(path)?;
        Ok(Self {
            file,
            path: path.to_owned(),
            length: about.len(),
        })
    }

    /// Length in bytes at the time of opening.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads `length` bytes from byte `offset` on.
    ///
    /// # Errors
    /// If they cannot be read, or the file ends before.
    pub fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, Error> {
        let read = (|| {
            // Check before allocating more than the file holds.
            if offset.saturating_add(length as u64) > self.length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let mut bytes = vec![0; length];
            self.file.seek(SeekFrom::Start(offset))?;
            self.file.read_exact(&mut bytes)?;
            Ok(bytes)
        })();
        read.map_err(naming("read", &self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_whole_or_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "0123456789").unwrap();
        let mut pieces = Pieces::open(&path).unwrap();
        assert_eq!(pieces.read(4, 3).unwrap(), b"456");
        assert!(pieces.read(8, 3).is_err() && pieces.read(u64::MAX, usize::MAX).is_err());
        // Truncated by another program in the meantime.
        std::fs::write(&path, "01").unwrap();
        assert_eq!(pieces.length(), 10);
        assert!(pieces.read(4, 3).is_err());
        assert!(Pieces::open(folder.path()).is_err());
    }
}
