//! `:set NAME=VALUE`: a setting changed while reading, for this session; the settings file stays as
//! it is.

use super::shelves;
use crate::settings::{Locale, Options};
use crate::tui::effect::{Effect, Host};
use crate::tui::model::Model;

/// Settings that are looked at only when the program starts.
const AT_START: [&str; 2] = ["libraries", "filters"];

/// Sets what was typed; a name alone is told with its value.
pub fn set(model: &mut Model, typed: &str) -> Vec<Effect> {
    let name = typed.split(['=', '.']).next().unwrap_or_default().trim();
    if !typed.contains('=') {
        tell(model, name);
        return Vec::new();
    }
    let mut options = model.options.clone();
    if let Err(mistake) = options.set(typed) {
        model.message = Some(mistake.sentence(&model.locale));
        return Vec::new();
    }
    let before = std::mem::replace(&mut model.options, options);
    // What a person did last holds: a theme taken from the list gives way.
    if name == "theme" {
        model.look.theme = None;
    }
    let effects = take(model, &before);
    let sentence = if AT_START.contains(&name) {
        "config.set-later"
    } else {
        "config.set"
    };
    model.say(sentence, &[typed]);
    effects
}

fn tell(model: &mut Model, name: &str) {
    if !Options::names().contains(&name) {
        return model.say("config.usage", &[]);
    }
    let value = model.options.value(name);
    let value = value.unwrap_or_else(|| model.locale.tr("config.unset", &[]));
    let about = model.locale.tr(&format!("setting.{name}"), &[]);
    model.say("config.is", &[name, &value, &about]);
}

/// What follows from settings that differ from those before.
fn take(model: &mut Model, before: &Options) -> Vec<Effect> {
    let options = &model.options;
    if options.writing != before.writing {
        model.wanted.writing = options.writing;
    }
    if options.columns != before.columns {
        model.wanted.columns = options.columns;
    }
    if options.script != before.script {
        model.wanted.script = options.script;
    }
    if options.mouse != before.mouse {
        model.mouse = options.mouse.unwrap_or(model.mouse);
        return vec![Host::Mouse(model.mouse).into()];
    }
    if options.language != before.language
        && let Some(language) = options.language
    {
        model.locale = Locale::of(language);
        return shelves::arrange(model);
    }
    Vec::new()
}
