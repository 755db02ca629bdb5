//! Sheets over the text: as large as their content, with a title on the upper edge and keys on the
//! lower. The rows that they take are theirs alone: chopped text beside them would read as part of
//! them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Fill, Widget};

use super::paint::{Strip, blank};
use crate::text::Ambiguous;
use crate::text::width::columns;
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
    (widest, rows): (u16, u16),
    title: &str,
    keys: &str,
    buffer: &mut Buffer,
) -> Rect {
    let width = width(area, widest);
    let height = rows.saturating_add(2).min(area.height);
    let x = area.x + (area.width - width) / 2;
    // In the upper third, where the eye is, so that more of the text below stays visible.
    let y = area.y + (area.height - height) / 3;
    let sheet = Rect::new(x, y, width, height);
    blank(buffer, Rect { y, height, ..area });
    if height < 3 {
        return sheet;
    }
    let edge = Fill::new(theme.signs.edge).style(theme.quiet());
    let room = usize::from(width).saturating_sub(4);
    let keys = fitting(keys, room, model.ambiguous());
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

/// Between the keys of a lower edge.
const GAP: &str = "  ";

/// As many of the keys as there is room for. The one that leads out is the last to go.
fn fitting(keys: &str, room: usize, ambiguous: Ambiguous) -> String {
    let mut parts: Vec<&str> = keys.split(GAP).collect();
    while parts.len() > 1 && columns(&parts.join(GAP), ambiguous) > room {
        let leads_out = |part: &&str| part.starts_with("Esc");
        let last = parts.iter().rposition(|part| !leads_out(part));
        parts.remove(last.unwrap_or(0));
    }
    parts.join(GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_keys_that_do_not_fit_the_one_that_leads_out_stays() {
        let check = |keys: &str, room: usize, expected: &str| {
            assert_eq!(fitting(keys, room, Ambiguous::Narrow), expected);
        };
        check(
            "Enter 打开  Del 删  Esc 关闭",
            40,
            "Enter 打开  Del 删  Esc 关闭",
        );
        check("Enter 打开  Del 删  Esc 关闭", 22, "Enter 打开  Esc 关闭");
        check("Enter 打开  Del 删  Esc 关闭", 3, "Esc 关闭");
        check("Esc 保存  C-c 草稿  C-g 编辑器", 20, "Esc 保存  C-c 草稿");
        check("一二三", 2, "一二三");
    }
}
