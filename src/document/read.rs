//! The one way from the bytes of a source, or from its first ones, to a `Document`.

use std::borrow::Cow;

use super::budget::LARGEST;
use super::decode::decode_whole;
use super::format::{self, FORMATS};
use super::rules::Own;
use super::{Document, Encoding, Foreign, Syntax};

/// The largest text that is read, in bytes. What follows from it takes twice as much again.
const LARGEST_TEXT: u64 = 1 << 30;

/// The largest source that is read, in bytes, by its beginning: of what is unpacked or converted
/// much more is made than of a text.
pub fn largest(beginning: &[u8]) -> u64 {
    if format::is_plain(FORMATS, beginning) {
        LARGEST_TEXT
    } else {
        LARGEST as u64
    }
}

/// Reads a document in an encoding, or in the one that is detected; returns it with that encoding.
/// `named` is the syntax that the name of its source promises, `own` are a person's own rules.
///
/// # Errors
/// What the source is, if it is nothing that is read.
pub fn read(
    bytes: Cow<'_, [u8]>,
    encoding: Option<Encoding>,
    named: Syntax,
    own: &Own,
) -> Result<(Document, Encoding), &'static Foreign> {
    let decoded = decode_whole(bytes, encoding);
    if let Some(kind) = decoded.foreign {
        return Err(kind);
    }
    let encoding = decoded.encoding;
    Ok((decoded.document_by(named, own), encoding))
}
