//! Supplements (附則, 부칙): the heading of the articles behind the last division of a statute.

use super::Numbering;

impl Numbering {
    /// The word of the table that a line consists of, if it heads a supplement. The word may be
    /// spaced, and the law that it came with may stand behind it in brackets.
    pub fn supplement(&self, line: &str) -> Option<&'static str> {
        const LONGEST: usize = 300;
        if line.len() > LONGEST {
            return None;
        }
        // A cheap test first: this runs for every paragraph.
        let first = line.trim_start().chars().next()?;
        let mut names = self.supplements.iter().copied();
        names.find(|name| name.starts_with(first) && heads(line, name))
    }
}

/// Whether a line is a name, spaced as it may be, or that and a law in brackets.
fn heads(line: &str, name: &str) -> bool {
    let letters: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    letters.strip_prefix(name).is_some_and(|rest| {
        // 抄 means that the supplement is printed in part.
        let law = rest.trim_end_matches('抄');
        law.is_empty()
            || law.starts_with(['（', '(']) && law.ends_with(['）', ')'])
            || rest.starts_with(['<', '〈'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn supplements_are_named_by_the_table() {
        for (line, word) in [
            ("附　則", Some("附則")),
            ("附則（平成十五年法律第三号）抄", Some("附則")),
            ("부 칙 <제3호>", Some("부칙")),
            ("附则的规定", None),
            ("附件", None),
        ] {
            assert_eq!(Numbering::standard().supplement(line), word, "{line}");
        }
    }
}
