//! Notes: written in a sheet over the text, or in an editor of the person's own; what is half
//! written is kept as a draft.

use std::sync::Arc;

use super::annotate::{self, at_hand, end_selection};
use crate::annotation::{Annotation, Motivation, Version};
use crate::text::{Said, Span};
use crate::tui::action::Action;
use crate::tui::ask::Keep;
use crate::tui::effect::{Effect, Host};
use crate::tui::model::Model;
use crate::tui::model::area::{Area, LONGEST};
use crate::tui::model::overlay::{Editor, NoteSheet, Overlay};

/// `a`: a note on what is selected, on what is annotated here, or on the clause; a draft goes on
/// where it was left.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let found = at_hand(model).map(Arc::unwrap_or_clone);
    let spot = annotate::selected_or_spot(model);
    let Some(annotation) = found.or_else(|| begin(model)) else {
        return Vec::new();
    };
    let spot = spot
        .zip(model.text())
        .map(|(span, text)| annotate::whole(&text, span));
    let passage = annotate::passage(model, &annotation).or(spot);
    end_selection(model);
    edit(model, annotation, passage);
    Vec::new()
}

/// A new note at what is meant, with an id, so that its draft has a name.
fn begin(model: &mut Model) -> Option<Annotation> {
    let span = annotate::selected_or_spot(model)?;
    let annotation = annotate::begin(model, Motivation::Commenting, span)?;
    let target = &annotation.target;
    let left = model.desk.drafts.iter().find(|draft| {
        draft.target.position() == target.position() && draft.key() == target.source.key()
    });
    if let Some(draft) = left {
        return Some(draft.clone());
    }
    Some(annotation)
}

/// Opens the sheet for an annotation, about a passage of the open text if it is known.
pub fn edit(model: &mut Model, mut annotation: Annotation, passage: Option<Span>) {
    let draft = model.desk.drafts.iter().find(|own| own.id == annotation.id);
    let area = Area::with(draft.unwrap_or(&annotation).note());
    if draft.is_some() {
        // Whether the text is another is asked of what is kept, never of the draft: a draft that is
        // only looked at would be forgotten.
        let held = annotate::of_id(model, &annotation.id).cloned();
        annotation = held.map_or_else(
            || {
                annotation.set_note("");
                annotation
            },
            Arc::unwrap_or_clone,
        );
        model.say("note.draft", &[]);
    }
    model.overlays.push(Overlay::Editor(Box::new(Editor {
        area,
        annotation,
        passage,
        is_asked: false,
    })));
}

/// Does an action while a note is written.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = i64::from(model.size.1 / 2).max(1);
    let Some(Overlay::Editor(editor)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let was_asked = std::mem::take(&mut editor.is_asked);
    let area = &mut editor.area;
    match action {
        Action::Discard => return discard(model, was_asked),
        Action::Cancel | Action::Save => return save(model),
        Action::SetAside => return set_aside(model),
        Action::AnnotateOutside => return hand_over(model),
        Action::Type(text) => {
            let is_all = area.insert(&text);
            if !is_all {
                model.say("note.too-long", &[&(LONGEST >> 10).to_string()]);
            }
        }
        Action::Newline | Action::Accept => {
            area.insert("\n");
        }
        Action::EraseBack => area.erase_back(),
        Action::EraseForward => area.erase_forward(),
        Action::EraseWord => area.erase_word(),
        Action::EraseLine => area.erase_line(),
        Action::EraseAll => area.erase_all(),
        Action::Undo => {
            area.undo(false);
        }
        Action::Redo => {
            area.undo(true);
        }
        Action::CursorLeft => area.step(false),
        Action::CursorRight => area.step(true),
        Action::CursorHome => area.end(false),
        Action::CursorEnd => area.end(true),
        Action::Up(count) => area.climb(-i64::from(count)),
        Action::Down(count) => area.climb(i64::from(count)),
        Action::PageUp(_) => area.climb(-height),
        Action::PageDown(_) => area.climb(height),
        _ => {}
    }
    Vec::new()
}

/// What is half written is kept on the disk.
pub fn draft(model: &mut Model) -> Vec<Effect> {
    let draft = half_written(model);
    let keep = draft.map(|draft| Keep::Draft(Box::new(draft)).into());
    keep.into_iter().collect()
}

/// The note that is being written, as a draft.
fn half_written(model: &mut Model) -> Option<Annotation> {
    let Some(Overlay::Editor(editor)) = model.overlays.last() else {
        return None;
    };
    let mut draft = editor.annotation.clone();
    draft.set_note(editor.area.text());
    model.desk.drafts.retain(|own| own.id != draft.id);
    model.desk.drafts.push(draft.clone());
    Some(draft)
}

