//! Sequences that count without numerals: stems, branches, kana in both orders, hangul, letters,
//! small Roman numerals.

use crate::text::fold::strip_small;

/// The ten heavenly stems.
pub const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";

/// Whether a character is one of the ten stems. Every sentence is asked whether it starts with one.
pub fn is_stem(c: char) -> bool {
    matches!(
        c,
        '甲' | '乙' | '丙' | '丁' | '戊' | '己' | '庚' | '辛' | '壬' | '癸'
    )
}

/// The twelve earthly branches.
pub const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// Whether a character is one of the twelve branches.
pub fn is_branch(c: char) -> bool {
    matches!(
        c,
        '子' | '丑' | '寅' | '卯' | '辰' | '巳' | '午' | '未' | '申' | '酉' | '戌' | '亥'
    )
}

/// Katakana in the order of the Iroha poem, as Japanese statutes count.
pub const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラム";

/// Katakana in the order of the fifty sounds, as Japanese official papers count (公用文).
pub const GOJUON: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ";

/// Hangul syllables in the order of the consonants, as Korean statutes count.
pub const GANADA: &str = "가나다라마바사아자차카타파하";

/// Position of a character in a sequence, from 1.
pub fn place(sequence: &str, c: char) -> Option<u32> {
    let at = sequence.chars().position(|own| own == c)?;
    Some(at as u32 + 1)
}

/// The character at a position in a sequence, from 1.
pub fn at(sequence: &str, number: u32) -> Option<char> {
    sequence.chars().nth(number.checked_sub(1)? as usize)
}

/// Position of a small letter in the alphabet, from 1.
pub fn letter(text: &str) -> Option<u32> {
    match text.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(u32::from(letter - b'a') + 1),
        _ => None,
    }
}

/// A small Roman numeral up to xxxix.
pub fn roman(text: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let ones = text.trim_start_matches('x');
    let tens = text.len() - ones.len();
    let ones = ONES.iter().position(|numeral| *numeral == ones)?;
    (1..40)
        .contains(&(10 * tens + ones))
        .then_some((10 * tens + ones) as u32)
}

/// The numbers of parts that are spelled out: Phần thứ nhất, PART ONE.
const SPELLED: [[&str; 10]; 2] = [
    [
        "thứ nhất",
        "thứ hai",
        "thứ ba",
        "thứ tư",
        "thứ năm",
        "thứ sáu",
        "thứ bảy",
        "thứ tám",
        "thứ chín",
        "thứ mười",
    ],
    [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ],
];

/// The spelled number at the start of a text, whatever its case, and its length in bytes.
pub fn spelled(text: &str) -> Option<(u32, usize)> {
    let number = |words: &[&str; 10]| {
        let mut words = words.iter().zip(1..);
        words.find_map(|(word, number)| {
            let behind = strip_small(text, word)?;
            let is_whole = !behind.starts_with(char::is_alphanumeric);
            is_whole.then_some((number, text.len() - behind.len()))
        })
    };
    SPELLED.iter().find_map(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelled_numbers_are_whole_words() {
        for (text, found) in [
            ("thứ nhất", Some((1, "thứ nhất".len()))),
            ("THỨ MƯỜI\nA", Some((10, "THỨ MƯỜI".len()))),
            ("ONE", Some((1, 3))),
            ("Oneself", None),
            ("nhất", None),
        ] {
            assert_eq!(spelled(text), found, "{text}");
        }
    }

    #[test]
    fn places_count_from_one() {
        assert_eq!(place(STEMS, '丙'), Some(3));
        let stems = ('\0'..=char::MAX).filter(|c| is_stem(*c)).count();
        assert!(STEMS.chars().all(is_stem) && stems == STEMS.chars().count());
        let branches = ('\0'..=char::MAX).filter(|c| is_branch(*c)).count();
        assert!(BRANCHES.chars().all(is_branch) && branches == BRANCHES.chars().count());
        assert_eq!(
            (place(IROHA, 'ロ'), place(GOJUON, 'ロ')),
            (Some(2), Some(43))
        );
        assert_eq!((place(IROHA, 'ア'), place(GOJUON, 'ア')), (None, Some(1)));
        assert_eq!(at(GANADA, 2), Some('나'));
        assert_eq!((at(STEMS, 0), at(STEMS, 11)), (None, None));
        assert_eq!((letter("c"), letter("cc")), (Some(3), None));
        assert_eq!(
            (roman("xiv"), roman("xl"), roman("")),
            (Some(14), None, None)
        );
        assert_eq!(
            (roman("xxxix"), roman("xxxx"), roman("xxxxi")),
            (Some(39), None, None)
        );
    }
}
