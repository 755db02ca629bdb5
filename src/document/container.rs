//! Reading the parts of a container: the files in a ZIP archive, no more of them together than a
//! source may have.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::packing::LARGEST;

/// The parts of a container.
pub(super) struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be read of all parts together.
    left: u64,
}

impl<'a> Container<'a> {
    /// Opens a container; `None` if it is damaged.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        Some(Self {
            archive: ZipArchive::new(Cursor::new(bytes)).ok()?,
            left: LARGEST as u64,
        })
    }

    /// The bytes of a part; `None` if there is no such part or it is damaged.
    pub fn read(&mut self, path: &str) -> Option<Vec<u8>> {
        self.read_start(path, LARGEST)
    }

    /// The first bytes of a part, no more than `length`.
    pub fn read_start(&mut self, path: &str, length: usize) -> Option<Vec<u8>> {
        let part = self.archive.by_name(path).ok()?;
        let mut bytes = Vec::new();
        let most = self.left.min(length as u64);
        part.take(most).read_to_end(&mut bytes).ok()?;
        self.left -= bytes.len() as u64;
        Some(bytes)
    }

    /// The length of a part in bytes, unpacked; 0 if there is no such part.
    pub fn length(&mut self, path: &str) -> u64 {
        self.archive.by_name(path).map_or(0, |part| part.size())
    }
}

/// A container of these parts, for tests.
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]
pub(super) fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::write::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*path, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
