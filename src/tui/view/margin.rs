//! The margin: the sign of an annotation beside its line, and a lane with notes (眉批) if there is
//! room.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::headnote;
use super::paint::{Strip, head};
use super::sign::sign;
use crate::reading::Placed;
use crate::text::{Span, wrap};
use crate::tui::layout::Layout;
use crate::tui::model::Model;
use crate::tui::model::reader::{PageRow, Reader};
use crate::tui::theme::Theme;
use crate::typeset::Writing;

/// Narrowest lane in columns.
const NARROWEST: u16 = 16;

/// Widest lane in columns.
const WIDEST: u16 = 36;

/// Lowest lane in rows, above vertical text.
const LOWEST: u16 = 5;

/// The annotation whose sign stands beside a line. Uncertain places and notes come before
/// highlights, and highlights before bookmarks.
pub fn placed_at(reader: &Reader, line: Span) -> Option<&Placed> {
    let first = reader
        .placed
        .partition_point(|placed| placed.span.start < line.start);
    let here = reader.placed.get(first..)?.iter();
    let here = here.take_while(|placed| placed.span.start < line.end);
    here.max_by_key(|placed| {
        (
            placed.letter.is_some(),
            placed.is_open,
            placed.has_note,
            placed.color.is_some(),
        )
    })
}

/// An annotation of another edition at a line.
pub fn other_at(reader: &Reader, line: Span) -> Option<&Placed> {
    let placed = reader
        .others
        .iter()
        .filter_map(|other| other.placed.as_ref());
    placed.rev().find(|placed| line.contains(placed.span.start))
}

/// The lane for notes: the free space to the right of horizontal text or above vertical text, if it
/// is large enough.
pub fn lane(model: &Model) -> Option<Rect> {
    let Layout { page, reader, .. } = Layout::of(model);
    match page.writing {
        Writing::Horizontal if page.columns > 1 => None,
        Writing::Horizontal => {
            let x = page.area.x + page.area.width + 3;
            let width = (reader.x + reader.width).saturating_sub(x + 1).min(WIDEST);
            (width >= NARROWEST).then_some(Rect {
                x,
                width,
                ..page.area
            })
        }
        Writing::Vertical => {
            // One row is for the signs of the lines.
            let height = page.area.y.saturating_sub(reader.y + 1);
            (height >= LOWEST).then_some(Rect {
                y: reader.y,
                height,
                ..page.area
            })
        }
    }
}

/// Paints the notes beside their lines. If that place is taken, a note begins below the previous
/// one, or to its left.
pub fn view(model: &Model, theme: Theme, buffer: &mut Buffer) {
    let (Some(lane), Some(reader)) = (lane(model), &model.reader) else {
        return;
    };
    let writing = Layout::of(model).page.writing;
    let mut free = 0;
    for (row, page_row) in reader.page.iter().enumerate() {
        let PageRow::Line(at) = page_row else {
            continue;
        };
        let Some(line) = reader.galley.lines(at.piece).get(at.row) else {
            continue;
        };
        let first = reader
            .placed
            .partition_point(|placed| placed.span.start < line.span.start);
        let here = reader.placed.iter().skip(first);
        let here = here.take_while(|placed| placed.span.start < line.span.end);
        let own = here.filter(|placed| placed.has_note).filter_map(|placed| {
            let own = model.annotations.iter().find(|own| own.id == placed.id);
            Some((Cow::from(own?.note()), placed))
        });
        for (note, placed) in own.chain(others(reader, line.span)) {
            let note = &*note;
            let paint = match writing {
                Writing::Horizontal => paint,
                Writing::Vertical => headnote::paint,
            };
            free = paint(model, (note, placed), lane, row.max(free), theme, buffer) + 1;
        }
    }
}

/// The notes of other editions at a line, each with its edition.
fn others(reader: &Reader, line: Span) -> impl Iterator<Item = (Cow<'_, str>, &Placed)> {
    reader.others.iter().filter_map(move |other| {
        let placed = other.placed.as_ref()?;
        let is_here = placed.has_note && line.contains(placed.span.start);
        let note = format!("[{}] {}", other.edition(), other.annotation.note());
        is_here.then_some((Cow::from(note), placed))
    })
}

/// Paints a note from a row of the lane on; returns the row after it.
fn paint(
    model: &Model,
    (note, placed): (&str, &Placed),
    lane: Rect,
    top: usize,
    theme: Theme,
    buffer: &mut Buffer,
) -> usize {
    let width = usize::from(lane.width.saturating_sub(2));
    let height = usize::from(lane.height);
    // A note may be long: only as much as the lane can hold is wrapped, and a row more.
    let note = head(note.trim(), width * (height + 1));
    let rows = wrap::rows(note, width, model.ambiguous());
    let room = height.saturating_sub(top);
    if room == 0 {
        // There is no room beside its line: a sign shows that there is more.
        let mut strip = Strip::new(lane, lane.height.saturating_sub(1), model.ambiguous());
        strip.put_right(buffer, theme.signs.more, theme.accent());
    }
    for (index, span) in rows.iter().take(room).enumerate() {
        let mut strip = Strip::new(lane, (top + index) as u16, model.ambiguous());
        let (shown, style) = if index == 0 {
            sign(placed.into(), theme)
        } else {
            (" ".to_owned(), theme.quiet())
        };
        strip.put(buffer, &shown, style);
        strip.put(buffer, " ", theme.quiet());
        strip.put(buffer, span.of(note), theme.plain());
        // A sign shows that the note continues below the page.
        if index + 1 == room && rows.len() > room {
            strip.put(buffer, theme.signs.more, theme.accent());
        }
    }
    top + rows.len()
}
