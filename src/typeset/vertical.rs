//! Vertical writing (竖排): a line runs downwards, two cells wide, with one full-width character in
//! each row. Punctuation takes its vertical forms (UTR #50's Tr: Vertical Forms U+FE10, CJK
//! Compatibility Forms U+FE30), as CLREQ 3.1.4 asks.

use std::borrow::Cow;

use crate::text::Ambiguous;
use crate::text::display::{self, Glyph};

/// Width of a vertical line, in cells.
pub const WIDTH: usize = 2;

/// Geta, the compositor's placeholder for missing type: for glyphs wider than a line.
const GETA: &str = "〓";

/// The glyphs of a text in a vertical line. Their `columns` are rows, so that the rest of
/// typesetting need not distinguish.
///
/// Two single letters or digits share a row (纵中横, tate-chu-yoko); longer runs take one row for
/// each character, in full-width forms.
pub fn glyphs(text: &str, ambiguous: Ambiguous) -> impl Iterator<Item = Glyph<'_>> {
    let mut glyphs = display::glyphs(text, ambiguous).peekable();
    let mut in_run = false;
    std::iter::from_fn(move || {
        let glyph = glyphs.next()?;
        let is_upright =
            |glyph: &Glyph<'_>| matches!(glyph.shown.as_bytes(), [b] if b.is_ascii_alphanumeric());
        if is_upright(&glyph) {
            let pair = text.get(glyph.offset..glyph.offset + 2);
            let is_pair = !in_run
                && pair.is_some_and(|pair| pair.bytes().all(|b| b.is_ascii_alphanumeric()))
                && glyphs.peek().is_some_and(is_upright)
                && !text
                    .as_bytes()
                    .get(glyph.offset + 2)
                    .is_some_and(u8::is_ascii_alphanumeric);
            if let Some(pair) = pair.filter(|_| is_pair) {
                glyphs.next();
                return Some(Glyph {
                    len: 2,
                    shown: Cow::Borrowed(pair),
                    columns: 1,
                    ..glyph
                });
            }
            in_run = true;
        } else {
            in_run = false;
        }
        Some(turned(glyph))
    })
}

/// A glyph in its vertical form.
fn turned(glyph: Glyph<'_>) -> Glyph<'_> {
    if glyph.columns == 0 {
        return glyph;
    }
    let mut characters = glyph.shown.chars();
    let shown = match (characters.next(), characters.next()) {
        (Some(c), None) => form(c).map(|form| Cow::Owned(form.to_string())),
        _ => None,
    };
    let columns = if glyph.shown.chars().all(char::is_whitespace) {
        // A tab takes as many rows as full-width characters.
        glyph.columns.div_ceil(WIDTH)
    } else {
        1
    };
    let shown = match shown {
        Some(form) => form,
        None if glyph.columns > WIDTH && columns == 1 => Cow::Borrowed(GETA),
        None => glyph.shown,
    };
    Glyph {
        shown,
        columns,
        ..glyph
    }
}

/// The vertical form of a character, if it differs.
fn form(c: char) -> Option<char> {
    Some(match c {
        '，' => '︐',
        '、' => '︑',
        '。' => '︒',
        '：' => '︓',
        '；' => '︔',
        '！' => '︕',
        '？' => '︖',
        '〖' => '︗',
        '〗' => '︘',
        '…' | '⋯' => '︙',
        '—' | '―' | '⸺' => '︱',
        '–' => '︲',
        '＿' => '︳',
        '（' | '(' => '︵',
        '）' | ')' => '︶',
        '｛' | '{' => '︷',
        '｝' | '}' => '︸',
        '〔' => '︹',
        '〕' => '︺',
        '【' => '︻',
        '】' => '︼',
        '《' => '︽',
        '》' => '︾',
        '〈' => '︿',
        '〉' => '﹀',
        // GB/T 15834: in vertical text, corner brackets replace quotation marks, white ones for
        // double marks.
        '“' | '『' => '﹃',
        '”' | '』' => '﹄',
        '‘' | '「' => '﹁',
        '’' | '」' => '﹂',
        '［' | '[' => '﹇',
        '］' | ']' => '﹈',
        ' ' => return None,
        '!'..='~' => return char::from_u32(u32::from(c) + 0xfee0),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, rows: &[&str]) {
        let found: Vec<_> = glyphs(text, Ambiguous::Narrow)
            .map(|glyph| glyph.shown.into_owned())
            .collect();
        assert_eq!(found, rows);
    }

    #[test]
    fn punctuation_takes_its_vertical_form() {
        check(
            "学而，“时习”。",
            &["学", "而", "︐", "﹃", "时", "习", "﹄", "︒"],
        );
        check("——……", &["︱", "︱", "︙", "︙"]);
    }

    #[test]
    fn two_digits_share_a_row_and_longer_runs_go_down() {
        check("4月27日", &["４", "月", "27", "日"]);
        check("1955年", &["１", "９", "５", "５", "年"]);
        check("a1b, 10", &["ａ", "１", "ｂ", "，", " ", "10"]);
    }

    #[test]
    fn every_glyph_takes_a_row_of_two_cells_and_none_is_lost() {
        let text = "甲é\u{202e}か\u{3099}\t12345\u{1b}葛\u{e0100}ⅣQED";
        let mut at = 0;
        for glyph in glyphs(text, Ambiguous::Wide) {
            assert_eq!(glyph.offset, at);
            at += glyph.len;
            assert!(
                crate::text::width::columns(&glyph.shown, Ambiguous::Wide) <= WIDTH
                    || glyph.shown.trim().is_empty(),
                "{}",
                glyph.shown
            );
            // A tab extends to the next stop; everything else takes one row.
            assert!(glyph.columns <= display::TAB_STOP / WIDTH);
        }
        assert_eq!(at, text.len());
    }
}
