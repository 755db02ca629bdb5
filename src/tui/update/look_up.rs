//! Looking a word up, and handing words to a command of the person's own; what comes of it is a
//! sheet over the text.

use std::sync::Arc;

use super::annotate::{copy::quoted, meant};
use super::find::words_start;
use crate::reading::dictionary::{Found, candidates};
use crate::reading::hook::Call;
use crate::text::Said;
use crate::tui::action::Action;
use crate::tui::ask::Work;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, NoteSheet, Overlay, Picker, Purpose};

/// How a dictionary is made known.
const DICTIONARY: &str = "[dictionaries]\ncedict = '/home/…/cedict_ts.u8'";

/// How a command is.
const HOOK: &str = "[hooks]\ntranslate = ['trans', '-b', ':en']";

/// Has the selected word, or the words that begin at the reading position, looked up.
pub fn look_up(model: &mut Model) -> Vec<Effect> {
    if model.dictionaries.is_empty() {
        let how = model.locale.tr("dictionary.how", &[]);
        sheet(model, "dictionary.title", format!("{how}\n\n{DICTIONARY}"));
        return Vec::new();
    }
    let words = model.text().zip(words_start(model)).map(|(text, start)| {
        let source = &text.document.source;
        let selected = meant(model).filter(|_| model.is_selecting());
        match selected {
            Some(span) => vec![span.of(source).to_owned()],
            None => candidates(source, start),
        }
    });
    let words = words.filter(|words| !words.is_empty());
    let Some(words) = words else {
        model.say("dictionary.nothing", &[]);
        return Vec::new();
    };
    model.say("dictionary.looking", &[]);
    vec![Work::LookUp(Arc::clone(&model.dictionaries), words).into()]
}

/// The dictionaries have answered.
pub fn looked_up(model: &mut Model, word: &str, found: &Found) {
    let articles = found.articles.iter();
    let articles = articles.map(|own| format!("{}\n  — {}", own.text, own.dictionary));
    let unread = found.unread.iter().map(|said| model.locale.say(said));
    let text: Vec<String> = articles.chain(unread).collect();
    if found.articles.is_empty() {
        let none = model.locale.tr("dictionary.none", &[word]);
        if text.is_empty() {
            model.message = Some(none);
            return;
        }
    }
    model.message = None;
    sheet(model, "dictionary.title", text.join("\n\n"));
}

/// Lists the commands of the person's own.
pub fn list_hooks(model: &mut Model) -> Vec<Effect> {
    let hooks = model.options.hooks.iter();
    let items: Vec<Item> = hooks
        .map(|(name, command)| Item {
            text: name.clone(),
            detail: command.join(" "),
            depth: 0,
            target: Choice::Action(Action::RunHook(name.clone())),
        })
        .collect();
    if items.is_empty() {
        let how = model.locale.tr("hook.how", &[]);
        sheet(model, "picker.hooks", format!("{how}\n\n{HOOK}"));
    } else {
        let picker = Picker::new(Purpose::Hooks, items, 0);
        model.overlays.push(Overlay::Picker(picker));
    }
    Vec::new()
}

/// Hands the selection, or the current clause, to a command by its name.
pub fn run_hook(model: &mut Model, name: &str) -> Vec<Effect> {
    let Some(command) = model.options.hooks.get(name).cloned() else {
        model.say("hook.unknown", &[name]);
        return Vec::new();
    };
    let (Some(text), Some(span)) = (model.text(), quoted(model)) else {
        model.say("copy.nothing", &[]);
        return Vec::new();
    };
    let call = Call::new(name, command, &text, span);
    model.say("hook.running", &[name]);
    vec![Work::Hook(Box::new(call)).into()]
}

/// A command has ended: with what it has printed, or with why it has not.
pub fn hooked(model: &mut Model, name: &str, answer: Result<String, Said>) {
    let is_busy = model.prompt.is_some() || !model.overlays.is_empty();
    match answer {
        Err(reason) => {
            model.tell(&Said::new("hook.failed").with(name).with_said(reason));
        }
        Ok(text) if text.trim().is_empty() => model.say("hook.done", &[name]),
        // Nothing is laid over what the person is at.
        Ok(text) if is_busy => {
            let first = text.trim().lines().next().unwrap_or("");
            model.say("hook.said", &[name, first]);
        }
        Ok(text) => {
            model.message = None;
            model.overlays.push(Overlay::NoteSheet(NoteSheet {
                title: name.to_owned(),
                text,
                ..NoteSheet::default()
            }));
        }
    }
}

fn sheet(model: &mut Model, title: &str, text: String) {
    model.overlays.push(Overlay::NoteSheet(NoteSheet {
        title: model.locale.tr(title, &[]),
        text,
        ..NoteSheet::default()
    }));
}
