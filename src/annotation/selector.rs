//! Selectors: the words of a place with what stands around them, and its offsets, both in code points (W3C Web Annotation, 4.2.4 and 4.2.5).

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use unicode_segmentation::UnicodeSegmentation;

use super::fields::{Fields, object};
use crate::text::Span;

/// A clause is known by so many code points of its text: enough to be found again, and to be read in a list.
const QUOTED: usize = 64;

/// The longest words that are annotated, in code points: they are kept whole.
pub const LONGEST: usize = 16 << 10;

/// The first words of a span, as many as are quoted.
pub fn opening(source: &str, span: Span) -> Span {
    let words = span.of(source);
    let length = words
        .char_indices()
        .nth(QUOTED)
        .map_or(words.len(), |(at, _)| at);
    Span::new(span.start, span.start + length)
}

/// A selector of the record.
#[derive(Clone, Debug, PartialEq)]
pub enum Selector {
    /// The words, and what stands before and behind them.
    Quote(Quote),
    /// The offsets.
    Position(Position),
    /// Another kind, kept as it is.
    Other(Unknown),
}

/// A `TextQuoteSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quote {
    /// The words.
    pub exact: String,
    /// What stands before them.
    pub prefix: String,
    /// What stands behind them.
    pub suffix: String,
    /// Kept as it is; the `type` among it.
    pub other: Fields,
}

/// A `TextPositionSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Position {
    /// Of the first code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Kept as it is; the `type` among it.
    pub other: Fields,
}

object!(Quote { exact: "exact"; prefix: "prefix" = String::new(), suffix: "suffix" = String::new() });
object!(Position { start: "start", end: "end" ; });

/// A selector of a kind that this program does not know.
#[derive(Clone, Debug)]
pub struct Unknown(Box<RawValue>);

impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

const QUOTE: &str = "TextQuoteSelector";
const POSITION: &str = "TextPositionSelector";

impl<'de> Deserialize<'de> for Selector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let fields: Fields = serde_json::from_str(raw.get()).unwrap_or_default();
        let kind: String = fields.get("type").unwrap_or_default();
        let known = match kind.as_str() {
            QUOTE => serde_json::from_str(raw.get()).map(Self::Quote).ok(),
            POSITION => serde_json::from_str(raw.get()).map(Self::Position).ok(),
            _ => None,
        };
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

/// Code points of what is kept before and behind the words: statutes repeat themselves for longer than half as many.
const CONTEXT: usize = 64;

/// The selectors of a span of a text. They never split a grapheme cluster.
pub fn of(text: &str, span: Span) -> Vec<Selector> {
    let kind = |name: &str| {
        let mut fields = Fields::default();
        fields.set("type", name);
        fields
    };
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
            other: kind(QUOTE),
        }),
        Selector::Position(Position {
            start,
            end: start + exact.chars().count(),
            other: kind(POSITION),
        }),
    ]
}

/// The first clusters, as many as have at most [`CONTEXT`] code points.
fn clusters<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut count = 0;
    all.take_while(|cluster| {
        count += cluster.chars().count();
        count <= CONTEXT
    })
    .collect()
}
