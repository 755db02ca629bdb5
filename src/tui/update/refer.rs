//! Following references: to what a clause refers to, over to other documents, back to who refers to
//! it.

use std::sync::Arc;

use super::{elsewhere, read};
use crate::document::Note;
use crate::library::{Catalog, EntryId};
use crate::reading::comparing::edition;
use crate::reading::refer::{Destination, Way};
use crate::reading::referring::Answer;
use crate::reading::titled::{made_by, of_title};
use crate::tui::ask::{Ask, Inquiry, Work};
use crate::tui::effect::Effect;
use crate::tui::layout::sheet::preview_columns;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Preview, Purpose};
use crate::tui::model::ticket::Ticket;
use crate::tui::model::tree::title;
use crate::tui::report::Quoted;
use crate::typeset::Measure;

/// Whether the present clause refers to anything.
pub fn is_any(model: &Model) -> bool {
    !here(model).is_empty()
}

/// The references of the present clause, by index.
fn here(model: &Model) -> Vec<usize> {
    let reader = model.reader.as_ref();
    reader.map_or(Vec::new(), |reader| reader.text.references_at(reader.here))
}

/// `gd` and `Enter`: goes to what the present clause refers to; where it refers to several clauses,
/// they are listed.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    match here(model).as_slice() {
        [] => {
            model.say("refer.none", &[]);
            Vec::new()
        }
        [index] => go(model, *index),
        several => {
            let items = several
                .iter()
                .filter_map(|&index| item(model, index))
                .collect();
            model
                .overlays
                .push(Overlay::Picker(Picker::new(Purpose::References, items, 0)));
            Vec::new()
        }
    }
}

fn item(model: &Model, index: usize) -> Option<Item> {
    let text = model.text()?;
    let reference = text.references().get(index)?;
    let meaning = text.meaning(reference);
    Some(Item {
        text: reference.span.of(&text.document.source).to_owned(),
        detail: meaning.unwrap_or_else(|said| model.locale.say(&said)),
        depth: 0,
        target: Choice::Reference(index),
    })
}

/// Goes to what a reference means.
pub fn go(model: &mut Model, index: usize) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let way = text.way(index, |title| of_title(&model.catalog, title));
    way.map_or(Vec::new(), |way| take(model, way))
}

/// Goes to a place in another document that a person has named together with it (善本法第二条), if
/// the open one has no such place and the library has such a document.
pub fn elsewhere(model: &mut Model, typed: &str) -> Option<Vec<Effect>> {
    let text = model.text()?;
    let way = text.elsewhere(typed, |title| of_title(&model.catalog, title))?;
    Some(take(model, way))
}

fn take(model: &mut Model, way: Way<EntryId>) -> Vec<Effect> {
    match way {
        Way::Here(at) => read::show(model, at),
        Way::Nowhere(said) => model.tell(&said),
        Way::There(entry, place) => return elsewhere::enter(model, entry, place),
        Way::Any(several, place) => {
            if let Some(entry) = of_its_time(model, &several) {
                return elsewhere::enter(model, entry, place);
            }
            if !place.is_empty() {
                return elsewhere::look_among(model, several, &place, true);
            }
            let item = |&entry: &EntryId| Item {
                text: title(&model.catalog, entry).to_owned(),
                detail: date(&model.catalog, entry)
                    .map(|date| date.to_string())
                    .unwrap_or_default(),
                depth: 0,
                target: Choice::Said(entry, place.clone()),
            };
            let items = several.iter().map(item).collect();
            model
                .overlays
                .push(Overlay::Picker(Picker::new(Purpose::Versions, items, 0)));
        }
    }
    Vec::new()
}

/// The edition that was the newest when the open text was made, of several of one work, the newest
/// first. If there are newer ones by now, that is said.
fn of_its_time(model: &mut Model, several: &[EntryId]) -> Option<EntryId> {
    let text = model.text()?;
    let made = edition(&text)?;
    let entry = made_by(&model.catalog, several, made)?;
    let newest = several.first().filter(|newest| **newest != entry);
    let dates =
        [Some(&entry), newest].map(|entry| Some(date(&model.catalog, *entry?)?.to_string()));
    if let [Some(own), Some(newest)] = dates {
        model.say("refer.of-time", &[&made.to_string(), &own, &newest]);
    }
    Some(entry)
}

/// `gN`: goes to the newest edition of the open text, at the same clause.
pub fn newest_edition(model: &mut Model) -> Vec<Effect> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let text = &reader.text;
    let newest = of_title(&model.catalog, &text.identity.header.title);
    let newest = newest.first().copied();
    match newest.filter(|newest| date(&model.catalog, *newest) > edition(text)) {
        Some(newest) => {
            let clause = text.tree.at(reader.here);
            let place = clause.map_or_else(String::new, |id| text.tree.address(id).to_string());
            elsewhere::enter(model, newest, place)
        }
        None => {
            model.say("refer.is-newest", &[]);
            Vec::new()
        }
    }
}

fn date(catalog: &Catalog, entry: EntryId) -> Option<crate::document::PartialDate> {
    catalog
        .get(entry)
        .and_then(|entry| entry.header().edition())
}

