//! Tables with `|` between their cells, as in Markdown.

use super::{Row, RowKind, Table};
use crate::document::line::{Line, trim};
use crate::text::Span;

/// The end of the table whose first line is `first`: at least two lines that begin with `|`.
pub(in crate::document) fn extent(source: &str, first: Span, end: usize) -> Option<usize> {
    let mut to = first.end;
    while to < end {
        let line = Line::at(source, to, end);
        if source.as_bytes().get(line.text.start) != Some(&b'|') || line.is_blank() {
            break;
        }
        to = line.span.end;
    }
    (to > first.end).then_some(to)
}

/// The end of the table whose column labels stand in the line `first` and need no `|` around them:
/// the next line is a rule with as many cells.
pub(in crate::document) fn ruled_extent(source: &str, first: Line, end: usize) -> Option<usize> {
    // Every line is asked.
    let columns = Some(first.text)
        .filter(|text| memchr::memchr(b'|', text.of(source).as_bytes()).is_some())
        .map(|text| cells(source, text).len())?;
    let rule = Line::at(source, first.span.end, end);
    let marks = rule.text.of(source);
    let is_ruled = marks.starts_with([':', '-', '|'])
        && marks.contains('|')
        && marks
            .bytes()
            .all(|b| matches!(b, b'-' | b':' | b'|' | b' '))
        && cells(source, rule.text).len() == columns;
    if columns < 2 || !is_ruled {
        return None;
    }
    let mut to = rule.span.end;
    while to < end {
        let line = Line::at(source, to, end);
        if !line.text.of(source).contains('|') {
            break;
        }
        to = line.span.end;
    }
    Some(to)
}

/// The table in these lines; `None` if their columns do not agree.
pub(in crate::document) fn read(source: &str, text: Span) -> Option<Table> {
    let mut rows: Vec<Row> = Vec::new();
    let mut columns = 0;
    let mut headed = false;
    let mut at = text.start;
    while at < text.end {
        let line = Line::at(source, at, text.end);
        at = line.span.end;
        let cells = cells(source, line.text);
        if rows.len() == 1 && !headed && cells.iter().all(|c| is_rule(c.of(source))) {
            headed = true;
            rows[0].kind = RowKind::Head;
            continue;
        }
        columns = columns.max(cells.len());
        let alone =
            cells.len() > 1 && !cells[0].is_empty() && cells[1..].iter().all(|c| c.is_empty());
        let kind = if alone && !rows.is_empty() {
            RowKind::Group
        } else {
            RowKind::Data
        };
        rows.push(Row { kind, cells });
    }
    // A row may leave its last cells out, as in Markdown; a single column is a list with odd marks.
    let enough = columns >= 2 && (headed || rows.iter().all(|row| row.cells.len() == columns));
    enough.then_some(Table { columns, rows })
}

/// The cells of one line; `\|` does not separate them.
fn cells(source: &str, line: Span) -> Vec<Span> {
    let bytes = source.as_bytes();
    let mut cells = Vec::new();
    let first = line.start + usize::from(bytes.get(line.start) == Some(&b'|'));
    let mut start = first;
    for at in first..line.end {
        let is_escaped = at > first && bytes[at - 1] == b'\\';
        if bytes[at] == b'|' && !is_escaped {
            cells.push(trim(source, Span::new(start, at)));
            start = at + 1;
        }
    }
    let rest = trim(source, Span::new(start, line.end));
    if !rest.is_empty() || cells.is_empty() {
        cells.push(rest);
    }
    cells
}

/// Whether a cell is part of the rule between head and body: `---`, `:--:`, `---+---`.
fn is_rule(cell: &str) -> bool {
    cell.contains('-') && cell.bytes().all(|b| matches!(b, b'-' | b':' | b' ' | b'+'))
}
