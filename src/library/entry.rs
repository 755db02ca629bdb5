//! One document as the catalog knows it: what its header says and where it is.

use super::Source;
use crate::disk;
use crate::document::{self, Header};

/// An entry of one catalog: its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// A document of the library, not loaded.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What its header says; `title` is never empty (the file name, at last).
    pub header: Header,
    /// Where its bytes are.
    pub source: Source,
}

/// As much of a document as is read for its header and title.
const HEAD: usize = 16 << 10;

impl Entry {
    /// Reads the head of a document.
    ///
    /// # Errors
    /// As [`Source::head`].
    pub fn read(source: Source) -> Result<Self, disk::Error> {
        let parsed = document::parse(document::decode(&source.head(HEAD)?).text);
        Ok(Self::new(parsed.header, source))
    }

    /// Makes the entry of a document whose head is read: the title is the header's, else the file's name.
    pub fn new(mut header: Header, source: Source) -> Self {
        if header.title.is_empty() {
            let name = source.name();
            let name = name.rsplit(['/', '\\']).next().unwrap_or("");
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            header.title = String::from(if stem.is_empty() { name } else { stem });
        }
        Self { header, source }
    }

    /// What the document is known by when it is renamed or moved.
    pub fn key(&self) -> String {
        self.header.key()
    }
}
