//! The shelves: arranged anew when the library, what it is arranged by, or what is known of it
//! changes.

use std::sync::Arc;

use super::{derive, filter, open, pick};
use crate::library::same::Same;
use crate::library::shelf::By;
use crate::library::{Catalog, Entry, EntryId, Shelves};
use crate::tui::ask::{Arrangement, Work};
use crate::tui::effect::Effect;
use crate::tui::model::{Arranging, Model};

/// Has the shelves arranged anew.
pub fn arrange(model: &mut Model) -> Vec<Effect> {
    if model.arranging != Arranging::Done {
        model.arranging = Arranging::Again;
        return Vec::new();
    }
    model.arranging = Arranging::UnderWay;
    vec![
        Work::Arrange(Box::new(Arrangement {
            catalog: model.catalog.clone(),
            same: Arc::clone(&model.same),
            by: model.tree.by,
            sort: model.tree.sort,
            positions: model.positions.clone(),
        }))
        .into(),
    ]
}

/// The shelves are arranged.
pub fn arranged(model: &mut Model, shelves: Shelves) -> Vec<Effect> {
    let entry = model.reader.as_ref().map(|reader| reader.entry);
    model.tree.arrange(shelves, entry);
    model.list_tree();
    let is_stale = model.arranging == Arranging::Again;
    model.arranging = Arranging::Done;
    let mut effects = filter::again(model);
    effects.extend(pick::arranged(model));
    // What stands on them is added up, even if others are to follow.
    effects.extend(derive::derive(model));
    if is_stale {
        effects.extend(arrange(model));
    }
    if is_vacant(model) {
        let first = model.tree.entry(0);
        effects.extend(open::open_where_left(model, first));
    }
    effects
}

/// Whether any document may be opened: none is open, and none was asked for that is not to be had,
/// which the reader is being told.
fn is_vacant(model: &Model) -> bool {
    model.reader.is_none() && model.loading.is_none() && model.instead.is_none()
}

/// The catalog has changed.
pub fn cataloged(model: &mut Model, catalog: Catalog) -> Vec<Effect> {
    let had = model
        .reader
        .as_ref()
        .is_none_or(|reader| model.catalog.has(reader.entry));
    model.catalog = catalog;
    let now = |entry: &mut EntryId| *entry = joined(&model.catalog, *entry).unwrap_or(*entry);
    model
        .loading
        .iter_mut()
        .for_each(|(_, entry, _)| now(entry));
    let reader = model.reader.iter_mut();
    reader.for_each(|reader| now(&mut reader.entry));
    let mut effects = Vec::new();
    // The document left last need not wait for the shelves.
    if is_vacant(model) {
        effects.extend(open::open_where_left(model, None));
    }
    effects.extend(arrange(model));
    if let Some(entry) = model.reader.as_ref().map(|reader| reader.entry)
        && !model.catalog.has(entry)
        && let Some(source) = model.catalog.get(entry).map(Entry::source)
    {
        match model.catalog.find(&source) {
            Some(changed) => effects.extend(open::reload(model, changed)),
            _ if had => model.say("reader.vanished", &[&source.name()]),
            _ => {}
        }
    }
    effects
}

/// The entry of a library for a file that had one of its own; `None` where it has changed since.
fn joined(catalog: &Catalog, entry: EntryId) -> Option<EntryId> {
    let own = catalog.get(entry).filter(|_| !catalog.has(entry))?;
    let found = catalog.find(&own.source())?;
    let is_unchanged = catalog.get(found)?.stamp() == own.stamp();
    is_unchanged.then_some(found)
}

/// It was found out which documents are the same.
pub fn compared(model: &mut Model, same: Arc<Same>) -> Vec<Effect> {
    if model.same == same {
        return Vec::new();
    }
    model.same = same;
    // Collections and folders show each place of a text.
    if matches!(model.tree.by, By::Collection | By::Folder) {
        return Vec::new();
    }
    arrange(model)
}
