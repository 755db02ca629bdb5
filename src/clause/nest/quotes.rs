//! Quotations: how deep the marks of a text leave the next one in them.

use memchr::memmem::Finder;

/// Quotation marks, sought all at once.
pub(super) struct Quotes {
    opening: [Finder<'static>; 3],
    closing: [Finder<'static>; 3],
}

impl Quotes {
    pub(super) fn new() -> Self {
        Self {
            opening: ["“", "「", "『"].map(Finder::new),
            closing: ["”", "」", "』"].map(Finder::new),
        }
    }

    /// How many more quotations a text opens than it closes.
    pub(super) fn balance(&self, words: &str) -> i32 {
        let count = |finders: &[Finder<'_>]| {
            finders
                .iter()
                .map(|finder| finder.find_iter(words.as_bytes()).count() as i32)
                .sum::<i32>()
        };
        count(&self.opening) - count(&self.closing)
    }
}
