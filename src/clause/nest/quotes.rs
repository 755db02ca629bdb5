//! Quotation marks: how many quotations a text leaves open.

use memchr::memmem::Finder;

/// Searchers for all quotation marks, built once.
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

    /// Number of quotations that a text opens minus the number that it closes.
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
