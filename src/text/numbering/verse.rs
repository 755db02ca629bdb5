//! The numbers of sayings and verses: a number and a blank before a sentence (3 子曰：…).

use crate::text::numeral;

/// What stands between the first and the last of several verses: 2-3.
pub const DASHES: [char; 4] = ['-', '–', '—', '～'];

/// The number of a saying or a verse at the start of a text, and its length in bytes: the first of
/// several that are one sentence (2-3), with the length of all.
pub fn verse(text: &str) -> Option<(u32, usize)> {
    // No chapter has more verses; greater numbers are years and amounts.
    const LARGEST: u32 = 200;
    let (number, length, arabic) = numeral::leading(text)?;
    let behind = text.get(length..)?;
    let last = behind.strip_prefix(DASHES).and_then(|last| {
        let (last_number, last_length, arabic) = numeral::leading(last)?;
        let is_last = arabic && (number + 1..=LARGEST).contains(&last_number);
        last.get(last_length..).filter(|_| is_last)
    });
    let behind = last.unwrap_or(behind);
    let length = text.len() - behind.len();
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
            ("2-3 起初有水。", Some(2)),
            ("2–13\u{3000}起初有水。", Some(2)),
            ("3-2 起初有水。", None),
            ("2- 起初有水。", None),
            ("3 煤", None),
            ("3子曰：「可矣。」", None),
            ("1955 年，他來了。", None),
            ("三 子曰：「可矣。」", None),
        ] {
            assert_eq!(verse(text).map(|(number, _)| number), number, "{text}");
        }
    }
}
