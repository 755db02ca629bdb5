//! The preview: the clauses that the current one refers to.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{reader, sheet};
use crate::tui::layout::sheet::preview_columns;
use crate::tui::model::Model;
use crate::tui::model::overlay::Preview;
use crate::tui::theme::Theme;

/// Paints a preview.
pub fn view(model: &Model, preview: &Preview, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let title = model.locale.tr("refer.title", &[]);
    let keys = model.locale.tr("refer.keys", &[]);
    let size = (
        preview_columns(model.size.0) + 2,
        preview.lines.len() as u16,
    );
    let inner = sheet::open(model, theme, area, size, &title, &keys, buffer);
    let top = preview.top.min(
        preview
            .lines
            .len()
            .saturating_sub(usize::from(inner.height)),
    );
    let Some(open) = &model.reader else { return };
    for (row, line) in preview
        .lines
        .iter()
        .skip(top)
        .take(usize::from(inner.height))
        .enumerate()
    {
        reader::paint_line(
            model,
            open,
            line,
            |along| (inner.x + along as u16, inner.y + row as u16),
            theme,
            buffer,
        );
    }
}
