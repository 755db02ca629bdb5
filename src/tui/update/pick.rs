//! The pickers: documents, clauses, bookmarks, commands, oddities; one list that is narrowed by typing.

use std::collections::HashSet;
use std::sync::Arc;

use super::{command, neighbours, open as document, prompt, read, refer};
use crate::clause::ClauseId;
use crate::document::Lines;
use crate::library::EntryId;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Landing, Ticket};
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::picker::{Among, Beside};
use crate::tui::model::reader::Text;
use crate::tui::searcher::Scope;
use crate::tui::view::beside_columns;

/// Lists of so many items are ranked at once; longer ones by the searcher.
const AT_ONCE: usize = 1000;

/// Opens the picker that an action names.
pub fn open(model: &mut Model, action: &Action) -> Vec<Effect> {
    let (purpose, items, selected, otherwise) = match action {
        Action::PickDocument => return pick_document(model),
        Action::PickClause => {
            let (items, selected) = clauses(model);
            (Purpose::Clauses, items, selected, "reader.no-clauses")
        }
        Action::ListIssues => (Purpose::Issues, issues(model), 0, "pick.no-issues"),
        Action::ListTroubles => {
            let items = model.troubles.iter().map(|trouble| Item {
                text: trouble.clone(),
                detail: String::new(),
                depth: 0,
                target: Choice::Nothing,
            });
            let items = items.collect();
            (Purpose::Troubles, items, 0, "library.no-troubles")
        }
        Action::ListHistory => (
            Purpose::History,
            neighbours::history(model),
            0,
            "pick.no-history",
        ),
        Action::ListNeighbours => (
            Purpose::Neighbours,
            neighbours::items(model),
            0,
            "pick.no-neighbours",
        ),
        _ => (Purpose::Commands, command::items(model, ""), 0, ""),
    };
    if items.is_empty() {
        model.say(otherwise, &[]);
        return Vec::new();
    }
    model
        .overlays
        .push(Overlay::Picker(Picker::new(purpose, items, selected)));
    peek(model)
}

/// `p`: the documents in the order of the shelves, the open one chosen.
fn pick_document(model: &mut Model) -> Vec<Effect> {
    let mut seen = HashSet::new();
    let shelves = Arc::clone(&model.tree.shelves);
    let is_first = |entry: &EntryId| {
        let first = model.same.places(*entry).first().copied();
        seen.insert(first.unwrap_or(*entry))
    };
    let order: Vec<EntryId> = shelves.entries.iter().copied().filter(is_first).collect();
    if order.is_empty() {
        model.say("pick.no-documents", &[]);
        return Vec::new();
    }
    let open = model.reader.as_ref().map(|reader| reader.entry);
    let selected = order.iter().position(|&entry| Some(entry) == open);
    let picker = Picker::over(
        Purpose::Documents,
        Among::Documents(Arc::new(order)),
        selected.unwrap_or(0),
    );
    model.overlays.push(Overlay::Picker(picker));
    let mut effects = peek(model);
    // The searcher makes the titles ready while the first letter is typed.
    effects.push(ask(model, String::new(), None).1);
    effects
}

/// Asks the searcher to rank items, or the titles of the library.
pub fn ask(model: &mut Model, typed: String, items: Option<Arc<Vec<Item>>>) -> (Ticket, Effect) {
    model.ticket = Ticket(model.ticket.0 + 1);
    let scope = match items {
        Some(items) => Scope::Items(items),
        None => Scope::Titles(model.catalog.clone(), Arc::clone(&model.same)),
    };
    (model.ticket, Effect::Rank(model.ticket, typed, scope))
}

/// Does an action while a picker is open.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = i64::from(model.size.1 / 2).max(1);
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let length = picker.ranked.len();
    match action {
        Action::Cancel => {
            model.overlays.pop();
            return Vec::new();
        }
        Action::Accept | Action::Activate => return accept(model),
        Action::EraseBack if picker.purpose == Purpose::Commands && picker.input.is_empty() => {
            model.overlays.pop();
            return Vec::new();
        }
        Action::Down(count) => picker.list.step(i64::from(count), length),
        Action::Up(count) => picker.list.step(-i64::from(count), length),
        Action::PageDown(count) => picker.list.step(page * i64::from(count), length),
        Action::PageUp(count) => picker.list.step(-page * i64::from(count), length),
        action => {
            if prompt::edit(&mut picker.input, &action) {
                return narrow(model);
            }
        }
    }
    peek(model)
}

/// What is typed has changed.
fn narrow(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    picker.is_accepted = false;
    let typed = picker.input.text();
    if picker.purpose == Purpose::Commands {
        let items = command::items(model, &typed);
        if let Some(Overlay::Picker(picker)) = model.overlays.last_mut() {
            picker.among = Among::Items(Arc::new(items));
            picker.show_all();
        }
        return Vec::new();
    }
    if typed.trim().is_empty() {
        picker.show_all();
        return peek(model);
    }
    let items = match &picker.among {
        Among::Items(items) if items.len() <= AT_ONCE => {
            picker.narrow();
            return peek(model);
        }
        Among::Items(items) => Some(Arc::clone(items)),
        Among::Documents(_) => None,
    };
    let (ticket, effect) = ask(model, typed, items);
    if let Some(Overlay::Picker(picker)) = model.overlays.last_mut() {
        picker.awaited = Some(ticket);
    }
    vec![effect]
}

