//! Opening documents: asking for one, taking it when it is there, leaving it at its place, going to the neighbour.

use std::sync::Arc;

use super::{annotate, read, tree};
use crate::library::EntryId;
use crate::library::shelf::{self, Shelf};
use crate::settings::position::Position;
use crate::tui::effect::{Effect, Landing, Ticket};
use crate::tui::model::Model;
use crate::tui::model::found::Found;
use crate::tui::model::outline::Outline;
use crate::tui::model::reader::{Motion, Reader, Text};
use crate::tui::model::tree::{TreeNode, headings};

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
    model.ticket = Ticket(model.ticket.0 + 1);
    model.loading = Some((model.ticket, entry, landing));
    effects.push(Effect::Load(model.ticket, entry));
    effects
}

/// A document is there. `left` is where it was left, as a byte offset of the page and of the reading position.
pub fn arrived(model: &mut Model, ticket: Ticket, text: Arc<Text>, left: Option<(usize, usize)>) {
    let Some((_, entry, landing)) = model.loading.take_if(|(wanted, ..)| *wanted == ticket) else {
        return;
    };
    model.found = Found::default();
    model.outline = Outline::new(&text.tree);
    model.reader = Some(Reader::new(entry, text));
    annotate::place(model);
    match (landing, left) {
        (Landing::Left, Some((top, here))) => {
            if let Some(reader) = &mut model.reader {
                reader.motions.push(Motion::Restore(top, here));
            }
        }
        (landing, _) => land(model, &landing),
    }
    model.tree.reveal(entry);
    tree::refresh(model);
    model.tree.select(&TreeNode::Document(entry));
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
        Landing::Left => {}
        Landing::Address(typed) => {
            super::prompt::goto(model, typed);
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

/// Remembers where the open document is left.
pub fn leave(model: &Model) -> Vec<Effect> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let Some(entry) = model.catalog.get(reader.entry) else {
        return Vec::new();
    };
    let position = Position::of(
        &entry.key(),
        &reader.text.document.source,
        reader.anchor,
        reader.here,
    );
    vec![Effect::Leave(Box::new(position))]
}

/// `>` and `<`: the document `by` further on the shelves.
pub fn neighbour(model: &mut Model, by: i64) -> Vec<Effect> {
    let order = model.tree.order();
    let at = model
        .reader
        .as_ref()
        .and_then(|reader| order.iter().position(|&entry| entry == reader.entry));
    let next = at
        .and_then(|at| usize::try_from(at as i64 + by).ok())
        .and_then(|at| order.get(at).copied());
    match next {
        Some(entry) => {
            read::leave(model);
            open(model, entry, Landing::Left)
        }
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

/// The catalog has changed: arranges the shelves anew.
pub fn relist(model: &mut Model) {
    let mut shelf: Shelf = shelf::by_collection(&model.catalog);
    if shelf.name.is_empty() {
        shelf.name = model.locale.tr("tree.library", &[]);
    }
    let entry = model.reader.as_ref().map(|reader| reader.entry);
    let headings = model
        .reader
        .as_ref()
        .map_or_else(Vec::new, |reader| headings(&reader.text.tree));
    model.tree.arrange(shelf, entry, &headings);
}
