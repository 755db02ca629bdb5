//! The settings of the person, as commands have them; and the language that they speak.

use std::sync::OnceLock;

use crate::settings::{Language, Locale, Options, Paths, Settings};
use crate::terminal::output::complain;
use crate::text::Said;

/// What is set; what is wrong with it is told.
pub fn options(paths: &Result<Paths, Said>) -> Options {
    let settings = Settings::of(paths);
    for mistake in &settings.mistakes {
        complain(&mistake.sentence(locale()));
    }
    settings.options
}

/// The language that is set, else that of the environment.
pub fn language(options: &Options) -> Language {
    options.language.unwrap_or_else(Language::of_environment)
}

/// What is to be said, in that language.
pub fn say(said: &Said) -> String {
    locale().say(said)
}

/// The sentences of that language.
pub fn locale() -> &'static Locale {
    static LOCALE: OnceLock<Locale> = OnceLock::new();
    LOCALE.get_or_init(|| {
        let settings = Settings::of(&Paths::of_environment());
        Locale::of(language(&settings.options))
    })
}
