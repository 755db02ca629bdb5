//! Annotating: bookmarks, letter marks, highlights and tags at the reading position or on a selection; taking back and doing again.

mod copy;
mod own;

pub use copy::{copy_citation, copy_text};
pub use own::own;

use std::sync::Arc;

use super::read;
use crate::annotation::{
    Act, Annotation, ClauseRef, Color, Kept, LONGEST, Motivation, SourceRef, Target, opening, tag,
};
use crate::text::Span;
use crate::tui::ask::Keep;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::prompt::Prompt;
use crate::tui::model::reader::{Placed, Text};

/// `m`: bookmarks the current clause, or takes its bookmark away.
pub fn toggle_bookmark(model: &mut Model) -> Vec<Effect> {
    let Some((text, span)) = model.text().zip(spot(model)) else {
        return Vec::new();
    };
    let is_here = |placed: &&Placed| {
        placed.motivation == Motivation::Bookmarking
            && placed.letter.is_none()
            && placed.span.start == span.start
    };
    let found = model
        .reader
        .as_ref()
        .and_then(|reader| reader.placed.iter().find(is_here))
        .map(|placed| placed.id.clone());
    if let Some(id) = found {
        model.say("annotate.removed", &[]);
        return delete(model, &id);
    }
    let Some(target) = target(model, &text, span) else {
        return Vec::new();
    };
    model.say("annotate.added", &[]);
    put(model, Annotation::bookmark(target, None))
}

/// `m` and a letter: a small one holds in this document, a capital over all of them.
pub fn set_mark(model: &mut Model, letter: char) -> Vec<Effect> {
    let Some((text, here)) = model
        .text()
        .zip(model.reader.as_ref().map(|reader| reader.here))
    else {
        return Vec::new();
    };
    let end = text
        .document
        .block_at(here)
        .and_then(|block| text.document.blocks.get(block))
        .map_or(here, |block| block.text.end);
    let span = opening(&text.document.source, Span::new(here, end));
    let Some(target) = target(model, &text, span) else {
        return Vec::new();
    };
    let mut annotation = Annotation::bookmark(target, Some(letter));
    if let Some(old) = marked(model, letter) {
        // The letter moves: it stays one annotation.
        annotation.id.clone_from(&old.id);
        annotation.created.clone_from(&old.created);
    }
    model.say("annotate.marked", &[&letter.to_string()]);
    put(model, annotation)
}

pub(super) fn marked(model: &Model, letter: char) -> Option<&Arc<Annotation>> {
    let open = key(model);
    model.annotations.iter().find(|annotation| {
        annotation.mark == Some(letter)
            && (letter.is_ascii_uppercase() || Some(annotation.key()) == open)
    })
}

/// `H`: highlights the selection, the sentence walked by or the clause; what is highlighted there already changes its colour, and
/// with the same colour is no longer highlighted.
pub fn highlight(model: &mut Model, color: Option<Color>) -> Vec<Effect> {
    let color = color.unwrap_or(model.desk.color);
    model.desk.color = color;
    let name = model.locale.tr(&format!("color.{}", color.name()), &[]);
    let Some((text, span)) = model.text().zip(meant(model)) else {
        return Vec::new();
    };
    let old = model.reader.as_ref().and_then(|reader| {
        let is_same = |placed: &&Placed| placed.color.is_some() && placed.span == span;
        reader.placed.iter().find(is_same)
    });
    let old = old.and_then(|placed| of_id(model, &placed.id).cloned());
    end_selection(model);
    if let Some(old) = old {
        let mut annotation = (*old).clone();
        if old.color() == Some(color) {
            if old.note().is_empty() {
                model.say("annotate.unlighted", &[]);
                return delete(model, &old.id);
            }
            annotation.color = String::new();
        } else {
            color.name().clone_into(&mut annotation.color);
        }
        model.say("annotate.highlighted", &[&name]);
        return put(model, annotation);
    }
    let Some(target) = target_within_reason(model, &text, span) else {
        return Vec::new();
    };
    model.say("annotate.highlighted", &[&name]);
    put(model, Annotation::highlight(target, color))
}

