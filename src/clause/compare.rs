//! Comparing two texts by clauses: which clause of the one became which of the other, and what
//! differs inside. A pure function of two documents with their trees; its rows are what is shown
//! side by side, one below the other, or in a report.

mod align;
mod ascent;
mod beside;
mod change;
mod cohesion;
mod likeness;
mod order;
mod piece;
mod token;
mod unit;
mod words;

use super::reference::Target;
use super::{ClauseId, ClauseTree, Reference};
use crate::document::Document;
use crate::text::Span;
pub use beside::beside;
pub use change::{Change, ChangeKind};
use cohesion::Cohesion;
pub use piece::{Edit, Piece};
use token::Vocabulary;
use unit::Units;
pub use words::words;

/// One of the two texts.
#[derive(Clone, Copy, Debug)]
pub struct Side<'t> {
    /// The text.
    pub document: &'t Document,
    /// Its clauses.
    pub tree: &'t ClauseTree,
    /// Where it speaks of clauses.
    pub references: &'t [Reference],
}

/// Two texts, the one beside the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// What stands beside what, in the order of the new text; what was removed stands where it was.
    pub rows: Vec<Row>,
}

/// Passages of the two texts that belong together: one of each; several of one where clauses were
/// merged or one was split; none of one where something was added or removed.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Of the old text, in order.
    pub old: Vec<Passage>,
    /// Of the new text, in order.
    pub new: Vec<Passage>,
    /// Whether it stands in another order among its neighbours than before.
    pub is_moved: bool,
    /// How much of their words the two have in common, from 0 to 1, numbers of clauses aside.
    pub likeness: f64,
    /// What differs, in order; none where one of the two is missing.
    pub changes: Vec<Change>,
}

/// A stretch of a text that is compared as one: an article; of another clause its own text, without
/// the clauses below it; a block outside of all clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The clause; `None` outside of all.
    pub clause: Option<ClauseId>,
    /// The place, with the marker of the clause.
    pub span: Span,
}

/// What became of the passages of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The same words in the same form, under whatever number.
    Unchanged,
    /// Other words, another form, other numbers of clauses.
    Changed,
    /// At another place, changed or not.
    Moved,
    /// In the new text only.
    Added,
    /// In the old text only.
    Removed,
}

impl Status {
    /// Name in the JSON output of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

impl Row {
    /// What became of its passages.
    pub fn status(&self) -> Status {
        match (self.old.is_empty(), self.new.is_empty()) {
            (true, _) => Status::Added,
            (_, true) => Status::Removed,
            _ if self.is_moved => Status::Moved,
            _ if self.changes.is_empty() && self.old.len() == self.new.len() => Status::Unchanged,
            _ => Status::Changed,
        }
    }

    /// Whether something of a kind differs.
    pub fn differs_in(&self, kind: ChangeKind) -> bool {
        self.changes.iter().any(|change| change.kind == kind)
    }

    /// Whether the words are other ones, or were parted or put together otherwise; not only their
    /// form, their place or the numbers of clauses.
    pub fn is_reworded(&self) -> bool {
        self.old.len() != self.new.len() || self.differs_in(ChangeKind::Words)
    }
}

/// Compares two texts.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Comparison {
    let mut vocabulary = Vocabulary::default();
    let old = Units::of(old, &mut vocabulary);
    let new = Units::of(new, &mut vocabulary);
    let alignment = align::align(&old, &new);
    let cohesion = Cohesion::of(&old.tokens, &new.tokens);
    let rows = order::rows(&alignment, old.list.len(), new.list.len());
    let row = |row: order::Row| {
        let is_one_sided = row.old.is_empty() || row.new.is_empty();
        let (likeness, changes) = if is_one_sided {
            (0.0, Vec::new())
        } else {
            (
                align::likeness(&old, &row.old, &new, &row.new),
                change::changes(&old, &row.old, &new, &row.new, &cohesion),
            )
        };
        Row {
            old: row.old.iter().map(|at| old.list[*at].passage).collect(),
            new: row.new.iter().map(|at| new.list[*at].passage).collect(),
            is_moved: row.is_moved,
            likeness,
            changes,
        }
    };
    Comparison {
        rows: rows.into_iter().map(row).collect(),
    }
}

impl Reference {
    /// Whether it refers to a clause of its own text by number.
    fn is_own(&self) -> bool {
        match self.target {
            Target::Clause(_) | Target::Range(..) | Target::Nothing => true,
            Target::Document { .. } | Target::Note(_) | Target::Passage(_) => false,
        }
    }
}

#[cfg(test)]
mod tests;
