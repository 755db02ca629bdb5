//! What is kept of a search: noted in the notebook, saved under a name, written to a file.

use std::path::PathBuf;
use std::sync::Arc;

use super::asked;
use crate::annotation::Annotation;
use crate::reading::listing::{self, Format};
use crate::reading::searches::{self, Line};
use crate::tui::ask::{Ask, Inquiry, Keep, Work};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::input::Input;
use crate::tui::model::prompt::{Named, Prompt};
use crate::tui::model::search::{Times, View};
use crate::tui::update::annotate;

/// Notes what is searched.
pub fn note(model: &mut Model) -> Vec<Effect> {
    let typed = model.search.typed.clone();
    if model.search.query.is_none() {
        return Vec::new();
    }
    let id = model.desk.new_id.clone();
    let noted = id.and_then(|id| searches::note(&model.annotations, &typed, id));
    keep(model, noted)
}

/// Notes a place that the search has led to.
pub fn visited(model: &mut Model, at: usize) -> Vec<Effect> {
    let typed = model.search.typed.clone();
    let (Some(text), Some(id)) = (model.text(), model.desk.new_id.clone()) else {
        return Vec::new();
    };
    if model.search.query.is_none() {
        return Vec::new();
    }
    let visited = text.visit(&model.annotations, &typed, at, id);
    keep(model, visited)
}

/// Has something noted, of which nothing is said.
fn keep(model: &mut Model, noted: Option<Annotation>) -> Vec<Effect> {
    let Some(noted) = noted else {
        return Vec::new();
    };
    model.desk.new_id = None;
    model.requested += 1;
    model.annotations.push(Arc::new(noted.clone()));
    vec![Keep::Put(Box::new(noted)).into()]
}

/// Asks for the name under which the search is saved.
pub fn ask_name(model: &mut Model) {
    if model.search.query.is_some() {
        model.prompt = Some(Prompt::Name {
            input: Input::default(),
            what: Named::Search,
        });
    }
}

/// Saves the search under the name that was typed.
pub fn save(model: &mut Model, name: &str) -> Vec<Effect> {
    let typed = model.search.typed.clone();
    let id = model.desk.new_id.clone();
    let done = id.and_then(|id| searches::save(&model.annotations, &typed, name, id));
    done.map_or_else(Vec::new, |done| {
        model.desk.new_id = None;
        annotate::carry_out(model, done)
    })
}

/// Forgets what is selected in the notebook.
pub fn delete(model: &mut Model) -> Vec<Effect> {
    let row = model.search.list().selected;
    match model.search.notebook.get(row) {
        Some(Line::Saved(own) | Line::Visited(own)) if model.search.view == View::Notebook => {
            let id = own.id.clone();
            annotate::delete(model, &id)
        }
        _ => Vec::new(),
    }
}

/// Asks for the file that the view is written to, where there is anything in it.
pub fn ask_file(model: &mut Model) {
    if model.is_shared {
        model.say("house.not-here", &[]);
        return;
    }
    if model.search.length() == 0 {
        model.say("search.nothing-to-export", &[]);
        return;
    }
    let is_name = |c: char| c.is_alphanumeric();
    let words: Vec<&str> = model.search.typed.split(|c| !is_name(c)).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let (name, extension) = match model.search.view {
        View::Notebook => (model.locale.tr("search.view-notebook", &[]), "md"),
        _ => (words.join("-"), "tsv"),
    };
    model.prompt = Some(Prompt::Name {
        input: Input::offering(&format!("{name}.{extension}")),
        what: Named::View,
    });
}

/// Writes the view to the file that was typed; the end of its name tells how.
pub fn export(model: &mut Model, name: &str) -> Vec<Effect> {
    let name = name.trim();
    let Some(format) = Format::of_name(name) else {
        model.say("search.no-format", &[]);
        return Vec::new();
    };
    let path = PathBuf::from(name);
    let path = std::path::absolute(&path).unwrap_or(path);
    let write = |list: String| vec![Work::Write(path.clone(), list).into()];
    match model.search.view {
        View::Notebook => write(searches::written(&model.search.notebook)),
        View::Times => match model.search.timeline.times() {
            Times::Bars(bars) => write(listing::bars(bars, format)),
            Times::Documents(_) => hits(model, path),
        },
        View::Collocates => {
            let found = model.search.collocates.as_deref().unwrap_or(&[]);
            write(listing::collocates(found, format))
        }
        View::Facets => {
            let answer = model.search.answer.as_ref();
            let facets = answer.map_or(&[][..], |answer| &answer.facets);
            write(listing::facets(facets, format))
        }
        View::Hits | View::Documents => hits(model, path),
    }
}

fn hits(model: &mut Model, path: PathBuf) -> Vec<Effect> {
    let Some(query) = model.search.query.clone() else {
        return Vec::new();
    };
    let ticket = model.ticket.take();
    let inquiry = Inquiry::Export(asked(model, query), model.search.order, path);
    vec![Ask::Inquire(ticket, Box::new(inquiry)).into()]
}
