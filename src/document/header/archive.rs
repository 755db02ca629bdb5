//! The header of the archive text format: from `id: …`, `标题：…` to the line `正文：`.

use super::field::{self, Field};
use super::{Header, LONGEST, list};
use crate::document::line::Line;
use crate::document::{Act, Issue};
use crate::text::Span;

/// The fields that the exporter writes, apart from `正文` and `描述`.
const FIELDS: [&str; 9] = [
    "id",
    "标题",
    "日期",
    "是否是时间段",
    "作者",
    "来源",
    "标签",
    "书籍",
    "书籍作者",
];

/// The header and where its parts are.
#[derive(Debug)]
pub(in crate::document) struct Opening {
    pub header: Header,
    /// From the first field to the end of the last.
    pub fields: Span,
    /// The line `正文：`; empty where there is none.
    pub body_label: Span,
}

/// Reads the header of a source; `None` if it is not in the archive format.
pub(in crate::document) fn read(source: &str, issues: &mut Vec<Issue>) -> Option<Opening> {
    let mut at = first_line(source)?;
    let start = at;
    if !looks_like_header(source, at) {
        return None;
    }
    let mut header = Header::default();
    let mut seen = [false; FIELDS.len()];
    let mut fields = Span::new(start, start);
    let mut value: Option<(&str, String, Span)> = None;
    let mut blank_before = false;
    while at < source.len() {
        let line = Line::at(source, at, source.len());
        at = line.span.end;
        if line.is_blank() {
            blank_before = true;
            continue;
        }
        let text = line.text.of(source);
        if label(text, "正文") {
            store(&mut header, value.take(), issues);
            return Some(finish(header, fields, line.span, &seen, issues));
        }
        let field = split(text);
        let known = field.and_then(|(key, _)| FIELDS.iter().position(|f| *f == key));
        if line.span.start - start > LONGEST && known.is_none() {
            issues.push(Issue {
                code: "header-too-long",
                span: Span::new(start, line.span.start),
                details: vec![(LONGEST >> 10).to_string()],
            });
            break;
        }
        // After an empty line, only a known field continues the header, unless `正文：` follows.
        if blank_before && known.is_none() && !body_label_follows(source, line.span.start, start) {
            break;
        }
        blank_before = false;
        match (field, known) {
            (Some((key, content)), Some(index)) => {
                store(&mut header, value.take(), issues);
                if seen[index] {
                    issues.push(Issue {
                        code: "repeated-field",
                        span: line.text,
                        details: vec![key.to_owned()],
                    });
                }
                seen[index] = true;
                value = Some((key, content.to_owned(), line.text));
            }
            (Some((key, content)), None) if is_key(key) => {
                store(&mut header, value.take(), issues);
                value = Some((key, content.to_owned(), line.text));
            }
            // Other lines continue the value above.
            _ => {
                if let Some((_, content, _)) = &mut value {
                    if !content.is_empty() {
                        content.push(' ');
                    }
                    content.push_str(text);
                }
            }
        }
        fields.end = line.span.end;
    }
    store(&mut header, value.take(), issues);
    let nowhere = Span::new(fields.end, fields.end);
    issues.push(Issue {
        code: "missing-body-label",
        span: nowhere,
        details: Vec::new(),
    });
    Some(finish(header, fields, nowhere, &seen, issues))
}

/// The line `描述：` that ends the body: the last one that is alone on its line.
pub(in crate::document) fn description_label(source: &str, body: Span) -> Option<Span> {
    let bytes = source.as_bytes();
    memchr::memmem::rfind_iter(&bytes[..body.end.min(bytes.len())], "描述")
        .take_while(|at| *at >= body.start)
        .find_map(|at| {
            let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |i| i + 1);
            let line = Line::at(source, start.max(body.start), body.end);
            label(line.text.of(source), "描述").then_some(line.span)
        })
}

/// Whether a line is only this label.
fn label(text: &str, name: &str) -> bool {
    text.strip_prefix(name)
        .is_some_and(|rest| matches!(rest.trim(), "：" | ":"))
}

/// The start of the first line that is not blank.
fn first_line(source: &str) -> Option<usize> {
    let mut at = 0;
    while at < source.len() {
        let line = Line::at(source, at, source.len());
        if !line.is_blank() {
            return Some(line.span.start);
        }
        at = line.span.end;
    }
    None
}

