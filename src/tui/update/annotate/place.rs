//! Where annotations stand: those of the open document at once where their words still are, the others by a worker; going to one.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::{key, of_id};
use crate::annotation::{Anchor, Annotation, Finder, Target};
use crate::library::{EntryId, Source};
use crate::tui::ask::Work;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;
use crate::tui::model::reader::Placed;
use crate::tui::update::{decide, open, read, tree};

/// The store has written, or has not, or others have: takes what holds now. Answers to earlier requests are stale.
pub fn kept(
    model: &mut Model,
    answered: u64,
    annotations: Vec<Arc<Annotation>>,
    problem: Option<String>,
) -> Vec<Effect> {
    let was_unsaved = model.unsaved.is_some();
    model.unsaved = problem.map(|problem| model.locale.tr("annotate.unsaved", &[&problem]));
    if was_unsaved && model.unsaved.is_none() {
        model.say("annotate.kept", &[]);
    }
    if answered != model.requested {
        return Vec::new();
    }
    model.annotations = annotations;
    model.desk.is_read = true;
    let mut effects = place(model);
    effects.extend(tree::tally(model));
    super::super::ledger::refresh(model);
    effects
}

/// The keeper has begun: what was left half written, and what is wrong with the logs.
pub fn opened(
    model: &mut Model,
    drafts: Vec<Annotation>,
    left: &[PathBuf],
    damaged: usize,
    unreadable: Option<String>,
) {
    let count = drafts.len();
    model.desk.drafts = drafts;
    if let Some(reason) = unreadable {
        model.message = Some(reason);
    } else if let Some(path) = left.first().filter(|_| !model.is_shared) {
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

/// The annotations of the open document: of its key; of its text, under whatever name; of its path, where no document of the
/// library is the one they name.
pub fn own(model: &Model) -> Vec<Arc<Annotation>> {
    let (Some(key), Some(reader)) = (key(model), &model.reader) else {
        return Vec::new();
    };
    let path = model
        .catalog
        .get(reader.entry)
        .map(|entry| entry.source().name().into_owned());
    let is_lost = |own: &str| model.catalog.find_key(own).is_none();
    let mine = model.annotations.iter().filter(|annotation| {
        let source = &annotation.target.source;
        let own = source.key();
        own == key
            || (!source.sha256.is_empty() && source.sha256 == reader.text.sha256())
            || (Some(&source.path) == path.as_ref() && is_lost(&own))
    });
    mine.cloned().collect()
}

/// Finds the places of the open document's annotations, counts those of every document, and corrects the outline by those that do.
pub fn place(model: &mut Model) -> Vec<Effect> {
    super::super::correct::apply(model);
    model.marked.clear();
    for annotation in &model.annotations {
        if annotation.corrects().is_none() {
            *model.marked.entry(annotation.key()).or_insert(0) += 1;
        }
    }
    let own = own(model);
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let text = Arc::clone(&reader.text);
    let finder = Finder::new(&text.document.source);
    let mut wanted = Vec::new();
    for annotation in &own {
        if model.desk.place(annotation).is_some() || annotation.corrects().is_some() {
            continue;
        }
        match finder.at_once(&annotation.target) {
            Some(anchor) => {
                let found = (annotation.target.clone(), anchor);
                model.desk.places.insert(annotation.id.clone(), found);
            }
            None => wanted.push(Arc::clone(annotation)),
        }
    }
    settle(model, &own);
    if wanted.is_empty() {
        return Vec::new();
    }
    vec![Work::Anchor(text, wanted).into()]
}

/// Shows the open document's annotations where they are known to stand.
fn settle(model: &mut Model, own: &[Arc<Annotation>]) {
    let desk = &model.desk;
    let mut placed: Vec<Placed> = own
        .iter()
        .filter(|annotation| annotation.corrects().is_none())
        .filter_map(|annotation| {
            let anchor = desk.place(annotation)?;
            Some(Placed {
                id: annotation.id.clone(),
                span: anchor.span()?,
                letter: annotation.mark,
                motivation: annotation.motivation,
                color: annotation.color(),
                has_note: !annotation.note().is_empty(),
                is_open: anchor.is_open(),
            })
        })
        .collect();
    placed.sort_by_key(|placed| placed.span);
    if let Some(reader) = &mut model.reader {
        reader.placed = placed;
    }
}

/// A worker has looked for the places of annotations.
pub fn anchored(model: &mut Model, found: Vec<(String, Target, Anchor)>) -> Vec<Effect> {
    let searched: HashSet<String> = found.iter().map(|(id, ..)| id.clone()).collect();
    for (id, target, anchor) in found {
        model.desk.places.insert(id, (target, anchor));
    }
    let own = own(model);
    settle(model, &own);
    let lost = own.iter().filter(|annotation| {
        let place = model.desk.place(annotation);
        searched.contains(&annotation.id) && place.is_some_and(Anchor::is_open)
    });
    let lost = lost.count();
    match model.desk.awaited.take() {
        Some(id) if searched.contains(&id) => show(model, &id),
        awaited if awaited.is_some() => model.desk.awaited = awaited,
        _ if lost > 0 && model.message.is_none() => {
            model.say("annotate.to-decide", &[&lost.to_string()]);
        }
        _ => {}
    }
    super::super::ledger::refresh(model);
    Vec::new()
}

/// Goes to an annotation of the open document; where its place is not sure, the person decides.
pub fn show(model: &mut Model, id: &str) {
    let Some(annotation) = of_id(model, id).cloned() else {
        return;
    };
    let Some(anchor) = model.desk.place(&annotation).cloned() else {
        // A worker is looking.
        model.desk.awaited = Some(id.to_owned());
        return;
    };
    match anchor.span() {
        Some(span) => read::show(model, span.start),
        None => show_last_clause(model, &annotation),
    }
    if anchor.is_open() {
        decide::open(model, id);
    }
}

/// Goes to the clause that an orphan stood in, as far as there still is one of that address.
fn show_last_clause(model: &mut Model, annotation: &Annotation) {
    let clause = annotation.target.clause.as_ref();
    let address = clause.and_then(|clause| clause.address.parse().ok());
    let start = model.text().zip(address).and_then(|(text, address)| {
        let id = text.tree.resolve(&address)?;
        Some(text.tree.get(id)?.span.start)
    });
    if let Some(start) = start {
        read::show(model, start);
    }
}

/// Goes to an annotation, in whichever document it is.
pub fn visit(model: &mut Model, id: &str) -> Vec<Effect> {
    let Some(annotation) = of_id(model, id).cloned() else {
        return Vec::new();
    };
    if own(model).iter().any(|own| own.id == id) {
        show(model, id);
        return Vec::new();
    }
    match entry_of(model, &annotation) {
        Some(entry) => {
            read::leave(model);
            open::open(model, entry, Landing::Annotation(id.to_owned()))
        }
        None => {
            let title = annotation.target.source.title.clone();
            model.say("annotate.unknown-document", &[&title]);
            Vec::new()
        }
    }
}

/// The document of an annotation in the library: by its key, else by its path.
fn entry_of(model: &Model, annotation: &Annotation) -> Option<EntryId> {
    let path = PathBuf::from(&annotation.target.source.path);
    let found = model.catalog.find_key(&annotation.key());
    found.or_else(|| model.catalog.find(&Source::File(path)))
}
