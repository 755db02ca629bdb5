//! Walking the rows of a document: a row is a set line of a piece or an empty row behind it; pieces
//! are set as they are reached.

use crate::clause::ClauseTree;
use crate::document::Document;
use crate::typeset::{Galley, Role};

/// A row of the document: piece and row in it. A piece has its lines and the gap behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Index of the piece.
    pub piece: usize,
    /// Row in the piece, from 0.
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
    /// Rows of a piece, the gap behind it included.
    fn height(&mut self, piece: usize) -> usize {
        let lines = self.galley.set(self.document, self.tree, piece).len();
        lines + self.galley.gap(piece)
    }

    /// The last row that holds text.
    pub fn last(&mut self) -> Row {
        let piece = self.galley.pieces.len().saturating_sub(1);
        let lines = self.galley.set(self.document, self.tree, piece).len();
        Row {
            piece,
            row: lines.saturating_sub(1),
        }
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
        if at.row + 1 < self.height(at.piece) {
            return Some(Row {
                row: at.row + 1,
                ..at
            });
        }
        let following =
            (at.piece + 1..self.galley.pieces.len()).find(|&piece| self.height(piece) > 0)?;
        Some(Row {
            piece: following,
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
        let piece = (0..at.piece).rev().find(|&piece| self.height(piece) > 0)?;
        let row = self.height(piece) - 1;
        Some(Row { piece, row })
    }

    /// Whether a row has a line; else it is empty.
    pub fn is_line(&mut self, row: Row) -> bool {
        row.row < self.galley.set(self.document, self.tree, row.piece).len()
    }

    /// Whether a row that is set has a line of a heading.
    pub fn is_heading(&self, row: Row) -> bool {
        let line = self.galley.lines(row.piece).get(row.row);
        line.is_some_and(|line| {
            let mut roles = line.runs.iter().map(|run| run.role);
            roles.any(|role| matches!(role, Role::Title | Role::Heading(_)))
        })
    }

    /// The byte where the first line from a row on starts.
    pub fn line_from(&mut self, row: Row) -> usize {
        let mut at = Some(row);
        while let Some(row) = at.filter(|row| !self.is_line(*row)) {
            at = self.next(row);
        }
        self.offset(at.unwrap_or(row))
    }

    /// The row whose line holds byte `offset`, or the first one behind it.
    pub fn of_offset(&mut self, offset: usize) -> Row {
        let piece = self.galley.pieces.at(self.document, offset);
        let lines = self.galley.set(self.document, self.tree, piece);
        let after = lines.partition_point(|line| line.span.start <= offset);
        Row {
            piece,
            row: after.saturating_sub(1),
        }
    }

    /// The byte where a row's line starts; for an empty row, where its piece ends.
    pub fn offset(&mut self, row: Row) -> usize {
        let lines = self.galley.set(self.document, self.tree, row.piece);
        match lines.get(row.row) {
            Some(line) => line.span.start,
            None => self.galley.pieces.span(self.document, row.piece).end,
        }
    }
}
