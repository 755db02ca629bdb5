//! Any text in the settings file is parsed, or rejected with one line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhangju::settings::Options;

fuzz_target!(|text: &str| {
    if let Err(problem) = Options::parse(text) {
        assert!(!problem.is_empty() && !problem.contains('\n'));
    }
});
