//! The one way from the bytes of a source, or from its first ones, to a `Document`.

use std::borrow::Cow;

use super::{Document, Encoding, decode, decode_as};

/// Reads a document in an encoding, or in the one that is detected; returns it with that encoding.
pub fn read(bytes: Cow<'_, [u8]>, encoding: Option<Encoding>) -> (Document, Encoding) {
    let decoded = match encoding {
        Some(encoding) => decode_as(&bytes, encoding),
        None => decode(&bytes),
    };
    // Bytes and text of a large document are not both kept.
    drop(bytes);
    let encoding = decoded.encoding;
    (decoded.document(), encoding)
}
