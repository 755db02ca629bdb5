//! Reading: moving through the text by rows, pages, clauses and sentences; the jump list.

use super::select::by_words;
use crate::clause::walk;
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
        Action::NextWord(_) | Action::PreviousWord(_) | Action::EndOfWord(_) => {
            if let Some(reader) = &mut model.reader
                && let Some(to) = by_words(&reader.text.document.source, reader.here, &action)
            {
                reader.show(to);
            }
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
        // Where they run across, there is nothing to the left or the right but another page.
        Action::Left(count) => Motion::Pages(-i64::from(count)),
        Action::Right(count) => Motion::Pages(i64::from(count)),
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
            let is_walking = reader.sentence.is_some();
            reader.text.next_sentence(from, is_walking)
        } else {
            reader.text.previous_sentence(from)
        };
        let Some(span) = found else { return };
        reader.show(span.start);
        reader.sentence = Some(span);
    }
}
