//! Modes: the parts of the key map that hold in a state of the room.

use super::overlay::Overlay;
use super::{Model, Pane};

impl Model {
    /// The parts of the key map that hold now, the first of which goes first.
    pub fn modes(&self) -> &'static [&'static str] {
        match (self.overlays.last(), self.focus) {
            (Some(Overlay::Help(_)), _) => &["help"],
            _ if self.prompt.is_some() => &["prompt"],
            (Some(Overlay::Picker(_)), _) => &["picker"],
            (Some(Overlay::Editor(_)), _) => &["editor"],
            (Some(Overlay::Ledger(_)), _) => &["ledger", "picker"],
            (Some(Overlay::Decision(_)), _) => &["decision"],
            (Some(Overlay::Search), _) if self.search.is_typing => &["prompt"],
            (Some(Overlay::Search), _) => &["search", "any"],
            (Some(Overlay::Comparing(_)), _) => &["comparison", "any"],
            (Some(Overlay::NoteSheet(_)), _) => &["reading", "reader", "any"],
            (None, Pane::Reader) if self.is_selecting() => &["select", "reader", "any"],
            (_, Pane::Tree) => &["tree", "any"],
            (_, Pane::Reader) => &["reader", "any"],
            (_, Pane::Outline) => &["outline", "any"],
        }
    }

    /// Whether something is selected in the text.
    pub fn is_selecting(&self) -> bool {
        let reader = self.reader.as_ref();
        reader.is_some_and(|reader| reader.selection.is_some())
    }
}
