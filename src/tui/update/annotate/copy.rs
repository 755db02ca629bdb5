//! Copying: the words at hand, and the words with where they stand.

use super::{end_selection, meant};
use crate::reading;
use crate::text::Span;
use crate::text::display::tame;
use crate::tui::effect::{Effect, Host};
use crate::tui::model::Model;

/// `y`: the selection, else the current clause, as the source has it, or in the characters that are
/// shown. What is pasted into a terminal is obeyed: control characters are the marks that are shown
/// of them, unless it is to be exact.
pub fn copy_text(model: &mut Model, is_exact: bool) -> Vec<Effect> {
    let Some((text, span)) = model.text().zip(quoted(model)) else {
        model.say("copy.nothing", &[]);
        return Vec::new();
    };
    let source = &text.document.source;
    let words = if is_exact {
        span.of(source).trim().to_owned()
    } else if model.options.copy_as_shown {
        let shown = model.rendition().forms.of(source, span);
        tame(shown.trim()).into_owned()
    } else {
        tame(span.of(source).trim()).into_owned()
    };
    let said = if model
        .reader
        .as_ref()
        .is_some_and(|own| own.selection.is_some())
    {
        "copy.selection"
    } else {
        "copy.clause"
    };
    copy(model, words, said)
}

/// `Y`: the same as a quotation with its citation, in the style that is set.
pub fn copy_citation(model: &mut Model) -> Vec<Effect> {
    let Some((text, span)) = model.text().zip(quoted(model)) else {
        model.say("copy.nothing", &[]);
        return Vec::new();
    };
    let template = match reading::style(&model.options, None) {
        Ok(template) => template,
        Err(name) => {
            model.say("copy.no-style", &[&name]);
            return Vec::new();
        }
    };
    let citation = text.citation(text.tree.at(span.start), span);
    let words = citation.in_style(template);
    let words = tame(&words).into_owned();
    copy(model, words, "copy.citation")
}

/// The selection, else the current clause with all that is below it, else the paragraph.
pub fn quoted(model: &Model) -> Option<Span> {
    let reader = model.reader.as_ref()?;
    if reader.selection.is_some() {
        return meant(model);
    }
    match reader.clause().and_then(|id| reader.text.tree.get(id)) {
        Some(clause) => Some(clause.span),
        None => reader.text.words(reader.here),
    }
}

/// Has words put on the clipboards.
pub fn copy(model: &mut Model, words: String, said: &str) -> Vec<Effect> {
    if words.len() > crate::terminal::clipboard::LONGEST {
        model.say("copy.too-long", &[&words.len().to_string()]);
        return Vec::new();
    }
    end_selection(model);
    model.say(said, &[&words.chars().count().to_string()]);
    vec![Host::Copy(words).into()]
}

/// A command has taken what was copied.
pub fn copied(model: &mut Model, by: &str, count: usize) {
    let key = if by == "tmux" {
        "copy.tmux"
    } else {
        "copy.native"
    };
    model.say(key, &[by, &count.to_string()]);
}
