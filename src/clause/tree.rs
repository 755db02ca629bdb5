//! The tree of clauses in reading order: addresses, resolution, and walking from clause to clause.

use super::{Clause, ClauseAddress, ClauseId};
use crate::document::Issue;

/// The clauses of a document, in reading order (a clause stands before everything below it).
#[derive(Clone, Debug, Default)]
pub struct ClauseTree {
    /// All clauses; a [`ClauseId`] is an index here.
    pub clauses: Vec<Clause>,
    /// Gaps, repeats and other oddities of the numbering.
    pub issues: Vec<Issue>,
}

impl ClauseTree {
    /// The clause of an id of this tree.
    pub fn get(&self, id: ClauseId) -> Option<&Clause> {
        self.clauses.get(id.index())
    }

    /// All ids, in reading order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ClauseId> + use<> {
        (0..self.clauses.len() as u32).map(ClauseId)
    }

    /// The address of a clause.
    pub fn address(&self, _id: ClauseId) -> ClauseAddress {
        ClauseAddress::default()
    }

    /// The clause that an address names in this tree.
    pub fn resolve(&self, _address: &ClauseAddress) -> Option<ClauseId> {
        None
    }

    /// Where something that a person typed (`四（2）`, `第十五条第二款`, `15.2.3`) may lead: best first, more than one where it is ambiguous.
    pub fn find(&self, _typed: &str, _source: &str) -> Vec<ClauseId> {
        Vec::new()
    }

    /// The deepest clause that covers byte `offset`.
    pub fn at(&self, _offset: usize) -> Option<ClauseId> {
        None
    }

    /// The path to a clause, from the document down, itself included.
    pub fn path(&self, _id: ClauseId) -> Vec<ClauseId> {
        Vec::new()
    }

    /// The clauses directly below one, or below the document.
    pub fn children(&self, _id: Option<ClauseId>) -> Vec<ClauseId> {
        Vec::new()
    }

    /// Whether anything is below a clause.
    pub fn has_children(&self, id: ClauseId) -> bool {
        self.clauses
            .get(id.index() + 1)
            .is_some_and(|next| next.parent == Some(id))
    }
}
