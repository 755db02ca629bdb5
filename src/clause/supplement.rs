//! Supplements (附則, 부칙): the heading of the articles after the last division of a statute.

use crate::text::numbering::Numbering;

/// Whether a line is the heading of a supplement, for the articles after the last division. It may
/// name the law that it came with.
pub fn is_supplement(words: &str) -> bool {
    supplement(Numbering::standard(), words).is_some()
}

/// The word of the table that heads a supplement.
pub fn supplement(numbering: &Numbering, words: &str) -> Option<&'static str> {
    const LONGEST: usize = 300;
    if words.len() > LONGEST {
        return None;
    }
    // A cheap test first: this runs for every paragraph.
    let first = words.trim_start().chars().next()?;
    let mut names = numbering.supplements().iter().copied();
    names.find(|name| name.starts_with(first) && heads(words, name))
}

/// Whether a line is a name, spaced as it may be, or that and a law in brackets.
fn heads(words: &str, name: &str) -> bool {
    let letters: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    letters.strip_prefix(name).is_some_and(|rest| {
        // 抄 means that the supplement is printed in part.
        let law = rest.trim_end_matches('抄');
        law.is_empty()
            || law.starts_with(['（', '(']) && law.ends_with(['）', ')'])
            || rest.starts_with(['<', '〈'])
    })
}
