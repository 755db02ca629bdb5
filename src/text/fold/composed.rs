//! The start of a text as the eye takes it, before markers are recognised: folded on the rung on
//! which hardly anything is.

use super::unit::{is_form, is_invisible, joins};
use super::{Folded, Rung};

/// The start of a text in which something was folded.
#[derive(Clone, Debug)]
pub struct Composed<'t> {
    source: &'t str,
    folded: Folded,
}

impl<'t> Composed<'t> {
    /// The first `most` characters of the first line of a text, composed; `None` where they are as
    /// they should be, which is nearly always.
    pub fn of(text: &'t str, most: usize) -> Option<Self> {
        let line = || text.chars().take(most).take_while(|c| *c != '\n');
        if !line().any(is_folded) {
            return None;
        }
        let source = text.get(..line().map(char::len_utf8).sum())?;
        let folded = Folded::of(source, Rung::Exact);
        Some(Self { source, folded })
    }

    /// What the eye takes.
    pub fn text(&self) -> &str {
        self.folded.text().trim_end_matches('\n')
    }

    /// Where the source has what ends at a byte of the composed text, with all behind it that
    /// cannot be seen.
    pub fn source_end(&self, end: usize) -> usize {
        let end = self.folded.way_back(self.source, &[]).span(0..end).end;
        let behind = self.source.get(end..).unwrap_or("");
        self.source.len() - behind.trim_start_matches(is_invisible).len()
    }
}

/// Whether a character is not what the eye takes it for.
fn is_folded(c: char) -> bool {
    // Most characters are hanzi, ASCII, punctuation of either.
    let is_usual = matches!(
        c,
        '\0'..='\u{7f}'
            | '\u{3000}'..='\u{3098}'
            | '\u{3400}'..='\u{a66e}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{ff01}'..='\u{ff5e}'
    );
    !is_usual && (joins(c) || is_form(c) || is_invisible(c) || matches!(c, '\u{1100}'..='\u{11ff}'))
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
                found.text().starts_with(composed),
                "{} {composed}",
                found.text()
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
            assert!(Composed::of(text, 32).is_none(), "{text}");
        }
        // Only as far as was asked.
        assert!(Composed::of("第一条\u{200b}", 3).is_none());
    }
}
