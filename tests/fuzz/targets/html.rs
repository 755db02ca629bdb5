//! Any page can be read: what is said of its text lies in it, in order, and notes, links and cells
//! are where they are said to be.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhangju::clause::nest;
use zhangju::document::rules::Own;
use zhangju::document::{BlockKind, LinkTarget, Syntax, read};
use zhangju::text::Span;

fuzz_target!(|body: &str| {
    let page = format!("<html>{body}");
    let Ok((document, _)) = read(page.as_bytes().into(), None, Syntax::Plain, &Own::default()) else {
        return;
    };
    let is_in = |span: Span| document.source.get(span.start..span.end).is_some();
    let mut at = 0;
    for block in &document.blocks {
        assert_eq!(block.span.start, at);
        assert!(block.span.covers(block.text) && is_in(block.text));
        at = block.span.end;
        if let BlockKind::Table(table) = &block.kind {
            for row in &table.rows {
                assert!(row.cells.len() <= table.columns);
                assert!(row.cells.iter().all(|cell| block.span.covers(*cell) && is_in(*cell)));
            }
        }
    }
    assert_eq!(at, document.source.len());
    assert!(document.markup.iter().all(|markup| is_in(markup.span)));
    assert!(document.markup.is_sorted_by_key(|markup| markup.span.start));
    for note in &document.notes {
        assert!(is_in(note.label) && is_in(note.text) && note.calls.iter().all(|call| is_in(*call)));
    }
    for link in &document.links {
        assert!(is_in(link.words) && !link.words.is_empty());
        if let LinkTarget::Place(place) = link.target {
            assert!(document.source.is_char_boundary(place));
        }
    }
    nest(&document);
});
