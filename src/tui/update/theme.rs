//! Themes: the one chosen in their list is the one that the room is painted in, and stays so if it
//! is taken.

use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item};

/// The themes, by what they are for and their names; and which of them the room is painted in.
pub fn items(model: &Model) -> (Vec<Item>, usize) {
    let item = |name: &String| {
        let about = model.locale.get(&format!("theme.{name}"));
        Item {
            text: about.map_or_else(|| name.clone(), |about| format!("{about}  {name}")),
            detail: String::new(),
            depth: 0,
            target: Choice::Theme(name.clone()),
        }
    };
    let now = model.theme();
    let selected = model.themes.iter().position(|name| name == now);
    let items = model.themes.iter().map(item).collect();
    (items, selected.unwrap_or(0))
}

/// Takes a theme; the first of the list leaves it to the settings again.
pub fn choose(model: &mut Model, name: String) {
    let is_first = model.themes.first() == Some(&name);
    model.say("theme.taken", &[&name]);
    model.look.theme = Some(name).filter(|_| !is_first);
}
