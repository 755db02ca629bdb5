//! Where a reference may start: a text is looked at closely there only.

use crate::text::numbering::Tradition;
use crate::text::sieve::Sieve;

/// The characters that a phrase that refers may start with.
#[derive(Clone, Debug)]
pub(super) struct Starts {
    /// In order.
    characters: Vec<char>,
    /// Every character of the text is asked, and few are there.
    sieve: Sieve,
}

impl Starts {
    /// Those of a tradition, and of words that it shares with others.
    pub fn new(tradition: &Tradition, shared: &[&str]) -> Self {
        let words = tradition.units.iter().flat_map(|unit| unit.before);
        let words = words.chain(tradition.own).chain(shared);
        let mut characters: Vec<char> = words.filter_map(|word| word.chars().next()).collect();
        let capitals: Vec<char> = characters.iter().flat_map(|c| c.to_uppercase()).collect();
        characters.extend(capitals);
        characters.extend(tradition.titles.iter().map(|(open, _)| *open));
        characters.sort_unstable();
        characters.dedup();
        let sieve = characters.iter().copied().collect();
        Self { characters, sieve }
    }

    /// The byte offset of the first of them in a text.
    pub fn find(&self, text: &str) -> Option<usize> {
        let mut rest = text;
        loop {
            rest = rest.get(self.sieve.passes(rest)..)?;
            let c = rest.chars().next()?;
            if self.has(c) {
                return Some(text.len() - rest.len());
            }
            rest = rest.get(c.len_utf8()..)?;
        }
    }

    fn has(&self, c: char) -> bool {
        self.sieve.holds(c) && self.characters.binary_search(&c).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numbering::Numbering;

    #[test]
    fn starts_are_found_among_all_characters() {
        let mut all = Numbering::standard().traditions().iter();
        let taiwan = all.find(|own| own.name == "taiwan").unwrap();
        let starts = Starts::new(taiwan, &["前"]);
        for (text, found) in [
            ("", None),
            ("各级人民政府", None),
            ("违反本法的", Some("本法的")),
            ("a，𠀀前款", Some("前款")),
            ("按§3", Some("§3")),
            ("《某法》", Some("《某法》")),
        ] {
            let at = starts.find(text);
            assert_eq!(at.and_then(|at| text.get(at..)), found, "{text}");
        }
        for c in '\0'..=char::MAX {
            let is_one = starts.characters.contains(&c);
            assert_eq!(starts.find(&format!("甲{c}")).is_some(), is_one, "{c}");
        }
    }
}
