//! The only way from outside text (document, file name, note, error) to the screen: control characters become visible marks.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::width::{Ambiguous, cells};

/// One cluster as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// Byte offset in the text it came from.
    pub offset: usize,
    /// Bytes of that text that it stands for.
    pub len: usize,
    /// What is drawn; empty for characters that take no room and are not sent.
    pub shown: Cow<'a, str>,
    /// Columns it takes.
    pub columns: usize,
}

/// The clusters of `text` as they are shown, in order; their source ranges concatenate to the text.
pub fn glyphs(text: &str, ambiguous: Ambiguous) -> impl Iterator<Item = Glyph<'_>> {
    text.grapheme_indices(true)
        .map(move |(offset, cluster)| Glyph {
            offset,
            len: cluster.len(),
            shown: Cow::Borrowed(cluster),
            columns: cells(cluster, ambiguous),
        })
}

/// Text that may be written to a terminal: made only by [`displayable`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Displayable(String);

impl Displayable {
    /// The text, free of anything a terminal would obey.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Turns any text into what may be shown, on one line.
pub fn displayable(text: &str) -> Displayable {
    Displayable(glyphs(text, Ambiguous::Narrow).map(|g| g.shown).collect())
}
