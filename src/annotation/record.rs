//! The record: one annotation in one version, as it stands on a line of the log, in the words of the W3C's Web Annotation model.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::selector::{self, Selector};
use crate::clause::Correction;
use crate::document::Header;
use crate::text::Span;

/// One version of an annotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// Who it is, through all its versions: a ULID. Empty until the store has given one.
    #[serde(default)]
    pub id: String,
    /// Which version it is: a ULID; of two versions the greater one holds.
    #[serde(default)]
    pub rev: String,
    /// The device that wrote it.
    #[serde(default)]
    pub device: String,
    /// What for.
    pub motivation: Motivation,
    /// The letter of a letter mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<char>,
    /// When it was made, RFC 3339.
    #[serde(default)]
    pub created: String,
    /// When it was changed last.
    #[serde(default)]
    pub modified: String,
    /// Where.
    pub target: Target,
    /// What other programs, and later versions of this one, have to say: kept as it is.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What an annotation is for (W3C Web Annotation, 3.3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// Where an annotation stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// In which document.
    pub source: SourceRef,
    /// In which clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<ClauseRef>,
    /// At which words.
    #[serde(default)]
    pub selector: Vec<Selector>,
    /// Kept as it is.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A document, known by its id, else by title and date; path and hash are hints.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceRef {
    /// The document's id, if it has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Its first date.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Where it was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Of the decoded text, in hexadecimal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// Kept as it is.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A clause, as it was when the annotation was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClauseRef {
    /// Its address.
    pub address: String,
    /// Its printed marker, or its first words.
    pub label: String,
    /// Where it started, in code points of the text.
    pub start: usize,
    /// Kept as it is.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Annotation {
    /// A new bookmark, or a letter mark; the store gives it its id and times.
    pub fn bookmark(target: Target, mark: Option<char>) -> Self {
        Self {
            id: String::new(),
            rev: String::new(),
            device: String::new(),
            motivation: Motivation::Bookmarking,
            mark,
            created: String::new(),
            modified: String::new(),
            target,
            other: Map::new(),
        }
    }

    /// A correction of the outline at a place.
    pub fn correction(target: Target, correction: Correction) -> Self {
        let mut annotation = Self::bookmark(target, None);
        annotation.motivation = Motivation::Editing;
        let body =
            json!([{"type": "TextualBody", "purpose": "editing", "value": correction.name()}]);
        annotation.other.insert("body".to_owned(), body);
        annotation
    }

    /// What it corrects, if it corrects anything.
    pub fn corrects(&self) -> Option<Correction> {
        let body = self
            .other
            .get("body")
            .filter(|_| self.motivation == Motivation::Editing)?;
        Correction::named(body.get(0)?.get("value")?.as_str()?)
    }

    /// What its document is known by, as [`Header::key`].
    pub fn key(&self) -> String {
        self.target.source.key()
    }

    /// The words it stands at; empty where it has none.
    pub fn quote(&self) -> &str {
        let quote = |selector: &'_ Selector| matches!(selector, Selector::TextQuoteSelector { .. });
        match self.target.selector.iter().find(|selector| quote(selector)) {
            Some(Selector::TextQuoteSelector { exact, .. }) => exact,
            _ => "",
        }
    }
}

impl Target {
    /// The target of a span of a document.
    pub fn new(source: SourceRef, text: &str, span: Span, clause: Option<ClauseRef>) -> Self {
        Self {
            source,
            clause,
            selector: selector::of(text, span),
            other: Map::new(),
        }
    }
}

impl SourceRef {
    /// The reference to a document.
    pub fn new(header: &Header, path: &str, text: &str) -> Self {
        use sha2::{Digest, Sha256};
        let hash = Sha256::digest(text.as_bytes());
        Self {
            id: header.id.clone(),
            title: header.title.clone(),
            date: header
                .dates
                .first()
                .map(ToString::to_string)
                .unwrap_or_default(),
            path: path.to_owned(),
            sha256: hash
                .iter()
                .fold(String::new(), |text, byte| text + &format!("{byte:02x}")),
            other: Map::new(),
        }
    }

    fn key(&self) -> String {
        match (self.id.as_str(), self.date.as_str()) {
            ("", "") => self.title.clone(),
            ("", date) => format!("{} {date}", self.title),
            (id, _) => id.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_survives() {
        let line = r##"{"v":1,"op":"put","id":"A","rev":"B","device":"C","motivation":"bookmarking","created":"x","modified":"y","target":{"source":{"id":"i","title":"t","score":7},"clause":{"address":"2","label":"（二）","start":35,"note":"n"},"selector":[{"type":"FragmentSelector","value":"#a"}],"state":1},"color":"yellow"}"##;
        let annotation: Annotation = serde_json::from_str(line).unwrap();
        let back: Value = serde_json::to_value(&annotation).unwrap();
        assert_eq!(back, serde_json::from_str::<Value>(line).unwrap());
    }

    #[test]
    fn a_document_is_known_by_the_same_key_in_the_catalog_and_in_an_annotation() {
        let dates = vec![crate::document::date::whole("1955.04").unwrap()];
        let header = Header {
            title: "指示".into(),
            dates,
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
