//! From the views of a search to the texts: into a stretch, to a hit, on to the next, and with what
//! is narrowed.

use std::sync::Arc;

use super::{ask_for, keep};
use crate::annotation::Annotation;
use crate::library::EntryId;
use crate::reading::searches::Line;
use crate::reading::{Text, entry_of};
use crate::search::engine::Place;
use crate::search::facets::Facet;
use crate::search::query::Query;
use crate::text::Span;
use crate::tui::effect::Effect;
use crate::tui::model::found::Found;
use crate::tui::model::jump::Jump;
use crate::tui::model::landing::Landing;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::search::View;
use crate::tui::model::{Model, Pane};
use crate::tui::update::open;

/// `Enter`: goes where the selected row leads.
pub fn enter(model: &mut Model) -> Vec<Effect> {
    let row = model.search.list().selected;
    match model.search.view {
        View::Notebook => resume(model, row),
        View::Hits => visit(model, row, true),
        View::Documents => {
            let answer = model.search.answer.as_ref();
            let found = answer.and_then(|answer| answer.documents.get(row));
            let document = found.map(|found| found.document);
            document.map_or_else(Vec::new, |document| open_at_first(model, document))
        }
        View::Times => into(model, row),
        View::Collocates | View::Facets => narrow(model),
    }
}

/// Goes into a stretch of time, or to a document of it.
fn into(model: &mut Model, row: usize) -> Vec<Effect> {
    let Some(answer) = model.search.answer.clone() else {
        return Vec::new();
    };
    if let Some(next) = model.search.timeline.next_found(row) {
        model.search.list_mut().selected = next;
        return Vec::new();
    }
    let Some(document) = model.search.timeline.enter(row, &answer) else {
        model.search.list_mut().selected = 0;
        return Vec::new();
    };
    open_at_first(model, document)
}

/// Opens a document at its first hit; where it has none, where it was left.
fn open_at_first(model: &mut Model, document: EntryId) -> Vec<Effect> {
    let first = model.search.first_in(document).map(|place| place.at);
    close(model);
    let landing = first.map_or(Landing::Left, Landing::Hit);
    go(model, document, landing)
}

/// Goes back to the wider stretch of time.
pub fn leave(model: &mut Model) {
    let answer = model.search.answer.clone();
    if let (View::Times, Some(answer)) = (model.search.view, answer)
        && let Some(row) = model.search.timeline.leave(&answer)
    {
        model.search.list_mut().selected = row;
    }
}

/// Asks again what was searched before, or goes to a place that was visited.
fn resume(model: &mut Model, row: usize) -> Vec<Effect> {
    match model.search.notebook.get(row).cloned() {
        Some(Line::Saved(own)) => {
            let name = format!("@{}", own.name().unwrap_or(""));
            ask_for(model, &name)
        }
        Some(Line::Asked(query)) => ask_for(model, &query),
        Some(Line::Visited(own)) => revisit(model, &own),
        Some(Line::Day(_)) | None => Vec::new(),
    }
}

fn revisit(model: &mut Model, own: &Annotation) -> Vec<Effect> {
    match entry_of(&own.target.source, &model.catalog) {
        Some(entry) => {
            close(model);
            let target = Box::new(own.target.clone());
            go(model, entry, Landing::Visited(target))
        }
        None => {
            let title = own.target.source.title.clone();
            model.say("annotate.unknown-document", &[&title]);
            Vec::new()
        }
    }
}

/// Closes the sheet; the place in the text is remembered with it.
fn close(model: &mut Model) {
    model.overlays.retain(|own| !matches!(own, Overlay::Search));
    model.focus = Pane::Reader;
    if let Some(place) = model.place() {
        let is_listed = true;
        model.jumps.leave(Jump { is_listed, ..place });
    }
}

fn go(model: &mut Model, document: EntryId, landing: Landing) -> Vec<Effect> {
    model.search.is_shown = true;
    open::open(model, document, landing)
}

