//! The cellar: reading with the path in the error, atomic writing, locked appending; never knows what the bytes mean.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A failed disk operation: which one, on which path, why.
#[derive(Debug)]
pub struct Error {
    /// What was tried, as an infinitive: `read`, `write`, `lock`, `create`.
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

/// Whether a path is a folder.
pub fn is_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_dir())
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

/// The files below a folder whose names end in `.extension`, hidden ones and temporary ones not; none where there is no folder.
///
/// # Errors
/// Where a folder cannot be read.
pub fn list(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(naming("read", &folder))?,
        };
        for entry in entries {
            let entry = entry.map_err(naming("read", &folder))?;
            let kind = entry.file_type().map_err(naming("read", &folder))?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Replaces a file whole: a reader, or a machine that stops at any moment, finds the old bytes or the new ones.
///
/// # Errors
/// Where the folder or the file cannot be written; the old file then still stands.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = parent(path);
    create_folder(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = (|| {
        let mut file = private()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        sync_folder(folder)
    })();
    written.map_err(|reason| {
        // The temporary file is of no use to anyone; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&temporary);
        naming("write", path)(reason)
    })
}

/// Appends one line, complete with its line break, to a file that only ever grows. When this returns, the line is on the disk.
///
/// A tail that a stopped machine left without a line break is ended first, so that it stays one line for itself. A line that
/// could be written only in part is taken back.
///
/// # Errors
/// Where the file cannot be locked, written or synced: the line then does not count.
pub fn append(path: &Path, line: &str) -> Result<(), Error> {
    let folder = parent(path);
    create_folder(folder)?;
    let is_new = !path.exists();
    let mut file = open_locked(path)?;
    let length = file.seek(SeekFrom::End(0)).map_err(naming("write", path))?;
    let written = (|| {
        let mut bytes = Vec::with_capacity(line.len() + 2);
        if length > 0 && last_byte(&mut file)? != b'\n' {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
        file.write_all(&bytes)?;
        file.sync_data()
    })();
    if let Err(reason) = written {
        // What was written of the line is worth nothing without the rest.
        let _ = file.set_len(length);
        return Err(naming("write", path)(reason));
    }
    if is_new {
        sync_folder(folder).map_err(naming("write", folder))?;
    }
    Ok(())
}

/// Opens a file for appending under a lock, and makes sure that it still is the file of that name: a synchroniser may have put
/// another in its place while the lock was awaited.
fn open_locked(path: &Path) -> Result<File, Error> {
    for _ in 0..8 {
        let file = private()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .map_err(naming("write", path))?;
        file.lock().map_err(naming("lock", path))?;
        if is_same(&file, path) {
            return Ok(file);
        }
    }
    Err(Error::because(
        "lock",
        path,
        "it is replaced again and again",
    ))
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_file: &File, path: &Path) -> bool {
    path.exists()
}

fn last_byte(file: &mut File) -> io::Result<u8> {
    let mut byte = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn parent(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// What a person wrote is theirs alone to read.
fn private() -> OpenOptions {
    #[allow(unused_mut, reason = "only Unix has modes")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn create_folder(folder: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(naming("create", folder))
}

/// Makes a new name in a folder last.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_tail_is_ended_and_whole_lines_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.jsonl");
        append(&path, "one").unwrap();
        fs::write(&path, "one\ntor").unwrap();
        append(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntor\ntwo\n");
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

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        write_atomic(&path, b"old").unwrap();
        write_atomic(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
