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
    let words = unnumbered(editor.annotation.quote().trim(), place);
    let title = model.locale.tr("note.of", &[place, &join_lines(words)]);
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

/// Words without the number that they begin with, if it is that of their place, which is told in
/// front of them: 第一章第二条, 第二条　甲.
fn unnumbered<'q>(words: &'q str, place: &str) -> &'q str {
    let ends = place.char_indices().filter_map(|(at, _)| place.get(at..));
    let mut rests = ends.filter_map(|number| {
        let rest = words.strip_prefix(number)?;
        // 条例 does not begin with the number of an article.
        let is_number = number.starts_with(['（', '(']) || rest.starts_with(char::is_whitespace);
        is_number.then(|| rest.trim_start())
    });
    rests.find(|rest| !rest.is_empty()).unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_once() {
        for (place, words, told) in [
            ("第一章第二条", "第二条　甲", "甲"),
            ("（二）", "（二）在上述", "在上述"),
            ("第一条", "条例所称", "条例所称"),
            ("第一章第二条", "第三条　甲", "第三条　甲"),
            ("第二条", "第二条", "第二条"),
            ("", "甲", "甲"),
        ] {
            assert_eq!(unnumbered(words, place), told, "{place} {words}");
        }
    }
}
