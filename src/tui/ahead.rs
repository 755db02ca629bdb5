//! Typing ahead: what is typed before the first text is there waits for it, and then means what it
//! would have meant with it.

use super::action::Action;
use crate::terminal::chord::KeyChord;
use crate::terminal::decode::LONGEST_PASTE;
use crate::terminal::input::Input;

/// Most keys and pastes that wait; the pastes together are no longer than one may be.
const MOST: usize = 256;

/// What waits for the first text, in the order in which it was typed.
#[derive(Debug, Default)]
pub struct Ahead {
    actions: Vec<Action>,
    /// What was typed behind the actions: what it means depends on what they do.
    inputs: Vec<Input>,
    /// Bytes of the pastes among them.
    pasted: usize,
    shown: String,
}

impl Ahead {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// Actions are to wait that these keys have named.
    pub fn begin(&mut self, actions: impl IntoIterator<Item = Action>, keys: String) {
        self.actions.extend(actions);
        self.shown = keys;
    }

    /// A key is to wait; false where there is no room for it.
    pub fn key(&mut self, chord: KeyChord) -> bool {
        let has_room = self.has_room();
        if has_room {
            self.shown += &chord.to_string();
            self.inputs.push(Input::Key(chord));
        }
        has_room
    }

    /// Pasted text is to wait; false where there is no room for it.
    pub fn paste(&mut self, text: String) -> bool {
        let has_room = self.has_room() && self.pasted + text.len() <= LONGEST_PASTE;
        if has_room {
            self.pasted += text.len();
            self.inputs.push(Input::Paste(text));
        }
        has_room
    }

    fn has_room(&self) -> bool {
        self.inputs.len() < MOST
    }

    /// The actions, and what was typed behind them.
    pub fn into_parts(self) -> (Vec<Action>, Vec<Input>) {
        (self.actions, self.inputs)
    }

    /// The keys that wait, to be shown.
    pub fn shown(&self) -> &str {
        &self.shown
    }
}
