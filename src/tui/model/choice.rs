//! Choices: what a list offers, and where each leads.

use std::path::PathBuf;

use crate::clause::ClauseId;
use crate::document::Encoding;
use crate::library::EntryId;
use crate::tui::action::Action;

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
    /// To a byte offset of a document.
    Place(EntryId, usize),
    /// To what the reference of this index means.
    Reference(usize),
    /// To a clause of this document.
    Clause(ClauseId),
    /// To a byte offset of this document.
    Offset(usize),
    /// To the open document in another encoding, or in the one that is detected.
    Encoding(Option<Encoding>),
    /// To a theme, by its name.
    Theme(String),
    /// To a file of no open library.
    File(PathBuf),
    /// To the hits of a text in this document.
    Find(String),
    /// To an action.
    Action(Action),
    /// Nowhere.
    Nothing,
}
