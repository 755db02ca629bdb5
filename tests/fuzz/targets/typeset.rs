//! Any document can be set at any measure, in both directions: its lines concatenate to its blocks,
//! and none is too long.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use zhangju::clause::nest;
use zhangju::document::parse;
use zhangju::text::Ambiguous;
use zhangju::typeset::{Galley, Measure, Pieces, Writing};

fuzz_target!(|input: (u8, bool, bool, String)| {
    let (columns, is_vertical, is_wide, text) = input;
    let document = parse(text);
    let tree = nest(&document);
    let measure = Measure {
        writing: if is_vertical { Writing::Vertical } else { Writing::Horizontal },
        columns: usize::from(columns),
        ambiguous: if is_wide { Ambiguous::Wide } else { Ambiguous::Narrow },
        ..Measure::default()
    };
    let pieces = Arc::new(Pieces::new(&document, &tree));
    let mut galley = Galley::new(pieces, measure);
    for (index, block) in document.blocks.iter().enumerate() {
        let lines = galley.block(&document, &tree, index);
        let mut at = block.span.start;
        for line in &lines {
            assert_eq!(line.span.start, at);
            at = line.span.end;
            let glyphs = || line.glyphs(&document.source, measure.ambiguous);
            let end = glyphs().map(|placed| placed.column + placed.glyph.columns).max();
            let widest = glyphs().map(|placed| placed.glyph.columns).max();
            assert!(end.unwrap_or(0) <= measure.columns.max(widest.unwrap_or(0)));
        }
        assert!(lines.is_empty() || at == block.span.end);
    }
});
