//! Selecting: begun at the reading position, the hit or the sentence there; every motion of the
//! reader takes the cursor along.

use crate::text::Span;
use crate::text::{display, word};
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::reader::{PageRow, Reader};
use crate::tui::model::selection::{
    Selection, end_of_cluster, skip_blank, start_of_cluster_before,
};
use crate::typeset::Writing;

/// `v` and `V`: begins a selection; within one, changes its kind, or with the same key begins anew
/// at the cursor.
pub fn begin(model: &mut Model, by_clauses: bool) -> Vec<Effect> {
    let current = current_hit(model);
    let Some(reader) = &mut model.reader else {
        return Vec::new();
    };
    let here = reader.caret();
    let source = &reader.text.document.source;
    reader.selection = Some(match reader.selection {
        Some(selection) if selection.by_clauses != by_clauses => Selection {
            by_clauses,
            ..selection
        },
        Some(selection) => Selection {
            anchor: selection.head,
            ..selection
        },
        None => {
            // What was found or walked by is what is meant.
            let found = reader.sentence.or(current).filter(|span| !span.is_empty());
            let span = found.unwrap_or(Span::new(here, end_of_cluster(source, here)));
            Selection {
                anchor: span.start,
                head: start_of_cluster_before(source, span.end),
                by_clauses,
            }
        }
    });
    model.focus = crate::tui::model::Pane::Reader;
    Vec::new()
}

/// The mouse is drawn over the text.
pub fn drag(model: &mut Model, offset: usize) {
    let Some(reader) = &mut model.reader else {
        return;
    };
    let anchor = reader.selection.map_or(reader.here, |own| own.anchor);
    let by_clauses = reader.selection.is_some_and(|own| own.by_clauses);
    reader.selection = Some(Selection {
        anchor,
        head: offset,
        by_clauses,
    });
}

/// Selects a word, by the mouse.
pub fn word(model: &mut Model, offset: usize) {
    let Some(reader) = &mut model.reader else {
        return;
    };
    let source = &reader.text.document.source;
    if let Some(word) = word::at(source, offset) {
        reader.selection = Some(Selection {
            anchor: word.start,
            head: start_of_cluster_before(source, word.end),
            by_clauses: false,
        });
    }
}

/// From a place in a text to the next of its kind.
type Step = fn(&str, usize) -> Option<usize>;

/// Where an action that goes by words leads from a byte offset; `None` for any other action, and
/// where there are no more words.
pub fn by_words(source: &str, from: usize, action: &Action) -> Option<usize> {
    let (count, step): (u32, Step) = match *action {
        Action::NextWord(count) => (count, |text, at| word::next(text, at).map(|own| own.start)),
        Action::PreviousWord(count) => (count, |text, at| {
            word::previous(text, at).map(|own| own.start)
        }),
        Action::EndOfWord(count) => (count, |text, at| {
            let last = |own: Span| start_of_cluster_before(text, own.end);
            let here = word::at(text, at).map(last).filter(|last| *last > at);
            here.or_else(|| word::next(text, at).map(last))
        }),
        _ => return None,
    };
    let mut at = None;
    for _ in 0..count.min(10_000) {
        match step(source, at.unwrap_or(from)) {
            Some(next) => at = Some(next),
            None => break,
        }
    }
    at
}

/// Moves the cursor of a selection; `None` for an action that is none of its own.
pub fn update(model: &mut Model, action: &Action) -> Option<Vec<Effect>> {
    let ambiguous = model.ambiguous();
    let reader = model.reader.as_mut()?;
    let selection = reader.selection?;
    let source = &reader.text.document.source;
    let is_vertical = reader.galley.measure.writing == Writing::Vertical;
    // Where lines run downwards, the next character is below and the next line to the left.
    let (along, across) = match *action {
        Action::Right(count) if !is_vertical => (i64::from(count), 0),
        Action::Left(count) if !is_vertical => (-i64::from(count), 0),
        Action::Down(count) if !is_vertical => (0, i64::from(count)),
        Action::Up(count) if !is_vertical => (0, -i64::from(count)),
        Action::Down(count) => (i64::from(count), 0),
        Action::Up(count) => (-i64::from(count), 0),
        Action::Left(count) => (0, i64::from(count)),
        Action::Right(count) => (0, -i64::from(count)),
        Action::SwapEnds => {
            reader.selection = Some(Selection {
                anchor: selection.head,
                head: selection.anchor,
                ..selection
            });
            reader.show(selection.anchor);
            return Some(Vec::new());
        }
        Action::NextWord(_) | Action::PreviousWord(_) | Action::EndOfWord(_) => {
            if let Some(head) = by_words(source, selection.head, action) {
                put(reader, selection, head);
            }
            return Some(Vec::new());
        }
        Action::LineStart | Action::LineEnd => {
            if let Some((span, _)) = line(reader, selection.head) {
                let head = match action {
                    Action::LineStart => skip_blank(source, span.start),
                    _ => start_of_cluster_before(source, span.end),
                };
                put(reader, selection, head);
            }
            return Some(Vec::new());
        }
        _ => return None,
    };
    let mut head = selection.head;
    for _ in 0..along.unsigned_abs().min(10_000) {
        head = if along > 0 {
            let next = skip_blank(source, end_of_cluster(source, head));
            if next < source.len() { next } else { head }
        } else {
            start_of_cluster_before(source, head)
        };
    }
    for _ in 0..across.unsigned_abs().min(1000) {
        head = climb(reader, head, across > 0, ambiguous).unwrap_or(head);
    }
    put(reader, selection, head);
    Some(Vec::new())
}

