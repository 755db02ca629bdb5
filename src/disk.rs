//! The cellar: reading with the path in the error, from files and from programs; atomic writing,
//! locked appending. Never knows what the bytes mean.

mod append;
mod bytes;
mod folder;
mod list;
mod map;
#[cfg(test)]
pub mod memory;
mod pieces;
mod program;
mod quota;
mod reason;
mod replace;
mod rewrite;
pub mod spool;
mod volume;
mod watch;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::text::Said;

pub use append::{Care, append};
pub use bytes::{Bytes, Put};
pub use folder::{Folder, listing_changed};
pub use list::list;
pub use map::Map;
pub use pieces::Pieces;
pub use program::{Limits, Programs, ended};
pub use quota::Quota;
pub use reason::reason;
pub use replace::{Make, replace, replace_with};
pub use rewrite::rewrite;
pub use spool::Spool;
pub use volume::{Handle, Listed, Opening, System, Volume};
pub use watch::Watch;

/// A failed disk operation: the operation, the path and the reason.
#[derive(Debug)]
pub struct Error {
    /// The operation, as an infinitive: `read`, `write`, `sync`, `lock`, `create`, `delete`.
    pub operation: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// The system's reason.
    pub reason: io::Error,
}

impl Error {
    /// What failed and why, in one line that names the path.
    pub fn said(&self) -> Said {
        let line = Said::new(format!("disk.{}", self.operation));
        line.with(self.path.display())
            .with_said(reason(&self.reason))
    }

    /// Whether another error says the same, perhaps of another file.
    pub fn is_like(&self, other: &Self) -> bool {
        let said = |error: &Self| {
            let reason = &error.reason;
            (error.operation, reason.kind(), reason.raw_os_error())
        };
        said(self) == said(other)
    }

    /// An operation that the program itself gave up.
    pub fn because(operation: &'static str, path: &Path, reason: Said) -> Self {
        Self {
            operation,
            path: path.to_owned(),
            reason: io::Error::other(reason),
        }
    }
}

/// Converts an I/O error, adding the operation and the path.
fn naming<'a>(operation: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
    move |reason| Error {
        operation,
        path: path.to_owned(),
        reason,
    }
}

/// Reads a whole regular file of at most `limit` bytes.
///
/// # Errors
/// If the file cannot be opened or read, is not a regular file, or is larger than `limit`.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let (file, about) = open_regular(path)?;
    let mut bytes = room(about.len().min(limit));
    // One byte beyond the limit distinguishes a file that is too large from one of exactly that
    // size.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(naming("read", path))?;
    if bytes.len() as u64 > limit {
        let reason = Said::new("disk.larger").with(limit >> 20);
        return Err(Error::because("read", path, reason));
    }
    Ok(bytes)
}

/// Length and time of a file, by which a change is detected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Length in bytes.
    pub length: u64,
    /// Time of the last change, in nanoseconds since the Unix epoch; 0 if the system does not know.
    pub modified: i64,
}

impl Stamp {
    /// The stamp in the metadata of a file.
    fn of(about: &fs::Metadata) -> Self {
        let since = about
            .modified()
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        Self {
            length: about.len(),
            modified: since.map_or(0, |time| time.as_nanos() as i64),
        }
    }
}

/// The stamp of a regular file.
///
/// # Errors
/// If there is no regular file at `path`.
pub fn stamp(path: &Path) -> Result<Stamp, Error> {
    let about = fs::metadata(path).map_err(naming("read", path))?;
    regular(&about, path)?;
    Ok(Stamp::of(&about))
}

/// Opens the controlling terminal of the process for reading, even if standard input is redirected.
///
/// # Errors
/// If the process has no terminal.
#[cfg(unix)]
pub fn terminal() -> std::io::Result<impl std::io::Read> {
    fs::File::open("/dev/tty")
}

/// Whether `path` is a folder.
pub fn is_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_dir())
}

