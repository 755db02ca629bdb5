//! The sheet for writing a note: the annotated words, the rows of the note, and the cursor, where
//! input methods open their window.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::Strip;
use super::sheet;
use crate::tui::layout::sheet::editor_size;
use crate::tui::model::Model;
use crate::tui::model::overlay::Editor;
use crate::tui::theme::Theme;

/// Paints the sheet; returns the position of the hardware cursor.
pub fn view(
    model: &Model,
    editor: &Editor,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let text = &editor.area;
    let rows = text.rows();
    let (columns, height) = editor_size(model.size, rows.len());
    let title = model.locale.tr("note.title", &[]);
    let keys = model.locale.tr("note.keys", &[]);
    // One column more than the text: the cursor can stand after a full row.
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
