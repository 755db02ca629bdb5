//! Keys that are typed and not yet understood, with what may follow them.

/// The start of a sequence of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// The keys.
    pub typed: String,
    /// Each key that may come next, and what it leads to.
    pub follows: Vec<(String, String)>,
}

impl Pending {
    /// Keys of which nothing more is to be told.
    pub fn typed(typed: String) -> Self {
        Self {
            typed,
            follows: Vec::new(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }
}
