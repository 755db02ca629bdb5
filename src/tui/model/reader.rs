//! The open document: its text, its lines, the place on the page, what is to move.

use std::sync::Arc;

use super::scroll::Row;
use super::selection::{Selection, skip_blank};
use super::ticket::Ticket;
use crate::clause::{ClauseId, ClauseTree, Correction};
use crate::library::EntryId;
use crate::reading::binding::Bound;
use crate::reading::others::Other;
use crate::reading::{Placed, Text};
use crate::settings::position::Position;
use crate::text::Span;
use crate::typeset::{Galley, Measure};

/// A move that was asked for; `prepare` carries it out, since only it knows the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// Rows down, or up where negative.
    Rows(i64),
    /// Half pages down, or up where negative.
    HalfPages(i64),
    /// Pages down, or up where negative.
    Pages(i64),
    /// To the start.
    Start,
    /// To the end.
    End,
    /// To a byte offset: the page stays where the offset is well in sight.
    Show(usize),
    /// To a byte offset at the top of the page, the reading position where the second says.
    Restore(usize, usize),
    /// To some bytes, as many of them as the page holds; the reading position stays.
    Reveal(Span),
}

/// One row of the visible page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageRow {
    /// A line of the galley.
    Line(Row),
    /// Nothing.
    Empty,
}

/// The open document.
#[derive(Debug)]
pub struct Reader {
    /// Its entry in the catalog.
    pub entry: EntryId,
    /// What was loaded, its outline as it was corrected.
    pub text: Arc<Text>,
    /// The number of that text: another for every one, and after every correction.
    pub revision: Ticket,
    /// Its lines.
    pub galley: Galley,
    /// The first row of the page.
    pub top: Row,
    /// The byte offset of that row: keeps the place when the measure changes.
    pub anchor: usize,
    /// The reading position, a byte offset.
    pub here: usize,
    /// The sentence that the reader walks by, shown while walking.
    pub sentence: Option<Span>,
    /// What is selected.
    pub selection: Option<Selection>,
    /// Where the reader was in a text that has lost the place: a file that is being written is
    /// empty for a while.
    pub lost: Option<Position>,
    /// Moves not yet carried out.
    pub motions: Vec<Motion>,
    /// The visible rows.
    pub page: Vec<PageRow>,
    /// Whether the page reaches the end of the text.
    pub at_end: bool,
    /// The count of its rows that is under way.
    pub counting: Option<Ticket>,
    /// Corrections that were asked for here and that the outline does not show yet.
    pub asked: Vec<Asked>,
    /// Whether a worker derives a corrected outline.
    pub is_correcting: bool,
    /// Annotations with their places, in order of place.
    pub placed: Vec<Placed>,
    /// Those of other editions, while they are shown; in order of place.
    pub others: Vec<Other>,
    /// What the text is bound to.
    pub bound: Vec<Bound>,
    /// Whether that was told.
    pub is_told_bound: bool,
}

/// A correction of the outline that was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The id of its annotation.
    pub id: String,
    /// Where it applies, a byte offset.
    pub at: usize,
    /// What is corrected.
    pub correction: Correction,
}

impl Reader {
    /// A document just loaded, nothing set yet.
    pub fn new(entry: EntryId, text: Arc<Text>, revision: Ticket) -> Self {
        let start = text
            .document
            .blocks
            .iter()
            .find(|block| block.kind.is_read())
            .map_or(0, |block| block.text.start);
        Self {
            entry,
            galley: Galley::new(Arc::clone(text.pieces()), Measure::default()),
            text,
            revision,
            top: Row::default(),
            anchor: start,
            here: start,
            sentence: None,
            selection: None,
            lost: None,
            motions: vec![Motion::Restore(start, start)],
            page: Vec::new(),
            at_end: false,
            counting: None,
            asked: Vec::new(),
            is_correcting: false,
            placed: Vec::new(),
            others: Vec::new(),
            bound: Vec::new(),
            is_told_bound: false,
        }
    }

    /// The bytes selected, if any are.
    pub fn selected(&self) -> Option<Span> {
        let selection = self.selection?;
        Some(selection.span(&self.text.document, &self.text.tree))
    }

    /// The character of the reading position, as a byte offset: white space is passed over.
    pub fn caret(&self) -> usize {
        skip_blank(&self.text.document.source, self.here)
    }

    /// The clause of the reading position.
    pub fn clause(&self) -> Option<ClauseId> {
        self.text.tree.at(self.here)
    }

    /// Asks to go to a byte offset.
    pub fn show(&mut self, offset: usize) {
        self.here = offset;
        self.sentence = None;
        self.motions.push(Motion::Show(offset));
    }

    /// The bytes of what is visible.
    pub fn visible(&self) -> Span {
        let line = |row: &PageRow| match row {
            PageRow::Line(row) => self
                .galley
                .lines(row.piece)
                .get(row.row)
                .map(|line| line.span),
            PageRow::Empty => None,
        };
        let start = self.page.iter().find_map(line).map_or(0, |span| span.start);
        let end = self
            .page
            .iter()
            .rev()
            .find_map(line)
            .map_or(0, |span| span.end);
        Span::new(start, end)
    }

    /// How far the page's end is in the text, in percent: 100 at its end and nowhere before.
    pub fn percent(&self) -> String {
        if self.at_end {
            return "100".to_owned();
        }
        let percent = self.text.percent(self.visible().end);
        if percent == "100" {
            "99".to_owned()
        } else {
            percent
        }
    }

    /// The clause `count` further on, by a step of `clause::walk`.
    pub fn walk(
        &self,
        step: fn(&ClauseTree, usize) -> Option<ClauseId>,
        count: u32,
    ) -> Option<usize> {
        let mut at = self.here;
        let mut moved = None;
        for _ in 0..count {
            let Some(found) = step(&self.text.tree, at).and_then(|id| self.text.tree.get(id))
            else {
                break;
            };
            at = found.span.start;
            moved = Some(at);
        }
        moved
    }
}
