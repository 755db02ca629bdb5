//! Walking the rows of a document: a row is a set line of a block or the empty row behind it; blocks are set as they are reached.

use crate::clause::ClauseTree;
use crate::document::Document;
use crate::typeset::Galley;

/// A row of the document: block and row in it. A block that is read has its lines and one empty row behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Index of the block.
    pub block: usize,
    /// Row in the block, from 0.
    pub row: usize,
}

/// The rows of a document under one galley.
pub struct Rows<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its clauses.
    pub tree: &'a ClauseTree,
    /// Its lines.
    pub galley: &'a mut Galley,
}

impl Rows<'_> {
    /// Rows of a block, the empty one behind it included; 0 for blocks that are not read.
    fn height(&mut self, block: usize) -> usize {
        let lines = self.galley.set(self.document, self.tree, block).len();
        if lines == 0 { 0 } else { lines + 1 }
    }

    /// The first row that holds text.
    pub fn first(&mut self) -> Row {
        let mut row = Row::default();
        while row.block + 1 < self.document.blocks.len() && self.height(row.block) == 0 {
            row.block += 1;
        }
        row
    }

    /// The last row that holds text.
    pub fn last(&mut self) -> Row {
        let mut block = self.document.blocks.len();
        while let Some(before) = block.checked_sub(1) {
            block = before;
            let height = self.height(block);
            if height > 1 {
                return Row {
                    block,
                    row: height - 2,
                };
            }
        }
        Row::default()
    }

    /// The row `count` further down, and how far it came: not past the last text row.
    pub fn down(&mut self, from: Row, count: usize) -> (Row, usize) {
        let (mut at, mut left) = (from, count);
        while left > 0 {
            let Some(next) = self.next(at) else { break };
            at = next;
            left -= 1;
        }
        (at, count - left)
    }

    /// The row `count` further up, and how far it came: not past the first text row.
    pub fn up(&mut self, from: Row, count: usize) -> (Row, usize) {
        let (mut at, mut left) = (from, count);
        while left > 0 {
            let Some(previous) = self.previous(at) else {
                break;
            };
            at = previous;
            left -= 1;
        }
        (at, count - left)
    }

    /// The row below; `None` below the last text row.
    pub fn next(&mut self, at: Row) -> Option<Row> {
        let height = self.height(at.block);
        if at.row + 2 < height {
            return Some(Row {
                row: at.row + 1,
                ..at
            });
        }
        // The empty row behind a block is there only where text follows.
        let following =
            (at.block + 1..self.document.blocks.len()).find(|&block| self.height(block) > 0)?;
        if at.row + 1 < height {
            return Some(Row {
                row: at.row + 1,
                ..at
            });
        }
        Some(Row {
            block: following,
            row: 0,
        })
    }

    /// The row above; `None` above the first text row.
    pub fn previous(&mut self, at: Row) -> Option<Row> {
        if at.row > 0 {
            return Some(Row {
                row: at.row - 1,
                ..at
            });
        }
        let block = (0..at.block).rev().find(|&block| self.height(block) > 0)?;
        let row = self.height(block) - 1;
        Some(Row { block, row })
    }

    /// The row whose line holds byte `offset`, or the first one behind it.
    pub fn of_offset(&mut self, offset: usize) -> Row {
        let Some(found) = self.document.block_at(offset) else {
            return Row::default();
        };
        for block in found..self.document.blocks.len() {
            let lines = self.galley.set(self.document, self.tree, block);
            if !lines.is_empty() {
                let after = lines.partition_point(|line| line.span.start <= offset);
                return Row {
                    block,
                    row: after.saturating_sub(1),
                };
            }
        }
        self.last()
    }

    /// The byte where a row's line starts; for an empty row, where the next block does.
    pub fn offset(&mut self, row: Row) -> usize {
        let lines = self.galley.set(self.document, self.tree, row.block);
        match (lines.get(row.row), self.document.blocks.get(row.block)) {
            (Some(line), _) => line.span.start,
            (None, Some(block)) => block.span.end,
            (None, None) => 0,
        }
    }
}
