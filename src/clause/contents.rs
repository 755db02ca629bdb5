//! Tables of contents: finds the list of headings before a text, whose lines must not become
//! clauses.

use std::collections::HashSet;

use super::marker::{Form, Marker, leading};
use super::supplement::is_supplement;
use crate::document::{Block, BlockKind, Document};
use crate::text::Span;

/// Longest line of a table of contents, in bytes.
const LONGEST: usize = 180;

/// The blocks of the table of contents, as a range of block indices; empty if there is none.
///
/// It starts at a title line such as 目录, or at the first division of the text, and consists of
/// short lines whose divisions occur again later. The text itself starts where the first division
/// occurs again.
pub fn find(document: &Document) -> std::ops::Range<usize> {
    let none = 0..0;
    let source = document.plain();
    let text = |block: &Block| block.text.of(source).to_owned();
    let titled = document
        .blocks
        .iter()
        .take(200)
        .position(|block| block.kind.is_read() && is_title(block.text.of(source)));
    let first_division = document
        .blocks
        .iter()
        .position(|block| division(block, source).is_some());
    let Some(first) = titled.map(|at| at + 1).or(first_division) else {
        return none;
    };
    // The listed divisions, up to a line that cannot be part of the list or that repeats the first.
    let mut listed: Vec<(Form, u32)> = Vec::new();
    let mut end = first;
    for (index, block) in document.blocks.iter().enumerate().skip(first) {
        if !block.kind.is_read() {
            continue;
        }
        // A heading may end with a stop; an article that does is a sentence.
        let found =
            division(block, source).or_else(|| entry(block, source).filter(|_| titled.is_some()));
        let is_heading = found.is_some_and(|(form, _)| form != Form::Article);
        let words = text(block);
        let words = if is_heading {
            words.trim_end_matches('。')
        } else {
            &words
        };
        // Lines that end like sentences are text. A Korean article has no other stop.
        if block.text.len() > LONGEST
            || words.contains('。')
            || !is_heading && words.ends_with(['.', '；', '：'])
        {
            break;
        }
        match found {
            Some(found)
                if listed.first() == Some(&found) && (titled.is_some() || listed.len() > 1) =>
            {
                break;
            }
            Some(found) => {
                listed.push(found);
                end = index + 1;
            }
            // A titled list may contain lines without a number.
            None if titled.is_some() && !is_supplement(words) => {}
            // A supplement may be the last line of the list.
            None if titled.is_some() && !listed.is_empty() => end = index + 1,
            None => break,
        }
    }
    if listed.len() < if titled.is_some() { 1 } else { 2 } {
        return none;
    }
    let later: HashSet<(Form, u32)> = document
        .blocks
        .iter()
        .skip(end)
        .filter_map(|block| division(block, source).or_else(|| number(block, source)))
        .collect();
    let again = listed.iter().filter(|found| later.contains(found)).count();
    if again * 10 >= listed.len() * 8 {
        titled.unwrap_or(first)..end
    } else {
        none
    }
}

/// Whether a line is the title of a table of contents (目录, 目次), ignoring white space.
pub fn is_title(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(
        letters.trim_matches(['【', '】', '[', ']']),
        "目录" | "目錄" | "目次" | "目录：" | "차례" | "목차"
    )
}

/// Whether a heading is a table of contents in one line: 第一章 总则 第二章 罚则.
pub fn is_line(source: &str, text: Span, marker: Marker) -> bool {
    if !matches!(marker.form, Form::Part | Form::Chapter | Form::Section)
        || text.len() > 4 * LONGEST
    {
        return false;
    }
    let behind = Span::new(marker.label.end, text.end).of(source);
    behind.match_indices('第').any(|(at, _)| {
        let (before, rest) = behind.split_at(at);
        before.ends_with(char::is_whitespace)
            && !before.trim().is_empty()
            && leading(rest, 0)
                .is_some_and(|next| next.form == marker.form && next.number == marker.number + 1)
    })
}

/// The number of an item with the page where it stands: 一、出发……3.
fn entry(block: &Block, source: &str) -> Option<(Form, u32)> {
    let words = block.text.of(source);
    let name = words.trim_end_matches(|c: char| c.is_numeric() || "（）() ".contains(c));
    let has_page =
        name.len() < words.len() && name.ends_with(['…', '·', '.', '．', '—', '\u{3000}', '\t']);
    number(block, source).filter(|_| has_page)
}

/// The number that a block starts with.
fn number(block: &Block, source: &str) -> Option<(Form, u32)> {
    let marker = leading(block.text.of(source), block.text.start)?;
    Some((marker.form, marker.number))
}

fn division(block: &Block, source: &str) -> Option<(Form, u32)> {
    if !matches!(
        block.kind,
        BlockKind::Heading { .. } | BlockKind::Paragraph | BlockKind::Note
    ) {
        return None;
    }
    let marker = leading(block.text.of(source), block.text.start)?;
    let is_division = matches!(
        marker.form,
        Form::Part | Form::Subpart | Form::Chapter | Form::Section | Form::Article
    ) || marker.form.is_attached();
    is_division.then_some((marker.form, marker.number))
}
