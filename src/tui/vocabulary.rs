//! The vocabulary: other words by which people know the actions, and the groups that help lists
//! them in, from `assets/actions.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::settings::builtin::entries;
use crate::text::fold::fold;

/// The built-in table.
pub const TABLE: &str = include_str!("../../assets/actions.toml");

/// The other words of each action, folded.
static SYNONYMS: LazyLock<HashMap<&str, Vec<String>>> = LazyLock::new(|| {
    let synonyms = entries(TABLE).filter(|(header, ..)| *header == "synonyms");
    let folded = |words: &str| words.split(' ').map(fold).collect();
    synonyms
        .map(|(_, action, words)| (action, folded(words)))
        .collect()
});

/// The groups in the order of help, each with the names of its actions.
pub fn groups() -> impl Iterator<Item = (&'static str, &'static str)> {
    let groups = entries(TABLE).filter(|(header, ..)| *header == "groups");
    groups.map(|(_, name, actions)| (name, actions))
}

/// Whether what is typed says one of the other words of an action, by its name: the word is in it,
/// or it is the beginning of the word.
pub fn says(typed: &str, action: &str) -> bool {
    let typed = fold(typed.trim());
    let is_beginning = typed.chars().count() > 1;
    let words = SYNONYMS.get(action).into_iter().flatten();
    let mut said = words.filter(|word| {
        // Letters within a longer word are another word; hanzi are written without spaces.
        let is_said = if word.is_ascii() {
            typed.split_whitespace().any(|own| own == *word)
        } else {
            typed.contains(*word)
        };
        is_said || (is_beginning && word.starts_with(&typed))
    });
    said.next().is_some()
}

/// Whether what is typed is one of the other words of an action, and nothing else. A single hanzi
/// is rather looked for among the clauses.
pub fn is_word_for(typed: &str, action: &str) -> bool {
    let typed = fold(typed.trim());
    let mut words = SYNONYMS.get(action).into_iter().flatten();
    typed.chars().count() > 1 && words.any(|word| *word == typed)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::tui::action::Action;

    #[test]
    fn every_name_is_an_actions_and_no_group_has_that_of_another() {
        let known: BTreeSet<&str> = Action::all().iter().map(Action::name).collect();
        let grouped: Vec<&str> = groups().flat_map(|(_, names)| names.split(' ')).collect();
        let unique: BTreeSet<&str> = grouped.iter().copied().collect();
        assert_eq!(grouped.len(), unique.len());
        let named = unique.into_iter().chain(SYNONYMS.keys().copied());
        let unknown: Vec<&str> = named.filter(|name| !known.contains(name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn words_are_known_in_either_script_within_a_phrase_and_by_their_beginning() {
        for (typed, action, is_said) in [
            ("查找", "find", true),
            ("搜尋", "find", false),
            ("檢索", "search-library", true),
            ("怎么打开别的书", "pick-document", true),
            ("OPEN", "pick-document", true),
            ("ope", "pick-document", true),
            ("o", "pick-document", false),
            ("reopened", "pick-document", false),
            ("幫", "help", false),
            ("幫助", "help", true),
            ("", "help", false),
        ] {
            assert_eq!(says(typed, action), is_said, "{typed}");
        }
    }
}
