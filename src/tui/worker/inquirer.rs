//! The inquirer: looks through the library for what is searched in it; of searches only the newest
//! is answered.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Task;
use super::stacks::Stacks;
use crate::disk;
use crate::reading::entry_with_text;
use crate::reading::in_force::Editions;
use crate::reading::inquiry::{self, Answer};
use crate::reading::listing::{self, Format};
use crate::reading::referring::PATIENCE;
use crate::reading::searching;
use crate::search::collocates;
use crate::search::concordance::{self, Sort};
use crate::search::engine::{Page, Passage, Request};
use crate::search::united::United;
use crate::text::Said;
use crate::tui::ask::{Inquiry, Search};
use crate::tui::message::Message;
use crate::tui::model::search::Order;
use crate::tui::model::ticket::Ticket;
use crate::tui::report::{Report, Taken};

/// What the inquirer keeps from one question to the next.
#[derive(Clone, Debug)]
pub struct Inquirer {
    stacks: Arc<Stacks>,
    editions: Arc<Mutex<Editions>>,
    newest: Arc<AtomicU64>,
    /// Who asked last who refers to a clause.
    referring: Arc<AtomicU64>,
    /// How long a reader who types has to pause before the library is looked through.
    pause: Duration,
}

impl Inquirer {
    /// An inquirer who looks things up in these stacks.
    pub fn new(stacks: Arc<Stacks>, pause: Duration) -> Self {
        Self {
            stacks,
            editions: Arc::default(),
            newest: Arc::default(),
            referring: Arc::default(),
            pause,
        }
    }

    /// The answering of a question.
    pub fn task(&self, ticket: Ticket, inquiry: Inquiry, to: Sender<Message>) -> Task {
        let own = self.clone();
        match inquiry {
            Inquiry::Export(..) => {}
            Inquiry::Referring(..) => self.referring.store(ticket.0, Ordering::Relaxed),
            _ => self.newest.store(ticket.0, Ordering::Relaxed),
        }
        Box::new(move || {
            let tell = |report: Report| {
                // A closed channel means that the reading room has ended.
                let _ = to.send(report.into());
            };
            own.answer(ticket, inquiry, &tell);
        })
    }

    fn answer(&self, ticket: Ticket, inquiry: Inquiry, tell: &dyn Fn(Report)) {
        let is_newest = || self.newest.load(Ordering::Relaxed) == ticket.0;
        match inquiry {
            Inquiry::Library(catalog) => {
                let answer = Arc::new(Answer::of_all(&catalog));
                tell(Report::Answered(
                    ticket,
                    answer,
                    Order::default(),
                    Vec::new(),
                ));
            }
            Inquiry::Hits(search, order) => {
                thread::sleep(self.pause);
                if is_newest() {
                    self.hits(&search, &is_newest, &|answer: Answer| {
                        let lines = order.list(&answer);
                        let answer = Arc::new(answer);
                        tell(Report::Answered(ticket, answer, order, lines));
                    });
                }
            }
            Inquiry::Collocates(search) => {
                let found = self.collocates(&search, &is_newest);
                tell(Report::Collocated(ticket, found));
            }
            Inquiry::Export(search, order, path) => {
                let taken = if path.exists() {
                    Taken::Exists(path)
                } else {
                    let written = self.export(&search, order, &path);
                    written.map_or_else(Taken::Not, |()| Taken::As(path))
                };
                tell(Report::Taken(taken));
            }
            Inquiry::Moved(source, catalog) => {
                let found = entry_with_text(&source, &catalog, &is_newest);
                if is_newest() {
                    tell(Report::Moved(ticket, found));
                }
            }
            Inquiry::Referring(text, id, catalog) => {
                let packs = self.stacks.packs(&catalog);
                let started = Instant::now();
                let is_wanted = || {
                    let newest = self.referring.load(Ordering::Relaxed);
                    newest == ticket.0 && started.elapsed() < PATIENCE
                };
                let answer = text.referring(id, &catalog, &packs, &is_wanted);
                tell(Report::Referring(ticket, answer));
            }
        }
    }

