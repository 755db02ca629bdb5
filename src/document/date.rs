//! Dates whose month or day may be unknown (`1955-4-0`): in headers, datelines and signatures.

use std::fmt;

use crate::text::numbering::era::{self, Era};
use crate::text::numeral;

/// A date; an unknown month or day is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    /// The year of the common era.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; only where the month is known.
    pub day: Option<u8>,
}

impl fmt::Display for PartialDate {
    /// ISO 8601, without the unknown parts: `1955-04-27`, `1955-04`, `1955`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl PartialDate {
    /// As Chinese text writes it: `1955年4月27日`, `1955年4月`, `1955年`.
    pub fn chinese(&self) -> String {
        let mut text = format!("{}年", self.year);
        if let Some(month) = self.month {
            text += &format!("{month}月");
            if let Some(day) = self.day {
                text += &format!("{day}日");
            }
        }
        text
    }

    /// Checks the parts of a date, 0 meaning unknown; `None` if no calendar has it.
    fn checked(year: u32, month: u32, day: u32) -> Option<Self> {
        let longest = match month {
            0 => 0,
            2 if year.is_multiple_of(4)
                && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
            {
                29
            }
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (year > 0 && day <= longest).then(|| Self {
            year: year as u16,
            month: (month > 0).then_some(month as u8),
            day: (day > 0).then_some(day as u8),
        })
    }
}

/// The date of a header field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Well formed: `1955-4-27`, `1955-4-0`.
    Whole(PartialDate),
    /// Malformed, or not in any calendar; with what could be read of it.
    Malformed(Option<PartialDate>),
    /// Unknown: `0-0-0` or empty.
    Unknown,
}

/// Reads one date of a header field: year-month-day, 0 for an unknown part.
pub fn field(text: &str) -> Field {
    let text = text.trim();
    if text.is_empty() {
        return Field::Unknown;
    }
    let mut parts = [0_u32; 3];
    for (count, part) in text.split('-').enumerate() {
        let number = (count < 3 && part.len() <= 4)
            .then(|| part.parse::<u32>().ok())
            .flatten();
        let Some(number) = number.filter(|_| part.bytes().all(|b| b.is_ascii_digit())) else {
            return Field::Malformed(leading(text).map(|(date, _)| date));
        };
        // The loop above lets at most three parts through.
        parts[count] = number;
    }
    match parts {
        [0, 0, 0] => Field::Unknown,
        [year, month, day] => PartialDate::checked(year, month, day).map_or_else(
            || {
                Field::Malformed(
                    PartialDate::checked(year, month, 0)
                        .or_else(|| PartialDate::checked(year, 0, 0)),
                )
            },
            Field::Whole,
        ),
    }
}

/// The date that a text consists of, without parentheses around it and a full stop after it:
/// `1955.03.10`, `一九五五年三月十日`, `（1955年4月）`.
pub fn whole(text: &str) -> Option<PartialDate> {
    // Longer than any date. Saves the work for running text.
    if text.len() > 80 {
        return None;
    }
    let text = bare(text);
    let (date, len) = leading(text)?;
    (len == text.len()).then_some(date)
}

/// The date at the end of a text, and the byte where it begins.
pub fn trailing(text: &str) -> Option<(PartialDate, usize)> {
    let tail = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '。' | '.' | '）' | ')' | '】' | '］')
    });
    // Every paragraph is asked, and few end in a digit or 日: decided cheaply.
    tail.chars()
        .next_back()
        .filter(|&c| year_digit(c).is_some() || matches!(c, '年' | '月' | '日' | '号' | '號'))?;
    // No printed date is longer than 20 characters.
    let starts: Vec<usize> = tail.char_indices().rev().take(20).map(|(i, _)| i).collect();
    starts.into_iter().rev().find_map(|start| {
        let rest = tail.get(start..)?;
        let begins_number = tail
            .get(..start)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|c| year_digit(c).is_none());
        let (date, len) = leading(rest).filter(|_| begins_number)?;
        (len == rest.len()).then_some((date, start))
    })
}

/// The first date in a text.
pub fn first(text: &str) -> Option<PartialDate> {
    let mut inside = false;
    text.char_indices().find_map(|(i, c)| {
        let starts = year_digit(c).is_some() && !inside;
        inside = year_digit(c).is_some();
        let (date, _) = text.get(i..).filter(|_| starts).and_then(leading)?;
        Some(date)
    })
}

/// Whether a text ends in a month and a day without a year: `四月二十七日`.
pub fn ends_in_day(text: &str) -> bool {
    let tail = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '）' | ')'));
    tail.ends_with(['日', '号'])
        && tail.char_indices().rev().take(8).any(|(start, _)| {
            let mut scan = Scan::new(tail.get(start..).unwrap_or(""));
            let month = scan.number();
            month.is_some()
                && scan.sign(&['月'])
                && scan.number().is_some()
                && scan.sign(&['日', '号'])
                && scan.rest.is_empty()
        })
}