/// Whether the lines from `at` on are a header: the first looks like a field, and another known
/// field or `正文：` follows closely.
fn looks_like_header(source: &str, at: usize) -> bool {
    let known = |text: &str| split(text).is_some_and(|(key, _)| FIELDS.contains(&key));
    let mut lines = Vec::new();
    let mut at = at;
    while at < source.len() && lines.len() < 12 {
        let line = Line::at(source, at, source.len());
        at = line.span.end;
        if !line.is_blank() {
            lines.push(line.text.of(source));
        }
    }
    let mut rest = lines.iter();
    // Novels from the web begin so; a rule reads their heads.
    let is_book = |text: &str| split(text).is_some_and(|(key, _)| matches!(key, "书名" | "書名"));
    let first = rest.next().is_some_and(|text| {
        !is_book(text) && {
            known(text) || label(text, "正文") || split(text).is_some_and(|(key, _)| is_key(key))
        }
    });
    let others = lines.iter().filter(|text| known(text)).count();
    let has_label = lines.iter().any(|text| label(text, "正文"));
    first && (others >= 2 || others >= 1 && has_label || has_label && label(lines[0], "正文"))
}

/// Whether the line `正文：` follows within the longest header.
fn body_label_follows(source: &str, from: usize, start: usize) -> bool {
    let mut at = from;
    while at < source.len() && at - start <= LONGEST {
        let line = Line::at(source, at, source.len());
        let text = line.text.of(source);
        if label(text, "正文") {
            return true;
        }
        if text.starts_with('#') {
            return false;
        }
        at = line.span.end;
    }
    false
}

/// Splits `key：value` at its first colon.
fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.find(['：', ':'])?;
    let (key, rest) = text.split_at(at);
    let mut value = rest.chars();
    value.next();
    Some((key.trim_end(), value.as_str().trim()))
}

/// Whether the text before a colon may be the name of a field: a short word.
fn is_key(key: &str) -> bool {
    let count = key.chars().count();
    (1..=8).contains(&count)
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// Stores a field in the header.
fn store(header: &mut Header, field: Option<(&str, String, Span)>, issues: &mut Vec<Issue>) {
    let Some((key, value, span)) = field else {
        return;
    };
    // Under other names only what the exporter does not write is taken.
    let is_exported = FIELDS.contains(&key);
    match field::named(key) {
        Some(Field::Id) if is_exported => header.id = value,
        Some(Field::Title) if is_exported => {
            header.title = value;
            header.known_as.title = None;
        }
        Some(Field::Title) if header.title.is_empty() => {
            header.title = value;
            header.known_as.title = Some(String::new());
        }
        Some(Field::Date) if is_exported => {
            header.know_date(&value);
            header.read_dates(&value, span, issues);
        }
        Some(Field::Date) if header.read_more_dates(&value, None) => {}
        Some(Field::Effect) if header.read_more_dates(&value, Some(Act::Effective)) => {}
        Some(Field::IsPeriod) => header.is_period = value.eq_ignore_ascii_case("true"),
        Some(Field::Author) => header.authors.extend(list(&value)),
        Some(Field::Origin) if is_exported => header.origin = value,
        Some(Field::Tags) => header.tags.extend(list(&value)),
        Some(Field::Collection) if is_exported => header.collection = value,
        Some(Field::CollectionAuthor) if is_exported => header.collection_author = value,
        _ => header.other.push((key.to_owned(), value)),
    }
}

/// Reports the fields that every header should have.
fn finish(
    header: Header,
    fields: Span,
    body_label: Span,
    seen: &[bool],
    issues: &mut Vec<Issue>,
) -> Opening {
    if header.title.is_empty() {
        issues.push(Issue {
            code: "missing-title",
            span: fields,
            details: Vec::new(),
        });
    }
    if !seen[0] || header.id.is_empty() {
        issues.push(Issue {
            code: "missing-id",
            span: fields,
            details: Vec::new(),
        });
    }
    Opening {
        header,
        fields,
        body_label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_above_a_header_are_no_part_of_its_length() {
        let above = "\n".repeat(LONGEST);
        let text = format!("{above}id: 1\n标题：江\n\n附记：抄本\n\n正文：\n江水。\n");
        let opening = read(&text, &mut Vec::new()).unwrap();
        assert_eq!(opening.header.title, "江");
        assert_eq!(opening.body_label.of(&text), "正文：\n");
    }
}
