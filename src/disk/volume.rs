//! The system calls for writing files, as a trait: implemented by the system's disk and, in tests,
//! by one that fails on request.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::watch::Watch;

/// A disk.
pub trait Volume: fmt::Debug + Send + Sync {
    /// Reads a whole file of at most `limit` bytes.
    ///
    /// # Errors
    /// Errors of the system.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Reads at most `most` bytes of a file from byte `offset` on; none behind its end.
    ///
    /// # Errors
    /// Errors of the system.
    fn read_from(&self, path: &Path, offset: u64, most: usize) -> io::Result<Vec<u8>>;
    /// The entries of a folder.
    ///
    /// # Errors
    /// Errors of the system.
    fn entries(&self, folder: &Path) -> io::Result<Vec<Listed>>;
    /// The path of a file or folder without links: the same for all paths that lead to it.
    ///
    /// # Errors
    /// Errors of the system.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;
    /// Whether a folder exists at this path.
    fn is_folder(&self, folder: &Path) -> bool;
    /// Creates one folder that only its owner may enter.
    ///
    /// # Errors
    /// Errors of the system.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;
    /// Opens a file for writing; creates it if necessary, accessible only to its owner.
    ///
    /// # Errors
    /// Errors of the system.
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Handle>>;
    /// Renames a file, replacing an existing one.
    ///
    /// # Errors
    /// Errors of the system.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Deletes a file.
    ///
    /// # Errors
    /// Errors of the system.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Syncs a folder, so that the names in it survive a power cut.
    ///
    /// # Errors
    /// Errors of the system.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Watches a folder for what others change in it; `None` where that cannot be done.
    fn watch(&self, _folder: &Path, _tell: Box<dyn Fn() + Send>) -> Option<Watch> {
        None
    }
}

/// A file open for writing.
pub trait Handle {
    /// Takes an exclusive lock, waiting for other programs if necessary. Dropping the handle
    /// releases it.
    ///
    /// # Errors
    /// `Unsupported` if the file system has no locks.
    fn lock(&mut self) -> io::Result<()>;
    /// Whether the open file still is the one at this path.
    fn is_at(&self, path: &Path) -> bool;
    /// Length in bytes, and the last byte if there is one.
    ///
    /// # Errors
    /// Errors of the system.
    fn tail(&mut self) -> io::Result<(u64, Option<u8>)>;
    /// Appends as many of `bytes` as the system takes at once; returns their number.
    ///
    /// # Errors
    /// Errors of the system.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// Truncates the file to `length` bytes.
    ///
    /// # Errors
    /// Errors of the system.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
    /// Syncs the file, so that its bytes survive a power cut.
    ///
    /// # Errors
    /// Errors of the system.
    fn sync(&mut self) -> io::Result<()>;
}

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// For appending.
    Append,
    /// Emptied, for writing from the start.
    Replace,
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Path of the entry.
    pub path: PathBuf,
    /// Whether it is a folder; false for a link to one.
    pub is_folder: bool,
    /// Whether it is a symbolic link, to whatever.
    pub is_link: bool,
    /// Length in bytes and time of the last change; a file with the same stamp need not be read
    /// again.
    pub stamp: (u64, Option<SystemTime>),
}

/// The system's disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Volume for System {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        super::read(path, limit).map_err(|error| error.reason)
    }

    fn read_from(&self, path: &Path, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        let (mut file, _) = super::open_regular(path).map_err(|error| error.reason)?;
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.take(most as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        let mut listed = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            // An entry that has vanished or cannot be examined has no stamp; reading it reports the
            // error.
            let stamp = fs::metadata(entry.path())
                .map_or((0, None), |about| (about.len(), about.modified().ok()));
            listed.push(Listed {
                path: entry.path(),
                is_folder: kind.is_dir(),
                is_link: kind.is_symlink(),
                stamp,
            });
        }
        Ok(listed)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
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
        // Notes are private.
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

    fn watch(&self, folder: &Path, tell: Box<dyn Fn() + Send>) -> Option<Watch> {
        Watch::new(folder, tell)
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
/// Those of [`Handle::write`]; some bytes may have been written.
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
