//! Help: what the keys do in a part of the room, in groups that begin with what one needs first,
//! narrowed by what is typed.

use std::collections::HashSet;

use super::action::Action;
use super::keymap::Keymap;
use super::vocabulary::{groups, says};
use crate::search::fuzzy::{Fuzzy, Scratch};
use crate::settings::Locale;

/// The parts of the key map that have so many keys that they are listed in groups.
const GROUPED: [&str; 2] = ["reader", "any"];

/// All keys of an action.
type Row = (Vec<String>, Action);

/// The rows of help for parts of the key map, the first of which goes first: keys and what they do;
/// a title has nothing to do. A key that is typed is asked for; else what it does, in the words of
/// the help line or in other words.
pub fn rows(
    keymap: &Keymap,
    modes: &[&str],
    typed: &str,
    locale: &Locale,
) -> Vec<(String, String)> {
    let sections = sections(keymap, modes);
    let mut actions = sections.iter().flat_map(|(_, actions)| actions);
    let is_key = actions.any(|(keys, _)| keys.iter().any(|key| key == typed));
    let fuzzy = Fuzzy::typed(typed);
    let mut scratch = Scratch::default();
    let mut is_meant = |keys: &[String], action: &Action, does: &str| {
        if is_key {
            keys.iter().any(|key| key == typed)
        } else {
            says(typed, action.name()) || fuzzy.score(does, &mut scratch).is_some()
        }
    };
    let mut rows = Vec::new();
    for (title, actions) in &sections {
        let before = rows.len();
        for (keys, action) in actions {
            let does = action.help(locale);
            if is_meant(keys, action, &does) {
                rows.push((keys.join(" "), does));
            }
        }
        if rows.len() > before {
            let title = locale.tr(&format!("help.{title}"), &[]);
            rows.insert(before, (title, String::new()));
        }
    }
    rows
}

/// What each part has alone, in the order of the key map, then the groups.
fn sections<'a>(keymap: &Keymap, modes: &[&'a str]) -> Vec<(&'a str, Vec<Row>)> {
    let mut sections = Vec::new();
    let mut shared: Vec<Row> = Vec::new();
    let mut known = HashSet::new();
    for mode in modes {
        let mut listed = keymap.listed(mode);
        // A key means what the first part that knows it says.
        for (keys, _) in &mut listed {
            keys.retain(|key| !known.contains(key));
        }
        listed.retain(|(keys, _)| !keys.is_empty());
        known.extend(listed.iter().flat_map(|(keys, _)| keys.iter().cloned()));
        if !GROUPED.contains(mode) {
            sections.push((*mode, listed));
            continue;
        }
        for (keys, action) in listed {
            match shared.iter_mut().find(|(_, own)| *own == action) {
                Some((own, _)) => own.extend(keys),
                None => shared.push((keys, action)),
            }
        }
    }
    for (title, names) in groups() {
        let mut group = Vec::new();
        for name in names.split(' ') {
            group.extend(shared.extract_if(.., |(_, action)| action.name() == name));
        }
        sections.push((title, group));
    }
    if let Some((_, last)) = sections.last_mut() {
        last.append(&mut shared);
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Language, Options};

    fn check(modes: &[&str], typed: &str, expected: &[(&str, &str)]) {
        let (keymap, _) = Keymap::new(&Options::default());
        let locale = Locale::of(Language::SimplifiedChinese);
        let rows = rows(&keymap, modes, typed, &locale);
        let found: Vec<_> = rows.iter().take(expected.len()).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(keys, does)| ((*keys).to_owned(), (*does).to_owned()))
            .collect();
        assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{typed}");
    }

    #[test]
    fn what_one_needs_first_stands_first_and_a_pane_begins_with_its_own() {
        check(
            &["reader", "any"],
            "",
            &[("阅读", ""), ("j Down", "下移"), ("k Up", "上移")],
        );
        check(
            &["tree", "any"],
            "",
            &[("文档树", ""), ("/", "在文档树里筛选")],
        );
        check(&["editor"], "", &[("写笔记时", ""), ("Esc C-s", "保存")]);
    }

    #[test]
    fn typing_asks_for_a_key_for_what_it_does_or_for_a_word_of_the_readers_own() {
        check(
            &["reader", "any"],
            "gd",
            &[("前往", ""), ("gd", "跟随此条的引用，C-o 返回")],
        );
        check(
            &["reader", "any"],
            "竖排或",
            &[("版面", ""), ("w", "竖排或横排")],
        );
        check(
            &["reader", "any"],
            "fullscreen",
            &[("版面", ""), ("z", "只看正文，或恢复各栏")],
        );
        // In the tree `/` is another action: the key of finding in the text is not told.
        check(&["tree", "any"], "查找", &[]);
    }
}
