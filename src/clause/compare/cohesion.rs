//! Cohesion: which neighbouring characters make a word. No dictionary says it but the two texts
//! themselves, by how often they have the two together.

use foldhash::HashMap;

use super::token::{Class, Token};

/// How often characters, and pairs of neighbours, are in both texts.
#[derive(Debug, Default)]
pub(super) struct Cohesion {
    single: HashMap<u32, u32>,
    pairs: HashMap<(u32, u32), u32>,
}

impl Cohesion {
    /// Counts the characters of two texts.
    pub fn of(old: &[Token], new: &[Token]) -> Self {
        let mut cohesion = Self::default();
        for tokens in [old, new] {
            for token in tokens.iter().filter(|token| token.class == Class::Word) {
                *cohesion.single.entry(token.key).or_default() += 1;
            }
            for pair in tokens.windows(2) {
                if let [first, second] = pair
                    && first.class == Class::Word
                    && second.class == Class::Word
                {
                    let key = (first.key, second.key);
                    *cohesion.pairs.entry(key).or_default() += 1;
                }
            }
        }
        cohesion
    }

    /// Whether two neighbours make a word: of all places where either is, one in four, by the
    /// geometric mean, has both.
    pub fn binds(&self, first: &Token, second: &Token) -> bool {
        const FEWEST: u64 = 3;
        let together = self.pairs.get(&(first.key, second.key)).copied();
        let together = u64::from(together.unwrap_or(0));
        let alone = |token: &Token| u64::from(self.single.get(&token.key).copied().unwrap_or(0));
        let is_word = first.class == Class::Word && second.class == Class::Word;
        is_word && together >= FEWEST && 16 * together * together >= alone(first) * alone(second)
    }
}
