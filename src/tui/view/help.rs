//! Help: the keys of the pane that has them, generated from the key map.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use super::sheet;
use crate::tui::keymap::Keymap;
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Theme;

/// Columns for the keys.
const KEYS: usize = 18;

/// Paints the keys, scrolled down `top` rows.
pub fn view(
    model: &Model,
    keymap: &Keymap,
    top: usize,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let mode = match model.focus {
        Pane::Tree => "tree",
        Pane::Reader => "reader",
        Pane::Outline => "outline",
    };
    let mut lines: Vec<(String, String)> = Vec::new();
    let beside: &[&str] = match model.focus {
        Pane::Reader => &["select", "editor", "ledger"],
        _ => &[],
    };
    for section in [mode, "any"].iter().chain(beside) {
        lines.push((
            model.locale.tr(&format!("help.{section}"), &[]),
            String::new(),
        ));
        for (keys, action) in keymap.listed(section) {
            lines.push((
                keys.join(" "),
                model.locale.tr(&format!("action.{}", action.name()), &[]),
            ));
        }
        lines.push(Default::default());
    }
    lines.pop();
    let rows = lines.len() as u16;
    let title = model.locale.tr("help.title", &[]);
    let keys = model.locale.tr("help.keys", &[]);
    let inner = sheet::open(model, theme, area, (64, rows), &title, &keys, buffer);
    let top = top.min(lines.len().saturating_sub(usize::from(inner.height)));
    for (row, (keys, words)) in lines
        .iter()
        .skip(top)
        .take(usize::from(inner.height))
        .enumerate()
    {
        let mut strip = Strip::new(inner, row as u16, model.ambiguous());
        if words.is_empty() {
            strip.fit(buffer, keys, theme.accent(), theme);
            continue;
        }
        let end = strip.end;
        let key_columns = KEYS.min(strip.width() / 2) as u16;
        strip.x = (strip.x + 1).min(end);
        strip.end = (strip.x + key_columns).min(end);
        let next = strip.end;
        strip.fit(buffer, keys, theme.plain(), theme);
        strip.x = (next + 1).min(end);
        strip.end = end;
        strip.fit(buffer, words, theme.quiet(), theme);
    }
}
