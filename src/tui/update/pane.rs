//! Panes: which of them has the keys, and which are shown.

use crate::tui::effect::Effect;
use crate::tui::layout::Layout;
use crate::tui::model::{Model, Pane};

/// Gives the keys to the pane `by` further on.
pub fn focus(model: &mut Model, by: i64) -> Vec<Effect> {
    let order = [Pane::Reader, Pane::Outline, Pane::Tree];
    let wanted: Vec<Pane> = order
        .into_iter()
        .filter(|pane| match pane {
            Pane::Reader => true,
            Pane::Outline => model.wanted.outline && !model.wanted.alone,
            Pane::Tree => model.wanted.tree && !model.wanted.alone,
        })
        .collect();
    let at = wanted
        .iter()
        .position(|pane| *pane == model.focus)
        .unwrap_or(0) as i64;
    let next = (at + by).rem_euclid(wanted.len() as i64) as usize;
    model.focus = wanted.get(next).copied().unwrap_or_default();
    Vec::new()
}

/// Shows or hides a side pane; one without room beside the text takes the keys and lies over it.
pub fn toggle(model: &mut Model, pane: Pane) -> Vec<Effect> {
    let layout = Layout::of(model);
    let shown = match pane {
        Pane::Tree => layout.tree.is_some(),
        _ => layout.outline.is_some(),
    };
    let floating = layout.floating == Some(pane);
    let wanted = if pane == Pane::Tree {
        &mut model.wanted.tree
    } else {
        &mut model.wanted.outline
    };
    if shown && floating {
        model.focus = Pane::Reader;
    } else if shown {
        *wanted = false;
        if model.focus == pane {
            model.focus = Pane::Reader;
        }
    } else {
        *wanted = true;
        if model.wanted.alone {
            model.wanted.alone = false;
        }
        model.focus = pane;
    }
    Vec::new()
}
