//! The tree pane: the shelves and documents of the library.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::label::{called, fit_apart, neighbours};
use super::paint::Strip;
use crate::library::EntryId;
use crate::library::shelf::Shelf;
use crate::reading::skipped;
use crate::tui::model::tree::{TreeNode, TreeRow};
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Theme;

/// Columns for the name of a shelf (six hanzi and its sign), before counts are shown.
const ROOM: usize = 18;

/// Paints the visible rows.
pub fn view(model: &Model, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let list = model.tree.list;
    let open = model.reader.as_ref().map(|reader| reader.entry);
    let current = model
        .reader
        .as_ref()
        .and_then(super::super::model::reader::Reader::clause);
    let shown = model.tree.rows.iter().enumerate().skip(list.top);
    for (index, row) in shown.take(usize::from(area.height)) {
        let mut strip = Strip::new(area, (index - list.top) as u16, model.ambiguous());
        let whole = strip;
        strip.x = (strip.x + 1 + 2 * u16::from(row.depth)).min(strip.end);
        strip.end = strip.end.saturating_sub(1).max(strip.x);
        let mut is_current = false;
        match row.node {
            TreeNode::Shelf(index, open) => {
                let Some(shelf) = model.tree.shelves.shelves.get(index as usize) else {
                    continue;
                };
                let filter = model.tree.filter.as_ref();
                let count = filter.map_or(Some(&shelf.count), |filter| {
                    filter.counts.get(index as usize)
                });
                let count = count.copied().unwrap_or(0);
                strip.put_right(buffer, &count.to_string(), theme.quiet());
                let hits = model.search.tally.of(&shelf.all);
                if hits > 0 {
                    strip.put_right(buffer, &hits.to_string(), theme.matched());
                }
                if filter.is_none() {
                    sums(model, theme, &mut strip, shelf, buffer);
                }
                strip.put(buffer, fold_sign(open, theme), theme.quiet());
                strip.put(buffer, " ", theme.quiet());
            }
            TreeNode::Document(place) => {
                let place = place as usize;
                let Some(id) = model.tree.entry(place) else {
                    continue;
                };
                is_current = model.tree.at == Some(place) && open == Some(id);
                if is_current && let Some(are_shown) = model.tree.headings {
                    let mut before = strip;
                    before.x = before.x.saturating_sub(2).max(area.x);
                    before.put(buffer, fold_sign(are_shown, theme), theme.quiet());
                }
                document(model, theme, &mut strip, id, is_current, buffer);
            }
            TreeNode::Heading(id) => {
                let text = model.reader.as_ref().map(|reader| &reader.text);
                let path = current.zip(text).map(|(at, text)| text.tree.path(at));
                is_current = path.is_some_and(|path| path.contains(&id));
            }
        }
        let style = match row.node {
            _ if is_current => theme.accent(),
            TreeNode::Document(_) => theme.plain(),
            TreeNode::Shelf(..) | TreeNode::Heading(_) => theme.quiet(),
        };
        let name = |row: &TreeRow| {
            let whole = model.name_of_row(row);
            called(&whole, strip.width(), strip.ambiguous).to_owned()
        };
        let depth = |row: &TreeRow| Some(usize::from(row.depth));
        let beside: Vec<String> = neighbours(&model.tree.rows, index, depth)
            .map(name)
            .collect();
        let own = name(row);
        fit_apart(&mut strip, buffer, &own, &beside, style, theme);
        if index == list.selected && model.focus == Pane::Tree {
            whole.select(buffer, theme);
        }
    }
}

fn fold_sign(is_open: bool, theme: Theme) -> &'static str {
    if is_open {
        theme.signs.open
    } else {
        theme.signs.closed
    }
}

/// Paints what was left out of the libraries.
pub fn foot(model: &Model, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let mut strip = Strip::new(area, 0, model.ambiguous());
    strip.x = (strip.x + 1).min(strip.end);
    let kinds = skipped::kinds(&model.left_out, &model.locale);
    let words = model.locale.tr("tree.left-out", &[&kinds]);
    strip.fit(buffer, &words, theme.quiet(), theme);
}

/// Paints how much of a shelf is annotated and read, if there is room beside its name.
fn sums(model: &Model, theme: Theme, strip: &mut Strip, shelf: &Shelf, buffer: &mut Buffer) {
    let tallies = &model.tree.tallies;
    let noted = (tallies.noted.of(&shelf.all), theme.signs.bookmark);
    let read = (tallies.read.of(&shelf.all), theme.signs.read);
    for ((sum, sign), style) in [(noted, theme.bookmark()), (read, theme.quiet())] {
        if sum > 0 && strip.width() >= ROOM {
            strip.put_right(buffer, &format!("{sign}{sum}"), style);
        }
    }
}

/// Paints what stands at the right of a document: the number of annotations and of places, and
/// whether it was read.
fn document(
    model: &Model,
    theme: Theme,
    strip: &mut Strip,
    id: EntryId,
    is_open: bool,
    buffer: &mut Buffer,
) {
    let hits = model.search.hits_of(id);
    if hits > 0 {
        strip.put_right(buffer, &hits.to_string(), theme.matched());
    }
    let noted = model.marked.get(&id).copied().unwrap_or(0);
    if noted > 0 {
        let marks = format!("{}{noted}", theme.signs.bookmark);
        strip.put_right(buffer, &marks, theme.bookmark());
    }
    let places = model.same.places(id).len();
    if places > 1 {
        strip.put_right(
            buffer,
            &format!("{}{places}", theme.signs.places),
            theme.quiet(),
        );
    }
    if model.read.contains(&id) && !is_open {
        strip.put_right(buffer, theme.signs.read, theme.quiet());
    }
}
