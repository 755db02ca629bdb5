//! Words of running text: hanzi, in either script, are parted by the longest match in a list of
//! words; everything else is parted where letters and digits end.

use std::io::Read;
use std::sync::LazyLock;

use super::Span;
use super::fold::simplify;

/// Words of two to eight simplified hanzi, a line each, in the order of their bytes; packed by
/// gzip.
const PACKED: &[u8] = include_bytes!("../../assets/tables/words.txt.gz");

/// Longest word of the list, in characters.
const LONGEST: usize = 8;

/// Longest stretch in bytes, on either side of a place, that is looked at: longer ones without
/// any punctuation are no prose.
const STRETCH: usize = 600;

/// Unpacked when it is first asked for, which takes a hundredth of a second.
static WORDS: LazyLock<List> = LazyLock::new(|| {
    let mut text = String::new();
    // A test reads it; what could not be unpacked would only leave every hanzi a word.
    let _ = flate2::read::GzDecoder::new(PACKED).read_to_string(&mut text);
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let ends = ends.map(|end| end as u32).collect();
    List { text, ends }
});

/// A list of words in order.
struct List {
    text: String,
    /// Where each word ends.
    ends: Vec<u32>,
}

impl List {
    fn has(&self, word: &str) -> bool {
        let start = |at: usize| match at.checked_sub(1).and_then(|at| self.ends.get(at)) {
            Some(end) => *end as usize + 1,
            None => 0,
        };
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            let end = self.ends.get(middle).map_or(0, |end| *end as usize);
            match Span::new(start(middle), end).of(&self.text).cmp(word) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return true,
            }
        }
        false
    }
}

/// The word at a byte offset; none where something else stands.
pub fn at(text: &str, offset: usize) -> Option<Span> {
    let stretch = stretch(text, offset)?;
    let mut start = stretch.start;
    while start <= offset {
        let word = Span::new(start, start + first(Span::new(start, stretch.end).of(text)));
        if word.contains(offset) {
            return Some(word);
        }
        start = word.end;
    }
    None
}

/// The words of a stretch without punctuation from its end on, each the longest that ends there:
/// so a name at the end is parted right whatever stands before it.
pub fn from_end(stretch: &str) -> impl Iterator<Item = Span> {
    let mut end = stretch.len();
    std::iter::from_fn(move || {
        let rest = stretch.get(..end).filter(|rest| !rest.is_empty())?;
        let word = Span::new(end - last(rest), end);
        end = word.start;
        Some(word)
    })
}

/// A word as the list has it, in the simplified script.
pub fn simplified(word: &str) -> String {
    word.chars().map(simplify).collect()
}

/// Length in bytes of the word that a stretch begins with.
fn first(stretch: &str) -> usize {
    let mut characters = stretch.chars();
    let Some(c) = characters.next().filter(|c| is_hanzi(*c)) else {
        // Letters and digits together, with the marks on them.
        let end = stretch.find(is_hanzi).unwrap_or(stretch.len());
        return end.max(1);
    };
    let mut folded = String::from(simplify(c));
    let mut length = c.len_utf8();
    let mut longest = length;
    for c in characters.take(LONGEST - 1).take_while(|c| is_hanzi(*c)) {
        folded.push(simplify(c));
        length += c.len_utf8();
        if WORDS.has(&folded) {
            longest = length;
        }
    }
    longest
}

/// Length in bytes of the word that a stretch ends with.
fn last(stretch: &str) -> usize {
    let mut characters = stretch.chars().rev();
    let Some(c) = characters.next().filter(|c| is_hanzi(*c)) else {
        let others = stretch.chars().rev().take_while(|c| !is_hanzi(*c));
        return others.map(char::len_utf8).sum::<usize>().max(1);
    };
    let mut folded = String::from(simplify(c));
    let mut length = c.len_utf8();
    let mut longest = length;
    for c in characters.take(LONGEST - 1).take_while(|c| is_hanzi(*c)) {
        folded.insert(0, simplify(c));
        length += c.len_utf8();
        if WORDS.has(&folded) {
            longest = length;
        }
    }
    longest
}

/// Whether words of the list have such a character, or a variant of it.
fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The first word that begins behind a byte offset.
pub fn next(text: &str, offset: usize) -> Option<Span> {
    let behind = match at(text, offset) {
        Some(word) => word.end,
        None => offset,
    };
    let rest = text.get(behind..)?;
    at(text, behind + rest.find(char::is_alphanumeric)?)
}

