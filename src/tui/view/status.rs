//! The status line: what is at hand, how far the reader is, useful keys. A message or a prompt
//! replaces it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::Strip;
use super::prompt;
use crate::reading::script_name;
use crate::text::script::Script;
use crate::text::width::columns;
use crate::tui::hand::{GAP, Hand};
use crate::tui::hints;
use crate::tui::keymap::Keymap;
use crate::tui::model::reader::Reader;
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
        strip.fit(buffer, &model.pending.typed, theme.accent(), theme);
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
    let hand = Hand::of(model);
    let is_reading = model.focus == Pane::Reader;
    let own = hand
        .as_ref()
        .map_or(0, |hand| hand.columns(strip.ambiguous));
    let hints = hints::shown(model, keymap, usize::from(area.width));
    for hint in &hints {
        let mut own = strip;
        own.x = (area.x + hint.x as u16).min(own.end);
        own.put(buffer, &hint.words, theme.quiet());
    }
    if hints::is_bar(model) && !hints.is_empty() {
        return None;
    }
    if let Some(first) = hints.first() {
        strip.end = strip
            .end
            .min((area.x + first.x as u16).saturating_sub(2))
            .max(strip.x);
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
    if let Some(reader) = model.reader.as_ref().filter(|_| is_reading) {
        strip.put_right(buffer, &format!("{}%", reader.percent()), theme.quiet());
        let has_room = |step: &String| strip.width() >= own + columns(step, strip.ambiguous) + 2;
        if let Some(step) = step(reader).filter(has_room) {
            strip.put_right(buffer, &step, theme.quiet());
        }
        let script = model.rendition().script();
        if script != Script::Original {
            strip.put_right(buffer, &script_name(script, &model.locale), theme.quiet());
        }
        // The usual encoding is shown only if there is room.
        let encoding = reader.text.encoding;
        if encoding != "UTF-8" || strip.width() >= 60.max(own + encoding.len()) {
            strip.put_right(buffer, encoding, theme.quiet());
        }
    }
    if let Some(hand) = hand {
        if !hand.place.is_empty() {
            strip.put(buffer, &hand.place, theme.accent());
            strip.put(buffer, GAP, theme.plain());
        }
        let style = if is_reading && hand.place.is_empty() {
            theme.quiet()
        } else {
            theme.plain()
        };
        strip.fit(buffer, &hand.words, style, theme);
    }
    None
}

/// Which of the clauses beside it the reader is at: 第三章 4/12.
fn step(reader: &Reader) -> Option<String> {
    let step = reader.text.step(reader.clause()?)?;
    let gap = if step.around.is_empty() { "" } else { " " };
    Some(format!(
        "{}{gap}{}/{}",
        step.around, step.number, step.count
    ))
}
