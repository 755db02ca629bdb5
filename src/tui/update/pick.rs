//! The pickers: documents, clauses, bookmarks, commands, oddities; one list that is narrowed by
//! typing.

use std::sync::Arc;

use super::command::{self, Meaning};
use super::goto::clause_item;
use super::{
    are_documents_coming, bind, compare, encoding, find, neighbours, open as document, rank, read,
    refer, theme,
};
use crate::clause::ClauseId;
use crate::document::Lines;
use crate::library::{Entry, EntryId, Unread};
use crate::reading::unread;
use crate::tui::action::Action;
use crate::tui::ask::Scope;
use crate::tui::ask::{Ask, Work};
use crate::tui::effect::Effect;
use crate::tui::layout::sheet::beside_columns;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::picker::{Among, Beside};
use crate::tui::model::ticket::Ticket;
use crate::tui::report::Gathered;
use crate::typeset::Measure;

/// Longest list that is ranked at once; longer ones are ranked by the searcher.
const AT_ONCE: usize = 1000;

/// Opens the picker that an action names.
pub fn open(model: &mut Model, action: &Action) -> Vec<Effect> {
    let (purpose, items, selected, otherwise) = match action {
        Action::PickDocument => return pick_document(model),
        Action::PickHeading => return pick_heading(model),
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
        Action::PickEncoding => (
            Purpose::Encodings,
            encoding::items(model),
            0,
            "reader.nothing",
        ),
        Action::PickTheme => {
            let (items, selected) = theme::items(model);
            (Purpose::Themes, items, selected, "")
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

/// The documents in the order of the shelves, each once.
fn documents(model: &Model) -> Vec<EntryId> {
    let mut seen = vec![false; model.catalog.bound()];
    let is_first = |entry: &EntryId| {
        let first = model.same.places(*entry).first().copied();
        let place = seen.get_mut(first.unwrap_or(*entry).0 as usize);
        place.is_some_and(|seen| !std::mem::replace(seen, true))
    };
    let entries = model.tree.shelves.entries.iter().copied();
    entries.filter(is_first).collect()
}

/// `p`: the documents, the open one chosen.
fn pick_document(model: &mut Model) -> Vec<Effect> {
    let order = documents(model);
    if order.is_empty() && !are_documents_coming(model) {
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
    effects.push(rank::titles(model, String::new()).1);
    effects
}

/// `C`: the titles and headings of the library, those read so far at once, the others as they are
/// read.
fn pick_heading(model: &mut Model) -> Vec<Effect> {
    let among = Among::Headings(model.headings.clone());
    let picker = Picker::over(Purpose::Headings, among, 0);
    model.overlays.push(Overlay::Picker(picker));
    let mut effects = peek(model);
    if (model.gathered.0 as usize) < model.catalog.bound() {
        effects.push(Ask::Gather(model.catalog.clone(), model.gathered).into());
    }
    effects
}

/// More headings are there.
pub fn gathered(model: &mut Model, gathered: Gathered) -> Vec<Effect> {
    // What was read for a list that is closed is kept; what comes twice is not.
    if gathered.next <= model.gathered {
        return Vec::new();
    }
    model.gathered = gathered.next;
    model.headings.add(gathered.sheaf);
    if !is_open(model, Purpose::Headings) {
        return Vec::new();
    }
    let headings = Among::Headings(model.headings.clone());
    among(model, headings)
}

/// The shelves are arranged anew: documents that were found since stand in their list as well.
pub fn arranged(model: &mut Model) -> Vec<Effect> {
    if !is_open(model, Purpose::Documents) {
        return Vec::new();
    }
    let documents = Among::Documents(Arc::new(documents(model)));
    among(model, documents)
}

fn is_open(model: &Model, purpose: Purpose) -> bool {
    matches!(model.overlays.last(), Some(Overlay::Picker(picker)) if picker.purpose == purpose)
}

/// What is chosen among has changed; what is chosen and what is typed stay.
fn among(model: &mut Model, among: Among) -> Vec<Effect> {
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    picker.among = among;
    if picker.input.is_empty() {
        picker.take(picker.all());
        return peek(model);
    }
    let is_accepted = picker.is_accepted;
    let effects = narrow(model);
    if let Some(Overlay::Picker(picker)) = model.overlays.last_mut() {
        picker.is_accepted = is_accepted;
    }
    effects
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
            let is_gathering = picker.purpose == Purpose::Headings;
            model.overlays.pop();
            return if is_gathering {
                vec![Ask::StopGathering.into()]
            } else {
                Vec::new()
            };
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
        action => picker.input.edit(&action),
    }
    peek(model)
}

/// What is typed has changed.
pub fn narrow(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    picker.is_accepted = false;
    let typed = picker.input.text();
    if picker.purpose == Purpose::Commands {
        command::list(model);
        return Vec::new();
    }
    if typed.trim().is_empty() {
        picker.show_all();
        return peek(model);
    }
    let scope = match &picker.among {
        Among::Items(items) if items.len() <= AT_ONCE => {
            picker.narrow();
            return peek(model);
        }
        Among::Items(items) => Scope::Items(Arc::clone(items)),
        Among::Headings(headings) => Scope::Headings(headings.clone()),
        Among::Documents(_) => Scope::Titles(model.catalog.clone(), Arc::clone(&model.same)),
    };
    let (ticket, effect) = rank::ask(model, typed, scope);
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
    let is_gathering = picker.purpose == Purpose::Headings
        && picker.ranked.is_empty()
        && (model.gathered.0 as usize) < model.catalog.bound();
    if picker.awaited.is_some() || is_gathering {
        picker.is_accepted = true;
        return Vec::new();
    }
    let Some(Overlay::Picker(picker)) = model.overlays.pop() else {
        return Vec::new();
    };
    if picker.purpose == Purpose::Commands {
        return match command::meaning(&picker) {
            Some(Meaning::Named(action)) => super::update(model, action),
            Some(Meaning::Chosen(target)) => choose(model, target),
            None => Vec::new(),
        };
    }
    let chosen = picker.item(picker.list.selected, &model.catalog, &model.same);
    if picker.purpose == Purpose::Comparison
        && let Some(Choice::Document(entry)) = chosen.as_ref().map(|item| &item.target)
    {
        return compare::with(model, *entry);
    }
    if picker.purpose == Purpose::Bound
        && let Some(Choice::Document(entry)) = chosen.as_ref().map(|item| &item.target)
    {
        return bind::beside(model, *entry);
    }
    let mut effects = chosen.map_or_else(Vec::new, |item| choose(model, item.target));
    if picker.purpose == Purpose::Headings {
        effects.push(Ask::StopGathering.into());
    }
    effects
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
    let (entry, said) = match item.target {
        Choice::Document(entry) => (entry, None),
        Choice::Said(entry, said) => (entry, Some(said).filter(|said| !said.is_empty())),
        _ => return Vec::new(),
    };
    let lines = picker.beside.take().map(|beside| beside.lines);
    picker.beside = Some(Beside {
        of,
        columns,
        // What is shown stays until the other is there: a blank between them would only flicker.
        lines: lines.unwrap_or_default(),
    });
    let Some(source) = model.catalog.get(entry).map(Entry::source) else {
        return Vec::new();
    };
    // No program is run for each row that is passed.
    if source.is_filtered(model.catalog.filters()) {
        picker.beside = None;
        return Vec::new();
    }
    let measure = Measure {
        columns,
        ambiguous: model.ambiguous(),
        ..Measure::default()
    };
    let ticket = model.ticket.take();
    model.peeking = Some(ticket);
    vec![Work::Peek(ticket, source, said, measure).into()]
}

/// The beginning of a document is there.
pub fn peeked(model: &mut Model, ticket: Ticket, lines: Result<Vec<String>, Unread>) {
    let why = |unread| vec![unread::sentence(&unread, &model.locale)];
    let lines = lines.unwrap_or_else(why);
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
        Choice::Place(entry, at) => {
            read::leave(model);
            document::open(model, entry, Landing::Hit(at))
        }
        Choice::Reference(index) => refer::go(model, index),
        Choice::Offset(offset) => {
            read::show(model, offset);
            Vec::new()
        }
        Choice::Encoding(chosen) => encoding::choose(model, chosen),
        Choice::Theme(name) => {
            theme::choose(model, name);
            Vec::new()
        }
        Choice::File(path) => {
            read::leave(model);
            vec![Ask::Wake(crate::library::Wake::Fetch(path)).into()]
        }
        Choice::Find(typed) => find::first(model, &typed),
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

fn issues(model: &Model) -> Vec<Item> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let mut lines = Lines::new(&text.document.source);
    text.issues()
        .into_iter()
        .map(|issue| {
            let line = lines.of(issue.span.start).to_string();
            Item {
                text: model.locale.say(&issue.said()),
                detail: model.locale.tr("pick.line", &[&line]),
                depth: 0,
                target: Choice::Offset(issue.span.start),
            }
        })
        .collect()
}
