//! The tree pane: the shelves and documents of the library.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use crate::library::shelf::Shelf;
use crate::library::{Called, Entry, EntryId};
use crate::reading::skipped;
use crate::text::width::columns;
use crate::tui::model::tree::TreeNode;
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
    let rows = model
        .tree
        .rows
        .iter()
        .enumerate()
        .skip(list.top)
        .take(usize::from(area.height));
    for (index, row) in rows {
        let mut strip = Strip::new(area, (index - list.top) as u16, model.ambiguous());
        let whole = strip;
        strip.x = (strip.x + 1 + 2 * u16::from(row.depth)).min(strip.end);
        strip.end = strip.end.saturating_sub(1).max(strip.x);
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
                strip.put(
                    buffer,
                    if open {
                        theme.signs.open
                    } else {
                        theme.signs.closed
                    },
                    theme.quiet(),
                );
                strip.put(buffer, " ", theme.quiet());
                let name = model.shelf_name(&shelf.label);
                strip.fit(buffer, &name, theme.quiet(), theme);
            }
            TreeNode::Document(place) => {
                let place = place as usize;
                let Some((id, entry)) = model
                    .tree
                    .entry(place)
                    .and_then(|id| Some((id, model.catalog.get(id)?)))
                else {
                    continue;
                };
                document(
                    model,
                    theme,
                    &mut strip,
                    (id, entry),
                    model.tree.at == Some(place) && open == Some(id),
                    buffer,
                );
            }
            TreeNode::Heading(id) => {
                if let Some(text) = model.reader.as_ref().map(|reader| &reader.text)
                    && let Some(clause) = text.tree.get(id)
                {
                    let inside = current.is_some_and(|at| text.tree.path(at).contains(&id));
                    let style = if inside {
                        theme.accent()
                    } else {
                        theme.quiet()
                    };
                    strip.fit(buffer, &clause.heading(&text.document), style, theme);
                }
            }
        }
        if index == list.selected {
            let has_keys = model.focus == Pane::Tree;
            if has_keys {
                whole.style(buffer, theme.selected());
            }
        }
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

/// Paints a document: its title, and at the right the number of annotations and of places; a
/// document that was read is dimmed.
fn document(
    model: &Model,
    theme: Theme,
    strip: &mut Strip,
    (id, entry): (EntryId, Entry<'_>),
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
    let style = if is_open {
        theme.accent()
    } else {
        theme.plain()
    };
    let called = Called::of(id, entry, &model.same);
    let name = called.to_string();
    let fits = columns(&name, model.ambiguous()) <= strip.width();
    // If there is not room for all, what others have too is dropped: the title, or what statutes
    // begin with.
    let rest = match &called.apart {
        Some(apart) => Some(apart.as_ref()),
        None => called.title.strip_prefix("中华人民共和国"),
    };
    let rest = rest.filter(|rest| !fits && !rest.is_empty());
    strip.fit(buffer, rest.unwrap_or(&name), style, theme);
}
