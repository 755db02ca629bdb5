//! Tables: a line for each row, tabs between the places of its cells.

use super::{Blank, Writer};
use crate::document::html::page::Tag;
use crate::document::html::table::{Cells, Grid, Place};
use crate::document::line::trim;
use crate::document::{Row, RowKind, Table};
use crate::text::Span;

impl Writer<'_, '_> {
    pub(super) fn table(&mut self, at: usize) {
        let page = self.page;
        let (content, is_sectioned) = (self.content, self.sections > 0);
        let is_shown = |at| !content.is_left_out(at, is_sectioned);
        let cells = Cells::of(page, at, is_shown);
        if self.in_cell || cells.is_layout(page, at, |cell| content.words(cell)) {
            return self.children(at);
        }
        for caption in &cells.captions {
            self.node(*caption);
        }
        self.end_passage();
        let grid = cells.grid(page, &mut self.places_left);
        let mark = std::mem::take(&mut self.mark);
        self.in_cell = true;
        let table = self.rows(&grid);
        self.in_cell = false;
        self.mark = mark;
        self.pending = Blank::None;
        self.say_open();
        self.to.end_table(table);
        self.reopen();
    }

    /// Writes the rows of a table: a line each, tabs between the places.
    fn rows(&mut self, grid: &Grid) -> Table {
        let mut rows: Vec<Row> = Vec::new();
        // For each column, what its cell above holds.
        let mut above: Vec<Span> = vec![Span::default(); grid.columns];
        for (index, (kind, places)) in grid.rows.iter().enumerate() {
            if index > 0 {
                self.to.write("\n");
            }
            let mut cells: Vec<Span> = Vec::new();
            let mut own: Option<usize> = None;
            for (column, place) in places.iter().enumerate() {
                if column > 0 {
                    self.to.write("\t");
                }
                let here = Span::new(self.to.end(), self.to.end());
                let span = match place {
                    Place::Cell(cell) => {
                        own = Some(*cell);
                        self.cell(*cell)
                    }
                    Place::Covered(cell) if own == Some(*cell) => {
                        cells.last().copied().unwrap_or(here)
                    }
                    Place::Covered(_) => above.get(column).copied().unwrap_or(here),
                    Place::Empty => here,
                };
                cells.push(span);
                if let Some(above) = above.get_mut(column) {
                    *above = span;
                }
            }
            // Empty places at the end are left out.
            let filled = cells.iter().rposition(|cell| !cell.is_empty());
            cells.truncate(filled.map_or(0, |last| last + 1));
            if *kind == RowKind::Group {
                cells.truncate(1);
            }
            if !cells.is_empty() {
                rows.push(Row { kind: *kind, cells });
            }
        }
        let columns = grid.columns;
        Table { columns, rows }
    }

    fn cell(&mut self, at: usize) -> Span {
        let start = self.close_up();
        let outer = std::mem::take(&mut self.lists);
        self.element(at, Tag::Other);
        self.lists = outer;
        self.mark.clear();
        self.pending = Blank::None;
        trim(&self.to.text, Span::new(start, self.to.end()))
    }
}
