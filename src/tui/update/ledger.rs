//! The list of all annotations: walking it, narrowing it, going to one, changing one without
//! leaving it.

use std::sync::Arc;

use super::{annotate, bind, decide, derive, note, take, visit};
use crate::annotation::{Annotation, is_readable};
use crate::reading::by_entry;
use crate::tui::action::Action;
use crate::tui::ask::{Keep, Work};
use crate::tui::effect::Effect;
use crate::tui::model::ledger::{Ledger, is_listed};
use crate::tui::model::overlay::{NoteSheet, Overlay};
use crate::tui::model::{Model, Pane};

/// `M`: opens the list, and has somebody look where annotations stand that nobody has looked for
/// yet.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let is_empty = !model.annotations.iter().any(|own| is_listed(own));
    if model.desk.is_read && is_empty && model.desk.drafts.is_empty() {
        model.say("annotate.none-yet", &[]);
        return Vec::new();
    }
    model.overlays.push(Overlay::Ledger(Ledger::default()));
    survey(model)
}

/// Asks for the places of the annotations of documents that are not open, document by document.
fn survey(model: &Model) -> Vec<Effect> {
    let open = model.reader.as_ref().map(|reader| reader.entry);
    let is_sought = |own: &&Arc<Annotation>| is_readable(own) && model.desk.place(own).is_none();
    let sought = model.annotations.iter().filter(is_sought);
    let mut wanted = by_entry(sought, &model.catalog);
    wanted.retain(|entry, _| Some(*entry) != open);
    let source = |(entry, own)| Some((model.catalog.get(entry)?.source(), own));
    let wanted: Vec<_> = wanted.into_iter().filter_map(source).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    vec![Work::Survey(Arc::clone(model.catalog.filters()), wanted).into()]
}

/// Does an action while the list is open.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = i64::from(model.size.1 / 2).max(1);
    let Some(Overlay::Ledger(ledger)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let length = ledger.shown.len();
    match action {
        Action::Cancel => {
            model.overlays.pop();
        }
        Action::SortNext => {
            ledger.order = ledger.order.next();
            let top = ledger.list.selected == 0;
            let effects = derive::derive(model);
            if let (true, Some(Overlay::Ledger(ledger))) = (top, model.overlays.last_mut()) {
                ledger.list.selected = 0;
            }
            return effects;
        }
        Action::FilterNext => {
            ledger.by_words = !ledger.by_words;
            ledger.narrow();
        }
        Action::ReadAnnotations => {
            let rows = ledger.listed();
            let rows: Vec<_> = rows.into_iter().filter(|own| is_readable(own)).collect();
            let title = model.locale.tr("ledger.title", &[]);
            let reading = NoteSheet::of(title, &rows, true);
            model.overlays.push(Overlay::NoteSheet(reading));
        }
        Action::ExportAnnotations => return take::export_annotations(model),
        Action::Accept
        | Action::Activate
        | Action::Annotate
        | Action::EditTags
        | Action::AttachPlace
        | Action::ShowHistory
        | Action::DeleteAnnotation => {
            let Some(annotation) = ledger.chosen().cloned() else {
                return Vec::new();
            };
            return with_chosen(model, &action, &annotation);
        }
        Action::Down(count) => ledger.list.step(i64::from(count), length),
        Action::Up(count) => ledger.list.step(-i64::from(count), length),
        Action::PageDown(count) => ledger.list.step(page * i64::from(count), length),
        Action::PageUp(count) => ledger.list.step(-page * i64::from(count), length),
        Action::Undo | Action::Redo => {
            return annotate::undo(model, action == Action::Redo);
        }
        action => ledger.input.edit(&action),
    }
    Vec::new()
}

/// What is typed has changed.
pub fn narrow(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Ledger(ledger)) = model.overlays.last_mut() {
        ledger.narrow();
    }
    Vec::new()
}

fn with_chosen(model: &mut Model, action: &Action, annotation: &Annotation) -> Vec<Effect> {
    let is_change = matches!(
        action,
        Action::Annotate | Action::EditTags | Action::AttachPlace
    );
    if is_change && !is_readable(annotation) {
        model.say("annotate.is-fixed", &[]);
        return Vec::new();
    }
    match action {
        Action::DeleteAnnotation => {
            if !model.desk.drafts.iter().any(|own| own.id == annotation.id) {
                return annotate::delete(model, &annotation.id);
            }
            model.desk.drafts.retain(|own| own.id != annotation.id);
            model.say("annotate.removed", &[]);
            return vec![Keep::Undraft(annotation.id.clone()).into()];
        }
        Action::Annotate => {
            note::edit(model, annotation.clone(), None);
            return Vec::new();
        }
        Action::EditTags => {
            let tags: Vec<&str> = annotation.tags().collect();
            let prompt =
                crate::tui::model::prompt::Prompt::tags(&tags.join(" "), annotation.clone());
            model.prompt = Some(prompt);
            return Vec::new();
        }
        Action::ShowHistory => return vec![Keep::History(annotation.id.clone()).into()],
        _ => {}
    }
    model.overlays.pop();
    model.focus = Pane::Reader;
    if *action == Action::AttachPlace {
        return decide::by_hand(model, annotation.id.clone());
    }
    if annotation.bound().is_some() {
        return bind::go(model, annotation);
    }
    if annotate::of_id(model, &annotation.id).is_none() {
        // A draft of a note that was never saved: it goes on being written.
        note::edit(model, annotation.clone(), None);
        return Vec::new();
    }
    visit::annotation(model, &annotation.id)
}
