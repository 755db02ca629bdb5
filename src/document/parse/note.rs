//! Notes: pairs the marks in a text (〔1〕, [注1], ①, ¹, `[^1]`) with the blocks they refer to, by
//! form and number. Each mark refers to the first such note after it.

use std::collections::HashMap;

use crate::document::{Block, BlockKind, Document, Note};
use crate::text::{Span, hanzi, numeral};

/// What a mark and its note have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// Bracket and number.
    Numbered(char, u32),
    /// The name of a Markdown footnote.
    Named(String),
}

/// Longest mark in bytes.
const LONGEST: usize = 64;

/// Most notes of one mark with a range (`[2-9]`).
const MOST_AT_ONCE: u32 = 20;

/// Finds the notes of a document and makes their blocks footnotes. Blocks that start with a mark
/// that nothing refers to are left alone, unless they are among notes; those that Markdown defines
/// (`[^1]: …`) are notes already. The notes that the source states are kept: their calls call no
/// others.
pub(super) fn find(document: &mut Document) {
    let source = &document.source;
    // Blocks that may be notes, in order: index, key, mark.
    let candidates: Vec<(usize, Key, Span)> = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| matches!(block.kind, BlockKind::Paragraph | BlockKind::Footnote))
        .filter_map(|(index, block)| {
            let (key, length) = mark(block.text.of(source))?;
            let is_defined = matches!(key, Key::Named(_)) && block.kind == BlockKind::Footnote;
            if block.kind == BlockKind::Footnote && !is_defined {
                return None;
            }
            let label = Span::new(block.text.start, block.text.start + length);
            (label.end < block.text.end).then_some((index, key, label))
        })
        .collect();
    if candidates.is_empty() {
        return;
    }
    let mut places: HashMap<&Key, Vec<usize>> = HashMap::new();
    for (at, (_, key, _)) in candidates.iter().enumerate() {
        places.entry(key).or_default().push(at);
    }
    let mut stated: Vec<Span> = document
        .notes
        .iter()
        .flat_map(|note| note.calls.clone())
        .collect();
    stated.sort_unstable();
    let is_stated = |span: Span| {
        let at = stated.partition_point(|call| call.end <= span.start);
        stated.get(at).is_some_and(|call| call.overlaps(span))
    };
    let mut calls: Vec<Vec<Span>> = vec![Vec::new(); candidates.len()];
    for block in document.blocks.iter().filter(|block| may_call(&block.kind)) {
        let marks = marks(source, block.text).into_iter();
        for (key, span) in marks.filter(|(_, span)| !is_stated(*span)) {
            let is_before = |&at: &usize| {
                candidates
                    .get(at)
                    .is_some_and(|(_, _, label)| label.start <= span.start)
            };
            let called = places.get(&key).and_then(|places| {
                let next = places.get(places.partition_point(is_before));
                // A name belongs to one note, wherever it stands.
                next.or_else(|| places.last().filter(|_| matches!(key, Key::Named(_))))
            });
            if let Some(calls) = called.and_then(|&at| calls.get_mut(at)) {
                calls.push(span);
            }
        }
    }
    let mut notes = std::mem::take(&mut document.notes);
    for group in groups(&candidates, document) {
        let called = |at: &usize| calls.get(*at).is_some_and(|calls| !calls.is_empty());
        let is_called = group.clone().filter(called).count() * 2 >= group.len();
        let is_found = is_called || is_list(&candidates, &group, document);
        for at in group {
            if let (Some((index, _, label)), Some(calls)) = (candidates.get(at), calls.get_mut(at))
            {
                let block = &mut document.blocks[*index];
                let is_defined = block.kind == BlockKind::Footnote;
                if !is_found && !is_defined {
                    continue;
                }
                block.kind = BlockKind::Footnote;
                let text = if is_defined {
                    defined(&document.blocks, *index, source)
                } else {
                    document.blocks[*index].text
                };
                notes.push(Note {
                    label: *label,
                    text,
                    calls: std::mem::take(calls),
                });
            }
        }
    }
    notes.sort_by_key(|note| note.text.start);
    document.notes = notes;
}

