//! Bytes to UTF-8 text: finds the encoding or takes the one asked for, and unifies line ends.
//! Undecodable bytes become visible marks and an issue. Below [`decode`](mod@super::decode), which
//! also unpacks and converts.
//!
//! Normalised is only this: a byte order mark is dropped, and every line end becomes LF. All spans
//! of the program count bytes of the result.

mod detect;
mod line_end;
mod utf_32;

use std::borrow::Cow;
use std::fmt::Write;

use encoding_rs::{DecoderResult, UTF_8, UTF_16BE, UTF_16LE};

use super::Issue;
use crate::text::Span;
pub use detect::detect;
pub(super) use line_end::is_unified;

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
    UTF_16LE,
    UTF_16BE,
    encoding_rs::WINDOWS_1252,
];

/// The encoding of a name.
pub fn encoding(name: &str) -> Option<Encoding> {
    encoding_rs::Encoding::for_label(name.as_bytes())
}

/// A text and what it was decoded from.
pub(super) struct Transcoded {
    /// The text, with LF line ends and without a byte order mark.
    pub text: String,
    pub encoding: Encoding,
    /// `undecodable`, at the first such bytes, with the number of places and the encoding's name.
    pub issue: Option<Issue>,
}

/// Decodes bytes in the encoding asked for, else in the one that is found. UTF-32 cannot be asked
/// for: its byte order mark alone decides.
pub(super) fn transcode(bytes: Cow<'_, [u8]>, asked: Option<Encoding>) -> Transcoded {
    match utf_32::to_utf_8(&bytes) {
        Some(bytes) => transcode_from(bytes.into(), UTF_8),
        None => {
            let encoding = asked.unwrap_or_else(|| detect(&bytes));
            transcode_from(bytes, encoding)
        }
    }
}

/// Whether the beginning of a text is in an encoding whose characters may have NULs in them.
pub(super) fn is_wide(beginning: &[u8]) -> bool {
    let found = detect(beginning);
    utf_32::to_utf_8(beginning).is_some() || [UTF_16LE, UTF_16BE].contains(&found)
}

fn transcode_from(mut bytes: Cow<'_, [u8]>, encoding: Encoding) -> Transcoded {
    // The byte order mark of another encoding than the one asked for is text in that encoding.
    let mark_length = match encoding_rs::Encoding::for_bom(&bytes) {
        Some((marked, length)) if marked == encoding => length,
        _ => 0,
    };
    match &mut bytes {
        Cow::Borrowed(bytes) => *bytes = bytes.get(mark_length..).unwrap_or(&[]),
        Cow::Owned(bytes) => drop(bytes.drain(..mark_length)),
    }
    let marked = mark(bytes, encoding);
    let issue = marked.first.map(|first| {
        // Line ends before the mark may become shorter.
        let before = marked.text.get(..first.start).unwrap_or("");
        let start = line_end::unify(before.to_owned()).len();
        Issue {
            code: "undecodable",
            span: Span::new(start, start + first.len()),
            details: vec![marked.count.to_string(), encoding.name().to_owned()],
        }
    });
    Transcoded {
        text: line_end::unify(marked.text),
        encoding,
        issue,
    }
}

/// A text with marks for the bytes that are no character.
#[derive(Default)]
struct Marked {
    text: String,
    /// The first mark.
    first: Option<Span>,
    /// Number of places where bytes are no character.
    count: usize,
}

/// Most places one behind the other that have a mark each.
pub(super) const LONGEST_RUN: usize = 1024;

/// Most places that have a mark, which takes eight times as much as a byte; the others are U+FFFD.
const MOST_MARKS: usize = 1 << 22;

/// Bytes of text that are decoded at once: few, since the decoder touches all the memory that it
/// may write to, at each place that is no character.
const ROOM: usize = 4 << 10;

/// Decodes bytes; those that are no character become a mark with their hexadecimal digits, `⟦9B⟧`.
/// Of a long run of them the last mark says how many more bytes there are, `⟦+1048512⟧`.
fn mark(bytes: Cow<'_, [u8]>, encoding: Encoding) -> Marked {
    let mut marked = Marked::default();
    let mut bytes = bytes;
    if encoding == UTF_8 {
        let text = match bytes {
            // In its place: a text of a gigabyte has no room beside itself.
            Cow::Owned(bytes) => {
                String::from_utf8(bytes).map_err(|error| error.into_bytes().into())
            }
            Cow::Borrowed(bytes) => utf_8(bytes).map(Cow::into_owned).ok_or(bytes.into()),
        };
        bytes = match text {
            Ok(text) => {
                marked.text = text;
                return marked;
            }
            Err(bytes) => bytes,
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut decoded = String::with_capacity(ROOM);
    let mut read = 0;
    // Places of the run that is being read, and their bytes that have no mark.
    let (mut run, mut unmarked) = (0, 0);
    loop {
        let rest = bytes.get(read..).unwrap_or(&[]);
        decoded.clear();
        let (result, taken) =
            decoder.decode_to_string_without_replacement(rest, &mut decoded, true);
        read += taken;
        let is_over = result == DecoderResult::InputEmpty;
        if !decoded.is_empty() || is_over {
            if unmarked > 0 {
                marked.text += &format!("⟦+{unmarked}⟧");
            }
            (run, unmarked) = (0, 0);
            marked.text += &decoded;
        }
        if is_over {
            return marked;
        }
        if let DecoderResult::Malformed(length, behind) = result {
            let end = read.saturating_sub(usize::from(behind));
            let start = end.saturating_sub(usize::from(length));
            let wrong = bytes.get(start..end).unwrap_or(&[]);
            marked.count += 1;
            run += 1;
            if run > LONGEST_RUN {
                unmarked += wrong.len();
                continue;
            }
            if marked.count > MOST_MARKS {
                marked.text.push(char::REPLACEMENT_CHARACTER);
                continue;
            }
            let from = marked.text.len();
            marked.text.push('⟦');
            for byte in wrong {
                // Writing to a string cannot fail.
                let _ = write!(marked.text, "{byte:02X}");
            }
            marked.text.push('⟧');
            let place = Span::new(from, marked.text.len());
            marked.first.get_or_insert(place);
        }
    }
}

/// Splits bytes before the first that is not UTF-8. Like [`utf_8`], several times as fast on hanzi
/// as the standard library; every document goes through it.
pub(super) fn split_utf_8(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(encoding_rs::Encoding::utf8_valid_up_to(bytes))
}

/// Whether bytes are empty or the beginning of a UTF-8 character.
pub(super) fn could_go_on(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// The text of bytes that are UTF-8; a byte order mark is kept.
pub(super) fn utf_8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    UTF_8.decode_without_bom_handling_and_without_replacement(bytes)
}
