//! The languages of the interface, one entry each, and their messages by key, from
//! `assets/locales/*.toml`.

use serde::{Deserialize, Serialize};

use super::builtin::{Entry, entries};
use crate::text::Said;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "&str")]
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
    /// How a query is written.
    query: &'static str,
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
                query: include_str!("../../assets/query/zh.txt"),
            },
            Self::TraditionalChinese => Facts {
                tag: "zh-Hant",
                locales: &["zh_TW", "zh_HK", "zh_MO", "zh_Hant"],
                sentences: include_str!("../../assets/locales/zh-Hant.toml"),
                query: include_str!("../../assets/query/zh-Hant.txt"),
            },
            Self::English => Facts {
                tag: "en",
                locales: &["en"],
                sentences: include_str!("../../assets/locales/en.toml"),
                query: include_str!("../../assets/query/en.txt"),
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
    type Error = Said;

    /// The language of a tag, as the settings file has it.
    fn try_from(tag: String) -> Result<Self, Said> {
        let mut all = Self::ALL.into_iter();
        all.find(|language| language.facts().tag == tag)
            .ok_or_else(|| {
                let tags = Self::ALL.map(|language| language.facts().tag);
                Said::new("mistake.no-language")
                    .with(tag)
                    .with(tags.join(", "))
            })
    }
}

impl From<Language> for &str {
    fn from(language: Language) -> Self {
        language.facts().tag
    }
}

/// The messages of one language.
#[derive(Clone, Debug, Default)]
pub struct Locale {
    sentences: Vec<Entry>,
    query: &'static str,
}

impl Locale {
    /// The built-in messages of a language.
    pub fn of(language: Language) -> Self {
        Self {
            sentences: entries(language.sentences()).collect(),
            query: language.facts().query,
        }
    }

    /// How a query is written: a table of examples.
    pub fn query(&self) -> &'static str {
        self.query
    }

    /// The message for `key` with its places filled in, as `fill` does; the key itself if there
    /// is no message.
    pub fn tr(&self, key: &str, arguments: &[&str]) -> String {
        fill(self.get(key).unwrap_or(key), arguments)
    }

    /// What is to be said, in this language.
    pub fn say(&self, said: &Said) -> String {
        match said {
            Said::Words(words) => words.clone(),
            Said::Sentence(key, gaps) => {
                let gaps: Vec<String> = gaps.iter().map(|gap| self.say(gap)).collect();
                let gaps: Vec<&str> = gaps.iter().map(String::as_str).collect();
                self.tr(key, &gaps)
            }
        }
    }

    /// The keys of all messages.
    #[cfg(test)]
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let sentences = self.sentences.iter();
        sentences.map(|(header, key, _)| format!("{header}.{key}"))
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

/// Fills the places of a sentence: `{0}` is the first argument; `{0:hit|hits}` is `hit` where that
/// argument is 1, else `hits`. Whatever else stands in braces stays.
fn fill(sentence: &str, arguments: &[&str]) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, behind)) = rest.split_once('{') {
        filled += before;
        let place = behind.split_once('}');
        let value = place.and_then(|(place, _)| value(place, arguments));
        (filled, rest) = match (value, place) {
            (Some(value), Some((_, behind))) => (filled + value, behind),
            _ => (filled + "{", behind),
        };
    }
    filled + rest
}

/// What stands at a place of a sentence.
fn value<'v>(place: &'v str, arguments: &[&'v str]) -> Option<&'v str> {
    let (index, forms) = place.split_once(':').unwrap_or((place, ""));
    let argument = *arguments.get(index.parse::<usize>().ok()?)?;
    Some(match forms.split_once('|') {
        None => argument,
        Some((one, _)) if argument == "1" => one,
        Some((_, many)) => many,
    })
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
        let expected = Said::new("mistake.no-language").with("fr");
        assert_eq!(error, expected.with("zh, zh-Hant, en"));
    }

    #[test]
    fn places_are_filled_once_and_numbers_agree() {
        let check = |sentence: &str, arguments: &[&str], filled: &str| {
            assert_eq!(fill(sentence, arguments), filled, "{sentence}");
        };
        check("{0} of {1}", &["3", "9"], "3 of 9");
        check("{0} {0:hit|hits}", &["1"], "1 hit");
        check("{0} {0:hit|hits}", &["21"], "21 hits");
        check("{0:it has|they have} changed", &["0"], "they have changed");
        // What is filled in is not a sentence itself.
        check("{0}: {1}", &["{1}", "x"], "{1}: x");
        check("{} {2} {a:b|c} {", &["1"], "{} {2} {a:b|c} {");
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
