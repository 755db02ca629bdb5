//! The mouse: the wheel scrolls what is under the pointer, a click gives a pane the keys and goes
//! to what it hits.

use super::{outline, pane, read, select, tree};
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::layout::Layout;
use crate::tui::model::reader::PageRow;
use crate::tui::model::{Model, Pane};

/// Rows that one notch of the wheel scrolls.
const NOTCH: u32 = 3;

/// Turns the wheel over a place of the screen.
pub fn wheel(model: &mut Model, (column, row): (u16, u16), down: bool) -> Vec<Effect> {
    let action = if down {
        Action::Down(NOTCH)
    } else {
        Action::Up(NOTCH)
    };
    if model.prompt.is_some() {
        return Vec::new();
    }
    if !model.overlays.is_empty() {
        return super::update(model, action);
    }
    match Layout::of(model).pane_at(column, row) {
        Some(Pane::Tree) => tree::update(model, action),
        Some(Pane::Outline) => outline::update(model, action),
        _ => read::update(model, action),
    }
}

/// Clicks a place of the screen.
pub fn click(model: &mut Model, (column, row): (u16, u16)) -> Vec<Effect> {
    if model.prompt.is_some() || !model.overlays.is_empty() {
        return Vec::new();
    }
    let layout = Layout::of(model);
    model.held = layout.edge_at(column, row);
    let Some(pane) = layout.pane_at(column, row) else {
        return Vec::new();
    };
    model.focus = pane;
    match pane {
        Pane::Tree => {
            let at = model.tree.list.top + Layout::of(model).within(pane, column, row).0;
            if at < model.tree.rows.len() {
                model.tree.list.selected = at;
                return tree::update(model, Action::Activate);
            }
        }
        Pane::Outline => {
            let at = model.outline.list.top + Layout::of(model).within(pane, column, row).0;
            if at < model.outline.rows.len() {
                model.outline.list.selected = at;
                return outline::update(model, Action::Activate);
            }
        }
        Pane::Reader => {
            let offset = offset_at(model, column, row);
            if let (Some(offset), Some(reader)) = (offset, &mut model.reader) {
                reader.here = offset;
                reader.sentence = None;
                reader.selection = None;
            }
        }
    }
    Vec::new()
}

/// Draws the mouse over a place of the screen: takes the edge of a pane along, or selects from
/// where its button was pressed.
pub fn drag(model: &mut Model, (column, row): (u16, u16)) -> Vec<Effect> {
    if let Some(held) = model.held {
        let columns = match held {
            Pane::Outline => model.size.0.saturating_sub(column + 1),
            _ => column,
        };
        pane::set_columns(model, held, columns);
        return Vec::new();
    }
    let is_reader = Layout::of(model).pane_at(column, row) == Some(Pane::Reader);
    if model.prompt.is_none()
        && model.overlays.is_empty()
        && is_reader
        && let Some(offset) = offset_at(model, column, row)
    {
        select::drag(model, offset);
    }
    Vec::new()
}

/// The byte offset of the text at a place of the screen.
fn offset_at(model: &Model, column: u16, row: u16) -> Option<usize> {
    let (row, column) = Layout::of(model).page.place(column, row);
    let reader = model.reader.as_ref()?;
    let PageRow::Line(at) = reader.page.get(row)? else {
        return None;
    };
    let line = reader.galley.lines(at.piece).get(at.row)?;
    let mut glyphs = line
        .glyphs(&reader.text.document.source, model.ambiguous())
        .filter(|placed| placed.in_source);
    glyphs
        .find(|placed| column < placed.column + placed.glyph.columns)
        .map(|placed| placed.glyph.offset)
        .or(Some(line.span.start))
}
