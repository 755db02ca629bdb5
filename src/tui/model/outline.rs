//! The outline pane: which clauses are folded, which rows that leaves, which one is selected.

use std::collections::HashSet;

use super::list::List;
use crate::clause::{Clause, ClauseId, ClauseKind, ClauseTree};

/// Whether a clause has the words of the one it stands in: the first paragraph of an article that
/// has several. One row is enough for both.
fn is_within_words_of(tree: &ClauseTree, clause: &Clause) -> bool {
    let above = clause.parent.and_then(|id| tree.get(id));
    clause.kind == ClauseKind::Paragraph
        && clause.label.is_empty()
        && above.is_some_and(|above| above.title.start == clause.title.start)
}

/// The outline of the open document.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    folded: HashSet<ClauseId>,
    /// The clauses that are not inside a folded one, in reading order, and that say something of
    /// their own.
    pub rows: Vec<ClauseId>,
    /// Selection and window.
    pub list: List,
}

/// From this width a clause is indented by a hanzi, below it by half of one.
const ROOMY: u16 = 40;

impl Outline {
    /// The column at which the words of a clause begin in a pane of so many, behind the mark of the
    /// current one and the sign of what is folded. What has no row of its own sets nothing in.
    pub fn label_column(&self, tree: &ClauseTree, id: ClauseId, width: u16) -> u16 {
        let path = tree.path(id).into_iter();
        let shown = path.filter(|above| self.rows.binary_search(above).is_ok());
        let step = if width < ROOMY { 1 } else { 2 };
        4 + step * shown.count().saturating_sub(1).min(8) as u16
    }

    /// The outline of a tree, nothing folded.
    pub fn new(tree: &ClauseTree) -> Self {
        let mut outline = Self::default();
        outline.arrange(tree);
        outline
    }

    fn arrange(&mut self, tree: &ClauseTree) {
        let selected = self.selected();
        self.rows.clear();
        // Depth of the folded clause that is being skipped, if any: reading order makes one pass
        // enough.
        let mut skipping: Option<u16> = None;
        for id in tree.ids() {
            let Some(clause) = tree.get(id) else { continue };
            if skipping.is_some_and(|depth| clause.depth > depth) {
                continue;
            }
            skipping = self.folded.contains(&id).then_some(clause.depth);
            if !is_within_words_of(tree, clause) {
                self.rows.push(id);
            }
        }
        if let Some(id) = selected {
            self.select(tree, id);
        }
    }

    /// The selected clause.
    pub fn selected(&self) -> Option<ClauseId> {
        self.rows.get(self.list.selected).copied()
    }

    /// Selects a clause, or the folded one that hides it.
    pub fn select(&mut self, tree: &ClauseTree, id: ClauseId) {
        let mut at = Some(id);
        while let Some(id) = at {
            if let Ok(row) = self.rows.binary_search(&id) {
                self.list.selected = row;
                return;
            }
            at = tree.get(id).and_then(|clause| clause.parent);
        }
    }

    /// Whether a clause is folded.
    pub fn is_folded(&self, id: ClauseId) -> bool {
        self.folded.contains(&id)
    }

    /// Folds or unfolds a clause that has others below it; false where there is nothing to do.
    pub fn fold(&mut self, tree: &ClauseTree, id: ClauseId, fold: bool) -> bool {
        if !tree.has_children(id) || self.is_folded(id) == fold {
            return false;
        }
        if fold {
            self.folded.insert(id);
        } else {
            self.folded.remove(&id);
        }
        self.arrange(tree);
        true
    }

    /// Shows the clauses down to a depth and folds what is deeper; depth 0 unfolds everything.
    pub fn fold_to(&mut self, tree: &ClauseTree, depth: u16) {
        self.folded = tree
            .ids()
            .filter(|&id| {
                depth > 0
                    && tree.has_children(id)
                    && tree.get(id).is_some_and(|clause| clause.depth >= depth)
            })
            .collect();
        self.arrange(tree);
    }
}
