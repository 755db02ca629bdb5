//! Alignment: which characters of a text a term in pinyin stands for: `sgy` and `shou工ye` as well
//! as `shougongye`.

use crate::text::pinyin::readings;

/// Finds the indices of the characters of `text` that `term` stands for; both are folded. Prefers a
/// contiguous run to scattered characters, and the first match. Each character may be typed as
/// itself, by its initial (including `zh`, `ch`, `sh`), by its whole reading or, at the end of the
/// term, by any part of it.
pub(super) fn align(term: &[char], text: &[char], into: &mut Vec<usize>) -> Option<()> {
    for first in 0..text.len() {
        into.clear();
        if run(term, text, first, into) {
            into.reverse();
            return Some(());
        }
    }
    into.clear();
    let mut failed = vec![false; (text.len() + 1) * (term.len() + 1)];
    if scattered(term, text, 0, &mut failed, into) {
        into.reverse();
        return Some(());
    }
    None
}

/// Whether `term` matches consecutive characters from `at` on; pushes their indices in reverse
/// order.
fn run(term: &[char], text: &[char], at: usize, into: &mut Vec<usize>) -> bool {
    if term.is_empty() {
        return true;
    }
    let Some(&c) = text.get(at) else { return false };
    let mut fits = false;
    consumed(term, c, First::Short, |length| {
        fits = term
            .get(length..)
            .is_some_and(|rest| run(rest, text, at + 1, into));
        if fits {
            into.push(at);
        }
        fits
    });
    fits
}

/// Whether `term` matches characters from `at` on with others between them. `failed` marks
/// combinations that are known to fail.
fn scattered(
    term: &[char],
    text: &[char],
    at: usize,
    failed: &mut [bool],
    into: &mut Vec<usize>,
) -> bool {
    if term.is_empty() {
        return true;
    }
    for index in at..text.len() {
        let place = term.len() * (text.len() + 1) + index;
        if failed.get(place).is_none_or(|failed| *failed) {
            return false;
        }
        let Some(&c) = text.get(index) else {
            return false;
        };
        let mut fits = false;
        consumed(term, c, First::Long, |length| {
            fits = term
                .get(length..)
                .is_some_and(|rest| scattered(rest, text, index + 1, failed, into));
            if fits {
                into.push(index);
            }
            fits
        });
        if fits {
            return true;
        }
    }
    // No match from here on, wherever it starts.
    let row = term.len() * (text.len() + 1);
    if let Some(failed) = failed.get_mut(row + at..row + text.len()) {
        failed.fill(true);
    }
    false
}

/// Which of several lengths of a reading is tried first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    /// The shortest, so that the term spans as many characters as possible: in a run, `da` is 大案
    /// rather than 大.
    Short,
    /// The longest, so that it spans as few as possible: scattered, `da` is 大 rather than 大 and a
    /// later 案.
    Long,
}

/// Calls `take` with each number of characters of `term` that `c` may stand for, until it returns
/// true.
fn consumed(term: &[char], c: char, order: First, mut take: impl FnMut(usize) -> bool) {
    let Some(&first) = term.first() else { return };
    if first == c && take(1) {
        return;
    }
    if !first.is_ascii_lowercase() {
        return;
    }
    // One bit for each length, because readings may share a prefix. No reading has more than six
    // letters.
    let mut lengths = 0_u32;
    for reading in readings(c) {
        let common = reading
            .chars()
            .zip(term)
            .take_while(|(a, b)| a == *b)
            .count();
        if common == 0 {
            continue;
        }
        lengths |= 1 << 1;
        if common >= 2 && reading.as_bytes().get(1) == Some(&b'h') {
            lengths |= 1 << 2;
        }
        if common == reading.len() || common == term.len() {
            lengths |= 1 << common;
        }
    }
    let mut fitting = (1..8).filter(|length| lengths >> length & 1 == 1);
    match order {
        First::Short => fitting.any(&mut take),
        First::Long => fitting.rev().any(&mut take),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(term: &str, text: &str, expected: Option<&[usize]>) {
        let (term, text): (Vec<char>, Vec<char>) = (term.chars().collect(), text.chars().collect());
        let mut found = Vec::new();
        let fits = align(&term, &text, &mut found).is_some();
        assert_eq!(
            fits.then_some(found.as_slice()),
            expected,
            "{term:?} in {text:?}"
        );
    }

    #[test]
    fn readings_whole_short_and_mixed() {
        check("shougongye", "关于手工业", Some(&[2, 3, 4]));
        check("sgy", "关于手工业", Some(&[2, 3, 4]));
        check("shou工y", "关于手工业", Some(&[2, 3, 4]));
        check("shgye", "关于手工业", Some(&[2, 3, 4]));
        check("shougon", "关于手工业", Some(&[2, 3]));
        check("shouye", "关于手工业", Some(&[2, 4]));
        check("da", "档案", Some(&[0, 1]));
        check("da", "大队档案", Some(&[0]));
        check("dagx", "大的案件关系", Some(&[0, 4, 5]));
        check("gy", "关于手工业", Some(&[0, 1]));
        check("ygs", "关于手工业", None);
        check("shoug工", "手工业", None);
        // xian is one syllable or two.
        check("xian", "西安", Some(&[0, 1]));
        check("xian", "县", Some(&[0]));
        check("chongqing", "重庆", Some(&[0, 1]));
        check("zhongyao", "重要", Some(&[0, 1]));
        check("yinhang", "银行", Some(&[0, 1]));
        check("changqi", "长期", Some(&[0, 1]));
        check("abc", "ABC".to_lowercase().as_str(), Some(&[0, 1, 2]));
    }

    #[test]
    fn no_text_takes_for_ever() {
        let text = "石".repeat(400);
        check(
            &"shi".repeat(100),
            &text,
            Some((0..100).collect::<Vec<_>>().as_slice()),
        );
        check(&("s".repeat(200) + "a"), &text, None);
        check("", "甲", Some(&[]));
    }
}
