//! Fuzzy matching of titles and clauses: fuzzy-matcher behind a prefilter. A query has several
//! terms, folded, typed in characters or in pinyin.

mod align;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::query::Keywords;
use crate::text::Span;
use crate::text::fold::{fold, fold_char, units};
use crate::text::pinyin::readings;
use align::align;

/// A summary of a text in 12 bytes, for rejecting almost all texts that cannot match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// A bit for each folded character; characters share bits.
    characters: u64,
    /// A bit for each letter that occurs, or that a reading of one of the characters starts with.
    initials: u32,
}

impl Key {
    /// Computes the key of a text.
    pub fn new(text: &str) -> Self {
        let mut key = Self::default();
        for c in fold(text).chars() {
            key.characters |= character_bit(c);
            key.initials |= initial_bit(c);
            for reading in readings(c) {
                key.initials |= reading.chars().next().map_or(0, initial_bit);
            }
        }
        key
    }

    fn covers(self, needed: Self) -> bool {
        self.characters & needed.characters == needed.characters
            && self.initials & needed.initials == needed.initials
    }
}

fn character_bit(c: char) -> u64 {
    // Fibonacci hashing: the upper bits of the product are well mixed.
    1 << (u32::from(c).wrapping_mul(0x9e37_79b9) >> 26)
}

fn initial_bit(c: char) -> u32 {
    match c {
        'a'..='z' => 1 << (u32::from(c) - u32::from('a')),
        _ => 0,
    }
}

/// How a text was matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// As written, ignoring case and width.
    #[default]
    Writing,
    /// As written in another form: traditional, simplified, a variant.
    Variant,
    /// By its reading in pinyin.
    Reading,
}

/// What a point counts in a score, so that each character of a text that is longer tells: it takes
/// a quarter of a point away.
const POINT: i64 = 4;

/// Quality and position of a match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// Score, in quarters of a point; greater is better.
    pub score: i64,
    /// Indices of the matched characters, ascending.
    pub characters: Vec<usize>,
    /// The loosest comparison that the match needed.
    pub by: By,
}

impl Match {
    /// Its points.
    pub fn points(&self) -> f64 {
        self.score as f64 / POINT as f64
    }
}

/// A term of a query, with the key that a matching text must cover.
struct Term {
    characters: Vec<char>,
    text: String,
    needed: Key,
    /// Whether it may be typed in pinyin.
    has_letters: bool,
}

/// The terms of a query, ready for matching.
pub struct Fuzzy {
    terms: Vec<Term>,
    typed: String,
    matcher: SkimMatcherV2,
}

impl Fuzzy {
    /// Prepares a query; its filters are ignored.
    pub fn new(query: &Keywords) -> Self {
        let term = |characters: &Vec<char>| Term {
            text: characters.iter().collect(),
            needed: needed(characters),
            has_letters: characters.iter().any(char::is_ascii_lowercase),
            characters: characters.clone(),
        };
        Self {
            terms: query.terms.iter().map(term).collect(),
            typed: String::new(),
            // Both sides are folded already.
            matcher: SkimMatcherV2::default().respect_case(),
        }
    }

    /// Like [`Self::new`], but remembers the query as typed, so that a match can tell whether it
    /// was written in another form.
    pub fn typed(query: &str) -> Self {
        Self {
            typed: query.to_owned(),
            ..Self::new(&Keywords::parse(query))
        }
    }

    /// Whether a text with this key may match; if not, it does not.
    pub fn may_match(&self, key: Key) -> bool {
        self.terms.iter().all(|term| key.covers(term.needed))
    }

    /// The indices of the texts that match, best first, ties in the given order. All of them, in
    /// that order, if there are no terms.
    pub fn rank<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<usize> {
        let mut scratch = Scratch::default();
        let mut ranked: Vec<(i64, usize)> = texts
            .enumerate()
            .filter_map(|(index, text)| Some((self.score(text, &mut scratch)?, index)))
            .collect();
        ranked.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
        ranked.into_iter().map(|(_, index)| index).collect()
    }

    /// Score of a text, or `None` if it does not match. Contiguous terms, terms at the start or
    /// after an opening mark, and short texts score higher: skim's own bonuses are for camel case
    /// and paths, and do not apply to hanzi. Matches by reading score slightly lower.
    pub fn score(&self, text: &str, scratch: &mut Scratch) -> Option<i64> {
        self.matched(text, scratch, None)
    }

    /// Score and position of a match, or `None` if the text does not match.
    pub fn find(&self, text: &str) -> Option<Match> {
        let mut scratch = Scratch::default();
        let mut found = Match::default();
        found.score = self.matched(text, &mut scratch, Some(&mut found))?;
        found.characters = scratch.written(text, &found.characters);
        if found.by == By::Writing && self.is_another_writing(text, &found.characters) {
            found.by = By::Variant;
        }
        Some(found)
    }