/// The date at the start of a text, and its length in bytes.
///
/// Forms: `1955年4月27日` with Arabic, full-width or Chinese digits and optional white space
/// between its parts; `1955-4-27`, `1955.04.27`, `1955/4/27`, with or without the day. A year alone
/// needs its 年.
pub fn leading(text: &str) -> Option<(PartialDate, usize)> {
    if let Some((era, rest)) = era::leading(text) {
        return of_era(text, era, rest);
    }
    let mut scan = Scan::new(text);
    let mut year = 0;
    for _ in 0..4 {
        year = year * 10 + scan.digit()?;
    }
    let after_year = scan.rest;
    if scan.sign(&['年']) {
        return by_words(text, scan, year);
    }
    scan.rest = after_year;
    let separator = scan.rest.chars().next()?;
    if !matches!(separator, '-' | '.' | '/' | '－' | '．' | '／' | '·') {
        return None;
    }
    scan.sign(&[separator]);
    let month = scan.short_number()?;
    let before_day = scan.rest;
    let day = if scan.sign(&[separator]) {
        scan.short_number()
    } else {
        None
    };
    if day.is_none() {
        scan.rest = before_day;
    }
    // With more digits or parts after it, it is a number of another kind.
    let next = scan.rest.chars().next();
    if next.is_some_and(|c| c == separator || year_digit(c).is_some()) {
        return None;
    }
    let date = PartialDate::checked(year, month.max(1), day.unwrap_or(0))?;
    (month > 0).then_some((date, text.len() - scan.rest.len()))
}

/// A date in the years of an era; the months of the moon are left unknown.
fn of_era(text: &str, era: Era, rest: &str) -> Option<(PartialDate, usize)> {
    let rest = rest.trim_start();
    let (year, rest) = match rest.strip_prefix('元') {
        Some(rest) => (1, rest),
        None => {
            let (year, length, _) = numeral::leading(rest)?;
            (i32::try_from(year).ok()?, rest.get(length..)?)
        }
    };
    let year = u32::try_from(era.offset + year).ok();
    let year = year.filter(|year| *year <= 9999)?;
    let mut scan = Scan::new(rest);
    if !scan.sign(&['年', '년']) {
        return None;
    }
    let (date, length) = by_words(text, scan, year)?;
    let date = if era.is_lunar {
        PartialDate::checked(year, 0, 0)?
    } else {
        date
    };
    Some((date, length))
}

/// Reads the month and day after `1955年`, as far as they are given.
fn by_words<'a>(text: &'a str, mut scan: Scan<'a>, year: u32) -> Option<(PartialDate, usize)> {
    let mut rest = scan.rest;
    let (mut month, mut day) = (0, 0);
    if let Some(number) = scan.number()
        && scan.sign(&['月'])
    {
        month = number;
        rest = scan.rest;
        if let Some(number) = scan.number()
            && scan.sign(&['日', '号', '號'])
        {
            day = number;
            rest = scan.rest;
        }
    }
    let date = PartialDate::checked(year, month, day)?;
    Some((date, text.len() - rest.len()))
}

/// The text without surrounding white space, brackets and full stops.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '（' | '）'
                    | '('
                    | ')'
                    | '【'
                    | '】'
                    | '〔'
                    | '〕'
                    | '['
                    | ']'
                    | '［'
                    | '］'
                    | '。'
            )
    })
}

/// A digit of a year in any script: years are written digit by digit.
fn year_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        '〇' | '○' | '零' | 'Ｏ' | '◯' => Some(0),
        _ => "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map(|i| i as u32 + 1),
    }
}

