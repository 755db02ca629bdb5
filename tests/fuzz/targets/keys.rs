//! Any names of keys and actions in the settings are accepted, or rejected in one line; an action
//! that can be parsed prints as text that parses to the same action.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use zhangju::tui::action::Action;
use zhangju::settings::{Language, Locale, Options, Settings};
use zhangju::tui::keymap::mistakes;

fuzz_target!(|input: (String, String, String)| {
    let (pane, keys, action) = input;
    if let Ok(read) = action.parse::<Action>() {
        assert_eq!(read.to_string().parse(), Ok(read));
    }
    let settings = Settings {
        options: Options {
            keys: BTreeMap::from([(pane, BTreeMap::from([(keys, action)]))]),
            ..Options::default()
        },
        ..Settings::default()
    };
    let locale = Locale::of(Language::English);
    for mistake in mistakes(&settings) {
        assert!(!mistake.sentence(&locale).contains('\n'));
    }
});
