//! Tables: their rows and cells as spans of the source, and the recovery of tables that an exporter
//! flattened into one line.

pub(super) mod flat;
pub(super) mod pipe;
pub(super) mod tabs;

use crate::text::Span;

/// A table; no row has more than `columns` cells, and the last ones of a row may be left out.
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
    /// Its cells, left to right; an empty cell (`-` in the source) keeps its span.
    pub cells: Vec<Span>,
}

/// What a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Column labels.
    Head,
    /// A heading over the rows below it, its other cells empty: `一、 社、组数 - - - - -`.
    Group,
    /// Values.
    Data,
}
