//! The outline pane: the clauses of the document.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use crate::text::Span;
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
        strip.x = (strip.x + 2 * clause.depth.saturating_sub(1).min(8)).min(strip.end);
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
        let own = Span::new(
            clause.span.start,
            tree.get(crate::clause::ClauseId(id.0 + 1))
                .map_or(clause.span.end, |next| next.span.start),
        );
        let hits = model.found.within(own).count();
        if hits > 0 {
            strip.put_right(buffer, &hits.to_string(), theme.matched());
        }
        // A folded clause counts the annotations of everything within it.
        let within = if outline.is_folded(id) {
            clause.span
        } else {
            own
        };
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
        strip.fit(buffer, &clause.heading(&reader.text.document), style, theme);
        if index == outline.list.selected && model.focus == Pane::Outline {
            whole.style(buffer, theme.selected());
        }
    }
}
