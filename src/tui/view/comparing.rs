//! Two texts that are compared: side by side, or the one in the other, with what differs marked;
//! what is the same is folded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{self, Strip};
use super::sign;
use crate::clause::compare::Passage;
use crate::reading::Placed;
use crate::reading::comparing::{both_labels, edition, status, titled};
use crate::text::Span;
use crate::tui::layout::sheet::{Comparison, comparison};
use crate::tui::model::Model;
use crate::tui::model::comparing::{Cell, Comparing, Item, Kind, Mark, Side};
use crate::tui::theme::Theme;

/// Paints what is compared over the whole area: a head, the page, a foot.
pub fn view(model: &Model, comparing: &Comparing, theme: Theme, area: Rect, buffer: &mut Buffer) {
    paint::blank(buffer, area);
    let size = comparison((area.width, area.height));
    head(model, comparing, theme, area, size, buffer);
    let page = Rect {
        y: area.y + 2,
        height: size.rows as u16,
        ..area
    };
    let mut row = 0;
    let (first, above) = comparing.top;
    for index in first..comparing.items.len() {
        let skipped = if index == first { above } else { 0 };
        row = item(
            model,
            comparing,
            (index, skipped),
            theme,
            (page, row),
            size,
            buffer,
        );
        if row >= page.height {
            break;
        }
    }
    if area.height > 3 {
        foot(model, comparing, theme, area, buffer);
    }
}

/// The titles of the two texts, and a rule.
fn head(
    model: &Model,
    comparing: &Comparing,
    theme: Theme,
    area: Rect,
    size: Comparison,
    buffer: &mut Buffer,
) {
    let mut strip = Strip::new(area, 0, model.ambiguous());
    strip.x += 1.min(area.width);
    match (comparing.sides.as_slice(), comparing.kind == Kind::History) {
        ([old, new], false) if size.is_beside => {
            let sides = [(old, 0), (new, 1)];
            for (side, index) in sides {
                let mut half = half(strip, index, size);
                let style = side_style(comparing, index, theme);
                half.fit(buffer, &titled(&side.text), style, theme);
            }
        }
        ([old, new], false) => {
            strip.fit(
                buffer,
                &titled(&old.text),
                side_style(comparing, 0, theme),
                theme,
            );
            strip.put(buffer, " → ", theme.quiet());
            strip.fit(
                buffer,
                &titled(&new.text),
                side_style(comparing, 1, theme),
                theme,
            );
        }
        (sides, _) => {
            let title = sides
                .last()
                .map_or("", |side| &side.text.identity.header.title);
            let words = model.locale.tr("compare.history", &[title]);
            strip.fit(buffer, &words, theme.accent(), theme);
        }
    }
    if area.height > 1 {
        let strip = Strip::new(area, 1, model.ambiguous());
        let edge = theme.signs.edge.repeat(strip.width());
        let mut strip = strip;
        strip.put(buffer, &edge, theme.quiet());
    }
}

/// The text that the keys are about stands out.
fn side_style(comparing: &Comparing, side: usize, theme: Theme) -> ratatui::style::Style {
    if comparing.side == side {
        theme.accent()
    } else {
        theme.plain()
    }
}

/// How many clauses there are of each kind.
fn foot(model: &Model, comparing: &Comparing, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let mut strip = Strip::new(area, area.height - 1, model.ambiguous());
    strip.x += 1.min(area.width);
    let tally = comparing.tally(&model.locale);
    strip.fit(buffer, &tally, theme.quiet(), theme);
}

