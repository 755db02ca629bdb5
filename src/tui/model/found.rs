//! What was searched in the open document, and the hits.

use crate::text::Span;
use crate::text::fold::Rung;

/// A search in the open document.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What was typed.
    pub query: String,
    /// The hits, in order.
    pub hits: Vec<Span>,
    /// How much had to be folded for them.
    pub rung: Rung,
    /// The hit last gone to.
    pub current: Option<usize>,
}

impl Found {
    /// The hit at or behind a byte offset, round the end; its index.
    pub fn from(&self, offset: usize) -> Option<usize> {
        if self.hits.is_empty() {
            return None;
        }
        Some(self.hits.partition_point(|hit| hit.start < offset) % self.hits.len())
    }

    /// The hits that touch a span.
    pub fn within(&self, span: Span) -> impl Iterator<Item = (usize, Span)> + '_ {
        let first = self.hits.partition_point(|hit| hit.end <= span.start);
        self.hits
            .iter()
            .copied()
            .enumerate()
            .skip(first)
            .take_while(move |(_, hit)| hit.start < span.end)
    }
}
