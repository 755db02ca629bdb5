//! The selection in the text: from where it was begun to where the cursor is.

use crate::clause::ClauseTree;
use crate::document::Document;
use crate::text::Span;
use crate::text::grapheme::clusters;

/// A selection under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where it was begun: the byte offset of a cluster, which is in it.
    pub anchor: usize,
    /// Where the cursor is: the byte offset of a cluster, which is in it too.
    pub head: usize,
    /// Whether it is of whole clauses.
    pub by_clauses: bool,
}

impl Selection {
    /// The bytes selected in a document.
    pub fn span(self, document: &Document, tree: &ClauseTree) -> Span {
        let (first, last) = (self.anchor.min(self.head), self.anchor.max(self.head));
        let source = &document.source;
        let whole = if self.by_clauses {
            let (first, last) = (around(document, tree, first), around(document, tree, last));
            Span::new(first.start.min(last.start), last.end.max(first.end))
        } else {
            Span::new(first, end_of_cluster(source, last))
        };
        let words = whole.of(source);
        Span::new(whole.start, whole.start + words.trim_end().len())
    }
}

/// The clause at a byte offset, else the block.
fn around(document: &Document, tree: &ClauseTree, offset: usize) -> Span {
    let clause = tree.at(offset).and_then(|id| tree.get(id));
    let block = || {
        let block = document.block_at(offset)?;
        document.blocks.get(block)
    };
    clause
        .map(|clause| clause.span)
        .or_else(|| block().map(|block| block.text))
        .unwrap_or_default()
}

/// The first byte that is no white space, from an offset on.
pub fn skip_blank(source: &str, offset: usize) -> usize {
    let rest = source.get(offset..).unwrap_or("");
    offset + rest.len() - rest.trim_start().len()
}

/// One past the cluster at a byte offset.
pub fn end_of_cluster(source: &str, offset: usize) -> usize {
    let rest = source.get(offset..).unwrap_or("");
    offset
        + clusters(rest)
            .next()
            .map_or(0, |(_, cluster)| cluster.len())
}

/// The start of the cluster before a byte offset, white space passed over; itself at the start.
pub fn start_of_cluster_before(source: &str, offset: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation;
    let head = source.get(..offset).unwrap_or("").trim_end();
    let last = head.grapheme_indices(true).next_back();
    last.map_or(0, |(at, _)| at)
}
