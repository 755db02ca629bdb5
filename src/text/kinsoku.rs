//! Line-start and line-end prohibition (禁则: CLREQ 3.1.3 and GB/T 15834; for kana JLREQ 3.1.7):
//! which marks must not begin or end a line.

use serde::{Deserialize, Serialize};

/// Strictness of the prohibition. Paired marks (`——`, `……`), numbers and words are never split, at
/// any level.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// No prohibition: any mark may begin or end a line.
    None,
    /// Recommended by CLREQ: closing marks, stops, interpuncts, connectors, iteration and unit
    /// signs do not begin a line; opening marks do not end one.
    #[default]
    Basic,
    /// GB/T 15834: like [`Self::Basic`], and a solidus does not end a line.
    Gb,
    /// Like [`Self::Gb`], and neither `——` nor `……` begins a line.
    Strict,
}

impl Level {
    /// Whether a line may not start with this character.
    pub fn forbids_start(self, c: char) -> bool {
        let forbidden = match self {
            Self::None => 0,
            Self::Basic | Self::Gb => CLOSES | CONTINUES,
            Self::Strict => CLOSES | CONTINUES | PAUSES,
        };
        classes(c) & forbidden != 0
    }

    /// Whether a line may not end with this character.
    pub fn forbids_end(self, c: char) -> bool {
        let forbidden = match self {
            Self::None => 0,
            Self::Basic => OPENS,
            Self::Gb | Self::Strict => OPENS | SLANTS,
        };
        classes(c) & forbidden != 0
    }
}

/// Which marks may hang in the margin after a full line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hanging {
    /// No mark: a mark that does not fit moves to the next line together with the character before
    /// it (推出).
    #[default]
    None,
    /// Stops: `，` `。` `、` and similar (CLREQ 3.1.5).
    Stops,
    /// Any single closing mark. The margin stands in for compressed punctuation (挤进), which a
    /// terminal cannot show.
    Closing,
}

impl Hanging {
    /// Whether this character may hang in the margin.
    pub fn takes(self, c: char) -> bool {
        match self {
            Self::None => false,
            Self::Stops => matches!(c, '，' | '。' | '、' | '．' | '｡' | '､' | ',' | '.'),
            Self::Closing => classes(c) & CLOSES != 0,
        }
    }
}

/// Whether two adjacent characters form one mark that is never split: `——` or `……`.
pub fn is_pair(a: char, b: char) -> bool {
    a == b && pauses(a)
}

/// Classes of marks, as bits.
const CLOSES: u8 = 1;
const CONTINUES: u8 = 2;
const OPENS: u8 = 4;
const PAUSES: u8 = 8;
const SLANTS: u8 = 16;

/// The classes of a character. A table lookup, because it is asked for every character of a text.
fn classes(c: char) -> u8 {
    let classes = index(u32::from(c)).and_then(|index| TABLE.get(index));
    classes.copied().unwrap_or(0)
}

/// Index into [`TABLE`]; `None` for characters outside the blocks that contain marks.
const fn index(c: u32) -> Option<usize> {
    Some(match c {
        0..=0xff => c,
        0x2000..=0x33ff => c - 0x2000 + 0x100,
        0xfe00..=0xffff => c - 0xfe00 + 0x1500,
        _ => return None,
    } as usize)
}

static TABLE: [u8; 0x1700] = table();

const fn table() -> [u8; 0x1700] {
    let mut table = [0; 0x1700];
    let mut code = 0;
    while code <= 0xffff {
        if let (Some(index), Some(c)) = (index(code), char::from_u32(code)) {
            table[index] = if closes(c) { CLOSES } else { 0 }
                | if continues(c) { CONTINUES } else { 0 }
                | if opens(c) { OPENS } else { 0 }
                | if pauses(c) { PAUSES } else { 0 }
                | if slants(c) { SLANTS } else { 0 };
        }
        code += 1;
    }
    table
}

/// Stops, and closing brackets and quotation marks.
#[rustfmt::skip]
const fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '、' | '。' | '．' | '：' | '；' | '！' | '？' | '｡' | '､'
            | ',' | '.' | ':' | ';' | '!' | '?' | '‼' | '⁇' | '⁈' | '⁉'
            | '﹐' | '﹑' | '﹒' | '﹔' | '﹕' | '﹖' | '﹗'
            | '）' | '〕' | '］' | '｝' | '」' | '』' | '】' | '〉' | '》' | '〗' | '〙' | '〛' | '｠' | '｣'
            // 〉 as old encodings have it (canonically equivalent).
            | '\u{232a}'
            | ')' | ']' | '}' | '’' | '”' | '〞' | '〟' | '﹚' | '﹜' | '﹞'
    )
}

