//! The forms in which dates are printed, one function each: what stands at the start of a text.

use super::PartialDate;
use super::scan::Scan;
use crate::text::numbering::era;
use crate::text::numbering::sequence::{self, BRANCHES, STEMS};
use crate::text::numeral;

/// A date that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub date: PartialDate,
    /// Its length in bytes.
    pub length: usize,
    /// Whether all that was printed is in `date`; not so with the months of the moon.
    pub is_exact: bool,
}

impl Reading {
    fn of(date: Option<PartialDate>, length: usize) -> Option<Self> {
        Some(Self {
            date: date?,
            length,
            is_exact: true,
        })
    }
}

type Form = fn(&str) -> Option<Reading>;

/// Forms that are dates wherever they stand.
const CLEAR: [Form; 5] = [plain, of_era, korean, vietnamese, english];

/// Forms that are dates only where nothing but a date is expected: other numbers look alike.
const EXPECTED: [Form; 3] = [in_a_row, day_first, by_letter];

/// The date at the start of a text.
pub(super) fn leading(text: &str) -> Option<Reading> {
    // Most texts are asked in vain, one character after the other.
    text.chars().next().filter(|c| may_begin(*c))?;
    CLEAR.iter().find_map(|form| form(text))
}

/// Whether a date may begin with a character: hardly one does with a hanzi.
fn may_begin(c: char) -> bool {
    let is_hanzi = matches!(c, '\u{4e00}'..='\u{9fff}');
    !is_hanzi || numeral::is_digit(c) || era::may_begin(c)
}

/// Whether a date may end in a character: no stop ends one, and few hanzi do.
pub(super) fn may_end(c: char) -> bool {
    let is_rare = matches!(c, '\u{4e00}'..='\u{9fff}' | '。' | '，' | '；' | '：');
    !is_rare || c == '年' || is_moon(c)
}

/// The date that a field consists of.
pub(super) fn alone(text: &str) -> Option<Reading> {
    let mut forms = CLEAR.iter().chain(&EXPECTED);
    forms.find_map(|form| form(text).filter(|found| found.length == text.len()))
}

/// `1955年4月27日` with Arabic, full-width or Chinese digits and optional white space between its
/// parts; `1955-4-27`, `1955.04.27`, `1955/4/27`, with or without the day. A year alone needs its
/// 年.
pub(super) fn plain(text: &str) -> Option<Reading> {
    let mut scan = Scan::new(text);
    let year = scan.year()?;
    let after_year = scan.rest;
    if scan.sign(&['年']) {
        return by_units(text, scan, year);
    }
    scan.rest = after_year;
    by_separator(text, scan, year)
}

/// Reads month and day after `1955年`, as far as they are given.
fn by_units<'a>(text: &'a str, mut scan: Scan<'a>, year: u32) -> Option<Reading> {
    let mut rest = scan.rest;
    let (mut month, mut day) = (0, 0);
    if let Some(number) = scan.number()
        && scan.sign(&['月', '월'])
    {
        month = number;
        rest = scan.rest;
        if let Some(number) = scan.number()
            && scan.sign(&['日', '号', '號', '일'])
        {
            day = number;
            rest = scan.rest;
        }
    }
    let date = PartialDate::checked(year, month, day);
    Reading::of(date, text.len() - rest.len())
}

/// Reads `-4-27` or `.4` after a year.
fn by_separator(text: &str, mut scan: Scan<'_>, year: u32) -> Option<Reading> {
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
    if scan.rest.starts_with(separator) || !scan.ends_number() {
        return None;
    }
    let date = PartialDate::checked(year, month.max(1), day.unwrap_or(0));
    Reading::of(date.filter(|_| month > 0), scan.length(text))
}

/// A date in the years of an era: `令和5年6月1日`, `民國 110 年`, `平成10.3.27`, `光绪二十四年`.
fn of_era(text: &str) -> Option<Reading> {
    // No era but those that count from a beginning long ago has more years.
    const MOST: u32 = 150;
    let (era, rest) = era::leading(text)?;
    let rest = rest.trim_start();
    if let Some((place, rest)) = sexagenary(rest).filter(|_| era.last_lunar == u32::MAX) {
        // The first year of that name in the era: only two emperors reigned for a whole cycle.
        let first = u32::try_from(era.offset + 1).ok()?;
        let year = first + (place + 64 - first % 60) % 60;
        return by_the_moon(text, rest.strip_prefix('年').unwrap_or(rest), year);
    }
    let (count, rest) = match rest.strip_prefix('元') {
        Some(rest) => (1, rest),
        None => {
            let (count, length, _) = numeral::leading(rest)?;
            (count, rest.get(length..)?)
        }
    };
    let year = u32::try_from(era.offset + i32::try_from(count).ok()?).ok()?;
    let is_lunar = count <= era.last_lunar;
    if !(1..=9999).contains(&year) || era.offset > 0 && count > MOST {
        return None;
    }
    let mut scan = Scan::new(rest);
    if !scan.sign(&['年', '년']) {
        let found = by_separator(text, Scan::new(rest), year);
        return found.filter(|_| !is_lunar);
    }
    // 令和5年度 is a budget's.
    if scan.rest.starts_with('度') {
        return None;
    }
    if is_lunar {
        return by_the_moon(text, scan.rest, year);
    }
    let found = by_units(text, scan, year)?;
    // 民国三十一年五月初三日: people went on counting by the moon.
    if text.get(found.length..).unwrap_or("").starts_with('初') {
        return by_the_moon(text, scan.rest, year);
    }
    Some(found)
}

