//! A sheet of pairs: what is named at the left, what is said of it at the right; a name alone heads those below it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use super::sheet;
use crate::tui::model::Model;
use crate::tui::theme::Theme;

/// Columns for the names.
const NAMES: usize = 18;

/// Paints the pairs, scrolled down `top` rows.
pub fn view(
    model: &Model,
    pairs: &[(String, String)],
    top: usize,
    title: &str,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let rows = pairs.len() as u16;
    let keys = model.locale.tr("help.keys", &[]);
    let inner = sheet::open(model, theme, area, (64, rows), title, &keys, buffer);
    let top = top.min(pairs.len().saturating_sub(usize::from(inner.height)));
    for (row, (name, words)) in pairs
        .iter()
        .skip(top)
        .take(usize::from(inner.height))
        .enumerate()
    {
        let mut strip = Strip::new(inner, row as u16, model.ambiguous());
        if words.is_empty() {
            strip.fit(buffer, name, theme.accent(), theme);
            continue;
        }
        let end = strip.end;
        let name_columns = NAMES.min(strip.width() / 2) as u16;
        strip.x = (strip.x + 1).min(end);
        strip.end = (strip.x + name_columns).min(end);
        let next = strip.end;
        strip.fit(buffer, name, theme.plain(), theme);
        strip.x = (next + 1).min(end);
        strip.end = end;
        strip.fit(buffer, words, theme.quiet(), theme);
    }
}
