//! Watching: what the system says of changes below the libraries, gathered until it is quiet.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::Duration;

use notify::event::{CreateKind, EventKind, MetadataKind, ModifyKind, RemoveKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::super::scan::is_document;
use crate::disk::{System, Volume};

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

/// Changes come in bursts: a file that is saved is written, moved, touched. So long it is quiet
/// after one.
const QUIET: Duration = Duration::from_millis(150);

/// So many paths of one burst are gathered, then they are looked at.
const MOST: usize = 1000;

/// Watches folders with all below them, and single files, as far as the system does: the second is
/// why it does not watch more. The watch ends when the first is dropped.
///
/// # Errors
/// Where the system watches nothing.
pub(super) fn watch(
    roots: &[PathBuf],
    files: &[PathBuf],
    to: &Sender<Wake>,
) -> notify::Result<(RecommendedWatcher, Option<notify::Error>)> {
    let to = to.clone();
    let ours = Ours {
        roots: roots.to_vec(),
        files: files.iter().cloned().collect(),
    };
    // Nobody listens when the reading room has ended.
    let send = move |event: notify::Result<notify::Event>| match event {
        // More has happened than the system keeps in mind.
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
    // As the scan does, which follows no links.
    let config = notify::Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(send, config)?;
    let mut missed = None;
    for root in roots.iter().filter(|root| root.exists()) {
        missed = missed.or(below(&mut watcher, root).err());
    }
    // A file is replaced by another of its name more often than it is written: its folder knows.
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    for folder in folders {
        let watched = watcher.watch(folder, RecursiveMode::NonRecursive);
        missed = missed.or(watched.err());
    }
    Ok((watcher, missed))
}

/// Watches a folder with all below it. One folder that is closed, or gone meanwhile, does not hide
/// the others.
fn below(watcher: &mut RecommendedWatcher, folder: &Path) -> notify::Result<()> {
    match watcher.watch(folder, RecursiveMode::Recursive) {
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => return Err(error),
        Err(_) => {}
        Ok(()) => return Ok(()),
    }
    // What is not watched itself has nothing below it that could be; the scan has told why.
    if watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
        for inner in System.entries(folder).unwrap_or_default() {
            if inner.is_folder {
                below(watcher, &inner.path)?;
            }
        }
    }
    Ok(())
}

/// Why not all changes are noticed, in one line with the way out.
pub(super) fn told(error: &notify::Error) -> String {
    let reason = match &error.kind {
        ErrorKind::MaxFilesWatch => "the system watches no more folders",
        ErrorKind::Io(error) => &error.to_string(),
        _ => &error.to_string(),
    };
    format!("not all changes are noticed, R looks for them: {reason}")
}

/// What is watched for: a folder such as `/tmp` is written to by many others.
struct Ours {
    roots: Vec<PathBuf>,
    files: BTreeSet<PathBuf>,
}

impl Ours {
    /// Whether what has happened at a path can concern a document.
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
        // What has another name than documents have, and is written, is no folder.
        let may_be_folder = !matches!(
            kind,
            EventKind::Create(CreateKind::File)
                | EventKind::Modify(ModifyKind::Data(_))
                | EventKind::Remove(RemoveKind::File)
        );
        below.any(|path| !path.components().any(is_hidden) && (may_be_folder || is_document(path)))
    }
}

/// Whether an event can mean that a document is another, or somewhere else; that it was looked at
/// does not.
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

#[cfg(test)]
mod tests {
    use notify::event::{DataChange, RenameMode};

    use super::*;

    #[test]
    fn only_what_can_concern_a_document_wakes_anybody() {
        let ours = Ours {
            roots: vec!["/书".into()],
            files: BTreeSet::from(["/tmp/篇.log".into()]),
        };
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        let made = EventKind::Create(CreateKind::Folder);
        let closed = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        for (path, kind, is) in [
            ("/书/甲/篇.txt", written, true),
            ("/书/甲/篇.txt.swp", written, false),
            ("/书/甲/.篇.txt", written, false),
            ("/书/.git/新", made, false),
            ("/书/新", made, true),
            // Its folder is closed to everybody.
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
