//! An annotation is re-anchored at character boundaries of any other text, or not at all; in its
//! own text it is found at its old position.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhangju::annotation::{Finder, SourceRef, Target};
use zhangju::document::Header;
use zhangju::text::Span;

fuzz_target!(|input: (String, String, u16, u16)| {
    let (text, other, start, length) = input;
    let boundary = |wanted: usize| (0..=wanted.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = boundary(usize::from(start));
    let span = Span::new(start, boundary(start + usize::from(length)));
    let target = Target::new(SourceRef::new(&Header::default(), "", &text), &text, span, None);
    if !span.is_empty() {
        assert_eq!(Finder::new(&text).find(&target).span(), Some(span));
    }
    if let Some(found) = Finder::new(&other).find(&target).span() {
        assert!(other.get(found.start..found.end).is_some());
    }
});
