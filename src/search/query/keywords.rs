//! What is typed in a picker: terms that are matched fuzzily, and the filters of the language.

use super::filter::{self, Field, Filter, Value};
use crate::document::PartialDate;
use crate::text::fold::fold;

/// Terms and filters as typed in a picker. Nothing typed is wrong: it is read at each keystroke.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keywords {
    /// Terms, folded; a document must match all of them.
    pub terms: Vec<Vec<char>>,
    /// Filters; a document must pass all of them.
    pub filters: Vec<Filter>,
    /// The day whose law is sought: of each work only the edition in force then.
    pub in_force: Option<PartialDate>,
    /// Filters, as typed, whose values are invalid; they are ignored.
    pub unread: Vec<String>,
}

impl Keywords {
    /// Reads parts separated by white space; a part that starts with the name of a filter and a
    /// colon (of either width) is one.
    pub fn parse(typed: &str) -> Self {
        let mut keywords = Self::default();
        for part in typed.split_whitespace() {
            match filter(part) {
                // A filter without a value is still being typed and has no effect.
                Some(Value::None) => {}
                Some(Value::Filter(filter)) => keywords.filters.push(filter),
                Some(Value::Unread) => keywords.unread.push(part.to_owned()),
                Some(Value::InForce(day)) => keywords.in_force = Some(day),
                Some(Value::Annotations(_)) | None => {
                    keywords.terms.push(fold(part).chars().collect());
                }
            }
        }
        keywords
    }

    /// Parts separated by white space, all of which are terms.
    pub fn terms(typed: &str) -> Self {
        let terms = typed
            .split_whitespace()
            .map(|part| fold(part).chars().collect());
        Self {
            terms: terms.collect(),
            ..Self::default()
        }
    }

    /// Whether there are neither terms nor filters.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.filters.is_empty() && self.in_force.is_none()
    }
}

/// Reads a part as a filter; `None` if it is none.
fn filter(part: &str) -> Option<Value> {
    let (field, length) = filter::field(part)?;
    (field.is_filter() || field == Field::InForce)
        .then(|| filter::read(field, part.get(length..).unwrap_or("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, terms: &[&str], filters: &[Filter]) {
        let keywords = Keywords::parse(typed);
        let found: Vec<String> = keywords
            .terms
            .iter()
            .map(|term| term.iter().collect())
            .collect();
        assert_eq!(found, terms, "{typed}");
        assert_eq!(keywords.filters, filters, "{typed}");
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
            "标题:规程 in:甲/乙",
            &[],
            &[Filter::Title("规程".into()), Filter::Folder("甲/乙".into())],
        );
        check(
            "date:1954..1956",
            &[],
            &[Filter::Date(day(1954, 0, 0), day(1956, 12, 31))],
        );
        check(
            "日期:1953..57",
            &[],
            &[Filter::Date(day(1953, 0, 0), day(1957, 12, 31))],
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
        assert_eq!(Keywords::parse("法 日期:昨天 date:").unread, ["日期:昨天"]);
        let at = |typed| Keywords::parse(typed).in_force.map(|date| date.to_string());
        assert_eq!(at("at:2019-06-01 渡口").as_deref(), Some("2019-06-01"));
        assert_eq!(at("施行：2019年").as_deref(), Some("2019"));
        assert_eq!(at("施行: 渡口"), None);
        assert_eq!(Keywords::parse("at:昨天").unread, ["at:昨天"]);
        check("date:..1956", &[], &[Filter::Date(0, day(1956, 12, 31))]);
        // An unfinished filter has no effect; an unknown one is a term, and so is what a picker
        // cannot look into.
        check(
            "tag: date:195 date:x",
            &[],
            &[Filter::Date(day(195, 0, 0), day(195, 12, 31))],
        );
        check("注：无 甲:乙", &["注:无", "甲:乙"], &[]);
    }
}
