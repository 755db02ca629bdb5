//! Sheets over the text: as large as their content, with a title on the upper edge and keys on the
//! lower. The rows that they take are theirs alone: chopped text beside them would read as part of
//! them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Fill, Widget};

use super::paint::{Strip, blank};
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::{footer, layout};

/// Opens a sheet for `rows` rows of at most `columns` columns; returns the area for the content.
pub fn open(
    model: &Model,
    theme: Theme,
    area: Rect,
    (widest, rows): (u16, u16),
    title: &str,
    keys: &str,
    buffer: &mut Buffer,
) -> Rect {
    let sheet = layout::sheet::within(area, (widest, rows));
    let Rect {
        x,
        y,
        width,
        height,
    } = sheet;
    blank(buffer, Rect { y, height, ..area });
    if height < 3 {
        return sheet;
    }
    let edge = Fill::new(theme.signs.edge).style(theme.quiet());
    let keys = footer::fitting(keys, width, model.ambiguous());
    for (row, words) in [(0, title), (height - 1, keys.as_str())] {
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
