//! A sheet of pairs: a name at the left and its value at the right, or below it on a narrow screen.
//! A name without a value is a heading.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use super::sheet;
use crate::text::wrap;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::theme::Theme;

/// Columns of the sheet.
pub const SHEET: u16 = 64;

/// Columns for names.
const NAMES: usize = 18;

/// Indent of values below their names, in columns.
const STEP: usize = 2;

/// A row of the sheet.
pub enum Row<'a> {
    /// A heading.
    Head(&'a str),
    /// A row of a name and of its value.
    Pair(&'a str, &'a str),
}

/// Paints a sheet of pairs, scrolled down by `top` rows.
pub fn view(
    model: &Model,
    pairs: &[(String, String)],
    top: usize,
    title: &str,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let rows = rows(model, pairs, area);
    let keys = model.locale.tr("pairs.keys", &[]);
    let size = (SHEET, u16::try_from(rows.len()).unwrap_or(u16::MAX));
    let inner = sheet::open(model, theme, area, size, title, &keys, buffer);
    paint(model, &rows, top, theme, inner, buffer);
}

/// The rows of pairs in a sheet over an area.
pub fn rows<'a>(model: &Model, pairs: &'a [(String, String)], area: Rect) -> Vec<Row<'a>> {
    let width = usize::from(layout::sheet::width(area, SHEET)).saturating_sub(2);
    // Names and values side by side, or one below the other.
    let is_narrow = is_narrow(width);
    let indent = indent(width);
    let parts = |text: &'_ str, columns: usize| {
        let columns = columns.max(2);
        wrap::rows(text, columns, model.ambiguous())
    };
    pairs
        .iter()
        .flat_map(|(name, words)| {
            if words.is_empty() {
                return vec![Row::Head(name)];
            }
            let names = parts(
                name,
                if is_narrow {
                    width.saturating_sub(1)
                } else {
                    NAMES
                },
            );
            let said = parts(words, width.saturating_sub(indent + 1));
            let shift = if is_narrow { names.len() } else { 0 };
            let count = names.len().max(said.len() + shift);
            (0..count)
                .map(|row| {
                    // A row that was wrapped at a space begins with it.
                    let name = names.get(row).map_or("", |span| span.of(name).trim_start());
                    let said = row.checked_sub(shift).and_then(|row| said.get(row));
                    Row::Pair(name, said.map_or("", |span| span.of(words).trim_start()))
                })
                .collect()
        })
        .collect()
}

/// Whether there is no room for values beside their names.
fn is_narrow(width: usize) -> bool {
    width < 2 * NAMES
}

/// Columns before values.
fn indent(width: usize) -> usize {
    if is_narrow(width) { STEP } else { NAMES + 1 }
}

/// Paints rows, scrolled down by `top` of them, into an area within a sheet.
pub fn paint(
    model: &Model,
    rows: &[Row<'_>],
    top: usize,
    theme: Theme,
    inner: Rect,
    buffer: &mut Buffer,
) {
    let height = usize::from(inner.height);
    let top = top.min(rows.len().saturating_sub(height));
    let indent = indent(usize::from(inner.width));
    for (at, row) in rows.iter().skip(top).take(height).enumerate() {
        let mut strip = Strip::new(inner, at as u16, model.ambiguous());
        match row {
            Row::Head(name) => strip.fit(buffer, name, theme.accent(), theme),
            Row::Pair(name, words) => {
                let step = |columns: usize| (inner.x + columns as u16).min(strip.end);
                let (start, beside) = (step(1), step(1 + indent));
                strip.x = start;
                strip.fit(buffer, name, theme.plain(), theme);
                strip.x = beside.max(strip.x);
                strip.fit(buffer, words, theme.quiet(), theme);
            }
        }
    }
}
