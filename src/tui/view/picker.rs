//! The pickers: what is typed, and the items that match with the matched characters marked.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::Strip;
use super::sheet;
use crate::text::display::glyphs;
use crate::text::width::columns;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Item, Picker};
use crate::tui::theme::Theme;

/// Rows of items that a picker shows at most.
pub const MOST_ROWS: u16 = 20;

/// Rows of items that fit on a screen of this height.
pub fn rows(height: u16, items: usize) -> u16 {
    let room = height.saturating_sub(6).clamp(1, MOST_ROWS);
    room.min(items.max(1) as u16)
}

/// Paints a picker; returns where the hardware cursor belongs.
pub fn view(
    model: &Model,
    picker: &Picker,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let name = picker.purpose.name();
    let title = model.locale.tr(&format!("picker.{name}"), &[]);
    let counts = format!("{title} {}/{}", picker.ranked.len(), picker.items.len());
    let keys = model.locale.tr("picker.keys", &[]);
    let visible = rows(model.size.1, picker.items.len());
    let inner = sheet::open(
        model,
        theme,
        area,
        (76, visible + 1),
        &counts,
        &keys,
        buffer,
    );
    if inner.height == 0 {
        return None;
    }
    let mut strip = Strip::new(inner, 0, model.ambiguous());
    strip.put(buffer, "> ", theme.accent());
    let cursor = super::prompt::input(&picker.input, &mut strip, theme, buffer);
    let typed = !picker.input.is_empty();
    let shown = picker
        .ranked
        .iter()
        .enumerate()
        .skip(picker.list.top)
        .take(usize::from(inner.height - 1));
    for (row, (index, matched)) in shown {
        let Some(item) = picker.items.get(*index) else {
            continue;
        };
        let whole = Strip::new(inner, (row - picker.list.top) as u16 + 1, model.ambiguous());
        item_row(
            item,
            if typed { 0 } else { item.depth },
            &matched.characters,
            whole,
            theme,
            buffer,
        );
        if row == picker.list.selected {
            whole.style(buffer, theme.selected());
        }
    }
    if picker.ranked.is_empty() && inner.height > 1 {
        let mut strip = Strip::new(inner, 1, model.ambiguous());
        strip.fit(
            buffer,
            &model.locale.tr("picker.none", &[]),
            theme.quiet(),
            theme,
        );
    }
    Some(cursor)
}

fn item_row(
    item: &Item,
    depth: usize,
    matched: &[usize],
    mut strip: Strip,
    theme: Theme,
    buffer: &mut Buffer,
) {
    strip.x = (strip.x + 1 + 2 * depth.min(8) as u16).min(strip.end);
    // The text comes first; what is dim beside it gives way.
    let text = columns(&item.text, strip.ambiguous);
    let room = strip
        .width()
        .saturating_sub(text + 2)
        .max(strip.width() / 3);
    if strip.width() >= 30 {
        let mut detail = String::new();
        let mut used = 1;
        let whole = columns(&item.detail, strip.ambiguous) <= room;
        for glyph in glyphs(&item.detail, strip.ambiguous) {
            used += glyph.columns;
            if !whole && used > room {
                break;
            }
            detail += &glyph.shown;
        }
        if !whole {
            detail += theme.signs.more;
        }
        strip.put_right(buffer, &detail, theme.quiet());
    }
    strip.fit_marked(
        buffer,
        &item.text,
        theme.plain(),
        theme,
        matched,
        theme.matched(),
    );
}
