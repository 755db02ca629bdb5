//! The prompts of the status line: finding, and going to an address or doing an action by name.

use super::input::Input;
use super::jump::Place;
use crate::annotation::Annotation;
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
    /// `#`: tags.
    Tags {
        /// What is typed.
        input: Input,
        /// What is to be tagged.
        annotation: Box<Annotation>,
    },
}

impl Prompt {
    /// A prompt for the tags of an annotation.
    pub fn tags(typed: &str, annotation: Annotation) -> Self {
        Self::Tags {
            input: Input::with(typed),
            annotation: Box::new(annotation),
        }
    }

    /// What is typed.
    pub fn input(&self) -> &Input {
        match self {
            Self::Find { input, .. } | Self::Command { input, .. } | Self::Tags { input, .. } => {
                input
            }
        }
    }

    /// What is typed, to be edited.
    pub fn input_mut(&mut self) -> &mut Input {
        match self {
            Self::Find { input, .. } | Self::Command { input, .. } | Self::Tags { input, .. } => {
                input
            }
        }
    }
}
