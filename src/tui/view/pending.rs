//! What may follow the keys typed so far: behind them on the status line, or in rows above it where
//! that is too short.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Fill, Widget};

use super::paint::{Strip, blank};
use crate::text::width::columns;
use crate::tui::model::Model;
use crate::tui::theme::Theme;

/// Columns between two continuations.
const GAP: usize = 3;

/// Columns that one may have where not all have the room that they want.
const FEWEST: usize = 18;

/// Paints all continuations, as long as the screen holds them.
pub fn view(model: &Model, theme: Theme, status: Rect, buffer: &mut Buffer) {
    let pending = &model.pending;
    if pending.follows.is_empty() || status.height == 0 {
        return;
    }
    let ambiguous = model.ambiguous();
    let wide =
        |(key, does): &(String, String)| columns(key, ambiguous) + 1 + columns(does, ambiguous);
    let widths: Vec<usize> = pending.follows.iter().map(wide).collect();
    let before = columns(&pending.typed, ambiguous) + 1;
    let room = usize::from(status.width).saturating_sub(2);
    let in_line = before + widths.iter().map(|width| width + GAP).sum::<usize>();
    if in_line <= room {
        let mut strip = Strip::new(status, 0, ambiguous);
        strip.x += before as u16;
        for pair in &pending.follows {
            strip.x = (strip.x + GAP as u16).min(strip.end);
            put(pair, &mut strip, theme, buffer);
        }
        return;
    }
    // As wide as the widest, or narrower if there are not rows enough for that.
    let most_rows = usize::from(status.y).max(1);
    let widest = widths.iter().max().map_or(1, |width| width + GAP);
    let count = widths.len();
    let abreast = (room / widest).max(1);
    let abreast = abreast
        .max(count.div_ceil(most_rows))
        .min((room / FEWEST).max(1));
    let rows = count.div_ceil(abreast).min(most_rows);
    let area = Rect {
        y: status.y - rows as u16,
        height: rows as u16,
        ..status
    };
    blank(buffer, area);
    if let Some(y) = area.y.checked_sub(1) {
        // What the page has there would read as one of them.
        let edge = Rect {
            y,
            height: 1,
            ..area
        };
        blank(buffer, edge);
        Fill::new(theme.signs.edge)
            .style(theme.quiet())
            .render(edge, buffer);
    }
    for (at, pair) in pending.follows.iter().enumerate().take(rows * abreast) {
        let mut strip = Strip::new(area, (at % rows) as u16, ambiguous);
        let start = 1 + at / rows * (room / abreast);
        strip.x = (strip.x + start as u16).min(strip.end);
        strip.end = strip
            .end
            .min(strip.x + (room / abreast).saturating_sub(1) as u16);
        put(pair, &mut strip, theme, buffer);
    }
}

fn put((key, does): &(String, String), strip: &mut Strip, theme: Theme, buffer: &mut Buffer) {
    strip.fit(buffer, key, theme.accent(), theme);
    strip.fit(buffer, " ", theme.plain(), theme);
    strip.fit(buffer, does, theme.quiet(), theme);
}
