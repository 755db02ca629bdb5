//! Selectors: the words of a place with what stands around them, and its offsets, both in code points (W3C Web Annotation, 4.2.4 and 4.2.5).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::Span;

/// A selector of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Selector {
    /// The words, and what stands before and behind them.
    TextQuoteSelector {
        /// The name of this kind of selector.
        r#type: QuoteType,
        /// The words.
        exact: String,
        /// What stands before them.
        #[serde(default)]
        prefix: String,
        /// What stands behind them.
        #[serde(default)]
        suffix: String,
    },
    /// The offsets.
    TextPositionSelector {
        /// The name of this kind of selector.
        r#type: PositionType,
        /// Of the first code point.
        start: usize,
        /// One past the last.
        end: usize,
    },
    /// Another kind, kept as it is.
    Other(Value),
}

/// `TextQuoteSelector`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuoteType {
    /// The one name.
    TextQuoteSelector,
}

/// `TextPositionSelector`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PositionType {
    /// The one name.
    TextPositionSelector,
}

/// Code points of what is kept before and behind the words.
const CONTEXT: usize = 32;

/// The longest quotation of a place, in code points: it finds the place, it does not keep the text.
const LONGEST: usize = 256;

/// The selectors of a span of a text. They never split a grapheme cluster.
pub fn of(text: &str, span: Span) -> Vec<Selector> {
    let (before, rest) = text.split_at_checked(span.start).unwrap_or(("", text));
    let words = span.of(text);
    let exact: String = clusters(words.graphemes(true), LONGEST).concat();
    let start = before.chars().count();
    let end = start + exact.chars().count();
    let behind = rest.get(exact.len()..).unwrap_or("");
    let mut prefix = clusters(before.graphemes(true).rev(), CONTEXT);
    prefix.reverse();
    vec![
        Selector::TextQuoteSelector {
            r#type: QuoteType::TextQuoteSelector,
            exact,
            prefix: prefix.concat(),
            suffix: clusters(behind.graphemes(true), CONTEXT).concat(),
        },
        Selector::TextPositionSelector {
            r#type: PositionType::TextPositionSelector,
            start,
            end,
        },
    ]
}

/// The first clusters, as many as have at most `most` code points.
fn clusters<'a>(all: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let mut count = 0;
    all.take_while(|cluster| {
        count += cluster.chars().count();
        count <= most
    })
    .collect()
}