/// `#`: asks for the tags of what is annotated here; what is not annotated yet becomes a bookmark.
pub fn ask_tags(model: &mut Model) -> Vec<Effect> {
    let annotation = match at_hand(model) {
        Some(found) => (*found).clone(),
        None => {
            let Some((text, span)) = model.text().zip(meant(model).or(spot(model))) else {
                return Vec::new();
            };
            let is_selected = model
                .reader
                .as_ref()
                .is_some_and(|own| own.selection.is_some());
            let span = if is_selected {
                span
            } else {
                opening(&text.document.source, span)
            };
            let Some(target) = target_within_reason(model, &text, span) else {
                return Vec::new();
            };
            Annotation::bookmark(target, None)
        }
    };
    end_selection(model);
    let tags: Vec<&str> = annotation.tags().collect();
    model.prompt = Some(Prompt::tags(&tags.join(" "), annotation));
    Vec::new()
}

/// The tags are typed. One that was there before and has a character in it that parts tags is whole.
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
    let is_same = tags.len() == annotation.tags().count()
        && annotation
            .tags()
            .all(|own| tags.iter().any(|tag| tag == own));
    if is_same {
        return Vec::new();
    }
    // Only the tags were edited: what another copy has made of the rest meanwhile stays.
    let held = of_id(model, &annotation.id).cloned();
    let mut annotation = held.map_or(annotation, Arc::unwrap_or_clone);
    annotation.set_tags(&tags);
    model.say("annotate.tagged", &[&tags.join(" ")]);
    put(model, annotation)
}

