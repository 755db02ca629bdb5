//! Fuzzy matching of titles and clauses: fuzzy-matcher behind one function; several terms, folded, with the matched characters.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::text::fold::fold_loosely;

/// A text that a query is matched against, folded once.
#[derive(Clone, Debug, Default)]
pub struct Key {
    folded: String,
    characters: usize,
}

impl Key {
    /// Folds a text; the indices of matches are those of its characters.
    pub fn new(text: &str) -> Self {
        let folded: String = text.chars().map(fold_loosely).collect();
        let characters = folded.chars().count();
        Self { folded, characters }
    }
}

/// A query: terms between white space, each of which must match.
pub struct Fuzzy {
    terms: Vec<String>,
    matcher: SkimMatcherV2,
}

/// How well a text matched, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// Greater is better.
    pub score: i64,
    /// Indices of the matched characters, ascending.
    pub characters: Vec<usize>,
}

impl Fuzzy {
    /// Reads a query; one without terms matches everything.
    pub fn new(query: &str) -> Self {
        Self {
            terms: query
                .split_whitespace()
                .map(|term| term.chars().map(fold_loosely).collect())
                .collect(),
            // Both sides are folded already.
            matcher: SkimMatcherV2::default().respect_case(),
        }
    }

    /// Matches one text. A contiguous term, one at the start or after an opening mark, and a short text weigh more: skim's
    /// own bonuses are for camel case and paths, and say nothing of hanzi.
    pub fn score(&self, key: &Key) -> Option<Match> {
        let mut total = Match::default();
        for term in &self.terms {
            if let Some(at) = key.folded.find(term.as_str()) {
                let (before, _) = key.folded.split_at(at);
                let first = before.chars().count();
                let length = term.chars().count();
                total.score += 16 * length as i64 + 60;
                if before
                    .chars()
                    .next_back()
                    .is_none_or(|c| "（《“、：·( ".contains(c))
                {
                    total.score += 20;
                }
                total.characters.extend(first..first + length);
            } else {
                let (score, characters) = self.matcher.fuzzy_indices(&key.folded, term)?;
                total.score += score;
                total.characters.extend(characters);
            }
        }
        total.score -= key.characters as i64 / 4;
        total.characters.sort_unstable();
        total.characters.dedup();
        Some(total)
    }

    /// Whether the query asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The keys that match, best first, equals in their given order; at most `limit`.
    pub fn rank<'k>(
        &self,
        keys: impl Iterator<Item = &'k Key>,
        limit: usize,
    ) -> Vec<(usize, Match)> {
        let mut ranked: Vec<_> = keys
            .enumerate()
            .filter_map(|(index, key)| self.score(key).map(|m| (index, m)))
            .collect();
        if !self.is_empty() {
            ranked.sort_by_key(|(index, m)| (std::cmp::Reverse(m.score), *index));
        }
        ranked.truncate(limit);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, text: &str, expected: Option<&[usize]>) {
        let found = Fuzzy::new(query).score(&Key::new(text));
        assert_eq!(
            found.as_ref().map(|m| m.characters.as_slice()),
            expected,
            "{query} in {text}"
        );
    }

    #[test]
    fn every_term_must_match_and_the_matched_characters_are_those_of_the_text() {
        check("手工 1955", "1955年手工业指示", Some(&[0, 1, 2, 3, 5, 6]));
        check("手业", "手工业", Some(&[0, 2]));
        check("商业", "手工业", None);
        check("手工\u{3000}商业", "手工业", None);
        check("", "手工业", Some(&[]));
    }

    #[test]
    fn a_contiguous_match_comes_before_a_scattered_one_and_short_before_long() {
        let keys = ["手里的工作", "关于手工业的长长的长长的题目", "手工业"].map(Key::new);
        let order: Vec<_> = Fuzzy::new("手工")
            .rank(keys.iter(), 9)
            .into_iter()
            .map(|(i, _)| i)
            .collect();
        assert_eq!(order, [2, 1, 0]);
    }
}
