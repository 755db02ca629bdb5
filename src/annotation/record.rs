//! The record: one version of an annotation, as written on a line of the log, in the terms of the
//! W3C Web Annotation model.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::cite;
use super::fields::{Fields, object};
use super::selector::{self, Position, Quote, Selector};
use crate::clause::{ClauseId, ClauseTree, Correction};
use crate::document::{Document, Header};
use crate::text::Span;

/// Version of the record format that is written, and the only one that is understood.
pub const VERSION: u64 = 1;

/// One version of an annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Id of the annotation in all its versions, a ULID; empty until the store assigns one.
    pub id: String,
    /// Id of this version, a ULID; the greatest one is current.
    pub rev: String,
    /// Id of the device that wrote it.
    pub device: String,
    /// Purpose of the annotation.
    pub motivation: Motivation,
    /// The letter of a letter mark.
    pub mark: Option<char>,
    /// Time of creation, RFC 3339.
    pub created: String,
    /// Time of the last change, RFC 3339.
    pub modified: String,
    /// What is annotated.
    pub target: Target,
    /// Contents: notes, tags, corrections, what is bound to the target.
    pub body: Bodies,
    /// Name of the colour; empty for none. Unknown names are preserved.
    pub color: String,
    /// Members from other programs or later versions, preserved as written.
    pub other: Fields,
}

/// The purpose of an annotation (W3C Web Annotation, 3.3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Motivation {
    /// A bookmark or a letter mark.
    Bookmarking,
    /// A highlight.
    Highlighting,
    /// A note.
    Commenting,
    /// A correction of the outline.
    Editing,
    /// A search, or a place that one led to.
    Searching,
    /// Two texts that are read side by side.
    Linking,
}

/// The colours of highlights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Color {
    /// `yellow`
    #[default]
    Yellow,
    /// `green`
    Green,
    /// `blue`
    Blue,
    /// `red`
    Red,
    /// `purple`
    Purple,
}

impl Color {
    /// All colours, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Yellow,
        Self::Green,
        Self::Blue,
        Self::Red,
        Self::Purple,
    ];

    /// Name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Red => "red",
            Self::Purple => "purple",
        }
    }

    /// The colour with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.name() == name)
    }
}

/// The place that is annotated.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The document; annotations of one document share it.
    pub source: Arc<SourceRef>,
    /// The clause.
    pub clause: Option<ClauseRef>,
    /// The words.
    pub selector: Vec<Selector>,
    /// Other members, preserved as written.
    pub other: Fields,
}

/// What a record says of a document, so that it is found again: see `reading::Identity`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SourceRef {
    /// The document's id, if it has one.
    pub id: String,
    /// Title of the document.
    pub title: String,
    /// First date of the document.
    pub date: String,
    /// Date of its edition; empty where it has none, and in records of the first programs.
    pub edition: String,
    /// Book or collection that it stands in; empty in records of the first programs.
    pub collection: String,
    /// Path of the document when the annotation was made.
    pub path: String,
    /// SHA-256 of the decoded text, in hexadecimal.
    pub sha256: String,
    /// What nearly equal texts are known by, in hexadecimal: see `library::same::print`.
    pub print: String,
    /// Other members, preserved as written.
    pub other: Fields,
}

/// A clause, as it was when the annotation was made.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseRef {
    /// Address of the clause.
    pub address: String,
    /// Location as in a citation.
    pub label: String,
    /// Start of the clause, in code points from the start of the text.
    pub start: usize,
    /// Other members, preserved as written.
    pub other: Fields,
}

impl ClauseRef {
    /// A clause of a document in its current state.
    pub fn new(document: &Document, tree: &ClauseTree, id: ClauseId) -> Option<Self> {
        let start = tree.get(id)?.span.start;
        Some(Self {
            address: tree.address(id).to_string(),
            label: cite::path(document, tree, id),
            start: document.source.get(..start)?.chars().count(),
            other: Fields::default(),
        })
    }
}

/// The contents of an annotation, each a `TextualBody` (W3C Web Annotation, 3.2.4). A single body
/// is read as a list of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bodies(pub Vec<Body>);

/// One part of an annotation's contents: a text of its own, or (a `SpecificResource`) another
/// document, which its `source` names as that of a target does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Type of the body: `TextualBody`, `SpecificResource`.
    pub kind: String,
    /// Purpose: `commenting`, `tagging`, `editing`.
    pub purpose: String,
    /// Media type: `text/markdown` for notes.
    pub format: String,
    /// The text.
    pub value: String,
    /// Other members, preserved as written.
    pub other: Fields,
}

