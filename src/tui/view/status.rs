//! The status line: current clause, position, useful keys. A message or a prompt replaces it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{paint::Strip, prompt};
use crate::tui::keymap::Keymap;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::tree::title;
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Theme;

/// Paints the status line; returns the position of the hardware cursor if a prompt is open.
pub fn view(
    model: &Model,
    keymap: &Keymap,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    if area.height == 0 {
        return None;
    }
    let mut strip = Strip::new(area, 0, model.ambiguous());
    if let Some(open) = &model.prompt {
        return Some(prompt::view(model, open, theme, &mut strip, buffer));
    }
    strip.x += 1.min(area.width);
    if !model.pending.is_empty() {
        strip.fit(buffer, &model.pending, theme.accent(), theme);
        return None;
    }
    if let Some(unsaved) = &model.unsaved {
        strip.fit(buffer, unsaved, theme.alarm(), theme);
        return None;
    }
    if let Some(message) = &model.message {
        strip.fit(buffer, message, theme.plain(), theme);
        return None;
    }
    if model.desk.attaching.is_some() {
        let words = model.locale.tr("decide.attaching", &[]);
        strip.fit(buffer, &words, theme.accent(), theme);
        return None;
    }
    if let Some(Overlay::Comparing(_)) = model.overlays.last() {
        let keys = model.locale.tr("compare.keys", &[]);
        strip.fit(buffer, &keys, theme.quiet(), theme);
        return None;
    }
    let hints = hints(model, keymap);
    let hint_columns = crate::text::width::columns(&hints, model.ambiguous());
    // Key hints are shown only if the clause keeps at least as much room.
    if strip.width() >= 2 * hint_columns + 6 {
        strip.put_right(buffer, &hints, theme.quiet());
        strip.end = strip.end.saturating_sub(1);
    }
    if let Some(seen) = model.scanning {
        let scanning = model.locale.tr("library.scanning", &[&seen.to_string()]);
        strip.put_right(buffer, &scanning, theme.quiet());
        strip.end = strip.end.saturating_sub(1);
    }
    if let Some((done, all)) = model.packing {
        let percent = (done * 100 / all.max(1)).to_string();
        let packing = model.locale.tr("library.packing", &[&percent]);
        strip.put_right(buffer, &packing, theme.quiet());
        strip.end = strip.end.saturating_sub(1);
    }
    let Some(reader) = &model.reader else {
        return None;
    };
    strip.put_right(buffer, &format!("{}%", reader.percent()), theme.quiet());
    // The usual encoding is shown only if there is room.
    let encoding = reader.text.encoding;
    if encoding != "UTF-8" || strip.width() >= 60 {
        strip.put_right(buffer, encoding, theme.quiet());
    }
    let tree = &reader.text.tree;
    match reader
        .clause()
        .and_then(|id| tree.get(id).map(|clause| (id, clause)))
    {
        Some((id, clause)) => {
            strip.put(buffer, &tree.address(id).to_string(), theme.accent());
            strip.put(buffer, "  ", theme.plain());
            let words = clause.heading(&reader.text.document);
            strip.fit(buffer, &words, theme.plain(), theme);
        }
        None => strip.fit(
            buffer,
            title(&model.catalog, reader.entry),
            theme.quiet(),
            theme,
        ),
    }
    None
}

/// Useful keys of the focused pane.
fn hints(model: &Model, keymap: &Keymap) -> String {
    let (mode, actions): (&str, &[&str]) = match model.focus {
        Pane::Reader
            if model
                .reader
                .as_ref()
                .is_some_and(|own| own.selection.is_some()) =>
        {
            (
                "select",
                &[
                    "highlight",
                    "annotate",
                    "copy-citation",
                    "swap-ends",
                    "cancel",
                ],
            )
        }
        Pane::Reader if model.search.is_walked => (
            "reader",
            &["find-next", "find-previous", "return-to-hits", "cancel"],
        ),
        Pane::Reader if !model.found.hits.is_empty() => {
            ("reader", &["find-next", "find-previous", "cancel", "help"])
        }
        Pane::Reader => (
            "reader",
            &["next-clause", "previous-clause", "find", "help"],
        ),
        Pane::Tree => ("tree", &["activate", "toggle-fold", "focus-next", "help"]),
        Pane::Outline => (
            "outline",
            &["activate", "toggle-fold", "focus-next", "help"],
        ),
    };
    let words = actions.iter().filter_map(|name| {
        let keys = keymap.key_of(mode, name)?;
        Some(format!(
            "{keys} {}",
            model.locale.tr(&format!("hint.{name}"), &[])
        ))
    });
    words.collect::<Vec<_>>().join("  ")
}
