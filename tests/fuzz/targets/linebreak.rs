//! Lines break between characters, in ascending order, and always at the end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhangju::text::linebreak::breaks;

fuzz_target!(|text: &str| {
    let mut last = 0;
    for (at, _) in breaks(text) {
        assert!(text.is_char_boundary(at) && last <= at && at <= text.len());
        last = at;
    }
});
