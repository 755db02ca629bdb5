//! Import: lines of our logs, pages of W3C annotations, exports of Hypothesis. Importing twice has
//! the effect of importing once.
use crate::text::Said;

use std::sync::Arc;

use serde_json::Value;

use super::fields::Fields;
use super::merge::{Record, each_record, lines};
use super::selector::Selector;
use super::{ANCHOR, Annotation, Bodies, Body, Motivation, SourceRef, Target, line, sha256};

/// The contents of an import.
#[derive(Debug, Default)]
pub struct Import {
    /// Lines of our logs, as written.
    pub lines: Vec<String>,
    /// Annotations from other programs, with ids derived from their names so that they are the same
    /// every time.
    pub annotations: Vec<Annotation>,
    /// Number of items that are not annotations, or of an unknown kind.
    pub skipped: usize,
}

/// Parses a file to import.
///
/// # Errors
/// One line, if the file is in no known format.
pub fn read(bytes: &[u8]) -> Result<Import, Said> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(value) = serde_json::from_slice::<Value>(bytes)
        && let Some(items) = items(&value)
    {
        let mut import = Import::default();
        for item in items {
            let found = annotations(item);
            import.skipped += usize::from(found.is_empty());
            import.annotations.extend(found);
        }
        return Ok(import);
    }
    let mut import = Import::default();
    for (_, own) in lines(bytes) {
        each_record(own, |record, own| match record {
            Record::Damaged => import.skipped += 1,
            Record::Put(annotation) if annotation.other.has(ANCHOR) => {
                // The anchor at the time of export is not part of the record.
                let mut annotation = annotation;
                annotation.other.remove(ANCHOR);
                import.lines.push(line(&annotation));
            }
            _ => import.lines.push(String::from_utf8_lossy(own).into_owned()),
        });
    }
    if import.lines.is_empty() {
        return Err(Said::new("cli.no-annotations"));
    }
    Ok(import)
}

/// The annotations in a page, a collection, an export or a list; `None` for anything else, such as
/// our own lines.
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

/// Converts an annotation of W3C's model or of Hypothesis: one for each of its targets.
fn annotations(value: &Value) -> Vec<Annotation> {
    // Without an id, the contents serve as name.
    let name = match text(value, "id") {
        name if name.is_empty() => value.to_string(),
        name => name,
    };
    let places = each(value.get("target")).iter().enumerate();
    places
        .filter_map(|(index, target)| {
            let id = match index {
                0 => id(&name)?,
                _ => id(&format!("{name} {index}"))?,
            };
            Some(annotation(value, target, id))
        })
        .collect()
}

fn annotation(value: &Value, target: &Value, id: String) -> Annotation {
    let own = value.get("zhangju");
    let source = own.and_then(|own| own.get("source"));
    let source = match source.and_then(|own| serde_json::from_value(own.clone()).ok()) {
        Some(source) => source,
        None => source_of(value, target),
    };
    let mut selector = Vec::new();
    target
        .get("selector")
        .into_iter()
        .for_each(|own| selectors(own, &mut selector));
    let clause = own.and_then(|own| own.get("clause"));
    let place = Target {
        source: Arc::new(source),
        clause: clause.and_then(|own| serde_json::from_value(own.clone()).ok()),
        selector,
        other: Fields::default(),
    };
    let names = words(value.get("motivation"));
    let motivation = names.iter().find_map(|name| motivation(name));
    let motivation = motivation
        // Only our own annotations correct the outline, are searches, or bind texts.
        .filter(|known| {
            let is_ours = matches!(
                known,
                Motivation::Editing | Motivation::Searching | Motivation::Linking
            );
            !is_ours || own.is_some()
        })
        .unwrap_or(Motivation::Highlighting);
    let mut annotation = Annotation {
        id,
        created: text(value, "created"),
        modified: text(value, "modified"),
        body: bodies(value, &names),
        color: own.map(|own| text(own, "color")).unwrap_or_default(),
        mark: own.and_then(|own| text(own, "mark").chars().next()),
        ..Annotation::new(motivation, place)
    };
    for (name, member) in value.as_object().into_iter().flatten() {
        if !KNOWN.contains(&name.as_str()) {
            annotation.other.set(name, member);
        }
    }
    // Hypothesis stores text and tags outside of the body.
    let note = text(value, "text");
    if !note.is_empty() {
        annotation.set_note(&note);
    }
    let mut tags = words(value.get("tags"));
    tags.retain(|tag| !tag.trim().is_empty());
    if !tags.is_empty() {
        annotation.set_tags(&tags);
    }
    if !annotation.note().is_empty() && annotation.motivation != Motivation::Bookmarking {
        annotation.motivation = Motivation::Commenting;
    }
    annotation
}

