//! Overlays: sheets over the text, values in one list; the uppermost has the keys.

use std::path::PathBuf;
use std::sync::Arc;

use super::area::Area;
use super::ledger::Ledger;
pub use super::picker::Picker;
use crate::annotation::{Annotation, markdown};
use crate::clause::ClauseId;
use crate::document::Encoding;
use crate::library::EntryId;
use crate::text::Span;
use crate::tui::action::Action;
use crate::typeset::Line;

/// A sheet over the text.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A list that is narrowed by typing.
    Picker(Picker),
    /// What a clause refers to, shown where it is read.
    Preview(Preview),
    /// The keys, and how far they are scrolled.
    Help(usize),
    /// What is known of the terminal: names and values, and how far they are scrolled.
    Examination(Vec<(String, String)>, usize),
    /// A note being written.
    Editor(Box<Editor>),
    /// All annotations.
    Ledger(Ledger),
    /// Notes, to be read through.
    Reading(Reading),
    /// Where an annotation belongs.
    Decision(Decision),
}

/// What a picker chooses among; its title stands under `picker.<name>` in the locales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The documents of the library.
    Documents,
    /// The clauses of this document.
    Clauses,
    /// The clauses that a typed address may mean.
    Candidates,
    /// What is odd in this document.
    Issues,
    /// What of the libraries could not be read.
    Troubles,
    /// What a clause refers to.
    References,
    /// What refers to a clause.
    Referrers,
    /// The notes of this document.
    Notes,
    /// The documents that a title may mean.
    Versions,
    /// The documents that were read, in all libraries.
    History,
    /// The documents akin to the open one.
    Neighbours,
    /// Addresses and actions.
    Commands,
    /// The titles and headings of the library.
    Headings,
    /// The encodings that a document may be in.
    Encodings,
}

impl Purpose {
    /// Its name in the locales.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Clauses => "clauses",
            Self::Candidates => "candidates",
            Self::Issues => "issues",
            Self::Troubles => "troubles",
            Self::References => "references",
            Self::Referrers => "referrers",
            Self::Notes => "notes",
            Self::Versions => "versions",
            Self::History => "history",
            Self::Neighbours => "neighbours",
            Self::Commands => "commands",
            Self::Headings => "headings",
            Self::Encodings => "encodings",
        }
    }
}

/// Clauses shown over the text that refers to them.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Their bytes.
    pub spans: Vec<Span>,
    /// Their lines, once they are set.
    pub lines: Vec<Line>,
    /// The columns that they were set for.
    pub columns: usize,
    /// How far they are scrolled.
    pub top: usize,
}

/// A note being written.
#[derive(Clone, Debug)]
pub struct Editor {
    /// Its text.
    pub area: Area,
    /// What it is the note of.
    pub annotation: Annotation,
}

/// A question: which of the places that were found an annotation belongs to.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The annotation.
    pub id: String,
    /// Which place is shown.
    pub at: usize,
}

/// A text over the text: notes, or the versions of one.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Its title.
    pub title: String,
    /// The words, as Markdown.
    pub text: String,
    /// Where each annotation begins, as a byte offset, and which it is.
    pub parts: Vec<(usize, String)>,
    /// Its rows, once they are set.
    pub rows: Vec<Span>,
    /// The columns that they were set for.
    pub columns: usize,
    /// The first visible row.
    pub top: usize,
}

impl Reading {
    /// Annotations as they are exported, with their documents' titles or without.
    pub fn of(title: String, annotations: &[Arc<Annotation>], with_titles: bool) -> Self {
        let (text, parts) = markdown(annotations.iter().map(Arc::as_ref), with_titles);
        Self {
            title,
            text,
            parts,
            ..Self::default()
        }
    }

    /// The annotation that the first visible row is of.
    pub fn chosen(&self) -> Option<&str> {
        let end = self.rows.get(self.top)?.end;
        let part = self.parts.partition_point(|(start, _)| *start <= end);
        let (_, id) = self.parts.get(part.saturating_sub(1))?;
        Some(id)
    }
}

/// Something to choose.
#[derive(Clone, Debug)]
pub struct Item {
    /// What is matched and shown.
    pub text: String,
    /// What stands dim beside it.
    pub detail: String,
    /// Depth, shown as an indent while nothing is typed.
    pub depth: usize,
    /// Where it leads.
    pub target: Choice,
}

/// Where a choice leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// To a document.
    Document(EntryId),
    /// To a clause of a document, as a person would say it.
    Said(EntryId, String),
    /// To what the reference of this index means.
    Reference(usize),
    /// To a clause of this document.
    Clause(ClauseId),
    /// To a byte offset of this document.
    Offset(usize),
    /// To the open document in another encoding, or in the one that is detected.
    Encoding(Option<Encoding>),
    /// To a file of no open library.
    File(PathBuf),
    /// To an action.
    Action(Action),
    /// Nowhere.
    Nothing,
}
