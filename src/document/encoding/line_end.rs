//! Line ends: whatever ends a line by Unicode (UAX #14 BK, CR, LF, NL) becomes LF, so that the rest
//! of the program knows one.

use memchr::{memchr3, memmem};

/// Line ends of one character that are none of ASCII: NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR.
const WIDE: [&str; 3] = ["\u{85}", "\u{2028}", "\u{2029}"];

/// Whether LF is the only line end of a text.
pub fn is_unified(text: &str) -> bool {
    memchr3(b'\r', 0x0b, 0x0c, text.as_bytes()).is_none() && !has_wide(text)
}

/// Makes each line end LF, in place. CRs before an LF are one line end with it: what writes text
/// through two conversions leaves CR CR LF.
pub fn unify(text: String) -> String {
    if is_unified(&text) {
        return text;
    }
    let mut bytes = text.into_bytes();
    let (mut read, mut written) = (0, 0);
    while read < bytes.len() {
        let rest = bytes.get(read..).unwrap_or(&[]);
        let (length, ends) = end(rest);
        if length > 0 {
            if let Some(place) = bytes.get_mut(written..written + ends) {
                place.fill(b'\n');
            }
            (read, written) = (read + length, written + ends);
            continue;
        }
        // A byte that begins a line end may begin other characters.
        let next = rest
            .iter()
            .skip(1)
            .position(|byte| BEGINNINGS.contains(byte));
        let length = next.map_or(rest.len(), |next| next + 1);
        bytes.copy_within(read..read + length, written);
        (read, written) = (read + length, written + length);
    }
    bytes.truncate(written);
    // Whole characters were replaced by whole characters.
    String::from_utf8(bytes).unwrap_or_default()
}

/// What line ends but LF begin with.
const BEGINNINGS: [u8; 5] = [b'\r', 0x0b, 0x0c, 0xc2, 0xe2];

/// The length of the line end that some bytes begin with, and the LFs that it is; 0 if they begin
/// with none.
fn end(bytes: &[u8]) -> (usize, usize) {
    match bytes {
        [b'\r', ..] => {
            let returns = bytes.iter().take_while(|byte| **byte == b'\r').count();
            // The CRs before an LF end the line that the LF ends.
            let is_one = bytes.get(returns) == Some(&b'\n');
            (returns, if is_one { 0 } else { returns })
        }
        [0x0b | 0x0c, ..] => (1, 1),
        [0xc2, 0x85, ..] => (2, 1),
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => (3, 1),
        _ => (0, 0),
    }
}

fn has_wide(text: &str) -> bool {
    let text = text.as_bytes();
    WIDE.iter()
        .any(|end| memmem::find(text, end.as_bytes()).is_some())
}
