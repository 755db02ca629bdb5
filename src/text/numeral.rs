//! Numerals of clause markers: Chinese, formal, circled, full-width and Arabic; parsing and
//! writing.

use smallvec::SmallVec;

use super::sieve::Sieve;

/// Whether a character is a digit or a unit of a Chinese or Arabic numeral, half or full width.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || value(c).is_some()
}

/// Value of a Chinese numeral character.
#[derive(Clone, Copy)]
enum Value {
    Digit(u32),
    Unit(u32),
    /// 廿, 卅, 卌: tens that take no digit before them.
    Tens(u32),
}

/// The Chinese digits and units, the common ones first.
const VALUES: [(char, Value); 46] = [
    ('一', Value::Digit(1)),
    ('二', Value::Digit(2)),
    ('三', Value::Digit(3)),
    ('四', Value::Digit(4)),
    ('五', Value::Digit(5)),
    ('六', Value::Digit(6)),
    ('七', Value::Digit(7)),
    ('八', Value::Digit(8)),
    ('九', Value::Digit(9)),
    ('十', Value::Unit(10)),
    ('百', Value::Unit(100)),
    ('千', Value::Unit(1000)),
    ('万', Value::Unit(10_000)),
    ('零', Value::Digit(0)),
    ('〇', Value::Digit(0)),
    ('两', Value::Digit(2)),
    ('廿', Value::Tens(20)),
    ('卅', Value::Tens(30)),
    ('○', Value::Digit(0)),
    ('◯', Value::Digit(0)),
    ('壹', Value::Digit(1)),
    ('壱', Value::Digit(1)),
    ('弌', Value::Digit(1)),
    ('贰', Value::Digit(2)),
    ('貳', Value::Digit(2)),
    ('兩', Value::Digit(2)),
    ('弐', Value::Digit(2)),
    ('弍', Value::Digit(2)),
    ('貮', Value::Digit(2)),
    ('叁', Value::Digit(3)),
    ('參', Value::Digit(3)),
    ('叄', Value::Digit(3)),
    ('参', Value::Digit(3)),
    ('弎', Value::Digit(3)),
    ('肆', Value::Digit(4)),
    ('伍', Value::Digit(5)),
    ('陆', Value::Digit(6)),
    ('陸', Value::Digit(6)),
    ('柒', Value::Digit(7)),
    ('捌', Value::Digit(8)),
    ('玖', Value::Digit(9)),
    ('拾', Value::Unit(10)),
    ('佰', Value::Unit(100)),
    ('仟', Value::Unit(1000)),
    ('萬', Value::Unit(10_000)),
    ('卌', Value::Tens(40)),
];

/// Their characters: most that are asked for are none.
static DIGITS: Sieve = {
    let mut characters = ['\0'; VALUES.len()];
    let mut at = 0;
    while at < VALUES.len() {
        characters[at] = VALUES[at].0;
        at += 1;
    }
    Sieve::of_each(&characters)
};

fn value(c: char) -> Option<Value> {
    let known = || VALUES.iter().find(|(digit, _)| *digit == c);
    let (_, value) = DIGITS.holds(c).then(known)??;
    Some(*value)
}

/// Parses a numeral of any kind (三十四, 卅四, 叁拾肆, 一九五五, ㉞, 34, ３４). Returns `None` if
/// the whole text is not one numeral, or if a positional or Arabic one exceeds 9,999,999.
pub fn parse(text: &str) -> Option<u32> {
    let mut characters = text.chars();
    let first = characters.next()?;
    if characters.next().is_none()
        && let Some(number) = enclosed(first)
    {
        return Some(number);
    }
    if text.len() > 40 {
        return None;
    }
    arabic(text).or_else(|| chinese(text))
}

/// The numeral at the start of a text, up to 99,999: its value, its length in bytes, and whether it
/// has Arabic digits.
pub fn leading(text: &str) -> Option<(u32, usize, bool)> {
    let is_arabic = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_one = is_arabic(text.chars().next()?);
    let belongs = |c: char| {
        if is_one {
            is_arabic(c)
        } else {
            value(c).is_some()
        }
    };
    let digits = text.chars().take(LONGEST).take_while(|c| belongs(*c));
    let length = digits.map(char::len_utf8).sum();
    let digits = text.get(..length).filter(|digits| !digits.is_empty())?;
    let number = if is_one {
        arabic(digits)
    } else {
        chinese(digits)
    }?;
    (number <= 99_999).then_some((number, length, is_one))
}

