//! `:`: an address as a person types it, or an action by its name or by what it does.

use super::{open as document, pick, read, update as do_action};
use crate::clause::ClauseId;
use crate::search::fuzzy::{Fuzzy, Scratch};
use crate::terminal::chord::ascii;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};

/// So many clauses are listed that an address may mean.
const MOST_CLAUSES: usize = 50;

/// What may be meant by what is typed: clauses first, then actions.
pub fn items(model: &Model, typed: &str) -> Vec<Item> {
    let clauses = find_clauses(model, typed);
    let clauses = clauses.into_iter().take(MOST_CLAUSES);
    let mut items: Vec<Item> = clauses.filter_map(|id| clause_item(model, id)).collect();
    let fuzzy = Fuzzy::typed(typed);
    let mut scratch = Scratch::default();
    let mut actions: Vec<(i64, Item)> = Action::all()
        .into_iter()
        .filter(Action::is_command)
        .filter_map(|action| {
            let item = action_item(model, action);
            Some((fuzzy.score(&item.text, &mut scratch)?, item))
        })
        .collect();
    if !typed.trim().is_empty() {
        actions.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    }
    items.extend(actions.into_iter().map(|(_, item)| item));
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

/// Takes what was typed or chosen.
pub fn accept(model: &mut Model, picker: &Picker) -> Vec<Effect> {
    let typed = picker.input.text();
    let typed = typed.trim();
    let is_chosen = picker.list.selected > 0;
    if typed.is_empty() && !is_chosen {
        return Vec::new();
    }
    if !is_chosen {
        let command = ascii(typed);
        if let Some(action) = named(&command) {
            return do_action(model, action);
        }
        if command.ends_with('%') || find_clauses(model, typed).len() > 1 {
            return goto(model, typed);
        }
    }
    match picker.chosen() {
        Some(item) => pick::choose(model, item.target.clone()),
        None => goto(model, typed),
    }
}

/// Goes to an address as a person types it; where several clauses fit, they are shown.
pub fn goto(model: &mut Model, typed: &str) -> Vec<Effect> {
    if let Some(percent) = ascii(typed)
        .strip_suffix('%')
        .and_then(|number| number.parse::<usize>().ok())
    {
        return document::percent(model, percent);
    }
    let found = find_clauses(model, typed);
    match found.as_slice() {
        [] => model.say("goto.none", &[typed]),
        [id] => {
            let target = model
                .text()
                .and_then(|text| text.tree.get(*id).map(|clause| clause.span.start));
            if let Some(offset) = target {
                read::show(model, offset);
            }
        }
        several => {
            let items = several
                .iter()
                .filter_map(|&id| clause_item(model, id))
                .collect();
            model
                .overlays
                .push(Overlay::Picker(Picker::new(Purpose::Candidates, items, 0)));
        }
    }
    Vec::new()
}

fn find_clauses(model: &Model, typed: &str) -> Vec<ClauseId> {
    let typed = typed.trim();
    match model.text() {
        Some(text) if !typed.is_empty() => text.tree.find(typed, &text.document.source),
        _ => Vec::new(),
    }
}

/// A clause as something to choose: its address dim beside it, since labels repeat.
fn clause_item(model: &Model, id: ClauseId) -> Option<Item> {
    let text = model.text()?;
    let mut item = pick::clause_item(&text, id)?;
    item.depth = 0;
    item.target = Choice::Clause(id);
    Some(item)
}
