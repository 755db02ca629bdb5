//! The start of a text as the eye takes it, before markers are recognised: composed (NFC), radicals
//! and compatibility ideographs as the characters that they look like, nothing invisible; with the
//! way back to the source.

use unicode_normalization::UnicodeNormalization;

use super::simplify;
use crate::text::hanzi;

/// A text in which something was folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// What the eye takes.
    pub text: String,
    /// For each run of characters, where it ends: in the composed text and in the source, in bytes.
    ends: Vec<(usize, usize)>,
}

impl Composed {
    /// The first `most` characters of a text, composed; `None` where they are as they should be,
    /// which is nearly always.
    pub fn of(text: &str, most: usize) -> Option<Self> {
        let end = text
            .char_indices()
            .nth(most)
            .map_or(text.len(), |(at, _)| at);
        hanzi::find_other(text.get(..end)?, is_folded)?;
        let mut composed = Self {
            text: String::new(),
            ends: Vec::new(),
        };
        let mut run = String::new();
        for (at, c) in text.char_indices().take(most) {
            if !run.is_empty() && !joins(c) {
                composed.take(&mut run, at);
            }
            if !is_invisible(c) {
                run.push(if is_form(c) { simplify(c) } else { c });
            }
        }
        composed.take(&mut run, end);
        Some(composed)
    }

    fn take(&mut self, run: &mut String, end: usize) {
        self.text.extend(run.nfc());
        self.ends.push((self.text.len(), end));
        run.clear();
    }

    /// Where the source has what ends at a byte of the composed text.
    pub fn source_end(&self, end: usize) -> usize {
        let at = self.ends.partition_point(|(own, _)| *own < end);
        self.ends
            .get(at)
            .or(self.ends.last())
            .map_or(0, |(_, source)| *source)
    }
}

/// Whether a character is not what the eye takes it for.
fn is_folded(c: char) -> bool {
    // Most characters are hanzi, ASCII, punctuation of either.
    let is_usual = matches!(
        c,
        '\0'..='\u{7f}' | '\u{3000}'..='\u{3098}' | '\u{3400}'..='\u{d7ff}' | '\u{ff00}'..='\u{ffef}'
    );
    !is_usual && (joins(c) || is_form(c))
}

/// Kangxi radicals and compatibility ideographs.
fn is_form(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

/// Whether a character belongs to the one before it: a mark, a letter of a decomposed Korean
/// syllable, something invisible.
fn joins(c: char) -> bool {
    is_invisible(c)
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{1100}'..='\u{11ff}' | '\u{3099}' | '\u{309a}')
}

/// Soft hyphens, zero-width characters, signs of direction, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_alike_and_leads_back() {
        for (text, composed, source) in [
            ("\u{2f00}、甲", "一、", "\u{2f00}、"),
            (
                "第\u{200b}一条\u{200b}　甲",
                "第一条",
                "第\u{200b}一条\u{200b}",
            ),
            ("\u{feff}第一条　甲", "第一条", "\u{feff}第一条"),
            (
                "Đie\u{302}\u{300}u 5. Phạm",
                "Điều 5",
                "Đie\u{302}\u{300}u 5",
            ),
            (
                "\u{110c}\u{1166}3\u{110c}\u{1169}(목적)",
                "제3조",
                "\u{110c}\u{1166}3\u{110c}\u{1169}",
            ),
            ("第\u{f9d1}条　甲", "第六条", "第\u{f9d1}条"),
            ("カ\u{3099}\u{3000}甲", "ガ", "カ\u{3099}"),
        ] {
            let found = Composed::of(text, 32).unwrap();
            assert!(
                found.text.starts_with(composed),
                "{} {composed}",
                found.text
            );
            let end = found.source_end(composed.len());
            assert_eq!(text.get(..end), Some(source), "{composed}");
        }
    }

    #[test]
    fn what_is_as_it_should_be_is_left_alone() {
        for text in [
            "第一条　甲",
            "제1조(목적)",
            "Điều 1. Phạm vi",
            "（一）“甲”",
            "",
        ] {
            assert_eq!(Composed::of(text, 32), None, "{text}");
        }
        // Only as far as was asked.
        assert_eq!(Composed::of("第一条\u{200b}", 3), None);
    }
}
