//! What the readers of other formats make: Markdown for the parser and its links, or, for the
//! catalog, a summary.

use std::fmt::Write;

use super::Link;
use crate::text::Span;

/// A source turned into Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Markdown {
    /// The text that the parser reads.
    pub text: String,
    /// Its links, in order of place: their addresses are not in the text.
    pub links: Vec<Link>,
}

impl Markdown {
    /// Appends a part with its links.
    pub fn append(&mut self, part: Self) {
        let before = self.text.len();
        self.text += &part.text;
        self.links.extend(part.links.into_iter().map(|link| Link {
            words: Span::new(link.words.start + before, link.words.end + before),
            ..link
        }));
    }
}

/// What the catalog wants to know of a source, without the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// Metadata: names of fields with their values.
    pub facts: Vec<(&'static str, String)>,
    /// Length of the text in characters, estimated.
    pub characters: usize,
}

/// Writes metadata as front matter: each fact is the name of a field and its value.
pub(super) fn front_matter(facts: &[(&str, String)]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let mut text = String::from("---\n");
    for (name, value) in facts {
        let words: Vec<&str> = value.split_whitespace().collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}: {}", words.join(" "));
    }
    text + "---\n\n"
}
