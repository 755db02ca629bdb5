//! Texts that are bound: reading them side by side again.

use std::sync::Arc;

use super::{compare, open, read};
use crate::annotation::Annotation;
use crate::library::EntryId;
use crate::reading::binding::Bound;
use crate::reading::entry_of;
use crate::tui::ask::Aim;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};

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
        ([(_, only)], _) => return beside(model, *only),
        ([], None) => model.say("bind.none", &[]),
        ([], Some(lost)) => model.say("annotate.unknown-document", &[&lost.other.title]),
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
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let is_other = |own: &&Bound| entry_of(&own.other, &model.catalog) == Some(other);
    let bound = reader.bound.iter().find(is_other);
    let first = match bound {
        Some(own) if !own.is_first => other,
        _ => reader.entry,
    };
    compare::ask(model, vec![other], Aim::Beside(first))
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
        None => {
            model.say("annotate.unknown-document", &[&source.title]);
            Vec::new()
        }
    }
}
