//! Which annotations are the open document's own.

use std::sync::Arc;

use crate::annotation::Annotation;
use crate::reading::Text;
use crate::tui::model::Model;

/// The annotations of the open document.
pub fn own(model: &Model) -> Vec<Arc<Annotation>> {
    let own = |text: Arc<Text>| text.own(&model.annotations, &model.catalog);
    model.text().map_or_else(Vec::new, own)
}
