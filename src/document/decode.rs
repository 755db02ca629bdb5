//! Bytes to UTF-8 text: the encoding is detected, what decodes to nothing is kept as U+FFFD and told as an issue.
//!
//! What is normalised, and nothing else: a byte order mark is dropped, CR LF becomes LF, and in a text that has no LF at
//! all CR becomes LF. All spans of the program count bytes of the result. A CR that stands alone among LFs is kept.

use encoding_rs::{BIG5, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::Issue;
use crate::text::Span;

/// The encoding of a source, by its WHATWG name.
pub type Encoding = &'static encoding_rs::Encoding;

/// A decoded source.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text, always with LF line ends and without a BOM.
    pub text: String,
    /// What it was decoded from.
    pub encoding: Encoding,
    /// Undecodable bytes: `undecodable`, at the first of them, with their number and the encoding's name.
    pub issues: Vec<Issue>,
}

/// As much as is looked at to find the encoding.
const SAMPLE: usize = 4 << 10;

/// Decodes bytes whose encoding is not known.
pub fn decode(bytes: &[u8]) -> Decoded {
    // Most sources are UTF-8 throughout, and looked at once; a mark or a NUL tells of something else.
    let is_marked = bytes.starts_with(b"\xEF\xBB\xBF") || memchr::memchr(0, bytes).is_some();
    if !is_marked
        && let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Decoded {
            text: unify_line_ends(text.into_owned()),
            encoding: UTF_8,
            issues: Vec::new(),
        };
    }
    decode_as(bytes, detect(bytes))
}

/// Decodes bytes as the reader says they are encoded.
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    // A mark of another encoding than the one asked for stays in the text, as that encoding has it.
    let bytes = match encoding_rs::Encoding::for_bom(bytes) {
        Some((marked, len)) if marked == encoding => &bytes[len..],
        _ => bytes,
    };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let issue = damaged.then(|| undecodable(bytes, &text, encoding));
    Decoded {
        text: unify_line_ends(text.into_owned()),
        encoding,
        issues: issue.into_iter().collect(),
    }
}

/// Finds the encoding of bytes: byte order mark, UTF-16 by its look, UTF-8, then by statistics over the first 4 KiB.
pub fn detect(bytes: &[u8]) -> Encoding {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf_16(sample(bytes, SAMPLE)) {
        return encoding;
    }
    if is_utf_8(sample(bytes, 16 * SAMPLE)) {
        return UTF_8;
    }
    // An ASCII opening says nothing: the sample starts where other bytes do.
    let first = bytes.iter().position(|b| *b >= 0x80).unwrap_or(0);
    let telling = sample(bytes.get(first..).unwrap_or(bytes), SAMPLE);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(telling, first + telling.len() == bytes.len());
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    if guess == GBK {
        GB18030
    } else if guess.is_single_byte() {
        chinese(telling).unwrap_or(guess)
    } else {
        guess
    }
}

fn sample(bytes: &[u8], len: usize) -> &[u8] {
    &bytes[..bytes.len().min(len)]
}

/// Whether bytes are UTF-8, a cut tail allowed; or damaged UTF-8: many well-formed characters for each flaw, which no other
/// encoding looks like.
fn is_utf_8(sample: &[u8]) -> bool {
    if could_go_on(sample) {
        return true;
    }
    let (mut whole, mut flaws) = (0_usize, 0_usize);
    let mut chunks = sample.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let cut_tail = chunks.peek().is_none() && could_go_on(chunk.invalid());
        flaws += usize::from(!chunk.invalid().is_empty() && !cut_tail);
    }
    flaws == 0 || whole >= 8 * flaws
}

/// Whether bytes are the beginning of a UTF-8 character.
fn could_go_on(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// UTF-16 without a mark: read so, almost nothing but the characters of a Chinese text, and bytes that only UTF-16 has.
fn utf_16(sample: &[u8]) -> Option<Encoding> {
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let nul = memchr::memchr(0, sample).is_some();
    if !nul && std::str::from_utf8(sample).is_ok() {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let units = sample.chunks_exact(2).map(|pair| {
            let pair = [pair[0], pair[1]];
            if *encoding == UTF_16LE {
                u16::from_le_bytes(pair)
            } else {
                u16::from_be_bytes(pair)
            }
        });
        let (mut usual, mut others, mut telling) = (0, 0, nul);
        for unit in units {
            // Their bytes, controls and FF, are in no text of another encoding.
            telling |= matches!(unit, 0x3001 | 0x3002 | 0xFF0C);
            match unit {
                0x09
                | 0x0A
                | 0x0D
                | 0x20..=0x7E
                | 0x3000..=0x30FF
                | 0x4E00..=0x9FFF
                | 0xFF01..=0xFF5E
                | 0x2010..=0x2027 => usual += 1,
                _ => others += 1,
            }
        }
        telling && usual >= 9 * others
    })
}

/// GB18030 or Big5, where statistics over all languages saw a single-byte encoding: few errors and mostly the
/// frequent characters, which both standards keep in their first half.
fn chinese(sample: &[u8]) -> Option<Encoding> {
    let candidates = [(GB18030, 0xB0..=0xD7_u8), (BIG5, 0xA4..=0xC6)];
    let scored = candidates.into_iter().filter_map(|(encoding, frequent)| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let flaws = text.matches('\u{FFFD}').count();
        let (mut pairs, mut common) = (0, 0);
        let mut bytes = sample.iter();
        while let Some(lead) = bytes.next() {
            if *lead > 0x80 && bytes.next().is_some() {
                pairs += 1;
                common += usize::from(frequent.contains(lead));
            }
        }
        let likely = pairs > 0 && flaws * 20 <= pairs && common * 2 >= pairs;
        likely.then(|| (common * 100 / (pairs + 10 * flaws), encoding))
    });
    scored
        .max_by_key(|(score, _)| *score)
        .map(|(_, encoding)| encoding)
}

/// Tells of undecodable bytes: where the first is and how many there are.
fn undecodable(bytes: &[u8], text: &str, encoding: Encoding) -> Issue {
    // In UTF-8 the sign itself may have been in the source, so flaws are counted there and not in the text.
    let (first, count) = if encoding == UTF_8 {
        let (mut first, mut count, mut len) = (None, 0, 0);
        for chunk in bytes.utf8_chunks() {
            len += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                first.get_or_insert(len);
                count += 1;
                len += '\u{FFFD}'.len_utf8();
            }
        }
        (first.unwrap_or(0), count)
    } else {
        let sign = '\u{FFFD}';
        (text.find(sign).unwrap_or(0), text.matches(sign).count())
    };
    // The line ends in front of it will be one byte each.
    let before = text.get(..first).unwrap_or("");
    let start = first - before.matches("\r\n").count();
    Issue {
        code: "undecodable",
        span: Span::new(start, start + '\u{FFFD}'.len_utf8()),
        details: vec![count.to_string(), encoding.name().to_owned()],
    }
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
