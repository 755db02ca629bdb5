//! Positions of the hyperlinks on the page. They do not change how the text is painted.

use crate::terminal::hyperlink::Hyperlink;
use crate::text::Span;
use crate::tui::hyperlink;
use crate::tui::layout::Layout;
use crate::tui::model::Model;
use crate::tui::model::reader::PageRow;
use crate::typeset::Writing;

/// The hyperlinks of the visible page; none while a sheet covers it.
pub fn hyperlinks(model: &Model) -> Vec<Hyperlink> {
    let Some(reader) = model.reader.as_ref().filter(|_| model.overlays.is_empty()) else {
        return Vec::new();
    };
    let page = Layout::of(model).page;
    let lines = reader.page.iter().enumerate().take(page.lines());
    let lines: Vec<_> = lines
        .filter_map(|(row, page_row)| {
            let PageRow::Line(at) = page_row else {
                return None;
            };
            let line = reader.galley.lines(at.piece).get(at.row)?;
            (line.writing == Writing::Horizontal).then_some((row, line))
        })
        .collect();
    let spans = || lines.iter().map(|(_, line)| line.span);
    let (Some(start), Some(end)) = (
        spans().map(|span| span.start).min(),
        spans().map(|span| span.end).max(),
    ) else {
        return Vec::new();
    };
    let document = &reader.text.document;
    let found = hyperlink::find(document, Span::new(start, end));
    let mut hyperlinks = Vec::new();
    for (words, address) in &found {
        for (row, line) in lines.iter().filter(|(_, line)| words.overlaps(line.span)) {
            let glyphs = line.glyphs(&document.source, model.ambiguous());
            let glyphs =
                glyphs.filter(|placed| placed.in_source && words.contains(placed.glyph.offset));
            let ends = glyphs.fold(None, |ends: Option<(usize, usize)>, placed| {
                let end = placed.column + placed.glyph.columns;
                Some((ends.map_or(placed.column, |(start, _)| start), end))
            });
            if let Some((start, end)) = ends {
                hyperlinks.push(Hyperlink {
                    at: page.cell(*row, start),
                    columns: (end - start) as u16,
                    address: address.clone(),
                });
            }
        }
    }
    hyperlinks
}
