//! The outline as it is corrected: a worker derives it from the corrections among the annotations.

use std::sync::Arc;

use crate::reading::Corrections;
use crate::tui::ask::Work;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::update::annotate;

/// Has the outline derived anew if it has not been given the corrections of the open document. One
/// outline is derived at a time; the next takes up what was corrected meanwhile.
pub fn ask(model: &mut Model) -> Option<Effect> {
    let wanted = Corrections::among(&annotate::own(model));
    let reader = model.reader.as_mut()?;
    reader.asked.retain(|asked| wanted.has(&asked.id));
    if reader.is_correcting || wanted == *reader.text.corrections() {
        return None;
    }
    reader.is_correcting = true;
    Some(Work::Correct(Arc::clone(&reader.text), wanted).into())
}
