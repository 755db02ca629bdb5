//! Characters of fonts of symbols, whose codes say nothing without the font: what they look like.

/// Greek, arrows and signs of the font Symbol, from 0x20 on; `\0` for what is only a part of a
/// sign.
const SYMBOL: &str = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u{203e}αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";

/// The same from 0xA0 on.
const SYMBOL_HIGH: &str = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑";

/// Signs of the font Wingdings that texts have: boxes, ticks, bullets, hands, arrows.
const WINGDINGS: [(u8, char); 36] = [
    (0x21, '✏'),
    (0x22, '✂'),
    (0x28, '☎'),
    (0x2a, '✉'),
    (0x46, '☞'),
    (0x47, '☝'),
    (0x4a, '☺'),
    (0x6c, '●'),
    (0x6d, '○'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x70, '□'),
    (0x71, '□'),
    (0x72, '□'),
    (0x73, '◆'),
    (0x74, '◆'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0x9e, '·'),
    (0x9f, '•'),
    (0xa1, '○'),
    (0xa7, '▪'),
    (0xa8, '□'),
    (0xd8, '➢'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe1, '↑'),
    (0xe2, '↓'),
    (0xe8, '➔'),
    (0xf0, '⇨'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
    (0xab, '★'),
];

/// Boxes and ticks of the font Wingdings 2.
const WINGDINGS_2: [(u8, char); 9] = [
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x96, '•'),
    (0xa3, '□'),
    (0x2a, '□'),
];

/// Circled numbers of the font Wingdings, from 0x80 on: white, then black.
const NUMBERS: &str = "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿";

/// The character of a font of symbols at a code; `None` for another font, or an unknown sign.
pub(super) fn character(font: &str, code: u32) -> Option<char> {
    // Codes from 0xF000 on are those of the font's own bytes.
    let byte = u8::try_from(code & !0xf000).ok()?;
    let in_list = |list: &[(u8, char)]| {
        let mut signs = list.iter();
        signs.find(|(own, _)| *own == byte).map(|(_, sign)| *sign)
    };
    let from = |signs: &str, first: u8| signs.chars().nth(usize::from(byte.checked_sub(first)?));
    match font.to_lowercase().as_str() {
        "symbol" if byte < 0x7f => from(SYMBOL, 0x20),
        "symbol" => from(SYMBOL_HIGH, 0xa0),
        "wingdings" => in_list(&WINGDINGS).or_else(|| from(NUMBERS, 0x80)),
        "wingdings 2" => in_list(&WINGDINGS_2),
        _ => None,
    }
}

/// Words in such a font, whose characters are codes of private use.
pub(super) fn words(font: &str, words: &str) -> String {
    let sign = |c: char| {
        let is_code = matches!(c, '\u{f020}'..='\u{f0ff}');
        let sign = is_code.then(|| character(font, u32::from(c))).flatten();
        sign.unwrap_or(c)
    };
    words.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_have_the_codes_of_their_fonts() {
        for (font, code, sign) in [
            ("Symbol", 0xf061, 'α'),
            ("Symbol", 0x57, 'Ω'),
            ("Symbol", 0xf0b7, '•'),
            ("Symbol", 0xf0b3, '≥'),
            ("Symbol", 0xf0e5, '∑'),
            ("Wingdings", 0xf0fe, '☑'),
            ("Wingdings", 0x81, '①'),
            ("Wingdings", 0xf08c, '❶'),
            ("Wingdings 2", 0xf0a3, '□'),
        ] {
            assert_eq!(character(font, code), Some(sign), "{font} {code:x}");
        }
        assert_eq!(character("宋体", 0xf061), None);
        assert_eq!(character("Symbol", 0x1_f061), None);
        assert_eq!(words("Wingdings", "甲\u{f0a8}"), "甲□");
    }
}