/// Closes the sheet and keeps the note; an empty one is none.
fn save(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Editor(editor)) = model.overlays.pop() else {
        return Vec::new();
    };
    let Editor {
        area, annotation, ..
    } = *editor;
    let text = area.text().trim_end();
    model.desk.drafts.retain(|own| own.id != annotation.id);
    let forget = Keep::Undraft(annotation.id.clone()).into();
    let done = annotate::annotated(model).and_then(|own| own.note(annotation, text));
    let mut effects = done.map_or_else(Vec::new, |done| annotate::carry_out(model, done));
    // The draft goes only when what it became is asked for.
    effects.push(forget);
    effects
}

/// Closes the sheet without keeping the note: the draft stays.
fn set_aside(model: &mut Model) -> Vec<Effect> {
    let draft = half_written(model);
    let (Some(draft), Some(Overlay::Editor(editor))) = (draft, model.overlays.pop()) else {
        return Vec::new();
    };
    if editor.area.text() == editor.annotation.note() {
        model.desk.drafts.retain(|own| own.id != draft.id);
        return vec![Keep::Undraft(draft.id).into()];
    }
    annotate::expect(model, Said::new("note.set-aside"));
    vec![Keep::SetAside(Box::new(draft)).into()]
}

/// Closes the sheet, and what was written in it is gone; that is asked once.
fn discard(model: &mut Model, was_asked: bool) -> Vec<Effect> {
    let Some(Overlay::Editor(editor)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let is_changed = editor.area.text() != editor.annotation.note();
    if is_changed && !was_asked {
        editor.is_asked = true;
        model.say("note.discard", &[]);
        return Vec::new();
    }
    let id = editor.annotation.id.clone();
    model.overlays.pop();
    model.desk.drafts.retain(|own| own.id != id);
    if is_changed {
        model.say("note.discarded", &[]);
    }
    vec![Keep::Undraft(id).into()]
}

/// `A`: the note in the person's own editor.
pub fn open_outside(model: &mut Model) -> Vec<Effect> {
    let effects = open(model);
    match model.overlays.last() {
        Some(Overlay::Editor(_)) => hand_over(model),
        _ => effects,
    }
}

/// Hands the note to the person's own editor. Should the program be killed meanwhile, its draft
/// tells what the text that is left belongs to.
fn hand_over(model: &mut Model) -> Vec<Effect> {
    let mut effects = draft(model);
    if let Some(Overlay::Editor(editor)) = model.overlays.last() {
        let (id, text) = (editor.annotation.id.clone(), editor.area.text().to_owned());
        effects.push(Host::Edit(id, text).into());
    }
    effects
}

/// The editor has ended: with the text as it is now, and with one line where something went wrong:
/// the sheet then stays open.
pub fn edited(model: &mut Model, text: Option<String>, problem: Option<String>) -> Vec<Effect> {
    let Some(Overlay::Editor(editor)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    if let Some(text) = text {
        editor.area.replace(text.trim_end());
        effects = draft(model);
        if problem.is_none() {
            effects.extend(save(model));
        }
    }
    if problem.is_some() {
        model.message = problem;
    }
    effects
}

/// `i`: the notes of this clause, in a sheet.
pub fn show(model: &mut Model) -> Vec<Effect> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let here = reader.here;
    let Some(own) = annotate::annotated(model) else {
        return Vec::new();
    };
    let found = own.here(here).filter_map(|placed| own.held(&placed.id));
    let annotations: Vec<_> = found.cloned().collect();
    if annotations.is_empty() {
        model.say("annotate.none-here", &[]);
        return Vec::new();
    }
    let spans = annotations
        .iter()
        .filter_map(|own| annotate::passage(model, own));
    let passage =
        spans.reduce(|all, one| Span::new(all.start.min(one.start), all.end.max(one.end)));
    let title = model.locale.tr("note.title", &[]);
    model.overlays.push(Overlay::NoteSheet(NoteSheet {
        passage,
        ..NoteSheet::of(title, &annotations, false)
    }));
    Vec::new()
}

/// The versions of a note are there: the latest first.
pub fn history(model: &mut Model, history: &[Version]) {
    let versions: Vec<Arc<Annotation>> = history
        .iter()
        .rev()
        .filter_map(|version| version.annotation.clone().map(Arc::from))
        .collect();
    let title = model
        .locale
        .tr("note.history", &[&history.len().to_string()]);
    let mut reading = NoteSheet::of(title, &versions, false);
    // They are all the same annotation: none of them is gone to.
    reading.parts.truncate(1);
    model.overlays.push(Overlay::NoteSheet(reading));
}