/// `x`: removes what is annotated here.
pub fn remove(model: &mut Model) -> Vec<Effect> {
    match at_hand(model) {
        Some(annotation) => {
            model.say("annotate.deleted", &[&annotation.first_words()]);
            delete(model, &annotation.id)
        }
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

/// What the keys mean: the selection, the sentence walked by, else the current clause's own words.
pub(super) fn meant(model: &Model) -> Option<Span> {
    let reader = model.reader.as_ref()?;
    let own_words = || {
        let document = &reader.text.document;
        let here = reader.clause().and_then(|id| reader.text.tree.get(id));
        let at = here.map_or(reader.here, |clause| clause.span.start);
        let block = document.blocks.get(document.block_at(at)?)?.text;
        let end = here.map_or(block.end, |clause| clause.span.end.min(block.end));
        Some(Span::new(block.start.max(at), end))
    };
    let span = reader.selected().or(reader.sentence).or_else(own_words)?;
    let source = &reader.text.document.source;
    let words = span.of(source).trim_end();
    let blank = words.len() - words.trim_start().len();
    Some(Span::new(span.start + blank, span.start + words.len())).filter(|span| !span.is_empty())
}

/// What is annotated at the selection, else in the current clause: the smallest thing that the place is in, notes and highlights
/// before bookmarks.
pub(super) fn at_hand(model: &Model) -> Option<Arc<Annotation>> {
    let reader = model.reader.as_ref()?;
    if let Some(span) = reader.selected() {
        let same = reader.placed.iter().find(|placed| placed.span == span)?;
        return of_id(model, &same.id).cloned();
    }
    let clause = reader.clause();
    let rank = |placed: &&Placed| {
        (
            !placed.span.contains(reader.here),
            placed.motivation == Motivation::Bookmarking && !placed.has_note,
            placed.span.len(),
        )
    };
    let here = reader.placed.iter().filter(|placed| {
        placed.span.contains(reader.here) || reader.text.tree.at(placed.span.start) == clause
    });
    let found = here.min_by_key(rank)?;
    of_id(model, &found.id).cloned()
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

pub(super) fn key(model: &Model) -> Option<String> {
    let reader = model.reader.as_ref()?;
    Some(model.catalog.get(reader.entry)?.key())
}

/// What a bookmark stands at: the first words of the current clause, or of the block where there is no clause.
pub(super) fn spot(model: &Model) -> Option<Span> {
    let reader = model.reader.as_ref()?;
    let document = &reader.text.document;
    let whole = match reader.clause().and_then(|id| reader.text.tree.get(id)) {
        Some(clause) => clause.head(),
        None => document.blocks.get(document.block_at(reader.here)?)?.text,
    };
    Some(opening(&document.source, whole)).filter(|span| !span.is_empty())
}

/// The target of a span; says so where the span is too long to be kept whole.
pub(super) fn target_within_reason(model: &mut Model, text: &Text, span: Span) -> Option<Target> {
    let length = span.of(&text.document.source).chars().count();
    if length > LONGEST {
        model.say(
            "annotate.too-long",
            &[&length.to_string(), &LONGEST.to_string()],
        );
        return None;
    }
    target(model, text, span)
}

pub(super) fn target(model: &Model, text: &Text, span: Span) -> Option<Target> {
    let reader = model.reader.as_ref()?;
    let entry = model.catalog.get(reader.entry)?;
    let source = &text.document.source;
    let clause = text.tree.at(span.start);
    let clause = clause.and_then(|id| ClauseRef::new(&text.document, &text.tree, id));
    // The catalog's header, not the text's: an annotation must know its document as the shelves know it.
    let mut reference = SourceRef::of(&entry.header(), &entry.source().name());
    text.sha256().clone_into(&mut reference.sha256);
    Some(Target::new(reference, source, span, clause))
}

/// Keeps an annotation, a new one or a new version.
pub(super) fn put(model: &mut Model, mut annotation: Annotation) -> Vec<Effect> {
    if annotation.id.is_empty() {
        let Some(id) = model.desk.new_id.take() else {
            return Vec::new();
        };
        annotation.id = id;
    }
    let act = Act {
        before: of_id(model, &annotation.id).cloned(),
        after: Some(Arc::new(annotation)),
    };
    act_anew(model, act)
}

/// Deletes an annotation.
pub(super) fn delete(model: &mut Model, id: &str) -> Vec<Effect> {
    let before = of_id(model, id).cloned();
    act_anew(
        model,
        Act {
            before,
            after: None,
        },
    )
}

fn act_anew(model: &mut Model, act: Act) -> Vec<Effect> {
    model.desk.acts.push(act.clone());
    make(model, act)
}

/// Makes an annotation what an act says.
fn make(model: &mut Model, Act { before, after }: Act) -> Vec<Effect> {
    model.requested += 1;
    let id = before.as_ref().or(after.as_ref()).map(|own| own.id.clone());
    model
        .annotations
        .retain(|other| Some(&other.id) != id.as_ref());
    let effect = match (after, id) {
        (Some(annotation), _) => {
            model.annotations.push(Arc::clone(&annotation));
            Some(Keep::Put(Box::new((*annotation).clone())).into())
        }
        (None, Some(id)) => Some(Keep::Delete(id).into()),
        (None, None) => None,
    };
    effect.into_iter().collect()
}

/// `u` and `Ctrl-r`: takes the last act back, or does the one last taken back again.
pub fn undo(model: &mut Model, again: bool) -> Vec<Effect> {
    let words = |act: &Act| act.about().map_or(String::new(), |own| own.first_words());
    let said = match model.desk.acts.undo(again, &model.annotations) {
        Ok(act) => {
            let said = if again {
                "annotate.redone"
            } else {
                "annotate.undone"
            };
            model.say(said, &[&words(&act)]);
            return make(model, act);
        }
        Err(Kept::Crossed(act)) => {
            model.say("annotate.crossed", &[&words(&act)]);
            return Vec::new();
        }
        Err(Kept::Nothing) if again => "annotate.nothing-undone",
        Err(Kept::Nothing) => "annotate.nothing-done",
    };
    model.say(said, &[]);
    Vec::new()
}
