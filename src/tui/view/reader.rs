//! The reader pane: the visible lines with their roles, and over them references, highlights, hits
//! and the selection.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::paint::{Strip, set};
use super::{margin, sign};
use crate::annotation::Color as Ink;
use crate::clause::reference::Target;
use crate::text::{Span, wrap};
use crate::tui::layout::{Layout, sheet};
use crate::tui::model::reader::{PageRow, Reader};
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Theme;
use crate::typeset::{Line, Writing, vertical};

/// Paints the visible page.
pub fn view(model: &Model, theme: Theme, buffer: &mut Buffer) {
    let layout = Layout::of(model);
    let page = layout.page;
    let area = page.area;
    let glimpse = model.glimpse.as_ref().filter(|_| model.reader.is_none());
    let words = match glimpse {
        Some(glimpse) if model.is_end_awaited => Some((0, Cow::Borrowed(&*glimpse.ending))),
        Some(glimpse) if !glimpse.beginning.is_empty() => {
            Some((0, Cow::Borrowed(&*glimpse.beginning)))
        }
        _ => instead(model).map(|words| (area.height / 3, Cow::Owned(words))),
    };
    if let Some((top, words)) = words {
        let ambiguous = model.ambiguous();
        let mut rows = wrap::rows(&words, usize::from(area.width).max(2), ambiguous);
        if glimpse.is_some() && model.is_end_awaited {
            let above = rows.len().saturating_sub(area.height.into());
            rows.drain(..above);
        }
        for (row, span) in (top..area.height).zip(rows) {
            // A row that was wrapped at a space begins with it.
            let words = span.of(&words).trim_start();
            let mut strip = Strip::new(area, row, ambiguous);
            strip.fit(buffer, words, theme.quiet(), theme);
        }
    }
    let Some(reader) = &model.reader else { return };
    let passage = sheet::about(model).map(|(span, _)| span);
    let current = reader
        .clause()
        .and_then(|id| reader.text.tree.get(id))
        .map(|clause| clause.span.start);
    for (row, page_row) in reader.page.iter().enumerate().take(page.lines()) {
        let PageRow::Line(at) = page_row else {
            continue;
        };
        let Some(line) = reader.galley.lines(at.piece).get(at.row) else {
            continue;
        };
        paint_line(
            model,
            reader,
            line,
            |along| page.cell(row, along),
            theme,
            buffer,
        );
        let mut sign = |nth, sign, style| {
            let cell = page.sign(row, nth);
            if let Some((x, y)) = cell.filter(|&cell| layout.reader.contains(cell.into())) {
                set(buffer, x, y, sign, 1, style);
            }
        };
        let is_marked = match passage {
            Some(passage) => passage.overlaps(line.span),
            None => current.is_some_and(|start| line.span.contains(start)),
        };
        if is_marked {
            sign(1, theme.signs.here, theme.accent());
        }
        if let Some(placed) = margin::placed_at(reader, line.span) {
            let (shown, style) = sign::sign(placed.into(), theme);
            sign(2, &shown, style);
        } else if let Some(placed) = margin::other_at(reader, line.span) {
            let (shown, _) = sign::sign(placed.into(), theme);
            sign(2, &shown, theme.quiet());
        }
    }
}

/// What stands where there is no text to show.
fn instead(model: &Model) -> Option<String> {
    let key = match &model.reader {
        None if model.loading.is_some() => "reader.loading",
        None if model.instead.is_some() => return model.instead.clone(),
        None => "reader.nothing",
        Some(reader) if reader.text.document.source.trim().is_empty() => "reader.empty",
        Some(_) => return None,
    };
    Some(model.locale.tr(key, &[]))
}

/// Where the cursor of a selection is on the screen.
pub fn cursor(model: &Model) -> Option<(u16, u16)> {
    let reader = model.reader.as_ref()?;
    cell_of(model, reader, reader.selection?.head)
}

/// Marks where keys act that act on a place: where a selection would begin, and whose clause a note
/// would be on; in a selection its end that moves, where the terminal's own cursor may be no more
/// than a gap in what is reversed.
pub fn caret(model: &Model, theme: Theme, buffer: &mut Buffer) {
    let Some(reader) = &model.reader else { return };
    let has_keys =
        model.focus == Pane::Reader && model.overlays.is_empty() && model.prompt.is_none();
    let at = match reader.selection {
        Some(selection) => Some(selection.head),
        // The sentence is told already.
        None if reader.sentence.is_some() => None,
        None => Some(reader.caret()),
    };
    if let Some(at) = at.filter(|_| has_keys)
        && let Some(cell) = cell_of(model, reader, at)
        && let Some(cell) = buffer.cell_mut(cell)
    {
        cell.set_style(theme.caret(cell.style()));
    }
}

