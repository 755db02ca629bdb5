//! The text of a document as it is searched: its paragraphs, what in them is no text, and what
//! belongs together, since words that are looked for in one clause must stand in one of these.

use std::cell::OnceCell;

use crate::clause::{ClauseId, ClauseTree};
use crate::document::{BlockKind, Document};
use crate::text::Span;
use crate::text::fold::{Folded, Hidden, Rung, WayBack, is_invisible};

/// A paragraph, which no hit goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its place.
    pub span: Span,
    /// Whether it is a note to the text.
    pub is_note: bool,
}

/// What is counted as one: a clause without the clauses below it; where there are none, a
/// paragraph; a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Where it begins; it goes on to the next.
    pub start: usize,
    /// The clause, in the tree of the document.
    pub clause: Option<ClauseId>,
}

/// Something in a text that only a search for words as they stand does not pass over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seam {
    /// Blanks.
    Blanks,
    /// The mark of a note, a reading.
    Mark,
}

/// What is searched of a document: its source, or what a pack has kept of it.
#[derive(Debug)]
pub struct Body<'t> {
    text: &'t str,
    paragraphs: Vec<Paragraph>,
    units: Vec<Unit>,
    passed: Passed,
    /// The text on each rung, once it was asked for.
    folded: [OnceCell<Folded>; Rung::COUNT],
}

/// What is passed over.
#[derive(Debug)]
enum Passed {
    /// What is hidden always, and unless words are searched as they stand.
    Hidden([Vec<Hidden>; 2]),
    /// Taken out already, before these bytes.
    Out(Vec<(usize, Seam)>),
}

impl<'t> Body<'t> {
    /// The text of a document with its clauses.
    pub fn new(document: &'t Document, tree: &ClauseTree) -> Self {
        let read = document.blocks.iter().filter(|block| block.kind.is_read());
        let paragraphs = read.map(|block| Paragraph {
            span: block.text,
            is_note: block.kind == BlockKind::Footnote,
        });
        let paragraphs: Vec<Paragraph> = paragraphs.collect();
        Self {
            text: &document.source,
            units: units(&paragraphs, tree),
            paragraphs,
            passed: Passed::Hidden([Rung::Exact, Rung::Written].map(|rung| document.hidden(rung))),
            folded: [const { OnceCell::new() }; Rung::COUNT],
        }
    }

    /// Paragraphs of a source that were taken out of it, with what is hidden in them always, and
    /// unless words are searched as they stand.
    pub fn gathered(
        text: &'t str,
        paragraphs: Vec<Paragraph>,
        units: Vec<Unit>,
        hidden: [Vec<Hidden>; 2],
    ) -> Self {
        Self {
            text,
            paragraphs,
            units,
            passed: Passed::Hidden(hidden),
            folded: [const { OnceCell::new() }; Rung::COUNT],
        }
    }

    /// A text on [`Rung::Joined`], in which nothing is hidden any more; the seams are in order.
    pub fn joined(
        text: &'t str,
        paragraphs: Vec<Paragraph>,
        units: Vec<Unit>,
        seams: Vec<(usize, Seam)>,
    ) -> Self {
        Self {
            text,
            paragraphs,
            units,
            passed: Passed::Out(seams),
            folded: [const { OnceCell::new() }; Rung::COUNT],
        }
    }

    /// The same text, of which only some paragraphs are looked through.
    #[must_use]
    pub fn narrowed(mut self, to: impl Iterator<Item = Span>) -> Self {
        let paragraphs = to.map(|span| Paragraph {
            span,
            is_note: false,
        });
        self.paragraphs = paragraphs.collect();
        self
    }

    /// The paragraphs, in order of place.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// What is counted as one, in order of place.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The index of the unit that a byte belongs to.
    pub fn unit_at(&self, at: usize) -> usize {
        let after = self.units.partition_point(|unit| unit.start <= at);
        after.saturating_sub(1)
    }

    /// The paragraph that a byte belongs to.
    pub fn paragraph_at(&self, at: usize) -> Option<Paragraph> {
        let after = self.paragraphs.partition_point(|own| own.span.start <= at);
        self.paragraphs.get(after.checked_sub(1)?).copied()
    }

    /// What is hidden on a rung.
    pub fn hidden(&self, rung: Rung) -> &[Hidden] {
        match (&self.passed, rung) {
            (Passed::Hidden([always, _]), Rung::Exact) => always,
            (Passed::Hidden([_, mostly]), _) => mostly,
            (Passed::Out(_), _) => &[],
        }
    }

    /// The text on a rung: its paragraphs in order, a line each.
    pub fn folded(&self, rung: Rung) -> &Folded {
        self.folded[rung as usize].get_or_init(|| {
            let paragraphs = self.paragraphs.iter().map(|own| own.span);
            Folded::new(self.text, paragraphs, self.hidden(rung), rung)
        })
    }