    /// Inquires for something, of the engine that has the packs, as long as it is wanted and for no
    /// longer than it may take.
    fn inquire<T>(
        &self,
        search: &Search,
        is_wanted: &(dyn Fn() -> bool + Sync),
        ask: &mut dyn FnMut(inquiry::Inquiry<'_>) -> T,
    ) -> T {
        let started = Instant::now();
        let is_in_time = || search.limit.is_none_or(|limit| started.elapsed() < limit);
        let is_wanted = || is_wanted() && is_in_time();
        let catalog = &search.catalog;
        let only = {
            let mut editions = self.editions.lock().unwrap_or_else(PoisonError::into_inner);
            let annotations = &search.annotations;
            searching::only(
                &search.query,
                annotations,
                catalog,
                &mut editions,
                &is_wanted,
            )
        };
        let packs = self.stacks.packs(catalog);
        ask(inquiry::Inquiry {
            query: &search.query,
            catalog,
            engine: &United::of(catalog, &packs),
            only: only.as_ref(),
            is_wanted: &is_wanted,
        })
    }

    fn hits(&self, search: &Search, is_wanted: &(dyn Fn() -> bool + Sync), tell: &dyn Fn(Answer)) {
        self.inquire(search, is_wanted, &mut |inquiry| {
            inquiry.answer(&mut |answer| {
                // Another copy of the program may have packed what was missing.
                if answer.extent.unpacked > 0 {
                    self.stacks.look_again();
                }
                tell(answer);
            });
        });
    }

    fn collocates(
        &self,
        search: &Search,
        is_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Vec<collocates::Collocate> {
        if search.query.is_of_documents() {
            return Vec::new();
        }
        self.inquire(search, is_wanted, &mut |inquiry| {
            let counted = inquiry.count(&mut |_, _, _, _| {});
            let request = Request {
                matcher: &counted.matcher,
                only: inquiry.only,
                is_wanted: inquiry.is_wanted,
            };
            collocates::find(inquiry.engine, &request, inquiry.catalog).0
        })
    }

    /// Writes all hits to a file, in the order of place as they are found.
    fn export(&self, search: &Search, order: Order, path: &Path) -> Result<(), Said> {
        let name = path.to_string_lossy();
        let format = Format::of_name(&name).unwrap_or(Format::Tsv);
        let catalog = &search.catalog;
        let query = &search.query;
        let line = |passage: &Passage| listing::hit(passage, catalog, query, format);
        let date = |document| query.date_of(catalog.get(document)?);
        let written = self.inquire(search, &|| true, &mut |inquiry| {
            let counted = inquiry.count(&mut |_, _, _, _| {});
            if query.is_of_documents() {
                let found = counted.counts.iter();
                let found = found.filter_map(|own| catalog.get(own.document));
                let line = |entry| listing::document(entry, query.date_of(entry), None, format);
                return disk::write_atomic(path, found.map(line).collect::<String>().as_bytes());
            }
            let request = Request {
                matcher: &counted.matcher,
                only: inquiry.only,
                is_wanted: inquiry.is_wanted,
            };
            let page = Page {
                after: None,
                limit: usize::MAX,
                around: inquiry::AROUND,
                is_named: false,
            };
            disk::write_atomic_with(path, &mut |out| {
                let mut failed = Ok(());
                let mut kept = Vec::new();
                inquiry.engine.passages(&request, page, &mut |passage| {
                    if order.sort != Sort::Place {
                        kept.push(passage);
                    } else if failed.is_ok() {
                        failed = out(line(&passage).as_bytes());
                    }
                });
                concordance::sort(&mut kept, order.sort, &date);
                let mut kept = kept.iter();
                failed.and_then(|()| kept.try_for_each(|own| out(line(own).as_bytes())))
            })
        });
        written.map_err(|error| error.said())
    }
}
