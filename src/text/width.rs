//! Columns of a grapheme cluster (UAX #11): the one place that counts them; typesetting, prompts and the backend ask here.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How wide the terminal shows characters of ambiguous width (EAW = A), such as `…` and `①`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One column, the usual case.
    #[default]
    Narrow,
    /// Two columns: `xterm -cjk_width`, VTE's setting, legacy East Asian terminals.
    Wide,
}

/// Columns that one grapheme cluster takes.
pub fn cells(cluster: &str, _ambiguous: Ambiguous) -> usize {
    cluster.width().min(2)
}

/// Columns of a text that is already displayable: the sum over its clusters, never of the whole string.
pub fn columns(text: &str, ambiguous: Ambiguous) -> usize {
    text.graphemes(true).map(|c| cells(c, ambiguous)).sum()
}
