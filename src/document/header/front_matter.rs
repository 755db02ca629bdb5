//! Front matter of Markdown: flat YAML between two lines `---`, or TOML between two lines `+++`.

use super::field::{self, Field};
use super::{Header, LONGEST, list};
use crate::document::line::Line;
use crate::document::{Act, Issue};
use crate::text::Span;

/// Reads the front matter at the start of a source: the header, and the span of all its lines.
pub(in crate::document) fn read(source: &str, issues: &mut Vec<Issue>) -> Option<(Header, Span)> {
    let opening = Line::at(source, 0, source.len());
    match opening.text.of(source) {
        "---" => yaml(source, &opening, issues),
        "+++" => toml(source, &opening, issues),
        _ => None,
    }
}

/// Whether a text may begin with front matter that goes on behind its end.
pub(in crate::document) fn is_begun(text: &str) -> bool {
    text.starts_with("---\n") || text.starts_with("+++\n")
}

fn toml(source: &str, opening: &Line, issues: &mut Vec<Issue>) -> Option<(Header, Span)> {
    let mut at = opening.span.end;
    let closing = loop {
        let line = Line::at(source, at, source.len());
        if line.text.of(source) == "+++" {
            break line;
        }
        at = line.span.end;
        if at >= source.len() || at > LONGEST {
            return None;
        }
    };
    let fields = Span::new(opening.span.end, closing.span.start);
    let table: toml::Table = fields.of(source).parse().ok()?;
    let mut header = Header::default();
    for (key, value) in &table {
        let values: Vec<String> = match value {
            toml::Value::Array(members) => members.iter().filter_map(scalar).collect(),
            value => scalar(value).into_iter().collect(),
        };
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        // A table says what a site's pages look like.
        if !value.is_table() {
            store(&mut header, key, &values, fields, issues);
        }
    }
    Some((header, Span::new(0, closing.span.end)))
}

/// A value of TOML as it would be written without its quotation marks.
fn scalar(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Array(_) | toml::Value::Table(_) => None,
        value => Some(value.to_string()),
    }
}

fn yaml(source: &str, opening: &Line, issues: &mut Vec<Issue>) -> Option<(Header, Span)> {
    let mut at = opening.span.end;
    let mut fields: Vec<(&str, Vec<&str>, Span)> = Vec::new();
    while at < source.len() {
        if at > LONGEST {
            return None;
        }
        let line = Line::at(source, at, source.len());
        at = line.span.end;
        let text = line.text.of(source);
        if text == "---" || text == "..." {
            // A rule (`---`) at the start of a text without fields is not front matter.
            if fields.is_empty() && line.span.start > opening.span.end {
                return None;
            }
            let mut header = Header::default();
            for (key, values, span) in fields {
                store(&mut header, key, &values, span, issues);
            }
            return Some((header, Span::new(0, at)));
        }
        let member = text.strip_prefix("- ").filter(|_| !fields.is_empty());
        if let (Some(member), Some((_, values, _))) = (member, fields.last_mut()) {
            values.push(unquote(member.trim()));
        } else if text.is_empty() || text.starts_with('#') {
            // Empty lines and comments are skipped.
        } else if let Some((key, value)) = split(text).filter(|_| line.indent().is_empty()) {
            let value = value
                .strip_prefix(['|', '>'])
                .filter(|v| v.len() < 2)
                .unwrap_or(value);
            let inner = value.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
            let values = match inner {
                Some(inner) => inner
                    .split([',', '，'])
                    .map(|v| unquote(v.trim()))
                    .collect(),
                None => vec![unquote(value)],
            };
            fields.push((key, values, line.text));
        } else if let Some((_, values, _)) = fields.last_mut() {
            values.push(text);
        } else {
            return None;
        }
    }
    None
}

/// Splits `key: value`.
fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.find([':', '：'])?;
    let (key, rest) = text.split_at(at);
    let mut value = rest.chars();
    value.next();
    let key = unquote(key.trim());
    let is_word = !key.contains(char::is_whitespace) || field::named(key).is_some();
    (!key.is_empty() && key.chars().count() <= 40 && is_word)
        .then_some((key, value.as_str().trim()))
}

/// A scalar without its quotation marks.
fn unquote(text: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|q| text.strip_prefix(*q)?.strip_suffix(*q))
        .unwrap_or(text)
}

/// Stores a field in the header.
pub(super) fn store(
    header: &mut Header,
    key: &str,
    values: &[&str],
    span: Span,
    issues: &mut Vec<Issue>,
) {
    let values: Vec<&str> = values.iter().copied().filter(|v| !v.is_empty()).collect();
    let joined = values.join(" ");
    let members = || values.iter().flat_map(|v| list(v)).collect::<Vec<_>>();
    let own = key.to_lowercase();
    match field::named(key) {
        Some(Field::Id) if own == "id" => header.id = joined,
        Some(Field::Title) if TITLES.contains(&&*own) => {
            header.title = joined;
            header.known_as.title = None;
        }
        Some(Field::Title) if header.title.is_empty() => {
            header.title = joined;
            header.known_as.title = Some(String::new());
        }
        Some(Field::Date) if DATES.contains(&&*own) => {
            let first = |v: &&str| v.split(['T', ' ']).next().unwrap_or("").to_owned();
            header.know_date(&values.iter().map(first).collect::<Vec<_>>().join(","));
            header.read_dates(&days(&values), span, issues);
        }
        Some(Field::Date) if header.read_more_dates(&days(&values), None) => {}
        Some(Field::Effect) if header.read_more_dates(&days(&values), Some(Act::Effective)) => {}
        Some(Field::Author) => header.authors.extend(members()),
        Some(Field::Origin) => header.origin = joined,
        Some(Field::Tags) => header.tags.extend(members()),
        Some(Field::Collection) => header.collection = joined,
        Some(Field::CollectionAuthor) => header.collection_author = joined,
        _ => header.other.push((key.to_owned(), joined)),
    }
}

/// Names under which the first programs read title and dates: keys of documents are made of them.
const TITLES: [&str; 2] = ["title", "标题"];
const DATES: [&str; 3] = ["date", "dates", "日期"];

/// Dates without the time of day that may follow: `2021-06-10T08:00:00+08:00`.
fn days(values: &[&str]) -> String {
    let is_time = |tail: &str| {
        let hour = tail.split(':').next().unwrap_or("");
        hour.len() < tail.len() && matches!(hour.len(), 1 | 2) && hour.parse::<u8>().is_ok()
    };
    let day = |value: &&str| {
        let mut ends = value.match_indices(['T', ' ']);
        let end = ends.find(|(at, sign)| value.get(at + sign.len()..).is_some_and(is_time));
        let day = end.and_then(|(at, _)| value.get(..at)).unwrap_or(value);
        day.to_owned()
    };
    values.iter().map(day).collect::<Vec<_>>().join(",")
}