/// Paints an item from one of its lines on; returns the row of the page behind it.
fn item(
    model: &Model,
    comparing: &Comparing,
    (index, skipped): (usize, usize),
    theme: Theme,
    (page, mut row): (Rect, u16),
    size: Comparison,
    buffer: &mut Buffer,
) -> u16 {
    if skipped == 0 && row < page.height {
        let mut strip = Strip::new(page, row, model.ambiguous());
        let is_here = comparing.at == index;
        if is_here {
            strip.put(buffer, theme.signs.here, theme.accent());
        }
        strip.x = page.x + 2.min(page.width);
        match &comparing.items[index] {
            Item::Fold(rows) => {
                let words = model
                    .locale
                    .tr("compare.folded", &[&rows.len().to_string()]);
                strip.fit(buffer, &words, theme.quiet(), theme);
            }
            Item::Row(at) => headline(model, comparing, (*at, is_here), theme, strip, buffer),
        }
        row += 1;
    }
    let Some(block) = comparing.block(index) else {
        return row;
    };
    for line in skipped.saturating_sub(1)..block.lines() {
        if row >= page.height {
            return row;
        }
        let strip = Strip::new(page, row, model.ambiguous());
        for (nth, cell) in block.cells.iter().enumerate() {
            let mut strip = if comparing.is_beside() {
                half(strip, nth, size)
            } else {
                strip
            };
            strip.x += 2.min(strip.end - strip.x);
            if let Some(span) = cell.lines.get(line) {
                words(cell, *span, theme, &mut strip, buffer);
            }
        }
        if comparing.is_beside() {
            let mut middle = Strip {
                x: strip.x + size.columns as u16 + 3,
                ..strip
            };
            middle.put(buffer, theme.signs.rule, theme.quiet());
        }
        row += 1;
    }
    // An empty line behind each, unless all of it is above the page.
    row + u16::from(skipped < block.lines() + 2)
}

/// What became of which clauses, and what is annotated in them.
fn headline(
    model: &Model,
    comparing: &Comparing,
    (at, is_here): (usize, bool),
    theme: Theme,
    mut strip: Strip,
    buffer: &mut Buffer,
) {
    let (Some([old, new]), Some((_, row))) = (comparing.pair(at), comparing.rows.get(at)) else {
        return;
    };
    let style = if is_here {
        theme.accent()
    } else {
        theme.plain()
    };
    if comparing.kind == Kind::History {
        let dates = [old, new].map(|side| {
            edition(&side.text).map_or_else(
                || model.locale.tr("edition.undated", &[]),
                |date| date.to_string(),
            )
        });
        strip.put(buffer, &dates.join(" → "), style);
        strip.put(buffer, "  ", style);
    }
    let labels = both_labels(&old.text, &new.text, row);
    strip.fit(buffer, &labels, style, theme);
    if comparing.kind != Kind::Parallel {
        if !labels.is_empty() {
            strip.put(buffer, &format!(" {} ", theme.signs.dot), theme.quiet());
        }
        strip.fit(buffer, &status(row, &model.locale), theme.quiet(), theme);
    }
    let noted = |side: &Side, passages: &[Passage]| {
        let is_here = |own: &&Placed| {
            let start = own.span.start;
            passages.iter().any(|passage| passage.span.contains(start))
        };
        side.placed
            .iter()
            .filter(is_here)
            .cloned()
            .collect::<Vec<_>>()
    };
    for placed in noted(old, &row.old).iter().chain(&noted(new, &row.new)) {
        let (shown, style) = sign::sign(placed.into(), theme);
        strip.put(buffer, " ", theme.plain());
        strip.put(buffer, &shown, style);
    }
}

/// The part of a row for one of the two texts.
fn half(strip: Strip, nth: usize, size: Comparison) -> Strip {
    let width = size.columns as u16 + 2;
    let x = strip.x + nth as u16 * (width + 2);
    Strip {
        x,
        end: (x + width).min(strip.end),
        ..strip
    }
}

/// Paints a line of a cell.
fn words(cell: &Cell, line: Span, theme: Theme, strip: &mut Strip, buffer: &mut Buffer) {
    let mut at = line.start;
    for (span, mark) in &cell.marks {
        if span.end <= at || span.start >= line.end {
            continue;
        }
        let (start, end) = (span.start.max(at), span.end.min(line.end));
        strip.put(buffer, Span::new(at, start).of(&cell.text), theme.plain());
        let style = match mark {
            Mark::Deleted => theme.deleted(),
            Mark::Inserted => theme.inserted(),
        };
        let words = Span::new(start, end).of(&cell.text);
        // The indent of a paragraph is no word.
        let blank = words.len() - words.trim_start_matches('\u{3000}').len();
        let (indent, words) = words.split_at(blank);
        strip.put(buffer, indent, theme.plain());
        strip.put(buffer, words, style);
        at = end;
    }
    strip.put(
        buffer,
        Span::new(at, line.end).of(&cell.text),
        theme.plain(),
    );
}
