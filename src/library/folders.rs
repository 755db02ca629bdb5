//! The folders of a library as they were read last: one whose listing has not changed since is not
//! read again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::disk;

/// When the listing of each folder last changed, in nanoseconds since the Unix epoch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    changed: BTreeMap<PathBuf, i64>,
}

/// What changes within this time of a change may leave the folder's time as it is: some disks count
/// in two seconds.
const TICK: Duration = Duration::from_secs(2);

/// The time of a folder that is to be read again.
const UNSURE: i64 = 0;

/// Folders that are known, as they are now.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Those whose listings are as they were.
    pub same: BTreeSet<PathBuf>,
    /// Those that are to be read.
    pub changed: Vec<PathBuf>,
}

impl Folders {
    /// Takes note of a folder whose listing had changed at some time when it was read.
    pub(super) fn put(&mut self, folder: PathBuf, changed: i64, read: SystemTime) {
        let sure = read.checked_sub(TICK);
        let sure = sure.and_then(|sure| sure.duration_since(UNIX_EPOCH).ok());
        let is_sure = sure.is_some_and(|sure| i128::from(changed) < sure.as_nanos() as i128);
        self.changed
            .insert(folder, if is_sure { changed } else { UNSURE });
    }

    /// Has a folder read again, or that of a file, which could not be read.
    pub(super) fn doubt(&mut self, path: &Path) {
        for folder in [Some(path), path.parent()].into_iter().flatten() {
            if let Some(changed) = self.changed.get_mut(folder) {
                *changed = UNSURE;
            }
        }
    }

    /// Adds what is known from elsewhere.
    pub(super) fn merge(&mut self, other: Self) {
        self.changed.extend(other.changed);
    }

    /// Forgets a folder and all below it.
    pub(super) fn forget_below(&mut self, folder: &Path) {
        self.changed.retain(|own, _| !own.starts_with(folder));
    }

    /// Whether a folder was there.
    pub(super) fn knows(&self, folder: &Path) -> bool {
        self.changed.contains_key(folder)
    }

    /// All of them, each with when it changed.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (&Path, i64)> {
        self.changed
            .iter()
            .map(|(folder, changed)| (folder.as_path(), *changed))
    }

    /// Looks at those that are `folder` or below it; without those that are gone, or are no folders
    /// any more, or links.
    pub(super) fn sort(&self, folder: &Path) -> Sorted {
        let (mut same, mut changed) = (Vec::new(), Vec::new());
        // Those above the one at hand that are there: a folder comes right before all below it.
        let mut above: Vec<&Path> = Vec::new();
        let own = self
            .changed
            .range::<Path, _>((Bound::Included(folder), Bound::Unbounded));
        for (path, before) in own.take_while(|(path, _)| path.starts_with(folder)) {
            while above.last().is_some_and(|above| !path.starts_with(above)) {
                above.pop();
            }
            if path != folder && above.last().copied() != path.parent() {
                continue;
            }
            // The root itself may be a link.
            let Some(now) = disk::listing_changed(path, path == folder) else {
                continue;
            };
            above.push(path);
            if now == *before && now != UNSURE {
                same.push(path.clone());
            } else {
                changed.push(path.clone());
            }
        }
        Sorted {
            // They are in order: no search for the place of each.
            same: same.into_iter().collect(),
            changed,
        }
    }
}

impl FromIterator<(PathBuf, i64)> for Folders {
    fn from_iter<T: IntoIterator<Item = (PathBuf, i64)>>(folders: T) -> Self {
        Self {
            changed: folders.into_iter().collect(),
        }
    }
}
