//! Composition: the choices of how text is made into lines.

use serde::Deserialize;

use super::Writing;
use crate::text::kinsoku::{Hanging, Level};

/// How text is made into lines.
///
/// A terminal has no half cells: full-width punctuation is not squeezed, hanzi are not spaced out, and lines end ragged. Room that a mark
/// asks for is made by taking a character along to the next line (推出), or, where marks may hang, in the margin (挤进).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Composition {
    /// What may not begin or end a line.
    pub level: Level,
    /// How lines are filled.
    pub fill: Fill,
    /// What may stand in the margin.
    pub hanging: Hanging,
}

impl Composition {
    /// Columns behind a line that must be kept free for marks that hang: room for one.
    pub fn margin(self, writing: Writing) -> usize {
        match (self.hanging, writing) {
            (Hanging::None, _) => 0,
            (_, Writing::Horizontal) => 2,
            (_, Writing::Vertical) => 1,
        }
    }
}

/// How lines are filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// The paragraph as a whole: as many lines as first fit needs, and of all ways to break it into so many the least ragged.
    #[default]
    Optimal,
    /// Line by line, each as full as it goes.
    FirstFit,
}
