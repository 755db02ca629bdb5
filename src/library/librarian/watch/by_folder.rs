//! Watching folder by folder, with inotify: a library of thousands is watched in some thousandths
//! of a second. Through notify each would wait for its thread to answer, twenty times as long.

use std::ffi::OsStr;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use foldhash::HashMap;
use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::fs::inotify::{self, CreateFlags, Event, ReadFlags, Reader, WatchFlags};

use super::Report;

/// What is watched; its thread ends when this is dropped.
pub(super) struct Watcher {
    queue: Arc<Queue>,
    end: Arc<OwnedFd>,
}

/// The system's queue of events, and the folder of each watch.
struct Queue {
    events: OwnedFd,
    folders: Mutex<HashMap<i32, PathBuf>>,
}

/// What may concern a document.
const WATCHED: WatchFlags = WatchFlags::CREATE
    .union(WatchFlags::DELETE)
    .union(WatchFlags::MODIFY)
    .union(WatchFlags::ATTRIB)
    .union(WatchFlags::MOVE)
    .union(WatchFlags::DELETE_SELF)
    .union(WatchFlags::MOVE_SELF)
    .union(WatchFlags::ONLYDIR);

impl Watcher {
    /// Watches nothing yet; `tell` is called in a thread of its own.
    ///
    /// # Errors
    /// If the system can watch nothing at all.
    pub fn new(tell: impl Fn(Report) + Send + 'static) -> io::Result<Self> {
        let flags = CreateFlags::CLOEXEC | CreateFlags::NONBLOCK;
        let queue = Arc::new(Queue {
            events: inotify::init(flags)?,
            folders: Mutex::default(),
        });
        let end = Arc::new(eventfd(0, EventfdFlags::CLOEXEC)?);
        let own = (Arc::clone(&queue), Arc::clone(&end));
        let name = "watch".to_owned();
        let run = move || own.0.tell_all(&own.1, &tell);
        thread::Builder::new().name(name).spawn(run)?;
        Ok(Self { queue, end })
    }

    /// Watches a folder, without those in it.
    ///
    /// # Errors
    /// As the system tells them; `StorageFull` where it watches no more folders.
    pub fn folder(&mut self, folder: &Path) -> io::Result<()> {
        // Whoever reads of this watch must know its folder.
        let mut folders = self.queue.folders();
        let watch = inotify::add_watch(&self.queue.events, folder, WATCHED)?;
        folders.insert(watch, folder.to_owned());
        Ok(())
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // It cannot fail: nobody has added to it before.
        let _ = rustix::io::write(&self.end, &1_u64.to_ne_bytes());
    }
}

impl Queue {
    fn folders(&self) -> std::sync::MutexGuard<'_, HashMap<i32, PathBuf>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells what happens until the end is told.
    fn tell_all(&self, end: &OwnedFd, tell: &dyn Fn(Report)) {
        let mut buffer = [MaybeUninit::uninit(); 16 << 10];
        loop {
            let mut ready = [
                PollFd::new(&self.events, PollFlags::IN),
                PollFd::new(end, PollFlags::IN),
            ];
            match poll(&mut ready, None) {
                Err(rustix::io::Errno::INTR) => continue,
                Ok(_) if ready[1].revents().is_empty() => {}
                _ => return,
            }
            let mut reader = Reader::new(&self.events, &mut buffer);
            // It fails where the queue is empty.
            while let Ok(event) = reader.next() {
                if let Some(report) = self.report(&event) {
                    tell(report);
                }
            }
        }
    }

    fn report(&self, event: &Event<'_>) -> Option<Report> {
        let (flags, watch) = (event.events(), event.wd());
        if flags.contains(ReadFlags::QUEUE_OVERFLOW) {
            return Some(Report::Lost);
        }
        let mut folders = self.folders();
        if flags.contains(ReadFlags::IGNORED) {
            folders.remove(&watch);
            return None;
        }
        let folder = folders.get(&watch)?;
        let path = match event.file_name() {
            Some(name) => folder.join(OsStr::from_bytes(name.to_bytes())),
            None => folder.clone(),
        };
        // The watches of a folder that is moved away go along with it: where it comes to it is
        // watched anew.
        if flags.contains(ReadFlags::MOVED_FROM | ReadFlags::ISDIR) {
            folders.retain(|watch, folder| {
                let is_moved = folder.starts_with(&path);
                if is_moved {
                    // One that is gone already is no loss.
                    let _ = inotify::remove_watch(&self.events, *watch);
                }
                !is_moved
            });
        }
        Some(if flags.contains(ReadFlags::MODIFY) {
            Report::Written(path)
        } else {
            Report::Changed(path)
        })
    }
}