/// Whether a text starts with two Chinese numerals between which it leaves a number: 四、五百人,
/// 三十、四十岁, 十七、八岁. 三、四月 may be the third point, about April.
pub fn opens_pair(text: &str) -> bool {
    let digits = |mut number: u32| {
        while number > 0 && number.is_multiple_of(10) {
            number /= 10;
        }
        number
    };
    let second = |behind: &str| leading(behind.strip_prefix('、')?);
    let Some((first, length, false)) = leading(text) else {
        return false;
    };
    let Some((second, _, false)) = text.get(length..).and_then(second) else {
        return false;
    };
    let has_unit = second > 10 && digits(first) + 1 == digits(second);
    let shares_unit = first > 10 && first % 10 + 1 == second;
    has_unit || shares_unit
}

/// The longest numeral of a marker, in characters.
const LONGEST: usize = 12;

fn arabic(text: &str) -> Option<u32> {
    text.chars().try_fold(0u32, |number, c| {
        let digit = match c {
            '0'..='9' => u32::from(c) - u32::from('0'),
            '０'..='９' => u32::from(c) - u32::from('０'),
            _ => return None,
        };
        Some(number * 10 + digit).filter(|number| *number <= 9_999_999)
    })
}

fn chinese(text: &str) -> Option<u32> {
    let values: SmallVec<[Value; LONGEST]> = text.chars().map(value).collect::<Option<_>>()?;
    let is_positional =
        values.len() > 1 && values.iter().all(|value| matches!(value, Value::Digit(_)));
    if is_positional {
        // Positional: 一九五五, 二〇
        return values.iter().try_fold(0u32, |number, value| match value {
            Value::Digit(digit) => Some(number * 10 + digit).filter(|number| *number <= 9_999_999),
            _ => None,
        });
    }
    let (mut total, mut section, mut digit) = (0u32, 0u32, None::<u32>);
    // Units descend within a section: 三十四 is a numeral, 四十三百 is not.
    let mut last_unit = u32::MAX;
    for value in &values {
        match *value {
            Value::Digit(0) => {
                // The zero of 一百零一 only separates.
                if digit.is_some() {
                    return None;
                }
                if values.len() == 1 {
                    return Some(0);
                }
            }
            Value::Digit(n) => {
                if digit.is_some() {
                    return None;
                }
                digit = Some(n);
            }
            Value::Tens(n) => {
                if digit.is_some() || last_unit <= 10 {
                    return None;
                }
                section += n;
                last_unit = 10;
            }
            Value::Unit(10_000) => {
                let before = section + digit.take().unwrap_or(0);
                if before == 0 || total > 0 {
                    return None;
                }
                total = before * 10_000;
                section = 0;
                last_unit = u32::MAX;
            }
            Value::Unit(unit) => {
                if unit >= last_unit {
                    return None;
                }
                // 十四 has no digit before its unit, and in Japan and in novels neither have 百 and
                // 千: 第百九十九条, 第百二回.
                section += digit.take().unwrap_or(1) * unit;
                last_unit = unit;
            }
        }
    }
    Some(total + section + digit.unwrap_or(0))
}

/// Enclosed numbers and Roman numerals in one character: ① ⑴ ⒈ ㈠ ㊀ ❶ ➀ Ⅳ.
fn enclosed(c: char) -> Option<u32> {
    let from = |start: char, first: u32| u32::from(c) - u32::from(start) + first;
    Some(match c {
        '①'..='⑳' => from('①', 1),
        '⑴'..='⒇' => from('⑴', 1),
        '⒈'..='⒛' => from('⒈', 1),
        '㈠'..='㈩' => from('㈠', 1),
        '㊀'..='㊉' => from('㊀', 1),
        '㉑'..='㉟' => from('㉑', 21),
        '㊱'..='㊿' => from('㊱', 36),
        '❶'..='❿' => from('❶', 1),
        '➀'..='➉' => from('➀', 1),
        '⓪' => 0,
        'Ⅰ'..='Ⅻ' => from('Ⅰ', 1),
        'ⅰ'..='ⅻ' => from('ⅰ', 1),
        _ => return None,
    })
}

