//! Displayed text contains nothing that a terminal would obey, and every byte of the source is
//! accounted for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhangju::text::Ambiguous;
use zhangju::text::display::{displayable, glyphs};

fuzz_target!(|text: &str| {
    assert!(!displayable(text).as_str().chars().any(char::is_control));
    let covered: usize = glyphs(text, Ambiguous::Wide).map(|glyph| glyph.len).sum();
    assert_eq!(covered, text.len());
});
