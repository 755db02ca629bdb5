//! Effects: what update wants done outside, as values; workers do it and report with the ticket of the request.

use std::collections::HashMap;
use std::sync::Arc;

use super::model::reader::Text;
use super::searcher::Scope;
use crate::annotation::Annotation;
use crate::library::same::Same;
use crate::library::shelf::{By, LastRead, Sort};
use crate::library::{Catalog, EntryId, Shelves, Wake};
use crate::settings::position::Position;
use crate::typeset::Measure;

/// The number of a request: a report with an old one is stale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// What shelves are arranged of, and how.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// The documents.
    pub catalog: Catalog,
    /// Which of them are the same.
    pub same: Arc<Same>,
    /// What they are shelved by.
    pub by: By,
    /// How they are sorted.
    pub sort: Sort,
    /// When they were read.
    pub read: LastRead,
}

/// What the shelves are to be told to have, and of what.
#[derive(Clone, Debug)]
pub struct Tallying {
    /// The documents.
    pub catalog: Catalog,
    /// The shelves they stand on.
    pub shelves: Arc<Shelves>,
    /// 1 for each document that was read, by its key.
    pub read: HashMap<String, usize>,
    /// How often documents are noted, by their keys.
    pub noted: HashMap<String, usize>,
}

/// Where to land in a document once it is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Landing {
    /// Where it was left, else at the start.
    Left,
    /// At an address as a person types it.
    Address(String),
    /// At a byte offset, the page starting at the second.
    Place(usize, usize),
    /// At an annotation, by its id.
    Annotation(String),
    /// Where the reader is in the text as it was: its file has changed.
    Again(Box<Position>),
}

/// Something to be done outside the model.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Load a document.
    Load(Ticket, EntryId),
    /// Arrange the shelves.
    Arrange(Box<Arrangement>),
    /// Add up what was read and noted on the shelves.
    Tally(Box<Tallying>),
    /// Rank titles or items by what is typed.
    Rank(Ticket, String, Scope),
    /// Gather the headings of the library, from a document on.
    Gather(EntryId),
    /// Gather no more.
    StopGathering,
    /// Set the beginning of a document, or of the clause that is said, in so many columns.
    Peek(Ticket, EntryId, Option<String>, usize),
    /// Wake the librarian.
    Wake(Wake),
    /// Stop a scan.
    StopScan,
    /// Count the rows of a text under a measure.
    Count(Ticket, Arc<Text>, Measure),
    /// Write an annotation.
    Put(Box<Annotation>),
    /// Delete an annotation, by its id.
    Delete(String),
    /// Keep a note that is half written.
    Draft(Box<Annotation>),
    /// Forget the draft of a note, by its id.
    Undraft(String),
    /// Look for the places of annotations in a text.
    Anchor(Arc<Text>, Vec<Arc<Annotation>>),
    /// Look for the places of annotations in documents that are not open.
    Survey(Vec<(EntryId, Vec<Arc<Annotation>>)>),
    /// Tell all versions of an annotation.
    History(String),
    /// Have a note, by its id, edited by the person's own editor: its text as it is now.
    Edit(String, String),
    /// Remember where a document is left.
    Leave(Box<Position>),
    /// Put a text on the clipboard.
    Copy(String),
    /// Tell what is known of the terminal and of the line to it.
    Examine,
    /// Switch the mouse on or off.
    Mouse(bool),
    /// Write the screen anew.
    Redraw,
    /// Stop, until the shell continues the program.
    Suspend,
    /// End.
    Quit,
}
