//! The two languages of the interface: messages by key, from the built-in tables
//! `assets/locales/*.toml`.

use serde::Deserialize;

use super::builtin::{Entry, entries};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Language {
    /// 中文
    #[serde(rename = "zh")]
    Chinese,
    /// English
    #[default]
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// The language of the process's locale: `LC_ALL`, then `LC_MESSAGES`, then `LANG` (POSIX.1,
    /// 8.2).
    pub fn of_environment() -> Self {
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty())
            .unwrap_or_default();
        if name.starts_with("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }
}

/// The messages of one language.
#[derive(Clone, Debug, Default)]
pub struct Locale {
    /// The language.
    pub language: Language,
    sentences: Vec<Entry>,
}

impl Locale {
    /// The built-in messages of a language.
    pub fn of(language: Language) -> Self {
        let text = match language {
            Language::Chinese => include_str!("../../assets/locales/zh.toml"),
            Language::English => include_str!("../../assets/locales/en.toml"),
        };
        Self {
            language,
            sentences: entries(text).collect(),
        }
    }

    /// The message for `key` with `{0}`, `{1}` … filled in; the key itself if there is no message.
    pub fn tr(&self, key: &str, arguments: &[&str]) -> String {
        let mut filled = self.get(key).unwrap_or(key).to_owned();
        for (index, argument) in arguments.iter().enumerate() {
            filled = filled.replace(&format!("{{{index}}}"), argument);
        }
        filled
    }

    /// The message for `key`, unfilled, if there is one.
    pub fn get(&self, key: &str) -> Option<&'static str> {
        let (header, key) = key.split_once('.')?;
        // A linear search: hashing all messages at every start would cost more.
        let found = self
            .sentences
            .iter()
            .find(|(of, name, _)| *name == key && *of == header)?;
        Some(found.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_sentences_with_the_same_places() {
        let zh = Locale::of(Language::Chinese);
        let en = Locale::of(Language::English);
        assert!(!zh.sentences.is_empty());
        let places = |sentence: &str| {
            (0..5)
                .filter(|i| sentence.contains(&format!("{{{i}}}")))
                .count()
        };
        for (one, other) in [(&zh, &en), (&en, &zh)] {
            for (header, key, sentence) in &one.sentences {
                let key = format!("{header}.{key}");
                let same = other.get(&key);
                let same =
                    same.unwrap_or_else(|| panic!("{key} is missing in {:?}", other.language));
                assert_eq!(places(sentence), places(same), "{key}");
            }
        }
    }
}