/// The cell of the character at a byte offset, if it is on the page.
fn cell_of(model: &Model, reader: &Reader, offset: usize) -> Option<(u16, u16)> {
    let rows = reader.page.iter().enumerate();
    let page = Layout::of(model).page;
    rows.take(page.lines()).find_map(|(row, page_row)| {
        let PageRow::Line(at) = page_row else {
            return None;
        };
        let line = reader.galley.lines(at.piece).get(at.row)?;
        let line = Some(line).filter(|line| line.span.contains(offset))?;
        let mut glyphs = line.glyphs(&reader.text.document.source, model.ambiguous());
        let placed = glyphs.find(|placed| placed.in_source && placed.glyph.offset >= offset)?;
        Some(page.cell(row, placed.column))
    })
}

/// Paints a line; `cell` says where on the screen a place along it is.
pub fn paint_line(
    model: &Model,
    reader: &Reader,
    line: &Line,
    cell: impl Fn(usize) -> (u16, u16),
    theme: Theme,
    buffer: &mut Buffer,
) {
    let forms = &model.rendition().forms;
    let hits: Vec<(Span, Style)> = decorations(model, reader, line.span, theme);
    for placed in line.glyphs(&reader.text.document.source, model.ambiguous()) {
        if placed.glyph.columns == 0 {
            continue;
        }
        let mut style = theme.role(placed.role);
        for (span, decoration) in &hits {
            if placed.in_source && span.contains(placed.glyph.offset) {
                style = style.patch(*decoration);
            }
        }
        let (x, y) = cell(placed.column);
        let shown = placed.shown(forms);
        match line.writing {
            Writing::Horizontal => put(buffer, (x, y), &shown, placed.glyph.columns, style),
            // Two digits may share a row: each has its cell.
            Writing::Vertical => {
                let mut strip = Strip {
                    x,
                    end: x + vertical::WIDTH as u16,
                    y,
                    ambiguous: model.ambiguous(),
                };
                strip.put(buffer, &shown, style);
            }
        }
    }
}

/// Paints a glyph where there is room for it.
fn put(buffer: &mut Buffer, (x, y): (u16, u16), shown: &str, columns: usize, style: Style) {
    if usize::from(x) + columns <= usize::from(buffer.area.width) {
        set(buffer, x, y, shown, columns, style);
    }
}

/// Decorations of a line: references, highlights, the current sentence, hits, the selection. They
/// never change how the text is set.
fn decorations(model: &Model, reader: &Reader, line: Span, theme: Theme) -> Vec<(Span, Style)> {
    let sentence = reader
        .sentence
        .filter(|span| span.overlaps(line))
        .map(|span| (span, theme.sentence()));
    let hits = model.found.within(line).map(|(index, hit)| {
        let current = model.found.current == Some(index);
        (
            hit,
            if current {
                theme.current_hit()
            } else {
                theme.hit()
            },
        )
    });
    let references = reader.text.references();
    let first = references.partition_point(|reference| reference.span.end <= line.start);
    let links = references
        .iter()
        .skip(first)
        .take_while(|reference| reference.span.start < line.end)
        .filter(|reference| reference.target != Target::Nothing)
        .map(|reference| (reference.span, theme.link()));
    let colored: Vec<(Span, Ink)> = reader
        .placed
        .iter()
        .take_while(|placed| placed.span.start < line.end)
        .filter(|placed| placed.span.end > line.start)
        .filter_map(|placed| Some((placed.span, placed.color?)))
        .collect();
    let overlaps = overlaps(&colored)
        .into_iter()
        .map(|span| (span, theme.overlap()));
    let highlights = colored
        .into_iter()
        .map(|(span, ink)| (span, theme.highlight(ink)));
    let selection = reader.selected();
    let selection = selection
        .filter(|span| span.overlaps(line))
        .map(|span| (span, theme.selected()));
    links
        .chain(highlights)
        .chain(overlaps)
        .chain(sentence)
        .chain(hits)
        .chain(selection)
        .collect()
}

/// Where highlights, which are in order of place, lie over each other.
fn overlaps(highlights: &[(Span, Ink)]) -> Vec<Span> {
    let mut end = 0;
    let mut overlaps = Vec::new();
    for (span, _) in highlights {
        if span.start < end {
            overlaps.push(Span::new(span.start, span.end.min(end)));
        }
        end = end.max(span.end);
    }
    overlaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlaps_are_where_two_or_more_highlights_lie() {
        let check = |spans: &[(usize, usize)], expected: &[(usize, usize)]| {
            let spans = spans
                .iter()
                .map(|(from, to)| (Span::new(*from, *to), Ink::Green));
            let found = overlaps(&spans.collect::<Vec<_>>());
            let found: Vec<_> = found.iter().map(|span| (span.start, span.end)).collect();
            assert_eq!(found, expected);
        };
        check(&[(0, 5), (5, 9)], &[]);
        check(&[(0, 5), (3, 9), (4, 5)], &[(3, 5), (4, 5)]);
        check(&[(0, 9), (2, 4), (6, 12)], &[(2, 4), (6, 9)]);
    }
}
