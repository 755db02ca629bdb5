//! Dates whose month or day may be unknown (`1955-4-0`): in headers, datelines and signatures.

mod form;
mod scan;

use std::fmt;

use form::Reading;
use jiff::civil::Date;
use scan::{Scan, year_digit};

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

    /// Whether both may be one day, as far as they are known.
    pub fn agrees_with(self, other: Self) -> bool {
        let agree = |own: Option<u8>, other: Option<u8>| own.zip(other).is_none_or(|(a, b)| a == b);
        self.year == other.year && agree(self.month, other.month) && agree(self.day, other.day)
    }

    /// How many days it comes after another date, at least, as far as the two are known.
    pub(super) fn days_after(self, other: Self) -> i64 {
        let first = self.day_of(1, 1);
        let last = other.day_of(12, 28);
        first.zip(last).map_or(0, |(first, last)| {
            i64::from(first.since(last).map_or(0, |span| span.get_days()))
        })
    }

    /// The day, with these in the place of an unknown month and day.
    fn day_of(self, month: i8, day: i8) -> Option<Date> {
        let month = self.month.map_or(month, u8::cast_signed);
        let day = self.day.map_or(day, u8::cast_signed);
        Date::new(self.year.cast_signed(), month, day).ok()
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
    /// All of the field is this date: `1955-4-27`, `1955-4-0`, `27 April 1955`, `令和5年6月1日`.
    Whole(PartialDate),
    /// All of the field is a date by the moon, or one whose month and day cannot be told apart: its
    /// year.
    Year(PartialDate),
    /// Malformed, or not in any calendar; with what could be read of it.
    Malformed(Option<PartialDate>),
    /// Unknown: `0-0-0` or empty.
    Unknown,
}

/// Reads one date of a header field: year-month-day, 0 for an unknown part, or any form in which
/// dates are printed.
pub fn field(text: &str) -> Field {
    let text = text.trim();
    match figures(text) {
        Field::Malformed(part) => match form::alone(text) {
            Some(found) if found.is_exact => Field::Whole(found.date),
            Some(found) => Field::Year(found.date),
            None => {
                let part = part.or_else(|| leading(text).map(|(date, _)| date));
                Field::Malformed(part.or_else(|| lone_year(text)))
            }
        },
        found => found,
    }
}

/// The date of a header field as programs before this one read it, which knew figures and
/// 年月日. Frozen: keys of documents are made of it.
pub(super) fn first_read(text: &str) -> Option<PartialDate> {
    match figures(text.trim()) {
        Field::Whole(date) | Field::Year(date) => Some(date),
        Field::Malformed(date) => date,
        Field::Unknown => None,
    }
}

/// Reads year-month-day, 0 for an unknown part.
fn figures(text: &str) -> Field {
    if text.is_empty() {
        return Field::Unknown;
    }
    let mut parts = [0_u32; 3];
    for (count, part) in text.split('-').enumerate() {
        let number = (count < 3 && part.len() <= 4)
            .then(|| part.parse::<u32>().ok())
            .flatten();
        let Some(number) = number.filter(|_| part.bytes().all(|b| b.is_ascii_digit())) else {
            return Field::Malformed(plain(text).map(|(date, _)| date));
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

/// A year that stands by itself among other words: `about 1955`.
fn lone_year(text: &str) -> Option<PartialDate> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    let year = runs.find(|run| run.len() == 4)?.parse().ok()?;
    PartialDate::checked(year, 0, 0).filter(|_| (1000..3000).contains(&year))
}

/// The date that a text consists of, without parentheses around it and a full stop after it:
/// `1955.03.10`, `一九五五年三月十日`, `（1955年4月）`.
pub fn whole(text: &str) -> Option<PartialDate> {
    // Longer than any date. Saves the work for running text.
    if text.len() > 80 {
        return None;
    }
    let text = bare(text);
    // Most lines end in no such character.
    text.chars().next_back().filter(|c| form::may_end(*c))?;
    let (date, len) = leading(text)?;
    (len == text.len()).then_some(date)
}

/// The date at the end of a text, and the byte where it begins.
pub fn trailing(text: &str) -> Option<(PartialDate, usize)> {
    // In characters; no printed date is longer.
    const LONGEST: usize = 28;
    let tail = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '。' | '.' | '）' | ')' | '】' | '］')
    });
    // Every paragraph is asked, and few end in a digit or 日: decided cheaply.
    tail.chars().next_back().filter(|&c| {
        year_digit(c).is_some()
            || matches!(c, '年' | '月' | '日' | '号' | '號' | '년' | '월' | '일')
    })?;
    let starts = tail.char_indices().rev().take(LONGEST);
    let starts: Vec<usize> = starts.map(|(i, _)| i).collect();
    starts.into_iter().rev().find_map(|start| {
        let rest = tail.get(start..)?;
        let before = tail
            .get(..start)
            .and_then(|before| before.chars().next_back());
        let is_letter = |c: char| c.is_ascii_alphabetic();
        let is_inside = before.is_some_and(|c| {
            year_digit(c).is_some() || is_letter(c) && rest.starts_with(is_letter)
        });
        let (date, len) = leading(rest).filter(|_| !is_inside)?;
        (len == rest.len()).then_some((date, start))
    })
}

