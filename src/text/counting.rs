//! Numbers as lists print them: the systems of counting that word processors and web pages know by
//! name or by a sample (floor 0).

use super::numbering::sequence::{self, BRANCHES, GANADA, GOJUON, IROHA, STEMS};
use super::numeral;

/// A system of counting. What it has no sign for is printed in Arabic digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Prints nothing.
    Silent,
    /// 1, 2
    Arabic,
    /// With zeros up to this many digits: 01, 02.
    Padded(usize),
    /// 1st, 2nd
    Ordinal,
    /// Digits from 0 to 9, each in its place: １０, 一〇, 일영.
    Places(&'static str),
    /// The same with a word for ten below a hundred: 十, 二十一, 一〇〇.
    Tens(&'static str),
    /// Digits and units, as 零一二三四五六七八九十百千万: 十四, 一百零四.
    Units(&'static str),
    /// The same with a one before each unit: 壹拾肆.
    Formal(&'static str),
    /// The same without one and zero: 百四.
    Bare(&'static str),
    /// The members of a sequence: 甲, 乙; ①, ②.
    Sequence(&'static str),
    /// The sixty pairs of stems and branches: 甲子, 乙丑.
    StemsAndBranches,
    /// 하나, 둘: native Korean, below a hundred.
    KoreanNative,
    /// a to z, then aa, bb; from this letter on.
    Letters(char),
    /// I, II; or i, ii.
    Roman {
        /// Whether in capitals.
        is_capital: bool,
    },
}

/// 零一二三四五六七八九十百千万 and what stands for each elsewhere.
pub const HAN: &str = "零一二三四五六七八九十百千万";
/// In traditional characters.
pub const HAN_TRADITIONAL: &str = "零一二三四五六七八九十百千萬";
/// Formal, in simplified characters.
pub const FORMAL: &str = "零壹贰叁肆伍陆柒捌玖拾佰仟万";
/// Formal, in traditional characters.
pub const FORMAL_TRADITIONAL: &str = "零壹貳參肆伍陸柒捌玖拾佰仟萬";
/// Formal, in Japan.
pub const FORMAL_JAPANESE: &str = "零壱弐参四伍六七八九拾百阡萬";
/// Sino-Korean in hangul.
pub const HANGUL: &str = "영일이삼사오육칠팔구십백천만";
/// 〇 to 九
pub const HAN_PLACES: &str = "〇一二三四五六七八九";
/// 零 to 九
pub const ZERO_PLACES: &str = "零一二三四五六七八九";
/// ○ to 九, as in Taiwan.
pub const CIRCLE_PLACES: &str = "○一二三四五六七八九";
/// Full-width digits.
pub const WIDE_PLACES: &str = "０１２３４５６７８９";
/// 영 to 구
pub const HANGUL_PLACES: &str = "영일이삼사오육칠팔구";
/// ① to ㊿
pub const CIRCLED: &str =
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿";
/// ⑴ to ⒇
pub const PARENTHESIZED: &str = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇";
/// ⒈ to ⒛
pub const STOPPED: &str = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛";
/// ㊀ to ㊉
pub const CIRCLED_HAN: &str = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉";
/// ㄱ to ㅎ
pub const JAMO: &str = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ";
/// ㉠ to ㉭
pub const CIRCLED_JAMO: &str = "㉠㉡㉢㉣㉤㉥㉦㉧㉨㉩㉪㉫㉬㉭";
/// ㉮ to ㉻
pub const CIRCLED_GANADA: &str = "㉮㉯㉰㉱㉲㉳㉴㉵㉶㉷㉸㉹㉺㉻";

/// The systems that a sample may show, the commonest of those that begin alike first.
const SAMPLED: [Counting; 25] = [
    Counting::Arabic,
    Counting::Units(HAN),
    Counting::Formal(FORMAL),
    Counting::Formal(FORMAL_TRADITIONAL),
    Counting::Formal(FORMAL_JAPANESE),
    Counting::Sequence(STEMS),
    Counting::Sequence(BRANCHES),
    Counting::StemsAndBranches,
    Counting::Places(WIDE_PLACES),
    Counting::Places(HANGUL_PLACES),
    Counting::Sequence(CIRCLED),
    Counting::Sequence(PARENTHESIZED),
    Counting::Sequence(STOPPED),
    Counting::Sequence(CIRCLED_HAN),
    Counting::Sequence(GOJUON),
    Counting::Sequence(IROHA),
    Counting::Sequence(GANADA),
    Counting::Sequence(JAMO),
    Counting::Sequence(CIRCLED_JAMO),
    Counting::Sequence(CIRCLED_GANADA),
    Counting::KoreanNative,
    Counting::Letters('A'),
    Counting::Letters('a'),
    Counting::Roman { is_capital: true },
    Counting::Ordinal,
];

impl Counting {
    /// The system whose first numbers are those of a sample: `一, 二, 三, ...`, `001, 002`.
    pub fn of_sample(sample: &str) -> Option<Self> {
        let members = sample.split(',').map(str::trim);
        let members: Vec<&str> = members.take(3).filter(|m| !m.starts_with('.')).collect();
        let first = *members.first()?;
        if first.len() > 1 && first.starts_with('0') && first.parse() == Ok(1) {
            return Some(Self::Padded(first.len()));
        }
        SAMPLED.into_iter().find(|system| {
            let mut numbers = members.iter().zip(1..);
            numbers.all(|(member, number)| *member == system.write(number))
        })
    }

    /// Writes a number.
    pub fn write(self, number: u32) -> String {
        let written = match self {
            Self::Silent => Some(String::new()),
            Self::Arabic => None,
            Self::Padded(length) => Some(format!("{number:0length$}")),
            Self::Ordinal => Some(format!("{number}{}", ordinal_ending(number))),
            Self::Places(digits) => Some(in_places(number, digits)),
            Self::Tens(digits) if number < 100 => with_units(number, digits_and_ten(digits)),
            Self::Tens(digits) => Some(in_places(number, digits)),
            Self::Units(signs) => with_units(number, signs.chars()),
            Self::Formal(signs) => formal(number, signs),
            Self::Bare(signs) => bare(number, signs),
            Self::Sequence(members) => sequence::at(members, number).map(String::from),
            Self::StemsAndBranches => stem_and_branch(number),
            Self::KoreanNative => korean(number),
            Self::Letters(first) => letters(number, first),
            Self::Roman { is_capital } => roman(number, is_capital),
        };
        written.unwrap_or_else(|| number.to_string())
    }
}

fn ordinal_ending(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

fn in_places(number: u32, digits: &str) -> String {
    let digit = |c: char| {
        let value = c.to_digit(10).map(|value| value as usize);
        value
            .and_then(|value| digits.chars().nth(value))
            .unwrap_or(c)
    };
    number.to_string().chars().map(digit).collect()
}

/// The digits from 0 to 9 and 十.
fn digits_and_ten(digits: &str) -> impl Iterator<Item = char> + Clone {
    digits.chars().chain(['十'])
}

/// The numeral in Chinese, each of its signs ([`HAN`]) replaced by that of another system.
fn with_units(number: u32, signs: impl Iterator<Item = char> + Clone) -> Option<String> {
    translate(&han(number)?, signs)
}

fn formal(number: u32, signs: &str) -> Option<String> {
    let han = han(number)?;
    let one = if han.starts_with('十') { "一" } else { "" };
    translate(&format!("{one}{han}"), signs.chars())
}

fn bare(number: u32, signs: &str) -> Option<String> {
    let mut short = han(number)?;
    if number > 0 {
        short.retain(|c| c != '零');
    }
    for unit in ["十", "百", "千"] {
        short = short.replace(&format!("一{unit}"), unit);
    }
    translate(&short, signs.chars())
}

/// The numeral in Chinese; `None` if it is too long for a list.
fn han(number: u32) -> Option<String> {
    const LARGEST: u32 = 99_999_999;
    (number <= LARGEST).then(|| numeral::write(number))
}

fn translate(han: &str, signs: impl Iterator<Item = char> + Clone) -> Option<String> {
    let sign = |c: char| {
        let at = HAN.chars().position(|own| own == c)?;
        signs.clone().nth(at)
    };
    han.chars().map(sign).collect()
}

fn stem_and_branch(number: u32) -> Option<String> {
    let place = number.checked_sub(1).filter(|place| *place < 60)?;
    let stem = sequence::at(STEMS, place % 10 + 1)?;
    let branch = sequence::at(BRANCHES, place % 12 + 1)?;
    Some([stem, branch].iter().collect())
}

fn korean(number: u32) -> Option<String> {
    const TENS: [&str; 10] = [
        "", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔",
    ];
    const ONES: [&str; 10] = [
        "", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉",
    ];
    let tens = TENS.get(number as usize / 10)?;
    let ones = ONES.get(number as usize % 10)?;
    (number > 0).then(|| format!("{tens}{ones}"))
}

fn letters(number: u32, first: char) -> Option<String> {
    const ALPHABET: u32 = 26;
    const LONGEST: u32 = 8;
    let place = number.checked_sub(1)?;
    let letter = char::from_u32(u32::from(first) + place % ALPHABET)?;
    let length = place / ALPHABET + 1;
    (length <= LONGEST).then(|| std::iter::repeat_n(letter, length as usize).collect())
}

fn roman(number: u32, is_capital: bool) -> Option<String> {
    const LARGEST: u32 = 3999;
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=LARGEST).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut numeral = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            numeral += sign;
            rest -= value;
        }
    }
    Some(if is_capital {
        numeral
    } else {
        numeral.to_lowercase()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(system: Counting, expected: &[(u32, &str)]) {
        for (number, text) in expected {
            assert_eq!(system.write(*number), *text, "{system:?}");
        }
    }

    #[test]
    fn chinese_with_units_and_in_places() {
        check(
            Counting::Units(HAN),
            &[(1, "一"), (10, "十"), (21, "二十一"), (104, "一百零四")],
        );
        check(
            Counting::Units(HAN_TRADITIONAL),
            &[(20_000, "二萬"), (0, "零")],
        );
        check(
            Counting::Tens(HAN_PLACES),
            &[(10, "十"), (99, "九十九"), (100, "一〇〇"), (101, "一〇一")],
        );
        check(
            Counting::Places(HAN_PLACES),
            &[(7, "七"), (10, "一〇"), (34, "三四")],
        );
        check(
            Counting::Formal(FORMAL),
            &[(3, "叁"), (14, "壹拾肆"), (100_000_000, "100000000")],
        );
        check(
            Counting::Bare(HAN),
            &[(14, "十四"), (104, "百四"), (1100, "千百"), (0, "零")],
        );
    }

    #[test]
    fn korean_roman_letters_and_sequences() {
        check(Counting::Bare(HANGUL), &[(12, "십이"), (100, "백")]);
        check(
            Counting::KoreanNative,
            &[(21, "스물하나"), (10, "열"), (100, "100")],
        );
        let roman = Counting::Roman { is_capital: false };
        check(roman, &[(4, "iv"), (1994, "mcmxciv"), (4000, "4000")]);
        check(
            Counting::Letters('a'),
            &[
                (26, "z"),
                (27, "aa"),
                (54, "bbb"),
                (0, "0"),
                (u32::MAX, "4294967295"),
            ],
        );
        check(Counting::Sequence(STEMS), &[(3, "丙"), (11, "11")]);
        check(Counting::Sequence(CIRCLED), &[(21, "㉑"), (51, "51")]);
        check(
            Counting::StemsAndBranches,
            &[(1, "甲子"), (60, "癸亥"), (61, "61")],
        );
        check(Counting::Ordinal, &[(1, "1st"), (12, "12th"), (22, "22nd")]);
        check(Counting::Padded(2), &[(9, "09"), (100, "100")]);
        check(Counting::Silent, &[(9, "")]);
    }

    #[test]
    fn a_system_is_known_by_its_first_numbers() {
        for (sample, system) in [
            ("一, 二, 三, ...", Counting::Units(HAN)),
            ("壹, 贰, 叁, ...", Counting::Formal(FORMAL)),
            ("壹, 貳, 參, ...", Counting::Formal(FORMAL_TRADITIONAL)),
            ("甲, 乙, 丙, ...", Counting::Sequence(STEMS)),
            ("①, ②, ③, ...", Counting::Sequence(CIRCLED)),
            ("가, 나, 다, ...", Counting::Sequence(GANADA)),
            ("001, 002, 003, ...", Counting::Padded(3)),
            ("1", Counting::Arabic),
            ("a", Counting::Letters('a')),
            ("I", Counting::Roman { is_capital: true }),
        ] {
            assert_eq!(Counting::of_sample(sample), Some(system), "{sample}");
        }
        assert_eq!(Counting::of_sample("α, β"), None);
        assert_eq!(Counting::of_sample(""), None);
    }
}
