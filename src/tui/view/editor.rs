//! The sheet in which a note is written: the words it stands at above it, its rows, the cursor where input methods look for it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::Strip;
use super::sheet;
use crate::tui::model::Model;
use crate::tui::model::overlay::Editor;
use crate::tui::theme::Theme;

/// Columns and rows of the text on a screen of this size, for a note of so many rows.
pub fn size((width, height): (u16, u16), rows: usize) -> (u16, u16) {
    let columns = width
        .saturating_sub(if width > 50 { 10 } else { 4 })
        .clamp(2, 66);
    let room = (height * 2 / 3).saturating_sub(4).max(1);
    let wanted = u16::try_from(rows + 1).unwrap_or(u16::MAX).max(6);
    (columns, wanted.min(room))
}

/// Paints the sheet; returns where the hardware cursor belongs.
pub fn view(
    model: &Model,
    editor: &Editor,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let text = &editor.area;
    let rows = text.rows();
    let (columns, height) = size(model.size, rows.len());
    let title = model.locale.tr("note.title", &[]);
    let keys = model.locale.tr("note.keys", &[]);
    // A column more than the text has: the cursor stands behind a full row.
    let inner = sheet::open(
        model,
        theme,
        area,
        (columns + 4, height + 2),
        &title,
        &keys,
        buffer,
    );
    if inner.height < 3 {
        return None;
    }
    let mut quote = Strip::new(inner, 0, model.ambiguous());
    quote.x = (quote.x + 1).min(quote.end);
    let words: String = editor.annotation.quote().split_whitespace().collect();
    quote.fit(buffer, &words, theme.quiet(), theme);
    let (row, column) = text.place();
    for (index, span) in rows
        .iter()
        .enumerate()
        .skip(text.top)
        .take(usize::from(inner.height - 2))
    {
        let mut strip = Strip::new(inner, (index - text.top) as u16 + 2, model.ambiguous());
        strip.x = (strip.x + 1).min(strip.end);
        strip.put(buffer, span.of(text.text()), theme.plain());
    }
    let x = (inner.x + 1 + column as u16).min(inner.x + inner.width - 1);
    let y = inner.y + 2 + row.saturating_sub(text.top) as u16;
    Some(Position::new(x, y.min(inner.y + inner.height - 1)))
}
