//! Shingles: how much two whole texts have in common, by the runs of characters in them.

use crate::text::fold::fold_loosely;

/// The runs of characters of a text, hashed, ascending, each once.
#[derive(Clone, Debug, Default)]
pub struct Shingles(Vec<u64>);

/// Characters of a run: most runs of five are in one passage of a language only.
const LENGTH: usize = 5;

/// Likeness below which two files of one work and one date are parts of it, not copies: the books
/// of a code.
const PARTS: f64 = 0.2;

impl Shingles {
    /// The runs of a text, without regard to blanks, punctuation and script.
    pub fn of(text: &str) -> Self {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        let letters: Vec<char> = letters.map(fold_loosely).collect();
        let hash = |run: &[char]| {
            run.iter().fold(0_u64, |hash, c| {
                (hash.rotate_left(23) ^ u64::from(*c)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            })
        };
        let mut runs: Vec<u64> = letters.windows(LENGTH).map(hash).collect();
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    /// The share of runs that both have, of those that either has (Jaccard 1901): from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        let mut others = other.0.iter().peekable();
        let is_there = |run: &&u64| {
            while others.next_if(|own| own < run).is_some() {}
            others.next_if_eq(run).is_some()
        };
        let common = self.0.iter().filter(is_there).count();
        let all = self.0.len() + other.0.len() - common;
        common as f64 / all.max(1) as f64
    }

    /// Whether the two are parts of something, if they have one title and one date.
    pub fn is_other_part(&self, other: &Self) -> bool {
        self.likeness(other) < PARTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_alike_and_parts_are_not() {
        let text = "渡船每日开行六班，遇大雾停航，由船长决定。过渡者按人交付船资。";
        let copy = "渡船每日開行六班，遇大霧停航，由船長決定。\n過渡者按人交付船資。";
        let part = "夜间渡河须悬灯两盏，一在船头，一在船尾。";
        let of = |text| Shingles::of(text);
        assert!((of(text).likeness(&of(copy)) - 1.0).abs() < 1e-9);
        assert!(of(text).is_other_part(&of(part)));
        assert!(!of(text).is_other_part(&of(text.get(..60).unwrap())));
        assert!(of("").is_other_part(&of("")));
    }
}
