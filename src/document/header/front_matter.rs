//! Front matter of Markdown: flat YAML between two lines `---`.

use super::{Header, LONGEST, list};
use crate::document::Issue;
use crate::document::line::Line;
use crate::text::Span;

/// Reads the front matter at the start of a source: the header, and the span of all its lines.
pub(in crate::document) fn read(source: &str, issues: &mut Vec<Issue>) -> Option<(Header, Span)> {
    let opening = Line::at(source, 0, source.len());
    if opening.text.of(source) != "---" {
        return None;
    }
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
    (!key.is_empty() && key.chars().count() <= 40 && !key.contains(char::is_whitespace))
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
    match key.to_lowercase().as_str() {
        "id" => header.id = joined,
        "title" | "标题" => header.title = joined,
        "date" | "dates" | "日期" => {
            // A time of day may follow: `2021-06-10T08:00:00+08:00`.
            let days: Vec<&str> = values
                .iter()
                .map(|v| v.split(['T', ' ']).next().unwrap_or(v))
                .collect();
            header.read_dates(&days.join(","), span, issues);
        }
        "author" | "authors" | "作者" => header.authors.extend(members()),
        "source" | "origin" | "来源" => header.origin = joined,
        "tag" | "tags" | "keywords" | "标签" => header.tags.extend(members()),
        "collection" | "book" | "书籍" => header.collection = joined,
        "collection_author" | "editor" | "书籍作者" => header.collection_author = joined,
        _ => header.other.push((key.to_owned(), joined)),
    }
}
