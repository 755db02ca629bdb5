//! The prompts of the status line: finding, and going to an address or doing an action by name.

use super::input::Input;
use super::jump::Place;
use crate::clause::ClauseId;

/// A prompt.
#[derive(Clone, Debug)]
pub enum Prompt {
    /// `/`: finds while typing.
    Find {
        /// What is typed.
        input: Input,
        /// Where the reader was when it opened: finding starts there, and giving up returns there.
        origin: Place,
    },
    /// `:`: an address as a person types it, or the name of an action.
    Command {
        /// What is typed.
        input: Input,
        /// The clauses it may mean.
        candidates: Vec<ClauseId>,
        /// The one chosen by the arrow keys.
        chosen: Option<usize>,
    },
}

impl Prompt {
    /// What is typed.
    pub fn input(&self) -> &Input {
        match self {
            Self::Find { input, .. } | Self::Command { input, .. } => input,
        }
    }

    /// What is typed, to be edited.
    pub fn input_mut(&mut self) -> &mut Input {
        match self {
            Self::Find { input, .. } | Self::Command { input, .. } => input,
        }
    }
}
