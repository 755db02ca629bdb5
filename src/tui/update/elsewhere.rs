//! Places in other documents: one that the open text lacks, or that a reference to a work names, is
//! looked for in the documents of the work, its parts and editions.

use super::{goto, open, read};
use crate::library::{Called, EntryId};
use crate::reading::titled::{Placed, of_title};
use crate::tui::ask::Work;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::ticket::Ticket;

/// Goes to an address as a person types it; what this text has not may stand in another document of
/// its work.
pub fn goto(model: &mut Model, typed: &str) -> Vec<Effect> {
    if goto::show(model, typed, goto::here(model)) {
        return Vec::new();
    }
    look(model, typed).unwrap_or_else(|| {
        model.say("goto.none", &[typed]);
        Vec::new()
    })
}

/// Goes to a place in another document; to where that was left if none is said.
pub fn enter(model: &mut Model, entry: EntryId, place: String) -> Vec<Effect> {
    let landing = if place.is_empty() {
        Landing::Left
    } else {
        Landing::Address(place)
    };
    read::leave(model);
    open::open(model, entry, landing)
}

/// Looks for a place in the other documents of the open text's work; `None` if there are none.
fn look(model: &mut Model, place: &str) -> Option<Vec<Effect>> {
    let text = model.text()?;
    let mut others = of_title(&model.catalog, &text.identity.header.title);
    let open = model.reader.as_ref().map(|reader| reader.entry);
    others.retain(|id| Some(*id) != open);
    if others.is_empty() {
        return None;
    }
    model.say("goto.looking", &[place, &others.len().to_string()]);
    Some(look_among(model, others, place, false))
}

/// Looks which of several documents have a place, and goes to the only one if it is to.
pub fn look_among(
    model: &mut Model,
    several: Vec<EntryId>,
    place: &str,
    goes: bool,
) -> Vec<Effect> {
    let ticket = model.ticket.take();
    model.placing = Some((ticket, goes));
    vec![Work::Place(ticket, several, place.to_owned(), model.catalog.clone()).into()]
}

/// It was looked which documents have a place: they are listed, each with its clause.
pub fn found(model: &mut Model, ticket: Ticket, place: &str, found: &[Placed]) -> Vec<Effect> {
    let Some((_, goes)) = model.placing.take_if(|(own, _)| *own == ticket) else {
        return Vec::new();
    };
    if let ([only], true) = (found, goes) {
        return enter(model, only.document, place.to_owned());
    }
    let item = |own: &Placed| {
        let entry = model.catalog.get(own.document)?;
        let called = Called::of(own.document, entry, &model.same);
        Some(Item {
            text: format!("《{called}》"),
            detail: own.clause.clone(),
            depth: 0,
            target: Choice::Said(own.document, place.to_owned()),
        })
    };
    let items: Vec<Item> = found.iter().filter_map(item).collect();
    if items.is_empty() {
        model.say("goto.none", &[place]);
    } else {
        if !goes {
            model.say("goto.elsewhere", &[place, &items.len().to_string()]);
        }
        let picker = Picker::new(Purpose::Versions, items, 0);
        model.overlays.push(Overlay::Picker(picker));
    }
    Vec::new()
}
