//! Passages in the making: paragraphs become passages, and what is said of their words goes with
//! them.

use std::cmp::Reverse;
use std::iter::Peekable;
use std::vec::IntoIter;

use super::paragraph::Paragraph;
use crate::document::transcript::Transcript;
use crate::document::{BlockKind, Link, Markup, MarkupKind};
use crate::text::Span;

/// Most passages of a document, more than the parser keeps apart: the rest of the text is one.
const MOST_PASSAGES: usize = 1_000_000;

/// Passages, and the calls of notes in them.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub transcript: Transcript,
    pub calls: Vec<(usize, Span)>,
}

impl Flow {
    /// Appends what was written apart.
    pub fn append(&mut self, part: Self) {
        let by = self.transcript.end();
        let calls = part.calls.into_iter();
        self.calls
            .extend(calls.map(|(note, call)| (note, call.moved(by))));
        self.transcript.append(part.transcript);
    }

    /// Writes a paragraph as passages of a kind, one a line.
    pub fn paragraph(&mut self, paragraph: Paragraph, kind: &BlockKind) {
        let words = paragraph.words;
        let mut said = Said::new(paragraph.markup, paragraph.links, paragraph.calls);
        for line in lines(&words) {
            said.carry(line, &words, self);
            if self.transcript.structure.passages.len() < MOST_PASSAGES {
                self.transcript.end_passage(kind.clone());
            } else {
                self.transcript.write("\n");
            }
        }
    }

    /// Adds the lines of a paragraph to the passage that is being written.
    pub fn lines(&mut self, paragraph: Paragraph) {
        let words = paragraph.words;
        let mut said = Said::new(paragraph.markup, paragraph.links, paragraph.calls);
        for line in lines(&words).filter(|line| !line.of(&words).trim().is_empty()) {
            if !self.transcript.passage().ends_with(' ') {
                self.transcript.write("\n");
            }
            let start = line.end - line.of(&words).trim_start().len();
            said.carry(Span::new(start, line.end), &words, self);
        }
    }
}

/// The lines of a text, without the white space at their ends.
fn lines(words: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    words.split('\n').map(move |line| {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len() + 1;
        span
    })
}

/// What is said of stretches of words that are carried to another text, stretch by stretch.
pub(super) struct Said {
    markup: Peekable<IntoIter<Markup>>,
    links: Peekable<IntoIter<Link>>,
    calls: Peekable<IntoIter<(usize, Span)>>,
}

impl Said {
    pub fn new(
        mut markup: Vec<Markup>,
        mut links: Vec<Link>,
        mut calls: Vec<(usize, Span)>,
    ) -> Self {
        markup.sort_by_key(|markup| order(markup.span));
        links.sort_by_key(|link| order(link.words));
        calls.sort_by_key(|(_, call)| order(*call));
        Self {
            markup: markup.into_iter().peekable(),
            links: links.into_iter().peekable(),
            calls: calls.into_iter().peekable(),
        }
    }

    /// Writes a stretch of the words, later than those before, with what is said of it.
    pub fn carry(&mut self, stretch: Span, words: &str, to: &mut Flow) {
        let base = to.transcript.end();
        let moved = |span: Span| {
            (span.start >= stretch.start).then(|| {
                let end = span.end.min(stretch.end);
                Span::new(span.start - stretch.start, end - stretch.start).moved(base)
            })
        };
        let is_within = |span: Span| span.start <= stretch.end;
        to.transcript.write(stretch.of(words));
        let structure = &mut to.transcript.structure;
        while let Some(markup) = self.markup.next_if(|markup| is_within(markup.span)) {
            let is_sign = matches!(markup.kind, MarkupKind::Delimiter(_));
            let span = moved(markup.span).filter(|span| is_sign || !span.is_empty());
            structure
                .markup
                .extend(span.map(|span| Markup { span, ..markup }));
        }
        while let Some(link) = self.links.next_if(|link| is_within(link.words)) {
            let words = moved(link.words).filter(|words| !words.is_empty());
            structure
                .links
                .extend(words.map(|words| Link { words, ..link }));
        }
        while let Some((note, call)) = self.calls.next_if(|(_, call)| is_within(*call)) {
            let call = moved(call).filter(|call| !call.is_empty());
            to.calls.extend(call.map(|call| (note, call)));
        }
    }
}

/// Outer stretches before inner ones.
fn order(span: Span) -> (usize, Reverse<usize>) {
    (span.start, Reverse(span.end))
}
