//! Watching: what the system says of changes below the libraries, gathered until it is quiet.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::Duration;

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// What wakes the librarian.
#[derive(Clone, Debug)]
pub enum Wake {
    /// All libraries are to be scanned again.
    Refresh,
    /// Something has changed at these paths.
    Changed(BTreeSet<PathBuf>),
    /// A document of no open library is asked for.
    Fetch(PathBuf),
    /// The day is over.
    End,
}

/// Changes come in bursts: a file that is saved is written, moved, touched. So long it is quiet after one.
const QUIET: Duration = Duration::from_millis(150);

/// So many paths of one burst are gathered, then they are looked at.
const MOST: usize = 1000;

/// Watches folders with all below them, and single files. The watch ends when what is returned is dropped.
///
/// # Errors
/// One line with the way out, where the system watches no more.
pub(super) fn watch(
    roots: &[PathBuf],
    files: &[PathBuf],
    to: &Sender<Wake>,
) -> Result<RecommendedWatcher, String> {
    let to = to.clone();
    let send = move |event: notify::Result<notify::Event>| {
        if let Ok(event) = event
            && is_change(event.kind)
        {
            // Nobody listens when the reading room has ended.
            let _ = to.send(Wake::Changed(event.paths.into_iter().collect()));
        }
    };
    let failed = |error: notify::Error| {
        format!("changes of the library are not noticed: {error}; :refresh-library looks for them")
    };
    let mut watcher = notify::recommended_watcher(send).map_err(failed)?;
    for root in roots.iter().filter(|root| root.exists()) {
        watcher
            .watch(root, RecursiveMode::Recursive)
            .map_err(failed)?;
    }
    // A file is replaced by another of its name more often than it is written: its folder knows.
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    for folder in folders {
        watcher
            .watch(folder, RecursiveMode::NonRecursive)
            .map_err(failed)?;
    }
    Ok(watcher)
}

/// Whether an event can mean that a document is another, or somewhere else; that it was looked at does not.
fn is_change(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime))
    )
}

/// Nobody asks any more.
#[derive(Debug)]
pub(super) struct End;

/// The next thing to wake up for, if there is one already.
pub(super) fn next_if_any(wakes: &Receiver<Wake>) -> Result<Option<Wake>, End> {
    match wakes.try_recv() {
        Ok(wake) => gather(wake, wakes).ok_or(End).map(Some),
        Err(TryRecvError::Empty) => Ok(None),
        Err(TryRecvError::Disconnected) => Err(End),
    }
}

/// The next thing to wake up for. `None` at the end.
pub(super) fn next(wakes: &Receiver<Wake>) -> Option<Wake> {
    gather(wakes.recv().ok()?, wakes)
}

/// Makes one of changes that come close together.
fn gather(first: Wake, wakes: &Receiver<Wake>) -> Option<Wake> {
    let mut paths = match first {
        Wake::Changed(paths) => paths,
        other => return Some(other),
    };
    while paths.len() < MOST {
        match wakes.recv_timeout(QUIET) {
            Ok(Wake::Changed(more)) => paths.extend(more),
            // A refresh looks at everything.
            Ok(other) => return Some(other),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(Wake::Changed(paths))
}
