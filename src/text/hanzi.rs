//! Passing over hanzi. Most characters of a text are, and what is looked for mostly is none: a
//! stop, a bracket, a break.

/// Length in bytes of the hanzi (U+4E00 to U+9FFF) that a text starts with.
pub fn leading(text: &str) -> usize {
    // All have three bytes, and the first two tell them.
    let is_hanzi = |c: &&[u8]| matches!(c, [0xe5..=0xe9, ..] | [0xe4, 0xb8..=0xbf, ..]);
    text.as_bytes().chunks_exact(3).take_while(is_hanzi).count() * 3
}

/// The byte offset of the first character of a kind that no hanzi is.
pub fn find_other(text: &str, mut is_one: impl FnMut(char) -> bool) -> Option<usize> {
    let mut rest = text;
    loop {
        rest = rest.get(leading(rest)..)?;
        let c = rest.chars().next()?;
        if is_one(c) {
            return Some(text.len() - rest.len());
        }
        rest = rest.get(c.len_utf8()..)?;
    }
}

/// The byte offset of the first mark of a kind that has the width of a hanzi: `。`, `，`, `〔`.
pub fn find_mark(text: &str, mut is_one: impl FnMut(char) -> bool) -> Option<usize> {
    // Those of U+3000 to U+3FFF and U+F000 to U+FFFF begin with these bytes, and no hanzi does.
    let mut places = memchr::memchr2_iter(0xe3, 0xef, text.as_bytes());
    places.find(|at| {
        let mark = text.get(*at..).and_then(|rest| rest.chars().next());
        mark.is_some_and(&mut is_one)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hanzi_are_told_by_their_first_bytes() {
        for c in '\0'..=char::MAX {
            let is_hanzi = ('\u{4e00}'..='\u{9fff}').contains(&c);
            let text = format!("{c}。");
            assert_eq!(leading(&text) == c.len_utf8(), is_hanzi, "{c}");
        }
        assert_eq!(leading(""), 0);
        assert_eq!(leading("各区縣"), 9);
    }

    #[test]
    fn what_is_no_hanzi_is_found() {
        for (text, found) in [
            ("", None),
            ("各区县", None),
            ("各区，县", Some("，县")),
            ("a的𠀀；b，", Some("；b，")),
            ("，", Some("，")),
        ] {
            let at = find_other(text, |c| matches!(c, '，' | '；'));
            assert_eq!(at.and_then(|at| text.get(at..)), found, "{text}");
            assert_eq!(find_mark(text, |c| matches!(c, '，' | '；')), at, "{text}");
        }
    }
}