    /// The way from the text on a rung back to the source.
    pub fn way_back(&self, rung: Rung) -> WayBack<'_> {
        self.folded(rung).way_back(self.text, self.hidden(rung))
    }

    /// The characters of a stretch within one paragraph that a reader sees, with their places;
    /// blanks are none of them.
    pub fn characters(&self, span: Span) -> impl Iterator<Item = (usize, char)> {
        let hidden = self.hidden(Rung::Written);
        let first = hidden.partition_point(|own| own.span.end <= span.start);
        let mut hidden = hidden.get(first..).unwrap_or(&[]);
        let characters = span.of(self.text).char_indices();
        let characters = characters.map(move |(at, c)| (span.start + at, c));
        characters.filter_map(move |(at, c)| {
            while let [first, rest @ ..] = hidden
                && first.span.end <= at
            {
                hidden = rest;
            }
            let own = hidden.first().filter(|own| own.span.contains(at));
            let seen = match own {
                Some(own) => own.shown.filter(|_| own.span.start == at),
                None => Some(c),
            };
            let seen = seen.filter(|c| !c.is_whitespace() && !is_invisible(*c));
            Some((at, seen?))
        })
    }

    /// Where the last characters of a stretch begin that a reader sees, at most so many.
    pub fn last_characters(&self, span: Span, most: usize) -> usize {
        let hidden = self.hidden(Rung::Written);
        let is_seen = |at: usize, c: char| {
            let before = hidden.partition_point(|own| own.span.end <= at);
            let own = hidden.get(before).filter(|own| own.span.contains(at));
            own.is_none() && !c.is_whitespace() && !is_invisible(c)
        };
        let characters = span.of(self.text).char_indices().rev();
        let characters = characters.map(|(at, c)| (span.start + at, c));
        let seen = characters.filter(|(at, c)| is_seen(*at, *c));
        seen.take(most).last().map_or(span.end, |(at, _)| at)
    }

    /// The words of a stretch within one paragraph, on one line, without blanks that are no part of
    /// them.
    pub fn words(&self, span: Span) -> String {
        let hidden = self.hidden(Rung::Joined);
        let folded = Folded::new(self.text, std::iter::once(span), hidden, Rung::Joined);
        folded.text().trim_end_matches('\n').to_owned()
    }

    /// Whether there is a seam of a kind inside a stretch.
    pub fn has_seam(&self, span: Span, kind: Seam) -> bool {
        match &self.passed {
            Passed::Out(seams) => {
                let first = seams.partition_point(|(at, _)| *at <= span.start);
                let within = seams.iter().skip(first);
                let mut within = within.take_while(|(at, _)| *at < span.end);
                within.any(|(_, own)| *own == kind)
            }
            Passed::Hidden(hidden) => match kind {
                Seam::Mark => {
                    let [always, mostly] = hidden.each_ref().map(|hidden| {
                        let begun = |at: usize| hidden.partition_point(|own| own.span.start < at);
                        begun(span.end) - begun(span.start)
                    });
                    mostly > always
                }
                Seam::Blanks => self.has_blanks(span),
            },
        }
    }

    /// Whether blanks in a stretch of the source are passed over that end no line.
    fn has_blanks(&self, span: Span) -> bool {
        let gaps = |rung| {
            let folded = Folded::new(
                self.text,
                std::iter::once(span),
                self.hidden(Rung::Joined),
                rung,
            );
            folded.text().split_whitespace().count()
        };
        gaps(Rung::Exact) > gaps(Rung::Joined)
    }

    /// Whether a hit in a text that was joined is none of words as they stand.
    pub fn is_parted(&self, span: Span) -> bool {
        let is_out = matches!(self.passed, Passed::Out(_));
        is_out
            && [Seam::Blanks, Seam::Mark]
                .iter()
                .any(|kind| self.has_seam(span, *kind))
    }

    /// How many characters a reader sees before each of these bytes, which ascend.
    pub fn ordinals(&self, places: &[usize]) -> Vec<usize> {
        let mut ordinals = Vec::with_capacity(places.len());
        let mut seen = 0;
        for paragraph in &self.paragraphs {
            for (at, _) in self.characters(paragraph.span) {
                while places.get(ordinals.len()).is_some_and(|place| *place <= at) {
                    ordinals.push(seen);
                }
                seen += 1;
            }
        }
        ordinals.resize(places.len(), seen);
        ordinals
    }
}

fn units(paragraphs: &[Paragraph], tree: &ClauseTree) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut last = None;
    for Paragraph { span, is_note } in paragraphs {
        let clause = tree.at(span.start);
        if *is_note || clause.is_none() || clause != last {
            let start = span.start;
            units.push(Unit { start, clause });
        }
        last = clause;
        let begun = |at: usize| tree.clauses.partition_point(|own| own.span.start <= at);
        let within = begun(span.start)..begun(span.end.saturating_sub(1));
        for id in within.map(|index| ClauseId(index as u32)) {
            if let Some(clause) = tree.get(id) {
                let start = clause.span.start;
                units.push(Unit {
                    start,
                    clause: Some(id),
                });
                last = Some(id);
            }
        }
        if *is_note {
            last = None;
        }
    }
    units
}
