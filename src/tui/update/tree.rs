//! The tree pane: walking the shelves, opening and closing them, opening a document, arranging them
//! another way.

use std::sync::Arc;

use super::{open, read, shelves};
use crate::library::shelf::{By, Sort};
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::layout::Layout;
use crate::tui::model::landing::Landing;
use crate::tui::model::tree::TreeNode;
use crate::tui::model::{Model, Pane};
use crate::tui::report::Tallied;

/// Does an action of the tree.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let length = model.tree.rows.len();
    let pane = Layout::of(model).tree;
    let page = i64::from(pane.map_or(1, |rect| rect.height.max(2) - 1));
    if model.tree.list.walk(&action, length, page) {
        return Vec::new();
    }
    match action {
        Action::Activate | Action::Open => return activate(model, action == Action::Activate),
        Action::ToggleFold => set_open(model, None),
        Action::Close => close(model),
        _ => {}
    }
    Vec::new()
}

/// `Enter` and `l`: a shelf opens (`Enter` closes it again), a document or a heading is gone to.
fn activate(model: &mut Model, toggle: bool) -> Vec<Effect> {
    match model.tree.selected().map(|row| row.node) {
        Some(TreeNode::Shelf(..)) => {
            set_open(model, if toggle { None } else { Some(true) });
            Vec::new()
        }
        Some(TreeNode::Document(place)) => open_place(model, place as usize),
        Some(TreeNode::Heading(id)) => {
            model.focus = Pane::Reader;
            let target = model
                .text()
                .and_then(|text| text.tree.get(id).map(|clause| clause.span.start));
            if let Some(offset) = target {
                read::show(model, offset);
            }
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Opens the document at a place of the shelves; that is then where it stands.
pub fn open_place(model: &mut Model, place: usize) -> Vec<Effect> {
    let Some(entry) = model.tree.entry(place) else {
        return Vec::new();
    };
    model.focus = Pane::Reader;
    model.tree.at = Some(place);
    if model
        .reader
        .as_ref()
        .is_some_and(|reader| reader.entry == entry)
    {
        model.list_tree();
        return Vec::new();
    }
    read::leave(model);
    open::open(model, entry, Landing::Left)
}

/// `>` and `<`: the document `by` further on the shelves.
pub fn neighbour(model: &mut Model, by: i64) -> Vec<Effect> {
    let next = model
        .tree
        .at
        .and_then(|at| usize::try_from(at as i64 + by).ok())
        .filter(|at| *at < model.tree.shelves.entries.len());
    match next {
        Some(place) => open_place(model, place),
        None => {
            model.say(
                if by > 0 {
                    "reader.last-document"
                } else {
                    "reader.first-document"
                },
                &[],
            );
            Vec::new()
        }
    }
}

/// `s`: arranges the shelves by what comes next.
pub fn next_arrangement(model: &mut Model) -> Vec<Effect> {
    model.tree.by = following(&By::ALL, model.tree.by);
    let name = model
        .locale
        .tr(&format!("tree.by-{}", model.tree.by.name()), &[]);
    model.say("tree.arranged", &[&name]);
    shelves::arrange(model)
}

/// `S`: sorts the documents of each shelf by what comes next.
pub fn next_sort(model: &mut Model) -> Vec<Effect> {
    model.tree.sort = following(&Sort::ALL, model.tree.sort);
    let name = model
        .locale
        .tr(&format!("tree.sort-{}", model.tree.sort.name()), &[]);
    model.say("tree.sorted", &[&name]);
    shelves::arrange(model)
}

fn following<T: Copy + PartialEq>(all: &[T], present: T) -> T {
    let at = all.iter().position(|one| *one == present).unwrap_or(0);
    all.get(at + 1).or(all.first()).copied().unwrap_or(present)
}

/// It is added up; of annotations that have changed meanwhile, or on shelves that were arranged
/// anew, it means nothing.
pub fn tallied(model: &mut Model, tallied: Tallied) {
    if tallied.revision == model.annotations.revision() {
        model.marked = tallied.noted;
        model.read = tallied.read;
        if Arc::ptr_eq(&tallied.shelves, &model.tree.shelves) {
            model.tree.tallies = tallied.tallies;
        }
    }
}

/// Opens or closes the selected shelf, or turns it over; so with the headings of the open document.
fn set_open(model: &mut Model, open: Option<bool>) {
    if model.tree.is_at_open() {
        let are_shown = model.tree.headings.unwrap_or_default();
        model.tree.wanted_headings = Some(open.unwrap_or(!are_shown));
        model.list_tree();
    }
    if let Some(&TreeNode::Shelf(shelf, is_open)) = model.tree.selected().map(|row| &row.node) {
        model
            .tree
            .set_open(shelf as usize, open.unwrap_or(!is_open));
        model.list_tree();
    }
}

/// `h`: closes the selected shelf, or goes to the one that the selected row stands on.
fn close(model: &mut Model) {
    let is_open_shelf = matches!(
        model.tree.selected().map(|row| row.node),
        Some(TreeNode::Shelf(_, true))
    );
    let are_open_headings = model.tree.is_at_open() && model.tree.headings == Some(true);
    if is_open_shelf || are_open_headings {
        set_open(model, Some(false));
    } else if let Some(row) = model.tree.parent_row() {
        model.tree.list.selected = row;
    }
}