    fn matched(
        &self,
        text: &str,
        scratch: &mut Scratch,
        mut found: Option<&mut Match>,
    ) -> Option<i64> {
        if self.terms.is_empty() {
            return Some(0);
        }
        scratch.take(text);
        let mut total = 0;
        for term in &self.terms {
            let written = scratch.folded.find(&term.text).map(|at| {
                let before = scratch.folded.get(..at).unwrap_or("");
                before.chars().count()
            });
            if let Some(first) = written {
                total += scratch.contiguous(first, term.characters.len());
                if let Some(found) = &mut found {
                    found
                        .characters
                        .extend(first..first + term.characters.len());
                }
                continue;
            }
            if !term.has_letters {
                total += self.skim(&scratch.folded, &term.text, &mut found)?;
                continue;
            }
            // Translate the reading into characters of the text, and match those as if they had
            // been typed.
            align(&term.characters, &scratch.characters, &mut scratch.aligned)?;
            let aligned = &scratch.aligned;
            let is_run = aligned.windows(2).all(|pair| pair[1] == pair[0] + 1);
            let is_read = aligned.len() != term.characters.len()
                || aligned
                    .iter()
                    .zip(&term.characters)
                    .any(|(at, c)| scratch.characters.get(*at) != Some(c));
            total += match aligned.first() {
                Some(&first) if is_run => {
                    if let Some(found) = &mut found {
                        found.characters.extend(aligned);
                    }
                    scratch.contiguous(first, aligned.len())
                }
                _ => {
                    let meant: String = aligned
                        .iter()
                        .filter_map(|at| scratch.characters.get(*at))
                        .collect();
                    self.skim(&scratch.folded, &meant, &mut found)?
                }
            };
            if is_read {
                total -= 8;
                if let Some(found) = &mut found {
                    found.by = By::Reading;
                }
            }
        }
        Some(POINT * total - scratch.characters.len() as i64)
    }

    fn skim(&self, text: &str, term: &str, found: &mut Option<&mut Match>) -> Option<i64> {
        let Some(found) = found else {
            return self.matcher.fuzzy_match(text, term);
        };
        let (score, characters) = self.matcher.fuzzy_indices(text, term)?;
        found.characters.extend(characters);
        Some(score)
    }

    /// Whether a matched character does not occur in the typed query, ignoring case and width.
    fn is_another_writing(&self, text: &str, matched: &[usize]) -> bool {
        let mut matched = matched.iter().peekable();
        text.chars().enumerate().any(|(index, c)| {
            if matched.next_if(|at| **at == index).is_none() {
                return false;
            }
            let c = fold_char(c);
            !self.typed.chars().any(|typed| fold_char(typed) == c)
        })
    }
}

/// The indices of the texts that match `typed`, as [`Fuzzy::rank`].
pub fn rank<'t>(texts: impl Iterator<Item = &'t str>, typed: &str) -> Vec<usize> {
    Fuzzy::typed(typed).rank(texts)
}

/// The key that a text must cover to match a term: its characters, and those letters that must
/// start a syllable.
fn needed(term: &[char]) -> Key {
    let mut needed = Key::default();
    let mut before = None;
    for &c in term {
        let is_letter = c.is_ascii_lowercase();
        if !is_letter {
            needed.characters |= character_bit(c);
        } else if begins_syllable(c, before) {
            needed.initials |= initial_bit(c);
        }
        before = is_letter.then_some(c);
    }
    needed
}

/// Whether a letter must start a syllable, given the letter before it. Only vowels, `n`, `ng`, `r`
/// after `e`, and the `h` of `zh`, `ch` and `sh` occur later in one.
fn begins_syllable(c: char, before: Option<char>) -> bool {
    let Some(before) = before else { return true };
    match c {
        'a' | 'e' | 'i' | 'o' | 'u' | 'v' => false,
        'n' => !"aeiouv".contains(before),
        'g' => before != 'n',
        'r' => before != 'e',
        'h' => !"zcs".contains(before),
        _ => true,
    }
}

/// Buffers for matching, reused between texts.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    folded: String,
    characters: Vec<char>,
    /// What each character was folded from.
    sources: Vec<Span>,
    /// Whether it opens a text, or follows an opening mark or a blank.
    openings: Vec<bool>,
    aligned: Vec<usize>,
}

impl Scratch {
    fn take(&mut self, text: &str) {
        self.characters.clear();
        self.sources.clear();
        self.openings.clear();
        self.folded.clear();
        let mut opens = true;
        units(text, |unit, folded| {
            for c in folded.chars() {
                self.characters.push(c);
                self.sources.push(unit);
                self.openings.push(std::mem::take(&mut opens));
            }
            let last = unit.of(text).chars().next_back();
            opens |= last.is_some_and(|c| "(（《“「、:：· \u{3000}".contains(c));
            self.folded.push_str(folded);
        });
    }

    /// The indices of the characters of a text that the folded ones at these indices stand for,
    /// ascending.
    fn written(&self, text: &str, folded: &[usize]) -> Vec<usize> {
        let mut sources: Vec<Span> = folded
            .iter()
            .filter_map(|at| self.sources.get(*at).copied())
            .collect();
        sources.sort_unstable();
        let mut sources = sources.iter().peekable();
        let mut written = Vec::new();
        for (index, (at, _)) in text.char_indices().enumerate() {
            while sources.next_if(|source| source.end <= at).is_some() {}
            if sources.peek().is_some_and(|source| source.contains(at)) {
                written.push(index);
            }
        }
        written
    }

    /// Score of a contiguous match of `length` characters from index `first`.
    fn contiguous(&self, first: usize, length: usize) -> i64 {
        let is_start = self.openings.get(first).is_none_or(|opens| *opens);
        16 * length as i64 + 60 + if is_start { 20 } else { 0 }
    }
}

#[cfg(test)]
mod tests;
