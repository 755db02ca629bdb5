//! Comparing: choosing what the open text is compared with, walking through what differs,
//! annotating both texts, folding what is not to be seen.

use std::sync::Arc;

use super::{annotate, note, open, read};
use crate::annotation::Motivation;
use crate::library::{Called, EntryId};
use crate::reading::comparing::{are_unrelated, edition};
use crate::reading::titled::of_title;
use crate::reading::{Origin, Text};
use crate::text::script::Script;
use crate::tui::action::Action;
use crate::tui::ask::{Aim, Loading, Pairing, Work};
use crate::tui::effect::Effect;
use crate::tui::layout::sheet::compared_at;
use crate::tui::model::comparing::{Comparing, Kind, Move, Side};
use crate::tui::model::landing::Landing;
use crate::tui::model::overlay::{Choice, Item as Row, Overlay, Picker, Purpose};
use crate::tui::model::picker::Among;
use crate::tui::model::ticket::Ticket;
use crate::tui::model::{Model, Pane};
use crate::tui::report::{Compared, NotLoaded};

/// `gD`: lists the other editions of the open text in the order of time, and behind them the way to
/// any other document.
pub fn choose(model: &mut Model) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let mut editions = others(model, &text);
    editions.sort_by_key(|entry| date(model, *entry));
    if editions.is_empty() {
        return choose_any(model);
    }
    // The edition before this one is what it changed.
    let own = edition(&text);
    let before = editions.iter().rposition(|entry| date(model, *entry) < own);
    let mut items: Vec<Row> = editions
        .iter()
        .filter_map(|entry| {
            let called = Called::of(*entry, model.catalog.get(*entry)?, &model.same);
            Some(Row {
                text: called.to_string(),
                detail: date(model, *entry).map_or_else(String::new, |date| date.to_string()),
                depth: 0,
                target: Choice::Document(*entry),
            })
        })
        .collect();
    items.push(Row {
        text: model.locale.tr("compare.any", &[]),
        detail: String::new(),
        depth: 0,
        target: Choice::Action(Action::CompareAny),
    });
    let picker = Picker::new(Purpose::Comparison, items, before.unwrap_or(0));
    model.overlays.push(Overlay::Picker(picker));
    Vec::new()
}

/// Lists all documents, to compare the open one with.
pub fn choose_any(model: &mut Model) -> Vec<Effect> {
    let open = model.reader.as_ref().map(|reader| reader.entry);
    let others = model.tree.shelves.entries.iter().copied();
    let mut others: Vec<EntryId> = others.filter(|entry| Some(*entry) != open).collect();
    others.dedup();
    if others.is_empty() {
        model.say("pick.no-documents", &[]);
        return Vec::new();
    }
    let among = Among::Documents(Arc::new(others));
    let picker = Picker::over(Purpose::Comparison, among, 0);
    model.overlays.push(Overlay::Picker(picker));
    Vec::new()
}

/// Has the open text compared with another.
pub fn with(model: &mut Model, entry: EntryId) -> Vec<Effect> {
    ask(model, vec![entry], Aim::Changes)
}

/// `gH`: has the clause looked for in all editions of the open text.
pub fn history(model: &mut Model) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let editions = others(model, &text);
    if editions.is_empty() {
        model.say("compare.no-editions", &[]);
        return Vec::new();
    }
    let here = model.reader.as_ref().map_or(0, |reader| reader.here);
    ask(model, editions, Aim::History(here))
}

/// The other editions of a text in the library.
fn others(model: &Model, text: &Text) -> Vec<EntryId> {
    let open = model.reader.as_ref().map(|reader| reader.entry);
    let mut found = of_title(&model.catalog, &text.identity.header.title);
    found.retain(|entry| Some(*entry) != open && !is_copy(model, open, *entry));
    found
}

/// Whether two documents are one text in two places.
fn is_copy(model: &Model, open: Option<EntryId>, other: EntryId) -> bool {
    open.is_some_and(|open| model.same.places(open).contains(&other))
}

fn date(model: &Model, entry: EntryId) -> Option<crate::document::PartialDate> {
    model.catalog.get(entry)?.header().edition()
}

/// Has the open text put together with others.
pub(super) fn ask(model: &mut Model, entries: Vec<EntryId>, aim: Aim) -> Vec<Effect> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let others = entries.into_iter().filter_map(|entry| {
        let origin = Origin::of_entry(model.catalog.get(entry)?, model.encoding(entry));
        let loading = Loading {
            origin,
            annotations: model.annotations.to_vec(),
            catalog: model.catalog.clone(),
            script: Script::Original,
        };
        Some((entry, loading))
    });
    let pairing = Pairing {
        open: (reader.entry, Arc::clone(&reader.text)),
        others: others.collect(),
        aim,
    };
    let ticket = model.ticket.take();
    model.comparing = Some(ticket);
    model.say("compare.under-way", &[]);
    vec![Work::Compare(ticket, Box::new(pairing)).into()]
}

