//! Opening documents: asking for one, taking it when it is there, leaving it at its place, going to the neighbour.

use std::sync::Arc;

use super::{annotate, filter, pick, read, tree};
use crate::library::same::Same;
use crate::library::shelf::By;
use crate::library::{Catalog, EntryId, Shelves, Source};
use crate::settings::position::Position;
use crate::tui::ask::{Arrangement, Keep, Work};
use crate::tui::effect::Effect;
use crate::tui::model::found::Found;
use crate::tui::model::landing::Landing;
use crate::tui::model::outline::Outline;
use crate::tui::model::reader::{Motion, Reader, Text};
use crate::tui::model::ticket::Ticket;
use crate::tui::model::tree::TreeNode;
use crate::tui::model::{Arranging, Model};

/// Asks for a document; the one that is open stays until it is there.
pub fn open(model: &mut Model, entry: EntryId, landing: Landing) -> Vec<Effect> {
    if model
        .reader
        .as_ref()
        .is_some_and(|reader| reader.entry == entry)
    {
        land(model, &landing);
        return Vec::new();
    }
    let mut effects = leave(model);
    effects.extend(load(model, entry, landing));
    effects
}

/// Asks for the text of a document, and remembers where to land in it.
fn load(model: &mut Model, entry: EntryId, landing: Landing) -> Option<Effect> {
    let source = model.catalog.get(entry)?.source();
    let ticket = model.ticket.take();
    model.loading = Some((ticket, entry, landing));
    Some(Work::Load(ticket, source, model.encoding(entry)).into())
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
    model.outline = Outline::new(&text.tree);
    model.reader = Some(Reader::new(entry, text));
    // The text may have changed since anybody looked.
    for annotation in annotate::own(model) {
        model.desk.places.remove(&annotation.id);
    }
    let mut effects = annotate::place(model);
    effects.extend(tree::tally(model));
    land(model, &landing);
    let is_lost = |reader: &Reader| reader.lost.is_some();
    if !is_same && model.reader.as_ref().is_some_and(is_lost) {
        model.say("reader.reloaded-elsewhere", &[]);
    } else if matches!(landing, Landing::Again(_)) {
        model.say(again, &[encoding]);
    }
    reveal(model, entry);
    effects.extend(pick::renew(model));
    effects
}

/// Shows a document in the tree.
fn reveal(model: &mut Model, entry: EntryId) {
    model.tree.reveal(entry);
    tree::refresh(model);
    if let Some(place) = model.tree.at {
        model.tree.select(TreeNode::Document(place as u32));
    }
}

/// A document could not be loaded: one line, and the reader stays where it is.
pub fn failed(model: &mut Model, ticket: Ticket, reason: &str) {
    if model
        .loading
        .take_if(|(wanted, ..)| *wanted == ticket)
        .is_some()
    {
        model.message = Some(reason.to_owned());
    }
}

fn land(model: &mut Model, landing: &Landing) {
    // The jump that led here was remembered where it began: the document's start is no place that anyone was at.
    let jumps = model.jumps.clone();
    match landing {
        Landing::Left => {
            let left = open_key(model).and_then(|key| model.positions.get(&key).cloned());
            restore(model, left.as_ref());
        }
        Landing::Again(position) => {
            restore(model, Some(position));
            if let Some(reader) = &mut model.reader
                && !position.stands_in(&reader.text.document.source)
            {
                reader.lost = Some((**position).clone());
            }
        }
        Landing::Address(typed) => {
            super::command::goto(model, typed);
        }
        Landing::Place(top, here) => {
            if let Some(reader) = &mut model.reader {
                reader.motions.push(Motion::Restore(*top, *here));
            }
        }
        Landing::Annotation(id) => annotate::show(model, id),
    }
    model.jumps = jumps;
}

/// Takes the reader to a position of the text as it was.
fn restore(model: &mut Model, position: Option<&Position>) {
    if let (Some(reader), Some(position)) = (&mut model.reader, position) {
        let (top, here) = position.bytes(&reader.text.document.source);
        reader.motions.push(Motion::Restore(top, here));
    }
}

/// The key of the open document.
fn open_key(model: &Model) -> Option<String> {
    let entry = model.reader.as_ref()?.entry;
    model.catalog.get(entry).map(crate::library::Entry::key)
}

/// Where the reader is in the open document.
fn position(model: &Model) -> Option<Position> {
    let reader = model.reader.as_ref()?;
    let entry = model.catalog.get(reader.entry)?;
    let path = match entry.source() {
        Source::File(path) => Some(path),
        Source::Builtin(..) | Source::Memory(..) => None,
    };
    let source = &reader.text.document.source;
    // Who has not moved since is still where they were.
    let lost = reader.lost.clone();
    if let Some(lost) = lost.filter(|lost| reader.here == lost.bytes(source).1) {
        return Some(lost);
    }
    let mut position = Position::of(&entry.key(), source, reader.anchor, reader.here);
    position.encoding = model
        .encoding(reader.entry)
        .map(|encoding| encoding.name().to_owned());
    Some(position.in_document(entry.title(), path))
}

