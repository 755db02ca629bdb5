//! Folding for comparison: case, width and half-width kana, one character for one, so that places in the folded text are places
//! in the original.

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
}
