//! The galley: a document's lines, typeset block by block as they are asked for.

use super::paragraph::{self, Align, Setting};
use super::{Line, Measure, Role, table};
use crate::clause::ClauseTree;
use crate::document::{Block, BlockKind, Document};
use crate::text::Span;

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
    pub fn set(&mut self, document: &Document, tree: &ClauseTree, block: usize) -> &[Line] {
        if let (Some(set @ None), Some(found)) =
            (self.blocks.get_mut(block), document.blocks.get(block))
        {
            *set = Some(set_block(&document.source, found, tree, self.measure));
        }
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
        match (self.blocks.get(block), document.blocks.get(block)) {
            (Some(Some(lines)), _) => lines.len(),
            (Some(None), Some(block)) if block.kind.is_read() => {
                // A hanzi has three bytes and two columns.
                block.text.len() * 2 / 3 / self.measure.columns.max(1) + 1
            }
            _ => 0,
        }
    }
}

/// The lines of what stands in a span of a document, block by block; a block that is in it only in part is set as if it were that
/// part alone.
pub fn excerpt(
    document: &Document,
    tree: &ClauseTree,
    span: Span,
    measure: Measure,
) -> Vec<Vec<Line>> {
    let within = |other: Span| Span::new(other.start.max(span.start), other.end.min(span.end));
    let blocks = document
        .blocks
        .iter()
        .filter(|block| block.text.overlaps(span));
    let parts = blocks.map(|block| Block {
        span: within(block.span),
        text: within(block.text),
        kind: block.kind.clone(),
    });
    let set = parts.map(|part| set_block(&document.source, &part, tree, measure));
    set.filter(|lines| !lines.is_empty()).collect()
}

fn set_block(source: &str, block: &Block, tree: &ClauseTree, measure: Measure) -> Vec<Line> {
    let setting = |role, first, rest, align| Setting {
        writing: measure.writing,
        columns: measure.columns,
        first,
        rest,
        align,
        role,
        ambiguous: measure.ambiguous,
    };
    let flush = |role| setting(role, 0, 0, Align::Start);
    let setting = match &block.kind {
        BlockKind::Header | BlockKind::Gap => return Vec::new(),
        BlockKind::Table(found) => return table::set(source, block.span, found, measure),
        BlockKind::Signature => {
            let setting = setting(Role::Signature, 0, 0, Align::End);
            return partition(block.span, lines_as_they_stand(source, block.text, setting));
        }
        BlockKind::Title => setting(Role::Title, 0, 0, Align::Centre),
        BlockKind::Heading { level } => flush(Role::Heading(*level)),
        BlockKind::Dateline(_) => flush(Role::Dateline),
        BlockKind::Salutation => flush(Role::Salutation),
        BlockKind::Note => setting(Role::Note, measure.indent, 0, Align::Start),
        BlockKind::Quotation => setting(
            Role::Quotation,
            measure.indent,
            measure.indent,
            Align::Start,
        ),
        BlockKind::Paragraph => setting(Role::Text, measure.indent, 0, Align::Start),
        BlockKind::Description => setting(Role::Description, measure.indent, 0, Align::Start),
    };
    let labels = labels(tree, block.text);
    partition(
        block.span,
        paragraph::set(source, block.text, &labels, setting),
    )
}

/// The markers of the clauses that start in a span.
fn labels(tree: &ClauseTree, span: Span) -> Vec<Span> {
    let first = tree
        .clauses
        .partition_point(|clause| clause.span.start < span.start);
    let clauses = tree.clauses.iter().skip(first);
    clauses
        .take_while(|clause| clause.span.start < span.end)
        .map(|clause| clause.label)
        .filter(|label| !label.is_empty())
        .collect()
}

/// A signature's lines stay the lines of its source: who, where, when.
fn lines_as_they_stand(source: &str, text: Span, setting: Setting) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = text.start;
    for line in text.of(source).split('\n') {
        let start = at + line.len() - line.trim_start().len();
        let end = (at + line.trim_end().len()).max(start);
        lines.extend(paragraph::set(source, Span::new(start, end), &[], setting));
        at += line.len() + 1;
    }
    lines
}

/// Lets the lines account for all bytes of the block: each up to where the next one starts.
fn partition(span: Span, mut lines: Vec<Line>) -> Vec<Line> {
    let mut end = span.end;
    for line in lines.iter_mut().rev() {
        line.span.end = end;
        end = line.span.start;
    }
    if let Some(first) = lines.first_mut() {
        first.span.start = span.start;
    }
    lines
}
