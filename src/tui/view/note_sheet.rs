//! Notes for reading, with Markdown's structure; quotations are dimmed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use super::sheet;
use crate::tui::layout::sheet::reading_columns;
use crate::tui::model::Model;
use crate::tui::model::overlay::NoteSheet;
use crate::tui::theme::Theme;

/// Paints the visible rows.
pub fn view(model: &Model, notes: &NoteSheet, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let keys = if notes.parts.is_empty() {
        "note.text-keys"
    } else {
        "note.reading-keys"
    };
    let keys = model.locale.tr(keys, &[]);
    let size = (reading_columns(model.size.0) + 2, notes.rows.len() as u16);
    let inner = sheet::open(model, theme, area, size, &notes.title, &keys, buffer);
    let last = notes.rows.len().saturating_sub(usize::from(inner.height));
    let rows = notes.rows.iter().skip(notes.top.min(last));
    for (row, span) in rows.take(usize::from(inner.height)).enumerate() {
        // A wrapped row has the style of its line.
        let start = notes.text.get(..span.start).unwrap_or("");
        let line = start.rfind('\n').map_or(0, |at| at + 1);
        let line = notes.text.get(line..).unwrap_or("");
        let style = if line.starts_with("# ") {
            theme.accent()
        } else if line.starts_with("> ") || line.starts_with("——") {
            theme.quiet()
        } else {
            theme.plain()
        };
        let mut strip = Strip::new(inner, row as u16, model.ambiguous());
        strip.put(buffer, span.of(&notes.text), style);
    }
}
