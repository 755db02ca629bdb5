//! The outline pane: walking the clauses, folding them, going to one.

use super::read;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::layout::Layout;
use crate::tui::model::{Model, Pane};

/// Does an action of the outline.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let tree = &text.tree;
    let length = model.outline.rows.len();
    let pane = Layout::of(model).outline;
    let page = i64::from(pane.map_or(1, |rect| rect.height.max(2) - 1));
    let outline = &mut model.outline;
    if outline.list.walk(&action, length, page) {
        return Vec::new();
    }
    match action {
        Action::NextClause(count) => outline.list.step(i64::from(count), length),
        Action::PreviousClause(count) => outline.list.step(-i64::from(count), length),
        Action::FoldAll => outline.fold_to(tree, 1),
        Action::UnfoldAll => outline.fold_to(tree, 0),
        Action::FoldToLevel(level) => outline.fold_to(tree, level as u16),
        Action::ToggleFold | Action::Open | Action::Close | Action::Activate => {
            let Some(id) = outline.selected() else {
                return Vec::new();
            };
            match action {
                Action::ToggleFold => {
                    let folded = outline.is_folded(id);
                    outline.fold(tree, id, !folded);
                }
                Action::Open => {
                    // Where nothing is left to unfold, `l` goes to the clause.
                    if !outline.fold(tree, id, false) {
                        go(model);
                    }
                }
                Action::Close => {
                    if !outline.fold(tree, id, true)
                        && let Some(parent) = tree.get(id).and_then(|clause| clause.parent)
                    {
                        outline.select(tree, parent);
                    }
                }
                _ => go(model),
            }
        }
        _ => {}
    }
    Vec::new()
}

fn go(model: &mut Model) {
    let target = model
        .outline
        .selected()
        .and_then(|id| model.text()?.tree.get(id).map(|clause| clause.span.start));
    model.focus = Pane::Reader;
    if let Some(offset) = target {
        read::show(model, offset);
    }
}
