//! Sheets that are only read: scrolled, closed, and in the notes gone on from.

use super::visit;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::overlay::{NoteSheet, Overlay, Preview};
use crate::tui::model::{Model, Pane};

/// Does an action while a sheet that is only read is open.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    if matches!(action, Action::Cancel | Action::Preview) {
        model.overlays.pop();
        return Vec::new();
    }
    if let Some(Overlay::NoteSheet(reading)) = model.overlays.last() {
        match action {
            Action::Accept | Action::Activate => return visit_read(model),
            Action::NextClause(_) | Action::NextAnnotation(_) | Action::FindNext(_) => {
                return step_read(model, true);
            }
            Action::PreviousClause(_) | Action::PreviousAnnotation(_) | Action::FindPrevious(_) => {
                return step_read(model, false);
            }
            Action::ShowNotes if reading.parts.len() <= 1 => {
                model.overlays.pop();
                return Vec::new();
            }
            _ => {}
        }
    }
    if matches!(action, Action::Accept | Action::Activate) {
        model.overlays.pop();
        return Vec::new();
    }
    let page = page(model);
    let Some(
        Overlay::Examination(_, top)
        | Overlay::Preview(Preview { top, .. })
        | Overlay::NoteSheet(NoteSheet { top, .. }),
    ) = model.overlays.last_mut()
    else {
        return Vec::new();
    };
    *top = scrolled(*top, &action, page);
    Vec::new()
}

/// Rows that a page of a sheet goes on by.
pub fn page(model: &Model) -> usize {
    usize::from(model.size.1).saturating_sub(6).max(1)
}

/// The first visible row after an action; the view clamps to the last page.
pub fn scrolled(top: usize, action: &Action, page: usize) -> usize {
    match *action {
        Action::Down(count) => top + count as usize,
        Action::Up(count) => top.saturating_sub(count as usize),
        Action::PageDown(count) | Action::HalfPageDown(count) => top + page * count as usize,
        Action::PageUp(count) | Action::HalfPageUp(count) => {
            top.saturating_sub(page * count as usize)
        }
        Action::First => 0,
        Action::Last => usize::MAX / 2,
        _ => top,
    }
}

/// Goes to the annotation that is being read.
fn visit_read(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::NoteSheet(reading)) = model.overlays.pop() else {
        return Vec::new();
    };
    model.overlays.clear();
    model.focus = Pane::Reader;
    match reading.chosen() {
        Some(id) => visit::annotation(model, id),
        None => Vec::new(),
    }
}

/// Goes to the next annotation of those that are being read, or to the one before.
fn step_read(model: &mut Model, forward: bool) -> Vec<Effect> {
    if let Some(Overlay::NoteSheet(reading)) = model.overlays.last_mut() {
        let row_of =
            |(start, _): &(usize, String)| reading.rows.partition_point(|row| row.start < *start);
        let rows: Vec<usize> = reading.parts.iter().map(row_of).collect();
        let next = if forward {
            rows.into_iter().find(|row| *row > reading.top)
        } else {
            rows.into_iter().rfind(|row| *row < reading.top)
        };
        reading.top = next.unwrap_or(reading.top);
    }
    Vec::new()
}
