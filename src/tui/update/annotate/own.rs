//! Which annotations are the open document's own.

use std::sync::Arc;

use super::key;
use crate::annotation::Annotation;
use crate::tui::model::Model;

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
