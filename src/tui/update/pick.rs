//! The pickers: documents, clauses, bookmarks, candidates, oddities; one list that is narrowed by typing.

use super::{open as document, prompt, read, refer};
use crate::clause::ClauseId;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Landing};
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::reader::Text;
use crate::tui::model::tree::title;

/// Opens the picker that an action names.
pub fn open(model: &mut Model, action: &Action) -> Vec<Effect> {
    let (purpose, items, selected, otherwise) = match action {
        Action::PickDocument => {
            let (items, selected) = documents(model);
            (Purpose::Documents, items, selected, "pick.no-documents")
        }
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
        _ => return Vec::new(),
    };
    if items.is_empty() {
        model.say(otherwise, &[]);
    } else {
        model
            .overlays
            .push(Overlay::Picker(Picker::new(purpose, items, selected)));
    }
    Vec::new()
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
        }
        Action::Accept | Action::Activate => {
            let target = picker.chosen().map(|item| item.target.clone());
            model.overlays.pop();
            return target.map_or_else(Vec::new, |target| choose(model, target));
        }
        Action::Down(count) => picker.list.step(i64::from(count), length),
        Action::Up(count) => picker.list.step(-i64::from(count), length),
        Action::PageDown(count) => picker.list.step(page * i64::from(count), length),
        Action::PageUp(count) => picker.list.step(-page * i64::from(count), length),
        action => {
            if prompt::edit(&mut picker.input, &action) {
                picker.narrow();
            }
        }
    }
    Vec::new()
}

fn choose(model: &mut Model, target: Choice) -> Vec<Effect> {
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
        Choice::Nothing => Vec::new(),
    }
}

fn documents(model: &Model) -> (Vec<Item>, usize) {
    let order = model.tree.shelves.entries.clone();
    let open = model.reader.as_ref().map(|reader| reader.entry);
    let selected = order
        .iter()
        .position(|&entry| Some(entry) == open)
        .unwrap_or(0);
    let items = order
        .into_iter()
        .map(|entry| {
            let date = model
                .catalog
                .get(entry)
                .and_then(|entry| entry.dates().next())
                .map(|date| date.to_string());
            Item {
                text: title(&model.catalog, entry).to_owned(),
                detail: date.unwrap_or_default(),
                depth: 0,
                target: Choice::Document(entry),
            }
        })
        .collect();
    (items, selected)
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
    let source = &text.document.source;
    Some(Item {
        text: clause.heading(source),
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
    issues
        .into_iter()
        .map(|issue| {
            let details: Vec<&str> = issue.details.iter().map(String::as_str).collect();
            Item {
                text: model.locale.tr(&format!("issue.{}", issue.code), &details),
                detail: model.locale.tr(
                    "pick.line",
                    &[&text.document.line(issue.span.start).to_string()],
                ),
                depth: 0,
                target: Choice::Offset(issue.span.start),
            }
        })
        .collect()
}
