//! Reading: the one way from bytes to a `Document`; whoever looks at less than all of a text takes a part of it.

use std::borrow::Cow;

use super::{Document, Encoding, decode, decode_as, parse};

/// The document of some bytes, in an encoding or in the one that is detected, and which that was.
pub fn read(bytes: Cow<'_, [u8]>, encoding: Option<Encoding>) -> (Document, Encoding) {
    let decoded = match encoding {
        Some(encoding) => decode_as(&bytes, encoding),
        None => decode(&bytes),
    };
    // Large ones are not held twice.
    drop(bytes);
    let mut document = parse(decoded.text);
    document.issues.splice(0..0, decoded.issues);
    document.links = decoded.links;
    (document, decoded.encoding)
}
