//! Which characters some texts are written with: by it a folded word is looked for in all its forms
//! without folding the texts.

use foldhash::HashMap;

use crate::text::fold::fold;

/// The most writings that are looked for at once.
const MOST: usize = 64;

/// The characters of some texts, and what they fold to.
#[derive(Debug, Default)]
pub struct Inventory {
    /// The characters that fold to one, with how often all of them stand in the texts.
    forms: HashMap<char, (Vec<char>, usize)>,
    /// Characters that fold to several, by each of those.
    compounds: HashMap<char, Vec<char>>,
}

impl Inventory {
    /// The characters with how often each stands in the texts; one may be named several times.
    pub fn new(characters: impl Iterator<Item = (char, usize)>) -> Self {
        let mut inventory = Self::default();
        for (c, count) in characters {
            let folded = fold(c.encode_utf8(&mut [0; 4]));
            let mut parts = folded.chars();
            if let (Some(one), None) = (parts.next(), parts.next()) {
                let (forms, all) = inventory.forms.entry(one).or_default();
                if !forms.contains(&c) {
                    forms.push(c);
                }
                *all += count;
                continue;
            }
            for part in folded.chars() {
                let compounds = inventory.compounds.entry(part).or_default();
                if !compounds.contains(&c) {
                    compounds.push(c);
                }
            }
        }
        inventory
    }

    fn forms(&self, c: char) -> &[char] {
        let found = self.forms.get(&c);
        found.map_or(&[], |(forms, _)| forms)
    }

    /// How often a folded character stands in the texts by itself.
    pub fn count(&self, folded: char) -> usize {
        self.forms.get(&folded).map_or(0, |(_, count)| *count)
    }

    /// All writings of folded characters in a row; `None` if there are too many. Characters that
    /// fold to several of which one is among these stand by themselves.
    pub fn writings(&self, folded: &[char]) -> Option<Vec<String>> {
        let mut writings = vec![String::new()];
        for c in folded {
            let forms = self.forms(*c);
            if writings.len() * forms.len() > MOST {
                return None;
            }
            let longer = writings
                .iter()
                .flat_map(|writing| forms.iter().map(move |form| format!("{writing}{form}")));
            writings = longer.collect();
        }
        let compounds = folded
            .iter()
            .filter_map(|c| self.compounds.get(c))
            .flatten();
        writings.extend(compounds.map(char::to_string));
        writings.sort_unstable();
        writings.dedup();
        (writings.len() <= MOST).then_some(writings)
    }

    /// Whether some character of the texts folds to several of which one is among these.
    pub fn has_compounds(&self, folded: &[char]) -> bool {
        folded.iter().any(|c| self.compounds.contains_key(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &str, folded: &str, expected: &[&str]) {
        let inventory = Inventory::new(texts.chars().map(|c| (c, 1)));
        let folded: Vec<char> = folded.chars().collect();
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(inventory.writings(&folded).unwrap(), expected, "{texts}");
    }

    #[test]
    fn a_word_has_the_writings_that_the_texts_have() {
        check("手工業业农", "工业", &["工業", "工业"]);
        check("手工業农", "工业", &["工業"]);
        check("手工农", "工业", &[]);
        check("ＡaA", "a", &["A", "a", "Ａ"]);
        // What folds to several is looked for by itself.
        check("平成㍻", "平", &["平", "㍻"]);
        check("kg㎏", "kg", &["kg", "㎏"]);
        let many: String = ('A'..='C').chain('a'..='c').chain('Ａ'..='Ｃ').collect();
        let inventory = Inventory::new(many.chars().map(|c| (c, 1)));
        assert_eq!(inventory.writings(&['a', 'b', 'c']).unwrap().len(), 27);
        assert!(inventory.writings(&['a', 'b', 'c', 'a']).is_none());
    }
}
