//! Panes: which of them has the keys, and which are shown.

use crate::settings::Look;
use crate::tui::effect::Effect;
use crate::tui::layout::{Layout, drawn};
use crate::tui::model::{Model, Pane};

/// Gives the keys to the pane `by` further on.
pub fn focus(model: &mut Model, by: i64) -> Vec<Effect> {
    let order = [Pane::Reader, Pane::Outline, Pane::Tree];
    let wanted: Vec<Pane> = order
        .into_iter()
        .filter(|pane| match pane {
            Pane::Reader => true,
            Pane::Outline => model.wanted.outline && !model.wanted.alone && has_outline(model),
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

/// Whether the open document has an outline to walk.
fn has_outline(model: &Model) -> bool {
    let reader = model.reader.as_ref();
    reader.is_none_or(|reader| !reader.text.tree.clauses.is_empty())
}

/// Columns by which one key makes a pane wider or narrower: a hanzi.
const STEP: i64 = 2;

/// `+` and `-`: makes the pane that has the keys `count` steps wider; for the text, which has what
/// the others leave, those narrower.
pub fn widen(model: &mut Model, count: i64) -> Vec<Effect> {
    let by = STEP.saturating_mul(count);
    let is_text = model.focus == Pane::Reader;
    let is_moved = |(pane, _): &(Pane, u16)| is_text || *pane == model.focus;
    let moved: Vec<_> = standing(model).filter(is_moved).collect();
    if moved.is_empty() {
        model.say("pane.none-beside", &[]);
    }
    for (pane, columns) in moved {
        let to = i64::from(columns).saturating_add(if is_text { -by } else { by });
        set_columns(model, pane, u16::try_from(to.max(0)).unwrap_or(u16::MAX));
    }
    Vec::new()
}

/// The panes beside the text, with their columns.
fn standing(model: &Model) -> impl Iterator<Item = (Pane, u16)> + use<> {
    let layout = Layout::of(model);
    let sides = [(Pane::Tree, layout.tree), (Pane::Outline, layout.outline)];
    sides
        .into_iter()
        .filter(move |(pane, _)| layout.floating != Some(*pane))
        .filter_map(|(pane, rect)| Some((pane, rect?.width)))
}

/// Gives a side pane columns of its own, as far as the text can spare them. The other pane stays as
/// it is.
pub fn set_columns(model: &mut Model, pane: Pane, columns: u16) {
    let spare = Layout::of(model).spare;
    let mut look = Layout::look(model);
    for (other, now) in standing(model) {
        let columns = if other == pane {
            drawn(columns).min(now.saturating_add(spare))
        } else {
            now
        };
        match other {
            Pane::Tree => look.tree = Some(columns),
            Pane::Outline => look.outline = Some(columns),
            Pane::Reader => {}
        }
    }
    look.screen = Some(model.size.0);
    model.look = look;
}

/// `g=`: the panes have the columns that the room gives them of itself.
pub fn reset(model: &mut Model) -> Vec<Effect> {
    model.look = Look {
        theme: model.look.theme.take(),
        ..Look::default()
    };
    model.say("pane.reset", &[]);
    Vec::new()
}
