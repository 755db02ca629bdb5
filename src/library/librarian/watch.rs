//! Watching: collects the system's reports of changes below the libraries until they pause.

#[cfg(target_os = "linux")]
mod by_folder;
#[cfg(any(test, not(target_os = "linux")))]
mod by_tree;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

#[cfg(target_os = "linux")]
use by_folder::Watcher;
#[cfg(not(target_os = "linux"))]
use by_tree::Watcher;

use super::super::scan::is_document;
use crate::disk::{self, System, Volume};
use crate::library::Filters;
use crate::text::Said;

/// What the system reports of what is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Report {
    /// Something was written to a file.
    Written(PathBuf),
    /// Something was made, moved, taken away or opened to others.
    Changed(PathBuf),
    /// More happened than it could tell: anything may have changed.
    Lost,
}

/// What wakes the librarian.
#[derive(Clone, Debug)]
pub enum Wake {
    /// Scan all libraries again.
    Refresh,
    /// Something has changed at these paths.
    Changed(BTreeSet<PathBuf>),
    /// A document outside the open libraries is requested.
    Fetch(PathBuf),
    /// The program ends.
    End,
}

/// How long to wait for further changes: they come in bursts, since saving a file writes, moves and
/// touches it.
const QUIET: Duration = Duration::from_millis(150);

/// Most paths collected from one burst.
const MOST: usize = 1000;

/// The watch over some libraries and single files; it ends when this is dropped.
pub(super) struct Watch {
    watcher: Watcher,
    /// Why the system does not watch all of it.
    pub missed: Option<io::Error>,
}

impl Watch {
    /// Watches nothing yet but single files.
    ///
    /// # Errors
    /// If the system can watch nothing at all.
    pub fn new(
        roots: &[PathBuf],
        files: &[PathBuf],
        filters: &Arc<Filters>,
        to: &Sender<Wake>,
    ) -> io::Result<Self> {
        let to = to.clone();
        let ours = Ours {
            roots: roots.to_vec(),
            files: files.iter().cloned().collect(),
            filters: Arc::clone(filters),
        };
        let tell = move |report| {
            let wake = match report {
                Report::Lost => Wake::Refresh,
                Report::Written(path) if ours.has(&path, true) => Wake::Changed([path].into()),
                Report::Changed(path) if ours.has(&path, false) => Wake::Changed([path].into()),
                Report::Written(_) | Report::Changed(_) => return,
            };
            // The receiver is gone once the program ends.
            drop(to.send(wake));
        };
        let mut watch = Self {
            watcher: Watcher::new(tell)?,
            missed: None,
        };
        // Programs usually save a file by replacing it: only its folder is told.
        let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
        for folder in folders {
            if let Err(error) = watch.watcher.folder(folder) {
                watch.missed.get_or_insert(error);
            }
        }
        Ok(watch)
    }

    /// Watches a library whose folders are known from a scan. Where the system watches each folder
    /// for itself, nobody need look for them once more.
    pub fn library<'f>(&mut self, root: &Path, known: impl ExactSizeIterator<Item = &'f Path>) {
        if !BY_FOLDER || known.len() == 0 {
            return self.below(root);
        }
        for folder in known {
            if self.is_full() {
                return;
            }
            self.inside(folder);
        }
    }

    /// Watches a folder with all below it. Each is watched before it is read, so that nothing is
    /// made in it meanwhile. One that is unreadable or gone keeps no other from being watched; the
    /// scan has reported it.
    pub fn below(&mut self, folder: &Path) {
        if self.is_full() {
            return;
        }
        #[cfg(not(target_os = "linux"))]
        if self.watcher.tree(folder).is_ok() {
            return;
        }
        if self.inside(folder) {
            for inner in System.entries(folder).unwrap_or_default() {
                if inner.is_folder {
                    self.below(&inner.path);
                }
            }
        }
    }

    /// Watches one folder of a library; whether it is watched.
    fn inside(&mut self, folder: &Path) -> bool {
        match self.watcher.folder(folder) {
            Err(error) if is_full(&error) => {
                self.missed = Some(error);
                false
            }
            watched => watched.is_ok(),
        }
    }

    /// Whether the system watches no more folders.
    fn is_full(&self) -> bool {
        self.missed.as_ref().is_some_and(is_full)
    }
}

/// Whether the system watches each folder for itself, or else all that is below one.
const BY_FOLDER: bool = cfg!(target_os = "linux");

/// Whether the system watches no more folders.
fn is_full(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::StorageFull
}

/// Why not all changes are noticed, in one line, with the remedy.
pub(super) fn told(error: &io::Error) -> Said {
    let reason = if is_full(error) {
        Said::new("library.no-watch")
    } else {
        disk::reason(error)
    };
    Said::new("library.unwatched").with_said(reason)
}

/// What the watch is for; a folder such as `/tmp` is also written to by others.
struct Ours {
    roots: Vec<PathBuf>,
    files: BTreeSet<PathBuf>,
    filters: Arc<Filters>,
}

impl Ours {
    /// Whether a change at a path can concern a document.
    fn has(&self, path: &Path, is_written: bool) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let mut below = self
            .roots
            .iter()
            .filter_map(|root| path.strip_prefix(root).ok());
        let is_hidden = |name: std::path::Component<'_>| {
            name.as_os_str().as_encoded_bytes().first() == Some(&b'.')
        };
        // Of a file without the name of a document it matters that it is there, since it is counted
        // as left out; not what is written to it.
        below.any(|path| {
            !path.components().any(is_hidden) && (!is_written || is_document(path, &self.filters))
        })
    }
}

/// All senders are gone.
#[derive(Debug)]
pub(super) struct End;

/// The next request, if there is one within a time.
pub(super) fn next_within(time: Duration, wakes: &Receiver<Wake>) -> Result<Option<Wake>, End> {
    match wakes.recv_timeout(time) {
        Ok(wake) => gather(wake, wakes).ok_or(End).map(Some),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(RecvTimeoutError::Disconnected) => Err(End),
    }
}

/// The next request; `None` at the end.
pub(super) fn next(wakes: &Receiver<Wake>) -> Option<Wake> {
    gather(wakes.recv().ok()?, wakes)
}

/// Merges changes that come in one burst.
fn gather(first: Wake, wakes: &Receiver<Wake>) -> Option<Wake> {
    let mut paths = match first {
        Wake::Changed(paths) => paths,
        other => return Some(other),
    };
    while paths.len() < MOST {
        match wakes.recv_timeout(QUIET) {
            Ok(Wake::Changed(more)) => paths.extend(more),
            // A refresh looks at everything anyway.
            Ok(other) => return Some(other),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(Wake::Changed(paths))
}

#[cfg(test)]
mod tests;
