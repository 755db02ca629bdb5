//! Any bytes can be decoded, parsed and nested without losing a byte, with addresses that resolve
//! to their clauses.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhangju::clause::{ClauseAddress, nest, reference};
use zhangju::document::{decode, parse};

fuzz_target!(|bytes: &[u8]| {
    let document = parse(decode(bytes).text);
    let mut at = 0;
    for block in &document.blocks {
        assert_eq!(block.span.start, at);
        assert!(block.span.covers(block.text));
        assert!(document.source.is_char_boundary(block.text.start) && document.source.is_char_boundary(block.text.end));
        at = block.span.end;
    }
    assert_eq!(at, document.source.len());
    for markup in &document.markup {
        assert!(document.source.get(markup.span.start..markup.span.end).is_some());
    }
    let tree = nest(&document);
    for id in tree.ids() {
        let address = tree.address(id);
        assert_eq!(tree.resolve(&address), Some(id));
        assert_eq!(address.to_string().parse::<ClauseAddress>().ok(), Some(address));
    }
    for reference in reference::find(&document, &tree) {
        assert!(document.source.get(reference.span.start..reference.span.end).is_some());
    }
});
