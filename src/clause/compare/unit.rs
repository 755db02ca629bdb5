//! Units: the passages of one text, cut into tokens.

use std::ops::Range;

use super::likeness::Bigrams;
use super::token::{Token, Tokenizer, Vocabulary};
use super::{Passage, Side};
use crate::clause::name::Names;
use crate::clause::{ClauseId, ClauseTree, Step};
use crate::document::Document;
use crate::text::Span;
use crate::text::fold::Rung;

/// The units of a text, in order.
#[derive(Debug)]
pub(super) struct Units {
    /// All tokens of the text.
    pub tokens: Vec<Token>,
    pub list: Vec<Unit>,
}

/// A passage and its words.
#[derive(Debug)]
pub(super) struct Unit {
    pub passage: Passage,
    /// The number of its clause.
    pub step: Option<Step>,
    /// Whether it is the heading of a part, a chapter or a section: it may be like an article in
    /// its words, but never is one.
    pub is_division: bool,
    tokens: Range<usize>,
    /// Of its letters: what its likeness to others is measured by.
    pub bigrams: Bigrams,
    /// A hash of its letters.
    pub hash: u64,
}

impl Unit {
    /// How like it is to a unit of the other text, from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        if self.is_division == other.is_division {
            self.bigrams.dice(&other.bigrams)
        } else {
            0.0
        }
    }
}

impl Units {
    /// The units of a text.
    pub fn of(side: Side<'_>, vocabulary: &mut Vocabulary) -> Self {
        let Side { document, tree, .. } = side;
        let names = Names::new(document, tree);
        let mut passages = passages(document, tree, names);
        let masks = Masks::new(side);
        let hidden = document.hidden(Rung::Written);
        let mut tokenizer = Tokenizer::new(&document.source, &hidden, vocabulary);
        let mut ranges = Vec::with_capacity(passages.len());
        for passage in &mut passages {
            let start = tokenizer.tokens.len();
            let label = passage.clause.and_then(|id| tree.get(id));
            let label = label.map_or(Span::default(), |clause| clause.label);
            passage.span.end = masks.cut(document, passage.span, label, &mut tokenizer);
            if tokenizer.tokens.len() == start {
                // Nothing but a marker: it is the text.
                tokenizer.words(label);
            }
            ranges.push(start..tokenizer.tokens.len());
        }
        let tokens = tokenizer.tokens;
        let unit = |(passage, range): (Passage, Range<usize>)| {
            let own = tokens.get(range.clone()).unwrap_or_default();
            let letters = || own.iter().filter(|token| token.class.is_letter());
            let keys = || letters().map(|token| token.key);
            let clause = passage.clause.and_then(|id| tree.get(id));
            Unit {
                step: clause.map(|clause| clause.step),
                is_division: clause.is_some_and(|clause| clause.kind.is_division())
                    && !passage.clause.is_some_and(|id| names.is_article(id)),
                passage,
                bigrams: Bigrams::of(keys()),
                hash: keys().fold(0, |hash: u64, key| {
                    (hash.rotate_left(23) ^ u64::from(key)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                }),
                tokens: range,
            }
        };
        let list = passages.into_iter().zip(ranges).map(unit).collect();
        Self { tokens, list }
    }

    /// The tokens of a unit.
    pub fn tokens(&self, unit: &Unit) -> &[Token] {
        self.tokens.get(unit.tokens.clone()).unwrap_or_default()
    }
}

/// Cuts a text into passages, in order.
pub(super) fn passages(document: &Document, tree: &ClauseTree, names: Names<'_>) -> Vec<Passage> {
    let mut clauses: Vec<(ClauseId, usize)> = Vec::new();
    let mut covered = 0;
    for (id, clause) in tree.ids().zip(&tree.clauses) {
        if clause.span.start < covered {
            continue;
        }
        if names.is_article(id) {
            covered = clause.span.end;
        }
        clauses.push((id, clause.span.start));
    }
    let first = clauses.first().map_or(usize::MAX, |(_, start)| *start);
    let read = document.blocks.iter().filter(|block| block.kind.is_read());
    let outside = read.take_while(|block| block.text.start < first);
    let outside = outside.map(|block| Passage {
        clause: None,
        span: Span::new(block.text.start, block.text.end.min(first)),
    });
    let ends = clauses.iter().skip(1).map(|(_, start)| *start);
    let ends = ends.chain(std::iter::once(document.source.len()));
    let inside = clauses.iter().zip(ends).map(|((id, start), end)| Passage {
        clause: Some(*id),
        span: Span::new(*start, end),
    });
    outside.chain(inside).collect()
}

/// The numbers of clauses in a text, which are not compared as words are.
struct Masks(Vec<Span>);

impl Masks {
    fn new(side: Side<'_>) -> Self {
        let own = side.references.iter().filter(|own| own.is_own());
        let markers = side.tree.clauses.iter().map(|clause| clause.label);
        let spans = own.map(|own| own.span).chain(markers);
        let mut spans: Vec<Span> = spans.filter(|span| !span.is_empty()).collect();
        spans.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        spans.retain(|span| {
            let is_free = end <= span.start;
            end = end.max(span.end);
            is_free
        });
        Self(spans)
    }

    /// Cuts the text of a passage into tokens, without its own marker; returns where it ends.
    fn cut(
        &self,
        document: &Document,
        passage: Span,
        own: Span,
        into: &mut Tokenizer<'_>,
    ) -> usize {
        let first = document.block_at(passage.start).unwrap_or(0);
        let blocks = document.blocks.get(first..).unwrap_or_default().iter();
        let blocks = blocks.take_while(|block| block.span.start < passage.end);
        let mut last_end = None;
        for block in blocks.filter(|block| block.kind.is_read()) {
            let start = block.text.start.max(passage.start);
            let stretch = Span::new(start, block.text.end.min(passage.end));
            if stretch.is_empty() {
                continue;
            }
            if let Some(end) = last_end {
                into.paragraph(Span::new(end, start));
            }
            last_end = Some(stretch.end);
            let next = self.0.partition_point(|mask| mask.end <= start);
            let masks = self.0.get(next..).unwrap_or_default().iter();
            let mut at = start;
            for mask in masks.take_while(|mask| mask.start < stretch.end) {
                into.words(Span::new(at, mask.start));
                if *mask != own {
                    into.number(*mask);
                }
                // A blank behind a number says nothing.
                let rest = Span::new(mask.end, stretch.end).of(&document.source);
                at = stretch.end.max(mask.end) - rest.trim_start().len();
            }
            into.words(Span::new(at, stretch.end));
        }
        last_end.unwrap_or(passage.end)
    }
}
