//! The prompts: typing on the status line, finding as one types, going to an address or doing an action by name.

use super::{annotate, find, ledger, open as document, pick, read, update as do_action};
use crate::clause::ClauseId;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::found::Found;
use crate::tui::model::input::Input;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::prompt::Prompt;
use crate::tui::model::reader::Motion;

/// Opens a prompt: `/` or `:`.
pub fn open(model: &mut Model, action: &Action) -> Vec<Effect> {
    match (action, model.place()) {
        (Action::Find, Some(origin)) => {
            model.prompt = Some(Prompt::Find {
                input: Input::default(),
                origin,
            });
        }
        (Action::Command, _) => {
            model.prompt = Some(Prompt::Command {
                input: Input::default(),
                candidates: Vec::new(),
                chosen: None,
            });
        }
        _ => {}
    }
    Vec::new()
}

/// Does an action while a prompt is open.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Cancel => return give_up(model),
        Action::Accept | Action::Activate => return accept(model),
        Action::Up(count) => return choose(model, -i64::from(count)),
        Action::Down(count) => return choose(model, i64::from(count)),
        Action::Complete => return choose(model, 1),
        _ => {}
    }
    let Some(prompt) = &mut model.prompt else {
        return Vec::new();
    };
    let is_tags = matches!(prompt, Prompt::Tags { .. });
    if action == Action::EraseBack && prompt.input().is_empty() && !is_tags {
        return give_up(model);
    }
    if edit(prompt.input_mut(), &action) {
        changed(model);
    }
    Vec::new()
}

/// Edits an input; whether its text may have changed.
pub fn edit(input: &mut Input, action: &Action) -> bool {
    match action {
        Action::Type(text) => input.insert(text),
        Action::EraseBack => return input.erase_back(),
        Action::EraseForward => input.erase_forward(),
        Action::EraseWord => input.erase_word(),
        Action::EraseAll => input.erase_all(),
        Action::CursorLeft => input.left(),
        Action::CursorRight => input.right(),
        Action::CursorHome => input.home(),
        Action::CursorEnd => input.end(),
        _ => return false,
    }
    true
}

/// What is typed has changed: find anew from where the reader was, or list what the address may mean.
fn changed(model: &mut Model) {
    match model.prompt.clone() {
        Some(Prompt::Find { input, origin }) => {
            find::search(model, &input.text());
            let first = model.found.from(origin.here);
            model.found.current = first;
            let target = first
                .and_then(|index| model.found.hits.get(index))
                .map(|hit| hit.start);
            if let Some(reader) = &mut model.reader {
                // Each keystroke looks from the origin, so that erasing goes back as typing went on.
                reader
                    .motions
                    .push(Motion::Restore(origin.top, origin.here));
                if let Some(offset) = target {
                    reader.show(offset);
                }
            }
        }
        Some(Prompt::Command { input, .. }) => {
            let found = find_clauses(model, &input.text());
            if let Some(Prompt::Command {
                candidates, chosen, ..
            }) = &mut model.prompt
            {
                *candidates = found;
                *chosen = None;
            }
        }
        Some(Prompt::Tags { .. }) | None => {}
    }
}

fn find_clauses(model: &Model, typed: &str) -> Vec<ClauseId> {
    let typed = typed.trim();
    match model.text() {
        Some(text) if !typed.is_empty() => text.tree.find(typed, &text.document.source),
        _ => Vec::new(),
    }
}

/// The arrow keys and `Tab` choose among the clauses that an address may mean.
fn choose(model: &mut Model, by: i64) -> Vec<Effect> {
    if let Some(Prompt::Command {
        candidates, chosen, ..
    }) = &mut model.prompt
        && !candidates.is_empty()
    {
        let count = candidates.len() as i64;
        let next = chosen.map_or(if by > 0 { 0 } else { -1 }, |at| at as i64 + by);
        *chosen = Some(next.rem_euclid(count) as usize);
    }
    Vec::new()
}

fn give_up(model: &mut Model) -> Vec<Effect> {
    if let Some(Prompt::Find { origin, .. }) = model.prompt.take() {
        model.found = Found::default();
        return read::visit(model, origin);
    }
    Vec::new()
}

fn accept(model: &mut Model) -> Vec<Effect> {
    match model.prompt.take() {
        Some(Prompt::Find { input, origin }) => {
            let query = input.text();
            if query.trim().is_empty() {
                return Vec::new();
            }
            model.jumps.leave(origin);
            match model.found.current {
                Some(at) => {
                    let (at, count) = ((at + 1).to_string(), model.found.hits.len().to_string());
                    model.say("find.count", &[&query, &at, &count]);
                }
                None => model.say("find.none", &[&query]),
            }
            Vec::new()
        }
        Some(Prompt::Command {
            input,
            candidates,
            chosen,
        }) => {
            if let Some(&id) = chosen.and_then(|at| candidates.get(at)) {
                go_to(model, id);
                return Vec::new();
            }
            command(model, input.text().trim())
        }
        Some(Prompt::Tags { input, annotation }) => {
            let effects = annotate::set_tags(model, *annotation, &input.text());
            ledger::refresh(model);
            effects
        }
        None => Vec::new(),
    }
}

/// An action by its name, else an address.
fn command(model: &mut Model, typed: &str) -> Vec<Effect> {
    if typed.is_empty() {
        return Vec::new();
    }
    if matches!(typed, "q" | "q!" | "wq" | "x") {
        return do_action(model, Action::Quit);
    }
    match typed.parse::<Action>() {
        Ok(action) => do_action(model, action),
        Err(_) => goto(model, typed),
    }
}

/// Goes to an address as a person types it; where several clauses fit, they are shown.
pub fn goto(model: &mut Model, typed: &str) -> Vec<Effect> {
    if let Some(percent) = typed
        .strip_suffix('%')
        .and_then(|number| number.parse::<usize>().ok())
    {
        return document::percent(model, percent);
    }
    let found = find_clauses(model, typed);
    match found.as_slice() {
        [] => model.say("goto.none", &[typed]),
        [id] => go_to(model, *id),
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

fn go_to(model: &mut Model, id: ClauseId) {
    let target = model
        .text()
        .and_then(|text| text.tree.get(id).map(|clause| clause.span.start));
    if let Some(offset) = target {
        read::show(model, offset);
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
