//! The tree pane: the library arranged on shelves, which of them are open, and under the open
//! document its headings.

use std::collections::HashMap;
use std::sync::Arc;

use super::list::List;
use crate::clause::{ClauseId, ClauseKind, ClauseTree};
use crate::library::shelf::{By, Shelves, Sort, Tally};
use crate::library::{Catalog, EntryId};

/// The document tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The arranged library.
    pub shelves: Arc<Shelves>,
    /// How many times they were arranged.
    pub revision: u64,
    /// What the shelves are to be arranged by.
    pub by: By,
    /// How their documents are to be sorted.
    pub sort: Sort,
    /// Shelves that were opened or closed, by their identity.
    turned: HashMap<u64, bool>,
    /// Where the open document stands: a place of the shelves' entries.
    pub at: Option<usize>,
    /// Whether its headings are listed below it; none where it has none.
    pub headings: Option<bool>,
    /// Whether the person wants them listed, if they have said so; else they are where the outline
    /// does not stand beside the tree.
    pub wanted_headings: Option<bool>,
    /// Whether the outline stands beside the tree.
    pub is_beside_outline: bool,
    /// What the rows are narrowed to.
    pub filter: Option<Filter>,
    /// Which documents were read, and how often they are noted, added up.
    pub tallies: Tallies,
    /// The visible rows.
    pub rows: Vec<TreeRow>,
    /// Selection and window.
    pub list: List,
}

/// A row of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeRow {
    /// 0 for the library.
    pub depth: u8,
    /// What it stands for.
    pub node: TreeNode,
}

/// What a row of the tree stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeNode {
    /// A shelf, by index, and whether what is on it is shown.
    Shelf(u32, bool),
    /// A document, by its place among the shelves' entries.
    Document(u32),
    /// A heading of the open document.
    Heading(ClauseId),
}

/// What the shelves of an arrangement show beside their counts.
#[derive(Clone, Debug, Default)]
pub struct Tallies {
    /// Documents that were read.
    pub read: Tally,
    /// Annotations.
    pub noted: Tally,
}

/// Documents that the rows are narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// For each place among the shelves' entries, how many before it match.
    matching: Vec<u32>,
    /// How many documents match on each shelf.
    pub counts: Vec<usize>,
}

impl Filter {
    /// The filter that the documents pass of which `matches` says so.
    pub fn new(shelves: &Shelves, bound: usize, matches: impl Fn(EntryId) -> bool) -> Self {
        let counts = shelves.counts(bound, &matches);
        let mut count = 0;
        let mut matching = vec![0];
        matching.extend(shelves.entries.iter().map(|entry| {
            count += u32::from(matches(*entry));
            count
        }));
        Self { matching, counts }
    }

    /// How many documents in a range of places match.
    pub fn count(&self, places: &std::ops::Range<usize>) -> usize {
        let before = |place: usize| self.matching.get(place).copied().unwrap_or(0);
        (before(places.end) - before(places.start)) as usize
    }
}

/// More documents than this in the library, and its shelves start closed: the tree should be a
/// table of contents, not a directory listing.
const OPEN_AT_MOST: usize = 30;

impl Tree {
    /// Takes a newly arranged library.
    pub fn arrange(&mut self, shelves: Shelves, entry: Option<EntryId>) {
        let selected = self.selected().and_then(|row| match row.node {
            TreeNode::Document(place) => self.entry(place as usize),
            _ => None,
        });
        self.shelves = Arc::new(shelves);
        self.revision += 1;
        self.filter = None;
        self.tallies = Tallies::default();
        self.at = None;
        if let Some(entry) = entry {
            self.reveal(entry);
        }
        let place = selected.and_then(|entry| self.shelves.place(entry));
        if let Some(place) = place.or(self.at) {
            self.rows.clear();
            self.rows.push(TreeRow {
                depth: 0,
                node: TreeNode::Document(place as u32),
            });
            self.list.selected = 0;
        }
    }

    /// The document at a place of the shelves.
    pub fn entry(&self, place: usize) -> Option<EntryId> {
        self.shelves.entries.get(place).copied()
    }

