//! The prompts: typing on the status line, finding or narrowing the tree as one types.

use super::{annotate, filter, find, search, take, visit};
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::found::Found;
use crate::tui::model::input::Input;
use crate::tui::model::prompt::{Named, Prompt};
use crate::tui::model::reader::Motion;

/// Opens the prompt of an action: finding in the text, or narrowing the tree.
pub fn open(model: &mut Model, action: &Action) -> Vec<Effect> {
    let input = Input::default();
    match (action, model.place()) {
        (Action::FilterTree, _) => model.prompt = Some(Prompt::Filter { input }),
        (_, Some(origin)) => model.prompt = Some(Prompt::Find { input, origin }),
        _ => {}
    }
    Vec::new()
}

/// Does an action while a prompt is open.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Cancel => return give_up(model),
        Action::Accept | Action::Activate => return accept(model),
        _ => {}
    }
    let Some(prompt) = &mut model.prompt else {
        return Vec::new();
    };
    // What is offered there may be erased and typed anew.
    let is_kept = matches!(prompt, Prompt::Tags { .. } | Prompt::Name { .. });
    if action == Action::EraseBack && prompt.input().is_empty() && !is_kept {
        return give_up(model);
    }
    prompt.input_mut().edit(&action);
    Vec::new()
}

/// What is typed has changed: find anew from where the reader was, or narrow the tree.
pub fn changed(model: &mut Model) -> Vec<Effect> {
    match model.prompt.clone() {
        Some(Prompt::Find { input, origin }) => {
            find::search(model, &input.text());
            let first = model.found.from(origin.here);
            model.found.current = first;
            let target = first
                .and_then(|index| model.found.hits.get(index))
                .map(|hit| hit.start);
            if let Some(reader) = &mut model.reader {
                // Each keystroke looks from the origin, so that erasing goes back as typing went
                // on.
                reader
                    .motions
                    .push(Motion::Restore(origin.top, origin.here));
                if let Some(offset) = target {
                    reader.show(offset);
                }
            }
            Vec::new()
        }
        Some(Prompt::Filter { input }) => filter::changed(model, input.text()),
        Some(Prompt::Tags { .. } | Prompt::Name { .. }) | None => Vec::new(),
    }
}

fn give_up(model: &mut Model) -> Vec<Effect> {
    match model.prompt.take() {
        Some(Prompt::Find { origin, .. }) => {
            model.found = Found::default();
            visit::jump(model, origin)
        }
        Some(Prompt::Filter { .. }) => {
            filter::clear(model);
            Vec::new()
        }
        Some(Prompt::Tags { .. } | Prompt::Name { .. }) | None => Vec::new(),
    }
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
                Some(_) => find::tell(model),
                None => model.say("find.none", &[&query]),
            }
            Vec::new()
        }
        Some(Prompt::Tags { input, annotation }) => {
            annotate::set_tags(model, *annotation, &input.text())
        }
        Some(Prompt::Name { input, what }) => match what {
            Named::Search => search::save(model, &input.text()),
            Named::View => search::export(model, &input.text()),
            Named::Export(export) => take::write(model, &input.text(), export),
        },
        Some(Prompt::Filter { .. }) | None => Vec::new(),
    }
}
