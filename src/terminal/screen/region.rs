//! Regions of the screen: rows that a terminal scrolls as one, at full width or between left and
//! right margins (mode 69).

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
    /// Whether the rows have full width.
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

    /// Other columns of the same rows.
    pub fn with_columns(&self, columns: RangeInclusive<usize>) -> Self {
        Self {
            columns,
            ..self.clone()
        }
    }

    /// Sets scroll region and margins: a line feed in the last row then scrolls the region up, a
    /// reverse one in the first row down. `flows` as in [`Pen::set_margins`].
    pub fn enclose(&self, pen: &mut Pen, flows: bool) {
        // Rows scroll in with the present background.
        pen.turn_for_blank();
        pen.set_region(Some((*self.rows.start() as u16, *self.rows.end() as u16)));
        if !self.is_whole() {
            let margins = (*self.columns.start() as u16, *self.columns.end() as u16);
            pen.set_margins(margins, flows);
        }
    }

    /// The cells of a row.
    pub fn strip<'c>(&self, cells: &'c [Shown], y: usize) -> &'c [Shown] {
        cells.get(self.range(y)).unwrap_or_default()
    }

    /// A row extended with blanks to the width of the screen.
    pub fn row(&self, cells: &[Shown], y: usize) -> Vec<Shown> {
        let mut row = vec![BLANK; self.width];
        let strip = row.get_mut(self.columns.clone()).unwrap_or_default();
        strip.copy_from_slice(self.strip(cells, y));
        row
    }

    /// Indices of the cells of a row.
    pub fn range(&self, y: usize) -> RangeInclusive<usize> {
        let from = y * self.width;
        from + self.columns.start()..=from + self.columns.end()
    }
}
