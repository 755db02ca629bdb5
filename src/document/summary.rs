//! What the catalog wants to know of a source in a structured format.

/// What the catalog wants to know of a source, without the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// Metadata: names of fields with their values.
    pub facts: Vec<(&'static str, String)>,
    /// Length of the text in characters, estimated.
    pub characters: usize,
}
