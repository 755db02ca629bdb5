//! The mouse: the wheel scrolls what is under the pointer, a click gives a pane the keys and goes
//! to what it hits, a reference or a link is followed, a double click selects a word.

use super::{annotate::copy, compare, outline, pane, read, refer, select, tree};
use crate::document::LinkTarget;
use crate::text::Span;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::hyperlink;
use crate::tui::layout::Layout;
use crate::tui::layout::sheet::{ledger_rows, picker_rows, search_rows};
use crate::tui::model::list::List;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::reader::PageRow;
use crate::tui::model::{Model, Pane};

/// Rows that one notch of the wheel scrolls.
const NOTCH: u32 = 3;

/// A column and a row of the screen.
type Place = (u16, u16);

/// Turns the wheel over a place of the screen.
pub fn wheel(model: &mut Model, (column, row): Place, down: bool) -> Vec<Effect> {
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

/// Clicks a place of the screen. `cursor` is where the terminal's cursor stands there: the rows of
/// a list begin below it.
pub fn click(model: &mut Model, at: Place, cursor: Option<Place>) -> Vec<Effect> {
    model.pressed = None;
    if model.prompt.is_some() {
        return Vec::new();
    }
    if !model.overlays.is_empty() {
        return sheet(model, at, cursor);
    }
    let (column, row) = at;
    let layout = Layout::of(model);
    model.held = layout.edge_at(column, row);
    let Some(pane) = layout.pane_at(column, row) else {
        return Vec::new();
    };
    model.focus = pane;
    let (line, along) = Layout::of(model).within(pane, column, row);
    match pane {
        Pane::Tree => {
            let at = model.tree.list.top + line;
            if at < model.tree.rows.len() {
                model.tree.list.selected = at;
                return tree::update(model, Action::Activate);
            }
        }
        Pane::Outline => {
            let at = model.outline.list.top + line;
            if let Some(&id) = model.outline.rows.get(at) {
                model.outline.list.selected = at;
                let text = model.text();
                let width = Layout::of(model).outline.map_or(0, |area| area.width);
                // In front of the words stands the sign of what is folded.
                let is_sign = text.as_ref().is_some_and(|text| {
                    let words = model.outline.label_column(&text.tree, id, width);
                    along < usize::from(words)
                });
                let folds = text.as_ref().is_some_and(|text| text.tree.has_children(id));
                let action = if is_sign && folds {
                    Action::ToggleFold
                } else {
                    Action::Activate
                };
                return outline::update(model, action);
            }
        }
        Pane::Reader => {
            let exact = glyph_at(model, column, row);
            let offset = exact.or_else(|| line_at(model, column, row));
            if let (Some(offset), Some(reader)) = (offset, &mut model.reader) {
                reader.here = offset;
                reader.sentence = None;
                reader.selection = None;
                model.pressed = exact;
            }
        }
    }
    Vec::new()
}

/// Clicks a place while a sheet is open: a row is chosen and, if it is chosen already, gone to; the
/// cursor of a note is set; what is only read is closed, and so is a list beside which the click
/// is.
fn sheet(model: &mut Model, at: Place, cursor: Option<Place>) -> Vec<Effect> {
    let size = model.size;
    let mut typed = cursor.map_or(at.1, |(_, row)| row);
    let (list, length, visible): (List, _, _) = match model.overlays.last_mut() {
        Some(Overlay::Picker(picker)) => {
            let visible = picker_rows(size.1, picker.total());
            (picker.list, picker.ranked.len(), visible)
        }
        Some(Overlay::Ledger(ledger)) => {
            let visible = ledger_rows(size.1, ledger.all.len());
            (ledger.list, ledger.shown.len(), visible)
        }
        Some(Overlay::Search) => {
            let search = &model.search;
            let list = search.list();
            if !search.is_typing {
                // The cursor is on the row that is chosen.
                let chosen = list.selected.saturating_sub(list.top) as u16;
                typed = typed.saturating_sub(chosen + 1);
            }
            (list, search.length(), search_rows(size.1))
        }
        Some(Overlay::Editor(editor)) => {
            if let Some((x, y)) = cursor {
                let (row, column) = editor.area.place();
                let from = |at: usize, to: u16, from: u16| {
                    (at + usize::from(to)).checked_sub(usize::from(from))
                };
                let place = from(row, at.1, y).zip(from(column, at.0, x));
                let (row, column) = place.unwrap_or_default();
                editor.area.point(row, column);
            }
            return Vec::new();
        }
        Some(Overlay::Comparing(_)) => return compare::click(model, at),
        Some(Overlay::Decision(_)) | None => return Vec::new(),
        Some(
            Overlay::Help(_)
            | Overlay::Examination(..)
            | Overlay::Preview(_)
            | Overlay::NoteSheet(_),
        ) => return super::update(model, Action::Cancel),
    };
    let below = usize::from(at.1).checked_sub(usize::from(typed) + 1);
    match below {
        Some(below) if below < usize::from(visible) => {
            let row = list.top + below;
            if row < length {
                choose(model, row, list.selected)
            } else {
                Vec::new()
            }
        }
        // The sheet's edges, and the row that is typed in.
        _ if at.1.abs_diff(typed) <= 1 || below == Some(usize::from(visible)) => Vec::new(),
        _ => super::update(model, Action::Cancel),
    }
}

/// Chooses a row, or goes to the one that is chosen.
fn choose(model: &mut Model, row: usize, chosen: usize) -> Vec<Effect> {
    let rows = u32::try_from(row.abs_diff(chosen)).unwrap_or(u32::MAX);
    let action = match rows {
        0 => Action::Accept,
        rows if row > chosen => Action::Down(rows),
        rows => Action::Up(rows),
    };
    super::update(model, action)
}

/// Clicks a place twice: selects the word there.
pub fn double_click(model: &mut Model, at: Place, cursor: Option<Place>) -> Vec<Effect> {
    let (column, row) = at;
    let is_open = model.prompt.is_some() || !model.overlays.is_empty();
    if is_open || Layout::of(model).pane_at(column, row) != Some(Pane::Reader) {
        return click(model, at, cursor);
    }
    model.pressed = None;
    if let Some(offset) = glyph_at(model, column, row) {
        model.focus = Pane::Reader;
        select::word(model, offset);
    }
    Vec::new()
}

/// Releases the button: what it was pressed on is followed, if the mouse was not drawn meanwhile.
pub fn release(model: &mut Model, (column, row): Place) -> Vec<Effect> {
    let pressed = model.pressed.take();
    match pressed.filter(|_| glyph_at(model, column, row) == pressed) {
        Some(offset) => follow(model, offset),
        None => Vec::new(),
    }
}

/// Follows the reference or the link at a byte offset.
fn follow(model: &mut Model, offset: usize) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let mut references = text.references().iter();
    if let Some(index) = references.position(|own| own.span.contains(offset)) {
        return refer::go(model, index);
    }
    let mut links = text.document.links.iter();
    if let Some(link) = links.find(|link| link.words.contains(offset))
        && let LinkTarget::Place(place) = link.target
    {
        read::show(model, place);
        return Vec::new();
    }
    let near = hyperlink::find(&text.document, Span::new(offset, offset));
    let address = near.into_iter().find(|(span, _)| span.contains(offset));
    match address {
        Some((_, address)) => {
            let effects = copy::copy(model, address.clone(), "take.link");
            model.say("take.link", &[&address]);
            effects
        }
        None => Vec::new(),
    }
}