/// The whole of a note that Markdown defines: its paragraphs up to the next note.
fn defined(blocks: &[Block], first: usize, source: &str) -> Span {
    let whole = |text: Span, block: &Block| Span::new(text.start, block.text.end);
    let rest = blocks.get(first + 1..).unwrap_or_default().iter();
    let rest = rest.take_while(|block| match block.kind {
        BlockKind::Gap => true,
        BlockKind::Footnote => mark(block.text.of(source)).is_none(),
        _ => false,
    });
    let rest = rest.filter(|block| block.kind == BlockKind::Footnote);
    rest.fold(blocks[first].text, whole)
}

/// Whether blocks are notes although their calls were lost: numbered from [1] in square brackets,
/// and more than one, or behind a signature.
fn is_list(
    candidates: &[(usize, Key, Span)],
    group: &std::ops::Range<usize>,
    document: &Document,
) -> bool {
    let notes = candidates.get(group.clone()).unwrap_or_default();
    let first = notes.first().map_or(0, |(index, ..)| *index);
    let before = document.blocks.get(..first).unwrap_or_default();
    let above = before.iter().rfind(|block| block.kind != BlockKind::Gap);
    let is_signed = above.is_some_and(|above| above.kind == BlockKind::Signature);
    (notes.len() > 1 || is_signed)
        && notes.iter().zip(1..).all(|((_, key, _), number)| {
            matches!(key, Key::Numbered('[' | '〔' | '［', own) if *own == number)
        })
}

fn may_call(kind: &BlockKind) -> bool {
    kind.is_read() && *kind != BlockKind::Footnote
}

