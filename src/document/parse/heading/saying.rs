//! The names of books above their numbered sayings: 勸學, and 1 子曰：… below it.

use super::is_line;
use crate::document::BlockKind;
use crate::text::numbering::{Numbering, verse};

/// The lines that name a book: short, right above the first saying of a run. `list` holds the
/// blocks that are read, with their indices and words.
pub(super) fn heads(list: &[(usize, &BlockKind, &str)]) -> Vec<usize> {
    let saying = |at: usize| list.get(at).and_then(|(_, _, words)| verse(words));
    let is = |at: usize, number: u32| saying(at).is_some_and(|(own, _)| own == number);
    let named: Vec<usize> = (0..list.len())
        .filter(|at| is(at + 1, 1) && list.get(*at).is_some_and(|(_, kind, own)| names(kind, own)))
        .collect();
    let is_run = named.iter().any(|at| is(at + 2, 2));
    // The very first line is the title, unless others like it follow.
    let is_title = named == [0];
    if !is_run || is_title {
        return Vec::new();
    }
    let index = |at: usize| list.get(at).map(|(index, _, _)| *index);
    named.into_iter().filter_map(index).collect()
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
    }

    #[test]
    fn rows_and_sentences_name_no_book() {
        check("某表\n\n產量\n\n1 煤\n2 鐵\n", &[]);
        check("某文\n\n他說，\n\n1 月，他來了。\n2 月，他走了。\n", &[]);
        check("某文\n\n在會上\n\n1 月，他來了。\n\n後來他走了。\n", &[]);
        check("某書\n\n第一章\n\n1 起初有水。\n2 後來有山。\n", &[]);
        check("某書\n\n修身第一\n\n1 慎之。\n2 何也？\n", &[]);
    }
}
