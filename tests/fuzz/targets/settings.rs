//! Any text may stand in the settings file: it is read, or told in one line what is wrong with it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhangju::settings::Options;

fuzz_target!(|text: &str| {
    if let Err(problem) = Options::parse(text) {
        assert!(!problem.is_empty() && !problem.contains('\n'));
    }
});
