//! What the open text is bound to.

use crate::tui::model::Model;

/// Looks for what the open text is bound to; once for each text it is told.
pub fn find(model: &mut Model) {
    let Some(text) = model.text() else { return };
    let bound = text.bound(&model.annotations, &model.catalog);
    let title = bound.first().map(|own| own.other.title.clone());
    let is_read = model.desk.is_read;
    let Some(reader) = &mut model.reader else {
        return;
    };
    reader.bound = bound;
    let is_told = std::mem::replace(&mut reader.is_told_bound, is_read);
    if let (false, true, None, Some(title)) = (is_told, is_read, &model.message, title) {
        model.say("bind.offer", &[&title]);
    }
}
