//! The library: what the librarian tells, and what can be asked of the librarian.

use super::{open, shelves};
use crate::library::{News, Wake};
use crate::reading::skipped;
use crate::text::Said;
use crate::tui::ask::Ask;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;

/// So many troubles are listed at most: a library that cannot be read at all has one for each
/// folder.
const MOST_TROUBLES: usize = 1000;

/// The librarian has told something.
pub fn heard(model: &mut Model, news: News) -> Vec<Effect> {
    match news {
        News::Catalog(catalog) => return shelves::cataloged(model, catalog),
        News::Same(same) => return shelves::compared(model, same),
        News::Fetched(entry) => return open::open(model, entry, Landing::Left),
        News::Scanning(seen) => model.scanning = Some(seen),
        News::LeftOut(left_out) => model.left_out = left_out,
        News::Trouble(reason) => trouble(model, model.locale.say(&reason)),
        News::Rest => {
            model.scanning = None;
            let effects = pack(model);
            if model.catalog.is_empty() && model.message.is_none() {
                let why = skipped::no_document(&model.left_out, &model.locale);
                model.message = Some(why);
            }
            return effects;
        }
    }
    Vec::new()
}

/// Has the library made ready for searching, behind the reading; where many share a room, its
/// operator does that.
fn pack(model: &Model) -> Vec<Effect> {
    if model.is_shared {
        return Vec::new();
    }
    vec![Ask::Pack(model.catalog.clone()).into()]
}

/// So much of the library is made ready for searching, or cannot be; it is then read for each
/// search.
pub fn packed(model: &mut Model, packed: Result<(usize, usize), Said>) {
    match packed {
        Ok((done, all)) => model.packing = (done < all).then_some((done, all)),
        Err(reason) => {
            model.packing = None;
            model.tell(&Said::new("library.not-packed").with_said(reason));
        }
    }
}

/// Something could not be read: the first is told, all are kept for the list.
fn trouble(model: &mut Model, reason: String) {
    if model.troubles.contains(&reason) {
        return;
    }
    if model.troubles.len() < MOST_TROUBLES {
        model.troubles.push(reason.clone());
    }
    match model.troubles.len() {
        1 => model.say("library.trouble", &[&reason]),
        count => model.say("library.troubles", &[&reason, &count.to_string()]),
    }
}

/// `R`: scans the libraries again.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    model.troubles.clear();
    model.scanning = Some(0);
    vec![Ask::Wake(Wake::Refresh).into()]
}

/// Stops a scan that is under way; `None` where there is none.
pub fn stop(model: &mut Model) -> Option<Vec<Effect>> {
    let seen = model.scanning.take()?;
    model.say("library.stopped", &[&seen.to_string()]);
    Some(vec![Ask::StopScan.into()])
}
