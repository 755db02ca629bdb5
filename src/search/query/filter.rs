//! Filters of documents: `tag:工业`, `日期:1954..1956`, and the other names that may stand before a
//! colon in a query.

use std::borrow::Cow;

use crate::document::{PartialDate, date};
use crate::library::Entry;
use crate::text::fold::fold;

/// A condition on a document. Words are folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Its title contains this text.
    Title(String),
    /// One of its tags contains this text.
    Tag(String),
    /// One of its authors contains this text.
    Author(String),
    /// Its book or collection contains this text.
    Book(String),
    /// Its folder in the library contains this text.
    Folder(String),
    /// Its date lies between the first and the last of these days, as numbers that grow with time.
    Date(u32, u32),
    /// The condition does not hold.
    Not(Box<Filter>),
}

/// What may stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Tag,
    Author,
    Book,
    Folder,
    Date,
    Notes,
    Annotations,
    InForce,
    Pinyin,
}

impl Field {
    /// Whether it is a condition on what the catalog knows of a document.
    pub fn is_filter(self) -> bool {
        !matches!(
            self,
            Self::Notes | Self::Annotations | Self::InForce | Self::Pinyin
        )
    }
}

/// The names of fields in both languages.
const NAMES: [(&str, Field); 19] = [
    ("title", Field::Title),
    ("标题", Field::Title),
    ("tag", Field::Tag),
    ("标签", Field::Tag),
    ("author", Field::Author),
    ("作者", Field::Author),
    ("book", Field::Book),
    ("书籍", Field::Book),
    ("in", Field::Folder),
    ("date", Field::Date),
    ("日期", Field::Date),
    ("note", Field::Notes),
    ("注", Field::Notes),
    ("annotation", Field::Annotations),
    ("批注", Field::Annotations),
    ("at", Field::InForce),
    ("施行", Field::InForce),
    ("py", Field::Pinyin),
    ("拼音", Field::Pinyin),
];

/// The field that a text opens with, and the length of its name and colon.
pub(super) fn field(text: &str) -> Option<(Field, usize)> {
    // No name is longer; words may be.
    const LONGEST: usize = 12;
    let mut colons = text.char_indices().take(LONGEST);
    let (at, colon) = colons.find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = fold(text.get(..at)?);
    let (_, field) = NAMES.iter().find(|(known, _)| fold(known) == name)?;
    Some((*field, at + colon.len_utf8()))
}

/// The value of a field.
pub(super) enum Value {
    /// Missing.
    None,
    /// Valid.
    Filter(Filter),
    /// What must stand in the reader's own notes.
    Annotations(String),
    /// The day on which it was in force.
    InForce(PartialDate),
    /// Invalid.
    Unread,
}

/// Reads the value of a field.
pub(super) fn read(field: Field, value: &str) -> Value {
    if value.is_empty() {
        return Value::None;
    }
    let words = fold(value);
    match field {
        Field::Title => Value::Filter(Filter::Title(words)),
        Field::Tag => Value::Filter(Filter::Tag(words)),
        Field::Author => Value::Filter(Filter::Author(words)),
        Field::Book => Value::Filter(Filter::Book(words)),
        Field::Folder => Value::Filter(Filter::Folder(words)),
        Field::Date => match days(value) {
            Some((first, last)) => Value::Filter(Filter::Date(first, last)),
            None => Value::Unread,
        },
        Field::Annotations => Value::Annotations(words),
        Field::InForce => day(value).map_or(Value::Unread, Value::InForce),
        Field::Notes | Field::Pinyin => Value::Unread,
    }
}

/// The first and the last of some days, as numbers that grow with time. Parses `1954`, `1954-4`,
/// `1954-4-27`, `1954..1956`, `1954..56`, `..1956`, `1954..`, with dates also as written in texts.
pub fn days(value: &str) -> Option<(u32, u32)> {
    let (first, last) = value
        .split_once("..")
        .or_else(|| value.split_once('～'))
        .unwrap_or((value, value));
    let ends = |text: &str, open| {
        if text.is_empty() {
            return Some((open, open));
        }
        day(text).map(span)
    };
    let (first, last) = (ends(first, 0)?, ends(&in_century(first, last), u32::MAX)?);
    // Accept the two ends in either order.
    Some((first.0.min(last.0), first.1.max(last.1)))
}

/// The last year of some years, where it is written without its century: `57` behind `1953`.
fn in_century<'l>(first: &str, last: &'l str) -> Cow<'l, str> {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match first.get(..2) {
        Some(century)
            if first.len() == 4 && last.len() == 2 && is_number(first) && is_number(last) =>
        {
            Cow::Owned(format!("{century}{last}"))
        }
        _ => Cow::Borrowed(last),
    }
}

fn day(text: &str) -> Option<PartialDate> {
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
    pub fn holds(&self, entry: Entry<'_>, is_in: &mut dyn FnMut(&str, &str) -> bool) -> bool {
        match self {
            Self::Title(words) => is_in(entry.title(), words),
            Self::Folder(words) => has_in_it(&entry.folder(), words),
            Self::Not(other) => !other.holds(entry, is_in),
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

/// The date by which a search counts a document that passes some filters: its first date that lies
/// in all days that are asked for, else in some of them; without any its first.
pub fn date_of(filters: &[Filter], entry: Entry<'_>) -> Option<PartialDate> {
    let lies_in = |date: &PartialDate, filter: &Filter| match filter {
        Filter::Date(first, last) => {
            let (from, to) = span(*date);
            from <= *last && *first <= to
        }
        _ => false,
    };
    let asks = |filter: &&Filter| matches!(filter, Filter::Date(..));
    let in_all = |date: &PartialDate| filters.iter().filter(asks).all(|own| lies_in(date, own));
    let in_some = |date: &PartialDate| filters.iter().any(|own| lies_in(date, own));
    let found = entry.dates().find(in_all);
    let found = found.or_else(|| entry.dates().find(in_some));
    found.or_else(|| entry.dates().next())
}

/// Whether a word, once folded, contains `words`, which are folded.
pub fn has_in_it(word: &str, words: &str) -> bool {
    fold(word).contains(words)
}
