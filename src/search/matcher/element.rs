//! The parts of a word that is looked for, each matched at a place in a folded line.

use smallvec::SmallVec;

use super::number::{self, Number};
use crate::text::fold::{Folded, Rung};
use crate::text::pinyin;

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Characters.
    Literal(Written),
    /// One character: `?`.
    Any,
    /// Up to [`GAP`] characters: `*`.
    Gap,
    /// A number or a date, in whatever form.
    Number(Written, Number),
    /// Hanzi that are read like this.
    Pinyin(String),
}

/// The characters that `*` stands for, at most.
const GAP: usize = 10;

/// Characters as they were typed, and as they are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub typed: String,
    pub folded: String,
}

impl Written {
    fn new(typed: &str, rung: Rung) -> Self {
        let folded = Folded::of(typed, rung);
        Self {
            typed: typed.to_owned(),
            folded: folded.text().trim_end_matches('\n').to_owned(),
        }
    }
}

/// The parts of a word without wildcards; as it stands on the exact rung.
pub(super) fn literal(word: &str) -> Vec<Element> {
    vec![Element::Literal(Written::new(word, Rung::Exact))]
}

/// The parts of a word on a rung.
pub(super) fn plain(word: &str, rung: Rung) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut rest = word;
    loop {
        let end = rest.find(['?', '*']).unwrap_or(rest.len());
        let (words, behind) = rest.split_at(end);
        characters(words, rung, &mut elements);
        let mut signs = behind.chars();
        match signs.next() {
            Some('?') => elements.push(Element::Any),
            Some(_) => elements.push(Element::Gap),
            None => break,
        }
        rest = signs.as_str();
    }
    elements
}

/// Adds characters, the numbers among them by themselves.
fn characters(words: &str, rung: Rung, elements: &mut Vec<Element>) {
    let mut add = |typed: &str, number: Option<Number>| {
        let written = Written::new(typed, rung);
        // What is passed over is nothing to look for: punctuation on the last rung.
        if !written.folded.is_empty() {
            elements.push(match number {
                Some(number) => Element::Number(written, number),
                None => Element::Literal(written),
            });
        }
    };
    let mut at = 0;
    number::each(words, &mut |span, number| {
        add(words.get(at..span.start).unwrap_or(""), None);
        add(span.of(words), Some(number));
        at = span.end;
    });
    add(words.get(at..).unwrap_or(""), None);
}

/// Places in a line.
pub(super) type Places = SmallVec<[usize; 16]>;

impl Element {
    /// Adds the places where it may end that begins at a place of a line.
    fn ends(&self, line: &str, at: usize, ends: &mut Places) {
        let rest = line.get(at..).unwrap_or("");
        match self {
            Self::Literal(written) => {
                if rest.starts_with(&*written.folded) {
                    ends.push(at + written.folded.len());
                }
            }
            Self::Any => ends.extend(rest.chars().next().map(|c| at + c.len_utf8())),
            Self::Gap => {
                let borders = rest.char_indices().map(|(border, _)| at + border);
                let borders = borders.chain(std::iter::once(line.len()));
                ends.extend(borders.take(GAP + 1));
            }
            Self::Number(written, number) => {
                if rest.starts_with(&*written.folded) {
                    ends.push(at + written.folded.len());
                }
                let before = line.get(..at).unwrap_or("");
                ends.extend(number.length(before, rest).map(|length| at + length));
            }
            Self::Pinyin(letters) => {
                read(letters, rest, &mut |length| ends.push(at + length));
            }
        }
    }
}

/// Calls `end` with the lengths of the hanzi at the start of a text that are read in these letters.
fn read(letters: &str, text: &str, end: &mut dyn FnMut(usize)) {
    // How much of the letters may be read after each character.
    let mut done: Places = SmallVec::from_slice(&[0]);
    for (at, c) in text.char_indices() {
        let mut next = Places::new();
        for done in done {
            let rest = letters.get(done..).unwrap_or("");
            let readings = pinyin::readings(c).iter();
            let read = readings.filter(|reading| rest.starts_with(**reading));
            next.extend(read.map(|reading| done + reading.len()));
        }
        next.sort_unstable();
        next.dedup();
        if next.contains(&letters.len()) {
            end(at + c.len_utf8());
        }
        if next.is_empty() {
            return;
        }
        done = next;
    }
}

/// Places that a part reaches, each with the index of the one before that it is reached from.
type Reached = SmallVec<[(usize, usize); 4]>;

/// Where each of the parts of a word ends that begins at a place of a line: the shortest way.
pub(super) fn ends(elements: &[Element], line: &str, at: usize) -> Option<Places> {
    let mut reached: Vec<Reached> = Vec::with_capacity(elements.len());
    let mut from: Places = SmallVec::from_slice(&[at]);
    for element in elements {
        let mut places = Reached::new();
        let mut ends = Places::new();
        for (index, at) in from.iter().enumerate() {
            ends.clear();
            element.ends(line, *at, &mut ends);
            places.extend(ends.iter().map(|end| (*end, index)));
        }
        places.sort_unstable();
        places.dedup_by_key(|(end, _)| *end);
        if places.is_empty() {
            return None;
        }
        from = places.iter().map(|(end, _)| *end).collect();
        reached.push(places);
    }
    let mut index = 0;
    let mut way = Places::new();
    for places in reached.iter().rev() {
        let (end, before) = places.get(index)?;
        way.push(*end);
        index = *before;
    }
    way.reverse();
    Some(way)
}
