//! How much a text looks like one of a tradition, by the words that tell its texts.

use memchr::memmem;

use super::Tradition;
use crate::text::sieve::Sieve;

/// The beginning of a text, ready to be asked for many words, few of which stand in it.
pub(super) struct Sample<'t> {
    text: &'t str,
    /// Its characters: a word of which one is missing need not be looked for.
    characters: Sieve,
}

impl<'t> Sample<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            characters: Sieve::of(text),
        }
    }

    fn has(&self, word: &str) -> bool {
        word.chars().all(|c| self.characters.holds(c))
            && memmem::find(self.text.as_bytes(), word.as_bytes()).is_some()
    }

    /// How much it looks like a text of a tradition.
    pub fn weight(&self, tradition: &Tradition) -> u32 {
        let needs = tradition.needs;
        if !needs.is_empty() && !needs.iter().any(|word| self.has(word)) {
            return 0;
        }
        let found = tradition.signs.iter().filter(|(sign, _)| self.has(sign));
        found.map(|(_, weight)| weight).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_in_a_text_as_a_whole() {
        let sample = Sample::new("第一條　甲方");
        assert!(sample.has("一條"));
        assert!(!sample.has("條一") && !sample.has("一款"));
    }
}
