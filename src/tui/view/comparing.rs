//! Two texts that are compared: side by side, or the one in the other, with what differs marked;
//! what is the same is folded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{self, Strip};
use super::sign;
use crate::clause::compare::Passage;
use crate::reading::Placed;
use crate::reading::comparing::{both_labels, edition, labels, status, titled};
use crate::text::Span;
use crate::tui::layout::sheet::{Comparison, comparison};
use crate::tui::model::Model;
use crate::tui::model::comparing::{Cell, Comparing, Item, Kind, Mark, Side, Walk};
use crate::tui::theme::Theme;

/// Paints what is compared over the whole area: a head, the page, a foot.
pub fn view(model: &Model, comparing: &Comparing, theme: Theme, area: Rect, buffer: &mut Buffer) {
    paint::blank(buffer, area);
    let size = comparison((area.width, area.height));
    head(model, comparing, theme, area, size, buffer);
    let page = size.page(area);
    match comparing.apart() {
        None => {
            let shown = Shown::All(comparing.walk());
            column(model, comparing, shown, theme, page, size, buffer);
        }
        Some(walks) => {
            for (side, walk) in walks.iter().enumerate() {
                // Where there is room for one, it is the one that has the keys.
                let own = match size.is_beside {
                    true => size.half(page, side),
                    false if side == comparing.side => page,
                    false => continue,
                };
                let shown = Shown::Side(walk, side);
                column(model, comparing, shown, theme, own, size, buffer);
            }
            if size.is_beside {
                paint::rule(buffer, theme, page.x + size.columns as u16 + 3, page);
            }
        }
    }
    if area.height > 3 {
        foot(model, comparing, theme, area, buffer);
    }
}

/// What a column shows.
#[derive(Clone, Copy)]
enum Shown<'w> {
    /// Both texts, or the one in the other.
    All(&'w Walk),
    /// One of the two alone.
    Side(&'w Walk, usize),
}

impl<'w> Shown<'w> {
    fn walk(self) -> &'w Walk {
        match self {
            Self::All(walk) | Self::Side(walk, _) => walk,
        }
    }

    /// The side that it shows alone.
    fn side(self) -> Option<usize> {
        match self {
            Self::All(_) => None,
            Self::Side(_, side) => Some(side),
        }
    }
}

/// Paints what a walk shows, from its top on.
fn column(
    model: &Model,
    comparing: &Comparing,
    shown: Shown<'_>,
    theme: Theme,
    page: Rect,
    size: Comparison,
    buffer: &mut Buffer,
) {
    let mut row = 0;
    let (first, above) = shown.walk().top;
    for index in first..shown.walk().items.len() {
        let skipped = if index == first { above } else { 0 };
        row = item(
            model,
            comparing,
            (shown, index, skipped),
            theme,
            (page, row),
            size,
            buffer,
        );
        if row >= page.height {
            break;
        }
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

/// How many clauses there are of each kind; of texts side by side, how they are walked through, and
/// whether they are bound.
fn foot(model: &Model, comparing: &Comparing, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let mut strip = Strip::new(area, area.height - 1, model.ambiguous());
    strip.x += 1.min(area.width);
    let tr = |key: &str| model.locale.tr(key, &[]);
    let mut told = vec![comparing.tally(&model.locale)];
    if comparing.kind == Kind::Parallel {
        told.push(tr(if comparing.apart().is_some() {
            "compare.apart"
        } else {
            "compare.together"
        }));
    }
    // The word stands only when the record is on the disk.
    let is_kept = model.desk.saving.is_none() && model.unsaved.is_none();
    if is_kept && comparing.is_bound {
        told.push(tr("compare.bound"));
    }
    told.retain(|own| !own.is_empty());
    let told = told.join(&format!(" {} ", theme.signs.dot));
    strip.fit(buffer, &told, theme.quiet(), theme);
}

/// Paints an item from one of its lines on; returns the row of the page behind it.
fn item(
    model: &Model,
    comparing: &Comparing,
    (shown, index, skipped): (Shown<'_>, usize, usize),
    theme: Theme,
    (page, mut row): (Rect, u16),
    size: Comparison,
    buffer: &mut Buffer,
) -> u16 {
    let walk = shown.walk();
    let is_beside = comparing.is_beside() && shown.side().is_none();
    if skipped == 0 && row < page.height {
        let mut strip = Strip::new(page, row, model.ambiguous());
        let is_here = walk.at == index;
        let has_keys = shown.side().is_none_or(|side| side == comparing.side);
        if is_here {
            let style = if has_keys {
                theme.accent()
            } else {
                theme.quiet()
            };
            strip.put(buffer, theme.signs.here, style);
        }
        strip.x = page.x + 2.min(page.width);
        match walk.items.get(index) {
            Some(Item::Fold(rows)) => {
                let words = model
                    .locale
                    .tr("compare.folded", &[&rows.len().to_string()]);
                strip.fit(buffer, &words, theme.quiet(), theme);
            }
            Some(Item::Row(at)) => {
                let row = (*at, shown.side(), is_here && has_keys);
                headline(model, comparing, row, theme, strip, buffer);
            }
            None => {}
        }
        row += 1;
    }
    let Some(block) = walk.block(index) else {
        return row;
    };
    for line in skipped.saturating_sub(1)..block.lines() {
        if row >= page.height {
            return row;
        }
        let strip = Strip::new(page, row, model.ambiguous());
        for (nth, cell) in block.cells.iter().enumerate() {
            let mut strip = if is_beside {
                half(strip, nth, size)
            } else {
                strip
            };
            strip.x += 2.min(strip.end - strip.x);
            if let Some(span) = cell.lines.get(line) {
                words(cell, *span, theme, &mut strip, buffer);
            }
        }
        if is_beside {
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
    (at, alone, is_here): (usize, Option<usize>, bool),
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
    let labels = match alone {
        Some(0) => labels(&old.text, &row.old),
        Some(_) => labels(&new.text, &row.new),
        None => both_labels(&old.text, &new.text, row),
    };
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
    let both = [(old, &row.old), (new, &row.new)].into_iter().enumerate();
    let both = both.filter(|(side, _)| alone.is_none_or(|alone| alone == *side));
    let both = both.flat_map(|(_, (side, passages))| noted(side, passages));
    for placed in &both.collect::<Vec<_>>() {
        let (shown, style) = sign::sign(placed.into(), theme);
        strip.put(buffer, " ", theme.plain());
        strip.put(buffer, &shown, style);
    }
}

/// The part of a row for one of the two texts.
fn half(strip: Strip, nth: usize, size: Comparison) -> Strip {
    let half = size.half(strip.area(), nth);
    Strip {
        x: half.x,
        end: half.right(),
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
