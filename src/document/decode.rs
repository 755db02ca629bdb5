//! The bytes of a source to the text that [`super::parse`] reads: unpacked, read by the reader of
//! their format, or decoded and converted. Never fails: what cannot be read is told as an issue.

use encoding_rs::UTF_8;

use super::encoding::{Encoding, transcode};
use super::foreign::{self, Foreign};
use super::format::{self, Container, FORMATS, Format};
use super::packing::unpack;
use super::{Issue, Link};
use crate::text::Span;

/// A decoded source.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text, always with LF line ends and without a byte order mark.
    pub text: String,
    /// What it was decoded from.
    pub encoding: Encoding,
    /// The links of a page or a book, in order of place.
    pub links: Vec<Link>,
    /// `undecodable`: bytes that are no character; `cut-short`: a packing that ended too early;
    /// `no-book`: a container that no reader can read.
    pub issues: Vec<Issue>,
    /// What the source is if it is nothing that is read; the text is empty then.
    pub foreign: Option<&'static Foreign>,
}

/// Decodes bytes whose encoding is not known.
pub fn decode(bytes: &[u8]) -> Decoded {
    decode_by(FORMATS, bytes, None)
}

/// Decodes bytes in the encoding that the reader asks for.
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    decode_by(FORMATS, bytes, Some(encoding))
}

/// Decodes bytes of one of these formats.
pub(super) fn decode_by(formats: &[Format], bytes: &[u8], asked: Option<Encoding>) -> Decoded {
    let unpacked = unpack(bytes);
    let containers = format::containers(formats, &unpacked.bytes);
    let mut decoded = match container(&containers, &unpacked.bytes) {
        Some(decoded) => decoded,
        None => match foreign::recognise(&unpacked.bytes, asked) {
            Some(kind) => Decoded {
                foreign: Some(kind),
                ..nothing(Vec::new())
            },
            None if containers.is_empty() => text(formats, &unpacked.bytes, asked),
            None => nothing(vec![no_book(&containers)]),
        },
    };
    if unpacked.is_cut {
        let end = decoded.text.len();
        decoded.issues.push(Issue {
            code: "cut-short",
            span: Span::new(end, end),
            details: Vec::new(),
        });
    }
    decoded
}

/// Reads a container by the first reader that can.
fn container(containers: &[(&str, &Container)], bytes: &[u8]) -> Option<Decoded> {
    let mut readers = containers.iter();
    let read = readers.find_map(|(_, container)| (container.read)(bytes))?;
    Some(Decoded {
        text: read.text,
        links: read.links,
        ..nothing(Vec::new())
    })
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

/// No text, and what there is to say of it.
fn nothing(issues: Vec<Issue>) -> Decoded {
    Decoded {
        text: String::new(),
        encoding: UTF_8,
        links: Vec::new(),
        issues,
        foreign: None,
    }
}

/// Decodes a text, and converts it where it is other markup.
fn text(formats: &[Format], bytes: &[u8], asked: Option<Encoding>) -> Decoded {
    let decoded = transcode(bytes, asked);
    let mut issue = decoded.issue;
    let (text, links) = match format::converter(formats, &decoded.text) {
        Some(converter) => {
            let markdown = (converter.read)(&decoded.text);
            // Its place in the page means nothing in the converted text.
            if let Some(issue) = &mut issue {
                issue.span = Span::new(0, 0);
            }
            (markdown.text, markdown.links)
        }
        None => (decoded.text, Vec::new()),
    };
    Decoded {
        text,
        links,
        encoding: decoded.encoding,
        issues: issue.into_iter().collect(),
        foreign: None,
    }
}

#[cfg(test)]
mod tests;
