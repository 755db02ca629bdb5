//! The gatherer: reads the headings of the library, while somebody waits for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use super::Task;
use crate::library::{Catalog, EntryId};
use crate::search::headings::Sheaf;
use crate::tui::message::Message;
use crate::tui::report::{Gathered, Report};

/// The task that is under way, if one is.
#[derive(Debug, Default)]
pub struct Gatherer {
    stop: Arc<AtomicBool>,
}

/// The first report brings the headings of so many documents, each further one of twice as many, up
/// to [`LARGEST`].
const FIRST: usize = 64;

/// Documents of one report at most.
const LARGEST: usize = 4096;

impl Gatherer {
    /// The reading on from a document; whoever was at it stops.
    pub fn task(&mut self, catalog: Catalog, from: EntryId, to: Sender<Message>) -> Task {
        self.stop();
        let stop = Arc::clone(&self.stop);
        Box::new(move || {
            let (mut sheaf, mut count, mut wanted) = (Sheaf::default(), 0, FIRST);
            let tell = |sheaf: Sheaf, next: u32| {
                let sheaf = Arc::new(sheaf);
                let next = EntryId(next);
                to.send(Report::Gathered(Gathered { sheaf, next }).into())
                    .is_ok()
            };
            let bound = catalog.bound() as u32;
            for id in (from.0..bound).map(EntryId) {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                if let Some(entry) = catalog.get(id).filter(|_| catalog.has(id)) {
                    sheaf.gather(id, entry, catalog.filters());
                    count += 1;
                }
                if count >= wanted {
                    if !tell(std::mem::take(&mut sheaf), id.0 + 1) {
                        return;
                    }
                    count = 0;
                    wanted = (wanted * 2).min(LARGEST);
                }
            }
            tell(sheaf, bound);
        })
    }

    /// Stops whoever is at it; what was not told yet is read again another time.
    pub fn stop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
    }
}