    /// Opens the shelves on the way to a document: where it was opened from, else where it stands
    /// first.
    pub fn reveal(&mut self, entry: EntryId) {
        if self.at.and_then(|place| self.entry(place)) != Some(entry) {
            self.at = self.shelves.place(entry);
        }
        let Some(place) = self.at else { return };
        for shelf in self.shelves.around(place) {
            self.set_open(shelf, true);
        }
    }

    /// Whether what is on a shelf is shown.
    pub fn is_open(&self, shelf: usize) -> bool {
        let few = self.shelves.entries.len() <= OPEN_AT_MOST;
        let Some(found) = self.shelves.shelves.get(shelf) else {
            return false;
        };
        let turned = self.turned.get(&found.identity).copied();
        self.filter.is_some() || turned.unwrap_or(few || shelf == 0)
    }

    /// Opens or closes a shelf; the caller refreshes.
    pub fn set_open(&mut self, shelf: usize, open: bool) {
        if let Some(found) = self.shelves.shelves.get(shelf) {
            self.turned.insert(found.identity, open);
        }
    }

    /// Lists the visible rows anew; `headings` are those of the open document.
    pub fn refresh(&mut self, headings: &[ClauseId]) {
        let selected = self.selected().copied();
        let is_wanted = self.wanted_headings.unwrap_or(!self.is_beside_outline);
        self.headings = (!headings.is_empty()).then_some(is_wanted);
        let headings = if is_wanted { headings } else { &[] };
        let mut rows = std::mem::take(&mut self.rows);
        rows.clear();
        if !self.shelves.shelves.is_empty() {
            self.list_shelf(0, headings, &mut rows);
        }
        self.rows = rows;
        if let Some(row) = selected {
            self.select(row.node);
        }
    }

    fn list_shelf(&self, index: usize, headings: &[ClauseId], rows: &mut Vec<TreeRow>) {
        let Some(shelf) = self.shelves.shelves.get(index) else {
            return;
        };
        let is_shown = |places: &std::ops::Range<usize>| {
            self.filter
                .as_ref()
                .is_none_or(|filter| filter.count(places) > 0)
        };
        if index > 0 && !is_shown(&shelf.all) {
            return;
        }
        let open = self.is_open(index);
        let depth = shelf.depth;
        rows.push(TreeRow {
            depth,
            node: TreeNode::Shelf(index as u32, open),
        });
        if !open {
            return;
        }
        for inner in self.shelves.within(index) {
            self.list_shelf(inner, headings, rows);
        }
        for place in shelf.own.clone() {
            if !is_shown(&(place..place + 1)) {
                continue;
            }
            rows.push(TreeRow {
                depth: depth.saturating_add(1),
                node: TreeNode::Document(place as u32),
            });
            if self.at == Some(place) && self.filter.is_none() {
                let headings = headings.iter().map(|&id| TreeRow {
                    depth: depth.saturating_add(2),
                    node: TreeNode::Heading(id),
                });
                rows.extend(headings);
            }
        }
    }

    /// Whether the selected row is that of the open document.
    pub fn is_at_open(&self) -> bool {
        let own = self.at.map(|at| TreeNode::Document(at as u32));
        own.is_some() && self.selected().map(|row| row.node) == own
    }

    /// Selects the row of a node; false where it is not visible.
    pub fn select(&mut self, node: TreeNode) -> bool {
        let same = |row: &TreeRow| match (row.node, node) {
            (TreeNode::Shelf(a, _), TreeNode::Shelf(b, _)) => a == b,
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

    /// The row that the selected one stands under.
    pub fn parent_row(&self) -> Option<usize> {
        let depth = self.selected()?.depth;
        (0..self.list.selected)
            .rev()
            .find(|&row| self.rows.get(row).is_some_and(|row| row.depth < depth))
    }
}

/// The clauses that the tree lists under the open document: headings and the large divisions, not
/// the numbered items.
pub fn headings(tree: &ClauseTree) -> Vec<ClauseId> {
    let large = |kind| {
        matches!(
            kind,
            ClauseKind::Heading | ClauseKind::Part | ClauseKind::Chapter
        ) || kind.is_attached()
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
    catalog.get(entry).map_or("", crate::library::Entry::title)
}
