//! Prompts: the line that is being typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use unicode_segmentation::UnicodeSegmentation;

use super::paint::Strip;
use crate::text::display::displayable;
use crate::text::fold::Rung;
use crate::text::width::columns;
use crate::tui::model::Model;
use crate::tui::model::input::Input;
use crate::tui::model::prompt::{Named, Prompt};
use crate::tui::theme::Theme;

/// Most bytes of a cluster to paint.
const CLUSTER: usize = 32;

/// Paints an input, scrolled so that the cursor is visible; returns the position of the hardware
/// cursor.
pub fn input(input: &Input, strip: &mut Strip, theme: Theme, buffer: &mut Buffer) -> Position {
    let room = strip.width().saturating_sub(1);
    let before = displayable(end_of(input.before(), room * CLUSTER));
    let before = before.as_str();
    // A pasted text may be a megabyte: it is looked at from its end, as far as there is room.
    let clusters = before.grapheme_indices(true).rev().map(|(at, _)| at);
    let fits = |at: &usize| {
        let shown = before.get(*at..).unwrap_or_default();
        columns(shown, strip.ambiguous) <= room
    };
    let start = clusters.take_while(fits).last().unwrap_or(before.len());
    let shown = before.get(start..).unwrap_or_default();
    let style = if input.is_offered() {
        theme.selected()
    } else {
        theme.plain()
    };
    strip.put(buffer, shown, style);
    let cursor = Position::new(strip.x.min(strip.end.saturating_sub(1)), strip.y);
    strip.put(buffer, input.after(), theme.plain());
    cursor
}

/// About the last `most` bytes of a text, cut between characters.
fn end_of(text: &str, most: usize) -> &str {
    let start = text.len().saturating_sub(most);
    (start..=text.len())
        .find_map(|at| text.get(at..))
        .unwrap_or_default()
}

/// Paints a prompt on the status line; returns the position of the hardware cursor.
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
                (_, Some(at)) => {
                    let count = format!("{}/{}", at + 1, model.found.hits.len());
                    match model.found.rung {
                        Rung::Unpointed => model.locale.tr("find.unpointed", &[&count]),
                        Rung::Exact | Rung::Joined | Rung::Written => count,
                    }
                }
                (_, None) => model.locale.tr("find.no-hit", &[]),
            };
            ("/", facts)
        }
        Prompt::Name {
            what: Named::Search,
            ..
        } => ("@", model.locale.tr("search.save-hint", &[])),
        Prompt::Name { input, what } => {
            let key = match what {
                Named::Search | Named::View => "search.export-hint",
                Named::Export(_) => "take.hint",
            };
            // The name is what matters.
            let hint = model.locale.tr(key, &[]);
            let [typed, wanted] = [&input.text(), &hint].map(|text| columns(text, strip.ambiguous));
            let has_room = typed + wanted + 6 <= strip.width();
            ("> ", if has_room { hint } else { String::new() })
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

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;
    use crate::text::Ambiguous;

    fn check(typed: &str, expected: &str) {
        let area = Rect::new(0, 0, 9, 1);
        let mut buffer = Buffer::empty(area);
        let mut strip = Strip::new(area, 0, Ambiguous::Narrow);
        let theme = crate::tui::tests::theme();
        let cursor = input(&Input::with(typed), &mut strip, theme, &mut buffer);
        let shown: String = (0..9).map(|x| buffer[(x, 0)].symbol()).collect();
        // A wide glyph takes two cells; the second is blank.
        assert_eq!(shown.trim_end(), expected);
        assert!(cursor.x < 9, "{cursor:?}");
    }

    #[test]
    fn the_end_of_what_is_typed_is_in_sight_however_long_it_is() {
        check("条文", "条 文");
        check("一二三四五", "二 三 四 五");
        check("a一二三四", "一 二 三 四");
        // Looking at all of it for every glyph would take days.
        check(&("条".repeat(400_000) + "ab文"), "条 条 ab文");
        // Marks that are too far from their base are shown on a dotted circle, like those without
        // one (Unicode, 2.11).
        check(
            &("e".to_owned() + &"\u{301}".repeat(400_000) + "末"),
            "◌\u{301}末",
        );
    }
}
