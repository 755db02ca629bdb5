//! Verse: lines whose breaks are kept. Regular verse is recognised by its feet; other verse by
//! short lines with stops, where single line breaks are the author's own.

use super::wrap::{is_hard, opens_bullet, opens_item};
use crate::document::line::{Line, rough_columns};
use crate::document::syntax::Syntax;
use crate::text::Span;

/// Most lines of a block; longer poems continue in the next.
const LONGEST: usize = 400;

/// Widest line of verse, in columns (20 hanzi).
const WIDEST: usize = 40;

/// Widest line with a hard break, in columns: wider ones are prose with trailing spaces.
const WIDEST_BROKEN: usize = 60;

/// The end of the verse that starts with `first`, at most `end`. In the archive format single line
/// breaks are the author's own.
pub(super) fn extent(source: &str, first: &Line, end: usize, syntax: Syntax) -> Option<usize> {
    regular(source, first, end).or_else(|| match syntax {
        Syntax::Archive => free(source, first, end),
        Syntax::Markdown => hard_breaks(source, first, end),
        Syntax::Plain | Syntax::Stated => None,
    })
}

/// The lines of a run, from the first.
fn lines(source: &str, first: &Line, end: usize) -> impl Iterator<Item = Line> {
    let mut next = Some(*first);
    std::iter::from_fn(move || {
        let line = next.take()?;
        if line.span.end < end {
            next = Some(Line::at(source, line.span.end, end));
        }
        Some(line)
    })
    .take(LONGEST)
}

/// Regular verse (四言, 五言, 六言, 七言): at least two lines whose feet all have the same length.
pub(super) fn regular(source: &str, first: &Line, end: usize) -> Option<usize> {
    let length = feet(first.text.of(source)).next()??;
    let of_length = |line: &Line| {
        let text = line.text.of(source);
        rough_columns(text) <= WIDEST && feet(text).all(|foot| foot == Some(length))
    };
    let (mut count, mut all, mut to) = (0, 0, first.span.start);
    for line in lines(source, first, end).take_while(of_length) {
        count += 1;
        all += feet(line.text.of(source)).count();
        to = line.span.end;
    }
    // Two lines are verse from five characters on; shorter pairs may be anything.
    (count >= 2 && (all >= 4 || length >= 5)).then_some(to)
}

/// The lengths of a line's feet between its stops; `None` for what is no foot of regular verse.
fn feet(line: &str) -> impl Iterator<Item = Option<usize>> {
    let is_stop = |c: char| "，。！？；、：,.!?;".contains(c);
    line.trim_end_matches(is_stop)
        .trim_end_matches(['”', '」', '』'])
        .trim_end_matches(is_stop)
        .split(is_stop)
        .map(|foot| {
            let foot = foot.trim_matches(['“', '”', '「', '」', '『', '』', '\u{3000}', ' ']);
            let length = foot.chars().count();
            let is_hanzi = |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
            (4..=7)
                .contains(&length)
                .then_some(length)
                .filter(|_| foot.chars().all(is_hanzi))
        })
}

/// Short lines with Markdown's hard line breaks.
fn hard_breaks(source: &str, first: &Line, end: usize) -> Option<usize> {
    let breaks = |line: &Line| is_hard(source, line);
    let mut to = None;
    for line in lines(source, first, end) {
        if rough_columns(line.text.of(source)) > WIDEST_BROKEN
            || opens_item(line.text.of(source))
            || opens_bullet(line.text.of(source))
        {
            return None;
        }
        // The line after the last hard break is the last line.
        to = to.map(|_| line.span.end);
        if !breaks(&line) {
            break;
        }
        to = Some(line.span.end);
    }
    to.filter(|_| breaks(first))
}

/// Free verse and lyrics (词, 曲): at least three short lines of different lengths, of which almost
/// all or none end with a stop.
fn free(source: &str, first: &Line, end: usize) -> Option<usize> {
    let mut widths = Vec::new();
    let mut stopped = 0;
    let mut to = first.span.start;
    for line in lines(source, first, end) {
        let text = line.text.of(source);
        let width = rough_columns(text);
        // Regular verse within it is a block of its own.
        if width > WIDEST
            || opens_item(text)
            || opens_bullet(text)
            || regular(source, &line, end).is_some()
        {
            return None;
        }
        widths.push(width);
        stopped +=
            usize::from(text.ends_with(['，', '。', '！', '？', '；', '、', '：', '”', '…']));
        to = line.span.end;
    }
    let count = widths.len();
    // In a narrow column of prose all lines but the last have one width and end anywhere.
    let widest = widths.iter().max().copied().unwrap_or(0);
    let full = widths.iter().filter(|&&width| width + 2 >= widest).count();
    let is_filled = count > 2 && full * 10 >= (count - 1) * 8 && stopped * 10 < count * 8;
    (count >= 3 && !is_filled && (stopped * 10 >= count * 8 || stopped == 0)).then_some(to)
}

/// The lines of a block of verse, trimmed, in order.
pub fn trimmed(source: &str, text: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = text.start;
    while at < text.end {
        let line = Line::at(source, at, text.end);
        at = line.span.end;
        found.push(line.text);
    }
    found
}
