//! The librarian's thread: it begins behind the first frame, and ends without holding anyone up.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::library::{Catalog, Librarian, Remote, Wake};
use crate::tui::message::Message;
use crate::tui::report::Report;

/// The thread of the librarian, and the ways to it.
pub struct LibrarianThread {
    wakes: Sender<Wake>,
    stop: Arc<AtomicBool>,
    seen: Sender<()>,
    ended: Receiver<()>,
    /// What it is to do, until it has begun.
    work: Option<Box<dyn FnOnce() + Send>>,
}

/// How long the end of the program waits for a catalog that is being written: who leaves is not
/// held up, and what was not finished is made again at the next start.
const LAST_WORD: Duration = Duration::from_millis(80);

/// How long the librarian waits for the first frame if the shelves are known already: the two would
/// share the processor.
const PRECEDENCE: Duration = Duration::from_millis(25);

impl LibrarianThread {
    /// The librarian of the libraries below `roots` and of `remotes`, whose catalogs are kept in
    /// `cache`, where looks are shared for a time; the document that is known by the key `wanted`
    /// is taken from there first. Not begun yet.
    pub fn new(
        catalog: Catalog,
        (roots, remotes): (Vec<PathBuf>, Vec<Arc<Remote>>),
        (cache, sharing): (Option<PathBuf>, Option<Duration>),
        wanted: Option<String>,
        to: Sender<Message>,
    ) -> Self {
        let (wakes, woken) = channel();
        let (seen, first_frame) = channel();
        let (end, ended) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let (waker, stopped) = (wakes.clone(), Arc::clone(&stop));
        let work = Box::new(move || {
            let mut tell = |news| {
                let _ = to.send(Report::News(news).into());
            };
            let mut librarian = Librarian::new(catalog, &roots, cache, &stopped, &mut tell)
                .with_remotes(remotes)
                .sharing(sharing)
                .wanting(wanted);
            librarian.load();
            if !librarian.catalog().is_empty() {
                let _ = first_frame.recv_timeout(PRECEDENCE);
            }
            librarian.catch_up();
            librarian.watch(&waker, &woken);
            let _ = end.send(());
        });
        Self {
            wakes,
            stop,
            seen,
            ended,
            work: Some(work),
        }
    }

    /// The first frame is drawn.
    pub fn is_seen(&self) {
        let _ = self.seen.send(());
    }

    /// Begins, if that has not happened.
    pub fn begin(&mut self) {
        if let Some(work) = self.work.take() {
            thread::spawn(work);
        }
    }

    /// Wakes the librarian.
    pub fn wake(&self, wake: Wake) {
        // A librarian who failed on a library does nothing more; the documents that are known stay.
        let _ = self.wakes.send(wake);
    }

    /// Stops a scan.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Ends the librarian's day.
    pub fn finish(&self) {
        if self.work.is_some() {
            return;
        }
        self.stop();
        self.wake(Wake::End);
        let _ = self.ended.recv_timeout(LAST_WORD);
    }
}
