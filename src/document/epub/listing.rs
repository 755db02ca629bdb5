//! A page of contents among the parts of a book: lines that lead to the places of the book's own
//! contents are kept as text, but they head nothing.

use std::collections::HashSet;

use super::outline::Entry;
use crate::document::html::Led;
use crate::document::transcript::Transcript;
use crate::document::{Block, BlockKind};
use crate::text::Span;

/// Fewest lines that make their part a page of contents.
const FEWEST: usize = 2;

/// Lets the lines of pages of contents be lines.
pub(super) fn set_apart(
    parts: impl Iterator<Item = Span>,
    links: &[Led],
    entries: &[Entry],
    to: &mut Transcript,
) {
    let starts = entries.iter().filter_map(|entry| entry.place?.start);
    let listed: HashSet<usize> = starts.collect();
    let (words, passages) = (&to.text, &to.structure.passages);
    let at = |place: usize| passages.partition_point(|passage| passage.span.end <= place);
    let is_line = |led: &Led, passage: &Block| {
        let before = Span::new(passage.text.start, led.words.start).of(words);
        let after = Span::new(led.words.end, passage.text.end).of(words);
        // The number of an item, and that of a page.
        let is_number = |text: &str| !text.contains(char::is_alphabetic);
        !led.words.is_empty() && is_number(before) && is_number(after)
    };
    let lines = links.iter().filter(|led| listed.contains(&led.to.start));
    let mut lines: Vec<usize> = lines
        .filter_map(|led| {
            let own = at(led.words.start);
            let passage = passages.get(own)?;
            (own != at(led.to.start) && is_line(led, passage)).then_some(own)
        })
        .collect();
    lines.sort_unstable();
    lines.dedup();
    let mut found: Vec<usize> = Vec::new();
    for part in parts {
        let (first, end) = (at(part.start), at(part.end));
        let from = lines.partition_point(|line| *line < first);
        let own = &lines[from..from + lines[from..].partition_point(|line| *line < end)];
        found.extend(own);
        // So are the lines above and between them, of what only holds others.
        let Some(&last) = own.last().filter(|_| own.len() >= FEWEST) else {
            continue;
        };
        let is_line = |at: &usize| {
            let passage = &passages[*at];
            let is_kind = matches!(
                passage.kind,
                BlockKind::Heading { .. } | BlockKind::Paragraph
            );
            is_kind && !passage.text.of(words).contains('。')
        };
        let others: Vec<usize> = (first..last).filter(is_line).collect();
        if others.len() <= 2 * own.len() {
            found.extend(others);
        }
    }
    for at in found {
        to.structure.passages[at].kind = BlockKind::Verbatim;
    }
}
