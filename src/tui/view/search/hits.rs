//! The concordance: a hit a row, its words in the middle, those before and behind it on either
//! side.

use ratatui::buffer::Buffer;

use crate::library::EntryId;
use crate::search::concordance::Line;
use crate::text::Ambiguous;
use crate::text::display::{Glyph, glyphs};
use crate::text::width::columns;
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::view::label::{NEAR, called, fit_apart};
use crate::tui::view::paint::Strip;

/// From these widths there is room for the date, for the document, and for more of both.
const DATE_FROM: usize = 60;
const DOCUMENT_FROM: usize = 70;
const WIDE_FROM: usize = 120;

/// Columns that a title has at least: a hanzi, and the sign that it was cut.
const LEAST_TITLE: usize = 3;

/// As many steps of a place as there are columns for: 第二十七条, rather than 第二十七条第…
fn whole_steps(place: &str, room: usize, ambiguous: Ambiguous) -> &str {
    let starts = place.match_indices(['第', '（', '(']).map(|(at, _)| at);
    let heads = starts.chain([place.len()]).filter_map(|at| place.get(..at));
    let mut fitting = heads.filter(|head| !head.is_empty() && columns(head, ambiguous) <= room);
    fitting.next_back().unwrap_or(place)
}

/// The documents of the nearest rows that are of others than a row is.
fn others(lines: &[Line], row: usize) -> impl Iterator<Item = EntryId> {
    let of = |line: &Line| line.passage.document;
    let own = lines.get(row).map(of);
    let (before, behind) = lines.split_at(row.min(lines.len()));
    let other = move |id: &EntryId| Some(*id) != own;
    let before = before.iter().rev().take(NEAR).map(of).find(other);
    let behind = behind.iter().take(NEAR).map(of).find(other);
    before.into_iter().chain(behind)
}

/// Paints a row.
pub fn paint(model: &Model, row: usize, mut strip: Strip, theme: Theme, buffer: &mut Buffer) {
    let Some(line) = model.search.lines.get(row) else {
        return;
    };
    let passage = &line.passage;
    let width = strip.width();
    if width >= DATE_FROM {
        let answer = model.search.answer.as_ref();
        let date = answer.and_then(|answer| answer.date_of(passage.document));
        let date = date.map_or_else(String::new, |date| date.to_string());
        let room = if width >= WIDE_FROM { 10 } else { 7 };
        let mut own = Strip {
            end: strip.x + room,
            ..strip
        };
        own.put(buffer, &date, theme.quiet());
        strip.x += room + 1;
    }
    if width >= DOCUMENT_FROM {
        let room = (width / if width >= WIDE_FROM { 4 } else { 5 }) as u16;
        let mut own = Strip {
            x: strip.end - room,
            ..strip
        };
        strip.end -= room + 1;
        if line.times > 1 {
            own.put(buffer, &format!("×{} ", line.times), theme.accent());
        }
        // Where there is not room for both, the title is the one to be cut: it is known.
        let end = own.end;
        let room = own.width().saturating_sub(LEAST_TITLE + 1);
        let place = whole_steps(&passage.place, room, strip.ambiguous);
        if !place.is_empty() {
            own.end -= (columns(place, strip.ambiguous) + 1).min(room + 1) as u16;
        }
        let room = own.width();
        let title = |id| called(&model.called(id), room, strip.ambiguous).to_owned();
        let beside: Vec<String> = others(&model.search.lines, row).map(title).collect();
        let title = title(passage.document);
        fit_apart(&mut own, buffer, &title, &beside, theme.quiet(), theme);
        own.end = end;
        own.put(buffer, " ", theme.quiet());
        own.fit(buffer, place, theme.quiet(), theme);
    }
    let hit = columns(&passage.words, strip.ambiguous).min(strip.width());
    let left = (strip.width() - hit) / 2;
    let start = strip.x;
    let all: Vec<Glyph<'_>> = glyphs(&passage.before, strip.ambiguous).collect();
    let mut used = 0;
    let shown = all.iter().rev().take_while(|glyph| {
        let fits = used + glyph.columns < left.max(1);
        used += if fits { glyph.columns } else { 0 };
        fits
    });
    let shown = shown.count();
    // A blank stands on either side of the hit.
    strip.x = start + left.saturating_sub(used + 1) as u16;
    for glyph in all.iter().skip(all.len() - shown) {
        strip.glyph(buffer, glyph, theme.plain());
    }
    strip.x = start + left as u16;
    strip.put(buffer, &passage.words, theme.matched());
    strip.x = (strip.x + 1).min(strip.end);
    strip.put(buffer, &passage.after, theme.plain());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_loses_whole_steps() {
        for (place, room, shown) in [
            ("第二十七条第二款", 16, "第二十七条第二款"),
            ("第二十七条第二款", 15, "第二十七条"),
            ("三（二）", 5, "三"),
            ("第一百零七条", 10, "第一百零七条"),
            ("", 10, ""),
        ] {
            assert_eq!(whole_steps(place, room, Ambiguous::Narrow), shown);
        }
    }
}
