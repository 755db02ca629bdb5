//! Automatic numbers of lists: what a level prints, and how its levels count.

use crate::text::counting::Counting;

/// Levels of a list: `OpenDocument` has ten, Word nine.
pub(super) const LEVELS: usize = 10;

/// Signs at the end of a number that are wide enough to keep it apart.
const WIDE: &str = "、，．。：；）］】〕》」』";

/// How a level of a list is numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Level {
    /// How its numbers are printed.
    pub counting: Counting,
    /// What is printed, with `%1` for the number of the first level: 第%1条. Of a bullet, its sign.
    pub template: String,
    /// The first number.
    pub start: u32,
    /// Whether all numbers in the template are Arabic, whatever their levels count with.
    pub is_legal: bool,
    /// How many levels there are whose next number makes this one begin anew: all that are above
    /// it, if nothing else is said.
    pub restart: Option<usize>,
    /// Whether white space stands between the number and the words.
    pub is_apart: bool,
}

/// The number of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    /// As it is written in front of the words, with the space between.
    pub words: String,
    /// Whether its form does not tell its level, which an indent has to show.
    pub is_indented: bool,
}

/// The numbers that the levels of a list have come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counters([Option<u32>; LEVELS]);

impl Level {
    /// A level that counts so and prints this.
    pub fn new(counting: Counting, template: String) -> Self {
        Self {
            counting,
            template,
            start: 1,
            is_legal: false,
            restart: None,
            is_apart: true,
        }
    }

    /// A level of bullets.
    pub fn bullet(sign: &str) -> Self {
        Self::new(Counting::Silent, bullet(sign).to_owned())
    }
}

/// The sign of a bullet as text has it: fonts of symbols draw others for letters and for codes of
/// private use.
fn bullet(sign: &str) -> &str {
    const ROUND: &str = "•";
    let is_of_symbols =
        |c: char| c.is_alphanumeric() || matches!(c, '·' | '§' | '\u{e000}'..='\u{f8ff}');
    let sign = sign.trim();
    if sign.is_empty() || sign.contains(is_of_symbols) {
        ROUND
    } else {
        sign
    }
}

impl Counters {
    /// Counts a paragraph of a level: on from the last, or from a number that is given.
    pub fn count<'l>(
        &mut self,
        at: usize,
        level: impl Fn(usize) -> Option<&'l Level>,
        given: Option<u32>,
    ) {
        let start = || level(at).map_or(1, |level| level.start);
        let Some(own) = self.0.get_mut(at) else {
            return;
        };
        let next = own.map_or_else(start, |last| last.saturating_add(1));
        *own = Some(given.unwrap_or(next));
        for below in at + 1..LEVELS {
            let restart = level(below).and_then(|level| level.restart);
            if at < restart.unwrap_or(below) {
                self.restart(below);
            }
        }
    }

    /// Lets a level begin anew.
    pub fn restart(&mut self, at: usize) {
        if let Some(own) = self.0.get_mut(at) {
            *own = None;
        }
    }

    /// What is printed in front of a paragraph of a level, after it was counted.
    pub fn label<'l>(
        &self,
        at: usize,
        level: impl Fn(usize) -> Option<&'l Level>,
    ) -> Option<Label> {
        let own = level(at)?;
        let mut words = String::new();
        let mut numbers = 0;
        let mut rest = own.template.chars().peekable();
        while let Some(c) = rest.next() {
            let digit = rest
                .peek()
                .filter(|_| c == '%')
                .and_then(|c| c.to_digit(10));
            let place = digit.and_then(|digit| (digit as usize).checked_sub(1));
            let Some(other) = place else {
                words.push(c);
                continue;
            };
            rest.next();
            if let Some(shown) = level(other) {
                let number = self.0.get(other).copied().flatten();
                let counting = match shown.counting {
                    Counting::Silent => Counting::Silent,
                    _ if own.is_legal => Counting::Arabic,
                    counting => counting,
                };
                words += &counting.write(number.unwrap_or(shown.start));
                numbers += 1;
            }
        }
        let words = words.trim();
        let last = words.chars().next_back()?;
        // A bare number would run into the words; a full-width sign has its space with it.
        let is_apart = last.is_alphanumeric() || own.is_apart && !WIDE.contains(last);
        let gap = if is_apart { " " } else { "" };
        Some(Label {
            words: format!("{words}{gap}"),
            is_indented: numbers == 0 || numbers == 1 && words.starts_with(|c: char| c.is_ascii()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::counting::HAN;

    /// The labels of paragraphs of these levels.
    fn labels(levels: &[Level], places: &[usize]) -> Vec<String> {
        let mut counters = Counters::default();
        let level = |at: usize| levels.get(at);
        let label = |at: &usize| {
            counters.count(*at, level, None);
            counters.label(*at, level).unwrap_or_default().words
        };
        places.iter().map(label).collect()
    }

    #[test]
    fn levels_begin_anew_below_the_next_number_above() {
        let han = |template: &str| Level::new(Counting::Units(HAN), template.into());
        let levels = [
            han("第%1章"),
            Level {
                restart: Some(0),
                ..han("第%2条")
            },
            Level {
                is_apart: false,
                ..han("（%3）")
            },
        ];
        assert_eq!(
            labels(&levels, &[0, 1, 2, 2, 1, 2, 0, 1, 2]),
            [
                "第一章 ",
                "第一条 ",
                "（一）",
                "（二）",
                "第二条 ",
                "（一）",
                "第二章 ",
                "第三条 ",
                "（一）"
            ]
        );
    }

    #[test]
    fn numbers_of_several_levels() {
        let roman = Level::new(Counting::Roman { is_capital: true }, "%1.".into());
        let inner = Level::new(Counting::Arabic, "%1.%2".into());
        let legal = Level {
            is_legal: true,
            ..inner.clone()
        };
        assert_eq!(
            labels(&[roman.clone(), inner], &[0, 1, 0, 1, 1]),
            ["I. ", "I.1 ", "II. ", "II.1 ", "II.2 "]
        );
        // A level that has not begun is shown with its first number.
        assert_eq!(labels(&[roman, legal], &[1, 1]), ["1.1 ", "1.2 "]);
        let silent = Level::new(Counting::Silent, "%1".into());
        assert_eq!(labels(&[silent], &[0]), [""]);
    }

    #[test]
    fn bullets_of_fonts_of_symbols_are_round() {
        for (sign, shown) in [
            ("\u{f0b7}", "• "),
            ("l", "• "),
            ("", "• "),
            ("——", "—— "),
            ("□", "□ "),
        ] {
            assert_eq!(labels(&[Level::bullet(sign)], &[0]), [shown]);
        }
    }
}
