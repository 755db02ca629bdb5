//! Help: opened where one is, narrowed by typing, scrolled.

use super::sheet;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Help, Overlay};

/// Opens the keys that hold now, or closes them.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Help(_)) = model.overlays.last() {
        model.overlays.pop();
    } else {
        let modes = model.modes();
        model.overlays.push(Overlay::Help(Help {
            modes,
            ..Help::default()
        }));
    }
    Vec::new()
}

/// Does an action while the keys are shown.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    if matches!(action, Action::Cancel | Action::Accept | Action::Activate) {
        model.overlays.pop();
        return Vec::new();
    }
    let page = sheet::page(model);
    if let Some(Overlay::Help(help)) = model.overlays.last_mut() {
        help.input.edit(&action);
        help.top = if help.input.take_change() {
            0
        } else {
            sheet::scrolled(help.top, &action, page)
        };
    }
    Vec::new()
}
