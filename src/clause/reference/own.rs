//! The names by which a text refers to itself: 本法, 本条例, 이 법, this Act.

use crate::text::fold::{fold_char, strip_small};
use crate::text::numbering::Tradition;

/// The names of a tradition, each with its first two characters: most begin alike, and the second
/// tells nearly all apart.
#[derive(Clone, Debug)]
pub(in crate::clause) struct OwnNames(Vec<(Option<char>, Option<char>, &'static str)>);

impl OwnNames {
    pub fn new(tradition: &Tradition) -> Self {
        let start = |name: &'static str| {
            let mut characters = name.chars();
            (characters.next(), characters.next(), name)
        };
        Self(tradition.own.iter().copied().map(start).collect())
    }

    /// The length in bytes of the longest name at the start of a text.
    pub fn leading(&self, text: &str) -> Option<usize> {
        let mut characters = text.chars().map(fold_char);
        let (first, second) = (characters.next(), characters.next());
        let may_be = |own: &&(Option<char>, Option<char>, &str)| {
            own.0 == first && (own.1 == second || own.1.is_none())
        };
        let names = self.0.iter().filter(may_be);
        let behind = names.filter_map(|(_, _, name)| strip_small(text, name));
        behind.map(|behind| text.len() - behind.len()).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numbering::Numbering;

    #[test]
    fn the_longest_name_is_taken_whatever_its_case() {
        for (tradition, text, name) in [
            ("mainland", "本法第三条", Some("本法")),
            ("mainland", "本规定所称", Some("本规定")),
            ("mainland", "本级", None),
            ("mainland", "本", None),
            ("mainland", "", None),
            ("vietnam", "Luật này có hiệu lực", Some("Luật này")),
            ("korea", "이 규칙은", Some("이 규칙")),
            ("english", "THIS ACT applies", Some("THIS ACT")),
        ] {
            let mut all = Numbering::standard().traditions().iter();
            let own = OwnNames::new(all.find(|own| own.name == tradition).unwrap());
            let found = own.leading(text).and_then(|length| text.get(..length));
            assert_eq!(found, name, "{text}");
        }
    }
}
