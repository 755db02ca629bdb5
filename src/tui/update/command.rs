//! `:`: an address as a person types it, or an action by its name or by what it does.

use std::sync::Arc;

use super::goto::{candidates, meant};
use crate::search::fuzzy::{Fuzzy, Scratch};
use crate::settings::Options;
use crate::terminal::chord::ascii;
use crate::text::fold::fold;
use crate::tui::action::Action;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::picker::Among;
use crate::tui::vocabulary::{is_word_for, says};

/// Most clauses that are listed for an address.
const MOST_CLAUSES: usize = 50;

/// What may be meant by what is typed: actions that have this very word, then clauses, then other
/// actions and settings.
pub fn items(model: &Model, typed: &str) -> Vec<Item> {
    let clauses = candidates(model, typed, MOST_CLAUSES);
    let fuzzy = Fuzzy::typed(typed);
    let mut scratch = Scratch::default();
    let mut actions: Vec<((bool, bool, i64), Item)> = Action::all()
        .into_iter()
        .filter(Action::is_command)
        .filter_map(|action| {
            let is_word = is_word_for(typed, action.name());
            let is_said = says(typed, action.name());
            let item = action_item(model, action);
            let score = fuzzy.score(&item.text, &mut scratch);
            Some(((is_word, is_said, score.or(is_said.then_some(0))?), item))
        })
        .collect();
    if !typed.trim().is_empty() {
        actions.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    }
    let named = actions.partition_point(|((is_word, ..), _)| *is_word);
    let others = actions.split_off(named);
    let mut items: Vec<Item> = actions.into_iter().map(|(_, item)| item).collect();
    items.extend(clauses);
    items.extend(others.into_iter().map(|(_, item)| item));
    items.extend(settings(model, typed));
    if items.is_empty() {
        items.extend(instead(model, typed.trim()));
    }
    items
}

/// The settings that are asked for by name or by what they are for, or all by a word for settings;
/// choosing one tells how it is set.
fn settings(model: &Model, typed: &str) -> Vec<Item> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    let all = says(typed, "set");
    let typed = fold(typed.trim());
    let items = Options::names().iter().filter_map(|name| {
        let about = model.locale.tr(&format!("setting.{name}"), &[]);
        let item = Item {
            text: format!("{about}  set {name}"),
            detail: String::new(),
            depth: 0,
            target: Choice::Action(Action::Set((*name).to_owned())),
        };
        (all || fold(&item.text).contains(&typed)).then_some(item)
    });
    items.collect()
}

/// What is offered where nothing here is called what is typed: what is meant of the library, and to
/// look for it.
fn instead(model: &Model, typed: &str) -> Vec<Item> {
    let item = |key: &str, target: Choice| Item {
        text: model.locale.tr(key, &[typed]),
        detail: String::new(),
        depth: 0,
        target,
    };
    let mut items = meant(model, typed);
    if items.is_empty() {
        items.push(item(
            "picker.no-command",
            Choice::Action(Action::Goto(typed.to_owned())),
        ));
    }
    items.push(item("picker.find-instead", Choice::Find(typed.to_owned())));
    items
}

fn action_item(model: &Model, action: Action) -> Item {
    let name = action.name();
    let does = action.help(&model.locale);
    Item {
        text: format!("{does}  {name}"),
        detail: model.keys.get(name).cloned().unwrap_or_default(),
        depth: 0,
        target: Choice::Action(action),
    }
}

/// The action that is typed by its name, or as vim has it.
fn named(command: &str) -> Option<Action> {
    match command {
        "q" | "q!" | "wq" | "x" => Some(Action::Quit),
        name => name.parse().ok(),
    }
}

/// Whether what is typed may be about the text: all but leaving.
pub fn is_of_text(picker: &Picker) -> bool {
    let typed = picker.input.text();
    let is_other = named(&ascii(typed.trim())) != Some(Action::Quit);
    picker.list.selected == 0 && !typed.trim().is_empty() && is_other
}

/// What is meant by what was typed or chosen.
pub enum Meaning {
    /// An action, by its name.
    Named(Action),
    /// What was chosen, or is the likeliest.
    Chosen(Choice),
}

/// What was typed or chosen means, if anything.
pub fn meaning(picker: &Picker) -> Option<Meaning> {
    let typed = picker.input.text();
    let typed = typed.trim();
    let is_chosen = picker.list.selected > 0;
    if typed.is_empty() && !is_chosen {
        return None;
    }
    let address = || Meaning::Named(Action::Goto(typed.to_owned()));
    if !is_chosen {
        let command = ascii(typed);
        if let Some(action) = named(&command) {
            return Some(Meaning::Named(action));
        }
        let first = picker.chosen().map(|item| &item.target);
        let is_clause = matches!(first, Some(Choice::Clause(_)));
        // One of several clauses is chosen among them alone.
        if command.ends_with('%') || (is_clause && picker.clauses() > 1) {
            return Some(address());
        }
    }
    let chosen = picker.chosen().map(|item| item.target.clone());
    Some(chosen.map_or_else(address, Meaning::Chosen))
}

/// Lists what may be meant by what is typed, where that is asked.
pub fn list(model: &mut Model) {
    let Some(Overlay::Picker(picker)) = model.overlays.last() else {
        return;
    };
    if picker.purpose != Purpose::Commands {
        return;
    }
    let items = Arc::new(items(model, &picker.input.text()));
    if let Some(Overlay::Picker(picker)) = model.overlays.last_mut() {
        picker.is_accepted = false;
        picker.among = Among::Items(items);
        picker.show_all();
    }
}
