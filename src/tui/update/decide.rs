//! Deciding where an annotation belongs, where the program is not sure: taking a place that was
//! found, or giving one by hand.

use super::annotate::{self, end_selection, selected_or_spot};
use super::read;
use crate::text::Span;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::overlay::{Decision, Overlay};
use crate::tui::model::{Model, Pane};

/// Asks about the place of an annotation of the open document.
pub fn open(model: &mut Model, id: &str) {
    model.overlays.push(Overlay::Decision(Decision {
        id: id.to_owned(),
        at: 0,
    }));
    go(model);
}

/// `ga`: asks about what is annotated here and not sure; else about the first such of the document,
/// those without a place first.
pub fn open_here(model: &mut Model) -> Vec<Effect> {
    let own = annotate::own(model);
    let is_open = |id: &str| {
        let annotation = own.iter().find(|annotation| annotation.id == id)?;
        let place = model.desk.place(annotation)?;
        place.is_open().then(|| annotation.id.clone())
    };
    let here = annotate::at_hand(model).and_then(|annotation| is_open(&annotation.id));
    let orphan = own.iter().find(|annotation| {
        let place = model.desk.place(annotation);
        place.is_some_and(|place| place.span().is_none())
    });
    let first = || {
        let orphan = orphan.map(|annotation| annotation.id.clone());
        orphan.or_else(|| own.iter().find_map(|annotation| is_open(&annotation.id)))
    };
    match here.or_else(first) {
        Some(id) => open(model, &id),
        None => model.say("decide.nothing", &[]),
    }
    Vec::new()
}

/// Does an action while it is asked.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Overlay::Decision(decision)) = model.overlays.last().cloned() else {
        return Vec::new();
    };
    let spans = model.places(&decision);
    let by = match action {
        Action::FindNext(count) | Action::Down(count) => i64::from(count),
        Action::FindPrevious(count) | Action::Up(count) => -i64::from(count),
        Action::Accept | Action::Activate => {
            model.overlays.pop();
            return match spans.get(decision.at) {
                Some(span) => attach(model, &decision.id, *span),
                None => by_hand(model, decision.id),
            };
        }
        Action::Select | Action::SelectClauses => {
            model.overlays.pop();
            return by_hand(model, decision.id);
        }
        Action::RemoveAnnotation => {
            model.overlays.pop();
            return annotate::delete(model, &decision.id);
        }
        Action::Cancel => {
            model.overlays.pop();
            if let Some(reader) = &mut model.reader {
                reader.sentence = None;
            }
            return Vec::new();
        }
        _ => return Vec::new(),
    };
    if let (Some(Overlay::Decision(open)), 1..) = (model.overlays.last_mut(), spans.len()) {
        open.at = (open.at as i64 + by).rem_euclid(spans.len() as i64) as usize;
        go(model);
    }
    Vec::new()
}

/// Shows the place that is asked about.
fn go(model: &mut Model) {
    let Some(Overlay::Decision(decision)) = model.overlays.last().cloned() else {
        return;
    };
    if let Some(span) = model.places(&decision).get(decision.at).copied() {
        read::show(model, span.start);
        if let Some(reader) = &mut model.reader {
            reader.sentence = Some(span);
        }
    }
}

/// Lets the person find the place: the status line says so until it is given or given up.
pub fn by_hand(model: &mut Model, id: String) -> Vec<Effect> {
    model.desk.attaching = Some(id);
    model.focus = Pane::Reader;
    if let Some(reader) = &mut model.reader {
        reader.sentence = None;
    }
    Vec::new()
}

/// `Enter` while a place is looked for: it is the selection, else the current clause.
pub fn attach_here(model: &mut Model) -> Vec<Effect> {
    let span = selected_or_spot(model);
    match (model.desk.attaching.take(), span) {
        (Some(id), Some(span)) => attach(model, &id, span),
        _ => Vec::new(),
    }
}

/// Gives an annotation a place of the open document: only now is it written.
fn attach(model: &mut Model, id: &str, span: Span) -> Vec<Effect> {
    end_selection(model);
    if let Some(reader) = &mut model.reader {
        reader.sentence = None;
    }
    let Some(annotation) = annotate::of_id(model, id).cloned() else {
        return Vec::new();
    };
    let done = annotate::annotated(model).map(|own| own.attach(&annotation, span));
    done.map_or_else(Vec::new, |done| annotate::attempt(model, done))
}
