//! Where the links inside a source lead, and the notes among what they lead to: the link decides
//! which note a mark calls.

use std::collections::BTreeMap;

use crate::document::transcript::Transcript;
use crate::document::{Block, BlockKind, Link, LinkTarget, Note};
use crate::text::{Span, numeral};

/// A link that leads to a place in the same source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) struct Led {
    /// The words; empty for an arrow back, which is not written.
    pub words: Span,
    /// What it leads to: all that the element holds which bears the name.
    pub to: Span,
    /// Whether the source says that it calls a note: by name, or since it is raised.
    pub is_call: bool,
}

/// Most links of a passage, and most marks of a note, that are looked at to pair them.
const MOST_BACK: usize = 64;

/// Most passages of a note; what leads to more leads to a section.
const LONGEST: usize = 16;

/// Longest mark of a note in bytes.
const LONGEST_MARK: usize = 24;

/// Adds the links that lead to places, and the notes that are called by such links.
pub(in crate::document) fn lead(transcript: &mut Transcript, mut all: Vec<Led>) {
    all.sort_by_key(|led| (led.words.start, led.words.end));
    let structure = &mut transcript.structure;
    let web = std::mem::take(&mut structure.links);
    let text = Text {
        source: &transcript.text,
        passages: &structure.passages,
    };
    let from: Vec<usize> = all
        .iter()
        .map(|led| text.passage(led.words.start))
        .collect();
    // The links in a passage, by index.
    let inside = |passage: usize| {
        let first = from.partition_point(|own| *own < passage);
        let own = from.iter().enumerate().skip(first);
        let own = own.take_while(move |(_, own)| **own == passage);
        own.map(|(at, _)| at).take(MOST_BACK)
    };
    // The first passage of each note, with the links that call it, by index.
    let mut called: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut is_spent = vec![false; all.len()];
    for (index, led) in all.iter().enumerate() {
        let (own, note) = (from[index], text.passage(led.to.start));
        let back = inside(note)
            .find(|at| text.passage(all[*at].to.start) == own && text.opens(all[*at], note));
        if own != note && text.is_call(led, own, note, back.is_some()) {
            called.entry(note).or_default().push(index);
            is_spent[index] = true;
        }
    }
    let mut notes = Vec::new();
    let mut ends = Vec::new();
    for (&first, calls) in &called {
        let next = called
            .range(first + 1..)
            .next()
            .map_or(usize::MAX, |(next, _)| *next);
        let end = calls
            .iter()
            .map(|call| all[*call].to.end)
            .max()
            .unwrap_or(0);
        let last = text.last(first, end, next);
        // The links of a note to its marks are no others.
        let mut label = text.label(first);
        for at in inside(first) {
            let mut calls = calls.iter().take(MOST_BACK);
            if calls.any(|call| text.passage(all[at].to.start) == from[*call]) {
                is_spent[at] = true;
                if text.opens(all[at], first) && label.is_empty() {
                    label = all[at].words;
                }
            }
        }
        let (Some(head), Some(tail)) = (text.passages.get(first), text.passages.get(last)) else {
            continue;
        };
        notes.push(Note {
            label,
            text: Span::new(head.text.start, tail.text.end),
            calls: calls.iter().map(|call| all[*call].words).collect(),
        });
        ends.push((first, last));
    }
    let kept = all
        .iter()
        .zip(&is_spent)
        .filter(|(led, spent)| !**spent && !led.words.is_empty());
    let mut links: Vec<Link> = kept
        .map(|(led, _)| Link {
            words: led.words,
            target: LinkTarget::Place(text.landing(led.to.start)),
        })
        .chain(web)
        .collect();
    links.sort_by_key(|link| link.words.start);
    structure.links = links;
    structure.notes.extend(notes);
    for (first, last) in ends {
        for passage in structure.passages.iter_mut().take(last + 1).skip(first) {
            passage.kind = BlockKind::Footnote;
        }
    }
}

/// The passages that links lead from and to.
struct Text<'a> {
    source: &'a str,
    passages: &'a [Block],
}

