//! Corrections of the outline: kept as annotations at once; a worker derives the outline from them.

use std::sync::Arc;

use super::{annotate, derive};
use crate::clause::Correction;
use crate::reading::Text;
use crate::text::Span;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::reader::{Asked, Motion};
use crate::typeset::{Galley, Measure};

/// Corrects the clause selected in the outline.
pub fn selected(model: &mut Model, correction: Correction) -> Vec<Effect> {
    let selected = model.outline.selected().zip(model.text());
    let clause = selected.and_then(|(id, text)| Some(text.tree.get(id)?.head()));
    match clause {
        Some(span) => keep(model, span, correction),
        None => refuse(model, "annotate.not-corrected"),
    }
}

/// Makes a heading of the paragraph at the reading position.
pub fn make(model: &mut Model) -> Vec<Effect> {
    let found = model
        .text()
        .zip(model.reader.as_ref().map(|reader| reader.here))
        .and_then(|(text, here)| {
            let block = text
                .document
                .blocks
                .get(text.document.block_at(here)?)?
                .text;
            Some((block, text))
        });
    let Some((block, text)) = found else {
        return refuse(model, "annotate.not-corrected");
    };
    if text
        .tree
        .clauses
        .iter()
        .any(|clause| clause.opening() == block.start)
    {
        return refuse(model, "annotate.already-clause");
    }
    keep(model, block, Correction::Make)
}

fn refuse(model: &mut Model, why: &str) -> Vec<Effect> {
    model.say(why, &[]);
    Vec::new()
}

/// Keeps a correction that would change the outline as it will be with those asked for before.
fn keep(model: &mut Model, span: Span, correction: Correction) -> Vec<Effect> {
    let asked = model
        .reader
        .as_ref()
        .map_or(&[][..], |reader| &reader.asked);
    let others: Vec<_> = asked.iter().map(|own| (own.at, own.correction)).collect();
    let done =
        annotate::annotating(model).map(|(own, id)| own.correct(span, correction, &others, id));
    let Some(done) = done else {
        return Vec::new();
    };
    let kept = done.as_ref().ok().and_then(|done| done.act.after.as_ref());
    if let (Some(kept), Some(reader)) = (kept, &mut model.reader) {
        reader.asked.push(Asked {
            id: kept.id.clone(),
            at: span.start,
            correction,
        });
    }
    annotate::attempt(model, done)
}

/// A corrected outline has been derived; it counts if the document is still the open one.
pub fn corrected(model: &mut Model, text: Arc<Text>) -> Vec<Effect> {
    let selected = model.outline.selected();
    let revision = model.ticket.take();
    let Some(reader) = model.reader.as_mut() else {
        return Vec::new();
    };
    if !Arc::ptr_eq(&reader.text.document, &text.document) {
        return Vec::new();
    }
    let selected = selected.and_then(|id| reader.text.start(id));
    let is_shown = |asked: &Asked| text.corrections().has(&asked.id);
    let last = reader.asked.iter().rfind(|asked| is_shown(asked));
    let selected = last.map(|asked| asked.at).or(selected);
    reader.asked.retain(|asked| !is_shown(asked));
    reader.is_correcting = false;
    reader.counting = None;
    // What was set refers to the clauses of before by their ids.
    reader.galley = Galley::new(Arc::clone(text.pieces()), Measure::default());
    reader
        .motions
        .push(Motion::Restore(reader.anchor, reader.here));
    reader.text = Arc::clone(&text);
    reader.revision = revision;
    let effects = derive::derive(model);
    // What is no clause any more leaves the row of what it stands in.
    if let Some(id) = selected.and_then(|at| text.tree.at(at)) {
        model.outline.select(&text.tree, id);
    }
    effects
}