/// The members of an annotation that are interpreted; all others are preserved as written.
const KNOWN: [&str; 13] = [
    "@context",
    "type",
    "id",
    "motivation",
    "created",
    "modified",
    "body",
    "bodyValue",
    "target",
    "zhangju",
    "text",
    "tags",
    "document",
];

/// The items of a list, or a single value as a list of one.
fn each(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(list)) => list,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// A string, or the strings in a list.
fn words(value: Option<&Value>) -> Vec<String> {
    let texts = each(value).iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// The motivation with a name, which may be an IRI, whole or abbreviated: `oa:highlighting`.
fn motivation(name: &str) -> Option<Motivation> {
    let name = name.rsplit(['#', ':']).next().unwrap_or(name);
    serde_json::from_value(Value::from(name)).ok()
}

/// Collects selectors, including those that refine another and those in a choice: only the
/// innermost may select words.
fn selectors(value: &Value, into: &mut Vec<Selector>) {
    if let Value::Array(list) = value {
        return list.iter().for_each(|own| selectors(own, into));
    }
    into.extend(serde_json::from_value(value.clone()));
    for inner in ["refinedBy", "items"] {
        value
            .get(inner)
            .into_iter()
            .for_each(|own| selectors(own, into));
    }
}

/// The contents of an annotation. A body without a purpose has that of its annotation (W3C Web
/// Annotation, 3.3.5).
fn bodies(value: &Value, motivations: &[String]) -> Bodies {
    let mut bodies: Vec<Body> = Vec::new();
    for own in each(value.get("body")) {
        match own {
            // The IRI of a resource.
            Value::String(address) => {
                let mut body = Body::default();
                body.other.set("id", address);
                bodies.push(body);
            }
            own => bodies.extend(serde_json::from_value::<Body>(single(own)).ok()),
        }
    }
    if let Some(Value::String(words)) = value.get("bodyValue") {
        bodies.push(Body::new("", "text/plain", words));
    }
    let is_tagging = motivations.iter().any(|name| name.ends_with("tagging"));
    let purpose = if is_tagging { "tagging" } else { "commenting" };
    for body in &mut bodies {
        if body.purpose.is_empty() && !body.value.is_empty() {
            purpose.clone_into(&mut body.purpose);
        }
    }
    Bodies(bodies)
}

/// A body in which members that JSON-LD allows to be lists are single strings.
fn single(body: &Value) -> Value {
    let mut body = body.clone();
    for name in ["type", "purpose", "format", "value"] {
        if let Some(member) = body.get_mut(name)
            && !member.is_string()
        {
            *member = Value::from(words(Some(member)).into_iter().next().unwrap_or_default());
        }
    }
    body
}

/// The document of an annotation from another program: its title, and its address as path.
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
    let file = path.trim_end_matches('/').rsplit('/').next();
    let title = title.filter(|title| !title.trim().is_empty());
    SourceRef {
        title: title.or(file).unwrap_or_default().to_owned(),
        path,
        ..SourceRef::default()
    }
}

/// The id of an annotation in our logs: its own ULID, or one derived from its name.
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
    derived_id(name)
}

