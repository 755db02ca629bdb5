//! Overlays: sheets over the text, values in one list; the uppermost has the keys.

use std::sync::Arc;

use super::area::Area;
pub use super::choice::{Choice, Item};
use super::comparing::Comparing;
use super::input::Input;
use super::ledger::Ledger;
pub use super::picker::{Picker, Purpose};
use super::ticket::Ticket;
use crate::annotation::{Annotation, markdown};
use crate::text::Span;
use crate::typeset::Line;

/// A sheet over the text.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A list that is narrowed by typing.
    Picker(Picker),
    /// What a clause refers to, shown where it is read.
    Preview(Preview),
    /// The keys.
    Help(Help),
    /// What is known of the terminal: names and values, and how far they are scrolled.
    Examination(Vec<(String, String)>, usize),
    /// A note being written.
    Editor(Box<Editor>),
    /// All annotations.
    Ledger(Ledger),
    /// Notes, to be read through.
    NoteSheet(NoteSheet),
    /// The search of the library.
    Search,
    /// Where an annotation belongs.
    Decision(Decision),
    /// Texts that are compared.
    Comparing(Box<Comparing>),
}

/// The keys of a part of the room, narrowed by typing.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// The parts of the key map that held where it was asked for.
    pub modes: &'static [&'static str],
    /// What is typed.
    pub input: Input,
    /// How far they are scrolled.
    pub top: usize,
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
    /// The question for what other documents say, until it is answered.
    pub awaited: Option<Ticket>,
    /// What these say: each with where it is from, and its lines.
    pub others: Vec<(String, Vec<String>)>,
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
    /// The words of the open text that it is about, if they are found there.
    pub passage: Option<Span>,
    /// Whether the person was asked if it is to be discarded, with the last key.
    pub is_asked: bool,
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
pub struct NoteSheet {
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
    /// The words of the open text that they are about, if they were opened there.
    pub passage: Option<Span>,
}

impl NoteSheet {
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
