//! The list of all annotations, as it is arranged from what is kept.

use std::sync::Arc;

use crate::annotation::{Anchor, Annotation};
use crate::tui::model::Model;
use crate::tui::model::ledger::is_listed;
use crate::tui::model::overlay::Overlay;

/// Lists what is there now, if the list is open.
pub fn arrange(model: &mut Model) {
    let at = model
        .overlays
        .iter()
        .position(|overlay| matches!(overlay, Overlay::Ledger(_)));
    let Some(at) = at else { return };
    let mut listed: Vec<Arc<Annotation>> = model
        .annotations
        .iter()
        .filter(|annotation| is_listed(annotation))
        .cloned()
        .collect();
    // A draft stands in the place of the note that it will be.
    for draft in model.desk.drafts.iter() {
        listed.retain(|annotation| annotation.id != draft.id);
        listed.push(Arc::new(draft.clone()));
    }
    let (desk, Some(Overlay::Ledger(ledger))) = (&model.desk, model.overlays.get_mut(at)) else {
        return;
    };
    ledger.arrange(&listed, |annotation| {
        if desk.drafts.iter().any(|draft| draft.id == annotation.id) {
            return 9;
        }
        match desk.place(annotation) {
            Some(Anchor::Orphan) => 3,
            Some(Anchor::Ambiguous(_)) => 2,
            Some(Anchor::Approximate(_)) => 1,
            _ => 0,
        }
    });
}