/// Remembers where the open document is left.
pub fn leave(model: &mut Model) -> Vec<Effect> {
    let Some(position) = position(model) else {
        return Vec::new();
    };
    model.positions.take(position.clone());
    vec![Keep::Leave(Box::new(position)).into()]
}

/// `>` and `<`: the document `by` further on the shelves.
pub fn neighbour(model: &mut Model, by: i64) -> Vec<Effect> {
    let next = model
        .tree
        .at
        .and_then(|at| usize::try_from(at as i64 + by).ok())
        .filter(|at| *at < model.tree.shelves.entries.len());
    match next {
        Some(place) => tree::open_place(model, place),
        None => {
            model.say(
                if by > 0 {
                    "reader.last-document"
                } else {
                    "reader.first-document"
                },
                &[],
            );
            Vec::new()
        }
    }
}

/// Goes to a part of the text in percent.
pub fn percent(model: &mut Model, percent: usize) -> Vec<Effect> {
    if let Some(text) = model.text() {
        let mut at = text.document.source.len() * percent.min(100) / 100;
        while !text.document.source.is_char_boundary(at) {
            at -= 1;
        }
        read::show(model, at);
    }
    Vec::new()
}

/// Has the shelves arranged anew.
pub fn arrange(model: &mut Model) -> Vec<Effect> {
    if model.arranging != Arranging::Done {
        model.arranging = Arranging::Again;
        return Vec::new();
    }
    model.arranging = Arranging::UnderWay;
    vec![
        Work::Arrange(Box::new(Arrangement {
            catalog: model.catalog.clone(),
            same: Arc::clone(&model.same),
            by: model.tree.by,
            sort: model.tree.sort,
            read: model.positions.order(),
        }))
        .into(),
    ]
}

/// The shelves are arranged.
pub fn arranged(model: &mut Model, shelves: Shelves) -> Vec<Effect> {
    let entry = model.reader.as_ref().map(|reader| reader.entry);
    model.tree.arrange(shelves, entry);
    tree::refresh(model);
    let is_stale = model.arranging == Arranging::Again;
    model.arranging = Arranging::Done;
    let mut effects = filter::again(model);
    effects.extend(tree::tally(model));
    if is_stale {
        effects.extend(arrange(model));
    }
    if model.reader.is_none() && model.loading.is_none() {
        let first = model.tree.entry(0);
        effects.extend(open_where_left(model, first));
    }
    effects
}

/// Opens the document left last, or else the one that `or` tells.
fn open_where_left(model: &mut Model, or: Option<EntryId>) -> Vec<Effect> {
    let last = model.positions.last();
    let left = last.and_then(|key| model.catalog.find_key(key));
    match left.or(or) {
        Some(entry) => open(model, entry, Landing::Left),
        None => Vec::new(),
    }
}

/// The catalog has changed.
pub fn cataloged(model: &mut Model, catalog: Catalog) -> Vec<Effect> {
    let had = model
        .reader
        .as_ref()
        .is_none_or(|reader| model.catalog.has(reader.entry));
    model.catalog = catalog;
    let mut effects = Vec::new();
    // The document left last need not wait for the shelves.
    if model.reader.is_none() && model.loading.is_none() {
        effects.extend(open_where_left(model, None));
    }
    effects.extend(arrange(model));
    if let Some(entry) = model.reader.as_ref().map(|reader| reader.entry)
        && !model.catalog.has(entry)
        && let Some(source) = model.catalog.get(entry).map(crate::library::Entry::source)
    {
        match model.catalog.find(&source) {
            Some(changed) => effects.extend(reload(model, changed)),
            _ if had => model.say("reader.vanished", &[&source.name()]),
            _ => {}
        }
    }
    effects
}

/// Reads the open document again, as the catalog has it now under `entry`; the reader stays at the place.
pub fn reload(model: &mut Model, entry: EntryId) -> Vec<Effect> {
    let Some(position) = position(model) else {
        return Vec::new();
    };
    let landing = Landing::Again(Box::new(position));
    load(model, entry, landing).into_iter().collect()
}

/// It was found out which documents are the same.
pub fn compared(model: &mut Model, same: Arc<Same>) -> Vec<Effect> {
    if model.same == same {
        return Vec::new();
    }
    model.same = same;
    // Collections and folders show each place of a text.
    if matches!(model.tree.by, By::Collection | By::Folder) {
        return Vec::new();
    }
    arrange(model)
}