/// The name of a year in the cycle of sixty, its place from 0 and the rest: 甲子, 戊戌.
fn sexagenary(text: &str) -> Option<(u32, &str)> {
    let mut own = text.chars();
    let (stem, branch) = (own.next()?, own.next()?);
    let stem = sequence::place(STEMS, stem)? - 1;
    let branch = sequence::place(BRANCHES, branch)? - 1;
    let place = (0..60).find(|place| place % 10 == stem && place % 12 == branch)?;
    Some((place, own.as_str()))
}

/// Whether a character is part of a day or a month as they are told by the moon.
fn is_moon(c: char) -> bool {
    const SIGNS: [char; 20] = [
        '闰', '閏', '正', '冬', '腊', '臘', '初', '元', '朔', '望', '晦', '春', '夏', '秋', '季',
        '月', '日', '号', '號', ' ',
    ];
    numeral::is_digit(c) || SIGNS.contains(&c) || sequence::is_stem(c) || sequence::is_branch(c)
}

/// The months of the moon: `闰五月初六日`, `正月`, `八月十五`. They are passed over, since only the
/// year can be told without a table of all new moons.
fn by_the_moon(text: &str, rest: &str, year: u32) -> Option<Reading> {
    const LONGEST: usize = 12;
    let parts = rest.chars().take(LONGEST).take_while(|c| is_moon(*c));
    let parts: usize = parts.map(char::len_utf8).sum();
    let behind = rest.get(parts..).unwrap_or("");
    let printed = text.len() - behind.len();
    let printed = text.get(..printed).unwrap_or(text).trim_end();
    Some(Reading {
        date: PartialDate::checked(year, 0, 0)?,
        length: printed.len(),
        is_exact: false,
    })
}

/// `2020년 1월 1일`, `2020. 1. 1.`
fn korean(text: &str) -> Option<Reading> {
    let mut scan = Scan::new(text);
    let year = scan.year()?;
    if scan.sign(&['년']) {
        return by_units(text, scan, year);
    }
    scan.rest = scan.rest.strip_prefix('.')?;
    let month = spaced(&mut scan)?;
    if !scan.sign(&['.']) {
        return None;
    }
    let after_month = scan.rest;
    let day = spaced(&mut scan);
    if day.is_none() {
        scan.rest = after_month;
    }
    let after_day = scan.rest;
    if !scan.sign(&['.']) {
        scan.rest = after_day;
    }
    let mut next = Scan::new(scan.rest.trim_start());
    // More numbers follow: none of them is a day.
    if next.digit().is_some() {
        return None;
    }
    let date = PartialDate::checked(year, month, day.unwrap_or(0));
    Reading::of(date, scan.length(text))
}

/// One or two digits after white space.
fn spaced(scan: &mut Scan<'_>) -> Option<u32> {
    let rest = scan.rest.trim_start();
    if rest.len() == scan.rest.len() {
        return None;
    }
    scan.rest = rest;
    scan.short_number().filter(|number| *number > 0)
}

/// `ngày 27 tháng 4 năm 1955`, `tháng 4 năm 1955`, `năm 1955`, `ngày 27/4/1955`.
fn vietnamese(text: &str) -> Option<Reading> {
    if !text.starts_with(['n', 'N', 't', 'T']) {
        return None;
    }
    let mut scan = Scan::new(text);
    let mut day = 0;
    if scan.word("ngày") {
        scan.rest = scan.rest.trim_start();
        if let Some((day, month, year)) = three(&mut scan) {
            let date = PartialDate::checked(year, month, day);
            return Reading::of(date, scan.length(text));
        }
        day = scan.number()?;
    }
    let month = if scan.word("tháng") {
        scan.number()?
    } else if day == 0 {
        0
    } else {
        return None;
    };
    if !scan.word("năm") {
        return None;
    }
    scan.rest = scan.rest.trim_start();
    let year = scan.year().filter(|_| scan.ends_number())?;
    Reading::of(PartialDate::checked(year, month, day), scan.length(text))
}

