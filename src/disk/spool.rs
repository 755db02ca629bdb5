//! Spools: what sessions could not write to the file where it belongs, one file each beside it,
//! until another session has taken it in.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ulid::Ulid;

use super::volume::Volume;
use super::{Error, naming};

/// The files `STEM-ID.jsonl` of a folder, of which each session writes to one alone.
#[derive(Clone, Debug, Default)]
pub struct Spool {
    folder: PathBuf,
    stem: &'static str,
    own: PathBuf,
}

/// Largest file that is taken in, in bytes.
pub const LARGEST: u64 = 256 << 20;

impl Spool {
    /// A spool for a session; writes nothing.
    pub fn new(folder: &Path, stem: &'static str) -> Self {
        let folder = folder.to_owned();
        let own = fresh(&folder, stem);
        Self { folder, stem, own }
    }

    /// The file of this session.
    pub fn own(&self) -> &Path {
        &self.own
    }

    /// The files that other sessions have left, oldest first; none if the folder cannot be listed.
    pub fn left(&self, volume: &dyn Volume) -> Vec<PathBuf> {
        let is_left = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let id = name
                .strip_prefix(self.stem)
                .and_then(|name| name.strip_prefix('-')?.strip_suffix(".jsonl"));
            id.is_some_and(|id| Ulid::from_string(id).is_ok()) && *path != self.own
        };
        let entries = volume.entries(&self.folder).unwrap_or_default();
        let mut left: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path).collect();
        left.retain(is_left);
        left.sort();
        left
    }

    /// Takes a file in: hands its bytes to `keep`, and deletes it once they are kept. It first gets
    /// a name that nobody else writes to, so that two sessions do not both take it, and nothing is
    /// deleted that was written to it after it was read. Nothing is done if it is gone.
    ///
    /// # Errors
    /// If it cannot be renamed, read or deleted, or those of `keep`: its bytes then stay, for
    /// another session.
    pub fn take(
        &self,
        volume: &dyn Volume,
        path: &Path,
        keep: impl FnOnce(&[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let claimed = fresh(&self.folder, self.stem);
        let bytes = volume
            .rename(path, &claimed)
            .and_then(|()| volume.read(&claimed, LARGEST));
        match bytes {
            // Another session has taken it.
            Err(reason) if reason.kind() == ErrorKind::NotFound => return Ok(()),
            bytes => keep(&bytes.map_err(naming("read", path))?)?,
        }
        volume.remove(&claimed).map_err(naming("delete", &claimed))
    }
}

/// A path that no session has.
fn fresh(folder: &Path, stem: &str) -> PathBuf {
    folder.join(format!("{stem}-{}.jsonl", Ulid::generate()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::memory::Memory;
    use crate::disk::{Care, append, replace};
    use crate::text::Said;

    const CARE: Care = Care {
        is_shared: true,
        is_new: true,
    };

    fn lines(disk: &Memory, spool: &Spool) -> Vec<Vec<u8>> {
        let left = spool.left(disk);
        left.iter()
            .map(|path| disk.read(path, LARGEST).unwrap())
            .collect()
    }

    #[test]
    fn each_session_leaves_its_own_file_and_one_takes_it() {
        let (disk, folder) = (Memory::default(), Path::new("/s"));
        let [one, other, third] = [(); 3].map(|()| Spool::new(folder, "left"));
        replace(&disk, one.own(), b"one\n").unwrap();
        replace(&disk, other.own(), b"other\n").unwrap();
        // Others of the folder are none of it.
        for name in ["left.jsonl", "left-2.jsonl", "right-01KA.jsonl"] {
            replace(&disk, &folder.join(name), b"no\n").unwrap();
        }
        assert_eq!(lines(&disk, &one), [b"other\n"]);
        assert_eq!(third.left(&disk).len(), 2);
        let full = || Error::because("write", folder, Said::new("reason.no-space"));
        assert!(third.take(&disk, one.own(), |_| Err(full())).is_err());
        assert_eq!(third.left(&disk).len(), 2, "what is not kept stays");
        let mut kept = Vec::new();
        for path in third.left(&disk) {
            let keep = |bytes: &[u8]| {
                kept.extend_from_slice(bytes);
                // The one that has left it goes on meanwhile.
                append(&disk, &path, "more\n", CARE).map(drop)
            };
            third.take(&disk, &path, keep).unwrap();
        }
        kept.sort_unstable();
        let mut all = b"one\nother\n".to_vec();
        all.sort_unstable();
        assert_eq!(kept, all);
        assert_eq!(lines(&disk, &third), [b"more\n", b"more\n"]);
        // Another session was faster.
        let gone = folder.join("left-gone.jsonl");
        third.take(&disk, &gone, |_| Err(full())).unwrap();
    }
}
