//! What `--color` says: when the program is to use colours, and behind commands for annotations
//! which colour is meant. It is one option, since every command has the first.

use clap::{ColorChoice, ValueEnum};

use super::settled;
use crate::annotation::Color;

/// The word behind `--color`.
#[derive(Clone, Copy, Debug)]
pub enum ColorWord {
    /// When the program uses colours.
    When(ColorChoice),
    /// A colour of annotations.
    Ink(Color),
}

impl ColorWord {
    /// Reads when colours are used.
    ///
    /// # Errors
    /// The words that there are.
    pub fn when(word: &str) -> Result<Self, String> {
        let choice = ColorChoice::from_str(word, true);
        choice
            .map(Self::When)
            .map_err(|_| "auto, always, never".to_owned())
    }

    /// Reads either.
    ///
    /// # Errors
    /// The colours that there are.
    pub fn any(word: &str) -> Result<Self, String> {
        match Color::named(word) {
            Some(color) => Ok(Self::Ink(color)),
            None => Self::when(word).map_err(|_| settled::locale().tr("cli.colors", &[])),
        }
    }

    /// Whether colours are used; `None` where the terminal decides.
    pub fn is_colored(self) -> Option<bool> {
        match self {
            Self::When(ColorChoice::Always) => Some(true),
            Self::When(ColorChoice::Never) => Some(false),
            Self::When(ColorChoice::Auto) | Self::Ink(_) => None,
        }
    }

    /// The colour of annotations.
    pub fn ink(self) -> Option<Color> {
        match self {
            Self::Ink(color) => Some(color),
            Self::When(_) => None,
        }
    }
}
