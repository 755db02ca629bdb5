//! Where the open document's annotations stand: at once where their words still are, the others by
//! a worker.

use std::sync::Arc;

use crate::annotation::{Finder, is_readable};
use crate::reading::Placed;
use crate::tui::ask::Work;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::update::annotate;

/// Looks for the places that nobody has looked for yet; asks a worker for those that take longer.
pub fn seek(model: &mut Model) -> Vec<Effect> {
    let own = annotate::own(model);
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let text = Arc::clone(&reader.text);
    let finder = Finder::new(&text.document.source);
    let mut wanted = Vec::new();
    for annotation in &own {
        if model.desk.place(annotation).is_some() || !is_readable(annotation) {
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
    if wanted.is_empty() {
        return Vec::new();
    }
    vec![Work::Anchor(text, wanted).into()]
}

/// Shows the open document's annotations where they are known to stand.
pub fn show(model: &mut Model) {
    let own = annotate::own(model);
    let desk = &model.desk;
    let mut placed: Vec<Placed> = own
        .iter()
        .filter(|annotation| is_readable(annotation))
        .filter_map(|annotation| Placed::new(annotation, desk.place(annotation)?))
        .collect();
    placed.sort_by_key(|placed| placed.span);
    if let Some(reader) = &mut model.reader {
        reader.placed = placed;
    }
}
