//! Sheets over the text: as large as their content, with a title on the upper edge and keys on the
//! lower.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Fill, Widget};

use super::paint::{Strip, blank};
use crate::tui::model::Model;
use crate::tui::theme::Theme;

/// Columns of a sheet of at most `columns` columns, including its sides.
pub fn width(area: Rect, columns: u16) -> u16 {
    columns.min(
        area.width
            .saturating_sub(if area.width > 50 { 4 } else { 0 }),
    )
}

/// Opens a sheet for `rows` rows of at most `columns` columns; returns the area for the content.
pub fn open(
    model: &Model,
    theme: Theme,
    area: Rect,
    (columns, rows): (u16, u16),
    title: &str,
    keys: &str,
    buffer: &mut Buffer,
) -> Rect {
    let width = width(area, columns);
    let height = rows
        .saturating_add(2)
        .min(area.height.saturating_sub(u16::from(area.height > 8)));
    let x = area.x + (area.width - width) / 2;
    // In the upper third, where the eye is, so that more of the text below stays visible.
    let y = area.y + (area.height - height) / 3;
    let sheet = Rect::new(x, y, width, height);
    // A blank column on either side, if there is room, separates the sheet from the text.
    let air = u16::from(x > area.x);
    blank(buffer, Rect::new(x - air, y, width + 2 * air, height));
    if height < 3 {
        return sheet;
    }
    let edge = Fill::new(theme.signs.edge).style(theme.quiet());
    for (row, words) in [(0, title), (height - 1, keys)] {
        let mut strip = Strip::new(sheet, row, model.ambiguous());
        strip.put(buffer, &theme.signs.edge.repeat(2), theme.quiet());
        if !words.is_empty() {
            strip.put(buffer, " ", theme.quiet());
            let style = if row == 0 {
                theme.accent()
            } else {
                theme.quiet()
            };
            strip.fit(buffer, words, style, theme);
            strip.put(buffer, " ", theme.quiet());
        }
        (&edge).render(strip.area(), buffer);
    }
    Rect::new(x + 1, y + 1, width.saturating_sub(2), height - 2)
}
