//! Hints on the status line: keys that are useful now, and where on the line each stands, so that
//! it can be clicked. While something is selected or compared they are all that the line has.

use super::action::Action;
use super::hand::Hand;
use super::keymap::Keymap;
use super::model::overlay::Overlay;
use super::model::{Model, Pane};
use crate::text::width::columns;

/// Columns that the words at the left keep where there are hints beside them.
const KEPT: usize = 36;

/// Columns between two hints.
const GAP: usize = 2;

/// A hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Its first column.
    pub x: usize,
    /// Its keys and what they do.
    pub words: String,
    /// The name of the action.
    action: &'static str,
}

/// The hints that there is room for on a line of so many columns; none where something else stands
/// there. The last one says how to get on from here: it is left out last.
pub fn shown(model: &Model, keymap: &Keymap, width: usize) -> Vec<Hint> {
    let is_taken = model.prompt.is_some()
        || !model.pending.is_empty()
        || model.unsaved.is_some()
        || model.message.is_some()
        || model.desk.attaching.is_some();
    if is_taken {
        return Vec::new();
    }
    let wide = |hint: &(String, &str)| columns(&hint.0, model.ambiguous());
    let is_bar = is_bar(model);
    // The row of a list is told whole before anything else.
    let kept = match model.focus {
        _ if is_bar => 0,
        Pane::Reader => KEPT,
        Pane::Tree | Pane::Outline => {
            let hand = Hand::of(model);
            hand.map_or(0, |hand| hand.columns(model.ambiguous())) + GAP
        }
    };
    let room = width.saturating_sub(1 + kept);
    let named = names(model).iter().filter_map(|name| {
        let keys = keymap.key_of(model.modes(), name)?;
        let does = match *name {
            "cancel" if is_comparing(model) => model.locale.tr("hint.close", &[]),
            name => model.locale.tr(&format!("hint.{name}"), &[]),
        };
        Some((format!("{keys} {does}"), *name))
    });
    let mut hints: Vec<(String, &'static str)> = named.collect();
    let total = |hints: &[(String, &str)]| {
        let columns: usize = hints.iter().map(|hint| wide(hint) + GAP).sum();
        columns.saturating_sub(GAP)
    };
    while total(&hints) > room {
        let at = hints.len().saturating_sub(2);
        if hints.len() <= 1 {
            return Vec::new();
        }
        hints.remove(at);
    }
    let mut x = if is_bar {
        1
    } else {
        width.saturating_sub(total(&hints))
    };
    let place = |hint: (String, &'static str)| {
        let start = x;
        x += wide(&hint) + GAP;
        let (words, action) = hint;
        Hint {
            x: start,
            words,
            action,
        }
    };
    hints.into_iter().map(place).collect()
}

/// What a click on a column of the line does.
pub fn at(model: &Model, keymap: &Keymap, width: usize, column: usize) -> Option<Action> {
    let wide = |hint: &Hint| columns(&hint.words, model.ambiguous());
    let hints = shown(model, keymap, width);
    let hit = hints
        .iter()
        .find(|hint| (hint.x..hint.x + wide(hint)).contains(&column))?;
    hit.action.parse().ok()
}

/// Whether hints are all that the line has: while something is selected, and while texts are
/// compared.
pub fn is_bar(model: &Model) -> bool {
    model.is_selecting() || is_comparing(model)
}

fn is_comparing(model: &Model) -> bool {
    matches!(model.overlays.last(), Some(Overlay::Comparing(_)))
}

/// Useful actions, the most useful first, the one that leads on from here last.
fn names(model: &Model) -> &'static [&'static str] {
    match model.focus {
        _ if is_comparing(model) => &[
            "find-next",
            "find-previous",
            "activate",
            "focus-next",
            "toggle-columns",
            "walk-apart",
            "bind-texts",
            "annotate",
            "toggle-fold",
            "filter-next",
            "cancel",
        ],
        Pane::Reader if model.is_selecting() => &[
            "highlight",
            "annotate",
            "copy-clause",
            "copy-citation",
            "look-up",
            "write-passage",
            "swap-ends",
            "cancel",
        ],
        Pane::Reader if model.search.is_walked => {
            &["find-next", "find-previous", "return-to-hits", "cancel"]
        }
        Pane::Reader if !model.found.hits.is_empty() => {
            &["find-next", "find-previous", "cancel", "help"]
        }
        Pane::Reader => &["next-clause", "previous-clause", "find", "help"],
        Pane::Tree | Pane::Outline => &["activate", "toggle-fold", "focus-next", "help"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Catalog;
    use crate::settings::{Language, Locale, Options};

    #[test]
    fn hints_go_one_by_one_and_the_way_on_goes_last() {
        let locale = Locale::of(Language::SimplifiedChinese);
        let model = Model::new(Catalog::default(), Options::default(), locale, (80, 24));
        let (keymap, _) = Keymap::new(&Options::default());
        for (width, expected) in [
            (120, "] 下一条|[ 上一条|/ 查找|? 键"),
            (62, "] 下一条|[ 上一条|? 键"),
            (60, "] 下一条|? 键"),
            (50, "? 键"),
            (40, ""),
        ] {
            let hints = shown(&model, &keymap, width);
            let words: Vec<&str> = hints.iter().map(|hint| hint.words.as_str()).collect();
            assert_eq!(words.join("|"), expected, "{width}");
            for hint in hints {
                let end = hint.x + columns(&hint.words, model.ambiguous());
                assert!(end <= width);
                let action = hint.action.parse().ok();
                assert_eq!(at(&model, &keymap, width, hint.x), action);
                assert_eq!(at(&model, &keymap, width, end - 1), action);
                assert_eq!(at(&model, &keymap, width, end), None);
            }
        }
    }
}
