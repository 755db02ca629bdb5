//! The search of the library: typing it, asking for it, taking the answer, walking its views.

mod keep;
mod visit;

pub use keep::{export, save};
pub use visit::{arrived, marked, step};

use std::sync::Arc;
use std::time::Duration;

use super::annotate;
use crate::reading::inquiry::Answer;
use crate::reading::{searches, searching};
use crate::search::collocates::Collocate;
use crate::search::concordance::{Line, Sort};
use crate::search::query::Query;
use crate::tui::action::Action;
use crate::tui::ask::{Ask, Inquiry, Search, Work};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::search::{Order, View};
use crate::tui::model::ticket::Ticket;

/// How long a search may take in a room that many share.
const LIMIT: Duration = Duration::from_secs(10);

/// `g/`: begins a search.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.search.begin("");
    model.search.view = View::Notebook;
    model.lay_search();
    Vec::new()
}

/// Shows the library on a timeline, as it is.
pub fn open_timeline(model: &mut Model) -> Vec<Effect> {
    model.search.typed.clear();
    model.search.forget();
    model.search.walk();
    model.search.show(View::Times);
    model.lay_search();
    ask(model, "")
}

/// Shows the list of hits again, as it was.
pub fn reopen(model: &mut Model) -> Vec<Effect> {
    if model.search.answer.is_none() {
        return open(model);
    }
    model.search.walk();
    if model.search.view == View::Notebook {
        model.search.show(View::Hits);
    }
    model.lay_search();
    Vec::new()
}

/// What is typed has changed.
pub fn typed(model: &mut Model) -> Vec<Effect> {
    let typed = model.search.input.text();
    let typed = typed.trim();
    if !typed.is_empty() && typed == model.search.typed && model.search.answer.is_some() {
        let view = found_in(model);
        return show(model, view);
    }
    model.search.forget();
    match (typed.is_empty(), model.search.view) {
        (true, _) => model.search.view = View::Notebook,
        (false, View::Notebook) => model.search.view = View::Hits,
        (false, _) => {}
    }
    if typed.is_empty() {
        // What is under way is about something else.
        model.search.awaited = None;
        model.search.wrong = None;
        typed.clone_into(&mut model.search.typed);
        return Vec::new();
    }
    ask(model, typed)
}

/// Reads a query again that could not be read: the search that it names may be there now.
pub fn again(model: &mut Model) -> Vec<Effect> {
    if model.search.wrong.is_none() {
        return Vec::new();
    }
    let typed = model.search.typed.clone();
    ask(model, &typed)
}

/// Asks for what is typed; for the library as it is where that is nothing.
fn ask(model: &mut Model, typed: &str) -> Vec<Effect> {
    let had_documents = model.search.query.is_some() && model.search.is_of_documents();
    typed.clone_into(&mut model.search.typed);
    model.search.wrong = None;
    model.search.awaited = None;
    model.search.query = None;
    if typed.is_empty() {
        let inquiry = Inquiry::Library(model.catalog.clone());
        return inquire(model, inquiry);
    }
    let saved = |name: &str| searches::saved(&model.annotations, name);
    match Query::parse(typed, &saved) {
        Ok(query) => {
            let query = Arc::new(query);
            model.search.query = Some(Arc::clone(&query));
            // Documents that are found without words in them have no hits to be shown.
            match model.search.view {
                View::Hits | View::Collocates => model.search.view = found_in(model),
                View::Documents if had_documents => model.search.view = found_in(model),
                _ => {}
            }
            let order = model.search.order;
            let asked = asked(model, query);
            inquire(model, Inquiry::Hits(asked, order))
        }
        Err(mistake) => {
            model.search.wrong = Some(searching::wrong(typed, &mistake, &model.locale));
            Vec::new()
        }
    }
}

/// The view in which what is looked for is found.
fn found_in(model: &Model) -> View {
    if model.search.is_of_documents() {
        View::Documents
    } else {
        View::Hits
    }
}

/// What is asked for of the library as it is now.
fn asked(model: &Model, query: Arc<Query>) -> Search {
    Search {
        query,
        catalog: model.catalog.clone(),
        annotations: model.annotations.to_vec(),
        limit: model.is_shared.then_some(LIMIT),
    }
}

fn inquire(model: &mut Model, inquiry: Inquiry) -> Vec<Effect> {
    let ticket = model.ticket.take();
    model.search.awaited = Some(ticket);
    vec![Ask::Inquire(ticket, Box::new(inquiry)).into()]
}

/// Something is known of the answer.
pub fn answered(
    model: &mut Model,
    ticket: Ticket,
    answer: Arc<Answer>,
    order: Order,
    lines: Vec<Line>,
) -> Vec<Effect> {
    if model.search.awaited != Some(ticket) {
        return Vec::new();
    }
    let is_whole = answer.progress.is_none();
    let lacks_packs = answer.extent.unpacked > 0 && model.packing.is_none() && !model.is_shared;
    model.search.take(answer, lines);
    if !is_whole {
        return Vec::new();
    }
    model.search.awaited = None;
    let mut effects = Vec::new();
    if lacks_packs {
        effects.push(Ask::Pack(model.catalog.clone()).into());
    }
    if order != model.search.order {
        effects.extend(relist(model));
    }
    effects.extend(show(model, model.search.view));
    effects
}

