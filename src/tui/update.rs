//! Update: an action changes the model and says what is to be done outside; no I/O, no clock, no screen.

mod annotate;
mod correct;
mod find;
mod library;
mod open;
mod outline;
mod page;
mod pick;
pub mod pointer;
mod prompt;
mod read;
mod refer;
mod tree;

pub use annotate::kept;
pub use library::heard;
pub use open::{arrange, arranged, arrived, failed, leave, open};
pub use page::counted;

use super::action::Action;
use super::effect::Effect;
use super::model::found::Found;
use super::model::overlay::{Overlay, Preview};
use super::model::{Model, Pane};
use crate::clause::Correction;

/// Does one action.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    model.message = None;
    model.pending.clear();
    let jumping = matches!(action, Action::JumpBack(_) | Action::JumpForward(_));
    let effects = dispatch(model, action);
    model.jumping = jumping
        || (model.jumping
            && effects
                .iter()
                .any(|effect| matches!(effect, Effect::Load(..))));
    effects
}

fn dispatch(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => return quit(model),
        Action::Interrupt => return interrupt(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        _ => {}
    }
    if model.prompt.is_some() {
        return prompt::update(model, action);
    }
    match model.overlays.last() {
        Some(Overlay::Picker(_)) => return pick::update(model, action),
        Some(Overlay::Help(_) | Overlay::Preview(_)) => return sheet(model, action),
        None => {}
    }
    match action {
        Action::FocusNext if model.jumping => read::jump_forward(model, 1),
        Action::FocusNext => focus(model, 1),
        Action::FocusPrevious => focus(model, -1),
        Action::ToggleTree => toggle(model, Pane::Tree),
        Action::ToggleOutline => toggle(model, Pane::Outline),
        Action::ReaderAlone => {
            model.wanted.alone = !model.wanted.alone;
            model.focus = Pane::Reader;
            Vec::new()
        }
        Action::ToggleWriting => page::toggle_writing(model),
        Action::ToggleColumns => page::toggle_columns(model),
        Action::TellPlace => page::tell_place(model),
        Action::Help => {
            model.overlays.push(Overlay::Help(0));
            Vec::new()
        }
        Action::Find | Action::Command => prompt::open(model, &action),
        Action::Goto(typed) => prompt::goto(model, &typed),
        Action::FindNext(count) => find::step(model, i64::from(count)),
        Action::FindPrevious(count) => find::step(model, -i64::from(count)),
        Action::FindHere => find::here(model),
        Action::PickDocument
        | Action::PickClause
        | Action::ListBookmarks
        | Action::ListIssues
        | Action::ListTroubles => pick::open(model, &action),
        Action::RaiseClause => correct::selected(model, Correction::Raise),
        Action::LowerClause => correct::selected(model, Correction::Lower),
        Action::UnmakeClause => correct::selected(model, Correction::Unmake),
        Action::MakeClause => correct::make(model),
        Action::Follow => refer::follow(model),
        Action::Preview => refer::preview(model),
        Action::ListReferrers => refer::list_referrers(model),
        Action::ListNotes => refer::list_notes(model),
        Action::ToggleBookmark => annotate::toggle_bookmark(model),
        Action::SetMark(letter) => annotate::set_mark(model, letter),
        Action::JumpMark(letter) => annotate::jump_mark(model, letter),
        Action::JumpReturn => read::jump_return(model),
        Action::JumpBack(count) => read::jump_back(model, count),
        Action::JumpForward(count) => read::jump_forward(model, count),
        Action::CopyClause => annotate::copy_clause(model),
        Action::CopyCitation => annotate::copy_citation(model),
        Action::NextDocument(count) => open::neighbour(model, i64::from(count)),
        Action::PreviousDocument(count) => open::neighbour(model, -i64::from(count)),
        Action::NextArrangement => tree::next_arrangement(model),
        Action::NextSort => tree::next_sort(model),
        Action::RefreshLibrary => library::refresh(model),
        Action::Cancel => cancel(model),
        action => match model.focus {
            Pane::Tree => tree::update(model, action),
            Pane::Reader => read::update(model, action),
            Pane::Outline => outline::update(model, action),
        },
    }
}

/// Ends, or closes what lies over the text.
fn quit(model: &mut Model) -> Vec<Effect> {
    if model.overlays.pop().is_some() || model.prompt.take().is_some() {
        return Vec::new();
    }
    let mut effects = open::leave(model);
    effects.push(Effect::Quit);
    effects
}

/// `Ctrl-c`: gives up what is under way; with nothing under way, ends.
fn interrupt(model: &mut Model) -> Vec<Effect> {
    if model.prompt.is_some() {
        return prompt::update(model, Action::Cancel);
    }
    if !model.overlays.is_empty() {
        return cancel(model);
    }
    library::stop(model).unwrap_or_else(|| quit(model))
}

/// `Esc`: one step back to plain reading.
fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.overlays.pop().is_some() {
        return Vec::new();
    }
    if model.focus != Pane::Reader {
        model.focus = Pane::Reader;
        return Vec::new();
    }
    if let Some(effects) = library::stop(model) {
        return effects;
    }
    model.found = Found::default();
    if let Some(reader) = &mut model.reader {
        reader.sentence = None;
    }
    Vec::new()
}

/// Scrolls or closes a sheet that is only read.
fn sheet(model: &mut Model, action: Action) -> Vec<Effect> {
    if matches!(
        action,
        Action::Cancel | Action::Help | Action::Preview | Action::Accept | Action::Activate
    ) {
        model.overlays.pop();
        return Vec::new();
    }
    let Some(Overlay::Help(top) | Overlay::Preview(Preview { top, .. })) =
        model.overlays.last_mut()
    else {
        return Vec::new();
    };
    let page = usize::from(model.size.1).saturating_sub(6).max(1);
    // The view clamps to the last page.
    *top = match action {
        Action::Down(count) => *top + count as usize,
        Action::Up(count) => top.saturating_sub(count as usize),
        Action::PageDown(count) | Action::HalfPageDown(count) => *top + page * count as usize,
        Action::PageUp(count) | Action::HalfPageUp(count) => {
            top.saturating_sub(page * count as usize)
        }
        Action::First => 0,
        Action::Last => usize::MAX / 2,
        _ => *top,
    };
    Vec::new()
}

fn focus(model: &mut Model, by: i64) -> Vec<Effect> {
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
fn toggle(model: &mut Model, pane: Pane) -> Vec<Effect> {
    let shown = match pane {
        Pane::Tree => model.layout.tree.is_some(),
        _ => model.layout.outline.is_some(),
    };
    let floating = model.layout.floating == Some(pane);
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

/// A paste is text wherever text is typed, and nothing elsewhere.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let typing =
        model.prompt.is_some() || matches!(model.overlays.last(), Some(Overlay::Picker(_)));
    if typing {
        update(model, Action::Type(text.to_owned()))
    } else {
        Vec::new()
    }
}

/// Whether keys are text now.
pub fn is_typing(model: &Model) -> bool {
    model.prompt.is_some() || matches!(model.overlays.last(), Some(Overlay::Picker(_)))
}
