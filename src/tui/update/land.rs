//! Landing: arriving at a place of the open document: where it was left, an address, an annotation.

use super::{annotate, decide, goto, read};
use crate::annotation::{Annotation, Finder, Target};
use crate::reading::Text;
use crate::settings::position::Position;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;
use crate::tui::model::reader::Motion;

/// Arrives in the open document.
pub fn land(model: &mut Model, landing: &Landing) {
    // The jump that led here was remembered where it began: the document's start is no place that
    // anyone was at.
    let jumps = model.jumps.clone();
    match landing {
        Landing::Left => {
            let text = model.text();
            let left = text.and_then(|text| text.left(&model.positions).cloned());
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
            if !goto::show(model, typed, None) {
                model.say("goto.none", &[typed]);
            }
        }
        Landing::Place(top, here) => {
            if let Some(reader) = &mut model.reader {
                reader.motions.push(Motion::Restore(*top, *here));
            }
        }
        Landing::Hit(at) => arrive(model, Some(*at)),
        Landing::Visited(target) => {
            let at = model.text().and_then(|text| place_of(&text, target));
            arrive(model, at);
        }
        Landing::Annotation(id) => show(model, id),
    }
    model.jumps = jumps;
}

fn arrive(model: &mut Model, at: Option<usize>) {
    if let (Some(reader), Some(at)) = (&mut model.reader, at) {
        reader.show(at);
    }
}

/// Where a place that was visited stands in a text; where its words are gone, its clause.
fn place_of(text: &Text, target: &Target) -> Option<usize> {
    let found = Finder::new(&text.document.source).find(target);
    let clause = || {
        let address = target.clause.as_ref()?.address.parse().ok()?;
        text.start(text.tree.resolve(&address)?)
    };
    found.span().map(|span| span.start).or_else(clause)
}

/// Takes the reader to a position of the text as it was.
fn restore(model: &mut Model, position: Option<&Position>) {
    if let (Some(reader), Some(position)) = (&mut model.reader, position) {
        let (top, here) = position.bytes(&reader.text.document.source);
        reader.motions.push(Motion::Restore(top, here));
    }
}

/// Goes to an annotation of the open document; where its place is not sure, the person decides.
pub fn show(model: &mut Model, id: &str) {
    let Some(annotation) = annotate::of_id(model, id).cloned() else {
        return;
    };
    // Nobody looks for the places of corrections, since no page shows them.
    let correction = model.text().filter(|_| annotation.corrects().is_some());
    let corrected =
        correction.map(|text| Finder::new(&text.document.source).find(&annotation.target));
    let Some(anchor) = corrected.or_else(|| model.desk.place(&annotation).cloned()) else {
        // A worker is looking.
        model.desk.awaited = Some(id.to_owned());
        return;
    };
    match anchor.span() {
        Some(span) => read::show(model, span.start),
        None => show_last_clause(model, &annotation),
    }
    if anchor.is_open() && annotation.corrects().is_none() {
        decide::open(model, id);
    }
}

/// Goes to the clause that an orphan stood in, as far as there still is one of that address.
fn show_last_clause(model: &mut Model, annotation: &Annotation) {
    let clause = annotation.target.clause.as_ref();
    let address = clause.and_then(|clause| clause.address.parse().ok());
    let start = model.text().zip(address).and_then(|(text, address)| {
        let id = text.tree.resolve(&address)?;
        Some(text.tree.get(id)?.span.start)
    });
    if let Some(start) = start {
        read::show(model, start);
    }
}
