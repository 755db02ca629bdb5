//! Annotations of other editions: shown beside the text on demand, and taken over.

use std::sync::Arc;

use super::annotate;
use crate::reading::Done;
use crate::reading::others::Other;
use crate::text::Said;
use crate::tui::ask::Work;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::ticket::Ticket;

/// `go`: has the annotations of other editions looked for in the open text, or hides them.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    let Some(reader) = &mut model.reader else {
        return Vec::new();
    };
    if !std::mem::take(&mut reader.others).is_empty() {
        return Vec::new();
    }
    let text = Arc::clone(&reader.text);
    let revision = reader.revision;
    let others = text.of_other_editions(&model.annotations, &model.catalog);
    if others.is_empty() {
        model.say("others.none", &[]);
        return Vec::new();
    }
    vec![Work::Others(revision, text, others).into()]
}

/// They were looked for: lists them, where their words stand first.
pub fn found(model: &mut Model, revision: Ticket, others: Vec<Other>) {
    let Some(reader) = model.reader.as_mut().filter(|own| own.revision == revision) else {
        return;
    };
    let lost = others.iter().filter(|other| !other.is_certain()).count();
    let counts = [others.len().to_string(), lost.to_string()];
    reader.others = others;
    let items = reader.others.iter().map(|other| {
        let state = match &other.placed {
            _ if other.is_certain() => String::new(),
            Some(_) => model.locale.tr("others.unsure", &[]),
            None => model.locale.tr("others.lost", &[]),
        };
        Item {
            text: other.annotation.first_words(),
            detail: [other.edition(), &state].join(" ").trim().to_owned(),
            depth: 0,
            target: match &other.placed {
                Some(placed) => Choice::Offset(placed.span.start),
                None => Choice::Nothing,
            },
        }
    });
    let picker = Picker::new(Purpose::Others, items.collect(), 0);
    model.overlays.push(Overlay::Picker(picker));
    model.say("others.found", &counts.each_ref().map(String::as_str));
}

/// `gO`: takes over those of the present clause.
pub fn take_over(model: &mut Model) -> Vec<Effect> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let here = reader.text.passage(reader.here);
    let is_here = |other: &&Other| {
        let placed = other.placed.as_ref();
        placed.is_some_and(|placed| placed.span.overlaps(here))
    };
    let wanted: Vec<Other> = reader.others.iter().filter(is_here).cloned().collect();
    take(model, &wanted)
}

/// Takes over all whose words are found without doubt.
pub fn take_over_all(model: &mut Model) -> Vec<Effect> {
    let others = model.reader.as_ref().map(|reader| &reader.others);
    let certain = others.into_iter().flatten().filter(|own| own.is_certain());
    let wanted: Vec<Other> = certain.cloned().collect();
    take(model, &wanted)
}

fn take(model: &mut Model, wanted: &[Other]) -> Vec<Effect> {
    let Some(text) = model.text().filter(|_| !wanted.is_empty()) else {
        model.say("others.none-here", &[]);
        return Vec::new();
    };
    let mut effects = Vec::new();
    for other in wanted {
        let Some(own) = text.take_over(other) else {
            continue;
        };
        let Some(annotated) = annotate::annotated(model) else {
            break;
        };
        let said = Said::new("others.taken").with(wanted.len());
        let done: Done = annotated.put(own, said);
        effects.extend(annotate::carry_out(model, done));
    }
    if let Some(reader) = &mut model.reader {
        let is_taken = |other: &Other| {
            let mut taken = wanted.iter();
            taken.any(|own| own.annotation.id == other.annotation.id)
        };
        reader.others.retain(|other| !is_taken(other));
    }
    effects
}
