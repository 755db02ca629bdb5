//! Notes above vertical text (眉批), as in the head margin of a Chinese book, in columns from right
//! to left.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{Strip, head};
use super::sign::sign;
use crate::reading::Placed;
use crate::tui::layout::Layout;
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::typeset::vertical;

/// Paints a note, beginning above the line `first` of the page; returns the number of the line
/// above which it ends.
pub fn paint(
    model: &Model,
    (note, placed): (&str, &Placed),
    lane: Rect,
    first: usize,
    theme: Theme,
    buffer: &mut Buffer,
) -> usize {
    let page = Layout::of(model).page;
    let height = usize::from(lane.height);
    let mut put = |line: usize, row: usize, shown: &str, style| {
        let (x, _) = page.cell(line, 0);
        let mut strip = Strip {
            x,
            end: x + vertical::WIDTH as u16,
            y: lane.y + row as u16,
            ambiguous: model.ambiguous(),
        };
        strip.put(buffer, shown, style);
    };
    if first >= page.lines() {
        let last = page.lines().saturating_sub(1);
        put(last, height - 1, theme.signs.more, theme.accent());
        return first;
    }
    let (shown, style) = sign(placed.into(), theme);
    put(first, 0, &shown, style);
    let (mut line, mut row) = (first, 1);
    // A note may be long: only as much as the lane can hold is looked at.
    let note = head(note.trim(), height * page.lines());
    for part in note.lines().filter(|part| !part.trim().is_empty()) {
        if row > 1 {
            (line, row) = (line + 1, 1);
        }
        for glyph in vertical::glyphs(part, model.ambiguous()) {
            if row + glyph.columns > height {
                (line, row) = (line + 1, 1);
            }
            if line >= page.lines() {
                // A sign shows that the note continues beyond the page.
                put(line - 1, height - 1, theme.signs.more, theme.accent());
                return line;
            }
            put(line, row, &glyph.shown, theme.plain());
            row += glyph.columns;
        }
    }
    line
}
