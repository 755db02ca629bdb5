//! The bytes of a source to the text that [`super::parse`] reads: unpacked, read by the reader of
//! their format, or decoded. Never fails: what cannot be read is told as an issue.

use std::borrow::Cow;

use encoding_rs::UTF_8;

use super::budget::Budget;
use super::encoding::{Encoding, transcode};
use super::foreign::{self, Foreign};
use super::format::{self, Container, FORMATS, Format};
use super::packing::{Unpacked, unpack};
use super::parse::{parse_ruled, parse_stated};
use super::rules::Own;
use super::syntax::Syntax;
use super::transcript::{Structure, Transcript};
use super::{Document, Issue};
use crate::text::Span;

/// A decoded source.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text, always with LF line ends and without a byte order mark.
    pub text: String,
    /// What it was decoded from.
    pub encoding: Encoding,
    /// What the source says of the text beside its words, where its format is structured.
    pub structure: Option<Structure>,
    /// `undecodable`: bytes that are no character; `cut-short`: a packing that ended too early;
    /// `too-large`: not all of it was read; `no-book`: a container that no reader can read.
    pub issues: Vec<Issue>,
    /// What the source is if it is nothing that is read; the text is empty then.
    pub foreign: Option<&'static Foreign>,
}

impl Decoded {
    fn new(text: String, encoding: Encoding) -> Self {
        Self {
            text,
            encoding,
            structure: None,
            issues: Vec::new(),
            foreign: None,
        }
    }

    /// No text.
    fn nothing() -> Self {
        Self::new(String::new(), UTF_8)
    }

    fn of(transcript: Transcript, encoding: Encoding) -> Self {
        Self {
            structure: Some(transcript.structure),
            issues: transcript.issues,
            ..Self::new(transcript.text, encoding)
        }
    }

    /// Parses the text; `named` is the syntax that the name of its source promises.
    pub fn document(self, named: Syntax) -> Document {
        self.document_by(named, &Own::default())
    }

    /// Like [`Self::document`], by a person's own rules too.
    pub(super) fn document_by(self, named: Syntax, own: &Own) -> Document {
        let (mut document, wrong) = match self.structure {
            Some(structure) => (parse_stated(self.text, structure), &[][..]),
            None => (parse_ruled(self.text, named, own), own.issues.as_slice()),
        };
        let wrong = wrong.iter().cloned();
        document.issues.splice(0..0, wrong.chain(self.issues));
        document
    }
}

/// Decodes bytes whose encoding is not known.
pub fn decode(bytes: &[u8]) -> Decoded {
    decode_whole(bytes.into(), None)
}

/// Decodes bytes in the encoding that the reader asks for.
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    decode_whole(bytes.into(), Some(encoding))
}

/// Decodes bytes in the encoding that the reader asks for, or in the one that is found. A large
/// text that is owned is not kept twice.
pub(super) fn decode_whole(bytes: Cow<'_, [u8]>, asked: Option<Encoding>) -> Decoded {
    decode_by(FORMATS, bytes, asked, &Budget::whole())
}

/// Decodes bytes of one of these formats, as far as the budget goes.
pub(super) fn decode_by(
    formats: &[Format],
    bytes: Cow<'_, [u8]>,
    asked: Option<Encoding>,
    budget: &Budget,
) -> Decoded {
    let Unpacked { bytes, is_cut } = unpack(bytes, budget);
    let containers = format::containers(formats, &bytes);
    let mut decoded = match container(&containers, &bytes, budget) {
        Some(transcript) => Decoded::of(transcript, UTF_8),
        None => match foreign::recognise(&bytes, asked) {
            Some(kind) => Decoded {
                foreign: Some(kind),
                ..Decoded::nothing()
            },
            None if containers.is_empty() => text(formats, bytes, asked, budget),
            None => Decoded {
                issues: vec![no_book(&containers)],
                ..Decoded::nothing()
            },
        },
    };
    let end = decoded.text.len();
    if is_cut {
        decoded.issues.push(Issue {
            code: "cut-short",
            span: Span::new(end, end),
            details: Vec::new(),
        });
    }
    decoded.issues.extend(budget.issue(end));
    decoded
}

/// Reads a container by the first reader that can.
fn container(
    containers: &[(&str, &Container)],
    bytes: &[u8],
    budget: &Budget,
) -> Option<Transcript> {
    let mut readers = containers.iter();
    readers.find_map(|(_, container)| (container.read)(bytes, budget))
}

/// What a container is that is none of the formats that it may be.
fn no_book(containers: &[(&str, &Container)]) -> Issue {
    let names = containers.iter().map(|(name, _)| *name);
    Issue {
        code: "no-book",
        span: Span::new(0, 0),
        details: vec![names.collect::<Vec<_>>().join(", ")],
    }
}

/// Decodes a text, and reads it where it is other markup.
fn text(
    formats: &[Format],
    bytes: Cow<'_, [u8]>,
    asked: Option<Encoding>,
    budget: &Budget,
) -> Decoded {
    let decoded = transcode(bytes, asked);
    let mut issue = decoded.issue;
    let mut read = match format::converter(formats, &decoded.text) {
        Some(converter) => {
            // Its place in the page means nothing in the text that is read from it.
            if let Some(issue) = &mut issue {
                issue.span = Span::new(0, 0);
            }
            Decoded::of((converter.read)(decoded.text, budget), decoded.encoding)
        }
        None => Decoded::new(decoded.text, decoded.encoding),
    };
    read.issues.splice(0..0, issue);
    read
}

#[cfg(test)]
mod tests;
