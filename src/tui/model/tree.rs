//! The tree pane: the library arranged on shelves, which of them are open, and under the open document its headings.

use std::collections::HashSet;

use super::list::List;
use crate::clause::{ClauseId, ClauseKind, ClauseTree};
use crate::library::shelf::Shelf;
use crate::library::{Catalog, EntryId};

/// The document tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The arranged library; its own name is the library's.
    pub shelf: Shelf,
    /// Paths of the shelves that are closed, each the indices from the root.
    closed: HashSet<Vec<usize>>,
    /// The visible rows.
    pub rows: Vec<TreeRow>,
    /// Selection and window.
    pub list: List,
}

/// A row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeRow {
    /// 0 for the library.
    pub depth: usize,
    /// What it stands for.
    pub node: TreeNode,
}

/// What a row of the tree stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeNode {
    /// A shelf: its path, its name, how many documents are on it and within, whether it is open.
    Shelf {
        /// Indices from the root.
        path: Vec<usize>,
        /// Its name.
        name: String,
        /// Documents on it and on the shelves within.
        count: usize,
        /// Whether what is on it is shown.
        open: bool,
    },
    /// A document.
    Document(EntryId),
    /// A heading of the open document.
    Heading(ClauseId),
}

/// More documents than this on a shelf, and it starts closed: the tree should be a table of contents, not a directory listing.
const OPEN_AT_MOST: usize = 30;

impl Tree {
    /// Takes a newly arranged library; shelves with many documents start closed, but for those of `entry`.
    pub fn arrange(&mut self, shelf: Shelf, entry: Option<EntryId>, headings: &[ClauseId]) {
        let many = shelf.count() > OPEN_AT_MOST;
        self.closed.clear();
        if many {
            close_all(&shelf, &mut Vec::new(), &mut self.closed);
            self.closed.remove(&Vec::new());
        }
        self.shelf = shelf;
        if let Some(entry) = entry {
            self.reveal(entry);
        }
        self.refresh(entry, headings);
    }

    /// Opens the shelves on the way to a document.
    pub fn reveal(&mut self, entry: EntryId) {
        if let Some(path) = path_of(&self.shelf, entry) {
            for length in 0..=path.len() {
                if let Some(prefix) = path.get(..length) {
                    self.closed.remove(prefix);
                }
            }
        }
    }

    /// Lists the visible rows anew; `entry` is the open document and `headings` are its headings.
    pub fn refresh(&mut self, entry: Option<EntryId>, headings: &[ClauseId]) {
        let selected = self.rows.get(self.list.selected).cloned();
        let mut rows = Vec::new();
        self.list_shelf(&self.shelf, &mut Vec::new(), (entry, headings), &mut rows);
        self.rows = rows;
        if let Some(row) = selected {
            self.select(&row.node);
        }
    }

    fn list_shelf(
        &self,
        shelf: &Shelf,
        path: &mut Vec<usize>,
        open_document: (Option<EntryId>, &[ClauseId]),
        rows: &mut Vec<TreeRow>,
    ) {
        let depth = path.len();
        let open = !self.closed.contains(path.as_slice());
        let node = TreeNode::Shelf {
            path: path.clone(),
            name: shelf.name.clone(),
            count: shelf.count(),
            open,
        };
        rows.push(TreeRow { depth, node });
        if !open {
            return;
        }
        for (index, inner) in shelf.shelves.iter().enumerate() {
            path.push(index);
            self.list_shelf(inner, path, open_document, rows);
            path.pop();
        }
        for &entry in &shelf.entries {
            rows.push(TreeRow {
                depth: depth + 1,
                node: TreeNode::Document(entry),
            });
            if open_document.0 == Some(entry) {
                let headings = open_document.1.iter().map(|&id| TreeRow {
                    depth: depth + 2,
                    node: TreeNode::Heading(id),
                });
                rows.extend(headings);
            }
        }
    }

    /// Selects the row of a node; false where it is not visible.
    pub fn select(&mut self, node: &TreeNode) -> bool {
        let same = |row: &TreeRow| match (&row.node, node) {
            (TreeNode::Shelf { path: a, .. }, TreeNode::Shelf { path: b, .. }) => a == b,
            (a, b) => a == b,
        };
        let found = self.rows.iter().position(same);
        if let Some(row) = found {
            self.list.selected = row;
        }
        found.is_some()
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&TreeRow> {
        self.rows.get(self.list.selected)
    }

    /// Opens or closes a shelf; the caller refreshes.
    pub fn set_open(&mut self, path: &[usize], open: bool) {
        if open {
            self.closed.remove(path);
        } else {
            self.closed.insert(path.to_vec());
        }
    }

    /// The row that the selected one stands under.
    pub fn parent_row(&self) -> Option<usize> {
        let depth = self.selected()?.depth;
        (0..self.list.selected)
            .rev()
            .find(|&row| self.rows.get(row).is_some_and(|row| row.depth < depth))
    }

    /// The documents in the order of the shelves.
    pub fn order(&self) -> Vec<EntryId> {
        let mut order = Vec::new();
        collect(&self.shelf, &mut order);
        order
    }
}

fn collect(shelf: &Shelf, order: &mut Vec<EntryId>) {
    for inner in &shelf.shelves {
        collect(inner, order);
    }
    order.extend(&shelf.entries);
}

fn close_all(shelf: &Shelf, path: &mut Vec<usize>, closed: &mut HashSet<Vec<usize>>) {
    closed.insert(path.clone());
    for (index, inner) in shelf.shelves.iter().enumerate() {
        path.push(index);
        close_all(inner, path, closed);
        path.pop();
    }
}

fn path_of(shelf: &Shelf, entry: EntryId) -> Option<Vec<usize>> {
    if shelf.entries.contains(&entry) {
        return Some(Vec::new());
    }
    shelf.shelves.iter().enumerate().find_map(|(index, inner)| {
        let mut path = path_of(inner, entry)?;
        path.insert(0, index);
        Some(path)
    })
}

/// The clauses that the tree lists under the open document: headings and the large divisions, not the numbered items.
pub fn headings(tree: &ClauseTree) -> Vec<ClauseId> {
    let large = |kind| {
        matches!(
            kind,
            ClauseKind::Heading | ClauseKind::Part | ClauseKind::Chapter | ClauseKind::Annex
        )
    };
    tree.ids()
        .filter(|&id| {
            tree.get(id)
                .is_some_and(|clause| clause.depth <= 2 && large(clause.kind))
        })
        .collect()
}

/// The name that a document goes by in the tree and the pickers.
pub fn title(catalog: &Catalog, entry: EntryId) -> &str {
    catalog
        .get(entry)
        .map_or("", |entry| entry.header.title.as_str())
}
