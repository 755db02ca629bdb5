//! Folders: when their listings changed, and their files by their names alone.

use std::fs;
use std::io;
use std::path::Path;

use super::Stamp;

/// When the listing of a folder last changed, in nanoseconds since the Unix epoch, 0 if the disk
/// does not tell; `None` if there is no folder, or if it is a link that is not to be followed.
pub fn listing_changed(path: &Path, is_followed: bool) -> Option<i64> {
    let about = if is_followed {
        fs::metadata(path)
    } else {
        fs::symlink_metadata(path)
    };
    let about = about.ok().filter(fs::Metadata::is_dir)?;
    let changed = Stamp::of(&about).modified;
    Some(if tells_changes(path) { changed } else { 0 })
}

/// Whether the time of a folder on this disk tells each change of its listing. Sticks (FAT, exFAT)
/// do not where another system wrote to them, and servers and programs may do as they like.
#[cfg(target_os = "linux")]
fn tells_changes(path: &Path) -> bool {
    /// The kinds of disks that do, by the numbers that statfs(2) has for them: ext2 to ext4, XFS,
    /// Btrfs, F2FS, ZFS, bcachefs, tmpfs, overlayfs.
    const TELLING: [u64; 8] = [
        0xef53,
        0x5846_5342,
        0x9123_683e,
        0xf2f5_2010,
        0x2fc1_2fc1,
        0xca45_1a4e,
        0x0102_1994,
        0x794c_7630,
    ];
    let about = rustix::fs::statfs(path);
    about.is_ok_and(|about| TELLING.contains(&(about.f_type as u64 & 0xffff_ffff)))
}

#[cfg(not(target_os = "linux"))]
fn tells_changes(_: &Path) -> bool {
    false
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

    #[cfg(target_os = "linux")]
    #[test]
    fn only_disks_that_are_known_tell_when_a_listing_changed() {
        let home = tempfile::tempdir().unwrap();
        assert!(listing_changed(home.path(), false).is_some_and(|changed| changed > 0));
        assert_eq!(listing_changed(Path::new("/proc"), false), Some(0));
        let link = home.path().join("链");
        std::os::unix::fs::symlink(home.path(), &link).unwrap();
        assert!(listing_changed(&link, true).is_some());
        for other in [link, home.path().join("无")] {
            assert_eq!(listing_changed(&other, false), None);
        }
    }

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