/// A cursor over the parts of a date.
#[derive(Clone, Copy)]
struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    fn digit(&mut self) -> Option<u32> {
        let c = self.rest.chars().next()?;
        let digit = year_digit(c)?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or("");
        Some(digit)
    }

    /// Takes one of these signs, after optional white space.
    fn sign(&mut self, signs: &[char]) -> bool {
        let rest = self.rest.trim_start();
        match rest.strip_prefix(signs) {
            Some(after) => {
                self.rest = after;
                true
            }
            None => false,
        }
    }

    /// Takes one or two digits.
    fn short_number(&mut self) -> Option<u32> {
        let tens = self.digit()?;
        let before = self.rest;
        match self.digit() {
            Some(ones) => Some(tens * 10 + ones),
            None => {
                self.rest = before;
                Some(tens)
            }
        }
    }

    /// Takes a month or a day: one or two digits, or a Chinese numeral up to ninety-nine.
    fn number(&mut self) -> Option<u32> {
        self.rest = self.rest.trim_start();
        let start = self.rest;
        let (mut total, mut pending, mut len) = (0, None, 0);
        for (i, c) in start.char_indices().take(4) {
            let ten = match c {
                '十' => Some(10),
                '廿' => Some(20),
                '卅' => Some(30),
                _ => None,
            };
            match (ten, year_digit(c)) {
                (Some(10), _) => total += 10 * pending.take().unwrap_or(1),
                (Some(many), _) => total += many,
                (None, Some(digit)) => pending = Some(pending.unwrap_or(0) * 10 + digit),
                (None, None) => break,
            }
            len = i + c.len_utf8();
        }
        total += pending.unwrap_or(0);
        self.rest = start.get(len..).unwrap_or("");
        (len > 0 && (1..=99).contains(&total)).then_some(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: u16, month: u8, day: u8) -> PartialDate {
        PartialDate {
            year,
            month: (month > 0).then_some(month),
            day: (day > 0).then_some(day),
        }
    }

    #[test]
    fn header_dates_are_years_months_and_days() {
        assert_eq!(field("1955-4-27"), Field::Whole(date(1955, 4, 27)));
        assert_eq!(field(" 1955-4-0 "), Field::Whole(date(1955, 4, 0)));
        assert_eq!(field("1955-0-0"), Field::Whole(date(1955, 0, 0)));
        assert_eq!(field("1955-04-07"), Field::Whole(date(1955, 4, 7)));
        assert_eq!(field("1956-2-29"), Field::Whole(date(1956, 2, 29)));
        assert_eq!(field("0-0-0"), Field::Unknown);
        assert_eq!(field(""), Field::Unknown);
    }

    #[test]
    fn malformed_header_dates_keep_what_can_be_read() {
        assert_eq!(
            field("1967年8月13日"),
            Field::Malformed(Some(date(1967, 8, 13)))
        );
        assert_eq!(
            field("1968-9-131"),
            Field::Malformed(Some(date(1968, 9, 0)))
        );
        assert_eq!(field("1955-2-29"), Field::Malformed(Some(date(1955, 2, 0))));
        assert_eq!(field("1955-13-1"), Field::Malformed(Some(date(1955, 0, 0))));
        assert_eq!(field("1955-0-7"), Field::Malformed(Some(date(1955, 0, 0))));
        assert_eq!(field("不详"), Field::Malformed(None));
        assert_eq!(field("1955-+4-1"), Field::Malformed(None));
        assert_eq!(field("1-2-3-4"), Field::Malformed(None));
    }

    #[test]
    fn a_text_that_is_a_date() {
        for (text, expected) in [
            ("1955.03.10", date(1955, 3, 10)),
            ("1955-3-10", date(1955, 3, 10)),
            ("1955/3", date(1955, 3, 0)),
            ("１９５５．３．１０", date(1955, 3, 10)),
            ("1955年4月27日", date(1955, 4, 27)),
            ("1955 年 4 月 27 日", date(1955, 4, 27)),
            ("（一九五五年四月二十七日）", date(1955, 4, 27)),
            ("一九五五年十月十日", date(1955, 10, 10)),
            ("二〇〇八年十二月三十一日", date(2008, 12, 31)),
            ("一九六二年", date(1962, 0, 0)),
            ("一九六〇年五月廿五日", date(1960, 5, 25)),
            ("1955年4月。", date(1955, 4, 0)),
        ] {
            assert_eq!(whole(text), Some(expected), "{text}");
        }
        for text in [
            "1955",
            "二○○八年廿日",
            "1955年春",
            "1955年13月",
            "3.14",
            "2021.5.1.2",
            "1955年4月27日通过",
            "第一条",
            "12345.6",
            "",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn years_of_eras_are_converted() {
        for (text, expected) in [
            ("平成10年3月27日", date(1998, 3, 27)),
            ("令和元年五月一日", date(2019, 5, 1)),
            ("中華民國 110 年 01 月 20 日", date(2021, 1, 20)),
            ("民國一百一十年", date(2021, 0, 0)),
            // The months of the moon are other ones.
            ("光绪二十四年八月", date(1898, 0, 0)),
        ] {
            assert_eq!(whole(text), Some(expected), "{text}");
        }
        for text in ["平成桥", "昭和町", "民國", "平成十", "中华民国成立"] {
            assert_eq!(leading(text), None, "{text}");
        }
        assert_eq!(trailing("某县 昭和22年5月3日"), Some((date(1947, 5, 3), 7)));
    }

    #[test]
    fn a_date_at_the_end() {
        assert_eq!(trailing("中央1955年4月27日"), Some((date(1955, 4, 27), 6)));
        assert_eq!(
            trailing("（中共中央 一九五五年四月）"),
            Some((date(1955, 4, 0), 16))
        );
        assert_eq!(trailing("截至1954年12月止"), None);
        assert!(ends_in_day("毛泽东 四月二十七日"));
        assert!(!ends_in_day("毛泽东 四月"));
    }

    #[test]
    fn the_first_date_of_a_text() {
        assert_eq!(
            first("关于第12345号的通知（1955.3.10）"),
            Some(date(1955, 3, 10))
        );
        assert_eq!(first("没有日期"), None);
    }
}
