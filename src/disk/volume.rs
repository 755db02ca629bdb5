//! The calls that files are written by, as a seam: the system's, or in tests a disk that fails when it is told to.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A disk.
pub trait Volume: fmt::Debug + Send + Sync {
    /// Reads a whole file of at most `limit` bytes.
    ///
    /// # Errors
    /// As the system has it.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// What is in a folder.
    ///
    /// # Errors
    /// As the system has it.
    fn entries(&self, folder: &Path) -> io::Result<Vec<Listed>>;
    /// Whether there is a folder of this name.
    fn is_folder(&self, folder: &Path) -> bool;
    /// Makes one folder that only its owner may enter.
    ///
    /// # Errors
    /// As the system has it.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;
    /// Opens a file for writing, made where it is not there, for its owner alone.
    ///
    /// # Errors
    /// As the system has it.
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Handle>>;
    /// Gives a file another name, whatever had that name before.
    ///
    /// # Errors
    /// As the system has it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes a file away.
    ///
    /// # Errors
    /// As the system has it.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder last.
    ///
    /// # Errors
    /// As the system has it.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// A file that is open for writing.
pub trait Handle {
    /// Waits until no other program holds the lock, and takes it; it is given back when the handle is dropped.
    ///
    /// # Errors
    /// `Unsupported` where the file system knows no locks.
    fn lock(&mut self) -> io::Result<()>;
    /// Whether it still is the file of this name.
    fn is_at(&self, path: &Path) -> bool;
    /// Its length in bytes, and its last byte.
    ///
    /// # Errors
    /// As the system has it.
    fn tail(&mut self) -> io::Result<(u64, Option<u8>)>;
    /// Writes at its end, as many bytes as the system takes at once.
    ///
    /// # Errors
    /// As the system has it.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// Cuts it off.
    ///
    /// # Errors
    /// As the system has it.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
    /// Makes what is written last.
    ///
    /// # Errors
    /// As the system has it.
    fn sync(&mut self) -> io::Result<()>;
}

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// For writing at its end.
    Append,
    /// Emptied.
    Replace,
}

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is a folder; a link to one is not.
    pub is_folder: bool,
    /// Length in bytes, and when it was changed last: a file of which neither has changed need not be read again.
    pub stamp: (u64, Option<SystemTime>),
}

/// The system's disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Volume for System {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        super::read(path, limit).map_err(|error| error.reason)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        let mut listed = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let is_folder = entry.file_type()?.is_dir();
            // What is gone since, or cannot be looked at, has no stamp; reading it will tell.
            let stamp = fs::metadata(entry.path())
                .map_or((0, None), |about| (about.len(), about.modified().ok()));
            listed.push(Listed {
                path: entry.path(),
                is_folder,
                stamp,
            });
        }
        Ok(listed)
    }

    fn is_folder(&self, folder: &Path) -> bool {
        folder.is_dir()
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        #[allow(unused_mut, reason = "only Unix has modes")]
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)
    }

    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Handle>> {
        let mut options = OpenOptions::new();
        options.create(true);
        match opening {
            Opening::Append => options.read(true).append(true),
            Opening::Replace => options.write(true).truncate(true),
        };
        // What a person wrote is theirs alone to read.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(options.open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(unix) {
            File::open(folder)?.sync_all()
        } else {
            Ok(())
        }
    }
}

impl Handle for File {
    fn lock(&mut self) -> io::Result<()> {
        File::lock(self)
    }

    #[cfg(unix)]
    fn is_at(&self, path: &Path) -> bool {
        use std::os::unix::fs::MetadataExt;
        match (self.metadata(), fs::metadata(path)) {
            (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
            _ => false,
        }
    }

    #[cfg(not(unix))]
    fn is_at(&self, path: &Path) -> bool {
        path.exists()
    }

    fn tail(&mut self) -> io::Result<(u64, Option<u8>)> {
        let length = self.seek(SeekFrom::End(0))?;
        if length == 0 {
            return Ok((0, None));
        }
        let mut byte = [0];
        self.seek(SeekFrom::End(-1))?;
        self.read_exact(&mut byte)?;
        Ok((length, Some(byte[0])))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Write::write(self, bytes)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// Writes all bytes.
///
/// # Errors
/// As [`Handle::write`]; some of the bytes may be written then.
pub(super) fn write_all(file: &mut dyn Handle, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or(&[]),
            Err(reason) if reason.kind() == io::ErrorKind::Interrupted => {}
            Err(reason) => return Err(reason),
        }
    }
    Ok(())
}
