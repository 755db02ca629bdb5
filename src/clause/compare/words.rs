//! The words of a stretch of a text as a comparison shows them: without markup, each paragraph on
//! one line.

use crate::document::Document;
use crate::text::Span;
use crate::text::one_line::join_lines;

/// The words of a span; where it reaches from one paragraph into the next, a line ends.
pub fn words(document: &Document, span: Span) -> String {
    let mut words = String::new();
    let first = document.block_at(span.start).unwrap_or(0);
    let blocks = document.blocks.get(first..).unwrap_or_default().iter();
    let near = blocks.take_while(|block| block.span.start <= span.end);
    let mut last_end = None;
    for block in near.filter(|block| block.kind.is_read()) {
        if let Some(end) = last_end
            && span.covers(Span::new(end, block.text.start))
        {
            words.push('\n');
        }
        last_end = Some(block.text.end);
        let own = Span::new(
            block.text.start.max(span.start),
            block.text.end.min(span.end),
        );
        words += &join_lines(&document.words(own));
    }
    words
}
