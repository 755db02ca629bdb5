//! What is at hand, as the status line tells it: the clause that is read, or the row of a list.

use super::model::tree::{TreeNode, TreeRow, title};
use super::model::{Model, Pane};
use crate::library::shelf::By;
use crate::text::Ambiguous;
use crate::text::width::columns;

/// Between a place and its words.
pub const GAP: &str = "  ";

/// What the keys are about: the clause that is read, or the row of a list.
#[derive(Debug)]
pub struct Hand {
    /// Where it stands, as the document itself says it.
    pub place: String,
    /// Its words.
    pub words: String,
}

impl Hand {
    /// Columns that it takes when it is told whole.
    pub fn columns(&self, ambiguous: Ambiguous) -> usize {
        columns(&self.place, ambiguous) + GAP.len() + columns(&self.words, ambiguous)
    }

    /// What is at hand in the pane that has the keys.
    pub fn of(model: &Model) -> Option<Self> {
        let words_alone = |words| Self {
            place: String::new(),
            words,
        };
        if model.focus == Pane::Tree {
            return Some(words_alone(row(model, model.tree.selected()?)));
        }
        let reader = model.reader.as_ref()?;
        let text = &reader.text;
        let id = match model.focus {
            Pane::Outline => model.outline.selected(),
            _ => reader.clause(),
        };
        let Some(id) = id else {
            let title = model.rendition().words(title(&model.catalog, reader.entry));
            return Some(words_alone(title.into_owned()));
        };
        let [place, words] = text
            .place_and_words(id)
            .map(|own| model.rendition().words(&own).into_owned());
        Some(Self { place, words })
    }
}

/// A row of the tree in words, with what its numbers and signs count.
fn row(model: &Model, row: &TreeRow) -> String {
    let mut parts = vec![model.name_of_row(row)];
    let mut count = |key: &str, number: usize, least: usize| {
        if number >= least {
            parts.push(model.locale.tr(key, &[&number.to_string()]));
        }
    };
    match row.node {
        TreeNode::Shelf(index, _) => {
            let tree = &model.tree;
            if let Some(shelf) = tree.shelves.shelves.get(index as usize) {
                // On the shelves of books and folders what is the same stands as often as it is
                // there.
                let counted = match tree.shelves.by {
                    _ if model.same.is_empty() => "tree.counted",
                    By::Collection | By::Folder => "tree.counted-copies",
                    By::Date | By::Tag | By::Author => "tree.counted-texts",
                };
                count(counted, shelf.count, 1);
                count("tree.counted-notes", tree.tallies.noted.of(&shelf.all), 1);
                count("tree.counted-read", tree.tallies.read.of(&shelf.all), 1);
            }
        }
        TreeNode::Document(place) => {
            let id = model.tree.entry(place as usize);
            if let Some(id) = id {
                let noted = model.marked.get(&id).copied().unwrap_or(0);
                count("tree.counted-notes", noted, 1);
                count("tree.counted-places", model.same.places(id).len(), 2);
                if model.read.contains(&id) {
                    parts.push(model.locale.tr("tree.was-read", &[]));
                }
            }
        }
        TreeNode::Heading(_) => {}
    }
    parts.join(" · ")
}
