//! What the catalog wants to know of a source in a structured format.

use super::Header;

/// What the catalog wants to know of a source, without the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// The header, as the whole document has it.
    pub header: Header,
    /// Length of the text in characters, estimated.
    pub characters: usize,
}
