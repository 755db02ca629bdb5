//! Passages in the making: paragraphs become passages, and what is said of their words goes with
//! them.

use std::cmp::Reverse;
use std::iter::Peekable;
use std::vec::IntoIter;

use super::paragraph::{End, Paragraph};
use crate::document::transcript::Transcript;
use crate::document::{BlockKind, Link, Markup, MarkupKind};
use crate::text::Span;

/// Most passages of a document, more than the parser keeps apart: the rest of the text is one.
const MOST_PASSAGES: usize = 1_000_000;

/// Most ends of a document, 100 MB of them; later links and places are left out.
const MOST_ENDS: usize = 1 << 20;

/// Passages, and what leads from place to place in them.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub transcript: Transcript,
    pub ends: Vec<(End, Span)>,
}

impl Flow {
    /// Appends what was written apart.
    pub fn append(&mut self, part: Self) {
        let by = self.transcript.end();
        let ends = part.ends.into_iter();
        self.ends
            .extend(ends.map(|(end, span)| (end, span.moved(by))));
        self.transcript.append(part.transcript);
    }

    /// Writes a paragraph as passages of a kind, one a line.
    pub fn paragraph(&mut self, paragraph: Paragraph, kind: &BlockKind) {
        let words = paragraph.words;
        let mut said = Said::new(paragraph.markup, paragraph.links, paragraph.ends);
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
        let mut said = Said::new(paragraph.markup, paragraph.links, paragraph.ends);
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
    ends: Peekable<IntoIter<(End, Span)>>,
}

impl Said {
    pub fn new(mut markup: Vec<Markup>, mut links: Vec<Link>, mut ends: Vec<(End, Span)>) -> Self {
        markup.sort_by_key(|markup| order(markup.span));
        links.sort_by_key(|link| order(link.words));
        ends.sort_by_key(|(_, span)| order(*span));
        Self {
            markup: markup.into_iter().peekable(),
            links: links.into_iter().peekable(),
            ends: ends.into_iter().peekable(),
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
        while let Some((end, span)) = self.ends.next_if(|(_, span)| is_within(*span)) {
            let span = match end {
                // One in front of words that are not carried names the next ones.
                End::Place(_) => {
                    let at = span.start.max(stretch.start);
                    moved(Span::new(at, at))
                }
                End::Call(_) | End::Link(_) => moved(span).filter(|span| !span.is_empty()),
            };
            let room = MOST_ENDS.saturating_sub(to.ends.len());
            to.ends
                .extend(span.map(|span| (end, span)).into_iter().take(room));
        }
    }
}

/// Outer stretches before inner ones.
fn order(span: Span) -> (usize, Reverse<usize>) {
    (span.start, Reverse(span.end))
}
