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
    /// A name, of a file or of what is kept.
    Name {
        /// What is typed.
        input: Input,
        /// What is named.
        what: Named,
    },
    /// `#`: tags.
    Tags {
        /// What is typed.
        input: Input,
        /// What is to be tagged.
        annotation: Box<Annotation>,
    },
}

/// What is given a name.
#[derive(Clone, Debug)]
pub enum Named {
    /// The search, to be kept.
    Search,
    /// The file that the view of the search is written to.
    View,
    /// The file that this is written to.
    Export(Box<Export>),
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
            | Self::Name { input, .. }
            | Self::Tags { input, .. } => input,
        }
    }

    /// What is typed, to be edited.
    pub fn input_mut(&mut self) -> &mut Input {
        match self {
            Self::Find { input, .. }
            | Self::Filter { input }
            | Self::Name { input, .. }
            | Self::Tags { input, .. } => input,
        }
    }
}