/// Two texts are compared, or one clause in many.
pub fn compared(model: &mut Model, ticket: Ticket, compared: Result<Compared, NotLoaded>) {
    if model
        .comparing
        .take_if(|awaited| *awaited == ticket)
        .is_none()
    {
        return;
    }
    model.message = None;
    let Compared { texts, rows, aim } = match compared {
        Ok(compared) => compared,
        Err(reason) => {
            model.message = Some(reason.sentence(&model.locale));
            return;
        }
    };
    let sides = texts.into_iter().map(|(entry, text)| Side {
        entry,
        text,
        placed: Vec::new(),
    });
    let is_unrelated = are_unrelated(rows.iter().map(|(_, row)| row));
    let kind = match aim {
        Aim::History(_) => Kind::History,
        Aim::Changes | Aim::Beside(_) => Kind::Changes,
    };
    let mut comparing = Comparing::new(sides.collect(), rows, kind);
    match (aim, &model.reader) {
        (Aim::Beside(_), Some(reader)) => {
            comparing.turn();
            comparing.stand(reader.entry, reader.here);
        }
        (Aim::Changes, _) if is_unrelated => comparing.turn(),
        _ => {}
    }
    if comparing.walk().items.is_empty() {
        model.say("compare.nowhere", &[]);
        return;
    }
    model.overlays.push(Overlay::Comparing(Box::new(comparing)));
}

/// Does an action while texts are compared.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Overlay::Comparing(comparing)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Cancel => {
            model.overlays.pop();
        }
        Action::Down(count) => go(comparing, Move::Lines(i64::from(count))),
        Action::Up(count) => go(comparing, Move::Lines(-i64::from(count))),
        Action::PageDown(count) => go(comparing, Move::Pages(i64::from(count))),
        Action::PageUp(count) => go(comparing, Move::Pages(-i64::from(count))),
        Action::HalfPageDown(count) => go(comparing, Move::HalfPages(i64::from(count))),
        Action::HalfPageUp(count) => go(comparing, Move::HalfPages(-i64::from(count))),
        Action::First => go(comparing, Move::Start),
        Action::Last => go(comparing, Move::End),
        Action::NextClause(count) | Action::FindNext(count) => {
            comparing.walk_mut().step(i64::from(count));
        }
        Action::PreviousClause(count) | Action::FindPrevious(count) => {
            comparing.walk_mut().step(-i64::from(count));
        }
        Action::FocusNext | Action::FocusPrevious => comparing.side = 1 - comparing.side,
        Action::ToggleColumns => comparing.turn(),
        Action::FilterNext => {
            comparing.shows_form = !comparing.shows_form;
            comparing.fold();
        }
        Action::ToggleFold => {
            comparing.shows_all = !comparing.shows_all;
            comparing.fold();
        }
        Action::WalkApart => comparing.part(),
        Action::BindTexts => return bind(model),
        Action::Undo | Action::Redo => return annotate::undo(model, action == Action::Redo),
        Action::Annotate => return annotate(model),
        Action::Activate | Action::Accept => return visit(model),
        _ => {}
    }
    Vec::new()
}

/// Moves through the text or the texts that the keys are about.
fn go(comparing: &mut Comparing, own: Move) {
    comparing.walk_mut().moves.push(own);
}

/// Clicks a place of the page: goes to what stands there, in its text; what the reader is at
/// already is visited, and what is folded is shown. A click on a title gives that text the keys.
pub fn click(model: &mut Model, at: (u16, u16)) -> Vec<Effect> {
    let hit = compared_at(model.size, at);
    let Some(Overlay::Comparing(comparing)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let was = (comparing.side, comparing.walk().at);
    let side = hit.side.unwrap_or(comparing.side);
    comparing.side = side;
    let item = hit.row.map(|row| comparing.walk().item_at(row));
    let Some(item) = item.flatten() else {
        return Vec::new();
    };
    if comparing.walk().row(item).is_none() {
        return update(model, Action::ToggleFold);
    }
    if was == (side, item) {
        return visit(model);
    }
    comparing.walk_mut().at = item;
    Vec::new()
}

/// `B` while texts are compared: binds them, the one at the left first, or parts them.
fn bind(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Comparing(comparing)) = model.overlays.last() else {
        return Vec::new();
    };
    let Some([first, second]) = comparing.both() else {
        return Vec::new();
    };
    let done = (first.text).bind(&second.text, &model.annotations, &model.catalog);
    done.map_or_else(Vec::new, |done| annotate::carry_out(model, done))
}

/// `a`: a note on the clause that the reader is at, in the text that has the keys.
fn annotate(model: &mut Model) -> Vec<Effect> {
    let Some(id) = model.desk.new_id.take() else {
        return Vec::new();
    };
    let Some(Overlay::Comparing(comparing)) = model.overlays.last() else {
        return Vec::new();
    };
    let Some((side, [passage, ..])) = comparing.passages() else {
        return Vec::new();
    };
    let noted = side.placed.iter().find(|placed| {
        placed.motivation == Motivation::Commenting && passage.span.contains(placed.span.start)
    });
    let held = noted.and_then(|noted| annotate::of_id(model, &noted.id));
    if let Some(held) = held.map(|held| (**held).clone()) {
        note::edit(model, held, None);
        return Vec::new();
    }
    let words = side.text.words(passage.span.start);
    let span = words.unwrap_or(passage.span);
    match side.text.begin(Motivation::Commenting, span, id) {
        Ok(annotation) => note::edit(model, annotation, None),
        Err(said) => model.tell(&said),
    }
    Vec::new()
}

/// `Enter`: goes to the clause in the text that has the keys.
fn visit(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Comparing(comparing)) = model.overlays.last() else {
        return Vec::new();
    };
    let Some((side, [passage, ..])) = comparing.passages() else {
        return Vec::new();
    };
    let (entry, at) = (side.entry, passage.span.start);
    model.overlays.pop();
    model.focus = Pane::Reader;
    read::leave(model);
    let is_open = model
        .reader
        .as_ref()
        .is_some_and(|reader| reader.entry == entry);
    if is_open {
        read::show(model, at);
        return Vec::new();
    }
    open::open(model, entry, Landing::Place(at, at))
}
