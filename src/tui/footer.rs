//! The lower edges of sheets: which keys do what, as a sentence of the locales says it, and the key
//! that is meant where one is clicked.

use super::layout::sheet;
use super::model::Model;
use super::model::overlay::Overlay;
use super::model::search::{Times, View};
use crate::terminal::chord::{KeyChord, KeyCode};
use crate::text::Ambiguous;
use crate::text::width::columns;

/// Between the keys of a lower edge.
const GAP: &str = "  ";

/// Columns of the edge before its words.
const BEFORE: u16 = 3;

/// What can be done next in the sheet of a search.
pub fn of_search(model: &Model) -> String {
    let search = &model.search;
    let count = &model.pending.typed;
    if !search.is_typing && !count.is_empty() && count.bytes().all(|c| c.is_ascii_digit()) {
        return model.locale.tr("search.keys-count", &[count]);
    }
    let name = match (search.is_typing, search.view, search.timeline.times()) {
        (true, View::Notebook, _) => "typing-nothing",
        (true, ..) => "typing",
        (false, View::Times, Times::Documents(_)) => "day",
        // Of the library as it is there is nothing to narrow, to count otherwise, or to keep.
        (false, View::Times, _) if search.query.is_none() => "library",
        (false, view, _) => view.name(),
    };
    model.locale.tr(&format!("search.keys-{name}"), &[])
}

/// As many of the keys as there is room for on a sheet so wide. The one that leads out is the last
/// to go.
pub fn fitting(keys: &str, width: u16, ambiguous: Ambiguous) -> String {
    let room = usize::from(width.saturating_sub(BEFORE + 1));
    let mut parts: Vec<&str> = keys.split(GAP).collect();
    while parts.len() > 1 && columns(&parts.join(GAP), ambiguous) > room {
        let leads_out = |part: &&str| part.starts_with("Esc");
        let last = parts.iter().rposition(|part| !leads_out(part));
        parts.remove(last.unwrap_or(0));
    }
    parts.join(GAP)
}

/// The key that a click at a place of the screen means, where a sheet names its keys.
pub fn at(model: &Model, (column, row): (u16, u16)) -> Option<KeyChord> {
    let is_search = matches!(model.overlays.last(), Some(Overlay::Search));
    if !is_search || model.prompt.is_some() {
        return None;
    }
    let area = sheet::search(model.size);
    if row + 1 != area.bottom() {
        return None;
    }
    let keys = fitting(&of_search(model), area.width, model.ambiguous());
    let column = column.checked_sub(area.x + BEFORE)?;
    key_at(&keys, usize::from(column), model.ambiguous())
}

/// The key that stands at a column, or before the words there: of several the first.
fn key_at(keys: &str, column: usize, ambiguous: Ambiguous) -> Option<KeyChord> {
    let mut start = 0;
    for part in keys.split(GAP) {
        let end = start + columns(part, ambiguous);
        if (start..end).contains(&column) {
            return meant(part, column - start, ambiguous);
        }
        start = end + GAP.len();
    }
    None
}

fn meant(part: &str, column: usize, ambiguous: Ambiguous) -> Option<KeyChord> {
    let (mut first, mut end) = (None, 0);
    for word in part.split(' ') {
        let chords = named(word);
        let each = columns(word, ambiguous) / chords.len().max(1);
        if chords.is_empty() {
            break;
        }
        for chord in chords {
            first = first.or(Some(chord));
            end += each;
            if column < end {
                return Some(chord);
            }
        }
        end += 1;
    }
    first
}

/// The keys that a word in front of others names: one by its name, an arrow, signs in a row.
fn named(word: &str) -> Vec<KeyChord> {
    let arrow = match word {
        "↑" => Some(KeyCode::Up),
        "↓" => Some(KeyCode::Down),
        "←" => Some(KeyCode::Left),
        "→" => Some(KeyCode::Right),
        _ => None,
    };
    if let Some(code) = arrow {
        return vec![code.into()];
    }
    if !word.is_ascii() {
        return Vec::new();
    }
    match word.parse() {
        Ok(chord) => vec![chord],
        Err(_) if word.starts_with(|c: char| c.is_ascii_punctuation()) => {
            word.chars().map(|c| KeyCode::Char(c).into()).collect()
        }
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_keys_that_do_not_fit_the_one_that_leads_out_stays() {
        let check = |keys: &str, room: u16, expected: &str| {
            let width = room + BEFORE + 1;
            assert_eq!(fitting(keys, width, Ambiguous::Narrow), expected);
        };
        check(
            "Enter 打开  Del 删  Esc 关闭",
            40,
            "Enter 打开  Del 删  Esc 关闭",
        );
        check("Enter 打开  Del 删  Esc 关闭", 22, "Enter 打开  Esc 关闭");
        check("Enter 打开  Del 删  Esc 关闭", 3, "Esc 关闭");
        check("Esc 保存  C-c 草稿  C-g 编辑器", 20, "Esc 保存  C-c 草稿");
        check("一二三", 2, "一二三");
    }

    #[test]
    fn a_key_is_meant_by_itself_and_by_the_words_behind_it() {
        let meant = |keys: &str| {
            let all = (0..columns(keys, Ambiguous::Narrow))
                .map(|column| key_at(keys, column, Ambiguous::Narrow));
            let mut names: Vec<String> = all
                .map(|key| key.map_or("-".to_owned(), |key| key.to_string()))
                .collect();
            names.dedup();
            names.join(" ")
        };
        assert_eq!(meant("Enter 读  / 改  Esc"), "Enter - / - Esc");
        assert_eq!(meant("><t 排序  d 并重"), "> < t > - d");
        assert_eq!(meant("↑ ↓ 选旧检索"), "Up Down Up");
        assert_eq!(meant("写检索式  ← 退回"), "- Left");
        assert_eq!(meant("type a query  C-e export"), "- C-e");
    }
}