/// `K`: shows what the present clause refers to, without leaving the place; what it refers to in
/// other documents is looked for in the library, in the editions of the time of this one.
pub fn preview(model: &mut Model) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let here = model.reader.as_ref().map_or(0, |reader| reader.here);
    let spans = text.referred_at(here);
    let mut mentioned: Vec<(String, String)> = Vec::new();
    for index in text.references_at(here) {
        if let Some(Destination::Document { title, clause }) = text.destination(index) {
            let own = (title.to_owned(), clause.to_owned());
            if !mentioned.contains(&own) {
                mentioned.push(own);
            }
        }
    }
    if spans.is_empty() && mentioned.is_empty() {
        model.say("refer.none", &[]);
        return Vec::new();
    }
    let ticket = model.ticket.take();
    let is_asked = !mentioned.is_empty();
    model.overlays.push(Overlay::Preview(Preview {
        spans,
        awaited: is_asked.then_some(ticket),
        ..Preview::default()
    }));
    if !is_asked {
        return Vec::new();
    }
    let at = text.identity.header.edition();
    let measure = Measure {
        columns: usize::from(preview_columns(model.size.0)),
        ambiguous: model.ambiguous(),
        ..Measure::default()
    };
    vec![Work::Quote(ticket, mentioned, at, model.catalog.clone(), measure).into()]
}

/// What the present clause refers to in other documents was looked for.
pub fn quoted(model: &mut Model, ticket: Ticket, quoted: Vec<Quoted>) {
    let head = |own: &Quoted| {
        let Quoted { title, clause, .. } = own;
        let of = [own.titled.editions, own.titled.documents].map(|count| count.to_string());
        let [editions, documents] = of.each_ref().map(String::as_str);
        match own.titled.found {
            None => model
                .locale
                .tr("refer.not-in-library", &[title, clause, documents]),
            Some((_, date)) => {
                let date = date.map_or_else(String::new, |date| format!(" {date}"));
                let words = [title, clause, &date, editions, documents];
                model.locale.tr("refer.in-library", &words)
            }
        }
    };
    let others: Vec<_> = quoted
        .iter()
        .map(|own| (head(own), own.lines.clone()))
        .collect();
    if let Some(Overlay::Preview(preview)) = model.overlays.last_mut()
        && preview.awaited.take_if(|own| *own == ticket).is_some()
    {
        preview.others = others;
    }
}

/// `gn`: lists the notes of this document; each leads to itself, and from there `gd` leads back to
/// its mark.
pub fn list_notes(model: &mut Model) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let here = model.reader.as_ref().map_or(0, |reader| reader.here);
    let item = |note: &Note| Item {
        text: text.first_words(note.text),
        detail: String::new(),
        depth: 0,
        target: Choice::Offset(note.text.start),
    };
    let notes = &text.document.notes;
    // The next note that is called behind the reading position is the one that is most likely
    // meant.
    let next = notes
        .iter()
        .position(|note| note.calls.iter().any(|call| call.end > here))
        .unwrap_or(0);
    if notes.is_empty() {
        model.say("refer.no-notes", &[]);
    } else {
        let items = notes.iter().map(item).collect();
        model
            .overlays
            .push(Overlay::Picker(Picker::new(Purpose::Notes, items, next)));
    }
    Vec::new()
}

/// `gr`: lists who refers to the present clause or to anything below it.
pub fn list_referrers(model: &mut Model) -> Vec<Effect> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let text = Arc::clone(&reader.text);
    let (tree, source) = (&text.tree, &text.document.source);
    let id = tree.at(reader.here);
    let items: Vec<Item> = text
        .referrers(reader.here)
        .into_iter()
        .map(|reference| {
            let at = tree.at(reference.span.start);
            Item {
                text: at.map_or(String::new(), |id| text.named(id)),
                detail: reference.span.of(source).to_owned(),
                depth: 0,
                target: Choice::Offset(reference.span.start),
            }
        })
        .collect();
    if items.is_empty() {
        model.say("refer.looking", &[]);
    } else {
        let mut picker = Picker::new(Purpose::Referrers, items, 0);
        picker.note = model.locale.tr("refer.looking", &[]);
        model.overlays.push(Overlay::Picker(picker));
    }
    let ticket = model.ticket.take();
    model.referring = Some(ticket);
    let inquiry = Inquiry::Referring(text, id, model.catalog.clone());
    vec![Ask::Inquire(ticket, Box::new(inquiry)).into()]
}

/// It was looked in the library who refers to a clause: they are listed behind those of this
/// document, with how far that goes.
pub fn heard(model: &mut Model, ticket: Ticket, answer: Answer) {
    if model.referring.take_if(|own| *own == ticket).is_none() {
        return;
    }
    let note = answer.extent(&model.locale).unwrap_or_default();
    let none = answer.none(&model.locale);
    let items = answer.places.into_iter().filter_map(|own| {
        let entry = model.catalog.get(own.document)?;
        let date = entry.dates().next_back().map(|date| date.to_string());
        Some(Item {
            // The titles of laws are long and begin alike: what tells two places apart stands
            // first.
            text: format!("{}《{}》", own.place, entry.title()),
            detail: [date.unwrap_or_default(), own.words].join(" "),
            depth: 0,
            target: Choice::Place(own.document, own.at),
        })
    });
    let items: Vec<Item> = items.collect();
    match model.overlays.last_mut() {
        Some(Overlay::Picker(picker)) if picker.purpose == Purpose::Referrers => {
            picker.note = note;
            picker.extend(items);
        }
        // Something else is looked at meanwhile.
        Some(_) => {}
        None if items.is_empty() => model.message = Some(none),
        None => {
            model.message = None;
            let mut picker = Picker::new(Purpose::Referrers, items, 0);
            picker.note = note;
            model.overlays.push(Overlay::Picker(picker));
        }
    }
}
