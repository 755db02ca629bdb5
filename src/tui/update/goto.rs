//! Going to an address as a person types it, or to a part of the text in percent.

use super::read;
use crate::clause::{ClauseId, Within};
use crate::library::EntryId;
use crate::reading::refer::Way;
use crate::reading::titled::of_title;
use crate::reading::{Text, Typed};
use crate::tui::action::Action;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::tree::title;

/// Goes to an address as a person types it, from where one reads or, in a text that was only just
/// opened, from nowhere; where several clauses fit, they are shown. False where there is none.
pub fn show(model: &mut Model, typed: &str, from: Option<usize>) -> bool {
    match model.text().map(|text| text.typed(typed, from)) {
        None | Some(Typed::Nowhere) => return false,
        Some(Typed::At(at)) => read::show(model, at),
        Some(Typed::Any(several)) => {
            let items = several
                .iter()
                .filter_map(|&id| said_item(model, id))
                .collect();
            model
                .overlays
                .push(Overlay::Picker(Picker::new(Purpose::Candidates, items, 0)));
        }
        Some(Typed::Lacking(article, _)) => {
            if let Some(text) = model.text() {
                model.tell(&text.lacking(article, typed));
            }
        }
    }
    true
}

/// Where one reads.
pub fn here(model: &Model) -> Option<usize> {
    model.reader.as_ref().map(|reader| reader.here)
}

/// The clauses that an address may mean; where the article at hand has none, this is said first.
pub fn candidates(model: &Model, typed: &str, most: usize) -> Vec<Item> {
    let typed = typed.trim();
    let Some(text) = model.text().filter(|_| !typed.is_empty()) else {
        return Vec::new();
    };
    let (said, clauses) = match text.clauses(typed, here(model)) {
        Within::These(clauses) => (None, clauses),
        Within::Lacking(article, near) => (Some(text.lacking(article, typed)), near),
    };
    let said = said.map(|said| Item {
        text: model.locale.say(&said),
        detail: String::new(),
        depth: 0,
        target: Choice::Action(Action::Goto(typed.to_owned())),
    });
    let clauses = clauses.into_iter().take(most);
    let clauses = clauses.filter_map(|id| said_item(model, id));
    said.into_iter().chain(clauses).collect()
}

/// A clause as something to choose among others from anywhere in the text: named whole, since
/// labels repeat, its address dim beside it.
pub fn said_item(model: &Model, id: ClauseId) -> Option<Item> {
    let text = model.text()?;
    let mut item = clause_item(&text, id)?;
    item.text = text.named(id);
    item.depth = 0;
    Some(item)
}

/// A clause as something to choose.
pub fn clause_item(text: &Text, id: ClauseId) -> Option<Item> {
    let clause = text.tree.get(id)?;
    Some(Item {
        text: clause.heading(&text.document),
        detail: text.tree.address(id).to_string(),
        depth: usize::from(clause.depth.saturating_sub(1)),
        target: Choice::Clause(id),
    })
}

/// What of the library a person may mean by what is typed: a place in another document, where
/// [`Action::Goto`] goes, or the documents of a title.
pub fn meant(model: &Model, typed: &str) -> Vec<Item> {
    let titled = |name: &str| of_title(&model.catalog, name);
    let item = |entry: EntryId, place: &str, target: Choice| {
        let dated = model.catalog.get(entry);
        let dated = dated.and_then(|own| own.header().edition());
        Item {
            text: format!("《{}》{place}", title(&model.catalog, entry)),
            detail: dated.map(|date| date.to_string()).unwrap_or_default(),
            depth: 0,
            target,
        }
    };
    let text = model.text();
    let place = match text.and_then(|text| text.elsewhere(typed, titled)) {
        Some(Way::There(entry, place)) => Some((entry, place)),
        Some(Way::Any(several, place)) => several.first().map(|newest| (*newest, place)),
        Some(Way::Here(_) | Way::Nowhere(_)) | None => None,
    };
    match place {
        Some((entry, place)) => {
            let go = Choice::Action(Action::Goto(typed.to_owned()));
            vec![item(entry, &place, go)]
        }
        None => {
            let found = titled(typed).into_iter();
            found
                .map(|entry| item(entry, "", Choice::Document(entry)))
                .collect()
        }
    }
}
