//! What a document says of itself: the fields of the archive format or of front matter, or what
//! stands in for them.

pub(super) mod archive;
pub(super) mod front_matter;

use super::{Issue, PartialDate, date};
use crate::text::Span;

/// The metadata of a document. Absent fields are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Ten hex digits in the archive format; empty where the source has none.
    pub id: String,
    /// The title; never empty after parsing a source that has any text.
    pub title: String,
    /// Its dates, in order.
    pub dates: Vec<PartialDate>,
    /// Whether the first and last date bound a range.
    pub is_period: bool,
    /// Authors.
    pub authors: Vec<String>,
    /// Where the text was taken from (来源).
    pub origin: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Book or collection (书籍).
    pub collection: String,
    /// Its author or editor (书籍作者).
    pub collection_author: String,
    /// Fields this program does not know, as they stand.
    pub other: Vec<(String, String)>,
}

/// Longest header in bytes.
pub const LONGEST: usize = 64 << 10;

impl Header {
    /// Identifies the document when it is renamed or moved: its id, else its title and first date.
    pub fn key(&self) -> String {
        if !self.id.is_empty() {
            return self.id.clone();
        }
        match self.dates.first() {
            Some(date) => format!("{} {date}", self.title),
            None => self.title.clone(),
        }
    }

    /// The header that a format states by names of fields with their values.
    pub(super) fn stated(facts: &[(&'static str, String)], issues: &mut Vec<Issue>) -> Self {
        let mut header = Self::default();
        for (name, value) in facts {
            let words: Vec<&str> = value.split_whitespace().collect();
            let value = words.join(" ");
            front_matter::store(&mut header, name, &[&value], Span::default(), issues);
        }
        header
    }

    /// Reads a comma-separated list of dates; reports malformed ones at `span`.
    fn read_dates(&mut self, value: &str, span: Span, issues: &mut Vec<Issue>) {
        for text in list(value) {
            let found = match date::field(&text) {
                date::Field::Whole(date) => Some(date),
                date::Field::Unknown => None,
                date::Field::Malformed(date) => {
                    issues.push(Issue {
                        code: "malformed-date",
                        span,
                        details: vec![text],
                    });
                    date
                }
            };
            self.dates.extend(found);
        }
    }
}

/// The members of a list, separated by ASCII or full-width commas.
fn list(value: &str) -> Vec<String> {
    value
        .split([',', '，'])
        .map(str::trim)
        .filter(|member| !member.is_empty())
        .map(str::to_owned)
        .collect()
}
