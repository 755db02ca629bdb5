//! Line ends: whatever ends a line by Unicode (UAX #14 BK, CR, LF, NL) becomes LF, so that the rest
//! of the program knows one.

use memchr::{memchr, memchr3, memmem};

/// Line ends of one character that are none of ASCII: NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR.
const WIDE: [&str; 3] = ["\u{85}", "\u{2028}", "\u{2029}"];

/// VT and FF.
const CONTROLS: [char; 2] = ['\u{b}', '\u{c}'];

/// Whether LF is the only line end of a text.
pub fn is_unified(text: &str) -> bool {
    memchr3(b'\r', 0x0b, 0x0c, text.as_bytes()).is_none() && !has_wide(text)
}

/// Makes each line end LF. CRs before an LF are one line end with it: what writes text through two
/// conversions leaves CR CR LF.
pub fn unify(text: String) -> String {
    if is_unified(&text) {
        return text;
    }
    let text = without_returns(text);
    if memchr::memchr2(0x0b, 0x0c, text.as_bytes()).is_none() && !has_wide(&text) {
        return text;
    }
    let is_end = |c| CONTROLS.contains(&c) || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    text.replace(is_end, "\n")
}

fn has_wide(text: &str) -> bool {
    let text = text.as_bytes();
    WIDE.iter()
        .any(|end| memmem::find(text, end.as_bytes()).is_some())
}

/// Makes LF of each CR, and of CRs together with the LF behind them.
fn without_returns(text: String) -> String {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut unified = String::with_capacity(text.len());
    let mut parts = text.split('\r').peekable();
    let mut returns = 0;
    while let Some(part) = parts.next() {
        if !part.is_empty() {
            // The CRs before an LF end the line that the LF ends.
            let ends = if part.starts_with('\n') { 0 } else { returns };
            unified.extend(std::iter::repeat_n('\n', ends));
            unified += part;
            returns = 0;
        }
        returns += usize::from(parts.peek().is_some());
    }
    unified.extend(std::iter::repeat_n('\n', returns));
    unified
}
