//! Opening documents: asking for one, taking it when it is there, leaving it at its place.

use std::sync::Arc;

use super::{annotate, derive, land};
use crate::library::EntryId;
use crate::reading::{Origin, Text, left};
use crate::settings::position::Position;
use crate::tui::ask::{Keep, Loading, Work};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::found::Found;
use crate::tui::model::glimpse::Glimpse;
use crate::tui::model::landing::Landing;
use crate::tui::model::reader::Reader;
use crate::tui::model::ticket::Ticket;
use crate::tui::model::tree::TreeNode;
use crate::tui::report::NotLoaded;

/// Asks for a document; the one that is open stays until it is there.
pub fn open(model: &mut Model, entry: EntryId, landing: Landing) -> Vec<Effect> {
    if model
        .reader
        .as_ref()
        .is_some_and(|reader| reader.entry == entry)
    {
        land::land(model, &landing);
        return Vec::new();
    }
    let mut effects = leave(model);
    effects.extend(load(model, entry, landing));
    effects
}

/// Asks for the text of a document, and remembers where to land in it.
fn load(model: &mut Model, entry: EntryId, landing: Landing) -> Option<Effect> {
    let loading = Loading {
        origin: Origin::of_entry(model.catalog.get(entry)?, model.encoding(entry)),
        annotations: model.annotations.to_vec(),
        catalog: model.catalog.clone(),
        script: model.wanted.script,
    };
    let ticket = model.ticket.take();
    model.loading = Some((ticket, entry, landing));
    Some(Work::Load(ticket, Box::new(loading)).into())
}

/// A document takes a while: its beginning stands where its text will, if it will be opened there,
/// and its end for who wants to be there.
pub fn begun(model: &mut Model, ticket: Ticket, mut glimpse: Glimpse) {
    let awaited = model.loading.as_ref();
    let Some((_, entry, Landing::Left)) = awaited.filter(|(wanted, ..)| *wanted == ticket) else {
        return;
    };
    let entry = model.catalog.get(*entry);
    if entry.is_some_and(|entry| left::of_entry(&model.positions, entry).is_some()) {
        glimpse.beginning.clear();
    }
    model.glimpse = Some(glimpse);
}

/// A document is there.
pub fn arrived(model: &mut Model, ticket: Ticket, text: Arc<Text>) -> Vec<Effect> {
    let Some((_, entry, landing)) = model.loading.take_if(|(wanted, ..)| *wanted == ticket) else {
        return Vec::new();
    };
    // A file that has changed is another entry; another encoding is the same one.
    let is_same = model
        .reader
        .as_ref()
        .is_some_and(|reader| reader.entry == entry);
    let again = if is_same {
        "encoding.read"
    } else {
        "reader.reloaded"
    };
    let encoding = text.encoding;
    model.found = Found::default();
    model.instead = None;
    model.glimpse = None;
    model.reader = Some(Reader::new(entry, text, ticket));
    // The text may have changed since anybody looked.
    for annotation in annotate::own(model) {
        model.desk.places.remove(&annotation.id);
    }
    let effects = derive::derive(model);
    land::land(model, &landing);
    let is_lost = |reader: &Reader| reader.lost.is_some();
    if !is_same && model.reader.as_ref().is_some_and(is_lost) {
        model.say("reader.reloaded-elsewhere", &[]);
    } else if matches!(landing, Landing::Again(_)) {
        model.say(again, &[encoding]);
    }
    reveal(model, entry);
    effects
}

/// Shows a document in the tree.
fn reveal(model: &mut Model, entry: EntryId) {
    model.tree.reveal(entry);
    model.list_tree();
    if let Some(place) = model.tree.at {
        model.tree.select(TreeNode::Document(place as u32));
    }
}

/// A document could not be loaded: one line, and the reader stays where it is. Where none is open
/// yet, the line stands where its text would.
pub fn failed(model: &mut Model, ticket: Ticket, reason: &NotLoaded) {
    let is_wanted = |(wanted, ..): &mut (Ticket, _, _)| *wanted == ticket;
    if model.loading.take_if(is_wanted).is_none() {
        return;
    }
    let line = reason.sentence(&model.locale);
    model.glimpse = None;
    if model.reader.is_none() {
        model.instead = Some(line);
    } else {
        model.message = Some(line);
    }
}

/// Where the reader is in the open document.
fn position(model: &Model) -> Option<Position> {
    let reader = model.reader.as_ref()?;
    let source = &reader.text.document.source;
    // Who has not moved since is still where they were.
    let lost = reader.lost.clone();
    if let Some(lost) = lost.filter(|lost| reader.here == lost.bytes(source).1) {
        return Some(lost);
    }
    let mut position = reader.text.position(reader.anchor, reader.here);
    position.encoding = model
        .encoding(reader.entry)
        .map(|encoding| encoding.name().to_owned());
    Some(position)
}

/// Remembers where the open document is left, and how the room looks.
pub fn leave(model: &mut Model) -> Vec<Effect> {
    let mut effects = vec![Keep::Look(Box::new(model.look.clone())).into()];
    if let Some(position) = position(model) {
        model.positions.take(position.clone());
        effects.push(Keep::Leave(Box::new(position)).into());
    }
    effects
}

/// Opens the document left last, or else the one that `or` tells.
pub fn open_where_left(model: &mut Model, or: Option<EntryId>) -> Vec<Effect> {
    let last = model.positions.last();
    let left = last.and_then(|last| left::entry(last, &model.catalog));
    match left.or(or) {
        Some(entry) => open(model, entry, Landing::Left),
        None => Vec::new(),
    }
}

/// Reads the open document again, as the catalog has it now under `entry`; the reader stays at the
/// place.
pub fn reload(model: &mut Model, entry: EntryId) -> Vec<Effect> {
    let Some(position) = position(model) else {
        return Vec::new();
    };
    let landing = Landing::Again(Box::new(position));
    load(model, entry, landing).into_iter().collect()
}