/// Draws the mouse over a place of the screen: takes the edge of a pane along, or selects from
/// where its button was pressed.
pub fn drag(model: &mut Model, (column, row): Place) -> Vec<Effect> {
    model.pressed = None;
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
        && let Some(offset) = glyph_at(model, column, row).or_else(|| line_at(model, column, row))
    {
        select::drag(model, offset);
    }
    Vec::new()
}

/// The byte offset of what is shown at a place of the screen.
fn glyph_at(model: &Model, column: u16, row: u16) -> Option<usize> {
    let (row, column) = Layout::of(model).page.place(column, row);
    let reader = model.reader.as_ref()?;
    let PageRow::Line(at) = reader.page.get(row)? else {
        return None;
    };
    let line = reader.galley.lines(at.piece).get(at.row)?;
    let mut glyphs = line
        .glyphs(&reader.text.document.source, model.ambiguous())
        .filter(|placed| placed.in_source);
    let found = glyphs.find(|placed| column < placed.column + placed.glyph.columns)?;
    Some(found.glyph.offset)
}

/// The byte offset at which the line at a place of the screen begins.
fn line_at(model: &Model, column: u16, row: u16) -> Option<usize> {
    let (row, _) = Layout::of(model).page.place(column, row);
    let reader = model.reader.as_ref()?;
    let PageRow::Line(at) = reader.page.get(row)? else {
        return None;
    };
    let line = reader.galley.lines(at.piece).get(at.row)?;
    Some(line.span.start)
}