/// Goes to the hit of a row; from the list, to which `Ctrl-o` then leads back, or from another hit.
fn visit(model: &mut Model, row: usize, is_from_list: bool) -> Vec<Effect> {
    let Some(line) = model.search.lines.get(row) else {
        return Vec::new();
    };
    let place = line.passage.place();
    *model.search.at() = row;
    if is_from_list {
        close(model);
    }
    model.search.is_walked = true;
    model.search.visiting = Some(place);
    let mut effects = go(model, place.document, Landing::Hit(place.at));
    effects.extend(arrived(model));
    let [at, count] = [row + 1, model.search.lines.len()].map(|own| own.to_string());
    let typed = model.search.typed.clone();
    model.say("search.at", &[&typed, &at, &count]);
    effects
}

/// `n` and `N`: goes `by` hits on in the list, or back.
pub fn step(model: &mut Model, by: i64) -> Vec<Effect> {
    let last = model.search.lines.len() as i64 - 1;
    let at = *model.search.at() as i64;
    let to = at.saturating_add(by).clamp(0, last.max(0));
    if to == at {
        let key = if by > 0 {
            "search.last"
        } else {
            "search.first"
        };
        model.say(key, &[]);
        return Vec::new();
    }
    visit(model, to as usize, false)
}

/// The text of a hit that was gone to may be there: notes the place.
pub fn arrived(model: &mut Model) -> Vec<Effect> {
    let open = model.reader.as_ref().map(|reader| reader.entry);
    let is_open = |place: &mut Place| Some(place.document) == open;
    let Some(place) = model.search.visiting.take_if(is_open) else {
        return Vec::new();
    };
    point(model);
    keep::visited(model, place.at)
}

/// The hits of a search in a text are known.
pub fn marked(model: &mut Model, text: &Arc<Text>, query: &Arc<Query>, hits: Vec<Span>) {
    let is_open = model.text().is_some_and(|own| Arc::ptr_eq(&own, text));
    let is_asked = model.search.query.as_ref();
    let is_asked = is_asked.is_some_and(|own| Arc::ptr_eq(own, query)) && model.search.is_shown;
    let Some(answer) = model.search.answer.as_ref().filter(|_| is_open && is_asked) else {
        return;
    };
    model.found = Found {
        query: model.search.typed.clone(),
        hits,
        rung: answer.rung,
        current: None,
    };
    point(model);
}

/// Points at the hit that the reader is at.
fn point(model: &mut Model) {
    let here = model.reader.as_ref().map(|reader| reader.here);
    let hits = &model.found.hits;
    model.found.current = here.and_then(|here| hits.iter().position(|hit| hit.start == here));
}

/// Narrows the search by what is selected: a stretch of time, a facet, what stands near.
pub fn narrow(model: &mut Model) -> Vec<Effect> {
    let row = model.search.list().selected;
    let typed = model.search.typed.clone();
    let name = |name: &str| model.locale.tr(&format!("facet.{name}"), &[]);
    let more = match model.search.view {
        View::Times => {
            let stretch = model.search.timeline.stretch_of(row).flatten();
            stretch.map(|date| format!("{}:{date}", name("date")))
        }
        View::Facets => {
            let answer = model.search.answer.as_ref();
            let facet = answer.and_then(|answer| answer.facets.get(row));
            facet.map(|facet| filter(&name(facet.field.name()), facet))
        }
        View::Collocates => {
            let found = model.search.collocates.as_ref();
            let words = found.and_then(|found| found.get(row));
            words.map(|own| {
                let is_one = !typed.contains(char::is_whitespace);
                let near = if is_one { "~10 " } else { "" };
                format!("{near}{}", own.words)
            })
        }
        View::Hits | View::Documents | View::Notebook => None,
    };
    match more {
        Some(more) if !typed.is_empty() => {
            let words = format!("{typed} {more}");
            model.search.view = View::Hits;
            ask_for(model, &words)
        }
        _ => Vec::new(),
    }
}

/// A facet as a filter is typed; what has a blank in it stands in quotation marks, and of what has
/// these in it the longest part.
fn filter(name: &str, facet: &Facet) -> String {
    let parts = facet.words.split('"');
    let words = parts.max_by_key(|part| part.len()).unwrap_or("");
    if words.contains(char::is_whitespace) {
        format!("{name}:\"{words}\"")
    } else {
        format!("{name}:{words}")
    }
}
