//! Wrapping of plain text into rows, for notes, which are edited and shown verbatim. Documents are
//! typeset instead.

use super::grapheme::clusters;
use super::kinsoku::Level;
use super::width::Ambiguous;
use super::{Span, display};

/// Splits a text into rows of at most `columns` columns. A line break ends a row and belongs to
/// none; an empty text has one empty row. No row starts with a closing mark or ends with an opening
/// one, and Latin words stay whole, unless a row offers no such break.
pub fn rows(text: &str, columns: usize, ambiguous: Ambiguous) -> Vec<Span> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        rows.extend(line_rows(
            text,
            Span::new(start, start + line.len()),
            columns,
            ambiguous,
        ));
        start += line.len() + 1;
    }
    rows
}

fn line_rows(text: &str, line: Span, columns: usize, ambiguous: Ambiguous) -> Vec<Span> {
    let mut rows = Vec::new();
    let mut start = line.start;
    let mut used = 0;
    // The last position where the row may end, in bytes, and the columns used up to it.
    let mut chance: Option<(usize, usize)> = None;
    let mut before: Option<&str> = None;
    for (at, cluster) in clusters(line.of(text)) {
        let at = line.start + at;
        let width = display::glyphs(cluster, ambiguous)
            .map(|glyph| glyph.columns)
            .sum::<usize>();
        if before.is_some_and(|before| may_part(before, cluster)) {
            chance = Some((at, used));
        }
        if used + width > columns && at > start {
            let (end, head) = chance.filter(|(end, _)| *end > start).unwrap_or((at, used));
            rows.push(Span::new(start, end));
            used -= head;
            start = end;
            chance = None;
        }
        used += width;
        before = Some(cluster);
    }
    rows.push(Span::new(start, line.end));
    rows
}

/// Whether a row may end between two adjacent clusters.
fn may_part(a: &str, b: &str) -> bool {
    let (Some(last), Some(first)) = (a.chars().next(), b.chars().next()) else {
        return false;
    };
    let is_word = |c: char| c.is_ascii_alphanumeric();
    !(Level::Basic.forbids_start(first)
        || Level::Basic.forbids_end(last)
        || is_word(last) && is_word(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, columns: usize, expected: &[&str]) {
        let rows = rows(text, columns, Ambiguous::Narrow);
        let rows: Vec<_> = rows.iter().map(|row| row.of(text)).collect();
        assert_eq!(rows, expected, "{text:?} at {columns}");
    }

    #[test]
    fn rows_keep_marks_and_words_together_where_there_is_room() {
        check("", 8, &[""]);
        check("手工业合作社", 8, &["手工业合", "作社"]);
        check("手工业合，作社", 8, &["手工业", "合，作社"]);
        check("手工业（组）", 8, &["手工业", "（组）"]);
        check("see the cooperative", 8, &["see the ", "cooperat", "ive"]);
        check("一\n\n二", 8, &["一", "", "二"]);
        check("，，，，，", 4, &["，，", "，，", "，"]);
        check("手工", 1, &["手", "工"]);
    }
}
