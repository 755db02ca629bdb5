//! The outline pane: the clauses of the document.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::label::{fit_apart, neighbours};
use super::paint::Strip;
use crate::clause::ClauseId;
use crate::text::Span;
use crate::text::width::columns;
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Theme;

/// Paints the visible clauses. The current one has the same colour and sign as in the text.
pub fn view(model: &Model, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let Some(reader) = &model.reader else { return };
    let tree = &reader.text.tree;
    let outline = &model.outline;
    if outline.rows.is_empty() && area.height > 0 {
        let mut strip = Strip::new(area, 0, model.ambiguous());
        strip.x = (strip.x + 2).min(strip.end);
        strip.fit(
            buffer,
            &model.locale.tr("outline.none", &[]),
            theme.quiet(),
            theme,
        );
        return;
    }
    // If the current clause is hidden by a folded one, that one is marked.
    let current = reader.clause().and_then(|id| {
        tree.path(id)
            .into_iter()
            .rfind(|id| outline.rows.binary_search(id).is_ok())
    });
    let rows = outline
        .rows
        .iter()
        .enumerate()
        .skip(outline.list.top)
        .take(usize::from(area.height));
    for (index, &id) in rows {
        let Some(clause) = tree.get(id) else { continue };
        let whole = Strip::new(area, (index - outline.list.top) as u16, model.ambiguous());
        let mut strip = whole;
        strip.end = strip.end.saturating_sub(1).max(strip.x);
        let is_current = current == Some(id);
        strip.x = (strip.x + 1).min(strip.end);
        strip.put(
            buffer,
            if is_current { theme.signs.here } else { " " },
            theme.accent(),
        );
        // The sign has two columns.
        let column = outline.label_column(tree, id, area.width);
        strip.x = (area.x + column - 2).min(strip.end);
        if tree.has_children(id) {
            let sign = if outline.is_folded(id) {
                theme.signs.closed
            } else {
                theme.signs.open
            };
            strip.put(buffer, sign, theme.quiet());
        } else {
            strip.put(buffer, " ", theme.quiet());
        }
        strip.put(buffer, " ", theme.quiet());
        // What is not listed below it counts with it.
        let next = outline.rows.get(index + 1).and_then(|next| tree.get(*next));
        let end = next.map_or(clause.span.end, |next| next.span.start);
        let within = Span::new(clause.span.start, end.min(clause.span.end));
        let hits = model.found.within(within).count();
        if hits > 0 {
            strip.put_right(buffer, &hits.to_string(), theme.matched());
        }
        let first = reader
            .placed
            .partition_point(|placed| placed.span.start < within.start);
        let behind = reader
            .placed
            .partition_point(|placed| placed.span.start < within.end);
        let marks = behind.saturating_sub(first);
        if marks > 0 {
            let count = if marks > 1 {
                marks.to_string()
            } else {
                String::new()
            };
            let shown = format!("{}{count}", theme.signs.bookmark);
            strip.put_right(buffer, &shown, theme.bookmark());
        }
        let style = if is_current {
            theme.accent()
        } else {
            theme.quiet()
        };
        // If there is not room for its number, that is all that is shown of a clause.
        let document = &reader.text.document;
        let rendition = model.rendition();
        let number = document.words(clause.label);
        let is_number = columns(number.trim(), strip.ambiguous) > strip.width();
        let name = |id: &ClauseId| match tree.get(*id) {
            Some(clause) if is_number => {
                rendition.words(&document.words(clause.label)).into_owned()
            }
            Some(clause) => rendition.words(&clause.heading(document)).into_owned(),
            None => String::new(),
        };
        let depth = |id: &ClauseId| tree.get(*id).map(|clause| usize::from(clause.depth));
        let beside = neighbours(&outline.rows, index, depth).map(name);
        let beside = beside.filter(|_| is_number || clause.label.is_empty());
        let (own, beside) = (name(&id), beside.collect::<Vec<_>>());
        fit_apart(&mut strip, buffer, &own, &beside, style, theme);
        if index == outline.list.selected && model.focus == Pane::Outline {
            whole.select(buffer, theme);
        }
    }
}
