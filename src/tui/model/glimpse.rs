//! A glimpse of a long document: what is shown of it while it is being read.

/// The ends of a text, some pages each, as they stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glimpse {
    /// How it begins; empty where the reader will arrive somewhere else.
    pub beginning: String,
    /// How it ends.
    pub ending: String,
}
