//! The encoding of the open document: detected, or as the reader says.

use super::open;
use crate::document::encoding::ENCODINGS;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item};

/// The encodings to choose from; first, that it be detected.
pub fn items(model: &Model) -> Vec<Item> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let detected = Item {
        text: model.locale.tr("encoding.detect", &[]),
        detail: String::new(),
        depth: 0,
        target: Choice::Encoding(None),
    };
    let others = ENCODINGS.into_iter().map(|encoding| Item {
        text: encoding.name().to_owned(),
        detail: if encoding.name() == reader.text.encoding {
            model.locale.tr("encoding.present", &[])
        } else {
            String::new()
        },
        depth: 0,
        target: Choice::Encoding(Some(encoding)),
    });
    std::iter::once(detected).chain(others).collect()
}

/// Reads the open document again, in an encoding.
pub fn choose(model: &mut Model, encoding: Option<crate::document::Encoding>) -> Vec<Effect> {
    let Some(entry) = model.reader.as_ref().map(|reader| reader.entry) else {
        return Vec::new();
    };
    model.encodings.insert(entry, encoding);
    open::reload(model, entry)
}
