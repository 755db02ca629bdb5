//! Unbreakable runs: `第十五条`, `1955年`, `3,000万元`, `１．５米`, `10：30`, `100 km`.

use crate::text::numeral;

/// Units of several characters.
const LONG_UNITS: [&str; 22] = [
    "平方公里",
    "平方米",
    "立方米",
    "公里",
    "公斤",
    "公顷",
    "公尺",
    "公亩",
    "公升",
    "厘米",
    "毫米",
    "千米",
    "千克",
    "毫克",
    "毫升",
    "千瓦",
    "小时",
    "分钟",
    "世纪",
    "年代",
    "周岁",
    "周年",
];

/// Units in Latin letters, which a space may separate from their number.
const LATIN_UNITS: [&str; 32] = [
    "km", "m", "dm", "cm", "mm", "nm", "km²", "m²", "cm²", "m³", "cm³", "kg", "g", "mg", "t", "ha",
    "L", "l", "mL", "ml", "kW", "MW", "kWh", "W", "V", "A", "Hz", "kHz", "MHz", "GHz", "Pa", "s",
];

/// Longest unbreakable numeral, in characters.
const LONGEST: usize = 24;

/// Length in bytes of the unbreakable run at the start of `text`, whose first character is `c`; 0
/// if there is none.
pub fn whole(c: char, text: &str) -> usize {
    match c {
        '第' => ordinal(text),
        _ if is_digit(c) => quantity(text),
        _ => 0,
    }
}

/// Whether a character other than 第 may start an unbreakable run.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Length in bytes of the prefix whose characters satisfy `of`, at most [`LONGEST`] characters.
fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.chars()
        .take(LONGEST)
        .take_while(|&c| of(c))
        .map(char::len_utf8)
        .sum()
}

fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

/// Length of a single space at the start, or 0.
fn space(text: &str) -> usize {
    usize::from(text.starts_with(' '))
}

/// 第十五条, 第 3 款, 第10日, 第八条之一: an ordinal and the unit that it counts, if any.
fn ordinal(text: &str) -> usize {
    let is_numeral = |c: char| is_digit(c) || numeral::is_digit(c);
    let lead = '第'.len_utf8() + space(from(text, '第'.len_utf8()));
    let digits = run(from(text, lead), is_numeral);
    if digits == 0 {
        return 0;
    }
    let number = lead + digits;
    let gap = space(from(text, number));
    let rest = from(text, number + gap);
    let counted = match rest.chars().next() {
        Some(c) if is_counted(c) => c.len_utf8(),
        _ => unit(rest),
    };
    if counted == 0 {
        return number;
    }
    let counted = number + gap + counted;
    // An inserted article.
    let added = from(text, counted)
        .strip_prefix('之')
        .map_or(0, |rest| run(rest, is_numeral));
    if added > 0 {
        counted + '之'.len_utf8() + added
    } else {
        counted
    }
}

/// 1955年, 3,000 万元, １．５米, 50％, 10：30: digits with separators, magnitude and unit.
fn quantity(text: &str) -> usize {
    let is_wide = text.starts_with(|c: char| !c.is_ascii());
    let joins = |c: char| match c {
        '.' | ',' => true,
        '．' | '，' => is_wide,
        '：' => true,
        _ => false,
    };
    let run = run(text, |c| is_digit(c) || joins(c));
    let digits = from_end(text, run, |c| !is_digit(c));
    if digits < run {
        // A comma or stop at the end is not part of the number.
        return digits;
    }
    let gap = space(from(text, digits));
    let rest = from(text, digits + gap);
    let magnitude = self::run(rest, |c| {
        matches!(c, '十' | '百' | '千' | '万' | '亿' | '兆' | '萬' | '億')
    });
    let rest = from(rest, magnitude);
    let unit = unit(rest);
    if magnitude + unit > 0 {
        return digits + gap + magnitude + unit;
    }
    // Without a space, LB23 already keeps a Latin unit with its number.
    let letters = self::run(rest, |c| c.is_ascii_alphabetic() || matches!(c, '²' | '³'));
    if gap > 0
        && rest
            .get(..letters)
            .is_some_and(|unit| LATIN_UNITS.contains(&unit))
    {
        return digits + gap + letters;
    }
    digits
}

/// Units counted by 第….
#[rustfmt::skip]
fn is_counted(c: char) -> bool {
    matches!(
        c,
        '编' | '章' | '节' | '条' | '款' | '项' | '目' | '卷' | '册' | '期' | '届' | '次' | '号' | '页' | '篇' | '部' | '辑' | '回' | '代' | '批'
            | '編' | '節' | '條' | '項' | '輯'
    )
}

/// Units of one character that follow digits.
#[rustfmt::skip]
fn is_unit(c: char) -> bool {
    matches!(
        c,
        '年' | '月' | '日' | '号' | '时' | '点' | '分' | '秒' | '元' | '角' | '人' | '名' | '个' | '户' | '家' | '亩' | '斤' | '吨' | '米' | '克'
            | '升' | '度' | '倍' | '成' | '条' | '章' | '节' | '款' | '项' | '卷' | '页' | '岁' | '次' | '天' | '周' | '件' | '种' | '台'
    )
}

/// Units that are signs.
fn is_sign(c: char) -> bool {
    matches!(c, '％' | '%' | '‰' | '‱' | '℃' | '℉' | '°' | '′' | '″')
}

/// Length in bytes of the longest unit at the start.
fn unit(text: &str) -> usize {
    let Some(first) = text.chars().next() else {
        return 0;
    };
    if is_sign(first) {
        return first.len_utf8();
    }
    if first.is_ascii() {
        return 0;
    }
    let long = LONG_UNITS.iter().find(|unit| text.starts_with(**unit));
    match long {
        Some(unit) => unit.len(),
        None if is_unit(first) => first.len_utf8(),
        None => 0,
    }
}

/// `end` moved back over the characters that satisfy `of`.
fn from_end(text: &str, end: usize, of: impl Fn(char) -> bool) -> usize {
    text.get(..end).unwrap_or("").trim_end_matches(of).len()
}
