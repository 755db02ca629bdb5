//! The outline as it was corrected: the corrections among the annotations laid over the clauses found.

use std::sync::Arc;

use crate::annotation;
use crate::clause::{self, reference};
use crate::tui::model::Model;
use crate::tui::model::reader::{Motion, Text};
use crate::tui::update::annotate;
use crate::typeset::{Galley, Measure, Pieces};

/// Lays the corrections among the annotations over the outline of the open document, where they are not yet.
pub fn apply(model: &mut Model) {
    let Some(key) = annotate::key(model) else {
        return;
    };
    let Some(reader) = &mut model.reader else {
        return;
    };
    let document = Arc::clone(&reader.text.document);
    let corrections = annotation::corrections(
        model.annotations.iter().map(AsRef::as_ref),
        &key,
        &document.source,
    );
    if corrections == reader.corrections {
        return;
    }
    let tree = clause::correct(&document, &clause::nest(&document), &corrections);
    let references = reference::find(&document, &tree);
    let pieces = Arc::new(Pieces::new(&document, &tree));
    reader.text = Arc::new(Text {
        document,
        tree,
        references,
        pieces: Arc::clone(&pieces),
        findable: Arc::clone(&reader.text.findable),
        encoding: reader.text.encoding,
        digest: Arc::clone(&reader.text.digest),
    });
    reader.revision = model.ticket.take();
    reader.corrections = corrections;
    // What was set knows the old clauses by their labels.
    reader.galley = Galley::new(pieces, Measure::default());
    reader
        .motions
        .push(Motion::Restore(reader.anchor, reader.here));
}