/// The word that begins before a byte offset, the nearest to it.
pub fn previous(text: &str, offset: usize) -> Option<Span> {
    if let Some(word) = at(text, offset).filter(|word| word.start < offset) {
        return Some(word);
    }
    let (last, _) = text
        .get(..offset)?
        .char_indices()
        .rfind(|(_, c)| c.is_alphanumeric())?;
    at(text, last)
}

/// The letters, digits and hanzi around a byte offset, without a break.
fn stretch(text: &str, offset: usize) -> Option<Span> {
    let (before, behind) = text.split_at_checked(offset)?;
    behind.chars().next().filter(|c| c.is_alphanumeric())?;
    let is_part = |(_, c): &(usize, char)| c.is_alphanumeric() || is_mark(*c);
    let back = before.char_indices().rev().take_while(is_part);
    let start = back
        .map(|(at, _)| at)
        .take_while(|at| offset - at <= STRETCH)
        .last();
    let forth = behind.char_indices().take_while(is_part);
    let ends = forth.map(|(at, c)| at + c.len_utf8());
    let end = ends.take_while(|end| *end <= STRETCH).last()?;
    Some(Span::new(start.unwrap_or(offset), offset + end))
}

/// Whether a character is part of the one before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut word = at(text, 0).or_else(|| next(text, 0));
        while let Some(span) = word {
            found.push(span.of(text));
            word = next(text, span.start);
        }
        found
    }

    #[test]
    fn words_are_those_of_the_list_in_either_script() {
        for (text, expected) in [
            ("图书馆收藏古籍。", "图书馆 收藏 古籍"),
            ("圖書館應當賠償", "圖書館 應當 賠償"),
            ("手工业合作社的领导成分", "手工业 合作社 的 领导 成分"),
            ("最高人民法院關於適用", "最高人民法院 關於 適用"),
            ("第12条 Article 5，", "第 12 条 Article 5"),
            ("", ""),
            ("。……", ""),
        ] {
            assert_eq!(words(text).join(" "), expected);
        }
    }

    #[test]
    fn words_are_told_from_the_end_too() {
        for (text, expected) in [
            ("不符合合同法", "不 符合 合同法"),
            ("圖書館應當賠償", "圖書館 應當 賠償"),
            ("依照民法典", "依照 民法典"),
            ("按Article5办法", "按 Article5 办法"),
            ("", ""),
        ] {
            let mut words: Vec<&str> = from_end(text).map(|own| own.of(text)).collect();
            words.reverse();
            assert_eq!(words.join(" "), expected);
        }
    }

    #[test]
    fn the_list_is_whole_and_in_order() {
        let words: Vec<&str> = WORDS.text.lines().collect();
        assert!(words.len() > 200_000 && words.is_sorted());
        let is_word = |word: &&str| {
            let count = word.chars().count();
            (2..=LONGEST).contains(&count) && word.chars().all(is_hanzi)
        };
        assert!(words.iter().all(is_word));
        for word in words.iter().step_by(997).chain(words.last()) {
            assert!(WORDS.has(word), "{word}");
        }
        assert!(!WORDS.has("") && !WORDS.has("圖書館") && !WORDS.has("龘龘"));
    }

    #[test]
    fn words_are_gone_over_in_both_directions() {
        let text = "中国，人民";
        let second = text.find("人民").unwrap();
        assert_eq!(at(text, 3), Some(Span::new(0, 6)));
        assert_eq!(at(text, text.find('，').unwrap()), None);
        assert_eq!(next(text, 3), Some(Span::new(second, text.len())));
        assert_eq!(next(text, second), None);
        assert_eq!(previous(text, second), Some(Span::new(0, 6)));
        assert_eq!(
            previous(text, second + 3),
            Some(Span::new(second, text.len()))
        );
        assert_eq!(previous(text, 0), None);
        assert_eq!(at(text, 99), None);
    }

    #[test]
    fn a_text_without_end_costs_no_more_than_a_stretch_of_it() {
        let text = "长".repeat(5_000_000);
        let word = at(&text, 9_000_000).unwrap();
        assert!(word.contains(9_000_000) && word.len() < 30);
        assert!(previous(&text, 9_000_000).is_some() && next(&text, 9_000_000).is_some());
    }
}