/// Writes a number in plain Chinese numerals: 34 as 三十四, 10,203 as 一万零二百零三. Up to
/// 99,999,999.
pub fn write(number: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |n: u32| DIGITS.get(n as usize).copied().unwrap_or('零');
    if number < 10 {
        return digit(number).to_string();
    }
    let section = |mut n: u32, leads: bool| {
        let mut text = String::new();
        let mut zero = false;
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let d = n / unit;
            n %= unit;
            if d == 0 {
                zero = !text.is_empty() || !leads;
                continue;
            }
            if zero {
                text.push('零');
                zero = false;
            }
            // 十四, not 一十四; but 一百一十四.
            if !(unit == 10 && d == 1 && text.is_empty() && leads) {
                text.push(digit(d));
            }
            text += name;
        }
        text
    };
    let (ten_thousands, rest) = (number / 10_000, number % 10_000);
    if ten_thousands == 0 {
        section(rest, true)
    } else {
        section(ten_thousands, true)
            + "万"
            + &if rest == 0 {
                String::new()
            } else {
                section(rest, false)
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_thirty_four() {
        for text in [
            "三十四",
            "卅四",
            "叁拾肆",
            "參拾肆",
            "㉞",
            "34",
            "３４",
            "三四",
        ] {
            assert_eq!(parse(text), Some(34), "{text}");
        }
    }

    #[test]
    fn other_forms() {
        for (text, number) in [
            ("十", 10),
            ("十一", 11),
            ("廿", 20),
            ("廿四", 24),
            ("一百零一", 101),
            // Without 一, as Japanese statutes and novels write.
            ("百", 100),
            ("百二", 102),
            ("百九十九", 199),
            ("千百", 1100),
            ("千二百六十", 1260),
            ("一百一十", 110),
            ("一百五十一", 151),
            ("一千二百六十", 1260),
            ("一万零二百零三", 10_203),
            ("九万九千九百九十九", 99_999),
            ("〇", 0),
            ("二〇二四", 2024),
            ("十二万三千四百", 123_400),
            ("Ⅳ", 4),
            ("两", 2),
        ] {
            assert_eq!(parse(text), Some(number), "{text}");
        }
    }

    #[test]
    fn numbers_in_circles_and_brackets() {
        // The first and the last of each row.
        for (row, first, last) in [
            ("⓪⓪", 0, 0),
            ("①⑳", 1, 20),
            ("㉑㉟", 21, 35),
            ("㊱㊿", 36, 50),
            ("⑴⒇", 1, 20),
            ("⒈⒛", 1, 20),
            ("㈠㈩", 1, 10),
            ("㊀㊉", 1, 10),
            ("❶❿", 1, 10),
            ("➀➉", 1, 10),
            ("ⅠⅫ", 1, 12),
            ("ⅰⅻ", 1, 12),
        ] {
            let parsed = row.chars().map(|c| parse(&c.to_string()));
            assert!(parsed.eq([Some(first), Some(last)]), "{row}");
        }
    }

    #[test]
    fn two_numerals_leave_a_number_open() {
        for (text, is_pair) in [
            ("三、四月前", false),
            ("三、四親等內", false),
            ("四、五百人", true),
            ("七、八十年", true),
            ("三十、四十岁", true),
            ("十七、八岁", true),
            ("四、二百人", false),
            ("四、五一年以来", false),
            ("四、会议", false),
            ("4、5百人", false),
            ("四五百人", false),
            ("", false),
        ] {
            assert_eq!(opens_pair(text), is_pair, "{text}");
        }
    }

    #[test]
    fn what_is_no_numeral() {
        for text in [
            "",
            "甲",
            "三十四条",
            "四十三百",
            "百千",
            "百十百",
            "一二十",
            "十十",
            "万",
            "1 2",
            "三4",
            "99999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn written_numerals_read_back() {
        for number in 0..=99_999 {
            let text = write(number);
            assert_eq!(parse(&text), Some(number), "{text}");
        }
        assert_eq!(write(15), "十五");
        assert_eq!(write(110), "一百一十");
        assert_eq!(write(1010), "一千零一十");
        assert_eq!(write(10_010), "一万零一十");
    }
}
