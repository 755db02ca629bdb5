//! A region of the screen: rows that a terminal moves as one, whole or between left and right margins (mode 69).

use std::ops::RangeInclusive;

use super::cell::{BLANK, Shown};
use super::pen::Pen;

/// Rows of the screen, from one column to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub rows: RangeInclusive<usize>,
    pub columns: RangeInclusive<usize>,
    /// Columns of the screen.
    pub width: usize,
}

impl Region {
    /// Whether its rows are whole ones.
    pub fn is_whole(&self) -> bool {
        *self.columns.start() == 0 && self.columns.end() + 1 == self.width
    }

    /// The same columns of other rows.
    pub fn with_rows(&self, rows: RangeInclusive<usize>) -> Self {
        Self {
            rows,
            ..self.clone()
        }
    }

    /// The same rows from another column to another.
    pub fn with_columns(&self, columns: RangeInclusive<usize>) -> Self {
        Self {
            columns,
            ..self.clone()
        }
    }

    /// Has line feeds at its last row move the region up, and reverse ones at its first move it down; `flows` as in [`Pen::set_margins`].
    pub fn enclose(&self, pen: &mut Pen, flows: bool) {
        // What comes into the region is blank in the present colours.
        pen.turn_for_blank();
        pen.set_region(Some((*self.rows.start() as u16, *self.rows.end() as u16)));
        if !self.is_whole() {
            let margins = (*self.columns.start() as u16, *self.columns.end() as u16);
            pen.set_margins(margins, flows);
        }
    }

    /// The cells of one of its rows.
    pub fn strip<'c>(&self, cells: &'c [Shown], y: usize) -> &'c [Shown] {
        cells.get(self.range(y)).unwrap_or_default()
    }

    /// One of its rows as a whole row of the screen that is blank beside it.
    pub fn row(&self, cells: &[Shown], y: usize) -> Vec<Shown> {
        let mut row = vec![BLANK; self.width];
        let strip = row.get_mut(self.columns.clone()).unwrap_or_default();
        strip.copy_from_slice(self.strip(cells, y));
        row
    }

    /// Where the cells of one of its rows are.
    pub fn range(&self, y: usize) -> RangeInclusive<usize> {
        let from = y * self.width;
        from + self.columns.start()..=from + self.columns.end()
    }
}
