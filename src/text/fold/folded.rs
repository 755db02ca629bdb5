//! A text as it is compared, with its way back to the source. Instead of a map for each byte it
//! keeps a place in each kibibyte from which the folding can be walked anew.

use std::ops::Range;

use super::unit::Walk;
use super::{Hidden, Rung};
use crate::text::Span;

/// A folded text.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    rung: Rung,
    /// Ascending.
    anchors: Vec<Anchor>,
}

/// A place where the folding can begin anew.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    /// In the folded text.
    folded: u32,
    /// In the source.
    source: u32,
    /// In the source, where the stretch ends.
    end: u32,
}

/// Stands in the folded text behind each stretch; no stretch has one in it.
const END: char = '\n';

/// Bytes of source between two anchors.
const STRIDE: usize = 1024;

impl Folded {
    /// Folds stretches of a text, each by itself, without what is hidden; both in order, none of
    /// them within another.
    pub fn new(
        text: &str,
        stretches: impl Iterator<Item = Span>,
        hidden: &[Hidden],
        rung: Rung,
    ) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            rung,
            anchors: Vec::new(),
        };
        for stretch in stretches {
            let mut walk = Walk::new(text, hidden, stretch, rung);
            folded.anchor(stretch);
            let mut last = stretch.start;
            loop {
                walk.take_hanzi(STRIDE, &mut folded.text);
                if walk.at >= last + STRIDE && walk.is_free() {
                    last = walk.at;
                    folded.anchor(Span::new(last, stretch.end));
                }
                if walk.next(&mut folded.text).is_none() {
                    break;
                }
            }
            folded.text.push(END);
        }
        folded
    }

    /// Folds a whole text in which nothing is hidden.
    pub fn of(text: &str, rung: Rung) -> Self {
        let whole = Span::new(0, text.len());
        Self::new(text, std::iter::once(whole), &[], rung)
    }

    fn anchor(&mut self, ahead: Span) {
        self.anchors.push(Anchor {
            folded: self.text.len() as u32,
            source: ahead.start as u32,
            end: ahead.end as u32,
        });
    }

    /// The folded text; a line end follows each stretch, and stands nowhere else.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The way back to the source; `text` and `hidden` must be those that were folded.
    pub fn way_back<'t>(&'t self, text: &'t str, hidden: &'t [Hidden]) -> WayBack<'t> {
        WayBack {
            folded: self,
            text,
            hidden,
            walk: Walk::new(text, hidden, Span::default(), self.rung),
            next: 0,
            unit: Span::default(),
            from: 0,
            to: 0,
            scratch: String::new(),
        }
    }
}

/// The way back from a folded text. Ranges are best asked for in order: then all of them take one
/// walk.
#[derive(Debug)]
pub struct WayBack<'t> {
    folded: &'t Folded,
    text: &'t str,
    hidden: &'t [Hidden],
    walk: Walk<'t>,
    /// The first anchor ahead.
    next: usize,
    /// The unit that was walked last.
    unit: Span,
    /// Where that begins in the folded text.
    from: usize,
    /// Where it ends.
    to: usize,
    scratch: String,
}

impl WayBack<'_> {
    /// What a range of the folded text, within one stretch, was folded from: whole clusters.
    pub fn span(&mut self, range: Range<usize>) -> Span {
        let anchors = &self.folded.anchors;
        let is_back = range.start < self.from;
        if is_back {
            self.next = 0;
        }
        let ahead = anchors.get(self.next..).unwrap_or(&[]);
        let passed = |anchor: &&Anchor| anchor.folded as usize <= range.start;
        self.next += ahead.iter().take_while(passed).count();
        let Some(anchor) = self.next.checked_sub(1).and_then(|at| anchors.get(at)) else {
            return Span::default();
        };
        if self.to < anchor.folded as usize || is_back || self.unit.is_empty() {
            let ahead = Span::new(anchor.source as usize, anchor.end as usize);
            self.walk = Walk::new(self.text, self.hidden, ahead, self.folded.rung);
            self.to = anchor.folded as usize;
        }
        while self.to <= range.start {
            let ahead = self.folded.text.get(self.to..range.start);
            let skipped = self.walk.skip_hanzi(ahead.unwrap_or(""));
            self.to += skipped;
            if !self.step() {
                break;
            }
        }
        let start = self.unit.start;
        while self.to < range.end && self.step() {}
        Span::new(start, self.unit.end)
    }

    fn step(&mut self) -> bool {
        self.scratch.clear();
        let Some(unit) = self.walk.next(&mut self.scratch) else {
            return false;
        };
        self.unit = unit;
        self.from = self.to;
        self.to += self.scratch.len();
        true
    }
}
