//! The page: where lines of text stand on the screen: below each other, in one column or two, or
//! downwards from right to left.

use ratatui::layout::Rect;

use crate::typeset::{Writing, vertical};

/// Columns of the screen between two columns of text: the signs beside the second have room there.
pub const GUTTER: u16 = 6;

/// Cells from one line that runs downwards to the next: its own and one of air.
const PITCH: u16 = vertical::WIDTH as u16 + 1;

/// Where lines of text stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What the lines fill.
    pub area: Rect,
    /// Which way they run.
    pub writing: Writing,
    /// Columns of text, where they run across.
    pub columns: u16,
}

impl Page {
    /// How long a line is: columns across, or rows down.
    pub fn length(self) -> usize {
        usize::from(match self.writing {
            Writing::Horizontal => self.column_width(),
            Writing::Vertical => self.area.height,
        })
    }

    /// How many lines there is room for.
    pub fn lines(self) -> usize {
        usize::from(match self.writing {
            Writing::Horizontal => self.area.height * self.columns.max(1),
            Writing::Vertical => (self.area.width + 1) / PITCH,
        })
    }

    /// The cell of a place in a line: its number on the page, and how far along it.
    pub fn cell(self, line: usize, along: usize) -> (u16, u16) {
        let (line, along) = (line as u16, along as u16);
        match self.writing {
            Writing::Horizontal => {
                let (column, row) = (
                    line / self.area.height.max(1),
                    line % self.area.height.max(1),
                );
                let x = self.area.x + column * (self.column_width() + GUTTER);
                (x + along, self.area.y + row)
            }
            Writing::Vertical => {
                let right = self.area.x + self.area.width;
                let x = right.saturating_sub(line * PITCH + PITCH - 1);
                (x, self.area.y + along)
            }
        }
    }

    /// The cell of the `nth` sign of a line, from 1: to the left of lines that run across, above
    /// those that run down.
    pub fn sign(self, line: usize, nth: u16) -> Option<(u16, u16)> {
        let (x, y) = self.cell(line, 0);
        match self.writing {
            Writing::Horizontal => Some((x.checked_sub(nth)?, y)),
            Writing::Vertical => Some((x + nth - 1, y.checked_sub(1)?)),
        }
    }

    /// The place at a cell: the line, and how far along it; before its first, the first.
    pub fn place(self, column: u16, row: u16) -> (usize, usize) {
        let across = column.saturating_sub(self.area.x);
        let down = row.saturating_sub(self.area.y);
        let (line, along) = match self.writing {
            Writing::Horizontal => {
                let stride = self.column_width() + GUTTER;
                let number = (across / stride.max(1)).min(self.columns.saturating_sub(1));
                // The gutter before a column holds its signs.
                let number = if across >= stride.saturating_sub(2) * (number + 1)
                    && number + 1 < self.columns
                {
                    number + 1
                } else {
                    number
                };
                let along = across.saturating_sub(number * stride);
                (
                    number * self.area.height + down.min(self.area.height.saturating_sub(1)),
                    along,
                )
            }
            Writing::Vertical => {
                let from_right = (self.area.x + self.area.width).saturating_sub(column + 1);
                (from_right / PITCH, down)
            }
        };
        (usize::from(line), usize::from(along))
    }

    fn column_width(self) -> u16 {
        let columns = self.columns.max(1);
        (self.area.width.saturating_sub(GUTTER * (columns - 1))) / columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(writing: Writing, columns: u16) {
        let page = Page {
            area: Rect::new(7, 3, 66, 9),
            writing,
            columns,
        };
        for line in 0..page.lines() {
            for along in 0..page.length() {
                let (x, y) = page.cell(line, along);
                assert!(
                    page.area.contains((x, y).into()),
                    "{line} {along} at {x} {y}"
                );
                assert_eq!(page.place(x, y), (line, along));
            }
        }
    }

    #[test]
    fn every_place_has_a_cell_and_every_cell_its_place() {
        check(Writing::Horizontal, 1);
        check(Writing::Horizontal, 2);
        check(Writing::Vertical, 1);
    }

    #[test]
    fn the_first_line_that_runs_downwards_stands_at_the_right_edge() {
        let page = Page {
            area: Rect::new(0, 1, 8, 5),
            writing: Writing::Vertical,
            columns: 1,
        };
        assert_eq!(page.lines(), 3);
        assert_eq!(page.cell(0, 0), (6, 1));
        assert_eq!(page.cell(2, 4), (0, 5));
    }
}
