//! Reading: moving through the text by rows, pages, clauses and sentences; the jump list.

use crate::clause::walk;
use crate::text::Span;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::reader::{Motion, Reader};
use crate::typeset::Writing;

/// Does an action of the reader.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::First => jump(model, Motion::Start),
        Action::Last => jump(model, Motion::End),
        Action::NextClause(count) => walk_by(model, walk::next, count, "reader.last-clause"),
        Action::PreviousClause(count) => {
            walk_by(model, walk::previous, count, "reader.first-clause");
        }
        Action::NextPeer(count) => walk_by(model, walk::next_peer, count, "reader.last-clause"),
        Action::PreviousPeer(count) => {
            walk_by(model, walk::previous_peer, count, "reader.first-clause");
        }
        action => {
            if let Some(reader) = &mut model.reader {
                scroll(reader, &action);
            }
        }
    }
    Vec::new()
}

fn scroll(reader: &mut Reader, action: &Action) {
    let is_vertical = reader.galley.measure.writing == Writing::Vertical;
    let motion = match *action {
        Action::Down(count) => Motion::Rows(i64::from(count)),
        // Where lines run downwards, the next one is to the left.
        Action::Left(count) if is_vertical => Motion::Rows(i64::from(count)),
        Action::Right(count) if is_vertical => Motion::Rows(-i64::from(count)),
        Action::Activate => Motion::Rows(1),
        Action::Up(count) => Motion::Rows(-i64::from(count)),
        Action::HalfPageDown(count) => Motion::HalfPages(i64::from(count)),
        Action::HalfPageUp(count) => Motion::HalfPages(-i64::from(count)),
        Action::PageDown(count) => Motion::Pages(i64::from(count)),
        Action::PageUp(count) => Motion::Pages(-i64::from(count)),
        Action::NextSentence(count) => return sentence(reader, i64::from(count)),
        Action::PreviousSentence(count) => return sentence(reader, -i64::from(count)),
        _ => return,
    };
    reader.sentence = None;
    reader.motions.push(motion);
}

fn jump(model: &mut Model, motion: Motion) {
    leave(model);
    if let Some(reader) = &mut model.reader {
        reader.sentence = None;
        reader.motions.push(motion);
    }
}

/// Remembers the present place in the jump list.
pub fn leave(model: &mut Model) {
    if let Some(place) = model.place() {
        model.jumps.leave(place);
    }
}

/// Jumps to a byte offset of the open document.
pub fn show(model: &mut Model, offset: usize) {
    leave(model);
    if let Some(reader) = &mut model.reader {
        reader.show(offset);
    }
}

fn walk_by(
    model: &mut Model,
    step: fn(&crate::clause::ClauseTree, usize) -> Option<crate::clause::ClauseId>,
    count: u32,
    otherwise: &str,
) {
    let Some(reader) = &mut model.reader else {
        return;
    };
    if reader.text.tree.clauses.is_empty() {
        model.say("reader.no-clauses", &[]);
        return;
    }
    match reader.walk(step, count) {
        Some(offset) => reader.show(offset),
        None => model.say(otherwise, &[]),
    }
}

/// Walks by sentences within the text that is read.
fn sentence(reader: &mut Reader, by: i64) {
    for _ in 0..by.unsigned_abs() {
        let from = reader.sentence.map_or(reader.here, |span| span.start);
        let found = if by > 0 {
            next_sentence(reader, from)
        } else {
            previous_sentence(reader, from)
        };
        let Some(span) = found else { return };
        reader.show(span.start);
        reader.sentence = Some(span);
    }
}

fn next_sentence(reader: &Reader, from: usize) -> Option<Span> {
    let document = &reader.text.document;
    let first = document.block_at(from)?;
    let blocks = document
        .blocks
        .get(first..)?
        .iter()
        .filter(|block| block.kind.is_read());
    blocks
        .flat_map(|block| sentences(block.text, &document.source))
        .find(|span| span.start > from || (reader.sentence.is_none() && span.contains(from)))
}

fn previous_sentence(reader: &Reader, from: usize) -> Option<Span> {
    let document = &reader.text.document;
    let last = document.block_at(from)?;
    let blocks = document
        .blocks
        .get(..=last)?
        .iter()
        .rev()
        .filter(|block| block.kind.is_read());
    let mut blocks = blocks;
    blocks.find_map(|block| {
        sentences(block.text, &document.source)
            .take_while(|span| span.start < from)
            .last()
    })
}

/// The sentences of a block: up to and with a full stop, question or exclamation mark and the closing marks behind it.
fn sentences(text: Span, source: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = text.start;
    std::iter::from_fn(move || {
        let rest = Span::new(at, text.end).of(source);
        let blank = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let start = at + blank;
        let stop = rest.find(['。', '？', '！', '；', '?', '!']);
        let length = stop.map_or(rest.len(), |stop| {
            let tail = rest.get(stop..).unwrap_or("");
            let closing = |c: char| "。？！；?!”’」』）》〉】…".contains(c);
            stop + tail.find(|c: char| !closing(c)).unwrap_or(tail.len())
        });
        at = start + length;
        Some(Span::new(start, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_their_stop_and_closing_marks() {
        let text = "　甲说：“好。”乙问？丙\n丁";
        let found: Vec<_> = sentences(Span::new(0, text.len()), text)
            .map(|s| s.of(text))
            .collect();
        assert_eq!(found, ["甲说：“好。”", "乙问？", "丙\n丁"]);
    }
}
