//! Bytes to UTF-8 text: out of their wrapping, the encoding found, HTML and EPUB turned into Markdown; what decodes to nothing stays as marks of
//! its bytes and is told as an issue.
//!
//! What is normalised, and nothing else: a byte order mark is dropped, CR LF becomes LF, and in a text that has no LF at
//! all CR becomes LF. All spans of the program count bytes of the result. A CR that stands alone among LFs is kept.

mod detect;
mod utf_32;

use std::borrow::Cow;
use std::fmt::Write;

use encoding_rs::{DecoderResult, UTF_8};

use super::unpack::unpack;
use super::{Issue, Link, epub, html};
use crate::text::Span;
pub use detect::detect;

/// The encoding of a source, by its WHATWG name.
pub type Encoding = &'static encoding_rs::Encoding;

/// The encodings that a reader may ask for.
pub const ENCODINGS: [Encoding; 10] = [
    UTF_8,
    encoding_rs::GB18030,
    encoding_rs::BIG5,
    encoding_rs::SHIFT_JIS,
    encoding_rs::EUC_JP,
    encoding_rs::ISO_2022_JP,
    encoding_rs::EUC_KR,
    encoding_rs::UTF_16LE,
    encoding_rs::UTF_16BE,
    encoding_rs::WINDOWS_1252,
];

/// The encoding of a name.
pub fn encoding(name: &str) -> Option<Encoding> {
    encoding_rs::Encoding::for_label(name.as_bytes())
}

/// A decoded source.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text, always with LF line ends and without a BOM.
    pub text: String,
    /// What it was decoded from.
    pub encoding: Encoding,
    /// The links of a page or of a book, in order of place.
    pub links: Vec<Link>,
    /// Undecodable bytes: `undecodable`, at the first of them, with the number of places and the encoding's name; a wrapping that ended too
    /// early: `cut-short`; an archive that is no book: `no-book`.
    pub issues: Vec<Issue>,
}

/// Decodes bytes whose encoding is not known.
pub fn decode(bytes: &[u8]) -> Decoded {
    read(bytes, detect)
}

/// Decodes bytes as the reader says they are encoded.
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    read(bytes, |_| encoding)
}

/// The text of bytes, whatever it may be.
pub(super) fn text_of(bytes: &[u8]) -> String {
    decode_text(bytes, detect(bytes)).text
}

fn read(bytes: &[u8], encoding: impl Fn(&[u8]) -> Encoding) -> Decoded {
    let unpacked = unpack(bytes);
    let narrowed = utf_32::to_utf_8(&unpacked.bytes);
    let bytes = narrowed.as_deref().unwrap_or(&unpacked.bytes);
    let mut decoded = if epub::is_archive(bytes) {
        book(bytes)
    } else {
        let known = narrowed.is_some().then_some(UTF_8);
        decode_text(bytes, known.unwrap_or_else(|| encoding(bytes)))
    };
    if html::is_html(&decoded.text) {
        (decoded.text, decoded.links) = html::to_markdown(&decoded.text);
        // Their places are other ones now.
        for issue in &mut decoded.issues {
            issue.span = Span::new(0, 0);
        }
    }
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

fn book(bytes: &[u8]) -> Decoded {
    let book = epub::to_markdown(bytes);
    let issue = book.is_none().then(|| Issue {
        code: "no-book",
        span: Span::new(0, 0),
        details: Vec::new(),
    });
    let (text, links) = book.unwrap_or_default();
    Decoded {
        text,
        links,
        encoding: UTF_8,
        issues: issue.into_iter().collect(),
    }
}

fn decode_text(bytes: &[u8], encoding: Encoding) -> Decoded {
    // A mark of another encoding than the one asked for stays in the text, as that encoding has it.
    let bytes = match encoding_rs::Encoding::for_bom(bytes) {
        Some((marked, len)) if marked == encoding => &bytes[len..],
        _ => bytes,
    };
    let (text, marks) = mark(bytes, encoding);
    let issue = marks.first().map(|first| {
        // The line ends in front of it will be one byte each.
        let before = text.get(..first.start).unwrap_or("");
        let start = first.start - before.matches("\r\n").count();
        Issue {
            code: "undecodable",
            span: Span::new(start, start + first.len()),
            details: vec![marks.len().to_string(), encoding.name().to_owned()],
        }
    });
    Decoded {
        text: unify_line_ends(text),
        links: Vec::new(),
        encoding,
        issues: issue.into_iter().collect(),
    }
}

/// Decodes bytes; those that are no character stay as what they are in hexadecimal, `⟦9B⟧`. Returns the text, and where these marks are.
fn mark(bytes: &[u8], encoding: Encoding) -> (String, Vec<Span>) {
    if encoding == UTF_8
        && let Some(text) = utf_8(bytes)
    {
        return (text.into_owned(), Vec::new());
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut read = 0;
    loop {
        let rest = bytes.get(read..).unwrap_or(&[]);
        let room = decoder.max_utf8_buffer_length_without_replacement(rest.len());
        text.reserve(room.unwrap_or(rest.len()));
        let (result, taken) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        read += taken;
        match result {
            DecoderResult::InputEmpty => return (text, marks),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, behind) => {
                let end = read.saturating_sub(usize::from(behind));
                let start = end.saturating_sub(usize::from(length));
                let from = text.len();
                text.push('⟦');
                for byte in bytes.get(start..end).unwrap_or(&[]) {
                    // Writing to a string cannot fail.
                    let _ = write!(text, "{byte:02X}");
                }
                text.push('⟧');
                marks.push(Span::new(from, text.len()));
            }
        }
    }
}

/// Bytes, cut in front of the first that is no UTF-8. Like [`utf_8`] several times as fast on hanzi as the standard library, and every document
/// goes through it.
pub(super) fn split_utf_8(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(encoding_rs::Encoding::utf8_valid_up_to(bytes))
}

/// Whether bytes are nothing, or the beginning of a UTF-8 character.
pub(super) fn could_go_on(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// The text of bytes that are UTF-8; a mark is kept.
pub(super) fn utf_8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    UTF_8.decode_without_bom_handling_and_without_replacement(bytes)
}

/// CR LF, or CR where there is no LF at all, to LF.
fn unify_line_ends(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        text
    } else if memchr::memchr(b'\n', text.as_bytes()).is_none() {
        text.replace('\r', "\n")
    } else {
        text.replace("\r\n", "\n")
    }
}

#[cfg(test)]
mod tests;