fn put(reader: &mut Reader, selection: Selection, head: usize) {
    // Before the text that is read there is nothing to select.
    let first = reader
        .text
        .document
        .blocks
        .iter()
        .find(|block| block.kind.is_read());
    let head = head.max(first.map_or(0, |block| block.text.start));
    reader.selection = Some(Selection { head, ..selection });
    reader.show(head);
}

/// Takes the cursor along after a motion of the reader that began at `before`.
pub fn follow(model: &mut Model, action: &Action, before: usize) {
    let current = current_hit(model);
    let Some(reader) = &mut model.reader else {
        return;
    };
    let (Some(selection), source) = (reader.selection, &reader.text.document.source) else {
        return;
    };
    // The sentence that the cursor is in begins where the selection does: going to it moves nothing
    // but the cursor.
    let is_sentence = matches!(action, Action::NextSentence(_)) && reader.sentence.is_some();
    if reader.here == before && !is_sentence {
        return;
    }
    let is_forward = reader.here > before;
    let head = match action {
        Action::NextSentence(_) => reader.sentence.map(|span| span.end),
        _ if is_forward && current.is_some() => current.map(|hit| hit.end),
        Action::NextClause(_) | Action::NextPeer(_) => Some(reader.here),
        _ => None,
    };
    // What is gone to is in the selection; what is gone up to is not.
    let head = head.map_or(reader.here, |end| start_of_cluster_before(source, end));
    reader.selection = Some(Selection { head, ..selection });
}

/// The hit that the reader stands at.
fn current_hit(model: &Model) -> Option<Span> {
    let here = model.reader.as_ref()?.here;
    let hit = model.found.hits.get(model.found.current?)?;
    (hit.start == here).then_some(*hit)
}

/// The bytes of the visible line that holds an offset, and its row on the page.
fn line(reader: &Reader, offset: usize) -> Option<(Span, usize)> {
    reader.page.iter().enumerate().find_map(|(row, page_row)| {
        let PageRow::Line(at) = page_row else {
            return None;
        };
        let span = reader.galley.lines(at.piece).get(at.row)?.span;
        span.contains(offset).then_some((span, row))
    })
}

/// The offset one line on or back, at the same column; beyond the page, the next line's start.
fn climb(
    reader: &Reader,
    offset: usize,
    down: bool,
    ambiguous: crate::text::Ambiguous,
) -> Option<usize> {
    let source = &reader.text.document.source;
    let (span, row) = line(reader, offset)?;
    let lines = |row: &PageRow| match row {
        PageRow::Line(at) => reader.galley.lines(at.piece).get(at.row),
        PageRow::Empty => None,
    };
    let own = reader.page.get(row).and_then(lines)?;
    let column = own
        .glyphs(source, ambiguous)
        .find(|placed| placed.in_source && placed.glyph.offset >= offset)
        .map_or(0, |placed| placed.column);
    let next = if down {
        reader.page.iter().skip(row + 1).find_map(lines)
    } else {
        reader.page.iter().take(row).rev().find_map(lines)
    };
    let Some(next) = next else {
        return Some(if down {
            skip_blank(source, span.end).min(source.len().saturating_sub(1))
        } else {
            start_of_cluster_before(source, span.start)
        });
    };
    let mut glyphs = next
        .glyphs(source, ambiguous)
        .filter(|placed| placed.in_source)
        .filter(|placed| !is_blank(&placed.glyph));
    let mut last = None;
    let found = glyphs.find(|placed| {
        last = Some(placed.glyph.offset);
        placed.column + placed.glyph.columns > column
    });
    found.map(|placed| placed.glyph.offset).or(last)
}

fn is_blank(glyph: &display::Glyph<'_>) -> bool {
    glyph.shown.trim().is_empty()
}
