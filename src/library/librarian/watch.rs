//! Watching: collects the system's reports of changes below the libraries until they pause.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::super::scan::is_document;
use crate::disk::{self, System, Volume};
use crate::library::Filters;
use crate::text::Said;

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
    watcher: RecommendedWatcher,
    /// Why the system does not watch all of it.
    pub missed: Option<notify::Error>,
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
    ) -> notify::Result<Self> {
        let to = to.clone();
        let ours = Ours {
            roots: roots.to_vec(),
            files: files.iter().cloned().collect(),
            filters: Arc::clone(filters),
        };
        // The receiver is gone once the program ends.
        let send = move |event: notify::Result<notify::Event>| match event {
            // The system's queue overflowed: anything may have changed.
            Ok(event) if event.need_rescan() => drop(to.send(Wake::Refresh)),
            Ok(event) if is_change(event.kind) => {
                let paths = event.paths.into_iter();
                let paths: BTreeSet<_> = paths.filter(|path| ours.has(path, event.kind)).collect();
                if !paths.is_empty() {
                    drop(to.send(Wake::Changed(paths)));
                }
            }
            Ok(_) | Err(_) => {}
        };
        // Like the scan, which follows no links.
        let config = notify::Config::default().with_follow_symlinks(false);
        let mut watch = Self {
            watcher: RecommendedWatcher::new(send, config)?,
            missed: None,
        };
        // Programs usually save a file by replacing it: only its folder is told.
        let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
        for folder in folders {
            if let Err(error) = watch.folder(folder) {
                watch.missed.get_or_insert(error);
            }
        }
        Ok(watch)
    }

    /// Watches a library whose folders are known from a scan. Where the system watches each folder
    /// for itself, it need not look for them, and at each file, once more.
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
        if !BY_FOLDER && self.watcher.watch(folder, RecursiveMode::Recursive).is_ok() {
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
        match self.folder(folder) {
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                self.missed = Some(error);
                false
            }
            watched => watched.is_ok(),
        }
    }

    fn folder(&mut self, folder: &Path) -> notify::Result<()> {
        self.watcher.watch(folder, RecursiveMode::NonRecursive)
    }

    /// Whether the system watches no more folders.
    fn is_full(&self) -> bool {
        let is_full = |error: &notify::Error| matches!(error.kind, ErrorKind::MaxFilesWatch);
        self.missed.as_ref().is_some_and(is_full)
    }
}

/// Whether the system watches each folder for itself: then its library, asked for all below one,
/// looks at each file there, and nothing is gained by asking it.
const BY_FOLDER: bool = cfg!(target_os = "linux");

/// Why not all changes are noticed, in one line, with the remedy.
pub(super) fn told(error: &notify::Error) -> Said {
    let reason = match &error.kind {
        ErrorKind::MaxFilesWatch => Said::new("library.no-watch"),
        ErrorKind::Io(error) => disk::reason(error),
        _ => Said::Words(error.to_string()),
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
    fn has(&self, path: &Path, kind: EventKind) -> bool {
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
        let is_written = matches!(kind, EventKind::Modify(ModifyKind::Data(_)));
        below.any(|path| {
            !path.components().any(is_hidden) && (!is_written || is_document(path, &self.filters))
        })
    }
}

/// Whether an event may mean that a document was changed or moved; being read does not.
fn is_change(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime))
    )
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
mod tests {
    use notify::event::{CreateKind, DataChange, RemoveKind, RenameMode};

    use super::*;

    #[test]
    fn only_what_can_concern_a_document_wakes_anybody() {
        let ours = Ours {
            roots: vec!["/书".into()],
            filters: Arc::default(),
            files: BTreeSet::from(["/tmp/篇.log".into()]),
        };
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        let made = EventKind::Create(CreateKind::Folder);
        let closed = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        for (path, kind, is) in [
            ("/书/甲/篇.txt", written, true),
            ("/书/甲/篇.txt.swp", written, false),
            ("/书/甲/图.pdf", EventKind::Create(CreateKind::File), true),
            ("/书/甲/.篇.txt", written, false),
            ("/书/.git/新", made, false),
            ("/书/新", made, true),
            // Nobody may read its folder.
            ("/书/新", closed, true),
            ("/书/新", renamed, true),
            ("/书", EventKind::Remove(RemoveKind::Folder), true),
            ("/tmp/篇.log", written, true),
            ("/tmp/篇.txt", written, false),
            ("/tmp/新", made, false),
        ] {
            assert_eq!(ours.has(Path::new(path), kind), is, "{path} {kind:?}");
        }
    }
}
