//! The two languages of the interface: sentences by key from the built-in tables `assets/locales/*.toml`.

use std::collections::HashMap;

use serde::Deserialize;

/// A language that the interface speaks.
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
    /// The language that the locale of the process asks for: `LC_ALL`, then `LC_MESSAGES`, then `LANG` (POSIX.1, 8.2).
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

/// The sentences of one language.
#[derive(Clone, Debug, Default)]
pub struct Locale {
    /// Which language it is.
    pub language: Language,
    sentences: HashMap<String, String>,
}

impl Locale {
    /// The built-in sentences of a language.
    pub fn of(language: Language) -> Self {
        let text = match language {
            Language::Chinese => include_str!("../../assets/locales/zh.toml"),
            Language::English => include_str!("../../assets/locales/en.toml"),
        };
        let mut sentences = HashMap::new();
        // A broken table would show keys instead of sentences; a test keeps the tables whole.
        if let Ok(table) = text.parse::<toml::Table>() {
            flatten("", &table, &mut sentences);
        }
        Self {
            language,
            sentences,
        }
    }

    /// The sentence of `key`, its `{0}`, `{1}` … filled in; the key itself where there is none.
    pub fn tr(&self, key: &str, arguments: &[&str]) -> String {
        let Some(sentence) = self.sentences.get(key) else {
            return key.to_owned();
        };
        let mut filled = sentence.clone();
        for (index, argument) in arguments.iter().enumerate() {
            filled = filled.replace(&format!("{{{index}}}"), argument);
        }
        filled
    }

    /// The sentence of `key` without arguments, if there is one.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.sentences.get(key).map(String::as_str)
    }
}

fn flatten(prefix: &str, table: &toml::Table, into: &mut HashMap<String, String>) {
    for (key, value) in table {
        let path = if prefix.is_empty() {
            key.clone()
        } else {
            format!("{prefix}.{key}")
        };
        match value {
            toml::Value::Table(inner) => flatten(&path, inner, into),
            toml::Value::String(sentence) => {
                into.insert(path, sentence.clone());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_sentences_with_the_same_places() {
        let zh = Locale::of(Language::Chinese).sentences;
        let en = Locale::of(Language::English).sentences;
        assert!(!zh.is_empty());
        let places = |sentence: &str| {
            (0..5)
                .filter(|i| sentence.contains(&format!("{{{i}}}")))
                .count()
        };
        for (key, sentence) in &zh {
            let other = en
                .get(key)
                .unwrap_or_else(|| panic!("{key} is missing in English"));
            assert_eq!(places(sentence), places(other), "{key}");
        }
        for key in en.keys() {
            assert!(zh.contains_key(key), "{key} is missing in Chinese");
        }
    }
}
