//! Folding for comparison: case, width, half-width kana, and, where asked for, traditional forms and variants; always one character
//! for one, so that places in the folded text are places in the original.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The katakana that the half-width forms U+FF66 to U+FF9D stand for, in order.
const KANA: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Folds one character: full-width forms to ASCII, half-width kana to full width, capitals to small letters.
pub fn fold_char(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\0'..='\u{7f}' => c,
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
            ascii.to_ascii_lowercase()
        }
        '\u{ff66}'..='\u{ff9d}' => {
            let place = u32::from(c) as usize - 0xff66;
            KANA.chars().nth(place).unwrap_or(c)
        }
        '\u{4e00}'..='\u{9fff}' => c,
        _ => {
            // Only a capital with one small letter folds: one character stays one.
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(small), None) => small,
                _ => c,
            }
        }
    }
}

/// Folds one character for searching: as [`fold_char`], then as [`simplify`].
pub fn fold_loosely(c: char) -> char {
    simplify(fold_char(c))
}

/// The character that traditional forms and variants are searched by: 業 is 业, 説 and 說 are 说, the radical ⾥ is 里. All others are
/// themselves, and so is what comes out: folding twice changes nothing.
pub fn simplify(c: char) -> char {
    if c < FIRST_VARIANT {
        return c;
    }
    let simple = match VARIANTS.near.get(c as usize - FIRST_VARIANT as usize) {
        Some('\0') => None,
        Some(simple) => Some(simple),
        None => VARIANTS.far.get(&c),
    };
    simple.copied().unwrap_or(c)
}

/// No character below it has variants: the first of the radicals.
const FIRST_VARIANT: char = '\u{2e80}';

/// The variants of `assets/tables/variants.txt`.
struct Variants {
    /// From [`FIRST_VARIANT`] to the end of the basic plane, by index; `\0` where there is none.
    near: Vec<char>,
    /// The few beyond.
    far: HashMap<char, char>,
}

static VARIANTS: LazyLock<Variants> = LazyLock::new(|| {
    let mut variants = Variants {
        near: vec!['\0'; 0x1_0000 - FIRST_VARIANT as usize],
        far: HashMap::new(),
    };
    let lines = include_str!("../../assets/tables/variants.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut characters = line.chars();
        let Some(simple) = characters.next() else {
            continue;
        };
        for variant in characters {
            let index = (variant as usize).wrapping_sub(FIRST_VARIANT as usize);
            match variants.near.get_mut(index) {
                Some(near) => *near = simple,
                None => {
                    variants.far.insert(variant, simple);
                }
            }
        }
    }
    variants
});

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        text.chars().map(fold_char).collect()
    }

    #[test]
    fn width_case_and_kana_fold_one_character_for_one() {
        assert_eq!(fold("ＡbＣ１２　：ÄΣ"), "abc12 :äσ");
        assert_eq!(fold("ﾜﾝｱｦ"), "ワンアヲ");
        assert_eq!(fold("手工业İ"), "手工业İ");
    }

    #[test]
    fn traditional_forms_and_variants_fold_to_one_character_once() {
        let loosely = |text: &str| text.chars().map(fold_loosely).collect::<String>();
        for (written, folded) in [
            ("中華人民共和國憲法", "中华人民共和国宪法"),
            ("手工業生產合作社", "手工业生产合作社"),
            ("關於農業稅的説明", "关于农业税的说明"),
            ("為了爲了", "为了为了"),
            ("裏裡里\u{f9e9}⾥", "里里里里里"),
            ("覆議、抵牴", "复议、抵抵"),
            ("乾坤、后土、坏、什么、沈阳", "干坤、后土、坏、什么、沈阳"),
            ("経済産業省", "经济产业省"),
            ("ＡＢ㈠", "ab㈠"),
        ] {
            assert_eq!(loosely(written), folded);
        }
        for c in '\0'..=char::MAX {
            let folded = fold_loosely(c);
            assert_eq!(fold_loosely(folded), folded, "{c}");
        }
        let folding = ('\0'..=char::MAX).filter(|c| simplify(*c) != *c);
        assert_eq!(folding.count(), 5614);
    }
}
