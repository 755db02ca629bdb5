//! Tables: rows and cells as spans of the source, and the recovery of tables that were flattened
//! into one line.

pub(super) mod flat;
pub(super) mod pipe;
pub(super) mod tabs;
pub(super) mod tags;

use crate::text::Span;

/// A table. No row has more than `columns` cells; a row may leave its last cells out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Number of columns.
    pub columns: usize,
    /// The rows, in order.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its purpose.
    pub kind: RowKind,
    /// Its cells from left to right; an empty cell (`-` in the source) keeps its span. A merged
    /// cell stands with one span at each of the places that it covers, in the rows below, too.
    pub cells: Vec<Span>,
}

impl Table {
    /// Whether it has merged cells.
    pub fn is_merged(&self) -> bool {
        let beside = |row: &Row| row.cells.windows(2).any(|two| two[0] == two[1]);
        let below = |rows: &[Row]| {
            let cells = rows[0].cells.iter().zip(&rows[1].cells);
            { cells }.any(|(above, below)| above == below)
        };
        self.rows.iter().any(beside) || self.rows.windows(2).any(below)
    }
}

impl Row {
    /// What it takes of the source behind `above`, the end of the row above: its cells without
    /// those that are merged with cells above.
    pub fn span(&self, above: usize) -> Span {
        let own = || self.cells.iter().filter(|cell| cell.start >= above);
        let start = own().next().map_or(above, |cell| cell.start);
        Span::new(start, own().map(|cell| cell.end).max().unwrap_or(start))
    }
}

/// The purpose of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Column labels.
    Head,
    /// A heading over the rows below it, with empty cells: `一、 社、组数 - - - - -`.
    Group,
    /// Values.
    Data,
}
