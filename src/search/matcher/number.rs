//! Numbers and dates in a query, which are found in whatever form they are written: 第15条 as
//! 第十五条, 1955.3.10 as 民國四十四年三月十日.

use std::sync::LazyLock;

use crate::document::{PartialDate, date};
use crate::search::folding::Folding;
use crate::text::Span;
use crate::text::fold::fold;
use crate::text::numbering::Numbering;
use crate::text::numeral;

/// A number or a date that may be written in other forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// The number of a clause, or of what was inserted behind one.
    Count(u32),
    /// A date.
    Date(PartialDate),
}

/// The longest printed date, in characters.
const LONGEST: usize = 28;

/// The words that stand before the numbers of clauses, folded: 第, 附件, điều.
static BEFORE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let traditions = Numbering::standard().traditions().iter();
    let units = traditions.flat_map(|tradition| tradition.units);
    folded(units.flat_map(|unit| unit.before.iter().copied()))
});

/// The words between the numbers of clauses and those that were inserted later: 之, の, 의.
static INSERTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let traditions = Numbering::standard().traditions().iter();
    folded(traditions.map(|tradition| tradition.inserts))
});

fn folded(words: impl Iterator<Item = &'static str>) -> Vec<String> {
    let mut folded: Vec<String> = words.map(fold).filter(|word| !word.is_empty()).collect();
    folded.sort_unstable();
    folded.dedup();
    folded
}

/// Calls `visit` with the numbers in some words and their places. A number without a word of
/// counting before it is none: who looks for 5 does not want each 五.
pub(super) fn each(words: &str, visit: &mut dyn FnMut(Span, Number)) {
    let mut at = 0;
    // Where the last number of a clause ends.
    let mut last = None;
    while let Some(c) = words.get(at..).and_then(|rest| rest.chars().next()) {
        let (before, rest) = words.split_at(at);
        let is_within = before.ends_with(numeral::is_digit);
        let dated = date::exact(rest).filter(|_| !is_within);
        if let Some((date, length)) = dated {
            visit(Span::new(at, at + length), Number::Date(date));
            at += length;
            continue;
        }
        let counted = numeral::leading(rest).filter(|_| !is_within && is_counted(before, last));
        if let Some((count, length, _)) = counted {
            visit(Span::new(at, at + length), Number::Count(count));
            at += length;
            last = Some(at);
            continue;
        }
        at += c.len_utf8();
    }
}

/// Whether a number behind some words is that of a clause; `last` is where one ended before.
fn is_counted(before: &str, last: Option<usize>) -> bool {
    let ends_in = |words: &[String]| {
        let folded = fold(before);
        words.iter().any(|word| folded.ends_with(&**word))
    };
    // 第十五条之一, 第15之1條: no word of counting is longer than two.
    let is_inserted = last.is_some_and(|last| {
        let between = before.get(last..).unwrap_or("");
        between.chars().count() <= 3 && ends_in(&INSERTS)
    });
    is_inserted || ends_in(&BEFORE)
}

impl Number {
    /// What is passed over where it is written in another form.
    pub fn folding(self) -> Folding {
        match self {
            Self::Count(_) => Folding::Number,
            Self::Date(_) => Folding::Date,
        }
    }

    /// Length of the number at the start of a text, if it is this one; `before` is what stands
    /// before it.
    pub fn length(self, before: &str, text: &str) -> Option<usize> {
        let first = text.chars().next()?;
        let may_be = numeral::is_digit(first) || matches!(self, Self::Date(_));
        if !may_be || before.ends_with(numeral::is_digit) {
            return None;
        }
        match self {
            Self::Count(count) => {
                let (found, length, _) = numeral::leading(text)?;
                (found == count).then_some(length)
            }
            Self::Date(date) => {
                let (found, length) = date::exact(text)?;
                if found == date {
                    return Some(length);
                }
                // 1955年3月 in 1955年3月10日.
                let is_part = found.year == date.year
                    && (date.month.is_none() || found.month == date.month)
                    && date.day.is_none();
                let text = text.get(..length).filter(|_| is_part)?;
                let ends = text.char_indices().map(|(end, _)| end).take(LONGEST);
                let mut ends = ends.filter(|end| *end > 0);
                ends.find(|end| {
                    let part = text.get(..*end).and_then(date::exact);
                    part == Some((date, *end))
                })
            }
        }
    }
}