/// The searcher has ranked; where that is not all, the rest comes.
pub fn ranked(model: &mut Model, ticket: Ticket, ranked: Vec<u32>, is_whole: bool) -> Vec<Effect> {
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    if picker.awaited != Some(ticket) {
        return Vec::new();
    }
    picker.take(ranked);
    if is_whole {
        picker.awaited = None;
        if picker.is_accepted {
            return accept(model);
        }
    }
    peek(model)
}

/// Takes what is chosen; where that is not known yet, as soon as it is.
fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    if picker.awaited.is_some() {
        picker.is_accepted = true;
        return Vec::new();
    }
    let Some(Overlay::Picker(picker)) = model.overlays.pop() else {
        return Vec::new();
    };
    if picker.purpose == Purpose::Commands {
        return command::accept(model, &picker);
    }
    let chosen = picker.item(picker.list.selected, &model.catalog, &model.same);
    chosen.map_or_else(Vec::new, |item| choose(model, item.target))
}

/// Has the beginning of the chosen document shown beside the list, where there is room for it.
fn peek(model: &mut Model) -> Vec<Effect> {
    let columns = usize::from(beside_columns(model.size.0));
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let chosen = picker.ranked.get(picker.list.selected).copied();
    let is_shown = picker
        .beside
        .as_ref()
        .is_some_and(|beside| Some(beside.of) == chosen && beside.columns == columns);
    let item = picker.item(picker.list.selected, &model.catalog, &model.same);
    let (Some(of), false, Some(item)) = (chosen, is_shown || columns == 0, item) else {
        return Vec::new();
    };
    let (Choice::Document(entry) | Choice::Said(entry, _)) = item.target else {
        return Vec::new();
    };
    let lines = picker.beside.take().map(|beside| beside.lines);
    picker.beside = Some(Beside {
        of,
        columns,
        // What is shown stays until the other is there: a blank between them would only flicker.
        lines: lines.unwrap_or_default(),
    });
    model.ticket = Ticket(model.ticket.0 + 1);
    model.peeking = Some(model.ticket);
    vec![Effect::Peek(model.ticket, entry, columns)]
}

/// The beginning of a document is there.
pub fn peeked(model: &mut Model, ticket: Ticket, lines: Vec<String>) {
    if model.peeking == Some(ticket)
        && let Some(Overlay::Picker(picker)) = model.overlays.last_mut()
        && let Some(beside) = &mut picker.beside
    {
        beside.lines = lines;
    }
}

/// Goes where a choice leads.
pub fn choose(model: &mut Model, target: Choice) -> Vec<Effect> {
    model.focus = crate::tui::model::Pane::Reader;
    match target {
        Choice::Document(entry) => {
            read::leave(model);
            document::open(model, entry, Landing::Left)
        }
        Choice::Clause(id) => {
            let target = model
                .text()
                .and_then(|text| text.tree.get(id).map(|clause| clause.span.start));
            if let Some(offset) = target {
                read::show(model, offset);
            }
            Vec::new()
        }
        Choice::Said(entry, said) => {
            read::leave(model);
            document::open(model, entry, Landing::Address(said))
        }
        Choice::Reference(index) => refer::go(model, index),
        Choice::Offset(offset) => {
            read::show(model, offset);
            Vec::new()
        }
        Choice::File(path) => {
            read::leave(model);
            vec![Effect::Wake(crate::library::Wake::Fetch(path))]
        }
        Choice::Action(action) => super::update(model, action),
        Choice::Nothing => Vec::new(),
    }
}

fn clauses(model: &Model) -> (Vec<Item>, usize) {
    let Some(text) = model.text() else {
        return (Vec::new(), 0);
    };
    let current = model
        .reader
        .as_ref()
        .and_then(super::super::model::reader::Reader::clause);
    let items = text
        .tree
        .ids()
        .filter_map(|id| clause_item(&text, id))
        .collect();
    (items, current.map_or(0, ClauseId::index))
}

/// A clause as something to choose.
pub fn clause_item(text: &Text, id: ClauseId) -> Option<Item> {
    let clause = text.tree.get(id)?;
    Some(Item {
        text: clause.heading(&text.document),
        detail: text.tree.address(id).to_string(),
        depth: usize::from(clause.depth.saturating_sub(1)),
        target: Choice::Clause(id),
    })
}

fn issues(model: &Model) -> Vec<Item> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let mut issues: Vec<_> = text
        .document
        .issues
        .iter()
        .chain(&text.tree.issues)
        .collect();
    issues.sort_by_key(|issue| issue.span.start);
    let mut lines = Lines::new(&text.document.source);
    issues
        .into_iter()
        .map(|issue| {
            let details: Vec<&str> = issue.details.iter().map(String::as_str).collect();
            Item {
                text: model.locale.tr(&format!("issue.{}", issue.code), &details),
                detail: model
                    .locale
                    .tr("pick.line", &[&lines.of(issue.span.start).to_string()]),
                depth: 0,
                target: Choice::Offset(issue.span.start),
            }
        })
        .collect()
}
