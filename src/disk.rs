//! The cellar: reading with the path in the error, atomic writing, locked appending; never knows what the bytes mean.

mod append;
mod pieces;
mod quota;
mod replace;
mod rewrite;
mod volume;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub use append::{Care, append};
pub use pieces::Pieces;
pub use quota::Quota;
pub use replace::{Make, replace, replace_with};
pub use rewrite::rewrite;
pub use volume::{Handle, Listed, Opening, System, Volume};

/// A failed disk operation: which one, on which path, why.
#[derive(Debug)]
pub struct Error {
    /// What was tried, as an infinitive: `read`, `write`, `sync`, `lock`, `create`.
    pub operation: &'static str,
    /// On what.
    pub path: PathBuf,
    /// The system's reason.
    pub reason: io::Error,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot {} {}: {}",
            self.operation,
            self.path.display(),
            self.reason
        )
    }
}

impl std::error::Error for Error {}

impl Error {
    fn because(operation: &'static str, path: &Path, reason: &str) -> Self {
        let path = path.to_owned();
        Self {
            operation,
            path,
            reason: io::Error::other(reason.to_owned()),
        }
    }
}

/// Names the operation and the path of a failure.
fn naming<'a>(operation: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
    move |reason| Error {
        operation,
        path: path.to_owned(),
        reason,
    }
}

/// The largest document that is opened: 64 MiB.
pub const LARGEST: u64 = 64 << 20;

/// Reads a whole regular file of at most `limit` bytes.
///
/// # Errors
/// Where it cannot be opened or read, is no regular file, or is larger.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let (file, length) = open_regular(path)?;
    let mut bytes = room(length.min(limit));
    // One byte more than the limit tells a file that is too large from one that is just so.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(naming("read", path))?;
    if bytes.len() as u64 > limit {
        let reason = format!("it is larger than {} MiB", limit >> 20);
        return Err(Error::because("read", path, &reason));
    }
    Ok(bytes)
}

/// What tells a file from the same file changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub length: u64,
    /// When it was last written: nanoseconds of the Unix epoch; 0 where the system does not say.
    pub modified: i64,
}

impl Stamp {
    /// Of what the system says about a file.
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
/// Where there is none.
pub fn stamp(path: &Path) -> Result<Stamp, Error> {
    let about = fs::metadata(path).map_err(naming("read", path))?;
    regular(&about, path)?;
    Ok(Stamp::of(&about))
}

/// The terminal of the process, to be read from, whatever standard input is.
///
/// # Errors
/// Where there is none.
#[cfg(unix)]
pub fn terminal() -> std::io::Result<impl std::io::Read> {
    fs::File::open("/dev/tty")
}

/// Whether a path is a folder.
pub fn is_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_dir())
}

/// Whether a path, or a folder between it and `root`, which it is below, is a link.
pub fn is_by_link(root: &Path, path: &Path) -> bool {
    path.ancestors()
        .take_while(|above| *above != root)
        .any(Path::is_symlink)
}

/// Reads the first `length` bytes of a regular file, or all where it is shorter, and its stamp.
///
/// # Errors
/// Where it cannot be opened or read, or is no regular file.
pub fn read_head(path: &Path, length: u64) -> Result<(Vec<u8>, Stamp), Error> {
    let about = fs::metadata(path).map_err(naming("read", path))?;
    regular(&about, path)?;
    let mut bytes = room(length.min(about.len()));
    let file = File::open(path).map_err(naming("read", path))?;
    file.take(length)
        .read_to_end(&mut bytes)
        .map_err(naming("read", path))?;
    Ok((bytes, Stamp::of(&about)))
}

/// Deletes a file that can be made anew; where there is none, nothing is to be done.
///
/// # Errors
/// Where it is there and cannot be deleted.
pub fn discard(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(reason) if reason.kind() != io::ErrorKind::NotFound => {
            Err(naming("delete", path)(reason))
        }
        _ => Ok(()),
    }
}

/// Opens a file for reading, and tells its length; no directory, pipe or device: opening a pipe would wait for a writer.
fn open_regular(path: &Path) -> Result<(File, u64), Error> {
    let about = fs::metadata(path).map_err(naming("read", path))?;
    regular(&about, path)?;
    let file = File::open(path).map_err(naming("read", path))?;
    Ok((file, about.len()))
}

fn regular(about: &fs::Metadata, path: &Path) -> Result<(), Error> {
    if about.is_dir() {
        return Err(Error::because("read", path, "it is a folder"));
    }
    if !about.is_file() {
        return Err(Error::because("read", path, "it is no regular file"));
    }
    Ok(())
}

/// A buffer for so many bytes and the end behind them: without, reading would begin with 32 bytes.
fn room(length: u64) -> Vec<u8> {
    Vec::with_capacity(usize::try_from(length + 1).unwrap_or(0))
}

/// The files below a folder whose names end in `.extension`, hidden ones and temporary ones not, in order of their paths; none where
/// there is no folder. What cannot be read is told, and the rest is listed all the same.
pub fn list(
    volume: &dyn Volume,
    folder: &Path,
    extension: &str,
    problems: &mut Vec<Error>,
) -> Vec<Listed> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        match volume.entries(&folder) {
            Ok(entries) => {
                for entry in entries {
                    let name = entry.path.file_name().unwrap_or_default();
                    if name.to_string_lossy().starts_with('.') {
                        continue;
                    }
                    if entry.is_folder {
                        folders.push(entry.path);
                    } else if entry.path.extension().is_some_and(|own| own == extension) {
                        found.push(entry);
                    }
                }
            }
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => {}
            Err(reason) => problems.push(naming("read", &folder)(reason)),
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Replaces a file of the file system whole, as [`replace`].
///
/// # Errors
/// As [`replace`].
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace(&System, path, bytes)
}

/// Replaces a file of the file system whole, its bytes made piece by piece, as [`replace_with`].
///
/// # Errors
/// As [`replace`].
pub fn write_atomic_with(path: &Path, make: Make<'_>) -> Result<(), Error> {
    replace_with(&System, path, make)
}

fn parent(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Makes a folder and those above it, each of them lasting: a name that a power cut takes away takes all below it.
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
        volume.sync_folder(above).map_err(naming("sync", above))?;
    }
    Ok(())
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
        // The library itself may be named by one.
        assert!(!is_by_link(&at("linked"), &at("linked/a/c")));
    }

    #[test]
    fn only_regular_files_of_a_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let error = read(folder.path(), 10).unwrap_err().to_string();
        assert!(error.ends_with("it is a folder"), "{error}");
        let path = folder.path().join("a");
        fs::write(&path, "0123456789").unwrap();
        assert_eq!(read(&path, 10).unwrap().len(), 10);
        assert!(read(&path, 9).is_err());
        let (head, stamp) = read_head(&path, 4).unwrap();
        assert_eq!((head.as_slice(), stamp.length), (b"0123".as_slice(), 10));
        assert!(stamp.modified > 0 && Stamp::of(&fs::metadata(&path).unwrap()) == stamp);
        let missing = folder.path().join("b");
        assert!(read(&missing, 9).unwrap_err().to_string().contains("/b: "));
    }
}
