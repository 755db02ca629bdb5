//! Documents that were read from a server, kept in the cache within a bound: those that were read
//! first go first.

use std::path::{Path, PathBuf};

use crate::disk::{self, System};
use crate::engine::Server;

/// Most bytes of the documents of one server that are kept, and the largest document of these.
const MOST: u64 = 256 << 20;
const LARGEST: u64 = 64 << 20;

/// The end of the names of files.
const EXTENSION: &str = "document";

/// What is kept of the documents of a server.
#[derive(Debug)]
pub(super) struct Kept {
    folder: PathBuf,
}

impl Kept {
    pub fn new(cache: &Path, server: &Server) -> Self {
        // Another server under the same name has other documents.
        let own = format!("{} {}", server.name(), server.address());
        let name = format!("{:08x}", crc32fast::hash(own.as_bytes()));
        Self {
            folder: cache.join("engine").join(name),
        }
    }

    /// The bytes of a version of a document, by its key and number.
    pub fn get(&self, at: (u64, u64)) -> Option<Vec<u8>> {
        disk::read(&self.path(at), LARGEST).ok()
    }

    /// Keeps the bytes of a version. A full disk keeps none.
    pub fn put(&self, at: (u64, u64), bytes: &[u8]) {
        if bytes.len() as u64 > LARGEST || disk::write_atomic(&self.path(at), bytes).is_err() {
            return;
        }
        let mut files = disk::list(&System, &self.folder, EXTENSION, &mut Vec::new());
        files.sort_by_key(|file| std::cmp::Reverse(file.stamp.1));
        let mut all = 0;
        for file in files {
            all += file.stamp.0;
            if all > MOST {
                // Another copy of the program may have deleted it.
                let _ = disk::discard(&file.path);
            }
        }
    }

    /// Deletes all of it.
    pub fn forget(&self) -> Result<(), disk::Error> {
        let files = disk::list(&System, &self.folder, EXTENSION, &mut Vec::new());
        files.iter().try_for_each(|file| disk::discard(&file.path))
    }

    fn path(&self, (key, revision): (u64, u64)) -> PathBuf {
        let name = format!("{key:016x}{revision:016x}.{EXTENSION}");
        self.folder.join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_first_goes_first() {
        let cache = tempfile::tempdir().unwrap();
        let access = toml::from_str("address = 'http://[::1]'").unwrap();
        let kept = Kept::new(cache.path(), &Server::new("所", access));
        assert_eq!(kept.get((1, 1)), None);
        kept.put((1, 1), b"one");
        assert_eq!(kept.get((1, 1)).unwrap(), b"one");
        assert_eq!(kept.get((1, 2)), None);
        for number in 2..=6 {
            let path = kept.path((number, 1));
            std::fs::File::create(&path)
                .unwrap()
                .set_len(60 << 20)
                .unwrap();
            let ago = std::time::Duration::from_secs(100 - number);
            let time = std::time::SystemTime::now() - ago;
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(time).unwrap();
        }
        kept.put((7, 1), b"seven");
        let left = |number| kept.get((number, 1)).is_some();
        assert_eq!(
            [2, 3, 4, 5, 6, 7].map(left),
            [false, true, true, true, true, true]
        );
        kept.forget().unwrap();
        assert_eq!([3, 7].map(left), [false, false]);
    }
}