impl Text<'_> {
    /// The index of the passage at a place.
    fn passage(&self, at: usize) -> usize {
        self.passages
            .partition_point(|passage| passage.span.end <= at)
    }

    /// Where to be at a place: at the start of a passage behind its indent.
    fn landing(&self, at: usize) -> usize {
        let passage = self.passages.get(self.passage(at));
        passage.map_or(at, |passage| at.max(passage.text.start))
    }

    /// Whether a link stands at the start of its passage, behind no more than a mark, or at its
    /// end.
    fn opens(&self, led: Led, passage: usize) -> bool {
        self.passages.get(passage).is_some_and(|passage| {
            let before = Span::new(passage.text.start, led.words.start);
            let after = Span::new(led.words.end, passage.text.end);
            is_mark(before.of(self.source)) || !has_words(after.of(self.source))
        })
    }

    /// Whether a link from one passage calls a note that begins with another.
    fn is_call(&self, led: &Led, own: usize, note: usize, leads_back: bool) -> bool {
        let (Some(own), Some(note)) = (self.passages.get(own), self.passages.get(note)) else {
            return false;
        };
        let words = led.words.of(self.source);
        let may_note = match note.kind {
            BlockKind::Footnote => true,
            BlockKind::Paragraph | BlockKind::Quotation => own.kind != BlockKind::Footnote,
            _ => false,
        };
        let is_whole = !has_words(Span::new(own.text.start, led.words.start).of(self.source))
            && !has_words(Span::new(led.words.end, own.text.end).of(self.source));
        let is_labelled = || {
            let label = letters(words);
            !label.is_empty() && letters(self.label_of(note).of(self.source)) == label
        };
        may_note
            && !words.is_empty()
            && is_mark(words)
            && (!is_whole || led.is_call)
            // The mark that a note begins with leads back to the text.
            && !(led.to.start < led.words.start
                && is_mark(Span::new(own.text.start, led.words.start).of(self.source)))
            && (led.is_call || note.kind == BlockKind::Footnote || leads_back || is_labelled())
    }

    /// The last passage of a note.
    fn last(&self, first: usize, end: usize, next: usize) -> usize {
        let inside = self.passages.iter().enumerate().skip(first + 1);
        let inside = inside.take_while(|(at, passage)| *at < next && passage.span.start < end);
        let count = inside.clone().take(LONGEST + 1).count();
        let is_note = inside.take(LONGEST + 1).all(|(_, passage)| {
            matches!(
                passage.kind,
                BlockKind::Paragraph
                    | BlockKind::Quotation
                    | BlockKind::Verbatim
                    | BlockKind::Footnote
            )
        });
        if is_note && count <= LONGEST {
            first + count
        } else {
            first
        }
    }

    fn label(&self, passage: usize) -> Span {
        self.passages
            .get(passage)
            .map_or(Span::default(), |passage| self.label_of(passage))
    }

    /// The mark that a passage begins with: `[1]`, `1.`, `※`; empty without one.
    fn label_of(&self, passage: &Block) -> Span {
        let start = passage.text.start;
        let words = passage.text.of(self.source);
        let is_end = |(at, c): (usize, char)| {
            let end = at + c.len_utf8();
            let is_closed = matches!(c, ']' | '］' | '〕' | '】' | ')' | '）' | '.' | '、' | '．');
            (is_closed && words.get(..end).is_some_and(is_mark)).then_some(end)
        };
        let mut short = words
            .char_indices()
            .take_while(|(at, _)| *at < LONGEST_MARK);
        let closed = short.find_map(is_end);
        let sign = words
            .chars()
            .next()
            .filter(|c| "※*＊†‡§◎☆★".contains(*c) || is_enclosed(*c));
        let length = closed.or(sign.map(char::len_utf8)).unwrap_or(0);
        Span::new(start, start + length)
    }
}

/// Whether a text is the mark of a note: a number, a letter or signs, in brackets or not, perhaps
/// with 注.
pub(super) fn is_mark(text: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric();
    let inner = text.trim_matches(is_sign);
    let inner = inner
        .trim_matches(['注', '註', '脚', '腳', '尾'])
        .trim_matches(is_sign);
    let is_number = || {
        inner
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
            && inner.len() <= 7
            || numeral::parse(inner).is_some_and(|number| number <= 9999)
            || inner.chars().all(is_enclosed)
    };
    let is_letter = || {
        let is_roman = |c: char| "ivxlcIVXLC".contains(c);
        inner.len() == 1 || inner.len() <= 6 && inner.chars().all(is_roman)
    };
    text.len() <= LONGEST_MARK
        && (inner.is_empty() || is_number() || inner.is_ascii() && is_letter() || is_named(inner))
}

/// `note 1`, `Note2`
fn is_named(text: &str) -> bool {
    let rest = text
        .strip_prefix("note")
        .or_else(|| text.strip_prefix("Note"));
    rest.is_some_and(|rest| rest.trim().bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_enclosed(c: char) -> bool {
    matches!(c, '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '❶'..='❿' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// What two marks have in common: 1 of `[1]` and `1.`
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
