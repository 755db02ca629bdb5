//! Watching a folder, which may not exist yet: the system tells when something in it may have
//! changed, so that nobody has to look again and again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// The watch of a folder and all below it; it ends when it is dropped.
#[derive(Debug)]
pub struct Watch {
    watcher: RecommendedWatcher,
    folder: PathBuf,
    /// What the system watches: the folder, or the nearest above it that exists.
    watched: Option<PathBuf>,
    /// Whether something was made: if that is a folder, it is watched only after it was told of,
    /// and nobody tells what is made in it until then.
    is_made: Arc<AtomicBool>,
    /// Whether it was, when the watch was asked to follow.
    may_have_missed: bool,
}

impl Watch {
    /// Watches a folder; `tell` is called in a thread of the watch. `None` where the system watches
    /// nothing, or nothing more.
    pub fn new(folder: &Path, tell: impl Fn() + Send + 'static) -> Option<Self> {
        let own = folder.to_owned();
        let is_made = Arc::new(AtomicBool::new(false));
        let made = Arc::clone(&is_made);
        let told = move |event: notify::Result<notify::Event>| {
            let concerns = |path: &PathBuf| path.starts_with(&own) || own.starts_with(path);
            let may_be_change = event.map_or(true, |event| {
                made.fetch_or(event.kind.is_create(), Ordering::Relaxed);
                !event.kind.is_access() && (event.need_rescan() || event.paths.iter().any(concerns))
            });
            if may_be_change {
                tell();
            }
        };
        let mut watch = Self {
            watcher: notify::recommended_watcher(told).ok()?,
            folder: folder.to_owned(),
            watched: None,
            is_made,
            may_have_missed: false,
        };
        watch.follow().then_some(watch)
    }

    /// Watches the folder itself if it has been made since; false if that cannot be watched.
    pub fn follow(&mut self) -> bool {
        self.may_have_missed = self.is_made.swap(false, Ordering::Relaxed);
        loop {
            let nearest = self.folder.ancestors().find(|above| above.is_dir());
            if self.watched.as_deref() == nearest {
                return nearest.is_some();
            }
            if let Some(before) = self.watched.take() {
                // Gone with its folder, it is no longer watched in any case.
                let _ = self.watcher.unwatch(&before);
            }
            let Some(nearest) = nearest else { return false };
            let mode = if nearest == self.folder {
                RecursiveMode::Recursive
            } else {
                RecursiveMode::NonRecursive
            };
            self.watched = Some(nearest.to_owned());
            if self.watcher.watch(nearest, mode).is_err() {
                return false;
            }
            // A folder below it may have been made meanwhile, which nobody told.
        }
    }

    /// Whether something may have changed that nobody tells: one more look finds it.
    pub fn may_have_missed(&self) -> bool {
        self.may_have_missed
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_folder_is_watched_before_it_exists() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("a/b");
        let (to, told) = channel();
        let mut watch = Watch::new(&folder, move || to.send(()).unwrap()).unwrap();
        let mut hears = |change: &dyn Fn()| {
            while told.try_recv().is_ok() {}
            change();
            told.recv_timeout(Duration::from_secs(20)).unwrap();
            assert!(watch.follow());
        };
        hears(&|| std::fs::create_dir(outer.path().join("a")).unwrap());
        hears(&|| std::fs::create_dir(&folder).unwrap());
        hears(&|| std::fs::write(folder.join("c"), "x").unwrap());
        hears(&|| std::fs::create_dir(folder.join("d")).unwrap());
        hears(&|| std::fs::write(folder.join("c"), "y").unwrap());
        // What is in a folder when it begins to be watched is told by nobody. Other changes may be
        // told once more before.
        std::fs::create_dir(folder.join("e")).unwrap();
        while !watch.may_have_missed() {
            told.recv_timeout(Duration::from_secs(20)).unwrap();
            assert!(watch.follow());
        }
    }
}