object!(Annotation {
    motivation: "motivation", target: "target";
    id: "id" = String::new(), rev: "rev" = String::new(), device: "device" = String::new(), mark: "mark" = None,
    created: "created" = String::new(), modified: "modified" = String::new(), body: "body" = Bodies::default(),
    color: "color" = String::new()
});
object!(Target { source: "source"; clause: "clause" = None, selector: "selector" = Vec::new() });
object!(SourceRef {
    ; id: "id" = String::new(), title: "title" = String::new(), date: "date" = String::new(), path: "path" = String::new(),
    sha256: "sha256" = String::new(), edition: "edition" = String::new(), collection: "collection" = String::new(),
    print: "print" = String::new()
});
object!(ClauseRef { address: "address", label: "label", start: "start"; });
object!(Body {
    ; kind: "type" = String::new(), purpose: "purpose" = String::new(), format: "format" = String::new(),
    value: "value" = String::new()
});

impl<'de> Deserialize<'de> for Bodies {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
        let read = if raw.get().starts_with('[') {
            serde_json::from_str(raw.get())
        } else {
            serde_json::from_str(raw.get()).map(|body| vec![body])
        };
        read.map(Self).map_err(D::Error::custom)
    }
}

impl Serialize for Bodies {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Body {
    /// A body with a text.
    pub fn new(purpose: &str, format: &str, value: &str) -> Self {
        Self {
            kind: "TextualBody".to_owned(),
            purpose: purpose.to_owned(),
            format: format.to_owned(),
            value: value.to_owned(),
            other: Fields::default(),
        }
    }
}

impl Annotation {
    /// A new annotation without contents; the store assigns its id and times.
    pub fn new(motivation: Motivation, target: Target) -> Self {
        Self {
            id: String::new(),
            rev: String::new(),
            device: String::new(),
            motivation,
            mark: None,
            created: String::new(),
            modified: String::new(),
            target,
            body: Bodies::default(),
            color: String::new(),
            other: Fields::default(),
        }
    }

    /// A bookmark, or a letter mark.
    pub fn bookmark(target: Target, mark: Option<char>) -> Self {
        Self {
            mark,
            ..Self::new(Motivation::Bookmarking, target)
        }
    }

    /// A highlight.
    pub fn highlight(target: Target, color: Color) -> Self {
        Self {
            color: color.name().to_owned(),
            ..Self::new(Motivation::Highlighting, target)
        }
    }

    /// A correction of the outline at a target.
    pub fn correction(target: Target, correction: Correction) -> Self {
        let mut annotation = Self::new(Motivation::Editing, target);
        annotation.body.0 = vec![Body::new("editing", "", correction.name())];
        annotation
    }

    /// A place that a search led to.
    pub fn visit(target: Target, query: &str) -> Self {
        let mut annotation = Self::new(Motivation::Searching, target);
        annotation.body.0 = vec![Body::new("searching", "", query)];
        annotation
    }

    /// A search, of no document; with a name or without.
    pub fn search(query: &str, name: &str) -> Self {
        let mut annotation = Self::visit(Target::whole(SourceRef::default()), query);
        if !name.is_empty() {
            annotation.body.0.push(Body::new("identifying", "", name));
        }
        annotation
    }

    /// Two texts bound to each other; `target` is the whole of the first.
    pub fn binding(first: SourceRef, second: &SourceRef) -> Self {
        let mut annotation = Self::new(Motivation::Linking, Target::whole(first));
        let mut body = Body::new("linking", "", "");
        "SpecificResource".clone_into(&mut body.kind);
        body.other.set("source", second);
        annotation.body.0 = vec![body];
        annotation
    }

    /// What is bound to its target, if it is a binding.
    pub fn bound(&self) -> Option<Target> {
        if self.motivation != Motivation::Linking {
            return None;
        }
        let mut sources = self.body.0.iter();
        sources.find_map(|body| Some(Target::whole(body.other.get("source")?)))
    }

    /// What was searched, if it is a search or a place that one led to.
    pub fn query(&self) -> Option<&str> {
        let is_search = self.motivation == Motivation::Searching;
        self.purpose("searching").filter(|_| is_search)
    }

    /// The name under which a search is saved.
    pub fn name(&self) -> Option<&str> {
        self.query()?;
        self.purpose("identifying")
    }

    fn purpose(&self, purpose: &str) -> Option<&str> {
        let found = self.body.0.iter().find(|body| body.purpose == purpose);
        found.map(|body| body.value.as_str())
    }

