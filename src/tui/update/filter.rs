//! The filter of the tree: only the documents that match what is typed, on their shelves.

use std::sync::Arc;

use super::rank;
use crate::library::EntryId;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::ticket::Ticket;
use crate::tui::model::tree::{Filter, TreeNode};

/// What is typed has changed.
pub fn changed(model: &mut Model, typed: String) -> Vec<Effect> {
    if typed.trim().is_empty() {
        clear(model);
        return Vec::new();
    }
    let (ticket, effect) = rank::titles(model, typed.clone());
    model.filtering = Some((ticket, typed));
    vec![effect]
}

/// The searcher has found what matches.
pub fn found(model: &mut Model, ticket: Ticket, ranked: &[u32]) {
    if model
        .filtering
        .as_ref()
        .is_none_or(|(asked, _)| *asked != ticket)
    {
        return;
    }
    let mut found = vec![false; model.catalog.bound()];
    for id in ranked {
        if let Some(place) = found.get_mut(*id as usize) {
            *place = true;
        }
    }
    let same = Arc::clone(&model.same);
    let matches = |entry: EntryId| {
        let first = same.places(entry).first().copied();
        let place = found.get(first.unwrap_or(entry).0 as usize);
        place.is_some_and(|found| *found)
    };
    model.tree.filter = Some(Filter::new(&model.tree.shelves, found.len(), matches));
    model.list_tree();
    // The best of them is chosen.
    let best = ranked.first().map(|id| EntryId(*id));
    let place = best.and_then(|entry| model.tree.shelves.place(entry));
    if let Some(place) = place {
        model.tree.select(TreeNode::Document(place as u32));
    }
}

/// The shelves were arranged anew: what they are narrowed by is asked again.
pub fn again(model: &mut Model) -> Vec<Effect> {
    match model.filtering.take() {
        Some((_, typed)) => changed(model, typed),
        None => Vec::new(),
    }
}

/// Shows the whole tree again; false where nothing was filtered.
pub fn clear(model: &mut Model) -> bool {
    model.filtering = None;
    let was = model.tree.filter.take().is_some();
    if was {
        // What was chosen stays in sight.
        if let Some(TreeNode::Document(place)) = model.tree.selected().map(|row| row.node) {
            let shelves = Arc::clone(&model.tree.shelves);
            for shelf in shelves.around(place as usize) {
                model.tree.set_open(shelf, true);
            }
        }
        model.list_tree();
    }
    was
}
