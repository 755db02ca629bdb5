//! The reader pane: the visible lines with their roles, and over them what the reader found, marked and walks by.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::paint::{Strip, set};
use crate::clause::reference::Target;
use crate::text::Span;
use crate::tui::model::Model;
use crate::tui::model::reader::{PageRow, Reader};
use crate::tui::theme::Theme;
use crate::typeset::Line;

/// Paints the visible page.
pub fn view(model: &Model, theme: Theme, buffer: &mut Buffer) {
    let area = model.layout.text;
    let instead = match &model.reader {
        None if model.loading.is_some() => Some("reader.loading"),
        None => Some("reader.nothing"),
        Some(reader) if reader.text.document.source.trim().is_empty() => Some("reader.empty"),
        Some(_) => None,
    };
    if let Some(words) = instead
        && area.height > 0
    {
        let mut strip = Strip::new(area, area.height / 3, model.ambiguous());
        strip.fit(buffer, &model.locale.tr(words, &[]), theme.quiet(), theme);
    }
    let Some(reader) = &model.reader else { return };
    let current = reader
        .clause()
        .and_then(|id| reader.text.tree.get(id))
        .map(|clause| clause.span.start);
    for (row, page_row) in reader
        .page
        .iter()
        .enumerate()
        .take(usize::from(area.height))
    {
        let PageRow::Line(at) = page_row else {
            continue;
        };
        let Some(line) = reader.galley.lines(at.block).get(at.row) else {
            continue;
        };
        let y = area.y + row as u16;
        paint_line(model, reader, line, (area.x, y), theme, buffer);
        if current.is_some_and(|start| line.span.contains(start)) && area.x > model.layout.reader.x
        {
            set(buffer, area.x - 1, y, theme.signs.here, 1, theme.accent());
        }
        if let Some(placed) = reader
            .placed
            .iter()
            .find(|placed| line.span.contains(placed.span.start))
            && area.x > model.layout.reader.x + 1
        {
            let letter = placed.letter.map(String::from);
            let sign = letter.as_deref().unwrap_or(theme.signs.bookmark);
            set(buffer, area.x - 2, y, sign, 1, theme.bookmark());
        }
    }
}

/// Paints a line at a place of the screen.
pub fn paint_line(
    model: &Model,
    reader: &Reader,
    line: &Line,
    at: (u16, u16),
    theme: Theme,
    buffer: &mut Buffer,
) {
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
        let x = at.0 + placed.column as u16;
        if usize::from(x) + placed.glyph.columns <= usize::from(buffer.area.width) {
            set(
                buffer,
                x,
                at.1,
                &placed.glyph.shown,
                placed.glyph.columns,
                style,
            );
        }
    }
}

/// What lies over a line: the sentence walked by, the hits. They never change how the text is set.
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
    let references = &reader.text.references;
    let first = references.partition_point(|reference| reference.span.end <= line.start);
    let links = references
        .iter()
        .skip(first)
        .take_while(|reference| reference.span.start < line.end)
        .filter(|reference| reference.target != Target::Nothing)
        .map(|reference| (reference.span, theme.link()));
    links.chain(sentence).chain(hits).collect()
}
