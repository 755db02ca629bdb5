//! Any text as a file of rules is read, or told to be wrong with a line of it; and any text can be
//! read by what rules it has.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use zhangju::document::rules::{Own, load};
use zhangju::document::{Syntax, explain, read};

fuzz_target!(|texts: (&str, &str)| {
    let (rules, text) = texts;
    let (kinds, faults) = load(rules);
    let lines = rules.split('\n').count();
    for fault in &faults {
        assert!((1..=lines).contains(&fault.line));
        assert!(!fault.reason.is_empty() && !fault.reason.contains('\n'));
    }
    let own = Own {
        kinds: kinds.into_iter().map(Arc::new).collect(),
        issues: Vec::new(),
    };
    let Ok((document, _)) = read(text.as_bytes().into(), None, Syntax::Plain, &own) else {
        return;
    };
    let mut at = 0;
    for block in &document.blocks {
        assert_eq!(block.span.start, at);
        assert!(block.span.covers(block.text));
        assert!(document.source.get(block.text.start..block.text.end).is_some());
        at = block.span.end;
    }
    assert_eq!(at, document.source.len());
    let mut end = 0;
    for markup in &document.markup {
        assert!(document.source.get(markup.span.start..markup.span.end).is_some());
        if matches!(markup.kind, zhangju::document::MarkupKind::Delimiter(_)) {
            assert!(markup.span.start >= end);
            end = markup.span.end;
        }
    }
    for page in &document.pages {
        assert!(document.source.is_char_boundary(page.at));
    }
    for touch in explain(&document.source, Syntax::Plain, &own) {
        assert!(document.source.get(touch.span.start..touch.span.end).is_some());
    }
});
