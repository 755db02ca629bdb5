//! Import: our own lines, pages of W3C annotations, the export of Hypothesis. What is imported twice is there once.

use serde_json::Value;

use super::fields::Fields;
use super::merge::{Record, lines};
use super::selector::Selector;
use super::{Annotation, Bodies, Motivation, SourceRef, Target, sha256};

/// What an import holds.
#[derive(Debug, Default)]
pub struct Import {
    /// Lines of our own logs, as they stand.
    pub lines: Vec<String>,
    /// Annotations of other programs, each with an id that is always the same for it.
    pub annotations: Vec<Annotation>,
    /// Things in it that are no annotations, or of a kind this program does not know.
    pub skipped: usize,
}

/// Reads what is to be imported.
///
/// # Errors
/// One line, where it is nothing that this program knows.
pub fn read(bytes: &[u8]) -> Result<Import, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(value) = serde_json::from_slice::<Value>(bytes)
        && let Some(items) = items(&value)
    {
        let mut import = Import::default();
        for item in items {
            match annotation(item) {
                Some(found) => import.annotations.push(found),
                None => import.skipped += 1,
            }
        }
        return Ok(import);
    }
    let mut import = Import::default();
    for (_, line, _) in lines(bytes) {
        match Record::read(line) {
            Record::Damaged => import.skipped += 1,
            _ => import
                .lines
                .push(String::from_utf8_lossy(line).into_owned()),
        }
    }
    if import.lines.is_empty() {
        let known = "lines of zhangju, a JSON-LD AnnotationPage, or an export of Hypothesis";
        return Err(format!("no annotations in it; it should be {known}"));
    }
    Ok(import)
}

/// The annotations of a page, a collection, an export or a list; `None` for anything else, our own lines among it.
fn items(value: &Value) -> Option<&[Value]> {
    if let Some(list) = value.as_array() {
        return Some(list);
    }
    let first = value.get("first").and_then(|page| page.get("items"));
    let members = ["items", "annotations", "rows"];
    let list = members.iter().find_map(|name| value.get(*name)).or(first);
    if let Some(list) = list.and_then(Value::as_array) {
        return Some(list);
    }
    let is_one = value.get("type").and_then(Value::as_str) == Some("Annotation");
    is_one.then(|| std::slice::from_ref(value))
}

fn text(value: &Value, name: &str) -> String {
    let text = value.get(name).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// One annotation of W3C's model or of Hypothesis.
fn annotation(value: &Value) -> Option<Annotation> {
    let target = match value.get("target")? {
        Value::Array(targets) => targets.first()?,
        target => target,
    };
    let own = value.get("zhangju");
    let source = own.and_then(|own| own.get("source"));
    let source = match source.and_then(|own| serde_json::from_value(own.clone()).ok()) {
        Some(source) => source,
        None => source_of(value, target),
    };
    let selector = target.get("selector");
    let selector: Vec<Selector> = match selector {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    }
    .into_iter()
    .filter_map(|one| serde_json::from_value(one).ok())
    .collect();
    let clause = own.and_then(|own| own.get("clause"));
    let place = Target {
        source,
        clause: clause.and_then(|own| serde_json::from_value(own.clone()).ok()),
        selector,
        other: Fields::default(),
    };
    let body: Bodies = value
        .get("body")
        .and_then(|body| serde_json::from_value(body.clone()).ok())
        .unwrap_or_default();
    let motivation = value.get("motivation").cloned().unwrap_or(Value::Null);
    let motivation = serde_json::from_value(motivation).unwrap_or(Motivation::Highlighting);
    let mut annotation = Annotation {
        id: id(&text(value, "id"))?,
        created: text(value, "created"),
        modified: text(value, "modified"),
        body,
        color: own.map(|own| text(own, "color")).unwrap_or_default(),
        mark: own.and_then(|own| text(own, "mark").chars().next()),
        ..Annotation::new(motivation, place)
    };
    // Hypothesis has its words and tags beside the body.
    let note = text(value, "text");
    if !note.is_empty() {
        annotation.set_note(&note);
    }
    let tags = value.get("tags").and_then(Value::as_array);
    let tags: Vec<String> = tags
        .into_iter()
        .flatten()
        .filter_map(|tag| tag.as_str().map(str::to_owned))
        .collect();
    if !tags.is_empty() {
        annotation.set_tags(&tags);
    }
    if !annotation.note().is_empty() {
        annotation.motivation = Motivation::Commenting;
    }
    Some(annotation)
}

/// The document of an annotation of another program: by its title, and where it was.
fn source_of(value: &Value, target: &Value) -> SourceRef {
    let path = match target.get("source") {
        Some(Value::String(path)) => path.clone(),
        Some(source) => text(source, "id"),
        None => target
            .as_str()
            .map_or_else(|| text(value, "uri"), str::to_owned),
    };
    let title = value.get("document").and_then(|own| own.get("title"));
    let title = match title {
        Some(Value::Array(titles)) => titles.first().and_then(Value::as_str),
        Some(title) => title.as_str(),
        None => None,
    };
    let file = path.rsplit('/').next().unwrap_or("");
    SourceRef {
        title: title.unwrap_or(file).to_owned(),
        path,
        ..SourceRef::default()
    }
}

/// The id of an annotation in our logs: its own ULID, else one made of its name.
fn id(name: &str) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    if let Some(own) = name.strip_prefix("urn:ulid:")
        && own.chars().all(|c| c.is_ascii_alphanumeric())
        && !own.is_empty()
    {
        return Some(own.to_owned());
    }
    let hash = sha256(name);
    let number = u128::from_str_radix(hash.get(..32)?, 16).ok()?;
    Some(ulid::Ulid(number >> 8).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Color, page};
    use crate::text::Span;

    #[test]
    fn what_is_exported_is_read_back() {
        let text = "总则。手工业应当整顿。附则。";
        let span = Span::new(9, 33);
        let source = SourceRef {
            id: "fac93a8e6c".into(),
            title: "指示".into(),
            ..SourceRef::default()
        };
        let mut annotation =
            Annotation::highlight(Target::new(source, text, span, None), Color::Blue);
        annotation.id = "01KA0000000000000000000000".into();
        annotation.created = "2026-11-23T06:33:00+08:00".into();
        annotation.set_note("注\n二行");
        annotation.set_tags(&["手工业".into()]);
        let exported = page([&annotation]).to_string();
        let import = read(exported.as_bytes()).unwrap();
        assert_eq!(import.annotations, [annotation]);
    }

    #[test]
    fn an_export_of_hypothesis_is_read() {
        let export = r#"{"total":1,"rows":[{"id":"AbC-1","created":"2026-01-02T03:04:05+00:00","uri":"https://example.org/law",
            "text":"注","tags":["甲","乙"],"document":{"title":["民法典"]},
            "target":[{"source":"https://example.org/law","selector":[{"type":"RangeSelector","startOffset":1},
            {"type":"TextQuoteSelector","exact":"民事主体","prefix":"保护","suffix":"的合法"}]}]},{"id":""}]}"#;
        let import = read(export.as_bytes()).unwrap();
        let annotation = &import.annotations[0];
        assert_eq!((import.annotations.len(), import.skipped), (1, 1));
        assert_eq!((annotation.quote(), annotation.note()), ("民事主体", "注"));
        assert_eq!(annotation.tags().collect::<Vec<_>>(), ["甲", "乙"]);
        assert_eq!(annotation.key(), "民法典");
        let again = read(export.as_bytes()).unwrap();
        assert_eq!(again.annotations[0].id, annotation.id);
        assert!(read(b"# no annotations").is_err());
    }
}
