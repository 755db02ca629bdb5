//! Texts that are bound: reading them side by side again.

use std::sync::Arc;

use super::{compare, open, read};
use crate::annotation::{Annotation, SourceRef};
use crate::library::EntryId;
use crate::reading::binding::Bound;
use crate::reading::entry_of;
use crate::tui::ask::{Aim, Ask, Inquiry};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::ticket::Ticket;

/// `gb`: shows the text that the open one is bound to beside it; where there are several, lists
/// them.
pub fn show(model: &mut Model) -> Vec<Effect> {
    let bound = model.reader.as_ref().map(|reader| reader.bound.clone());
    let bound = bound.unwrap_or_default();
    let found: Vec<(&Bound, EntryId)> = bound
        .iter()
        .filter_map(|own| Some((own, entry_of(&own.other, &model.catalog)?)))
        .collect();
    match (found.as_slice(), bound.first()) {
        ([(own, only)], _) => return compared(model, *only, own.is_first),
        ([], None) => model.say("bind.none", &[]),
        ([], Some(lost)) => return seek(model, &lost.other),
        (several, _) => {
            let item = |(own, entry): &(&Bound, EntryId)| Item {
                text: own.other.title.clone(),
                detail: own.other.edition.clone(),
                depth: 0,
                target: Choice::Document(*entry),
            };
            let items = several.iter().map(item).collect();
            let picker = Picker::new(Purpose::Bound, items, 0);
            model.overlays.push(Overlay::Picker(picker));
        }
    }
    Vec::new()
}

/// Has a text that the open one is bound to shown beside it, the first of the two at the left.
pub fn beside(model: &mut Model, other: EntryId) -> Vec<Effect> {
    let is_other = |own: &&Bound| entry_of(&own.other, &model.catalog) == Some(other);
    let mut bound = model.reader.iter().flat_map(|reader| &reader.bound);
    let is_first = bound.find(is_other).is_none_or(|own| own.is_first);
    compared(model, other, is_first)
}

/// Has another text shown beside the open one, which `is_first` of the two or is not.
fn compared(model: &mut Model, other: EntryId, is_first: bool) -> Vec<Effect> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let first = if is_first { reader.entry } else { other };
    compare::ask(model, vec![other], Aim::Beside(first))
}

/// Has a text looked for by its content: nothing in the library stands where it was, or has its
/// title.
fn seek(model: &mut Model, source: &Arc<SourceRef>) -> Vec<Effect> {
    let ticket = model.ticket.take();
    model.moved = Some((ticket, Arc::clone(source)));
    model.say("bind.seeking", &[&source.title]);
    let inquiry = Inquiry::Moved(Arc::clone(source), model.catalog.clone());
    vec![Ask::Inquire(ticket, Box::new(inquiry)).into()]
}

/// A text that was moved was looked for: it is shown beside the open one if that is bound to it,
/// else opened.
pub fn heard(model: &mut Model, ticket: Ticket, found: Option<EntryId>) -> Vec<Effect> {
    let is_it = |own: &mut (Ticket, Arc<SourceRef>)| own.0 == ticket;
    let Some((_, source)) = model.moved.take_if(is_it) else {
        return Vec::new();
    };
    let Some(entry) = found else {
        model.say("annotate.unknown-document", &[&source.title]);
        return Vec::new();
    };
    model.message = None;
    let mut bound = model.reader.iter().flat_map(|reader| &reader.bound);
    match bound
        .find(|own| own.other == source)
        .map(|own| own.is_first)
    {
        Some(is_first) => compared(model, entry, is_first),
        None => {
            read::leave(model);
            open::open(model, entry, Landing::Left)
        }
    }
}

/// Goes to a binding: shows its texts side by side, or opens the first of them.
pub fn go(model: &mut Model, annotation: &Annotation) -> Vec<Effect> {
    let bound = model.reader.iter().flat_map(|reader| &reader.bound);
    let own = bound
        .into_iter()
        .find(|own| own.annotation.id == annotation.id);
    let is_open = own.is_some();
    let source = own.map_or(&annotation.target.source, |own| &own.other);
    let source = Arc::clone(source);
    match entry_of(&source, &model.catalog) {
        Some(other) if is_open => beside(model, other),
        Some(first) => {
            read::leave(model);
            open::open(model, first, Landing::Left)
        }
        None => seek(model, &source),
    }
}