    /// Whether two versions are equal except for device, times and `rev`.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |own: &Self| Self {
            rev: String::new(),
            device: String::new(),
            created: String::new(),
            modified: String::new(),
            ..own.clone()
        };
        said(self) == said(other)
    }

    /// The correction of the outline, if it is one.
    pub fn corrects(&self) -> Option<Correction> {
        if self.motivation != Motivation::Editing {
            return None;
        }
        Correction::named(&self.body.0.first()?.value)
    }

    /// The key of its document, as [`Header::key`].
    pub fn key(&self) -> String {
        self.target.source.key()
    }

    /// The quoted words; empty if there are none.
    pub fn quote(&self) -> &str {
        self.target.quote().map_or("", |quote| &quote.exact)
    }

    /// The note; empty if there is none.
    pub fn note(&self) -> &str {
        let note = self.body.0.iter().find(|body| body.is_note());
        note.map_or("", |body| &body.value)
    }

    /// The start of the note or, without one, of the quoted words; of a binding the title of what
    /// is bound.
    pub fn first_words(&self) -> String {
        if let Some(bound) = self.bound() {
            return bound.source.title.clone();
        }
        let words = if self.note().is_empty() {
            self.quote()
        } else {
            self.note()
        };
        let first = words.lines().find(|line| !line.trim().is_empty());
        first.unwrap_or("").chars().take(24).collect()
    }

    /// Sets the note; an empty text removes it. A highlight with a note becomes a note, and without
    /// it a highlight again.
    pub fn set_note(&mut self, text: &str) {
        let old = self.body.0.iter_mut().find(|body| body.is_note());
        match (old, text) {
            (Some(_), "") => self.body.0.retain(|body| !body.is_note()),
            (Some(body), text) => text.clone_into(&mut body.value),
            (None, "") => {}
            (None, text) => self
                .body
                .0
                .insert(0, Body::new("commenting", "text/markdown", text)),
        }
        self.motivation = match self.motivation {
            Motivation::Highlighting if !text.is_empty() => Motivation::Commenting,
            Motivation::Commenting if text.is_empty() && !self.color.is_empty() => {
                Motivation::Highlighting
            }
            other => other,
        };
    }

    /// The tags.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        let tags = self.body.0.iter().filter(|body| body.is_tag());
        tags.map(|body| body.value.as_str())
    }

    /// Replaces all tags.
    pub fn set_tags(&mut self, tags: &[String]) {
        self.body
            .0
            .retain(|body| !body.is_tag() || tags.contains(&body.value));
        for tag in tags {
            if !self.tags().any(|own| own == tag) {
                self.body.0.push(Body::new("tagging", "", tag));
            }
        }
    }

    /// The colour, if this program knows it.
    pub fn color(&self) -> Option<Color> {
        Color::named(&self.color)
    }
}

impl Body {
    fn is_note(&self) -> bool {
        matches!(
            self.purpose.as_str(),
            "commenting" | "replying" | "describing" | "assessing" | "questioning" | "moderating"
        )
    }

    fn is_tag(&self) -> bool {
        self.purpose == "tagging"
    }
}

impl Target {
    /// The target for a span of a document.
    pub fn new(source: SourceRef, text: &str, span: Span, clause: Option<ClauseRef>) -> Self {
        Self {
            source: Arc::new(source),
            clause,
            selector: selector::of(text, span),
            other: Fields::default(),
        }
    }

    /// A document as a whole.
    pub fn whole(source: SourceRef) -> Self {
        Self {
            source: Arc::new(source),
            clause: None,
            selector: Vec::new(),
            other: Fields::default(),
        }
    }

    /// The quotation, if there is one.
    pub fn quote(&self) -> Option<&Quote> {
        self.selector.iter().find_map(|selector| match selector {
            Selector::Quote(quote) => Some(quote),
            _ => None,
        })
    }

    /// The offsets, if there are any.
    pub fn position(&self) -> Option<&Position> {
        self.selector.iter().find_map(|selector| match selector {
            Selector::Position(position) => Some(position),
            _ => None,
        })
    }

    /// Moves to another target, preserving unknown selectors and members.
    pub fn move_to(&mut self, place: Target) {
        let kinds_known = |selector: &Selector| !matches!(selector, Selector::Other(_));
        self.selector.retain(|selector| !kinds_known(selector));
        self.selector.splice(0..0, place.selector);
        self.source = Arc::new(SourceRef {
            other: self.source.other.clone(),
            ..Arc::unwrap_or_clone(place.source)
        });
        self.clause = place.clause;
    }
}

impl SourceRef {
    /// The reference to a document, without a hash of its text.
    pub fn of(header: &Header, path: &str) -> Self {
        let date = header.known_as.date;
        Self {
            id: header.id.clone(),
            title: header.known_title().to_owned(),
            date: date.as_ref().map(ToString::to_string).unwrap_or_default(),
            edition: header
                .edition()
                .map_or_else(String::new, |date| date.to_string()),
            collection: header.collection.clone(),
            path: path.to_owned(),
            sha256: String::new(),
            print: String::new(),
            other: Fields::default(),
        }
    }

