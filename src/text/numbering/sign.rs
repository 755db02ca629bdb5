//! The signs of a tradition, ready to be looked for: how much a text looks like one of it.

use memchr::memmem::Finder;

use super::Tradition;

/// The words that tell the texts of a tradition. Searchers are made once: every text is asked for
/// each word of each tradition.
#[derive(Debug)]
pub(super) struct Signs {
    /// Of these a text of the tradition has one at least.
    needs: Vec<Finder<'static>>,
    /// Each with its weight.
    signs: Vec<(Finder<'static>, u32)>,
}

impl Signs {
    pub(super) fn new(tradition: &Tradition) -> Self {
        let signs = tradition.signs.iter();
        Self {
            needs: tradition.needs.iter().map(Finder::new).collect(),
            signs: signs
                .map(|(sign, weight)| (Finder::new(sign), *weight))
                .collect(),
        }
    }

    /// How much a text looks like one of the tradition.
    pub(super) fn weight(&self, text: &str) -> u32 {
        let has = |word: &Finder<'_>| word.find(text.as_bytes()).is_some();
        if !self.needs.is_empty() && !self.needs.iter().any(has) {
            return 0;
        }
        let found = self.signs.iter().filter(|(sign, _)| has(sign));
        found.map(|(_, weight)| weight).sum()
    }
}
