//! The searcher: the one thread that ranks what is typed in long lists; only the newest question is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::effect::Ticket;
use super::model::overlay::Item;
use super::model::picker::texts;
use super::worker::Report;
use crate::library::same::Same;
use crate::library::{Catalog, EntryId};
use crate::search::fuzzy::rank;
use crate::search::headings::Headings;
use crate::search::query::Query;
use crate::search::titles::Titles;

/// What is ranked.
#[derive(Clone, Debug)]
pub enum Scope {
    /// The titles of the library; the documents that are the same count as one.
    Titles(Catalog, Arc<Same>),
    /// Items.
    Items(Arc<Vec<Item>>),
    /// The titles and headings of the library.
    Headings(Headings),
}

/// The thread, and the way to it.
#[derive(Debug)]
pub struct Searcher {
    questions: Sender<(Ticket, String, Scope)>,
    newest: Arc<AtomicU64>,
}

impl Searcher {
    /// Starts the thread; it reports for each question that no newer one has overtaken, titles twice where there are many: the first
    /// results, and all.
    pub fn spawn<T: From<Report> + Send + 'static>(to: Sender<T>) -> Self {
        let (questions, asked) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let known = Arc::clone(&newest);
        thread::spawn(move || answer(&asked, &known, &to));
        Self { questions, newest }
    }

    /// Asks for a ranking by what is typed. With nothing typed, the titles are only made ready.
    pub fn ask(&self, ticket: Ticket, typed: String, scope: Scope) {
        self.newest.store(ticket.0, Ordering::Relaxed);
        // A thread that failed answers no more; the list then stays as it is.
        let _ = self.questions.send((ticket, typed, scope));
    }
}

fn answer<T: From<Report>>(
    asked: &Receiver<(Ticket, String, Scope)>,
    newest: &AtomicU64,
    to: &Sender<T>,
) {
    let mut titles = Titles::default();
    for (ticket, typed, scope) in asked {
        let is_wanted = || newest.load(Ordering::Relaxed) == ticket.0;
        let report = |ranked: Vec<u32>, is_whole| {
            let _ = to.send(Report::Ranked(ticket, ranked, is_whole).into());
        };
        let numbers = |entries: Vec<EntryId>| entries.into_iter().map(|entry| entry.0).collect();
        match scope {
            Scope::Items(items) => {
                if is_wanted() {
                    let ranked = rank(texts(&items), &typed);
                    report(ranked.into_iter().map(|index| index as u32).collect(), true);
                }
            }
            Scope::Headings(headings) => {
                if let Some(ranked) = headings.rank(&Query::parse(&typed), &is_wanted) {
                    report(ranked, true);
                }
            }
            Scope::Titles(catalog, same) => {
                titles.update(&catalog);
                let query = Query::parse(&typed);
                if query.is_empty() {
                    continue;
                }
                let mut first = |entries| report(numbers(entries), false);
                let ranked = titles.rank(&catalog, &same, &query, &is_wanted, &mut first);
                if let Some(ranked) = ranked {
                    report(numbers(ranked), true);
                }
            }
        }
    }
}
