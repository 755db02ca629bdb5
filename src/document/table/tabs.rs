//! Tables whose cells are separated by tabs, as pasted from a spreadsheet.

use super::{Row, RowKind, Table};
use crate::document::line::{Line, trim};
use crate::text::Span;
use crate::text::numbering::verse;

/// The table whose rows are the lines of a run; `None` if their cells differ in number, or the
/// lines are merely indented or numbered sayings.
pub(in crate::document) fn read(source: &str, run: Span) -> Option<Table> {
    let mut rows: Vec<Row> = Vec::new();
    let mut at = run.start;
    let mut are_sayings = true;
    while at < run.end {
        let line = Line::at(source, at, run.end);
        at = line.span.end;
        let cells = cells(source, line.span)?;
        are_sayings &= cells.len() == 2 && verse(line.text.of(source)).is_some();
        if rows
            .first()
            .is_some_and(|first| first.cells.len() != cells.len())
        {
            return None;
        }
        rows.push(Row {
            kind: RowKind::Data,
            cells,
        });
    }
    let columns = rows.first()?.cells.len();
    let is_number = |cell: &Span| cell.of(source).starts_with(|c: char| c.is_ascii_digit());
    if rows.len() > 2 && !rows[0].cells.iter().any(is_number) {
        rows[0].kind = RowKind::Head;
    }
    (rows.len() > 1 && !are_sayings).then_some(Table { columns, rows })
}

/// The cells of a line: at least two, the first not empty.
fn cells(source: &str, line: Span) -> Option<Vec<Span>> {
    let words = line.of(source).trim_end_matches(['\n', '\r']);
    if words.starts_with('\t') || !words.contains('\t') {
        return None;
    }
    let mut start = line.start;
    let parts = words.split('\t').map(|cell| {
        let span = Span::new(start, start + cell.len());
        start = span.end + 1;
        trim(source, span)
    });
    Some(parts.collect())
}