/// Marks that belong to the text before them: interpuncts, connectors, solidi, iteration and unit
/// signs, small kana.
#[rustfmt::skip]
const fn continues(c: char) -> bool {
    matches!(
        c,
        '·' | '・' | '･' | '‧' | '•' | '～' | '〜' | '–' | '/' | '／'
            | '々' | '〻' | 'ー' | 'ｰ' | 'ヽ' | 'ヾ' | 'ゝ' | 'ゞ'
            | '％' | '%' | '‰' | '‱' | '℃' | '℉' | '°' | '′' | '″' | '￠' | '¢'
            | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ'
            | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ'
            | 'ㇰ'..='ㇿ' | 'ｧ'..='ｯ'
            // ㍱ to ㍺ and ㎀ to ㏟: square units such as ㎡ and ㎏.
            | '\u{3371}'..='\u{337a}' | '\u{3380}'..='\u{33df}'
    )
}

/// Opening brackets and quotation marks, and currency signs.
#[rustfmt::skip]
const fn opens(c: char) -> bool {
    matches!(
        c,
        '（' | '〔' | '［' | '｛' | '「' | '『' | '【' | '〈' | '《' | '〖' | '〘' | '〚' | '｟' | '｢'
            // 〈 as old encodings have it (canonically equivalent).
            | '\u{2329}'
            | '(' | '[' | '{' | '‘' | '“' | '〝' | '﹙' | '﹛' | '﹝'
            | '￥' | '＄' | '￡' | '￦' | '¥' | '$' | '£' | '€' | '₩'
    )
}

/// Dashes and ellipses.
const fn pauses(c: char) -> bool {
    matches!(c, '—' | '―' | '⸺' | '…' | '‥' | '⋯')
}

/// Solidi.
const fn slants(c: char) -> bool {
    matches!(c, '/' | '／')
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointMapData;
    use icu_properties::props::{EastAsianWidth, GeneralCategory};

    use super::*;

    /// What Unicode calls a closing or an opening bracket, as wide as a hanzi. The forms for
    /// vertical lines (U+FE10 to U+FE4F) are not written in texts.
    #[test]
    fn no_wide_bracket_is_on_the_wrong_side_of_a_line() {
        let category = CodePointMapData::<GeneralCategory>::new();
        let width = CodePointMapData::<EastAsianWidth>::new();
        let mut tried = 0;
        for c in ('\u{2000}'..='\u{ffff}').filter(|c| !('\u{fe10}'..='\u{fe4f}').contains(c)) {
            if !matches!(
                width.get(c),
                EastAsianWidth::Wide | EastAsianWidth::Fullwidth | EastAsianWidth::Halfwidth
            ) {
                continue;
            }
            match category.get(c) {
                GeneralCategory::ClosePunctuation | GeneralCategory::FinalPunctuation => {
                    assert!(Level::Basic.forbids_start(c), "{c}");
                    assert!(!Level::None.forbids_start(c), "{c}");
                }
                GeneralCategory::OpenPunctuation | GeneralCategory::InitialPunctuation => {
                    assert!(Level::Basic.forbids_end(c), "{c}");
                    assert!(!Level::None.forbids_end(c), "{c}");
                }
                _ => continue,
            }
            tried += 1;
        }
        assert!(tried > 30, "{tried}");
    }

    #[test]
    fn each_level_adds_to_the_one_before() {
        let levels = [Level::None, Level::Basic, Level::Gb, Level::Strict];
        let starts = |c: char| levels.map(|level| level.forbids_start(c));
        let ends = |c: char| levels.map(|level| level.forbids_end(c));
        for c in "，。、；：！？）》」』】〕”’·～/々ー％℃㎡".chars() {
            assert_eq!(starts(c), [false, true, true, true], "{c}");
        }
        for c in "（《「『【〔“‘￥".chars() {
            assert_eq!(ends(c), [false, true, true, true], "{c}");
        }
        assert_eq!(ends('/'), [false, false, true, true]);
        assert_eq!(starts('—'), [false, false, false, true]);
        assert_eq!(starts('…'), [false, false, false, true]);
        for c in '\0'..=char::MAX {
            let expected = [closes(c), continues(c), opens(c), pauses(c), slants(c)];
            let classes =
                [CLOSES, CONTINUES, OPENS, PAUSES, SLANTS].map(|bit| classes(c) & bit != 0);
            assert_eq!(classes, expected, "{c}");
        }
        for c in "中一Aa1 (".chars() {
            assert_eq!(starts(c), [false; 4], "{c}");
        }
    }
}
