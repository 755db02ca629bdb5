//! The keeper: the one thread that writes what is to be kept (annotations, reading positions), so that no keystroke waits for a disk.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use super::worker::Report;
use crate::annotation::{Annotation, Store};
use crate::settings::position::{Position, Positions};

/// Ids that start so were given by the reading room, until the store has given its own.
pub const NEW: &str = "new-";

/// Something to be kept.
#[derive(Debug)]
pub enum Request {
    /// An annotation.
    Put(Box<Annotation>),
    /// That an annotation is deleted, by its id.
    Delete(String),
    /// Where a document is left.
    Leave(Position),
}

/// The thread, and the way to it.
#[derive(Debug)]
pub struct Keeper {
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Starts the thread; it reports after every annotation it was asked to keep or delete.
    pub fn spawn<T: From<Report> + Send + 'static>(
        store: Store,
        positions: Positions,
        to: Sender<T>,
    ) -> Self {
        let (requests, received) = channel();
        let thread = thread::spawn(move || keep(store, positions, &received, &to));
        Self {
            requests: Some(requests),
            thread: Some(thread),
        }
    }

    /// A keeper of nothing, where there is no place to keep things.
    pub fn none() -> Self {
        Self {
            requests: None,
            thread: None,
        }
    }

    /// Asks for something to be kept.
    pub fn ask(&self, request: Request) {
        if let Some(requests) = &self.requests {
            // A thread that has ended keeps nothing more; there is no one left to tell.
            let _ = requests.send(request);
        }
    }

    /// Waits until everything asked for is kept, as far as the disk takes it.
    pub fn finish(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn keep<T: From<Report>>(
    mut store: Store,
    mut positions: Positions,
    requests: &Receiver<Request>,
    to: &Sender<T>,
) {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut answered = 0;
    for request in requests {
        let result = match request {
            Request::Leave(position) => {
                // A reading position is worth no complaint: it is left again before long.
                let _ = positions.leave(position);
                continue;
            }
            Request::Put(mut annotation) => {
                let name = annotation.id.clone();
                if name.starts_with(NEW) {
                    annotation.id = names.get(&name).cloned().unwrap_or_default();
                }
                let (id, result) = store.put(*annotation);
                names.insert(name, id);
                result
            }
            Request::Delete(name) => store.delete(names.get(&name).unwrap_or(&name)),
        };
        answered += 1;
        let problem = result.err().map(|error| error.to_string());
        let report = Report::Kept {
            answered,
            annotations: store.annotations(),
            problem,
        };
        if to.send(report.into()).is_err() {
            // The reading room has ended; what is still asked for is kept all the same.
        }
    }
}
