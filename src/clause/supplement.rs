//! Supplements (附則, 부칙): the heading of the articles after the last division of a statute.

/// Whether a line is the heading of a supplement, for the articles after the last division. 附 則
/// and 부칙 may name the law that they came with.
pub fn is_supplement(words: &str) -> bool {
    const LONGEST: usize = 300;
    // A cheap test first: this runs for every paragraph.
    if words.len() > LONGEST || !words.trim_start().starts_with(['附', '부']) {
        return false;
    }
    if let Some(korean) = words.strip_prefix("부칙") {
        return korean.is_empty() || korean.trim_start().starts_with(['<', '〈']);
    }
    let letters: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = letters
        .strip_prefix("附则")
        .or_else(|| letters.strip_prefix("附則"));
    rest.is_some_and(|rest| {
        // 抄 means that the supplement is printed in part.
        let law = rest.trim_end_matches('抄');
        law.is_empty() || law.starts_with(['（', '(']) && law.ends_with(['）', ')'])
    })
}
