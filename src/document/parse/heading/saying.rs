//! The names of books above their numbered sayings: 勸學, and 1 子曰：… below it.

use super::is_line;
use crate::document::BlockKind;
use crate::text::numbering::{Numbering, verse};
use crate::text::{hanzi, numeral};

/// The lines that name a book: short, right above the first saying of a run. `list` holds the
/// blocks that are read, with their indices and words.
pub(super) fn heads(list: &[(usize, &BlockKind, &str)]) -> Vec<usize> {
    let sayings: Vec<Option<Saying>> = list.iter().map(|(_, _, words)| read(words)).collect();
    let saying = |at: usize| sayings.get(at).copied().flatten();
    let Some(mark) = sayings.iter().flatten().next().map(|first| first.mark) else {
        return Vec::new();
    };
    let starts = |at: usize| saying(at).is_some_and(|it| it.number == 1 && it.mark == mark);
    let named: Vec<usize> = (0..list.len())
        .filter(|at| starts(at + 1) && list.get(*at).is_some_and(|(_, kind, own)| names(kind, own)))
        .collect();
    let goes_on = |at: &usize| saying(at + 2).is_some_and(|it| it.number == 2 && it.mark == mark);
    let is_run = named.iter().any(goes_on);
    let is_proved = match mark {
        // The very first line is the title, unless others like it follow.
        Mark::Blank => named != [0],
        // Lists have these marks too: all runs must have their books.
        Mark::Sign(..) => {
            named.len() > 1 && (0..list.len()).filter(|at| starts(*at)).count() == named.len()
        }
    };
    if !is_run || !is_proved {
        return Vec::new();
    }
    let index = |at: usize| list.get(at).map(|(index, _, _)| *index);
    named.into_iter().filter_map(index).collect()
}

/// The number of a saying.
#[derive(Clone, Copy)]
struct Saying {
    number: u32,
    mark: Mark,
}

/// What parts a saying from its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Blank,
    /// This character, behind Arabic numerals or others.
    Sign(char, bool),
}

fn read(words: &str) -> Option<Saying> {
    if let Some((number, _)) = verse(words) {
        let mark = Mark::Blank;
        return Some(Saying { number, mark });
    }
    let digits = words.trim_start_matches(['（', '(']);
    let (number, length, is_arabic) = numeral::leading(digits)?;
    let rest = digits.get(length..)?;
    let sign = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '、' | '．' | '.' | '）' | ')'))?;
    let mark = Mark::Sign(sign, is_arabic);
    let ends = |c| matches!(c, '。' | '！' | '？');
    hanzi::find_mark(rest, ends).map(|_| Saying { number, mark })
}

/// Whether a block may be the name of a book.
fn names(kind: &BlockKind, words: &str) -> bool {
    const LONGEST: usize = 16;
    *kind == BlockKind::Paragraph
        && words.chars().take(LONGEST + 1).count() <= LONGEST
        && is_line(words)
        && words
            .chars()
            .all(|c| c.is_alphabetic() || " \u{3000}·《》".contains(c))
        // 學而第一 is a chapter by its number.
        && Numbering::standard().trailing(words).is_none()
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, parse};

    /// Checks the lines that became headings.
    fn check(text: &str, expected: &[&str]) {
        let document = parse(text.to_owned());
        let headings = document
            .blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
        let found: Vec<&str> = headings
            .map(|block| block.text.of(&document.source))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_short_line_above_numbered_sayings_names_a_book() {
        check(
            "某子\n\n修身上\n\n1 某子曰：「慎之。」\n2 或問：「何也？」\n\n修身下\n\n1\t某子曰：「善。」\n",
            &["修身上", "修身下"],
        );
        // Without a title above them the first is a book too, one alone is the title.
        check(
            "修身\n1　「慎之，」他說。\n2　「何也？」\n\n治國\n1　「善，」他說。\n2　「是。」\n",
            &["修身", "治國"],
        );
        check("修身\n\n1 「慎之。」\n2 「何也？」\n", &[]);
        check(
            "某子\n\n修身\n\n1. 慎之，可也。\n2. 何也？\n\n治國\n\n1. 善。\n2. 是。\n",
            &["修身", "治國"],
        );
    }

    #[test]
    fn rows_and_sentences_name_no_book() {
        check("某表\n\n產量\n\n1 煤\n2 鐵\n", &[]);
        check("某文\n\n他說，\n\n1 月，他來了。\n2 月，他走了。\n", &[]);
        check("某文\n\n在會上\n\n1 月，他來了。\n\n後來他走了。\n", &[]);
        check("某書\n\n第一章\n\n1 起初有水。\n2 後來有山。\n", &[]);
        check(
            "某文\n\n办法\n\n1. 甲。\n2. 乙。\n\n还有，\n\n1. 丙。\n2. 丁。\n",
            &[],
        );
        check("某書\n\n修身第一\n\n1 慎之。\n2 何也？\n", &[]);
    }
}
