//! Annotating: the acts of `reading` at the reading position or on a selection; taking back and
//! doing again.

pub mod copy;
mod own;

pub use copy::{copied, copy_citation, copy_text};
pub use own::own;

use std::sync::Arc;

use super::read;
use crate::annotation::{Annotation, Color, Motivation, opening, tag};
use crate::reading::{Annotating, Done, Text, acts};
use crate::text::{Said, Span};
use crate::tui::ask::Keep;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::prompt::Prompt;

/// The open text with what is annotated in it.
pub(super) fn annotated(model: &Model) -> Option<Annotating<'_>> {
    let reader = model.reader.as_ref()?;
    Some(Annotating {
        text: &reader.text,
        beside: &model.catalog,
        held: &model.annotations,
        placed: &reader.placed,
    })
}

/// The same, and the id for what is added.
pub(super) fn annotating(model: &mut Model) -> Option<(Annotating<'_>, String)> {
    let id = model.desk.new_id.take()?;
    Some((annotated(model)?, id))
}

/// `m`: bookmarks the current clause, or takes its bookmark away.
pub fn toggle_bookmark(model: &mut Model) -> Vec<Effect> {
    let here = here(model);
    let done = annotating(model).and_then(|(own, id)| own.bookmark(here, id));
    done.map_or_else(Vec::new, |done| carry_out(model, done))
}

/// `m` and a letter: a small one holds in this document, a capital over all of them.
pub fn set_mark(model: &mut Model, letter: char) -> Vec<Effect> {
    let here = here(model);
    let done = annotating(model).map(|(own, id)| own.mark(letter, here, id));
    done.map_or_else(Vec::new, |done| carry_out(model, done))
}

/// The annotation of a letter mark.
pub(super) fn marked(model: &Model, letter: char) -> Option<&Arc<Annotation>> {
    let text = model.reader.as_ref().map(|reader| &*reader.text);
    acts::marked(letter, text, &model.annotations, &model.catalog)
}

/// `H`: highlights the selection, the sentence walked by or the clause, in a colour or in the one
/// used last.
pub fn highlight(model: &mut Model, color: Option<Color>) -> Vec<Effect> {
    let color = color.unwrap_or(model.desk.color);
    model.desk.color = color;
    let Some(span) = meant(model) else {
        return Vec::new();
    };
    let done = annotating(model).map(|(own, id)| own.highlight(span, color, id));
    end_selection(model);
    done.map_or_else(Vec::new, |done| attempt(model, done))
}

/// `#`: asks for the tags of what is annotated here; what is not annotated yet becomes a bookmark.
pub fn ask_tags(model: &mut Model) -> Vec<Effect> {
    let annotation = match (at_hand(model), tagged(model)) {
        (Some(found), _) => Arc::unwrap_or_clone(found),
        (None, Some(span)) => match begin(model, Motivation::Bookmarking, span) {
            Some(begun) => begun,
            None => return Vec::new(),
        },
        (None, None) => return Vec::new(),
    };
    end_selection(model);
    let tags: Vec<&str> = annotation.tags().collect();
    model.prompt = Some(Prompt::tags(&tags.join(" "), annotation));
    Vec::new()
}

/// What is tagged if nothing is annotated yet: the selection, the first words of the sentence
/// walked by, or where a bookmark would stand.
fn tagged(model: &Model) -> Option<Span> {
    let reader = model.reader.as_ref()?;
    let first_words = |span| opening(&reader.text.document.source, span);
    let walked = reader.sentence.filter(|_| reader.selection.is_none());
    walked.map(first_words).or_else(|| selected_or_spot(model))
}

/// A new annotation of a span; says so if that is too long.
pub(super) fn begin(model: &mut Model, motivation: Motivation, span: Span) -> Option<Annotation> {
    let id = model.desk.new_id.take()?;
    match model.text()?.begin(motivation, span, id) {
        Ok(annotation) => Some(annotation),
        Err(said) => {
            model.tell(&said);
            None
        }
    }
}

/// The tags are typed. One that was there before and has a character in it that parts tags is
/// whole.
pub fn set_tags(model: &mut Model, annotation: Annotation, typed: &str) -> Vec<Effect> {
    let mut rest = typed.to_owned();
    let mut tags = Vec::new();
    for own in annotation.tags().filter(|own| own.contains(tag::parts)) {
        let at = rest.match_indices(own).map(|(at, _)| at).find(|&at| {
            let (before, behind) = rest.split_at(at);
            let behind = behind.get(own.len()..).unwrap_or("");
            before.chars().next_back().is_none_or(tag::parts)
                && behind.chars().next().is_none_or(tag::parts)
        });
        if let Some(at) = at {
            rest.replace_range(at..at + own.len(), " ");
            tags.push(own.to_owned());
        }
    }
    tags.extend(tag::split(&rest).map(str::to_owned));
    let done = annotated(model).and_then(|own| own.tag(annotation, &tags));
    done.map_or_else(Vec::new, |done| carry_out(model, done))
}

/// `x`: removes what is annotated here.
pub fn remove(model: &mut Model) -> Vec<Effect> {
    match at_hand(model) {
        Some(annotation) => carry_out(model, acts::delete(&annotation)),
        None => {
            model.say("annotate.none-here", &[]);
            Vec::new()
        }
    }
}