/// Has the hits listed in the order that is wanted.
fn relist(model: &mut Model) -> Vec<Effect> {
    let Some(answer) = model.search.answer.clone() else {
        return Vec::new();
    };
    // What is still to come is listed when it is there.
    if answer.progress.is_some() {
        return Vec::new();
    }
    let ticket = model.ticket.take();
    model.search.awaited = Some(ticket);
    vec![Work::List(ticket, answer, model.search.order).into()]
}

/// The hits are listed in another order.
pub fn listed(model: &mut Model, ticket: Ticket, order: Order, lines: Vec<Line>) {
    let is_awaited = model.search.awaited.take_if(|own| *own == ticket).is_some();
    if is_awaited && order == model.search.order {
        model.search.relist(lines);
    }
}

/// Somebody has looked what stands near the hits.
pub fn collocated(model: &mut Model, ticket: Ticket, found: Vec<Collocate>) {
    if model.search.awaited.take_if(|own| *own == ticket).is_some() {
        model.search.collocates = Some(found);
    }
}

/// Shows a view, and asks for what it lacks.
fn show(model: &mut Model, view: View) -> Vec<Effect> {
    model.search.show(view);
    let is_there = model.search.collocates.is_some() || model.search.awaited.is_some();
    match model.search.query.clone() {
        Some(query) if view == View::Collocates && !is_there => {
            let asked = asked(model, query);
            inquire(model, Inquiry::Collocates(asked))
        }
        _ => Vec::new(),
    }
}

/// Does an action while the sheet is open.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    if action == Action::Cancel {
        model.overlays.pop();
        return Vec::new();
    }
    let page = i64::from(model.size.1 / 2).max(1);
    if model.search.is_typing {
        return while_typing(model, &action, page);
    }
    if model.search.step(&action, page) {
        return Vec::new();
    }
    match action {
        // What was searched before is no query of its own.
        Action::EditQuery if model.search.view == View::Notebook => model.search.begin(""),
        Action::EditQuery => model.search.is_typing = true,
        Action::Undo | Action::Redo => return annotate::undo(model, action == Action::Redo),
        Action::Accept | Action::Activate | Action::Open => return visit::enter(model),
        Action::Close => visit::leave(model),
        Action::NextView => return show(model, beside(model.search.view, 1)),
        Action::PreviousView => return show(model, beside(model.search.view, -1)),
        Action::ShowHits => return show(model, View::Hits),
        Action::ShowDocuments => return show(model, View::Documents),
        Action::ShowTimes => return show(model, View::Times),
        Action::ShowCollocates => return show(model, View::Collocates),
        Action::ShowFacets => return show(model, View::Facets),
        Action::SortLeft => return sort(model, Sort::Left),
        Action::SortRight => return sort(model, Sort::Right),
        Action::SortDate => return sort(model, Sort::Date),
        Action::SortPlace => return sort(model, Sort::Place),
        Action::MergeRepeats => {
            model.search.order.merges = !model.search.order.merges;
            return relist(model);
        }
        Action::CountRaw => model.search.is_raw = !model.search.is_raw,
        Action::NarrowSearch => return visit::narrow(model),
        Action::SaveSearch => keep::ask_name(model),
        Action::ExportList => keep::ask_file(model),
        Action::DeleteAnnotation => return keep::delete(model),
        Action::Goto(number) => model.search.go_to(&number),
        _ => {}
    }
    Vec::new()
}

fn while_typing(model: &mut Model, action: &Action, page: i64) -> Vec<Effect> {
    match action {
        Action::Accept | Action::Activate => {
            if model.search.view == View::Notebook {
                return visit::enter(model);
            }
            model.search.walk();
            return keep::note(model);
        }
        Action::Complete => model.search.walk(),
        _ => {
            if !model.search.step(action, page) {
                model.search.input.edit(action);
            }
        }
    }
    Vec::new()
}

/// The view `by` further on, round the ends.
fn beside(view: View, by: i64) -> View {
    let count = View::ALL.len() as i64;
    let at = (view as i64 + by).rem_euclid(count);
    View::ALL.get(at as usize).copied().unwrap_or_default()
}

fn sort(model: &mut Model, sort: Sort) -> Vec<Effect> {
    model.search.order.sort = sort;
    relist(model)
}

/// Asks for other words, which stand where they would be typed.
fn ask_for(model: &mut Model, words: &str) -> Vec<Effect> {
    let view = model.search.view;
    model.search.forget();
    words.clone_into(&mut model.search.typed);
    model.search.walk();
    model.search.view = if view == View::Notebook {
        View::Hits
    } else {
        view
    };
    ask(model, words)
}
