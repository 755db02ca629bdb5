//! Taking things out of the room: into files of the person's own, onto the clipboard, into their
//! editor.

use std::path::PathBuf;
use std::sync::Arc;

use super::annotate::{self, copy};
use crate::library::{Entry, Source};
use crate::reading::export::{Export, file_name};
use crate::text::{Said, Span};
use crate::tui::ask::Work;
use crate::tui::effect::{Effect, Host};
use crate::tui::model::Model;
use crate::tui::model::input::Input;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::prompt::{Named, Prompt};
use crate::tui::report::Taken;

/// Asks for the file that the selection, or the current clause, is to be written to.
pub fn write_passage(model: &mut Model) -> Vec<Effect> {
    let (Some(span), Some(text)) = (copy::quoted(model), model.text()) else {
        model.say("copy.nothing", &[]);
        return Vec::new();
    };
    let place = text.tree.at(span.start);
    let place = place.map_or(String::new(), |id| text.tree.address(id).to_string());
    let name = file_name(&text.identity.header.title, &place, "txt");
    let words = span.of(&text.document.source).to_owned();
    annotate::end_selection(model);
    ask(model, &name, Export::Passage(words))
}

/// Asks for the file that the open text with its annotations is to be written to.
pub fn export_reading(model: &mut Model) -> Vec<Effect> {
    let (Some(text), Some(reader)) = (model.text(), &model.reader) else {
        model.say("copy.nothing", &[]);
        return Vec::new();
    };
    let own = reader.placed.iter().filter_map(|placed| {
        let annotation = annotate::of_id(model, &placed.id)?;
        Some((placed.span, Arc::clone(annotation)))
    });
    let own: Vec<(Span, _)> = own.collect();
    let name = file_name(&text.identity.header.title, "", "html");
    ask(model, &name, Export::Reading(text, own))
}

/// Asks for the file that the annotations which are listed are to be written to.
pub fn export_annotations(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Ledger(ledger)) = model.overlays.last() else {
        return Vec::new();
    };
    let listed = ledger.listed();
    let title = model.locale.tr("ledger.title", &[]);
    let name = file_name(&title, "", "md");
    ask(model, &name, Export::Annotations(listed))
}

fn ask(model: &mut Model, name: &str, export: Export) -> Vec<Effect> {
    model.prompt = Some(Prompt::Name {
        input: Input::offering(name),
        what: Named::Export(Box::new(export)),
    });
    Vec::new()
}

/// The name of the file is typed.
pub fn write(model: &mut Model, typed: &str, export: Box<Export>) -> Vec<Effect> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Vec::new();
    }
    model.say("take.writing", &[]);
    vec![Work::Take(PathBuf::from(typed), export).into()]
}

/// A file is written, or is not.
pub fn written(model: &mut Model, taken: Taken) {
    match taken {
        Taken::As(path) => model.say("take.written", &[&path.display().to_string()]),
        Taken::Exists(path) => model.say("take.exists", &[&path.display().to_string()]),
        Taken::Not(reason) => model.tell(&Said::new("take.not-written").with_said(reason)),
    }
}

/// The path of the open document, to the clipboard.
pub fn copy_path(model: &mut Model) -> Vec<Effect> {
    let Some(path) = path(model) else {
        model.say("take.no-file", &[]);
        return Vec::new();
    };
    copy::copy(model, path.display().to_string(), "copy.path")
}

/// The file of the open document in the person's editor, at the line where the reader is.
pub fn open_source(model: &mut Model) -> Vec<Effect> {
    let Some((path, reader)) = path(model).zip(model.reader.as_ref()) else {
        model.say("take.no-file", &[]);
        return Vec::new();
    };
    let source = Source::File(path.clone());
    if source.is_read_whole() || source.is_filtered(model.catalog.filters()) {
        model.say("take.no-text", &[&source.name()]);
        return Vec::new();
    }
    let line = reader.text.document.line(reader.here);
    vec![Host::Open(path, line).into()]
}

fn path(model: &Model) -> Option<PathBuf> {
    let entry = model.catalog.get(model.reader.as_ref()?.entry);
    match entry.map(Entry::source)? {
        Source::File(path) => Some(std::path::absolute(&path).unwrap_or(path)),
        Source::Builtin(..) | Source::Memory(..) | Source::Remote(_) => None,
    }
}