/// The next annotation of this document, or the one before.
pub fn step(model: &mut Model, by: i64) -> Vec<Effect> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let starts: Vec<usize> = reader
        .placed
        .iter()
        .map(|placed| placed.span.start)
        .collect();
    let at = if by > 0 {
        starts.partition_point(|start| *start <= reader.here) as i64 + by - 1
    } else {
        starts.partition_point(|start| *start < reader.here) as i64 + by
    };
    let found = usize::try_from(at).ok().and_then(|at| starts.get(at));
    match found.copied() {
        Some(start) => read::show(model, start),
        None if starts.is_empty() => model.say("annotate.none-in-document", &[]),
        None if by > 0 => model.say("annotate.last", &[]),
        None => model.say("annotate.first", &[]),
    }
    Vec::new()
}

/// The reading position, a byte offset.
fn here(model: &Model) -> usize {
    model.reader.as_ref().map_or(0, |reader| reader.here)
}

/// What the keys mean: the selection, the sentence walked by, else the current clause's own words.
pub(super) fn meant(model: &Model) -> Option<Span> {
    let reader = model.reader.as_ref()?;
    match reader.selected().or(reader.sentence) {
        Some(span) => reader.text.trimmed(span),
        None => reader.text.words(reader.here),
    }
}

/// The selection, else where a bookmark would stand.
pub(super) fn selected_or_spot(model: &Model) -> Option<Span> {
    let reader = model.reader.as_ref()?;
    match reader.selection {
        Some(_) => meant(model),
        None => reader.text.spot(reader.here),
    }
}

/// What is annotated at the selection, else what a person means at the reading position.
pub(super) fn at_hand(model: &Model) -> Option<Arc<Annotation>> {
    let reader = model.reader.as_ref()?;
    let own = annotated(model)?;
    let found = match reader.selected() {
        Some(span) => {
            let same = own.placed.iter().find(|placed| placed.span == span)?;
            own.held(&same.id)
        }
        None => own.at_hand(reader.here),
    };
    found.cloned()
}

/// The words of the open text that an annotation is about, if they are found there.
pub(super) fn passage(model: &Model, annotation: &Annotation) -> Option<Span> {
    let reader = model.reader.as_ref()?;
    let placed = reader.placed.iter().find(|own| own.id == annotation.id)?;
    Some(whole(&reader.text, placed.span))
}

/// What is meant by a span: all words of a clause where it has the first of them, as a bookmark
/// does.
pub(super) fn whole(text: &Text, span: Span) -> Span {
    let words = text.words(span.start);
    let words = words.filter(|words| words.start == span.start && words.covers(span));
    words.unwrap_or(span)
}

pub(super) fn of_id<'a>(model: &'a Model, id: &str) -> Option<&'a Arc<Annotation>> {
    model
        .annotations
        .iter()
        .find(|annotation| annotation.id == id)
}

pub(super) fn end_selection(model: &mut Model) {
    if let Some(reader) = &mut model.reader {
        reader.selection = None;
    }
}

/// Carries out an act that was possible, and says what is to be said.
pub(super) fn attempt(model: &mut Model, done: Result<Done, Said>) -> Vec<Effect> {
    match done {
        Ok(done) => carry_out(model, done),
        Err(said) => {
            model.tell(&said);
            Vec::new()
        }
    }
}

/// Carries out an act that can be taken back; it is told of once it is kept.
pub(super) fn carry_out(model: &mut Model, done: Done) -> Vec<Effect> {
    model.desk.acts.push(done.act.clone());
    make(model, done)
}

/// Counts a request to the keeper, and what is to be said of it once it is on the disk. Until then
/// it is being saved: the program may be killed at any moment.
pub(super) fn expect(model: &mut Model, said: Said) {
    model.requested += 1;
    model.desk.saving = Some((model.requested, said));
    model.say("annotate.saving", &[]);
}

/// Deletes an annotation by its id; says that it is removed.
pub(super) fn delete(model: &mut Model, id: &str) -> Vec<Effect> {
    let Some(mut done) = of_id(model, id).map(acts::delete) else {
        return Vec::new();
    };
    done.said = Said::new("annotate.removed");
    carry_out(model, done)
}

/// Makes an annotation what an act says.
fn make(model: &mut Model, Done { act, said }: Done) -> Vec<Effect> {
    let Some(id) = act.about().map(|own| own.id.clone()) else {
        return Vec::new();
    };
    expect(model, said);
    model.annotations.retain(|other| other.id != id);
    let keep = match act.after {
        Some(annotation) => {
            model.annotations.push(Arc::clone(&annotation));
            Keep::Put(Box::new((*annotation).clone()))
        }
        None => Keep::Delete(id),
    };
    vec![keep.into()]
}

/// `u` and `Ctrl-r`: takes the last act back, or does the one last taken back again.
pub fn undo(model: &mut Model, again: bool) -> Vec<Effect> {
    match acts::undo(&mut model.desk.acts, again, &model.annotations) {
        Ok(done) => make(model, done),
        Err(said) => {
            model.tell(&said);
            Vec::new()
        }
    }
}
