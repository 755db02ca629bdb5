//! Lists of documents around the reader: where they were left, of all libraries; and those that are
//! akin to the open one.

use std::collections::HashSet;

use crate::library::{Called, Entry, EntryId};
use crate::reading::left;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item};

/// Most documents of one kind that are listed: the shelf shows all of a collection.
const MOST: usize = 500;

/// The documents that were read, the latest first.
pub fn history(model: &Model) -> Vec<Item> {
    let open = model.reader.as_ref().map(|reader| reader.entry);
    let mut recent = model.positions.recent();
    recent.truncate(MOST + 1);
    let known = left::entries(&recent, &model.catalog);
    let mut seen: HashSet<EntryId> = open.into_iter().collect();
    known
        .into_iter()
        .zip(recent)
        .filter(|(entry, _)| entry.is_none_or(|entry| seen.insert(entry)))
        .filter_map(|(entry, (_, position))| {
            let words = position.words.trim();
            let (title, target) = match (entry, &position.path) {
                (Some(entry), _) => {
                    let title = model.catalog.get(entry).map(Entry::title);
                    (title.unwrap_or("").to_owned(), Choice::Document(entry))
                }
                // What is on no shelf of a shared room is not in it.
                (None, Some(path)) if !model.is_shared => {
                    (position.title.clone(), Choice::File(path.clone()))
                }
                (None, _) => return None,
            };
            Some(Item {
                text: title,
                detail: words.lines().next().unwrap_or("").to_owned(),
                depth: 0,
                target,
            })
        })
        .collect()
}

/// The documents akin to the open one, the closest first: the same text elsewhere, the same title,
/// the same day, the same collection.
pub fn items(model: &Model) -> Vec<Item> {
    let Some(open) = model.reader.as_ref().map(|reader| reader.entry) else {
        return Vec::new();
    };
    let Some(entry) = model.catalog.get(open) else {
        return Vec::new();
    };
    let mut seen = HashSet::from([open]);
    let mut items = Vec::new();
    let mut list = |kind: &str, found: &mut dyn Iterator<Item = EntryId>| {
        let new = found.filter(|id| seen.insert(*id)).take(MOST);
        items.extend(new.filter_map(|id| item(model, kind, id)));
    };
    list("text", &mut model.same.places(open).iter().copied());
    let all = |is_akin: &dyn Fn(Entry<'_>) -> bool| {
        let akin = model.catalog.iter().filter(|(_, other)| is_akin(*other));
        akin.map(|(id, _)| id).collect::<Vec<_>>()
    };
    let title = entry.title();
    list(
        "title",
        &mut all(&|other| other.title() == title).into_iter(),
    );
    let day = entry.dates().next().filter(|date| date.day.is_some());
    if let Some(day) = day {
        let on_that_day = all(&|other| other.dates().any(|date| date == day));
        list("day", &mut on_that_day.into_iter());
    }
    let collection = entry.collection();
    if !collection.is_empty() {
        let beside = all(&|other| other.collection() == collection);
        list("collection", &mut beside.into_iter());
    }
    items
}

fn item(model: &Model, kind: &str, id: EntryId) -> Option<Item> {
    let entry = model.catalog.get(id)?;
    let why = model.locale.tr(&format!("neighbour.{kind}"), &[]);
    let detail = match kind {
        "text" | "title" if !entry.collection().is_empty() => {
            format!("{why} {}", entry.collection())
        }
        _ => match entry.dates().next() {
            Some(date) => format!("{why} {date}"),
            None => why,
        },
    };
    Some(Item {
        text: Called::of(id, entry, &model.same).to_string(),
        detail,
        depth: 0,
        target: Choice::Document(id),
    })
}
