//! The view: paints the model into a buffer, and changes nothing.
//!
//! Of ratatui's widgets only those that write no text are used (`Clear`, `Fill`). The others count
//! an ambiguous character as one column on every terminal, drop what `text::display` shows as a
//! sign, and wrap at spaces alone.

mod comparing;
mod decision;
mod editor;
mod header;
mod headnote;
mod help;
mod hyperlink;
mod label;
mod ledger;
mod margin;
mod note_sheet;
mod outline;
mod paint;
mod pairs;
mod pending;
mod picker;
mod preview;
mod prompt;
mod reader;
mod search;
mod sheet;
mod sign;
mod status;
mod tree;

pub use hyperlink::hyperlinks;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::keymap::Keymap;
use super::layout::{self, Layout};
use super::model::overlay::Overlay;
use super::model::{Model, Pane};
use super::theme::Theme;

/// Paints the whole screen; returns the position of the hardware cursor, where input methods open
/// their window.
pub fn view(model: &Model, keymap: &Keymap, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    buffer.resize(Rect::new(0, 0, model.size.0, model.size.1));
    buffer.reset();
    let layout = Layout::of(model);
    header::view(model, theme, layout.header, buffer);
    reader::view(model, theme, buffer);
    reader::caret(model, theme, buffer);
    margin::view(model, theme, buffer);
    if let Some(area) = layout.tree {
        let pane = layout.foot.map_or(area, |foot| area.union(foot));
        if layout.floating == Some(Pane::Tree) {
            paint::blank(buffer, pane);
        }
        tree::view(model, theme, area, buffer);
        if let Some(foot) = layout.foot {
            tree::foot(model, theme, foot, buffer);
        }
        let edge = pane.x + pane.width;
        paint::rule(buffer, theme, edge, pane);
    }
    if let Some(area) = layout.outline {
        if layout.floating == Some(Pane::Outline) {
            paint::blank(buffer, area);
        }
        outline::view(model, theme, area, buffer);
        if let Some(edge) = area.x.checked_sub(1) {
            paint::rule(buffer, theme, edge, area);
        }
    }
    let mut cursor = status::view(model, keymap, theme, layout.status, buffer)
        .or_else(|| reader::cursor(model).map(Position::from));
    for overlay in &model.overlays {
        let whole = Rect {
            height: buffer.area.height.saturating_sub(layout.status.height),
            ..buffer.area
        };
        let area = layout.dock.unwrap_or(layout::sheet::over(model.size));
        match overlay {
            Overlay::Picker(picker) => cursor = picker::view(model, picker, theme, area, buffer),
            Overlay::Preview(shown) => preview::view(model, shown, theme, area, buffer),
            Overlay::Editor(open) => cursor = editor::view(model, open, theme, area, buffer),
            Overlay::Ledger(open) => cursor = ledger::view(model, open, theme, area, buffer),
            Overlay::Search => cursor = search::view(model, theme, area, buffer),
            Overlay::NoteSheet(open) => note_sheet::view(model, open, theme, area, buffer),
            Overlay::Decision(open) => decision::view(model, open, theme, area, buffer),
            Overlay::Examination(pairs, top) => {
                let title = model.locale.tr("doctor.title", &[]);
                pairs::view(model, pairs, *top, &title, theme, area, buffer);
            }
            Overlay::Comparing(open) => comparing::view(model, open, theme, whole, buffer),
            Overlay::Help(open) => cursor = help::view(model, keymap, open, theme, area, buffer),
        }
    }
    // A sheet leaves the last row alone: a prompt over it, or a message, is painted there again.
    if model.prompt.is_some() && !matches!(model.overlays.last(), Some(Overlay::Help(_))) {
        cursor = status::view(model, keymap, theme, layout.status, buffer);
    }
    pending::view(model, theme, layout.status, buffer);
    theme.ground(buffer);
    cursor
}
