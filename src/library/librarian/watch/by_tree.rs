//! Watching whole trees, where the system can: it is asked once for all that is below a folder.

use std::io;
use std::path::Path;

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Report;

/// What is watched; it ends when this is dropped.
pub(super) struct Watcher(RecommendedWatcher);

impl Watcher {
    /// Watches nothing yet; `tell` is called in a thread of its own.
    ///
    /// # Errors
    /// If the system can watch nothing at all.
    pub fn new(tell: impl Fn(Report) + Send + 'static) -> io::Result<Self> {
        let told = move |event: notify::Result<notify::Event>| match event {
            // The system's queue overflowed.
            Ok(event) if event.need_rescan() => tell(Report::Lost),
            Ok(event) if is_change(event.kind) => {
                let is_written = matches!(event.kind, EventKind::Modify(ModifyKind::Data(_)));
                for path in event.paths {
                    tell(if is_written {
                        Report::Written(path)
                    } else {
                        Report::Changed(path)
                    });
                }
            }
            Ok(_) | Err(_) => {}
        };
        // Like the scan, which follows no links.
        let config = notify::Config::default().with_follow_symlinks(false);
        RecommendedWatcher::new(told, config)
            .map(Self)
            .map_err(reason)
    }

    /// Watches a folder, without those in it.
    ///
    /// # Errors
    /// As the system tells them; `StorageFull` where it watches no more folders.
    pub fn folder(&mut self, folder: &Path) -> io::Result<()> {
        let watched = self.0.watch(folder, RecursiveMode::NonRecursive);
        watched.map_err(reason)
    }

    /// Watches a folder with all below it.
    ///
    /// # Errors
    /// As [`Watcher::folder`].
    pub fn tree(&mut self, folder: &Path) -> io::Result<()> {
        let watched = self.0.watch(folder, RecursiveMode::Recursive);
        watched.map_err(reason)
    }
}

fn reason(error: notify::Error) -> io::Error {
    match error.kind {
        ErrorKind::MaxFilesWatch => io::ErrorKind::StorageFull.into(),
        ErrorKind::Io(error) => error,
        _ => io::Error::other(error),
    }
}

/// Whether an event may mean that a document was changed or moved; being read does not.
fn is_change(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime))
    )
}
