//! The prompts: the typed line, and above it the clauses that a typed address may mean.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::{Strip, blank};
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
        Prompt::Command { input: typed, .. } if typed.is_empty() => {
            (":", model.locale.tr("goto.hint", &[]))
        }
        Prompt::Command { candidates, .. } => (
            ":",
            model
                .locale
                .tr("goto.count", &[&candidates.len().to_string()]),
        ),
    };
    if strip.width() > 30 {
        strip.put_right(buffer, &facts, theme.quiet());
    }
    strip.put(buffer, sign, theme.accent());
    input(prompt.input(), strip, theme, buffer)
}

/// The most candidates that are listed above the prompt.
const MOST: usize = 8;

/// Paints the clauses that what is typed at `:` may mean, above the status line.
pub fn candidates(model: &Model, theme: Theme, buffer: &mut Buffer) {
    let Some(Prompt::Command {
        candidates, chosen, ..
    }) = &model.prompt
    else {
        return;
    };
    let Some(reader) = &model.reader else { return };
    let status = model.layout.status;
    let first = chosen.map_or(0, |at| (at + 1).saturating_sub(MOST));
    let rows = candidates.len().min(MOST).min(usize::from(status.y)) as u16;
    let area = Rect::new(status.x, status.y - rows, status.width.min(72), rows);
    blank(buffer, area);
    let (tree, source) = (&reader.text.tree, &reader.text.document.source);
    for (row, (index, &id)) in candidates
        .iter()
        .enumerate()
        .skip(first)
        .take(usize::from(rows))
        .enumerate()
    {
        let Some(clause) = tree.get(id) else { continue };
        let whole = Strip::new(area, row as u16, model.ambiguous());
        let mut strip = whole;
        strip.put(buffer, "  ", theme.plain());
        strip.put_right(buffer, &tree.address(id).to_string(), theme.quiet());
        strip.fit(buffer, &clause.heading(source), theme.plain(), theme);
        if *chosen == Some(index) {
            whole.style(buffer, theme.selected());
        }
    }
}
