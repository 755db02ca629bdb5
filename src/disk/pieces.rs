//! Reading a file piece by piece: what is wanted first, and the rest when there is time for it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::{Error, naming, open_regular};

/// A file that is open for reading; one that takes its name meanwhile is another.
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
    /// Where it cannot be opened, or is none.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let (file, length) = open_regular(path)?;
        let path = path.to_owned();
        Ok(Self { file, path, length })
    }

    /// Its length in bytes when it was opened.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// So many bytes from an offset on.
    ///
    /// # Errors
    /// Where they cannot be read, or are not all there.
    pub fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, Error> {
        let read = (|| {
            // Before there is room made for more than any file has.
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
        // Cut off by somebody else since.
        std::fs::write(&path, "01").unwrap();
        assert_eq!(pieces.length(), 10);
        assert!(pieces.read(4, 3).is_err());
        assert!(Pieces::open(folder.path()).is_err());
    }
}