/// Whether `path`, or a folder between it and its ancestor `root`, is a symbolic link.
pub fn is_by_link(root: &Path, path: &Path) -> bool {
    path.ancestors()
        .take_while(|above| *above != root)
        .any(Path::is_symlink)
}

/// Reads the first `length` bytes of a regular file, or all of a shorter one, and its stamp.
///
/// # Errors
/// If the file cannot be opened or read, or is not a regular file.
pub fn read_head(path: &Path, length: u64) -> Result<(Vec<u8>, Stamp), Error> {
    let (file, about) = open_regular(path)?;
    let mut bytes = room(length.min(about.len()));
    file.take(length)
        .read_to_end(&mut bytes)
        .map_err(naming("read", path))?;
    Ok((bytes, Stamp::of(&about)))
}

/// Deletes a file that can be recreated. Succeeds if there is none.
///
/// # Errors
/// If the file exists and cannot be deleted.
pub fn discard(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(reason) if reason.kind() != io::ErrorKind::NotFound => {
            Err(naming("delete", path)(reason))
        }
        _ => Ok(()),
    }
}

/// Opens a regular file for reading and returns what the system says of it.
///
/// What has been opened is examined, not what the path named before: the name may have passed to a
/// pipe in between. Nothing waits for the writer of a pipe, and no terminal becomes the program's.
fn open_regular(path: &Path) -> Result<(File, fs::Metadata), Error> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits() as i32);
    }
    let file = options.open(path).map_err(naming("read", path))?;
    let about = file.metadata().map_err(naming("read", path))?;
    regular(&about, path)?;
    Ok((file, about))
}

fn regular(about: &fs::Metadata, path: &Path) -> Result<(), Error> {
    if about.is_dir() {
        return Err(Error::because("read", path, Said::new("reason.folder")));
    }
    if !about.is_file() {
        return Err(Error::because("read", path, Said::new("disk.no-file")));
    }
    Ok(())
}

/// A buffer with room for `length` bytes and one more to detect the end. Without it, reading starts
/// with a buffer of 32 bytes.
fn room(length: u64) -> Vec<u8> {
    Vec::with_capacity(usize::try_from(length + 1).unwrap_or(0))
}

/// Replaces a whole file on the system's disk, like [`replace`].
///
/// # Errors
/// As [`replace`].
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace(&System, path, bytes)
}

/// Replaces a whole file on the system's disk with bytes produced piece by piece, like
/// [`replace_with`].
///
/// # Errors
/// As [`replace`].
pub fn write_atomic_with(path: &Path, make: Make<'_>) -> Result<(), Error> {
    replace_with(&System, path, make)
}

/// Writes a file of a person's own, which is not there yet.
///
/// # Errors
/// Of the kind `AlreadyExists` if there is one of this name; if it cannot be written, it is not
/// left half written.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut options = fs::OpenOptions::new();
    let file = options.write(true).create_new(true).open(path);
    let mut file = file.map_err(naming("create", path))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|reason| {
        let _ = fs::remove_file(path);
        naming("write", path)(reason)
    })
}

