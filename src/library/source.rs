//! Where the bytes of a document come from: the binary, a file, standard input.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::disk;

/// The place of a document's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A sample built into the binary: its file name and bytes.
    Builtin(&'static str, &'static [u8]),
    /// A file.
    File(PathBuf),
    /// Something read already, such as standard input, with the name it goes by.
    Memory(String, std::sync::Arc<[u8]>),
}

impl Source {
    /// The bytes, read now.
    ///
    /// # Errors
    /// As `disk::read`.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, disk::Error> {
        match self {
            Self::Builtin(_, bytes) => Ok(Cow::Borrowed(bytes)),
            Self::File(path) => disk::read(path, disk::LARGEST).map(Cow::Owned),
            Self::Memory(_, bytes) => Ok(Cow::Borrowed(bytes)),
        }
    }

    /// The first bytes, at most `length`, read now.
    ///
    /// # Errors
    /// As `disk::read_head`.
    pub fn head(&self, length: usize) -> Result<Cow<'_, [u8]>, disk::Error> {
        match self {
            Self::Builtin(_, bytes) => Ok(Cow::Borrowed(bytes.get(..length).unwrap_or(bytes))),
            Self::File(path) => disk::read_head(path, length as u64).map(Cow::Owned),
            Self::Memory(_, bytes) => Ok(Cow::Borrowed(bytes.get(..length).unwrap_or(bytes))),
        }
    }

    /// The path, or the name it goes by.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Builtin(name, _) => Cow::Borrowed(name),
            Self::File(path) => path.to_string_lossy(),
            Self::Memory(name, _) => Cow::Borrowed(name),
        }
    }
}
