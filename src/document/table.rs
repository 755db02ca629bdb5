//! Tables: rows and cells as spans of the source, and the recovery of tables that were flattened
//! into one line.

pub(super) mod flat;
pub(super) mod pipe;
pub(super) mod tabs;

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
    /// Its cells from left to right; an empty cell (`-` in the source) keeps its span.
    pub cells: Vec<Span>,
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
