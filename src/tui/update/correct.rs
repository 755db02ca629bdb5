//! Correcting the outline: by keys in it, kept beside the annotations, laid over the clauses that were found.

use std::sync::Arc;

use super::{annotate, derive};
use crate::annotation::{self, Annotation};
use crate::clause::{self, Correction};
use crate::text::Span;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::reader::Text;

/// Corrects the clause selected in the outline.
pub fn selected(model: &mut Model, correction: Correction) -> Vec<Effect> {
    let found = model
        .outline
        .selected()
        .zip(model.text())
        .and_then(|(id, text)| {
            let clause = text.tree.get(id)?;
            Some((clause.head(), text))
        });
    match found {
        Some((span, text)) => keep(model, &text, span, correction),
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
    keep(model, &text, block, Correction::Make)
}

fn refuse(model: &mut Model, why: &str) -> Vec<Effect> {
    model.say(why, &[]);
    Vec::new()
}

fn keep(model: &mut Model, text: &Text, span: Span, correction: Correction) -> Vec<Effect> {
    let quoted = annotation::opening(&text.document.source, span);
    let Some(target) = annotate::target(model, text, quoted) else {
        return Vec::new();
    };
    let mut corrections = model
        .reader
        .as_ref()
        .map_or_else(Vec::new, |reader| reader.corrections.clone());
    corrections.push((span.start, correction));
    if clause::correct(&text.document, &clause::nest(&text.document), &corrections).clauses
        == text.tree.clauses
    {
        return refuse(model, "annotate.not-corrected");
    }
    let mut effects = annotate::put(model, Annotation::correction(target, correction));
    effects.extend(derive::derive(model));
    model.say("annotate.corrected", &[]);
    if let Some(reader) = &model.reader
        && let Some(id) = reader.text.tree.ids().find(|id| {
            reader
                .text
                .tree
                .get(*id)
                .is_some_and(|clause| clause.span.start == span.start)
        })
    {
        let text = Arc::clone(&reader.text);
        model.outline.select(&text.tree, id);
    }
    effects
}
