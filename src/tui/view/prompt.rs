//! The prompts: the typed line.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::paint::Strip;
use crate::text::width::columns;
use crate::tui::model::Model;
use crate::tui::model::input::Input;
use crate::tui::model::prompt::Prompt;
use crate::tui::theme::Theme;

/// Paints an input into a strip, scrolled so that the cursor is in sight; returns where the hardware cursor belongs.
pub fn input(input: &Input, strip: &mut Strip, theme: Theme, buffer: &mut Buffer) -> Position {
    let before = crate::text::display::displayable(input.before());
    let room = strip.width().saturating_sub(1);
    let mut shown = before.as_str();
    while columns(shown, strip.ambiguous) > room {
        let mut rest = shown.chars();
        if rest.next().is_none() {
            break;
        }
        shown = rest.as_str();
    }
    strip.put(buffer, shown, theme.plain());
    let cursor = Position::new(strip.x.min(strip.end.saturating_sub(1)), strip.y);
    strip.put(buffer, input.after(), theme.plain());
    cursor
}

/// Paints a prompt on the status line; returns where the hardware cursor belongs.
pub fn view(
    model: &Model,
    prompt: &Prompt,
    theme: Theme,
    strip: &mut Strip,
    buffer: &mut Buffer,
) -> Position {
    let (sign, facts) = match prompt {
        Prompt::Find { input, .. } => {
            let facts = match (input.is_empty(), model.found.current) {
                (true, _) => model.locale.tr("find.hint", &[]),
                (_, Some(at)) => format!("{}/{}", at + 1, model.found.hits.len()),
                (_, None) => model.locale.tr("find.no-hit", &[]),
            };
            ("/", facts)
        }
        Prompt::Tags { .. } => ("#", model.locale.tr("annotate.tags-hint", &[])),
        Prompt::Filter { .. } => {
            let facts = match &model.tree.filter {
                None => model.locale.tr("tree.filter-hint", &[]),
                Some(filter) => {
                    let all = 0..model.tree.shelves.entries.len();
                    format!("{}/{}", filter.count(&all), all.len())
                }
            };
            ("/", facts)
        }
    };
    if strip.width() > 30 {
        strip.put_right(buffer, &facts, theme.quiet());
    }
    strip.put(buffer, sign, theme.accent());
    input(prompt.input(), strip, theme, buffer)
}
