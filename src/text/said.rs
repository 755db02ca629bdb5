//! What is to be said to a person, in whatever language: a sentence of the locales by its key, and
//! what fills its gaps. Floors that know no language say so why something failed.

use std::borrow::Cow;
use std::fmt;

/// What is to be said. A locale turns it into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Words that are the same in all languages: a name, a number, what another program says.
    Words(String),
    /// The sentence of a key, and what fills its gaps.
    Sentence(Cow<'static, str>, Vec<Said>),
}

/// What stands before the key and each gap where a sentence passes as text.
const MARK: char = '\u{1f}';

impl Said {
    /// The sentence with this key.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self::Sentence(key.into(), Vec::new())
    }

    /// Fills the next gap with words.
    #[must_use]
    pub fn with(self, words: impl ToString) -> Self {
        self.with_said(Self::Words(words.to_string()))
    }

    /// Fills the next gap with what is said itself.
    #[must_use]
    pub fn with_said(mut self, said: Self) -> Self {
        if let Self::Sentence(_, gaps) = &mut self {
            gaps.push(said);
        }
        self
    }

    /// Reads back what passed as text through a layer that carries nothing else, such as the errors
    /// of serde; other text is words.
    pub fn of_text(text: &str) -> Self {
        let Some(sentence) = text.strip_prefix(MARK) else {
            return Self::Words(text.to_owned());
        };
        let mut parts = sentence.split(MARK).map(str::to_owned);
        let key = parts.next().unwrap_or_default();
        Self::Sentence(key.into(), parts.map(Self::Words).collect())
    }
}

/// As text that [`Said::of_text`] reads: gaps are words.
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::Sentence(key, gaps) => {
                write!(f, "{MARK}{key}")?;
                gaps.iter().try_for_each(|gap| write!(f, "{MARK}{gap}"))
            }
        }
    }
}

/// So that it can be the reason of an error of the system's kind.
impl std::error::Error for Said {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_as_text_is_read_back() {
        for said in [
            Said::Words("as it is".to_owned()),
            Said::new("a.key"),
            Said::new("a.key").with("甲").with(""),
        ] {
            assert_eq!(Said::of_text(&said.to_string()), said);
        }
    }
}
