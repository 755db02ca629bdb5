//! Typing ahead: what is typed before the first text is there waits for it, and then means what it
//! would have meant with it.

use super::action::Action;
use crate::terminal::chord::KeyChord;
use crate::terminal::input::Input;

/// What waits for the first text, in the order in which it was typed.
#[derive(Debug, Default)]
pub struct Ahead {
    actions: Vec<Action>,
    /// What was typed behind the actions: what it means depends on what they do.
    inputs: Vec<Input>,
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

    /// A key is to wait.
    pub fn key(&mut self, chord: KeyChord) {
        self.shown += &chord.to_string();
        self.inputs.push(Input::Key(chord));
    }

    /// Pasted text is to wait.
    pub fn paste(&mut self, text: String) {
        self.inputs.push(Input::Paste(text));
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
