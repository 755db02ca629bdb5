//! Sentences to be said, in whatever language: a key of the locales, and what fills its gaps.

use crate::settings::Locale;

/// A sentence to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    key: &'static str,
    words: Vec<Word>,
}

/// What fills a gap of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    /// Words as they are.
    Text(String),
    /// The sentence of a key.
    Key(String),
}

impl Said {
    /// The sentence with this key.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            words: Vec::new(),
        }
    }

    /// Fills the next gap with words.
    #[must_use]
    pub fn with(mut self, words: impl ToString) -> Self {
        self.words.push(Word::Text(words.to_string()));
        self
    }

    /// Fills the next gap with another sentence, by its key.
    #[must_use]
    pub fn with_named(mut self, key: String) -> Self {
        self.words.push(Word::Key(key));
        self
    }

    /// The sentence in a language.
    pub fn in_words(&self, locale: &Locale) -> String {
        let word = |word: &Word| match word {
            Word::Text(text) => text.clone(),
            Word::Key(key) => locale.tr(key, &[]),
        };
        let words: Vec<String> = self.words.iter().map(word).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        locale.tr(self.key, &words)
    }
}
