//! Export: as Markdown for people, as a page of W3C annotations, as a table for Readwise, as lines
//! of our log.

use serde::Serialize;
use serde_json::{Value, json};

use super::record::VERSION;
use super::{Annotation, Motivation};
use crate::text::one_line::on_one_line;

/// Annotations as Markdown, and for each its byte offset in it and its id. They must be grouped by
/// document. `with_titles` puts the title of a document above its first annotation.
pub fn markdown<'a>(
    annotations: impl IntoIterator<Item = &'a Annotation>,
    with_titles: bool,
) -> (String, Vec<(usize, String)>) {
    let mut text = String::new();
    let mut parts = Vec::new();
    let mut above = None;
    for annotation in annotations {
        let source = &annotation.target.source;
        let key = annotation.key();
        if with_titles && above.as_ref() != Some(&key) {
            let date = if source.date.is_empty() {
                String::new()
            } else {
                format!("（{}）", source.date)
            };
            text += &format!("# {}{date}\n\n", on_one_line(&source.title));
            above = Some(key);
        }
        parts.push((text.len(), annotation.id.clone()));
        for line in annotation.quote().trim().lines() {
            text += &format!("> {}\n", line.trim());
        }
        text += &format!("\n{}\n\n", citation(annotation));
        if !annotation.note().is_empty() {
            text += annotation.note().trim();
            text += "\n\n";
        }
    }
    (text, parts)
}

/// Location, date, colour and tags of an annotation, on one line.
fn citation(annotation: &Annotation) -> String {
    let source = &annotation.target.source;
    let clause = annotation.target.clause.as_ref();
    let label = clause.map_or("", |clause| clause.label.as_str());
    let mut parts = vec![format!(
        "——《{}》{}",
        on_one_line(&source.title),
        on_one_line(label)
    )];
    parts.extend(clause.map(|clause| format!("`{}`", clause.address)));
    parts.extend(bound_title(annotation));
    parts.extend(annotation.mark.map(|mark| format!("'{mark}")));
    let day: String = annotation.modified.chars().take(10).collect();
    parts.push(day);
    parts.push(annotation.color.clone());
    parts.extend(annotation.tags().map(|tag| format!("#{tag}")));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// What a binding has bound, as its sign in lists shows it.
pub fn bound_title(annotation: &Annotation) -> Option<String> {
    let bound = annotation.bound()?;
    Some(format!("∥《{}》", on_one_line(&bound.source.title)))
}

/// Annotations as a W3C `AnnotationPage` (Web Annotation Data Model, 5.2). Members that this model
/// lacks, or that re-anchor the annotation in this program, are in `zhangju`.
pub fn page<'a>(annotations: impl IntoIterator<Item = &'a Annotation>) -> Value {
    let items: Vec<Value> = annotations.into_iter().map(item).collect();
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:zhangju:annotations", "type": "AnnotationPage", "items": items,
    })
}

fn item(annotation: &Annotation) -> Value {
    let target = &annotation.target;
    let source = if target.source.id.is_empty() {
        format!("urn:zhangju:{}", percent(&target.source.key()))
    } else {
        format!("urn:zhangju:{}", target.source.id)
    };
    let mut item = json!({
        "id": format!("urn:ulid:{}", annotation.id), "type": "Annotation", "motivation": annotation.motivation,
        "created": annotation.created, "modified": annotation.modified, "body": annotation.body,
        "target": {"source": source, "selector": target.selector},
        "zhangju": {
            "source": target.source, "clause": target.clause, "color": annotation.color, "mark": annotation.mark,
        },
    });
    if let Some(members) = item.as_object_mut() {
        for (name, raw) in annotation.other.members() {
            let value = serde_json::from_str(raw.get()).unwrap_or_default();
            members.entry(name).or_insert(value);
        }
    }
    item
}

