//! Approximate string matching: Myers's bit-parallel algorithm (J. ACM 46, 1999, 395–415). A column
//! of the table is stored in blocks of 64 rows, with carries between blocks as in Hyyrö (2003).

use std::collections::HashMap;

/// A pattern, preprocessed for matching.
#[derive(Debug)]
pub struct Pattern {
    length: usize,
    blocks: usize,
    /// For each character of the pattern a bit mask of its rows, in `blocks` words. The first
    /// `blocks` words are the mask of all other characters.
    rows: Vec<u64>,
    /// Index of a character's mask in `rows`: a table for the Basic Multilingual Plane, a map for
    /// other characters. 0 for characters that are not in the pattern.
    basic: Vec<u16>,
    others: HashMap<char, u16>,
}

/// The end of a match, and its number of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// One past the last character of the text in the match.
    pub at: usize,
    /// Number of insertions, deletions and substitutions.
    pub errors: usize,
}

const WORD: usize = 64;

impl Pattern {
    /// Preprocesses a pattern; `None` if it is empty or has more than 65,535 different characters.
    pub fn new(pattern: &[char]) -> Option<Self> {
        let blocks = pattern.len().div_ceil(WORD);
        if blocks == 0 {
            return None;
        }
        let mut rows = vec![0; blocks];
        let mut basic = vec![0_u16; 1 << 16];
        let mut others = HashMap::new();
        let mut known = 0_u16;
        for (row, &c) in pattern.iter().enumerate() {
            let place = match basic.get_mut(c as usize) {
                Some(place) => place,
                None => others.entry(c).or_insert(0),
            };
            if *place == 0 {
                known = known.checked_add(1)?;
                *place = known;
                rows.resize(rows.len() + blocks, 0);
            }
            if let Some(word) = rows.get_mut(usize::from(*place) * blocks + row / WORD) {
                *word |= 1 << (row % WORD);
            }
        }
        Some(Self {
            length: pattern.len(),
            blocks,
            rows,
            basic,
            others,
        })
    }

    /// The rows of the pattern that contain a character, block by block.
    fn rows(&self, c: char) -> &[u64] {
        let place = match self.basic.get(c as usize) {
            Some(place) => usize::from(*place),
            None => usize::from(self.others.get(&c).copied().unwrap_or(0)),
        };
        let start = place * self.blocks;
        self.rows.get(start..start + self.blocks).unwrap_or(&[])
    }

    /// Visits every end of a match with at most `most` errors, wherever it starts.
    pub fn ends(&self, text: &[char], most: usize, mut visit: impl FnMut(End)) {
        let mut columns = vec![(u64::MAX, 0_u64); self.blocks];
        let last = 1_u64 << ((self.length - 1) % WORD);
        let mut errors = self.length;
        for (index, &c) in text.iter().enumerate() {
            // The first row is always 0, because a match may start anywhere.
            let (mut carry_up, mut carry_down) = (0_u64, 0_u64);
            let mut step = 0_i8;
            for ((positive, negative), &equal) in columns.iter_mut().zip(self.rows(c)) {
                let (p, n) = (*positive, *negative);
                let vertical = equal | n;
                let equal = equal | carry_down;
                let horizontal = (((equal & p).wrapping_add(p)) ^ p) | equal;
                let up = n | !(horizontal | p);
                let down = p & horizontal;
                // Only the last row of the last block counts; values of earlier blocks are
                // overwritten.
                step = i8::from(up & last != 0) - i8::from(down & last != 0);
                let (next_up, next_down) = (up >> (WORD - 1), down >> (WORD - 1));
                let (up, down) = ((up << 1) | carry_up, (down << 1) | carry_down);
                *positive = down | !(vertical | up);
                *negative = up & vertical;
                (carry_up, carry_down) = (next_up, next_down);
            }
            errors = errors.wrapping_add_signed(isize::from(step));
            if errors <= most {
                visit(End {
                    at: index + 1,
                    errors,
                });
            }
        }
    }
}

/// The fewest errors with which `pattern` matches a prefix of `text`.
pub fn prefix(pattern: &[char], text: &[char]) -> usize {
    let row = table(pattern, text, false);
    row.into_iter().min().unwrap_or(pattern.len())
}

/// The last row of the edit-distance table: the errors of `pattern` against each prefix of `text`.
/// With `anywhere`, a match may start anywhere.
pub fn table(pattern: &[char], text: &[char], anywhere: bool) -> Vec<usize> {
    let first = |column: usize| if anywhere { 0 } else { column };
    let mut row: Vec<usize> = (0..=text.len()).map(first).collect();
    for (index, p) in pattern.iter().enumerate() {
        let mut above_left = index;
        let mut left = index + 1;
        if let Some(own) = row.first_mut() {
            *own = left;
        }
        for (own, t) in row.iter_mut().skip(1).zip(text) {
            let above = *own;
            left = (above_left + usize::from(p != t))
                .min(above + 1)
                .min(left + 1);
            above_left = above;
            *own = left;
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_bits_are_the_table(
            pattern in proptest::collection::vec(proptest::sample::select(vec!['一', '二', '三', '𠀀']), 1..200),
            text in proptest::collection::vec(proptest::sample::select(vec!['一', '二', '三', '𠀀', '四']), 0..300),
            most in 0_usize..200,
        ) {
            let mut found = Vec::new();
            Pattern::new(&pattern).unwrap().ends(&text, most, |end| found.push(end));
            let row = table(&pattern, &text, true);
            let expected: Vec<End> = row.into_iter().enumerate().skip(1).filter(|(_, errors)| *errors <= most)
                .map(|(at, errors)| End { at, errors }).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_beginning_is_compared_as_far_as_the_pattern_goes() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(prefix(&chars("手工业"), &chars("手功业合作社")), 1);
        assert_eq!(prefix(&chars("手工业"), &chars("手业合作社")), 1);
        assert_eq!(prefix(&chars("手工业"), &chars("手")), 2);
    }
}
