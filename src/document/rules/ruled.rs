//! What rules make of a text.

use super::{Field, Word};
use crate::document::line::is_space;
use crate::document::{Block, Header, Markup, Page};
use crate::text::Span;

/// What rules found in a text, in the order of the text.
#[derive(Debug, Default)]
pub(in crate::document) struct Ruled {
    /// Lines that are blocks of their own, whatever stands around them.
    pub apart: Vec<Block>,
    /// Where paragraphs begin.
    pub starts: Vec<usize>,
    /// Where lines go on with the paragraph above them.
    pub continued: Vec<usize>,
    /// The names of speakers.
    pub speakers: Vec<Span>,
    /// What is hidden, and what is marked; outer before inner.
    pub markup: Vec<Markup>,
    /// Where pages begin.
    pub pages: Vec<Page>,
    /// Whether the rest is read without the signs of Markdown.
    pub is_plain: bool,
    /// What each match made of the text, if that was asked for.
    pub touches: Vec<Touch>,
    /// Fields of the header.
    pub fields: Vec<(Field, Span)>,
}

/// A match of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// What it matched.
    pub span: Span,
    /// The name of the kind.
    pub kind: String,
    /// The line of the rule in its file.
    pub rule: usize,
    /// What it made of it: stretches of the text and their words.
    pub parts: Vec<(Word, Span)>,
}

impl Ruled {
    /// Fills in what a header lacks.
    pub fn complete(&self, source: &str, header: &mut Header) {
        let has_authors = !header.authors.is_empty();
        let has_dates = !header.dates.is_empty();
        let fill = |field: &mut String, value: &str| {
            if field.is_empty() {
                value.clone_into(field);
            }
        };
        for (field, span) in &self.fields {
            let value = span.of(source).trim_matches(is_space);
            match field {
                _ if value.is_empty() => {}
                Field::Title => fill(&mut header.title, value),
                Field::Author if !has_authors => header.authors.push(value.to_owned()),
                Field::Date if !has_dates => {
                    header.read_more_dates(value, None);
                }
                Field::Author | Field::Date => {}
                Field::Collection => fill(&mut header.collection, value),
                Field::Source => fill(&mut header.origin, value),
                Field::Tag => header.tags.push(value.to_owned()),
                Field::Id => fill(&mut header.id, value),
            }
        }
    }
}
