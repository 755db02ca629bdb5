//! Tables that Markdown has in HTML: `<table>…</table>`.

use super::{Row, RowKind, Table};
use crate::document::line::trim;
use crate::document::tag::{self, Tag};
use crate::text::Span;

/// Most columns; what stands in further ones is left out.
const MOST: usize = 256;

/// The table between two tags; `None` for one of a single cell, which is no table to a reader.
pub(in crate::document) fn read(source: &str, span: Span) -> Option<Table> {
    let mut reading = Reading {
        source,
        rows: Vec::new(),
        below: Vec::new(),
        open: None,
        only_heads: true,
    };
    for tag in tag::within(source, span) {
        reading.tag(&tag);
    }
    reading.end_row(span.end);
    let rows = reading.rows;
    let columns = rows.iter().map(|row| row.cells.len()).max()?;
    (columns > 1).then_some(Table { columns, rows })
}

/// A table in the making.
struct Reading<'a> {
    source: &'a str,
    rows: Vec<Row>,
    /// For each column, in how many of the next rows a cell from above stands, and the cell.
    below: Vec<(usize, Span)>,
    /// The row that is being read.
    open: Option<Open>,
    /// Whether all cells of this row are column labels.
    only_heads: bool,
}

/// A row that is being read.
#[derive(Default)]
struct Open {
    cells: Vec<Span>,
    /// The tag of the cell that is being read.
    cell: Option<Tag>,
}

impl Reading<'_> {
    fn tag(&mut self, tag: &Tag) {
        match (tag.name, tag.is_closing) {
            ("tr" | "table" | "thead" | "tbody" | "tfoot", _) => {
                self.end_row(tag.span.start);
                if tag.name == "tr" && !tag.is_closing {
                    self.open = Some(Open::default());
                    self.only_heads = true;
                }
            }
            ("td" | "th", false) => {
                self.end_cell(tag.span.start);
                self.open.get_or_insert_default().cell = Some(*tag);
                self.only_heads &= tag.name == "th";
            }
            ("td" | "th", true) => self.end_cell(tag.span.start),
            ("caption", false) if self.open.is_none() => {
                self.open.get_or_insert_default().cell = Some(*tag);
            }
            ("caption", true) => {
                self.end_cell(tag.span.start);
                let cells = self.open.take().map_or(Vec::new(), |open| open.cells);
                if cells.iter().any(|cell| !cell.is_empty()) {
                    let kind = RowKind::Group;
                    self.rows.push(Row { kind, cells });
                }
            }
            _ => {}
        }
    }

    fn end_cell(&mut self, end: usize) {
        let Some(open) = &mut self.open else {
            return;
        };
        let Some(tag) = open.cell.take() else {
            return;
        };
        let number = |name| {
            let value = tag.attribute(self.source, name)?.of(self.source);
            value.trim().parse::<usize>().ok()
        };
        let (across, down) = (
            number("colspan").unwrap_or(1),
            number("rowspan").unwrap_or(1),
        );
        skip(&mut open.cells, &mut self.below);
        let words = trim(self.source, Span::new(tag.span.end, end));
        for _ in 0..across.clamp(1, MOST) {
            let column = open.cells.len();
            if column >= MOST {
                break;
            }
            // A merged cell stands at each of its places: no value slips under another column.
            open.cells.push(words);
            if down > 1 {
                let length = self.below.len().max(column + 1);
                self.below.resize(length, (0, words));
                self.below[column] = (down - 1, words);
            }
        }
    }

    fn end_row(&mut self, end: usize) {
        self.end_cell(end);
        let Some(mut open) = self.open.take() else {
            return;
        };
        skip(&mut open.cells, &mut self.below);
        if !open.cells.is_empty() {
            let is_head = self.only_heads && self.rows.iter().all(|row| row.kind == RowKind::Group);
            self.rows.push(Row {
                kind: if is_head {
                    RowKind::Head
                } else {
                    RowKind::Data
                },
                cells: open.cells,
            });
        }
    }
}

/// Repeats the cells that stand here from above.
fn skip(cells: &mut Vec<Span>, below: &mut [(usize, Span)]) {
    while let Some((rows, cell)) = below.get_mut(cells.len()).filter(|(rows, _)| *rows > 0) {
        *rows -= 1;
        cells.push(*cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_places() {
        let check = |text: &str, expected: &[&str]| {
            let table = read(text, Span::new(0, text.len()));
            let rows = table.map_or(Vec::new(), |table| table.rows);
            let row = |row: &Row| {
                let cells: Vec<&str> = row.cells.iter().map(|cell| cell.of(text)).collect();
                let kind = match row.kind {
                    RowKind::Head => "#",
                    RowKind::Group => "=",
                    RowKind::Data => "",
                };
                format!("{kind}{}", cells.join("|"))
            };
            let found: Vec<String> = rows.iter().map(row).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "<table><tr><th>船</th><th>数</th></tr>\\n<tr><td> 甲 </td><td>二</td></tr></table>",
            &["#船|数", "甲|二"],
        );
        check(
            "<table><caption>表一</caption><tr><td>船<td>数<tr><td>甲<td>二</table>",
            &["=表一", "船|数", "甲|二"],
        );
        check(
            "<tr><td rowspan=2>甲</td><td>一</td></tr><tr><td>二</td></tr><tr><td colspan='2'>计</td></tr>",
            &["甲|一", "甲|二", "计|计"],
        );
        check("<table><tr><td>甲</td></tr></table>", &[]);
        check("<table></table>", &[]);
    }
}
