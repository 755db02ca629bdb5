//! The stacks: the packs of the libraries, opened once for all who look things up in them; and the
//! packing of what they lack, behind the reading.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Task;
use crate::library::Catalog;
use crate::search::pack::{self, Packs};
use crate::tui::message::Message;
use crate::tui::report::Report;

/// The packs of some libraries.
#[derive(Debug, Default)]
pub struct Stacks {
    cache: PathBuf,
    roots: Vec<PathBuf>,
    open: Mutex<Option<Open>>,
    /// One at a time packs; whoever is asked last goes on where the one before has stopped.
    packing: Mutex<()>,
    newest: AtomicU64,
}

/// The packs as they were opened for a catalog, which is told by how many documents it was ever
/// given and how many it has.
#[derive(Debug)]
struct Open {
    catalog: (usize, usize),
    packs: Arc<Packs>,
}

impl Stacks {
    /// The packs of the libraries at `roots`, which are kept in `cache`.
    pub fn new(cache: PathBuf, roots: Vec<PathBuf>) -> Self {
        Self {
            cache,
            roots,
            ..Self::default()
        }
    }

    /// The packs, as far as they are right for a catalog.
    pub fn packs(&self, catalog: &Catalog) -> Arc<Packs> {
        let state = (catalog.bound(), catalog.len());
        let mut open = self.opened();
        match &*open {
            Some(own) if own.catalog == state => Arc::clone(&own.packs),
            _ => {
                let packs = Arc::new(Packs::open(&self.cache, &self.roots, catalog));
                *open = Some(Open {
                    catalog: state,
                    packs: Arc::clone(&packs),
                });
                packs
            }
        }
    }

    /// Has the packs opened anew when they are asked for next: there may be more in them.
    pub fn look_again(&self) {
        *self.opened() = None;
    }

    fn opened(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The packing of what the packs lack of a catalog; who is at it already stops. It reports
    /// whenever one document in a hundred is done.
    pub fn packing(self: &Arc<Self>, catalog: Catalog, to: Sender<Message>) -> Task {
        let stacks = Arc::clone(self);
        let own = stacks.newest.fetch_add(1, Ordering::Relaxed) + 1;
        Box::new(move || {
            let _alone = stacks
                .packing
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let is_wanted = || stacks.newest.load(Ordering::Relaxed) == own;
            let mut told = None;
            let mut tell = |done: usize, all: usize| {
                let percent = (done * 100).checked_div(all);
                // A library that lacks nothing is not worth a word.
                if all > 0 && told.replace(percent) != Some(percent) {
                    let _ = to.send(Report::Packed(Ok((done, all))).into());
                }
            };
            let packed = stacks.roots.iter().try_for_each(|root| {
                pack::refresh(&stacks.cache, root, &catalog, &is_wanted, &mut tell)
            });
            stacks.look_again();
            let end = packed.map(|()| (0, 0)).map_err(|error| error.said());
            if is_wanted() {
                let _ = to.send(Report::Packed(end).into());
            }
        })
    }
}
