//! The tree of clauses in reading order: addresses, resolving them, and finding clauses by
//! position.

use foldhash::HashMap;

use super::{Clause, ClauseAddress, ClauseId, Step};
use crate::document::Issue;

/// The clauses of a document, in reading order (parents before their children).
#[derive(Clone, Debug, Default)]
pub struct ClauseTree {
    /// All clauses; a [`ClauseId`] is an index.
    pub clauses: Vec<Clause>,
    /// Gaps, repetitions and other oddities of the numbering.
    pub issues: Vec<Issue>,
    /// Each clause by its base and the last step of its address.
    steps: HashMap<(Option<ClauseId>, Step), ClauseId>,
}

impl ClauseTree {
    /// Builds a tree of clauses whose addresses are unique.
    pub(super) fn new(clauses: Vec<Clause>, issues: Vec<Issue>) -> Self {
        let steps = clauses
            .iter()
            .enumerate()
            .map(|(index, clause)| ((clause.base, clause.step), ClauseId(index as u32)))
            .collect();
        Self {
            clauses,
            issues,
            steps,
        }
    }

    /// The clause with an id of this tree.
    pub fn get(&self, id: ClauseId) -> Option<&Clause> {
        self.clauses.get(id.index())
    }

    /// All ids, in reading order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ClauseId> + use<> {
        (0..self.clauses.len() as u32).map(ClauseId)
    }

    /// The address of a clause.
    pub fn address(&self, id: ClauseId) -> ClauseAddress {
        let mut steps = Vec::new();
        let mut at = Some(id);
        while let Some(clause) = at.and_then(|id| self.get(id)) {
            steps.push(clause.step);
            at = clause.base;
        }
        steps.reverse();
        ClauseAddress { steps }
    }

    /// The clause with this address; `None` if there is none, and for the document itself.
    pub fn resolve(&self, address: &ClauseAddress) -> Option<ClauseId> {
        let mut at = None;
        for step in &address.steps {
            at = Some(*self.steps.get(&(at, *step))?);
        }
        at
    }

    /// The deepest clause that contains byte `offset`.
    pub fn at(&self, offset: usize) -> Option<ClauseId> {
        let after = self
            .clauses
            .partition_point(|clause| clause.span.start <= offset);
        let mut at = after.checked_sub(1).map(|index| ClauseId(index as u32));
        while let Some(id) = at {
            let clause = self.get(id)?;
            if offset < clause.span.end {
                return Some(id);
            }
            at = clause.parent;
        }
        None
    }

    /// The path from the top of the document down to a clause, inclusive.
    pub fn path(&self, id: ClauseId) -> Vec<ClauseId> {
        let mut path = Vec::new();
        let mut at = Some(id);
        while let Some((id, clause)) = at.and_then(|id| Some((id, self.get(id)?))) {
            path.push(id);
            at = clause.parent;
        }
        path.reverse();
        path
    }

    /// The clauses directly below one, or at the top of the document.
    pub fn children(&self, id: Option<ClauseId>) -> Vec<ClauseId> {
        let first = id.map_or(0, |id| id.index() + 1);
        let depth = id
            .and_then(|id| self.get(id))
            .map_or(0, |clause| clause.depth);
        let below = self
            .clauses
            .iter()
            .enumerate()
            .skip(first)
            .take_while(|(_, clause)| clause.depth > depth);
        below
            .filter(|(_, clause)| clause.depth == depth + 1)
            .map(|(index, _)| ClauseId(index as u32))
            .collect()
    }

    /// Whether a clause has children.
    pub fn has_children(&self, id: ClauseId) -> bool {
        self.clauses
            .get(id.index() + 1)
            .is_some_and(|next| next.parent == Some(id))
    }
}