    /// The reference to a document with a hash of its text.
    pub fn new(header: &Header, path: &str, text: &str) -> Self {
        Self {
            sha256: sha256(text),
            ..Self::of(header, path)
        }
    }

    /// The key of the document, as [`Header::key`].
    pub fn key(&self) -> String {
        match (self.id.as_str(), self.date.as_str()) {
            ("", "") => self.title.clone(),
            ("", date) => format!("{} {date}", self.title),
            (id, _) => id.to_owned(),
        }
    }
}

/// SHA-256 of a decoded text, in hexadecimal.
pub fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(text.as_bytes());
    hash.iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::KnownAs;

    #[test]
    fn what_others_wrote_survives_an_edit_byte_for_byte() {
        let line = r#"{"motivation":"commenting","target":{"source":{"id":"i","title":"t","score":7.0},"clause":{"address":"2","label":"（二）","start":35,"note":"n"},"selector":[{"type":"FragmentSelector","z":1,"a":[ 1e3 ]},{"exact":"手","type":"TextQuoteSelector","lang":"zh"}],"state":1},"id":"A","rev":"B","device":"C","created":"x","modified":"y","body":[{"type":"Image","id":"https://example.org/"}],"color":"yellow","zeta":12345678901234567890123,"alpha":{"b": 1, "a": 2}}"#;
        let mut annotation: Annotation = serde_json::from_str(line).unwrap();
        annotation.set_note("新注");
        let back = serde_json::to_string(&annotation).unwrap();
        for kept in [
            r#""score":7.0"#,
            r#""note":"n""#,
            r#"{"type":"FragmentSelector","z":1,"a":[ 1e3 ]}"#,
            r#""type":"TextQuoteSelector","lang":"zh""#,
            r#""state":1"#,
            r#"{"type":"Image","id":"https://example.org/"}"#,
            r#""zeta":12345678901234567890123,"alpha":{"b": 1, "a": 2}"#,
            "新注",
        ] {
            assert!(back.contains(kept), "{kept} in {back}");
        }
        let again: Annotation = serde_json::from_str(&back).unwrap();
        assert_eq!(again, annotation);
    }

    #[test]
    fn what_others_wrote_survives_a_move_and_what_told_the_old_place_does_not() {
        let line = r#"{"source":{"id":"i","title":"t","score":7.0},"selector":[{"type":"FragmentSelector","z":1},{"type":"TextQuoteSelector","exact":"手"},{"type":"TextPositionSelector","start":0,"end":1}]}"#;
        let mut target: Target = serde_json::from_str(line).unwrap();
        let place = Target::new(SourceRef::default(), "渡船", Span::new(3, 6), None);
        target.move_to(place.clone());
        let mut selectors = place.selector;
        selectors.push(serde_json::from_str(r#"{"type":"FragmentSelector","z":1}"#).unwrap());
        assert_eq!(target.selector, selectors);
        let back = serde_json::to_string(&target).unwrap();
        assert!(back.contains(r#""score":7.0"#), "{back}");
    }

    #[test]
    fn a_note_and_tags_come_and_go_and_leave_the_rest() {
        let target = Target::new(SourceRef::default(), "手工业", Span::new(0, 9), None);
        let mut annotation = Annotation::highlight(target, Color::Green);
        annotation.set_note("注");
        annotation.set_tags(&["甲".into(), "乙".into()]);
        annotation.set_tags(&["乙".into(), "丙".into()]);
        assert_eq!(annotation.motivation, Motivation::Commenting);
        assert_eq!(annotation.tags().collect::<Vec<_>>(), ["乙", "丙"]);
        annotation.set_note("");
        assert_eq!(annotation.motivation, Motivation::Highlighting);
        assert_eq!((annotation.note(), annotation.tags().count()), ("", 2));
    }

    #[test]
    fn a_document_is_known_by_the_same_key_in_the_catalog_and_in_an_annotation() {
        let known_as = KnownAs {
            title: None,
            date: crate::document::date::whole("1955.04"),
        };
        let header = Header {
            title: "指示".into(),
            known_as,
            ..Header::default()
        };
        assert_eq!(SourceRef::new(&header, "", "").key(), header.key());
        let header = Header {
            id: "fac93a8e6c".into(),
            ..header
        };
        assert_eq!(SourceRef::new(&header, "", "").key(), "fac93a8e6c");
    }
}
