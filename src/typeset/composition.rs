//! Composition: the options for breaking text into lines.

use serde::{Deserialize, Serialize};

use super::Writing;
use crate::text::kinsoku::{Hanging, Level};

/// How text is broken into lines.
///
/// A terminal has no half cells: full-width punctuation is not compressed, hanzi are not spaced
/// out, and lines are ragged. A mark that must not start a line takes the character before it along
/// to the next line (推出) or, with hanging punctuation, stands in the margin (挤进).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Composition {
    /// Which marks may not begin or end a line.
    pub level: Level,
    /// How lines are filled.
    pub fill: Fill,
    /// Which marks may hang in the margin.
    pub hanging: Hanging,
}

impl Composition {
    /// Width of the margin for hanging marks, in columns (rows in vertical writing): one mark.
    pub fn margin(self, writing: Writing) -> usize {
        match (self.hanging, writing) {
            (Hanging::None, _) => 0,
            (_, Writing::Horizontal) => 2,
            (_, Writing::Vertical) => 1,
        }
    }
}

/// How lines are filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// Breaks the paragraph as a whole: as many lines as first fit needs, with the least
    /// raggedness.
    #[default]
    Optimal,
    /// Fills each line as far as possible before starting the next.
    FirstFit,
}
