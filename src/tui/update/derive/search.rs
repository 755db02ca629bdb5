//! What of a search stands beside the text: its hits in the open text and on the shelves, and what
//! was searched before.

use crate::library::shelf::Tally;
use crate::reading::searches;
use crate::tui::ask::Work;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::search::View;

/// Which answer stands beside the text: its number, none if it is not shown.
fn shown(model: &Model) -> Option<u64> {
    let search = &model.search;
    (search.is_shown && search.query.is_some()).then_some(search.revision)
}

/// Makes anew what is out of date.
pub fn derive(model: &mut Model) -> Option<Effect> {
    let shown = shown(model);
    let shelves = model.tree.revision;
    if model.derived.shelved.renew((shown, shelves)) {
        model.search.tally = match shown {
            Some(_) => Tally::of_entries(&model.tree.shelves, |id| model.search.hits_of(id)),
            None => Tally::default(),
        };
    }
    let is_open = |overlay: &Overlay| matches!(overlay, Overlay::Search);
    let is_read = model.search.view == View::Notebook && model.overlays.iter().any(is_open);
    let annotations = is_read.then_some(model.annotations.revision());
    if model.derived.notebook.renew(annotations) && is_read {
        model.search.notebook = searches::notebook(&model.annotations);
    }
    let text = model.revision();
    let is_new = model.derived.marked.renew((shown, text));
    if is_new && shown.is_some() {
        seek(model)
    } else {
        None
    }
}

/// Has the hits in the open text looked for.
fn seek(model: &Model) -> Option<Effect> {
    let query = model.search.query.clone()?;
    let answer = model.search.answer.as_ref()?;
    Some(Work::Mark(model.text()?, query, answer.rung).into())
}
