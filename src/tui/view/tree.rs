//! The tree pane: where am I in the library?

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use crate::text::width::columns;
use crate::tui::model::tree::{TreeNode, title};
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Theme;

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
        strip.x = (strip.x + 1 + 2 * row.depth as u16).min(strip.end);
        strip.end = strip.end.saturating_sub(1).max(strip.x);
        match &row.node {
            TreeNode::Shelf {
                name, count, open, ..
            } => {
                strip.put_right(buffer, &count.to_string(), theme.quiet());
                strip.put(
                    buffer,
                    if *open {
                        theme.signs.open
                    } else {
                        theme.signs.closed
                    },
                    theme.quiet(),
                );
                strip.put(buffer, " ", theme.quiet());
                let name = if name.is_empty() {
                    model.locale.tr("tree.unnamed", &[])
                } else {
                    name.clone()
                };
                strip.fit(buffer, &name, theme.quiet(), theme);
            }
            TreeNode::Document(entry) => {
                let marks = marks(model, *entry);
                if marks > 0 {
                    strip.put_right(
                        buffer,
                        &format!("{}{marks}", theme.signs.bookmark),
                        theme.bookmark(),
                    );
                }
                let style = if open == Some(*entry) {
                    theme.accent()
                } else {
                    theme.plain()
                };
                let name = title(&model.catalog, *entry);
                let fits = columns(name, model.ambiguous()) <= strip.width();
                // Where there is no room, what all statutes begin with tells none apart.
                let name = name
                    .strip_prefix("中华人民共和国")
                    .filter(|rest| !fits && !rest.is_empty())
                    .unwrap_or(name);
                strip.fit(buffer, name, style, theme);
            }
            TreeNode::Heading(id) => {
                if let Some(text) = model.reader.as_ref().map(|reader| &reader.text)
                    && let Some(clause) = text.tree.get(*id)
                {
                    let inside = current.is_some_and(|at| text.tree.path(at).contains(id));
                    let style = if inside {
                        theme.accent()
                    } else {
                        theme.quiet()
                    };
                    let source = &text.document.source;
                    strip.fit(buffer, &clause.heading(source), style, theme);
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

fn marks(model: &Model, entry: crate::library::EntryId) -> usize {
    let Some(entry) = model.catalog.get(entry) else {
        return 0;
    };
    model.marked.get(&entry.key()).copied().unwrap_or(0)
}
