//! Derived state: what follows from other parts of the model is made anew here, in one order, where
//! what it was made from has changed. Everybody else changes the model and leaves the rest to this.

mod bound;
mod compared;
mod corrections;
mod ledger;
mod places;
mod search;

use std::sync::Arc;

use super::command;
use crate::tui::ask::{Tallying, Work};
use crate::tui::effect::Effect;
use crate::tui::model::outline::Outline;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{Arranging, Model};

/// Makes anew what is no longer up to date. Whoever needs it in the middle of an action asks for
/// it; after every action and every report it is made in any case.
pub fn derive(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    let annotations = model.annotations.revision();
    let text = model.revision();
    if model.derived.corrected.renew((annotations, text)) {
        effects.extend(corrections::ask(model));
    }
    if model.derived.outline.renew(text) {
        outline(model);
    }
    let script = model.wanted.script;
    if model.derived.shown.renew((text, script)) {
        effects.extend(convert(model));
    }
    if model.derived.sought.renew((annotations, text)) {
        effects.extend(places::seek(model));
    }
    if model
        .derived
        .bound
        .renew((annotations, text, model.desk.is_read))
    {
        bound::find(model);
    }
    let places = model.desk.places.revision();
    if model.derived.placed.renew((annotations, text, places)) {
        places::show(model);
    }
    effects.extend(search::derive(model));
    let is_known = model.desk.is_read && model.arranging == Arranging::Done;
    let tallied = (model.tree.revision, annotations, text);
    if is_known && model.derived.tallies.renew(tallied) {
        effects.push(tally(model));
    }
    let compared = model.overlays.iter().any(is_comparing);
    let compared = compared.then_some((annotations, model.ticket));
    if model.derived.compared.renew(compared) {
        compared::place(model);
    }
    let listed = model.ledger().map(|ledger| {
        let drafts = model.desk.drafts.revision();
        (annotations, drafts, places, ledger.order)
    });
    if model.derived.ledger.renew(listed) {
        ledger::arrange(model);
    }
    effects
}

fn is_comparing(overlay: &Overlay) -> bool {
    matches!(overlay, Overlay::Comparing(_))
}

/// What shows the clauses of the open text.
fn outline(model: &mut Model) {
    model.outline = match &model.reader {
        Some(reader) => Outline::new(&reader.text.tree),
        None => Outline::default(),
    };
    model.list_tree();
    // What is typed at `:` may mean the clauses of the new text, unless something is chosen
    // already.
    if let Some(Overlay::Picker(picker)) = model.overlays.last()
        && picker.list.selected == 0
    {
        command::list(model);
    }
}

/// Asks how the open text is shown in the script that is wanted, if that is not known yet.
fn convert(model: &Model) -> Option<Effect> {
    let (text, script) = (model.text()?, model.wanted.script);
    let is_known = text.known_rendition(script).is_some();
    (!is_known).then(|| Work::Convert(text, script).into())
}

/// Has what was read and noted added up: a library is long, and there may be many annotations.
fn tally(model: &Model) -> Effect {
    let tallying = Tallying {
        catalog: model.catalog.clone(),
        shelves: Arc::clone(&model.tree.shelves),
        positions: model.positions.clone(),
        annotations: (*model.annotations).clone(),
        revision: model.annotations.revision(),
    };
    Work::Tally(Box::new(tallying)).into()
}