fn parent(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Creates a folder and its ancestors, syncing each: a name lost in a power cut takes everything
/// below with it.
fn create_folder(volume: &dyn Volume, folder: &Path) -> Result<(), Error> {
    let mut missing = Vec::new();
    let mut at = Some(folder);
    while let Some(folder) = at.filter(|folder| !volume.is_folder(folder)) {
        missing.push(folder);
        at = Some(parent(folder)).filter(|above| *above != folder);
    }
    for folder in missing.into_iter().rev() {
        match volume.create_folder(folder) {
            Err(reason) if reason.kind() == io::ErrorKind::AlreadyExists => {}
            made => made.map_err(naming("create", folder))?,
        }
        let above = parent(folder);
        sync_folder(volume, above)?;
    }
    Ok(())
}

/// Syncs a folder. Where the file system cannot do that, it is as good as done: it either keeps
/// names by itself, or nothing else would keep them either.
fn sync_folder(volume: &dyn Volume, folder: &Path) -> Result<(), Error> {
    match volume.sync_folder(folder) {
        Err(reason) if is_unsupported(&reason) => Ok(()),
        synced => synced.map_err(naming("sync", folder)),
    }
}

/// Whether the file system of a folder can sync it; true if that cannot be told.
pub fn syncs_folders(volume: &dyn Volume, folder: &Path) -> bool {
    !matches!(volume.sync_folder(folder), Err(reason) if is_unsupported(&reason))
}

/// Whether an error says that the file system has no such operation, so that trying again is of no
/// use.
pub fn is_unsupported(reason: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let none = [
            Errno::INVAL,
            Errno::NOTSUP,
            Errno::OPNOTSUPP,
            Errno::NOSYS,
            Errno::NOLCK,
        ];
        if Errno::from_io_error(reason).is_some_and(|errno| none.contains(&errno)) {
            return true;
        }
    }
    reason.kind() == io::ErrorKind::Unsupported
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_lies_behind_a_link_is_told_from_what_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("root/a")).unwrap();
        std::os::unix::fs::symlink(at("root/a"), at("root/b")).unwrap();
        std::os::unix::fs::symlink(at("root"), at("linked")).unwrap();
        assert!(!is_by_link(&at("root"), &at("root/a/c")));
        assert!(is_by_link(&at("root"), &at("root/b")));
        assert!(is_by_link(&at("root"), &at("root/b/c")));
        // The library itself may be named by a link.
        assert!(!is_by_link(&at("linked"), &at("linked/a/c")));
    }

    /// A name that is now a file's and now a pipe's, as others of the machine can make it: the pipe
    /// has no writer, so that whoever opens it and waits never returns.
    #[cfg(unix)]
    #[test]
    fn a_pipe_that_takes_the_name_of_a_file_holds_nobody_up() {
        use std::sync::atomic::{AtomicBool, Ordering};
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        let is_over = AtomicBool::new(false);
        let (mut files, mut pipes) = (0, 0);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    fs::write(at("new"), "text").unwrap();
                    fs::rename(at("new"), at("name")).unwrap();
                    rustix::fs::mkfifoat(rustix::fs::CWD, at("new"), mode).unwrap();
                    fs::rename(at("new"), at("name")).unwrap();
                }
            });
            let name = at("name");
            while files < 500 || pipes < 500 {
                let reads = [
                    read(&name, 9),
                    read_head(&name, 9).map(|(bytes, _)| bytes),
                    Pieces::open(&name).and_then(|mut pieces| pieces.read(0, 4)),
                ];
                for read in reads {
                    match read {
                        Ok(bytes) => {
                            assert_eq!(bytes, b"text");
                            files += 1;
                        }
                        Err(error) => {
                            pipes += i32::from(reason(&error.reason) == Said::new("disk.no-file"));
                        }
                    }
                }
            }
            is_over.store(true, Ordering::Relaxed);
        });
    }

    #[test]
    fn only_regular_files_of_a_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let error = read(folder.path(), 10).unwrap_err();
        assert_eq!(reason(&error.reason), Said::new("reason.folder"));
        let path = folder.path().join("a");
        fs::write(&path, "0123456789").unwrap();
        assert_eq!(read(&path, 10).unwrap().len(), 10);
        assert!(read(&path, 9).is_err());
        let (head, stamp) = read_head(&path, 4).unwrap();
        assert_eq!((head.as_slice(), stamp.length), (b"0123".as_slice(), 10));
        assert!(stamp.modified > 0 && Stamp::of(&fs::metadata(&path).unwrap()) == stamp);
        let missing = folder.path().join("b");
        let said = read(&missing, 9).unwrap_err().said();
        let expected = Said::new("disk.read").with(missing.display());
        assert_eq!(said, expected.with_said(Said::new("reason.not-found")));
    }
}
