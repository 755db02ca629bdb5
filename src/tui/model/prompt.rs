//! The prompts of the status line: finding in the text, narrowing the tree, tags, naming what is
//! kept and the files that are written.

use super::input::Input;
use super::jump::Jump;
use crate::annotation::Annotation;
use crate::reading::export::Export;

/// A prompt.
#[derive(Clone, Debug)]
pub enum Prompt {
    /// `/`: finds while typing.
    Find {
        /// What is typed.
        input: Input,
        /// Where the reader was when it opened: finding starts there, and giving up returns there.
        origin: Jump,
    },
    /// `/` in the tree: narrows it while typing.
    Filter {
        /// What is typed.
        input: Input,
    },
    /// The name under which a search is saved.
    Save {
        /// What is typed.
        input: Input,
    },
    /// The file that a list is written to.
    Export {
        /// What is typed.
        input: Input,
    },
    /// The name of a file.
    Write {
        /// What is typed.
        input: Input,
        /// What is to be written to it.
        export: Box<Export>,
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
            Self::Find { input, .. }
            | Self::Filter { input }
            | Self::Save { input }
            | Self::Export { input }
            | Self::Tags { input, .. }
            | Self::Write { input, .. } => input,
        }
    }

    /// What is typed, to be edited.
    pub fn input_mut(&mut self) -> &mut Input {
        match self {
            Self::Find { input, .. }
            | Self::Filter { input }
            | Self::Save { input }
            | Self::Export { input }
            | Self::Tags { input, .. }
            | Self::Write { input, .. } => input,
        }
    }
}
