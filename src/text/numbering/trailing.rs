//! Reads the number at the end of a heading, behind its name, as the classics have it: 學而第一,
//! 史記卷一.

use super::{Insertion, Named, Numbering};
use crate::text::numeral;

impl Numbering {
    /// The named unit that a line ends with, or that stands before names and a blank: 列傳第一
    /// 陳勝項籍傳. Its length is that of the line without that name.
    pub fn trailing(&self, line: &str) -> Option<Named> {
        let is_name = |words: &str| {
            words
                .split_whitespace()
                .all(|name| name.chars().all(char::is_alphabetic))
        };
        self.numbered(line).or_else(|| {
            let (first, name) = line.split_once(char::is_whitespace)?;
            self.numbered(first).filter(|_| is_name(name.trim_start()))
        })
    }

    /// A name with a number at its end.
    fn numbered(&self, line: &str) -> Option<Named> {
        // 卷三上, 卷三下
        let halves = [(1, '上'), (2, '中'), (3, '下')].into_iter();
        let mut cut =
            halves.filter_map(|(at, half)| Some((Insertion::new(at), line.strip_suffix(half)?)));
        let (insertion, words) = cut.next().unwrap_or((Insertion::NONE, line));
        let name = words.trim_end_matches(numeral::is_digit);
        let number = numeral::parse(words.get(name.len()..)?)?;
        let is_name = |name: &str| {
            let fits = |c: char| c.is_alphabetic() || c.is_whitespace() || c == '·';
            !name.is_empty() && name.chars().all(fits)
        };
        self.traditions.iter().find_map(|tradition| {
            let mut words = tradition.trailing.iter();
            let (_, level) =
                words.find(|(word, _)| name.strip_suffix(word).is_some_and(is_name))?;
            Some(Named {
                unit: tradition.unit(*level)?,
                number,
                insertion,
                length: line.len(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_behind_names() {
        for (line, expected) in [
            ("學而第一", "Chapter 1 學而第一"),
            ("五帝本紀第一 黃帝", "Chapter 1 五帝本紀第一"),
            ("列傳第一　伯夷 叔齊", "Chapter 1 列傳第一"),
            ("某史卷第十二", "Part 12 某史卷第十二"),
            ("某史卷三上", "Part 3-1 某史卷三上"),
            ("第一", "-"),
            ("卷一", "-"),
            ("位居全国，第一", "-"),
        ] {
            let found = Numbering::standard().trailing(line).map_or_else(
                || "-".to_owned(),
                |named| {
                    let label = line.get(..named.length).unwrap();
                    let number = format!("{}{}", named.number, named.insertion);
                    format!("{:?} {number} {label}", named.unit.level)
                },
            );
            assert_eq!(found, expected, "{line}");
        }
    }
}
