//! Selectors: the quoted words with their context, and their offsets, all in code points (W3C Web
//! Annotation, 4.2.4 and 4.2.5).

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use unicode_segmentation::UnicodeSegmentation;

use super::fields::{Fields, object};
use crate::text::Span;

/// Number of code points quoted of a clause: enough to find it again and to show it in a list.
const QUOTED: usize = 64;

/// Longest text that can be annotated, in code points; it is stored in full.
pub const LONGEST: usize = 16 << 10;

/// The start of a span, as long as is quoted of a clause.
pub fn opening(source: &str, span: Span) -> Span {
    let words = span.of(source);
    let length = words
        .char_indices()
        .nth(QUOTED)
        .map_or(words.len(), |(at, _)| at);
    Span::new(span.start, span.start + length)
}

/// A selector of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Selector {
    /// The words, with the text before and after them.
    Quote(Quote),
    /// The offsets of the words.
    Position(Position),
    /// Another kind, preserved as written.
    Other(Unknown),
}

/// A `TextQuoteSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quote {
    /// The quoted words.
    pub exact: String,
    /// The text before them.
    pub prefix: String,
    /// The text after them.
    pub suffix: String,
    /// Other members, preserved as written.
    pub other: Fields,
}

/// A `TextPositionSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Position {
    /// Offset of the first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Other members, preserved as written.
    pub other: Fields,
}

object!(Quote ["TextQuoteSelector"] { exact: "exact"; prefix: "prefix" = String::new(), suffix: "suffix" = String::new() });
object!(Position ["TextPositionSelector"] { start: "start", end: "end" ; });

/// A selector of a kind that this program does not know.
#[derive(Clone, Debug)]
pub struct Unknown(Box<RawValue>);

impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl<'de> Deserialize<'de> for Selector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let quote = || serde_json::from_str(raw.get()).map(Self::Quote);
        let position = |_| serde_json::from_str(raw.get()).map(Self::Position);
        let known = quote().or_else(position);
        Ok(known.unwrap_or(Self::Other(Unknown(raw))))
    }
}

impl Serialize for Selector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Quote(quote) => quote.serialize(serializer),
            Self::Position(position) => position.serialize(serializer),
            Self::Other(Unknown(raw)) => raw.serialize(serializer),
        }
    }
}

/// Length of the context on each side, in code points: the repetitions in statutes are longer than
/// half of this.
const CONTEXT: usize = 64;

/// The selectors for a span of a text. Their context never splits a grapheme cluster.
pub fn of(text: &str, span: Span) -> Vec<Selector> {
    let (before, rest) = text.split_at_checked(span.start).unwrap_or(("", text));
    let exact = span.of(text);
    let start = before.chars().count();
    let behind = rest.get(exact.len()..).unwrap_or("");
    let mut prefix = clusters(before.graphemes(true).rev());
    prefix.reverse();
    vec![
        Selector::Quote(Quote {
            exact: exact.to_owned(),
            prefix: prefix.concat(),
            suffix: clusters(behind.graphemes(true)).concat(),
            other: Fields::default(),
        }),
        Selector::Position(Position {
            start,
            end: start + exact.chars().count(),
            other: Fields::default(),
        }),
    ]
}

/// The first clusters with at most [`CONTEXT`] code points in total.
fn clusters<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut count = 0;
    all.take_while(|cluster| {
        count += cluster.chars().count();
        count <= CONTEXT
    })
    .collect()
}
