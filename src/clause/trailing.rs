//! Headings whose number stands at the end, as in the classics: 學而第一, 五帝本紀第一, 史記卷一.

use foldhash::HashMap;

use super::marker::{Form, Marker};
use crate::document::{BlockKind, Document};
use crate::text::numbering::Insertion;
use crate::text::{Span, numeral};

/// Longest such line, in characters.
const LONGEST: usize = 24;

/// The markers of such headings, by block index. A line that only happens to end like one
/// (全国第一) is excluded: at least half of the lines of a form must each continue the numbering of
/// the one before.
pub fn find(document: &Document) -> HashMap<usize, Marker> {
    let source = document.plain();
    let blocks = document.blocks.iter().enumerate();
    let all: Vec<(usize, Marker)> = blocks
        .filter(|(_, block)| matches!(block.kind, BlockKind::Paragraph | BlockKind::Title))
        .filter_map(|(index, block)| Some((index, read(block.text, source)?)))
        .collect();
    let mut found = HashMap::default();
    for form in [Form::Part, Form::Chapter] {
        let lines = all.iter().filter(|(_, marker)| marker.form == form);
        let lines: Vec<(usize, Marker)> = lines.copied().collect();
        let counts_on = lines
            .windows(2)
            .filter(|pair| {
                let (last, next) = (pair[0].1, pair[1].1);
                next.number == last.number + 1
                    || next.number == last.number && next.insertion > last.insertion
            })
            .count();
        if counts_on > 0 && counts_on * 2 >= lines.len() - 1 {
            found.extend(lines);
        }
    }
    found
}

/// Parses a line with the number at its end, or before a name after a space: 列傳第一 陳勝項籍傳.
fn read(text: Span, source: &str) -> Option<Marker> {
    let words = text.of(source);
    // The cheapest test first: most paragraphs are longer.
    if words.len() > 4 * LONGEST || words.chars().count() > LONGEST {
        return None;
    }
    let (first, _) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let is_name = |words: &str| words.chars().all(char::is_alphabetic);
    numbered(text, source).or_else(|| {
        let label = Span::new(text.start, text.start + first.len());
        let name = Span::new(label.end, text.end).of(source).trim_start();
        numbered(label, source).filter(|_| is_name(name))
    })
}

/// Parses a name with a number at its end.
fn numbered(text: Span, source: &str) -> Option<Marker> {
    let words = text.of(source);
    // 卷三上, 卷三下
    let halves = [(1, '上'), (2, '中'), (3, '下')].into_iter();
    let mut cut =
        halves.filter_map(|(at, half)| Some((Insertion::new(at), words.strip_suffix(half)?)));
    let (insertion, words) = cut.next().unwrap_or((Insertion::NONE, words));
    let name = words.trim_end_matches(|c| numeral::is_digit(c) || c.is_ascii_digit());
    let number = numeral::parse(words.get(name.len()..)?)?;
    let (form, name) = match name.strip_suffix(['第', '之']) {
        Some(name) if name.ends_with('卷') => (Form::Part, name.strip_suffix('卷')?),
        Some(rest) if name.ends_with('第') => (Form::Chapter, rest),
        _ => (Form::Part, name.strip_suffix('卷')?),
    };
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphabetic() || c.is_whitespace() || c == '·');
    is_name.then_some(Marker {
        form,
        number,
        insertion,
        label: text,
    })
}
