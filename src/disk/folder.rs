//! Folders: when their listings changed, and their files by their names alone.

use std::fs;
use std::io;
use std::path::Path;

use super::Stamp;

/// When the listing of a folder last changed, in nanoseconds since the Unix epoch, 0 if the system
/// does not know; `None` if there is no folder, or if it is a link that is not to be followed.
pub fn listing_changed(path: &Path, is_followed: bool) -> Option<i64> {
    let about = if is_followed {
        fs::metadata(path)
    } else {
        fs::symlink_metadata(path)
    };
    let about = about.ok().filter(fs::Metadata::is_dir)?;
    Some(Stamp::of(&about).modified)
}

/// An open folder: the system need not find it again for each of its files.
#[derive(Debug)]
pub struct Folder {
    #[cfg(unix)]
    handle: rustix::fd::OwnedFd,
    #[cfg(not(unix))]
    path: std::path::PathBuf,
}

#[cfg(unix)]
impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(path: &Path) -> io::Result<Self> {
        use rustix::fs::{Mode, OFlags, open};
        let flags = OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::RDONLY;
        let handle = open(path, flags, Mode::empty())?;
        Ok(Self { handle })
    }

    /// The stamp of one of its regular files.
    pub fn stamp(&self, name: &Path) -> Option<Stamp> {
        use rustix::fs::{AtFlags, FileType, statat};
        let about = statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let is_file = FileType::from_raw_mode(about.st_mode) == FileType::RegularFile;
        let modified = about.st_mtime.saturating_mul(1_000_000_000) + about.st_mtime_nsec as i64;
        is_file.then_some(Stamp {
            length: about.st_size as u64,
            modified: modified.max(0),
        })
    }
}

#[cfg(not(unix))]
impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = path.to_owned();
        Ok(Self { path })
    }

    /// The stamp of one of its regular files.
    pub fn stamp(&self, name: &Path) -> Option<Stamp> {
        super::stamp(&self.path.join(name)).ok()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_same_stamp_by_its_name_and_by_its_path() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("甲.txt");
        fs::write(&path, "第一条").unwrap();
        let folder = Folder::open(home.path()).unwrap();
        assert_eq!(
            folder.stamp(Path::new("甲.txt")),
            super::super::stamp(&path).ok()
        );
        std::os::unix::fs::symlink(&path, home.path().join("乙.txt")).unwrap();
        fs::create_dir(home.path().join("丙.txt")).unwrap();
        for other in ["乙.txt", "丙.txt", "丁.txt"] {
            assert_eq!(folder.stamp(Path::new(other)), None);
        }
        assert!(Folder::open(&path).is_err());
    }
}
