//! The preview: what the current clause refers to, in this document and in others.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use super::{reader, sheet};
use crate::tui::layout::sheet::preview_columns;
use crate::tui::model::Model;
use crate::tui::model::overlay::Preview;
use crate::tui::theme::Theme;
use crate::typeset::Line;

/// A row of a preview.
enum Row<'a> {
    /// A line of the open document.
    Own(&'a Line),
    /// Where lines of another one are from.
    Head(&'a str),
    /// A line of another document.
    Other(&'a str),
}

/// Paints a preview.
pub fn view(model: &Model, preview: &Preview, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let title = model.locale.tr("refer.title", &[]);
    let keys = model.locale.tr("refer.keys", &[]);
    let looking = model.locale.tr("refer.looking", &[]);
    let mut rows: Vec<Row<'_>> = preview.lines.iter().map(Row::Own).collect();
    for (head, lines) in &preview.others {
        rows.push(Row::Head(head));
        rows.extend(lines.iter().map(|line| Row::Other(line)));
    }
    if preview.awaited.is_some() {
        rows.push(Row::Head(&looking));
    }
    let size = (preview_columns(model.size.0) + 2, rows.len() as u16);
    let inner = sheet::open(model, theme, area, size, &title, &keys, buffer);
    let height = usize::from(inner.height);
    let top = preview.top.min(rows.len().saturating_sub(height));
    let Some(open) = &model.reader else { return };
    for (at, row) in rows.iter().skip(top).take(height).enumerate() {
        let mut strip = Strip::new(inner, at as u16, model.ambiguous());
        match row {
            Row::Own(line) => {
                let place = |along: usize| (inner.x + along as u16, strip.y);
                reader::paint_line(model, open, line, place, theme, buffer);
            }
            Row::Head(head) => strip.fit(buffer, head, theme.accent(), theme),
            Row::Other(line) => strip.put(buffer, line, theme.plain()),
        }
    }
}
