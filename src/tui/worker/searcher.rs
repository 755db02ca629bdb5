//! The searcher: ranks what is typed in long lists; only the newest question is answered.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use super::Task;
use crate::library::EntryId;
use crate::search::fuzzy::rank;
use crate::search::query::Keywords;
use crate::search::titles::Titles;
use crate::tui::ask::Scope;
use crate::tui::message::Message;
use crate::tui::model::picker::texts;
use crate::tui::model::ticket::Ticket;
use crate::tui::report::Report;

/// What the searcher keeps from one question to the next.
#[derive(Debug, Default)]
pub struct Searcher {
    /// The titles of the library, made ready for ranking. One question at a time has them.
    titles: Arc<Mutex<Titles>>,
    newest: Arc<AtomicU64>,
}

impl Searcher {
    /// The answering of a question: it reports unless a newer one has overtaken it, titles twice
    /// where there are many: the first results, and all. With nothing typed, the titles are only
    /// made ready.
    pub fn question(
        &self,
        ticket: Ticket,
        typed: String,
        scope: Scope,
        to: Sender<Message>,
    ) -> Task {
        self.newest.store(ticket.0, Ordering::Relaxed);
        let (titles, newest) = (Arc::clone(&self.titles), Arc::clone(&self.newest));
        Box::new(move || {
            let is_wanted = || newest.load(Ordering::Relaxed) == ticket.0;
            let mut titles = titles.lock().unwrap_or_else(PoisonError::into_inner);
            if is_wanted() {
                answer(
                    &mut titles,
                    &typed,
                    scope,
                    &is_wanted,
                    &|ranked, is_whole| {
                        let _ = to.send(Report::Ranked(ticket, ranked, is_whole).into());
                    },
                );
            }
        })
    }
}

fn answer(
    titles: &mut Titles,
    typed: &str,
    scope: Scope,
    is_wanted: &(dyn Fn() -> bool + Sync),
    report: &dyn Fn(Vec<u32>, bool),
) {
    let numbers = |entries: Vec<EntryId>| entries.into_iter().map(|entry| entry.0).collect();
    match scope {
        Scope::Items(items) => {
            let ranked = rank(texts(&items), typed);
            report(ranked.into_iter().map(|index| index as u32).collect(), true);
        }
        Scope::Headings(headings) => {
            if let Some(ranked) = headings.rank(&Keywords::parse(typed), &is_wanted) {
                report(ranked, true);
            }
        }
        Scope::Titles(catalog, same) => {
            titles.update(&catalog);
            let query = Keywords::parse(typed);
            if query.is_empty() {
                return;
            }
            let mut first = |entries| report(numbers(entries), false);
            let ranked = titles.rank(&catalog, &same, &query, &is_wanted, &mut first);
            if let Some(ranked) = ranked {
                report(numbers(ranked), true);
            }
        }
    }
}
