//! Queries as they are typed: terms, and filters such as `tag:工业`, `日期:1954..1956`.

use crate::document::{PartialDate, date};
use crate::library::Entry;
use crate::text::fold::fold_loosely;

/// A query, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Each must match; folded.
    pub terms: Vec<Vec<char>>,
    /// Each must hold.
    pub filters: Vec<Filter>,
    /// Filters as they were typed whose values are none: they are passed over.
    pub unread: Vec<String>,
}

/// What a document must be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// One of its tags has these words in it, folded.
    Tag(String),
    /// One of its authors has these words in it, folded.
    Author(String),
    /// Its book or collection has these words in it, folded.
    Book(String),
    /// It is of these days: the first and the last, each as a number that grows with time.
    Date(u32, u32),
}

/// The names of filters, in either language.
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
    /// Reads what was typed: parts between white space, a filter where a name and a colon of either width come first.
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        for part in typed.split_whitespace() {
            match filter(part) {
                // A filter whose value is still to be typed asks for nothing.
                Some(Value::None) => {}
                Some(Value::Filter(filter)) => query.filters.push(filter),
                Some(Value::Unread) => query.unread.push(part.to_owned()),
                None => query.terms.push(fold(part).chars().collect()),
            }
        }
        query
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.filters.is_empty()
    }
}

/// What stands behind the name of a filter.
enum Value {
    /// Nothing yet.
    None,
    /// What it asks for.
    Filter(Filter),
    /// Nothing that can be asked for.
    Unread,
}

/// The filter that a part of a query is, if it is one.
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

/// The form in which words are compared: simplified, half-width, small letters.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_loosely).collect()
}

/// The days of `1954`, `1954-4`, `1954-4-27`, `1954..1956`, `..1956`, `1954..`, dates also as a text would say them.
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
    // The later may be said first.
    Some((first.0.min(last.0), first.1.max(last.1)))
}

fn read(text: &str) -> Option<PartialDate> {
    let text = text.trim_end_matches(['-', '.', '/']);
    if let date::Field::Whole(date) = date::field(text) {
        return Some(date);
    }
    date::whole(text)
}

/// The first and last day of a date as numbers that grow with time.
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
    /// Whether a document is so. `is_in` tells whether a word of the catalog has folded words in it.
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

/// Whether a word has folded words in it, itself folded.
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
        // What is still being typed asks for nothing; what is no filter is a term.
        check(
            "tag: date:195 date:x",
            &[],
            &[Filter::Date(day(195, 0, 0), day(195, 12, 31))],
        );
        check("注：无", &["注:无"], &[]);
    }
}
