//! The sheet for writing a note: above its rows the place and the words that it is about; and the
//! cursor, where input methods open their window.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::Strip;
use super::sheet;
use crate::text::one_line::join_lines;
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
    let clause = editor.annotation.target.clause.as_ref();
    let place = clause.map_or("", |clause| clause.label.as_str());
    let title = model.locale.tr(
        "note.of",
        &[place, &join_lines(editor.annotation.quote().trim())],
    );
    let keys = model.locale.tr("note.keys", &[]);
    // One column more than the text: the cursor can stand after a full row.
    let size = (columns + 4, height);
    let inner = sheet::open(model, theme, area, size, &title, &keys, buffer);
    if inner.height == 0 {
        return None;
    }
    let (row, column) = text.place();
    for (index, span) in rows
        .iter()
        .enumerate()
        .skip(text.top)
        .take(usize::from(inner.height))
    {
        let mut strip = Strip::new(inner, (index - text.top) as u16, model.ambiguous());
        strip.x = (strip.x + 1).min(strip.end);
        strip.put(buffer, span.of(text.text()), theme.plain());
    }
    let x = (inner.x + 1 + column as u16).min(inner.x + inner.width - 1);
    let y = inner.y + row.saturating_sub(text.top) as u16;
    Some(Position::new(x, y.min(inner.y + inner.height - 1)))
}
