//! Workers: carry out what is asked off the interface's thread, and report. Whoever drives the room
//! asks through [`Workers`]: the program, which has threads, and the tests, which have everything
//! done at once.

pub mod clipboard;
mod gatherer;
mod inquirer;
mod keeper;
mod librarian;
mod searcher;
mod stacks;
mod work;

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::ask::Ask;
use super::message::Message;
use super::report::Report;
use gatherer::Gatherer;
use inquirer::Inquirer;
pub use keeper::{Keeper, Request};
pub use librarian::LibrarianThread;
use searcher::Searcher;
pub use stacks::Stacks;

/// Something that is to be done.
type Task = Box<dyn FnOnce() + Send>;

/// Does a task in a thread of its own.
pub fn in_a_thread(task: Task) {
    thread::spawn(task);
}

/// The workers, and where they report to.
pub struct Workers {
    /// How a task is done.
    run: fn(Task),
    /// Whoever keeps what a person makes.
    pub keeper: Keeper,
    /// Whoever knows the library.
    pub librarian: LibrarianThread,
    searcher: Searcher,
    gatherer: Gatherer,
    inquirer: Inquirer,
    stacks: Arc<Stacks>,
    to: Sender<Message>,
}

impl Workers {
    /// Workers who have not begun, and who do their tasks by `run`. What is searched is looked for
    /// once a reader who types has paused.
    pub fn new(
        (run, pause): (fn(Task), Duration),
        keeper: Keeper,
        librarian: LibrarianThread,
        stacks: Stacks,
        to: Sender<Message>,
    ) -> Self {
        let stacks = Arc::new(stacks);
        Self {
            run,
            keeper,
            librarian,
            searcher: Searcher::default(),
            gatherer: Gatherer::default(),
            inquirer: Inquirer::new(Arc::clone(&stacks), pause),
            stacks,
            to,
        }
    }

    /// Asks for something; whoever does it reports.
    pub fn ask(&mut self, ask: Ask) {
        let to = self.to.clone();
        match ask {
            Ask::Work(work) => (self.run)(Box::new(move || {
                work::answer(work, &mut |report| {
                    let text = match &report {
                        Report::Loaded(_, text) => Some(Arc::clone(text)),
                        _ => None,
                    };
                    // A closed channel means that the reading room has ended.
                    let is_heard = to.send(report.into()).is_ok();
                    // Derived while the reader reads, a long text is found in and annotated at
                    // once.
                    if let Some(text) = text {
                        text.findable();
                        text.reference();
                    }
                    is_heard
                });
            })),
            Ask::Rank(ticket, typed, scope) => {
                (self.run)(self.searcher.question(ticket, typed, scope, to));
            }
            Ask::Gather(catalog, from) => (self.run)(self.gatherer.task(catalog, from, to)),
            Ask::StopGathering => self.gatherer.stop(),
            Ask::Inquire(ticket, inquiry) => {
                (self.run)(self.inquirer.task(ticket, *inquiry, to));
            }
            Ask::Pack(catalog) => (self.run)(self.stacks.packing(catalog, to)),
            Ask::Wake(wake) => self.librarian.wake(wake),
            Ask::StopScan => self.librarian.stop(),
            Ask::Keep(keep) => self.keeper.ask(Request::Keep(keep)),
        }
    }

    /// Asks for what the first frame waits for: what is short is done here and now, since a thread
    /// costs more.
    pub fn ask_first(&mut self, ask: Ask) -> Option<Report> {
        match ask {
            Ask::Work(work) if work.is_short() => {
                let mut told = None;
                work::answer(work, &mut |report| told.replace(report).is_none());
                told
            }
            ask => {
                self.ask(ask);
                None
            }
        }
    }
}
