//! Reads a number with the name of its unit: 第三条之二, 第 1-1 條, 제6조의3, Điều 5, 附录A, 卷三.

use super::sequence;
use super::{Insertion, Level, Numbering, Opening, Unit};
use crate::text::fold::fold_char;
use crate::text::numeral;

/// White space that may stand inside a marker.
pub(super) const BLANKS: [char; 3] = [' ', '\u{3000}', '\u{a0}'];

/// A number with its unit, as it stands in a text.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The row of the table.
    pub unit: &'static Unit,
    /// The number; 0 for an annex without one.
    pub number: u32,
    /// What was inserted behind it.
    pub insertion: Insertion,
    /// Length in bytes.
    pub length: usize,
}

impl Numbering {
    /// The named unit that a line opens with, if its unit heads clauses. What may follow is for the
    /// caller to judge.
    pub fn heading(&self, text: &str) -> Option<Named> {
        let mut openings = self.openings(text.chars().next()?).iter();
        openings.find_map(|opening| headed(text, after(text, opening.word)?, opening))
    }
}

/// The unit behind an opening that ends where `rest` starts.
fn headed(text: &str, rest: &str, opening: &Opening) -> Option<Named> {
    if let Some(unit) = opening.unit {
        return if unit.level.is_attached() && !is_latin(opening.word) {
            attached(text, rest, unit)
        } else if is_latin(opening.word) {
            western(text, rest, unit)
        } else {
            volume(text, rest, unit)
        };
    }
    // 第 1-1 條: the insertion may stand before the unit or behind it.
    let digits = rest.trim_start_matches(BLANKS);
    let (number, length, _) = numeral::leading(digits)?;
    let (insertion, behind) = Insertion::NONE.read_inside(digits.get(length..)?);
    let named = behind.trim_start_matches(BLANKS);
    let first = named.chars().next();
    let mut words = opening.behind.iter();
    let (word, unit) =
        words.find(|(word, _)| word.chars().next() == first && named.starts_with(word))?;
    // Only articles have insertions inside; 第三章の二 has one behind.
    if unit.level != Level::Article && !insertion.is_none() {
        return None;
    }
    let (insertion, behind) = insertion.read(named.get(word.len()..)?);
    Some(Named {
        unit,
        number,
        insertion,
        length: text.len() - behind.len(),
    })
}

/// Part II, Chapter 3, Section 2A, Schedule 1, Annex B, Điều 2: a blank and a number follow.
fn western(text: &str, rest: &str, unit: &'static Unit) -> Option<Named> {
    let digits = rest.trim_start_matches(BLANKS);
    if digits.len() == rest.len() {
        return None;
    }
    let arabic = numeral::leading(digits).filter(|(_, _, arabic)| *arabic);
    let counted = arabic.map(|(number, length, _)| (number, length));
    let (number, length) = match counted.or_else(|| sequence::spelled(digits)) {
        Some(found) => found,
        None => {
            let length = digits.bytes().take_while(u8::is_ascii_uppercase).count();
            let capitals = digits.get(..length)?.to_ascii_lowercase();
            let letter = || sequence::letter(&capitals).filter(|_| unit.level.is_attached());
            (sequence::roman(&capitals).or_else(letter)?, length)
        }
    };
    let rest = digits.get(length..)?;
    let (insertion, rest) = Insertion::NONE.read_inside(rest);
    (number > 0).then_some(Named {
        unit,
        number,
        insertion,
        length: text.len() - rest.len(),
    })
}

/// 附件一, 附录A, 别表第一, or without a number: 附录.
fn attached(text: &str, rest: &str, unit: &'static Unit) -> Option<Named> {
    let digits = rest.trim_start_matches(BLANKS);
    let digits = digits.strip_prefix('第').unwrap_or(digits);
    let capital = digits.bytes().next().filter(u8::is_ascii_uppercase);
    let (number, rest) = match (numeral::leading(digits), capital) {
        (Some((number, length, _)), _) => (number, digits.get(length..)?),
        (None, Some(letter)) => (u32::from(letter - b'A') + 1, digits.get(1..)?),
        (None, None) => (0, rest),
    };
    Some(Named {
        unit,
        number,
        insertion: Insertion::NONE,
        length: text.len() - rest.len(),
    })
}

/// 卷一, 卷第二, 卷之三, 卷上
fn volume(text: &str, rest: &str, unit: &'static Unit) -> Option<Named> {
    let digits = rest.strip_prefix(['第', '之']).unwrap_or(rest);
    let first = digits.chars().next()?;
    let (number, length) = match sequence::place("上中下", first) {
        Some(half) => (half, first.len_utf8()),
        None => numeral::leading(digits).map(|(number, length, _)| (number, length))?,
    };
    Some(Named {
        unit,
        number,
        insertion: Insertion::NONE,
        length: text.len() - digits.len() + length,
    })
}

/// The text behind a word of the table. Characters of hanzi may be spaced: 附 录.
pub(super) fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut rest = text;
    for (index, c) in word.chars().enumerate() {
        if index > 0 && c >= '\u{2e80}' {
            rest = rest.trim_start_matches(BLANKS);
        }
        let next = rest.chars().next().filter(|own| fold_char(*own) == c)?;
        rest = rest.get(next.len_utf8()..)?;
    }
    Some(rest)
}

pub(super) fn is_latin(word: &str) -> bool {
    word.starts_with(|c: char| c < '\u{2e80}' && c.is_alphabetic() && !is_jamo(c))
}

fn is_jamo(c: char) -> bool {
    ('\u{1100}'..='\u{11ff}').contains(&c)
}
