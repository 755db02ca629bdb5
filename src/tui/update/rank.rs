//! Ranking: what is asked of the searcher.

use std::sync::Arc;

use crate::tui::ask::{Ask, Scope};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::ticket::Ticket;

/// Asks the searcher to rank the titles of the library.
pub fn titles(model: &mut Model, typed: String) -> (Ticket, Effect) {
    let scope = Scope::Titles(model.catalog.clone(), Arc::clone(&model.same));
    ask(model, typed, scope)
}

/// Asks the searcher to rank what is in a scope by what is typed.
pub fn ask(model: &mut Model, typed: String, scope: Scope) -> (Ticket, Effect) {
    let ticket = model.ticket.take();
    (ticket, Ask::Rank(ticket, typed, scope).into())
}
