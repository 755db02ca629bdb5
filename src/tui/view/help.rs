//! The sheet of help: what is typed, and the keys that it asks for.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::Strip;
use super::{pairs, prompt, sheet};
use crate::tui::help::rows;
use crate::tui::keymap::Keymap;
use crate::tui::model::Model;
use crate::tui::model::overlay::Help;
use crate::tui::theme::Theme;

/// Paints the sheet; returns the position of the hardware cursor.
pub fn view(
    model: &Model,
    keymap: &Keymap,
    help: &Help,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let tr = |key: &str| model.locale.tr(key, &[]);
    let all = rows(keymap, help.modes, "", &model.locale);
    // It is as large as for all keys, whatever is typed.
    let height = pairs::rows(model, &all, area).len() + 1;
    let size = (pairs::SHEET, u16::try_from(height).unwrap_or(u16::MAX));
    let (title, keys) = (tr("help.title"), tr("help.keys"));
    let mut inner = sheet::open(model, theme, area, size, &title, &keys, buffer);
    if inner.height == 0 {
        return None;
    }
    let mut strip = Strip::new(inner, 0, model.ambiguous());
    strip.put(buffer, "> ", theme.accent());
    let cursor = prompt::input(&help.input, &mut strip, theme, buffer);
    inner.y += 1;
    inner.height -= 1;
    let typed = help.input.text();
    let found = if typed.is_empty() {
        all
    } else {
        rows(keymap, help.modes, &typed, &model.locale)
    };
    if found.is_empty() && inner.height > 0 {
        let mut strip = Strip::new(inner, 0, model.ambiguous());
        strip.fit(buffer, &tr("help.none"), theme.quiet(), theme);
    }
    let shown = pairs::rows(model, &found, area);
    pairs::paint(model, &shown, help.top, theme, inner, buffer);
    Some(cursor)
}
