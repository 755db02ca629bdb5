//! Walking: from a position in the text to the next or previous clause, at any level or not below
//! the current one.

use super::{ClauseId, ClauseTree};

/// The first clause that starts after byte `offset`.
pub fn next(tree: &ClauseTree, offset: usize) -> Option<ClauseId> {
    let index = tree
        .clauses
        .partition_point(|clause| clause.span.start <= offset);
    (index < tree.clauses.len()).then_some(ClauseId(index as u32))
}

/// The last clause that starts before byte `offset`.
pub fn previous(tree: &ClauseTree, offset: usize) -> Option<ClauseId> {
    let count = tree
        .clauses
        .partition_point(|clause| clause.span.start < offset);
    count.checked_sub(1).map(|index| ClauseId(index as u32))
}

/// The next clause at or above the level of the one at `offset`.
pub fn next_peer(tree: &ClauseTree, offset: usize) -> Option<ClauseId> {
    let depth = depth_at(tree, offset);
    let first = next(tree, offset)?.index();
    tree.ids()
        .skip(first)
        .find(|&id| tree.get(id).is_some_and(|clause| clause.depth <= depth))
}

/// The previous clause at or above the level of the one at `offset`.
pub fn previous_peer(tree: &ClauseTree, offset: usize) -> Option<ClauseId> {
    let depth = depth_at(tree, offset);
    let last = previous(tree, offset)?;
    (0..=last.0)
        .rev()
        .map(ClauseId)
        .find(|&id| tree.get(id).is_some_and(|clause| clause.depth <= depth))
}

/// The depth of the clause at `offset`; outside of any clause, the greatest, so that all levels
/// match.
fn depth_at(tree: &ClauseTree, offset: usize) -> u16 {
    tree.at(offset)
        .and_then(|id| tree.get(id))
        .map_or(u16::MAX, |clause| clause.depth)
}
