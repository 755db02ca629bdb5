//! What is kept: what the keeper tells of annotations and drafts, and where workers have found
//! them.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::{annotate, derive, land};
use crate::annotation::{Anchor, Annotation, Target};
use crate::text::Said;
use crate::tui::effect::Effect;
use crate::tui::model::Model;

/// The store has written, or has not, or others have: takes what holds now. Answers to earlier
/// requests are stale.
pub fn kept(
    model: &mut Model,
    answered: u64,
    annotations: Vec<Arc<Annotation>>,
    problem: Option<Said>,
) {
    let was_unsaved = model.unsaved.is_some();
    model.unsaved = problem.map(|problem| {
        let said = Said::new("annotate.unsaved").with_said(problem);
        model.locale.say(&said)
    });
    let saved = model
        .desk
        .saving
        .take_if(|(request, _)| *request <= answered);
    let saving = model.locale.tr("annotate.saving", &[]);
    // Something else may have been said meanwhile.
    let is_free = model.message.as_ref().is_none_or(|own| *own == saving);
    match saved {
        _ if model.unsaved.is_some() => {}
        Some((_, said)) if is_free => model.tell(&said),
        None if was_unsaved => model.say("annotate.kept", &[]),
        _ => {}
    }
    if answered != model.requested {
        return;
    }
    *model.annotations = annotations;
    model.desk.is_read = true;
}

/// The keeper has begun: what was left half written, and what is wrong with the logs.
pub fn opened(model: &mut Model, drafts: Vec<Annotation>, left: &[PathBuf], damaged: usize) {
    let count = drafts.len();
    *model.desk.drafts = drafts;
    if let Some(path) = left.first().filter(|_| !model.is_shared) {
        let (path, count) = (path.display().to_string(), left.len().to_string());
        let words = if left.len() == 1 {
            "note.left"
        } else {
            "note.left-several"
        };
        model.say(words, &[&path, &count]);
    } else if damaged > 0 {
        model.say("annotate.damaged", &[&damaged.to_string()]);
    } else if count > 0 {
        model.say("note.drafts", &[&count.to_string()]);
    }
}

/// A worker has looked for the places of annotations.
pub fn anchored(model: &mut Model, found: Vec<(String, Target, Anchor)>) -> Vec<Effect> {
    let searched: HashSet<String> = found.iter().map(|(id, ..)| id.clone()).collect();
    for (id, target, anchor) in found {
        model.desk.places.insert(id, (target, anchor));
    }
    let effects = derive::derive(model);
    let own = annotate::own(model);
    let lost = own.iter().filter(|annotation| {
        let place = model.desk.place(annotation);
        searched.contains(&annotation.id) && place.is_some_and(Anchor::is_open)
    });
    let lost = lost.count();
    match model.desk.awaited.take() {
        Some(id) if searched.contains(&id) => land::show(model, &id),
        awaited if awaited.is_some() => model.desk.awaited = awaited,
        _ if lost > 0 && model.message.is_none() => {
            model.say("annotate.to-decide", &[&lost.to_string()]);
        }
        _ => {}
    }
    effects
}
