//! The filter of the tree: only the documents that match what is typed, on their shelves.

use std::collections::HashSet;
use std::sync::Arc;

use super::{pick, tree};
use crate::library::EntryId;
use crate::tui::effect::{Effect, Ticket};
use crate::tui::model::tree::{Filter, TreeNode};
use crate::tui::model::{Model, Pane};

/// What is typed has changed.
pub fn changed(model: &mut Model, typed: String) -> Vec<Effect> {
    if typed.trim().is_empty() {
        clear(model);
        return Vec::new();
    }
    let (ticket, effect) = pick::ask(model, typed, None);
    model.filtering = Some(ticket);
    vec![effect]
}

/// The searcher has found what matches.
pub fn found(model: &mut Model, ticket: Ticket, ranked: &[u32]) {
    if model.filtering != Some(ticket) {
        return;
    }
    let found: HashSet<u32> = ranked.iter().copied().collect();
    let same = Arc::clone(&model.same);
    let matches = |entry: EntryId| {
        let first = same.places(entry).first().copied();
        found.contains(&first.unwrap_or(entry).0)
    };
    model.tree.filter = Some(Filter::new(&model.tree.shelves, matches));
    tree::refresh(model);
    // The best of them is chosen.
    let best = ranked.first().map(|id| EntryId(*id));
    let place = best.and_then(|entry| model.tree.shelves.place(entry));
    if let Some(place) = place {
        model.tree.select(TreeNode::Document(place as u32));
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
        tree::refresh(model);
    }
    was
}

/// `/` in the tree.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.focus = Pane::Tree;
    super::prompt::open(model, &crate::tui::action::Action::FilterTree)
}
