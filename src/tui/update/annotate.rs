//! Annotating: bookmarks, letter marks, highlights and tags at the reading position or on a selection; taking back and doing again.

mod copy;
mod place;

pub use copy::{copy_citation, copy_text};
pub use place::{anchored, kept, opened, own, place, show, visit};

use std::sync::Arc;

use super::read;
use crate::annotation::{Annotation, ClauseRef, Color, Motivation, SourceRef, Target};
use crate::text::Span;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::desk::Act;
use crate::tui::model::prompt::Prompt;
use crate::tui::model::reader::{Placed, Text};

/// Clauses quote this many code points of their text in a bookmark: enough to be known again, and to be read in a list.
const QUOTED: usize = 64;

/// The longest selection that is annotated, in code points: it is kept whole.
const LONGEST: usize = 16 << 10;

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

/// `'` and a letter: goes to the mark.
pub fn jump_mark(model: &mut Model, letter: char) -> Vec<Effect> {
    match marked(model, letter).map(|annotation| annotation.id.clone()) {
        Some(id) => visit(model, &id),
        None => {
            model.say("annotate.no-mark", &[&letter.to_string()]);
            Vec::new()
        }
    }
}

fn marked(model: &Model, letter: char) -> Option<&Arc<Annotation>> {
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

/// The tags are typed: parted by spaces or commas of either width. One that was there before and has such a character in it is whole.
pub fn set_tags(model: &mut Model, annotation: Annotation, typed: &str) -> Vec<Effect> {
    let parts = |c: char| c.is_whitespace() || ",，、;；#".contains(c);
    let mut rest = typed.to_owned();
    let mut tags = Vec::new();
    for own in annotation.tags().filter(|own| own.contains(parts)) {
        let at = rest.match_indices(own).map(|(at, _)| at).find(|&at| {
            let (before, behind) = rest.split_at(at);
            let behind = behind.get(own.len()..).unwrap_or("");
            before.chars().next_back().is_none_or(parts) && behind.chars().next().is_none_or(parts)
        });
        if let Some(at) = at {
            rest.replace_range(at..at + own.len(), " ");
            tags.push(own.to_owned());
        }
    }
    let words = rest.split(parts).filter(|tag| !tag.is_empty());
    tags.extend(words.map(str::to_owned));
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
            model.say("annotate.deleted", &[&first_words(&annotation)]);
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
    let selected = reader.selection.map(|selection| selection.span(reader));
    let span = selected.or(reader.sentence).or_else(own_words)?;
    let source = &reader.text.document.source;
    let words = span.of(source).trim_end();
    let blank = words.len() - words.trim_start().len();
    Some(Span::new(span.start + blank, span.start + words.len())).filter(|span| !span.is_empty())
}

/// What is annotated at the selection, else in the current clause: the smallest thing that the place is in, notes and highlights
/// before bookmarks.
pub(super) fn at_hand(model: &Model) -> Option<Arc<Annotation>> {
    let reader = model.reader.as_ref()?;
    if let Some(selection) = reader.selection {
        let span = selection.span(reader);
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

/// The first words of what an annotation says or stands at.
pub(super) fn first_words(annotation: &Annotation) -> String {
    let words = if annotation.note().is_empty() {
        annotation.quote()
    } else {
        annotation.note()
    };
    let first = words.lines().find(|line| !line.trim().is_empty());
    first.unwrap_or("").chars().take(24).collect()
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

/// The first words of a span, as many as are quoted.
pub(super) fn opening(source: &str, span: Span) -> Span {
    let words = span.of(source);
    let length = words
        .char_indices()
        .nth(QUOTED)
        .map_or(words.len(), |(at, _)| at);
    Span::new(span.start, span.start + length)
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
        annotation.id = model.desk.ids.mint();
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

/// Most acts that can be taken back.
const MOST_ACTS: usize = 1000;

fn act_anew(model: &mut Model, act: Act) -> Vec<Effect> {
    model.desk.undone.clear();
    model.desk.done.push(act.clone());
    if model.desk.done.len() > MOST_ACTS {
        model.desk.done.remove(0);
    }
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
            Some(Effect::Put(Box::new((*annotation).clone())))
        }
        (None, Some(id)) => Some(Effect::Delete(id)),
        (None, None) => None,
    };
    let mut effects = place(model);
    effects.extend(effect);
    effects
}

/// `u` and `Ctrl-r`: takes the last act back, or does the one last taken back again.
pub fn undo(model: &mut Model, again: bool) -> Vec<Effect> {
    let desk = &mut model.desk;
    let (from, to) = if again {
        (&mut desk.undone, &mut desk.done)
    } else {
        (&mut desk.done, &mut desk.undone)
    };
    let Some(act) = from.pop() else {
        model.say(
            if again {
                "annotate.nothing-undone"
            } else {
                "annotate.nothing-done"
            },
            &[],
        );
        return Vec::new();
    };
    let about = act.after.as_ref().or(act.before.as_ref());
    let words = about.map_or(String::new(), |own| first_words(own));
    let left = if again { &act.before } else { &act.after };
    let held = about.and_then(|own| model.annotations.iter().find(|held| held.id == own.id));
    let is_as_left = match (left, held) {
        (Some(left), Some(held)) => left.says_the_same(held),
        (left, held) => left.is_none() && held.is_none(),
    };
    if !is_as_left {
        // Somebody else has made something of it since, which is not ours to take back.
        model.say("annotate.crossed", &[&words]);
        return Vec::new();
    }
    to.push(act.clone());
    model.say(
        if again {
            "annotate.redone"
        } else {
            "annotate.undone"
        },
        &[&words],
    );
    if again {
        return make(model, act);
    }
    make(
        model,
        Act {
            before: act.after,
            after: act.before,
        },
    )
}
