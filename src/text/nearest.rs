//! The name that a misspelt one is likeliest to mean.

/// Least likeness of two names (Jaro-Winkler, 0 to 1): a letter too many, one wanting, two changed
/// about.
const ALIKE: f64 = 0.8;

/// The one of some names that is most like a typed one, if any is alike.
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let scored = names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(typed, name), name))
        .filter(|(score, _)| *score >= ALIKE);
    let best = scored.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_found_and_another_word_is_not() {
        let names = ["search", "show", "outline", "marks", "measure"];
        let check = |typed: &str, name| assert_eq!(nearest(typed, names), name, "{typed}");
        check("serch", Some("search"));
        check("saerch", Some("search"));
        check("outlin", Some("outline"));
        check("mesure", Some("measure"));
        check("mark", Some("marks"));
        check("laws", None);
        check("公司法", None);
        check("", None);
    }
}