/// The first date in a text, in figures or with 年, and its words.
pub fn first(text: &str) -> Option<(PartialDate, &str)> {
    let mut inside = false;
    text.char_indices().find_map(|(i, c)| {
        let starts = year_digit(c).is_some() && !inside;
        inside = year_digit(c).is_some();
        let rest = text.get(i..).filter(|_| starts)?;
        let (date, length) = plain(rest)?;
        Some((date, rest.get(..length)?))
    })
}

/// Whether a text ends in a month and a day without a year: `四月二十七日`, `正月初五`.
pub fn ends_in_day(text: &str) -> bool {
    let tail = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '）' | ')'));
    let may_end = |c: char| matches!(c, '日' | '号') || numeral::is_digit(c);
    tail.ends_with(may_end)
        && tail.char_indices().rev().take(8).any(|(start, _)| {
            let mut scan = Scan::new(tail.get(start..).unwrap_or(""));
            let month = scan.number().is_some() || scan.sign(&['正', '冬', '腊', '臘']);
            let in_month = month && scan.sign(&['月']);
            let is_early = in_month && scan.sign(&['初']);
            in_month
                && scan.number().is_some()
                && (scan.sign(&['日', '号']) || is_early)
                && scan.rest.is_empty()
        })
}

/// The date at the start of a text, and its length in bytes: `1955年4月27日`, `1955-4-27`,
/// `令和5年6月1日`, `2020년 1월 1일`, `27 April 1955` and their like.
pub fn leading(text: &str) -> Option<(PartialDate, usize)> {
    form::leading(text).map(pair)
}

/// Like [`leading`], only where all that is printed is in the date: not with months of the moon.
pub fn exact(text: &str) -> Option<(PartialDate, usize)> {
    form::leading(text).filter(|found| found.is_exact).map(pair)
}

/// Like [`leading`], in figures or with 年 only.
pub(super) fn plain(text: &str) -> Option<(PartialDate, usize)> {
    form::plain(text).map(pair)
}

/// Whether the date at the start of a text says more than was converted.
pub(super) fn is_exact(text: &str) -> bool {
    form::leading(text).is_none_or(|found| found.is_exact)
}

fn pair(found: Reading) -> (PartialDate, usize) {
    (found.date, found.length)
}

