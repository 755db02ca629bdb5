//! Width of a grapheme cluster in columns (UAX #11): the one place that counts them, for
//! typesetting, prompts and the terminal writer.

mod ambiguous;

use std::cmp::Ordering;

use unicode_width::UnicodeWidthStr;

use super::grapheme::clusters;

/// How wide the terminal shows characters of ambiguous width (`East_Asian_Width` = A), such as `…`
/// and `①`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One column, the usual case.
    #[default]
    Narrow,
    /// Two columns: `xterm -cjk_width`, VTE's setting, legacy East Asian terminals.
    Wide,
}

/// Width in columns of one grapheme cluster, as `text::display` shows it.
pub fn cells(cluster: &str, ambiguous: Ambiguous) -> usize {
    match cluster.as_bytes() {
        [] => 0,
        [b' '..=b'~'] => 1,
        // Hanzi (U+4E00 to U+9FFF), CJK marks (U+3001 to U+3029) and full-width forms (U+FF01 to
        // U+FF5E): all of them wide, and most of a text.
        [0xe5..=0xe9, _, _]
        | [0xe4, 0xb8..=0xbf, _]
        | [0xe3, 0x80, 0x81..=0xa9]
        | [0xef, 0xbc, 0x81..=0xbf]
        | [0xef, 0xbd, 0x80..=0x9e] => 2,
        _ => {
            let first = cluster.chars().next();
            if ambiguous == Ambiguous::Wide && first.is_some_and(is_ambiguous) {
                2
            } else {
                cluster.width() + cluster.chars().filter(|c| is_sound_mark(*c)).count()
            }
        }
    }
}

/// Whether a character is a sound mark of half-width kana, as in `ｶﾞ`. It extends a cluster, but
/// every terminal gives it a column; unicode-width counts none.
pub fn is_sound_mark(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

/// Width in columns of a text that is already displayable: the sum over its clusters.
pub fn columns(text: &str, ambiguous: Ambiguous) -> usize {
    clusters(text).map(|(_, c)| cells(c, ambiguous)).sum()
}

/// Whether terminals may differ in the width of this character: `East_Asian_Width` = A.
pub fn is_ambiguous(c: char) -> bool {
    let c = u32::from(c);
    let beside = |&(first, last): &(u32, u32)| {
        if last < c {
            Ordering::Less
        } else if c < first {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    };
    ambiguous::RANGES.binary_search_by(beside).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, narrow: usize, wide: usize) {
        assert_eq!(columns(text, Ambiguous::Narrow), narrow, "{text}");
        assert_eq!(columns(text, Ambiguous::Wide), wide, "{text}");
    }

    #[test]
    fn the_short_way_counts_as_the_long_one_does() {
        for c in (' '..='\u{ffff}').filter(|c| !c.is_control() && !is_sound_mark(*c)) {
            let text = c.to_string();
            assert_eq!(
                cells(&text, Ambiguous::Narrow),
                text.width(),
                "U+{:04X}",
                u32::from(c)
            );
        }
    }

    /// Widths on which xterm, tmux, kitty, foot and VTE agree, with narrow and wide settings.
    #[test]
    fn columns_are_those_of_terminals() {
        check("手工业，", 8, 8);
        check("……——“”", 6, 12);
        check("①Ⅳα°×§─", 7, 14);
        check("abc ü", 5, 6);
        check("ㄅ한ｱ", 5, 5);
        check("ｶﾞﾊﾟﾞ", 5, 5);
        check("か\u{3099}e\u{301}", 3, 3);
        check("葛\u{e0100}", 2, 2);
        check("\u{1112}\u{1161}\u{11ab}", 2, 2);
        check("لا", 2, 2);
    }
}
