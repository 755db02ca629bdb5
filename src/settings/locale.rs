//! The languages of the interface, one entry each, and their messages by key, from
//! `assets/locales/*.toml`.

use serde::Deserialize;

use super::builtin::{Entry, entries};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Language {
    /// 简体中文
    SimplifiedChinese,
    /// 繁體中文
    TraditionalChinese,
    /// English
    #[default]
    English,
}

/// What the program knows of a language. How it writes numbers and dates is said by its sentences.
struct Facts {
    /// Its tag in the settings file (BCP 47).
    tag: &'static str,
    /// What the names of its locales begin with: the longest decides between two languages.
    locales: &'static [&'static str],
    /// The table of its sentences.
    sentences: &'static str,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [
        Self::SimplifiedChinese,
        Self::TraditionalChinese,
        Self::English,
    ];

    const fn facts(self) -> Facts {
        match self {
            Self::SimplifiedChinese => Facts {
                tag: "zh",
                locales: &["zh"],
                sentences: include_str!("../../assets/locales/zh.toml"),
            },
            Self::TraditionalChinese => Facts {
                tag: "zh-Hant",
                locales: &["zh_TW", "zh_HK", "zh_MO", "zh_Hant"],
                sentences: include_str!("../../assets/locales/zh-Hant.toml"),
            },
            Self::English => Facts {
                tag: "en",
                locales: &["en"],
                sentences: include_str!("../../assets/locales/en.toml"),
            },
        }
    }

    /// Its sentences, as the text of a built-in table.
    pub(super) fn sentences(self) -> &'static str {
        self.facts().sentences
    }

    /// The language that the locale of the process asks for: `LC_ALL`, then `LC_MESSAGES`, then
    /// `LANG` (POSIX.1, 8.2).
    pub fn of_environment() -> Self {
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty())
            .unwrap_or_default();
        Self::of_locale(&name)
    }

    /// The language of a locale such as `zh_CN.UTF-8`; English where the program does not speak it.
    fn of_locale(name: &str) -> Self {
        let begun = Self::ALL.into_iter().flat_map(|language| {
            let locales = language.facts().locales.iter();
            let begun = locales.filter(|locale| name.starts_with(**locale));
            begun.map(move |locale| (locale.len(), language))
        });
        let longest = begun.max_by_key(|(length, _)| *length);
        longest.map_or_else(Self::default, |(_, language)| language)
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    /// The language of a tag, as the settings file has it.
    fn try_from(tag: String) -> Result<Self, String> {
        let mut all = Self::ALL.into_iter();
        all.find(|language| language.facts().tag == tag)
            .ok_or_else(|| {
                let tags = Self::ALL.map(|language| language.facts().tag);
                format!("no language is called {tag}: there are {}", tags.join(", "))
            })
    }
}

/// The messages of one language.
#[derive(Clone, Debug, Default)]
pub struct Locale {
    sentences: Vec<Entry>,
}

impl Locale {
    /// The built-in messages of a language.
    pub fn of(language: Language) -> Self {
        Self {
            sentences: entries(language.sentences()).collect(),
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
    fn a_language_is_found_by_its_tag_and_by_its_locales() {
        for (name, language) in [
            ("zh_CN.UTF-8", Language::SimplifiedChinese),
            ("zh_SG", Language::SimplifiedChinese),
            ("zh", Language::SimplifiedChinese),
            ("zh_TW.UTF-8", Language::TraditionalChinese),
            ("zh_HK", Language::TraditionalChinese),
            ("zh_Hant_TW", Language::TraditionalChinese),
            ("en_GB.UTF-8", Language::English),
            ("fr_FR.UTF-8", Language::English),
            ("C", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::of_locale(name), language, "{name}");
        }
        for language in Language::ALL {
            let tag = language.facts().tag;
            assert_eq!(Language::try_from(tag.to_owned()), Ok(language));
        }
        let error = Language::try_from("fr".to_owned()).unwrap_err();
        assert_eq!(error, "no language is called fr: there are zh, zh-Hant, en");
    }

    #[test]
    fn all_languages_have_the_same_sentences_with_the_same_places() {
        let places = |sentence: &str| {
            (0..6)
                .filter(|i| sentence.contains(&format!("{{{i}}}")))
                .count()
        };
        let first = Locale::of(Language::ALL[0]);
        assert!(!first.sentences.is_empty());
        for language in Language::ALL {
            let locale = Locale::of(language);
            for (one, other) in [(&first, &locale), (&locale, &first)] {
                for (header, key, sentence) in &one.sentences {
                    let key = format!("{header}.{key}");
                    let same = other.get(&key);
                    let same = same.unwrap_or_else(|| panic!("{key} is missing in {language:?}"));
                    assert_eq!(places(sentence), places(same), "{key}");
                }
            }
        }
    }
}