/// The text without surrounding white space, brackets and full stops.
pub(super) fn bare(text: &str) -> &str {
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
        // It is read whole, if not as the exporter writes it.
        assert_eq!(field("1967年8月13日"), Field::Whole(date(1967, 8, 13)));
        assert_eq!(
            field("1968-9-131"),
            Field::Malformed(Some(date(1968, 9, 0)))
        );
        assert_eq!(field("1955-2-29"), Field::Malformed(Some(date(1955, 2, 0))));
        assert_eq!(field("1955-13-1"), Field::Malformed(Some(date(1955, 0, 0))));
        assert_eq!(field("1955-0-7"), Field::Malformed(Some(date(1955, 0, 0))));
        assert_eq!(field("不详"), Field::Malformed(None));
        // By its year it can be sorted at least.
        let year = Some(date(1955, 0, 0));
        assert_eq!(field("1955-+4-1"), Field::Malformed(year));
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
    fn dates_are_read_in_the_forms_of_many_countries() {
        for (text, expected) in [
            ("令和二年四月一日", date(2020, 4, 1)),
            ("昭和五〇年一二月二〇日", date(1975, 12, 20)),
            ("平成10.3.27", date(1998, 3, 27)),
            ("西暦1955年4月", date(1955, 4, 0)),
            ("2020년 1월 1일", date(2020, 1, 1)),
            ("2020. 1. 1.", date(2020, 1, 1)),
            ("2020. 12.", date(2020, 12, 0)),
            ("단기 4288년 4월 27일", date(1955, 4, 27)),
            ("27 April 1955", date(1955, 4, 27)),
            ("27th of April, 1955", date(1955, 4, 27)),
            ("April 27, 1955", date(1955, 4, 27)),
            ("Wed., Apr. 27, 1955", date(1955, 4, 27)),
            ("27th day of April 1955", date(1955, 4, 27)),
            ("19. Jul, 2023", date(2023, 7, 19)),
            ("SEPT 1955", date(1955, 9, 0)),
            ("ngày 27 tháng 4 năm 1955", date(1955, 4, 27)),
            ("Ngày 27/4/1955", date(1955, 4, 27)),
            ("tháng 4 năm 1955", date(1955, 4, 0)),
        ] {
            assert_eq!(whole(text), Some(expected), "{text}");
            assert_eq!(field(text), Field::Whole(expected), "{text}");
        }
        for text in [
            "2023. 7. 1. 5.",
            "2020. 13. 1.",
            "2020.1. 第一",
            "令和五年度",
            "康德1784年",
            "31 April 1955",
            "27 Aprils 1955",
            "April 1955年",
            "Mayor 5, 1955",
            "April 27, 19550",
            "ngày 27 năm 1955",
            "ngày 2.1.2021.5",
            "19550427",
            "2.1.2021",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn a_field_of_dates_has_forms_that_mean_others_elsewhere() {
        for (text, expected) in [
            ("19550427", date(1955, 4, 27)),
            ("１９５５０４２７", date(1955, 4, 27)),
            ("19550400", date(1955, 4, 0)),
            ("195504", date(1955, 4, 0)),
            ("27.4.1955", date(1955, 4, 27)),
            ("27/4/1955", date(1955, 4, 27)),
            ("4/27/1955", date(1955, 4, 27)),
            ("R5.6.1", date(2023, 6, 1)),
            ("昭34.4.13", date(1959, 4, 13)),
        ] {
            assert_eq!(field(text), Field::Whole(expected), "{text}");
        }
        for (text, year) in [
            // Which of the two is the month is not known.
            ("4/5/1955", 1955),
            // The months of the moon are other ones.
            ("光绪二十四年八月", 1898),
            ("大清道光二十年閏三月初六日", 1840),
            ("光緒戊戌年八月", 1898),
            ("康熙甲辰", 1664),
            ("明治五年十一月九日", 1872),
        ] {
            assert_eq!(field(text), Field::Year(date(year, 0, 0)), "{text}");
        }
        for (text, year) in [("1955年春", 1955), ("about 1955", 1955)] {
            let part = Some(date(year, 0, 0));
            assert_eq!(field(text), Field::Malformed(part), "{text}");
        }
        for text in [
            "19551327",
            "00000427",
            "19550427号",
            "0731-1234567",
            "康熙间",
        ] {
            assert_eq!(field(text), Field::Malformed(None), "{text}");
        }
    }

    #[test]
    fn years_of_eras_are_converted() {
        for (text, expected) in [
            ("平成10年3月27日", date(1998, 3, 27)),
            ("令和元年五月一日", date(2019, 5, 1)),
            ("中華民國 110 年 01 月 20 日", date(2021, 1, 20)),
            ("民國一百一十年", date(2021, 0, 0)),
            ("民国150年", date(2061, 0, 0)),
            // The months of the moon are other ones.
            ("光绪二十四年八月", date(1898, 0, 0)),
        ] {
            assert_eq!(whole(text), Some(expected), "{text}");
        }
        for text in [
            "民国151年",
            "平成桥",
            "昭和町",
            "民國",
            "平成十",
            "中华民国成立",
        ] {
            assert_eq!(leading(text), None, "{text}");
        }
        assert_eq!(trailing("某县 昭和22年5月3日"), Some((date(1947, 5, 3), 7)));
        let end = trailing("Hà Nội, ngày 27 tháng 11 năm 2015");
        assert_eq!(end, Some((date(2015, 11, 27), 11)));
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
        assert!(ends_in_day("弟某顿首 正月初五"));
        assert!(ends_in_day("三月初五日"));
        assert!(!ends_in_day("毛泽东 四月"));
        assert!(!ends_in_day("三月五"));
    }

    #[test]
    fn the_first_date_of_a_text() {
        assert_eq!(
            first("关于第12345号的通知（1955.3.10）"),
            Some((date(1955, 3, 10), "1955.3.10"))
        );
        assert_eq!(
            first("自1955.3.10至1956"),
            Some((date(1955, 3, 10), "1955.3.10"))
        );
        // A number of three digits is no day.
        assert_eq!(first("卷宗1955.3.101号"), None);
        assert_eq!(first("没有日期"), None);
    }
}
