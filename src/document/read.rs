//! The one way from the bytes of a source, or from its first ones, to a `Document`.

use std::borrow::Cow;

use super::decode::decode_by;
use super::format::FORMATS;
use super::rules::Own;
use super::{Document, Encoding, Foreign, Syntax};

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
    let decoded = decode_by(FORMATS, bytes, encoding);
    if let Some(kind) = decoded.foreign {
        return Err(kind);
    }
    let encoding = decoded.encoding;
    Ok((decoded.document_by(named, own), encoding))
}