/// `27 April 1955`, `27th of April, 1955`, `April 27, 1955`, `Apr. 1955`, with the day of the week
/// or without.
fn english(text: &str) -> Option<Reading> {
    const WEEK: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let starts_number = text.starts_with(|c: char| c.is_ascii_digit());
    let mut scan = Scan::new(text);
    if !starts_number && WEEK.iter().any(|day| name(&mut scan, day)) {
        scan.sign(&['.']);
        scan.sign(&[',']);
        scan.rest = scan.rest.trim_start();
    }
    let mut day = ordinal(&mut scan);
    // Most numbers are no days.
    if starts_number && day.is_none() {
        return None;
    }
    if day.is_some() {
        // 19. Jul, 2023; 27th day of April
        scan.rest = scan.rest.strip_prefix('.').unwrap_or(scan.rest);
        scan.word("day");
        scan.word("of");
    }
    let month = month(&mut scan)?;
    if day.is_none() {
        let before = scan.rest;
        scan.rest = scan.rest.trim_start();
        day = ordinal(&mut scan);
        if day.is_none() {
            scan.rest = before;
        }
    }
    let before = scan.rest;
    if !scan.sign(&[',']) {
        scan.rest = before;
    }
    let is_apart = scan.rest.starts_with(char::is_whitespace);
    scan.rest = scan.rest.trim_start();
    let year = scan.year().filter(|_| is_apart)?;
    if scan.rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let date = PartialDate::checked(year, month, day.unwrap_or(0));
    Reading::of(date, scan.length(text))
}

/// A day with its ending, if it has one: `27`, `27th`.
fn ordinal(scan: &mut Scan<'_>) -> Option<u32> {
    let mut own = *scan;
    let day = own.short_number()?;
    let _ = ["st", "nd", "rd", "th"].iter().any(|end| own.word(end));
    let is_whole = !own.rest.starts_with(char::is_alphanumeric) && (1..=31).contains(&day);
    is_whole.then(|| {
        *scan = own;
        day
    })
}

/// The name of a month, whole or by its first three letters.
fn month(scan: &mut Scan<'_>) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let of_nine = scan.word("sept").then_some(8);
    let number = of_nine.or_else(|| MONTHS.iter().position(|month| name(scan, month)))?;
    if let Some(rest) = scan.rest.strip_prefix('.') {
        scan.rest = rest;
    }
    Some(number as u32 + 1)
}

/// Takes a name, whole or by its first three letters.
fn name(scan: &mut Scan<'_>, name: &str) -> bool {
    scan.word(name) || name.get(..3).is_some_and(|short| scan.word(short))
}

/// `19550427`, `195504`; zeros for an unknown part.
fn in_a_row(text: &str) -> Option<Reading> {
    let mut scan = Scan::new(text);
    let year = scan.year()?;
    let mut two = || Some(scan.digit()? * 10 + scan.digit()?);
    let (month, day) = (two()?, two().unwrap_or(0));
    let date = PartialDate::checked(year, month, day);
    // Earlier years are numbers of another kind.
    let date = date.filter(|_| (1000..3000).contains(&year));
    Reading::of(date, scan.length(text))
}

/// `27.4.1955`; `27/4/1955` where only one of the two can be the month, else the year alone.
fn day_first(text: &str) -> Option<Reading> {
    let mut scan = Scan::new(text);
    let (first, second, year) = three(&mut scan)?;
    let is_decided = text.contains('.') || first > 12 || second > 12 || first == second;
    let (day, month) = if second > 12 {
        (second, first)
    } else {
        (first, second)
    };
    let date = PartialDate::checked(year, month, day)?;
    Some(Reading {
        date: if is_decided {
            date
        } else {
            PartialDate::checked(year, 0, 0)?
        },
        length: scan.length(text),
        is_exact: is_decided,
    })
}

/// Two numbers and a year with the same separator between them.
fn three(scan: &mut Scan<'_>) -> Option<(u32, u32, u32)> {
    let mut own = *scan;
    let first = own.short_number()?;
    let separator = own.rest.chars().next()?;
    let separator = Some(separator).filter(|c| matches!(c, '.' | '/' | '-'))?;
    own.rest = own.rest.strip_prefix(separator)?;
    let second = own.short_number()?;
    own.rest = own.rest.strip_prefix(separator)?;
    let year = own.year().filter(|_| own.ends_number())?;
    *scan = own;
    Some((first, second, year))
}

/// Japanese eras by their first letter or character: `R5.6.1`, `S34.4.13`, `平10.3.27`.
fn by_letter(text: &str) -> Option<Reading> {
    const ERAS: [(&[char], &str); 5] = [
        (&['R', 'Ｒ', '令', '㋿'], "令和"),
        (&['H', 'Ｈ', '平', '㍻'], "平成"),
        (&['S', 'Ｓ', '昭', '㍼'], "昭和"),
        (&['T', 'Ｔ', '大', '㍽'], "大正"),
        (&['M', 'Ｍ', '明', '㍾'], "明治"),
    ];
    let (rest, name) = ERAS.iter().find_map(|(letters, name)| {
        let rest = text.strip_prefix(*letters)?;
        Some((rest, *name))
    })?;
    let found = of_era(&format!("{name}{rest}"))?;
    Some(Reading {
        length: text.len() - rest.len() + found.length.checked_sub(name.len())?,
        ..found
    })
}
