//! Visiting: going to a place that is remembered, or to an annotation, in whichever document it is.

use super::{annotate, land, open, read};
use crate::reading::entry_of;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::jump::Jump;
use crate::tui::model::landing::Landing;
use crate::tui::model::reader::Motion;

/// Goes to a remembered place, in whichever document it is.
pub fn jump(model: &mut Model, place: Jump) -> Vec<Effect> {
    match &mut model.reader {
        Some(reader) if reader.entry == place.entry => {
            reader.sentence = None;
            reader.motions.push(Motion::Restore(place.top, place.here));
            Vec::new()
        }
        _ => open::open(model, place.entry, Landing::Place(place.top, place.here)),
    }
}

/// `Ctrl-o`
pub fn jump_back(model: &mut Model, count: u32) -> Vec<Effect> {
    let mut found = None;
    for _ in 0..count {
        let Some(present) = model.place() else { break };
        let Some(place) = model.jumps.back(present) else {
            break;
        };
        found = Some(place);
    }
    arrive(model, found, "reader.no-jump-back")
}

/// `Ctrl-i`
pub fn jump_forward(model: &mut Model, count: u32) -> Vec<Effect> {
    let mut found = None;
    for _ in 0..count {
        let Some(place) = model.jumps.forward() else {
            break;
        };
        found = Some(place);
    }
    arrive(model, found, "reader.no-jump-forward")
}

/// `''`: to where the last jump came from, and back again.
pub fn jump_return(model: &mut Model) -> Vec<Effect> {
    let found = model.jumps.latest();
    read::leave(model);
    arrive(model, found, "reader.no-jump-back")
}

fn arrive(model: &mut Model, place: Option<Jump>, otherwise: &str) -> Vec<Effect> {
    match place {
        Some(place) => {
            if place.is_listed {
                model.search.walk();
                model.lay_search();
            }
            jump(model, place)
        }
        None => {
            model.say(otherwise, &[]);
            Vec::new()
        }
    }
}

/// `'` and a letter: goes to the mark.
pub fn jump_mark(model: &mut Model, letter: char) -> Vec<Effect> {
    match annotate::marked(model, letter).map(|annotation| annotation.id.clone()) {
        Some(id) => annotation(model, &id),
        None => {
            model.say("annotate.no-mark", &[&letter.to_string()]);
            Vec::new()
        }
    }
}

/// Goes to an annotation, in whichever document it is.
pub fn annotation(model: &mut Model, id: &str) -> Vec<Effect> {
    let Some(annotation) = annotate::of_id(model, id).cloned() else {
        return Vec::new();
    };
    if annotate::own(model).iter().any(|own| own.id == id) {
        land::show(model, id);
        return Vec::new();
    }
    match entry_of(&annotation.target.source, &model.catalog) {
        Some(entry) => {
            read::leave(model);
            open::open(model, entry, Landing::Annotation(id.to_owned()))
        }
        None => {
            let title = annotation.target.source.title.clone();
            model.say("annotate.unknown-document", &[&title]);
            Vec::new()
        }
    }
}