/// A text, percent-encoded for a URN.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The columns of Readwise's import (`readwise.io/import_bulk`).
const COLUMNS: [&str; 7] = [
    "Highlight",
    "Title",
    "Author",
    "URL",
    "Note",
    "Location",
    "Date",
];

/// Annotations as a table for Readwise (RFC 4180, with CR LF line ends). Words in a note that start
/// with a full stop are tags to Readwise.
pub fn csv<'a>(annotations: impl IntoIterator<Item = &'a Annotation>) -> String {
    let mut text = COLUMNS.join(",") + "\r\n";
    for annotation in annotations {
        let tags: Vec<String> = annotation
            .tags()
            .map(|tag| format!(".{}", tag.replace(char::is_whitespace, "_")))
            .collect();
        let note = [tags.join(" "), annotation.note().to_owned()];
        let note: Vec<String> = note.into_iter().filter(|part| !part.is_empty()).collect();
        let source = &annotation.target.source;
        let location = annotation
            .target
            .position()
            .map(|own| own.start.to_string());
        let row = [
            bound_title(annotation).unwrap_or_else(|| annotation.quote().to_owned()),
            source.title.clone(),
            String::new(),
            String::new(),
            note.join("\n"),
            location.unwrap_or_default(),
            annotation.created.clone(),
        ];
        text += &row.map(|cell| quoted(&cell)).join(",");
        text += "\r\n";
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// The member of an exported line that contains the current anchor. It is not part of the record.
pub const ANCHOR: &str = "anchor";

/// An annotation as a line of our log.
pub fn line(annotation: &Annotation) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        v: u64,
        op: &'static str,
        #[serde(flatten)]
        annotation: &'a Annotation,
    }
    let line = Line {
        v: VERSION,
        op: "put",
        annotation,
    };
    // A record consists of text and numbers, so serializing it cannot fail.
    serde_json::to_string(&line).unwrap_or_default()
}

/// Whether an annotation is a mark that people read, unlike a correction of the outline, a search
/// or a binding: one that stands at words.
pub fn is_readable(annotation: &Annotation) -> bool {
    !matches!(
        annotation.motivation,
        Motivation::Editing | Motivation::Searching | Motivation::Linking
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Color, SourceRef, Target};
    use crate::text::Span;

    #[test]
    fn a_title_stands_once_above_all_that_is_its_documents() {
        let text = "渡口归县管。桥归乡管。";
        let highlight = |id: &str, title: &str, span: Span| {
            let source = SourceRef {
                id: id.into(),
                title: title.into(),
                ..SourceRef::default()
            };
            Annotation::highlight(Target::new(source, text, span, None), Color::Blue)
        };
        let annotations = [
            highlight("1", "渡口", Span::new(0, 15)),
            highlight("1", "渡口", Span::new(18, 30)),
            highlight("2", "桥", Span::new(18, 30)),
        ];
        let (written, parts) = markdown(&annotations, true);
        let titles: Vec<&str> = written
            .lines()
            .filter(|line| line.starts_with('#'))
            .collect();
        assert_eq!(titles, ["# 渡口", "# 桥"]);
        assert_eq!(parts.len(), 3);
        let (written, _) = markdown(&annotations, false);
        assert!(!written.contains('#'));
    }

    #[test]
    fn a_citation_says_what_there_is_and_of_the_time_the_day() {
        let source = SourceRef {
            title: "渡口".into(),
            ..SourceRef::default()
        };
        let target = || Target::new(source.clone(), "渡口归县管。", Span::new(0, 6), None);
        let mut bookmark = Annotation::bookmark(target(), None);
        bookmark.modified = "2031-05-06T07:08:09Z".into();
        assert_eq!(citation(&bookmark), "——《渡口》 · 2031-05-06");
        let mut highlight = Annotation::highlight(target(), Color::Blue);
        highlight.set_tags(&["船资".into()]);
        assert_eq!(citation(&highlight), "——《渡口》 · blue · #船资");
    }
}
