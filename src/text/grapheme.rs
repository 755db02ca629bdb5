//! Grapheme clusters (UAX #29): unicode-segmentation, with a fast path for the characters that make
//! up most of a CJK text.

use unicode_segmentation::UnicodeSegmentation;

/// The clusters of a text with their byte offsets, in order; they concatenate to the text.
pub fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let cluster = first_cluster(text.get(at..)?)?;
        let start = at;
        at += cluster.len();
        Some((start, cluster))
    })
}

/// The first cluster of a text.
pub fn first_cluster(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    let first = characters.next()?;
    if is_plain(first) && ends_plain(characters.as_str()) {
        text.get(..first.len_utf8())
    } else {
        text.graphemes(true).next()
    }
}

/// Whether a character has `Grapheme_Cluster_Break` = Other and is no emoji or Indic letter: there
/// is always a boundary between two such characters (GB999).
pub fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{3001}'..='\u{3029}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

/// Whether a plain character followed by `rest` is a cluster of its own.
pub fn ends_plain(rest: &str) -> bool {
    match rest.as_bytes() {
        // Printable ASCII and U+5000 to U+9FFF, by their first byte: most of a text.
        [] | [b' '..=b'~' | 0xe5..=0xe9, ..] => true,
        _ => rest.chars().next().is_some_and(is_plain),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_short_way_leads_where_the_long_one_does(text in "(\\PC|[一-龥，。《a-z\u{301}\u{200d}\u{fe0f}가각\u{1f1e8}\r\n👩]){0,40}") {
            let found: Vec<_> = clusters(&text).collect();
            let expected: Vec<_> = text.grapheme_indices(true).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