/// Runs of candidates with only gaps between them.
fn groups(candidates: &[(usize, Key, Span)], document: &Document) -> Vec<std::ops::Range<usize>> {
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
    for at in 0..candidates.len() {
        let follows = at.checked_sub(1).is_some_and(|before| {
            let (from, to) = (candidates[before].0 + 1, candidates[at].0);
            document.blocks[from..to]
                .iter()
                .all(|block| block.kind == BlockKind::Gap)
        });
        match groups.last_mut() {
            Some(group) if follows => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

/// The marks in a block's text, except one at its very start, which is its own.
fn marks(source: &str, text: Span) -> Vec<(Key, Span)> {
    let words = text.of(source);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = hanzi::find_other(words.get(at..).unwrap_or(""), opens) {
        let (before, rest) = words.split_at(at + offset);
        let is_numbered = rest.starts_with(is_enclosed);
        let named = before.strip_suffix('注').filter(|_| is_numbered);
        let (before, mark) = words.split_at(named.unwrap_or(before).len());
        let last = before.chars().next_back();
        let is_mark = last.is_some_and(|last| !leads_in(last, mark));
        match is_mark
            .then(|| one(mark).or_else(|| several(mark)))
            .flatten()
        {
            Some((keys, length)) => {
                let span = Span::new(
                    text.start + before.len(),
                    text.start + before.len() + length,
                );
                found.extend(keys.into_iter().map(|key| (key, span)));
                at = before.len() + length;
            }
            None => at = words.len() - rest.len() + rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Whether a mark may begin with a character that is no hanzi; 注① is read from its number.
fn opens(c: char) -> bool {
    matches!(c, '〔' | '［' | '[' | '（' | '(') || is_enclosed(c) || superscript(c).is_some()
}

/// Whether the text before a mark shows that it is none: a number after a colon or a stop is an
/// item's, 第①项 is a reference.
fn leads_in(before: char, mark: &str) -> bool {
    mark.starts_with(is_enclosed) && (before.is_whitespace() || "：:；;，、（(第".contains(before))
}

fn is_enclosed(c: char) -> bool {
    matches!(c, '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '❶'..='❿')
}

fn superscript(c: char) -> Option<u32> {
    Some(match c {
        '⁰' => 0,
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁴'..='⁹' => u32::from(c) - u32::from('⁰'),
        _ => return None,
    })
}

/// Reads a mark of several notes at the start of a text, `[2-3]` or `［1，4］`: their keys and its
/// length in bytes.
fn several(text: &str) -> Option<(Vec<Key>, usize)> {
    let open = text.chars().next()?;
    let close = match open {
        '〔' => '〕',
        '［' => '］',
        '[' => ']',
        _ => return None,
    };
    let (inner, _) = text.get(open.len_utf8()..)?.split_once(close)?;
    if inner.len() > LONGEST {
        return None;
    }
    let number = |text: &str| numeral::parse(text.trim()).filter(|number| *number <= 999);
    let mut keys = Vec::new();
    for part in inner.split([',', '，', '、']) {
        let (first, last) = match part.split_once(['-', '–', '—', '~', '～']) {
            Some((first, last)) => (number(first)?, number(last)?),
            None => (number(part)?, number(part)?),
        };
        if last.saturating_sub(first) > MOST_AT_ONCE {
            return None;
        }
        keys.extend((first..=last).map(|number| Key::Numbered(open, number)));
    }
    let length = open.len_utf8() + inner.len() + close.len_utf8();
    (keys.len() > 1).then_some((keys, length))
}

/// Reads a mark of one note.
fn one(text: &str) -> Option<(Vec<Key>, usize)> {
    mark(text).map(|(key, length)| (vec![key], length))
}

/// Reads a mark at the start of a text: its key and its length in bytes.
fn mark(text: &str) -> Option<(Key, usize)> {
    let first = text.chars().next()?;
    if is_enclosed(first) {
        let length = first.len_utf8();
        return Some((
            Key::Numbered('①', numeral::parse(text.get(..length)?)?),
            length,
        ));
    }
    if superscript(first).is_some() {
        let digits: Vec<u32> = text.chars().map_while(superscript).take(4).collect();
        let number = digits.iter().fold(0, |number, digit| number * 10 + digit);
        let length = text.chars().take(digits.len()).map(char::len_utf8).sum();
        return Some((Key::Numbered('¹', number), length));
    }
    if first == '注' {
        let rest = text.get(first.len_utf8()..)?;
        let next = rest.chars().next().filter(|c| is_enclosed(*c))?;
        let length = first.len_utf8() + next.len_utf8();
        return Some((
            Key::Numbered('注', numeral::parse(rest.get(..next.len_utf8())?)?),
            length,
        ));
    }
    let close = match first {
        '〔' => '〕',
        '［' => '］',
        '[' => ']',
        '（' => '）',
        '(' => ')',
        _ => return None,
    };
    let inside = text.get(first.len_utf8()..)?;
    // A number in round brackets is an item's, unless it says 注.
    if matches!(first, '（' | '(') && !inside.starts_with('注') {
        return None;
    }
    let end = inside
        .char_indices()
        .take_while(|(at, _)| *at <= LONGEST)
        .find(|(_, c)| *c == close)
        .map(|(at, _)| at)?;
    let inner = inside.get(..end)?;
    let mut length = first.len_utf8() + end + close.len_utf8();
    if let Some(name) = inner
        .strip_prefix('^')
        .filter(|name| !name.is_empty() && first == '[')
    {
        // `[^1]:` opens a note; the mark that refers to it has no colon.
        length += usize::from(text.get(length..)?.starts_with(':'));
        return Some((Key::Named(name.to_lowercase()), length));
    }
    let noted = inner.strip_prefix('注');
    let number = numeral::parse(noted.unwrap_or(inner).trim()).filter(|number| *number <= 999)?;
    Some((
        Key::Numbered(if noted.is_some() { '注' } else { first }, number),
        length,
    ))
}
