//! Help: the keys of the focused pane, generated from the key map.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::pairs;
use crate::tui::keymap::Keymap;
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Theme;

/// Paints the keys, scrolled down by `top` rows.
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
        Pane::Reader => &["select", "editor", "ledger", "search"],
        _ => &[],
    };
    for section in [mode, "any"].iter().chain(beside) {
        lines.push((
            model.locale.tr(&format!("help.{section}"), &[]),
            String::new(),
        ));
        for (keys, action) in keymap.listed(section) {
            lines.push((keys.join(" "), action.help(&model.locale)));
        }
        lines.push(Default::default());
    }
    lines.pop();
    let title = model.locale.tr("help.title", &[]);
    pairs::view(model, &lines, top, &title, theme, area, buffer);
}
