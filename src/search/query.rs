//! Queries as typed: terms, and filters such as `tag:工业`, `日期:1954..1956`.

use crate::document::{PartialDate, date};
use crate::library::Entry;
use crate::text::fold::fold;

/// A parsed query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Terms, folded; a document must match all of them.
    pub terms: Vec<Vec<char>>,
    /// Filters; a document must pass all of them.
    pub filters: Vec<Filter>,
    /// Filters, as typed, whose values are invalid; they are ignored.
    pub unread: Vec<String>,
}

/// A condition on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// One of its tags contains this text, folded.
    Tag(String),
    /// One of its authors contains this text, folded.
    Author(String),
    /// Its book or collection contains this text, folded.
    Book(String),
    /// Its date lies between the first and the last of these days, as numbers that grow with time.
    Date(u32, u32),
}

/// Names of filters in both languages, and the filter that they mean.
const NAMES: [(&str, &str); 8] = [
    ("tag", "tag"),
    ("标签", "tag"),
    ("author", "author"),
    ("作者", "author"),
    ("book", "book"),
    ("书籍", "book"),
    ("date", "date"),
    ("日期", "date"),
];

impl Query {
    /// Parses a query: parts separated by white space; a part that starts with a filter's name and
    /// a colon (of either width) is a filter.
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        for part in typed.split_whitespace() {
            match filter(part) {
                // A filter without a value is still being typed and has no effect.
                Some(Value::None) => {}
                Some(Value::Filter(filter)) => query.filters.push(filter),
                Some(Value::Unread) => query.unread.push(part.to_owned()),
                None => query.terms.push(fold(part).chars().collect()),
            }
        }
        query
    }

    /// Whether there are neither terms nor filters.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.filters.is_empty()
    }
}

/// The value of a filter.
enum Value {
    /// Missing.
    None,
    /// Valid.
    Filter(Filter),
    /// Invalid.
    Unread,
}

/// Parses a part of a query as a filter; `None` if it is none.
fn filter(part: &str) -> Option<Value> {
    let (name, value) = part.split_once([':', '：'])?;
    let name = fold(name);
    let (_, kind) = NAMES.iter().find(|(known, _)| fold(known) == name)?;
    if value.is_empty() {
        return Some(Value::None);
    }
    let words = fold(value);
    Some(match *kind {
        "tag" => Value::Filter(Filter::Tag(words)),
        "author" => Value::Filter(Filter::Author(words)),
        "book" => Value::Filter(Filter::Book(words)),
        _ => match days(value) {
            Some((first, last)) => Value::Filter(Filter::Date(first, last)),
            None => Value::Unread,
        },
    })
}

/// Parses `1954`, `1954-4`, `1954-4-27`, `1954..1956`, `..1956`, `1954..`, with dates also as
/// written in texts.
fn days(value: &str) -> Option<(u32, u32)> {
    let (first, last) = value
        .split_once("..")
        .or_else(|| value.split_once('～'))
        .unwrap_or((value, value));
    let ends = |text: &str, open| {
        if text.is_empty() {
            return Some((open, open));
        }
        read(text).map(span)
    };
    let (first, last) = (ends(first, 0)?, ends(last, u32::MAX)?);
    // Accept the two ends in either order.
    Some((first.0.min(last.0), first.1.max(last.1)))
}

fn read(text: &str) -> Option<PartialDate> {
    let text = text.trim_end_matches(['-', '.', '/']);
    if let date::Field::Whole(date) = date::field(text) {
        return Some(date);
    }
    date::whole(text)
}

/// The first and the last day of a date, as numbers that grow with time.
fn span(date: PartialDate) -> (u32, u32) {
    let number =
        |month: u8, day: u8| u32::from(date.year) << 16 | u32::from(month) << 8 | u32::from(day);
    match (date.month, date.day) {
        (None, _) => (number(0, 0), number(12, 31)),
        (Some(month), None) => (number(month, 0), number(month, 31)),
        (Some(month), Some(day)) => (number(month, day), number(month, day)),
    }
}

impl Filter {
    /// Whether a document passes. `is_in(word, folded)` tells whether a word of the catalog
    /// contains the folded text.
    pub fn holds(&self, entry: Entry<'_>, mut is_in: impl FnMut(&str, &str) -> bool) -> bool {
        match self {
            Self::Tag(words) => entry.tags().any(|tag| is_in(tag, words)),
            Self::Author(words) => entry.authors().any(|author| is_in(author, words)),
            Self::Book(words) => is_in(entry.collection(), words),
            Self::Date(first, last) => {
                let overlaps = |from: u32, to: u32| from <= *last && *first <= to;
                let mut dates = entry.dates();
                match (dates.next(), dates.next_back()) {
                    (Some(start), Some(end)) if entry.is_period() => {
                        overlaps(span(start).0, span(end).1)
                    }
                    _ => entry.dates().any(|date| {
                        let (from, to) = span(date);
                        overlaps(from, to)
                    }),
                }
            }
        }
    }
}

/// Whether a word, once folded, contains `words`, which are folded.
pub fn has_in_it(word: &str, words: &str) -> bool {
    fold(word).contains(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, terms: &[&str], filters: &[Filter]) {
        let query = Query::parse(typed);
        let found: Vec<String> = query
            .terms
            .iter()
            .map(|term| term.iter().collect())
            .collect();
        assert_eq!(found, terms, "{typed}");
        assert_eq!(query.filters, filters, "{typed}");
    }

    #[test]
    fn terms_and_filters_are_told_apart() {
        let day = |year: u32, month: u32, day: u32| year << 16 | month << 8 | day;
        check("手工業\u{3000}1955 ", &["手工业", "1955"], &[]);
        check(
            "tag:工業 标签：农",
            &[],
            &[Filter::Tag("工业".into()), Filter::Tag("农".into())],
        );
        check("標籤:工", &[], &[Filter::Tag("工".into())]);
        check("ＴＡＧ:工 a", &["a"], &[Filter::Tag("工".into())]);
        check(
            "author:某 书籍:文集",
            &[],
            &[Filter::Author("某".into()), Filter::Book("文集".into())],
        );
        check(
            "date:1954..1956",
            &[],
            &[Filter::Date(day(1954, 0, 0), day(1956, 12, 31))],
        );
        check(
            "日期：1955-4",
            &[],
            &[Filter::Date(day(1955, 4, 0), day(1955, 4, 31))],
        );
        check(
            "日期:1955年4月27日..",
            &[],
            &[Filter::Date(day(1955, 4, 27), u32::MAX)],
        );
        check(
            "date:1956..1954",
            &[],
            &[Filter::Date(day(1954, 0, 0), day(1956, 12, 31))],
        );
        assert_eq!(Query::parse("法 日期:昨天 date:").unread, ["日期:昨天"]);
        check("date:..1956", &[], &[Filter::Date(0, day(1956, 12, 31))]);
        // An unfinished filter has no effect; an unknown one is a term.
        check(
            "tag: date:195 date:x",
            &[],
            &[Filter::Date(day(195, 0, 0), day(195, 12, 31))],
        );
        check("注：无", &["注:无"], &[]);
    }
}
