//! The one way from the bytes of a source, or from its first ones, to a `Document`.

use std::borrow::Cow;

use super::rules::Own;
use super::{Document, Encoding, Foreign, Syntax, decode, decode_as};

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
    let decoded = match encoding {
        Some(encoding) => decode_as(&bytes, encoding),
        None => decode(&bytes),
    };
    // Bytes and text of a large document are not both kept.
    drop(bytes);
    if let Some(kind) = decoded.foreign {
        return Err(kind);
    }
    let encoding = decoded.encoding;
    Ok((decoded.document_by(named, own), encoding))
}
