//! The numbers of sayings and verses: a number and a blank before a sentence (3 子曰：…).

use crate::text::numeral;

/// The number of a saying or a verse at the start of a text, and its length in bytes.
pub fn verse(text: &str) -> Option<(u32, usize)> {
    // No chapter has more verses; greater numbers are years and amounts.
    const LARGEST: u32 = 200;
    let (number, length, arabic) = numeral::leading(text)?;
    let behind = text.get(length..)?;
    let rest = behind.trim_start_matches([' ', '\t', '\u{3000}']);
    let begins = |c: char| c >= '\u{2e80}' && c.is_alphabetic() || "“‘「『《".contains(c);
    // Sayings are sentences; 1 煤 and 2 石油 are the rows of a table.
    let is_said = rest.len() < behind.len()
        && rest.starts_with(begins)
        && rest.contains(['。', '，', '；', '：', '！', '？']);
    (arabic && (1..=LARGEST).contains(&number) && is_said).then_some((number, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sayings_are_sentences() {
        for (text, number) in [
            ("3 子曰：「可矣。」", Some(3)),
            ("12\t「可乎？」", Some(12)),
            ("１　起初有水。", Some(1)),
            ("3 煤", None),
            ("3子曰：「可矣。」", None),
            ("1955 年，他來了。", None),
            ("三 子曰：「可矣。」", None),
        ] {
            assert_eq!(verse(text).map(|(number, _)| number), number, "{text}");
        }
    }
}