/// The id of an annotation that is made of something with this name: the same one whenever that is
/// done.
pub fn derived_id(name: &str) -> Option<String> {
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

    /// Examples 5, 12, 23, 26 and 41 of the W3C's Web Annotation Data Model, and variants that
    /// tools produce.
    #[test]
    fn what_other_tools_write_is_read_whatever_form_they_chose() {
        use Motivation::{Bookmarking, Commenting, Highlighting};
        let check = |item: &str, expected: (&str, &str, &[&str], Motivation)| {
            let import = read(format!("[{item}]").as_bytes()).unwrap();
            let [own] = import.annotations.as_slice() else {
                panic!("{item}: {import:?}")
            };
            let tags: Vec<&str> = own.tags().collect();
            let read = (own.quote(), own.note(), tags.as_slice(), own.motivation);
            assert_eq!(read, expected, "{item}");
        };
        // The body is a string, without id or purpose.
        check(
            r#"{"type":"Annotation","bodyValue":"注","target":{"source":"http://a.example/1","selector":{"type":"TextQuoteSelector","exact":"甲"}}}"#,
            ("甲", "注", &[], Commenting),
        );
        check(
            r#"{"id":"x","motivation":["oa:tagging","linking"],"body":{"type":["TextualBody"],"value":"要"},"target":"http://a.example/1"}"#,
            ("", "", &["要"], Highlighting),
        );
        // A page and words on it; a choice; an IRI as body, next to one with purposes in a list.
        check(
            r#"{"id":"x","motivation":"http://www.w3.org/ns/oa#bookmarking","body":["http://a.example/2",{"type":"TextualBody","purpose":["tagging"],"value":"乙"}],
            "target":{"source":"a","selector":{"type":"FragmentSelector","value":"page=1","refinedBy":{"type":"TextQuoteSelector","exact":"丙"}}}}"#,
            ("丙", "", &["乙"], Bookmarking),
        );
        check(
            r#"{"id":"x","motivation":"editing","body":{"value":"应作“己”"},"target":{"source":{"id":"a"},"selector":{"type":"Choice","items":[{"type":"XPathSelector","value":"/p"},{"type":"TextQuoteSelector","exact":"已"}]}}}"#,
            ("已", "应作“己”", &[], Commenting),
        );
        check(
            r#"{"id":"x","body":{"purpose":"questioning","type":"TextualBody","value":"何以？"},"target":{"source":"a"}}"#,
            ("", "何以？", &[], Commenting),
        );
    }

    #[test]
    fn every_place_and_every_unknown_member_of_a_foreign_annotation_is_kept() {
        let item = r#"{"id":"http://a.example/9","type":"Annotation","creator":{"name":"某"},"rights":"CC0","target":[
            {"source":"a","selector":{"type":"TextQuoteSelector","exact":"甲"}},{"source":"b","selector":{"type":"TextQuoteSelector","exact":"乙"}}]}"#;
        let import = read(item.as_bytes()).unwrap();
        let quotes: Vec<&str> = import.annotations.iter().map(Annotation::quote).collect();
        assert_eq!(quotes, ["甲", "乙"]);
        assert_ne!(import.annotations[0].id, import.annotations[1].id);
        let exported = page(&import.annotations).to_string();
        for kept in [r#""creator":{"name":"某"}"#, r#""rights":"CC0""#] {
            assert_eq!(exported.matches(kept).count(), 2, "{exported}");
        }
        assert_eq!(read(exported.as_bytes()).unwrap().annotations.len(), 2);
    }

    #[test]
    fn where_it_stood_is_no_part_of_what_is_imported() {
        let target = Target::new(SourceRef::default(), "手工业", Span::new(0, 9), None);
        let mut annotation = Annotation::bookmark(target, None);
        annotation.id = "A".into();
        annotation.rev = "B".into();
        let kept = line(&annotation);
        annotation.other.set(ANCHOR, "orphan");
        let exported = line(&annotation);
        assert!(exported.contains("orphan"));
        assert_eq!(read(exported.as_bytes()).unwrap().lines, [kept]);
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
