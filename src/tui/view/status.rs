//! The status line: what is at hand, how far the reader is, useful keys. A message or a prompt
//! replaces it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::{Strip, one_line};
use super::prompt;
use crate::clause::name::Names;
use crate::library::shelf::By;
use crate::text::Ambiguous;
use crate::text::width::columns;
use crate::tui::keymap::Keymap;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::reader::Reader;
use crate::tui::model::tree::{TreeNode, TreeRow, title};
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Theme;

/// Paints the status line; returns the position of the hardware cursor if a prompt is open.
pub fn view(
    model: &Model,
    keymap: &Keymap,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    if area.height == 0 {
        return None;
    }
    let mut strip = Strip::new(area, 0, model.ambiguous());
    if let Some(open) = &model.prompt {
        return Some(prompt::view(model, open, theme, &mut strip, buffer));
    }
    strip.x += 1.min(area.width);
    if !model.pending.is_empty() {
        strip.fit(buffer, &model.pending.typed, theme.accent(), theme);
        return None;
    }
    if let Some(unsaved) = &model.unsaved {
        strip.fit(buffer, unsaved, theme.alarm(), theme);
        return None;
    }
    if let Some(message) = &model.message {
        strip.fit(buffer, message, theme.plain(), theme);
        return None;
    }
    if model.desk.attaching.is_some() {
        let words = model.locale.tr("decide.attaching", &[]);
        strip.fit(buffer, &words, theme.accent(), theme);
        return None;
    }
    if let Some(Overlay::Comparing(_)) = model.overlays.last() {
        let keys = model.locale.tr("compare.keys", &[]);
        strip.fit(buffer, &keys, theme.quiet(), theme);
        return None;
    }
    let hand = at_hand(model);
    let is_reading = model.focus == Pane::Reader;
    let own = hand
        .as_ref()
        .map_or(0, |hand| hand.columns(strip.ambiguous));
    let hints = hints(model, keymap);
    let hint_columns = columns(&hints, strip.ambiguous);
    // The row of a list is told whole before anything else; of the text, key hints leave as much
    // room to the clause as they take.
    let kept = if is_reading {
        hint_columns + 6
    } else {
        own + 3
    };
    if strip.width() >= hint_columns + kept {
        strip.put_right(buffer, &hints, theme.quiet());
        strip.end = strip.end.saturating_sub(1);
    }
    if let Some(seen) = model.scanning {
        let scanning = model.locale.tr("library.scanning", &[&seen.to_string()]);
        strip.put_right(buffer, &scanning, theme.quiet());
        strip.end = strip.end.saturating_sub(1);
    }
    if let Some((done, all)) = model.packing {
        let percent = (done * 100 / all.max(1)).to_string();
        let packing = model.locale.tr("library.packing", &[&percent]);
        strip.put_right(buffer, &packing, theme.quiet());
        strip.end = strip.end.saturating_sub(1);
    }
    if let Some(reader) = model.reader.as_ref().filter(|_| is_reading) {
        strip.put_right(buffer, &format!("{}%", reader.percent()), theme.quiet());
        let has_room = |step: &String| strip.width() >= own + columns(step, strip.ambiguous) + 2;
        if let Some(step) = step(reader).filter(has_room) {
            strip.put_right(buffer, &step, theme.quiet());
        }
        // The usual encoding is shown only if there is room.
        let encoding = reader.text.encoding;
        if encoding != "UTF-8" || strip.width() >= 60.max(own + encoding.len()) {
            strip.put_right(buffer, encoding, theme.quiet());
        }
    }
    if let Some(hand) = hand {
        if !hand.place.is_empty() {
            strip.put(buffer, &hand.place, theme.accent());
            strip.put(buffer, GAP, theme.plain());
        }
        let style = if is_reading && hand.place.is_empty() {
            theme.quiet()
        } else {
            theme.plain()
        };
        strip.fit(buffer, &hand.words, style, theme);
    }
    None
}

/// Between a place and its words.
const GAP: &str = "  ";

/// What the keys are about: the clause that is read, or the row of a list.
struct Hand {
    /// Where it stands, as the document itself says it.
    place: String,
    /// Its words.
    words: String,
}

impl Hand {
    fn columns(&self, ambiguous: Ambiguous) -> usize {
        columns(&self.place, ambiguous) + GAP.len() + columns(&self.words, ambiguous)
    }
}

fn at_hand(model: &Model) -> Option<Hand> {
    let words_alone = |words| Hand {
        place: String::new(),
        words,
    };
    if model.focus == Pane::Tree {
        return Some(words_alone(row(model, model.tree.selected()?)));
    }
    let reader = model.reader.as_ref()?;
    let text = &reader.text;
    let id = match model.focus {
        Pane::Outline => model.outline.selected(),
        _ => reader.clause(),
    };
    let clause = id.and_then(|id| Some((id, text.tree.get(id)?)));
    let Some((id, clause)) = clause else {
        return Some(words_alone(title(&model.catalog, reader.entry).to_owned()));
    };
    let place = Names::new(&text.document, &text.tree).place(id);
    let words = if place.is_empty() {
        clause.heading(&text.document)
    } else {
        one_line(&text.document.words(clause.title))
    };
    Some(Hand { place, words })
}

/// A row of the tree in words, with what its numbers and signs count.
fn row(model: &Model, row: &TreeRow) -> String {
    let mut parts = vec![model.name_of_row(row)];
    let mut count = |key: &str, number: usize, least: usize| {
        if number >= least {
            parts.push(model.locale.tr(key, &[&number.to_string()]));
        }
    };
    match row.node {
        TreeNode::Shelf(index, _) => {
            let tree = &model.tree;
            if let Some(shelf) = tree.shelves.shelves.get(index as usize) {
                // On the shelves of books and folders what is the same stands as often as it is
                // there.
                let counted = match tree.shelves.by {
                    _ if model.same.is_empty() => "tree.counted",
                    By::Collection | By::Folder => "tree.counted-copies",
                    By::Date | By::Tag | By::Author => "tree.counted-texts",
                };
                count(counted, shelf.count, 1);
                count("tree.counted-notes", tree.tallies.noted.of(&shelf.all), 1);
                count("tree.counted-read", tree.tallies.read.of(&shelf.all), 1);
            }
        }
        TreeNode::Document(place) => {
            let id = model.tree.entry(place as usize);
            if let Some(id) = id {
                let noted = model.marked.get(&id).copied().unwrap_or(0);
                count("tree.counted-notes", noted, 1);
                count("tree.counted-places", model.same.places(id).len(), 2);
                if model.read.contains(&id) {
                    parts.push(model.locale.tr("tree.was-read", &[]));
                }
            }
        }
        TreeNode::Heading(_) => {}
    }
    parts.join(" · ")
}

/// Which of the clauses beside it the reader is at: 第三章 4/12.
fn step(reader: &Reader) -> Option<String> {
    let step = reader.text.step(reader.clause()?)?;
    let gap = if step.around.is_empty() { "" } else { " " };
    Some(format!(
        "{}{gap}{}/{}",
        step.around, step.number, step.count
    ))
}

/// Useful keys of the focused pane.
fn hints(model: &Model, keymap: &Keymap) -> String {
    let (mode, actions): (&str, &[&str]) = match model.focus {
        Pane::Reader
            if model
                .reader
                .as_ref()
                .is_some_and(|own| own.selection.is_some()) =>
        {
            (
                "select",
                &[
                    "highlight",
                    "annotate",
                    "copy-citation",
                    "swap-ends",
                    "cancel",
                ],
            )
        }
        Pane::Reader if model.search.is_walked => (
            "reader",
            &["find-next", "find-previous", "return-to-hits", "cancel"],
        ),
        Pane::Reader if !model.found.hits.is_empty() => {
            ("reader", &["find-next", "find-previous", "cancel", "help"])
        }
        Pane::Reader => (
            "reader",
            &["next-clause", "previous-clause", "find", "help"],
        ),
        Pane::Tree => ("tree", &["activate", "toggle-fold", "focus-next", "help"]),
        Pane::Outline => (
            "outline",
            &["activate", "toggle-fold", "focus-next", "help"],
        ),
    };
    let words = actions.iter().filter_map(|name| {
        let keys = keymap.key_of(mode, name)?;
        Some(format!(
            "{keys} {}",
            model.locale.tr(&format!("hint.{name}"), &[])
        ))
    });
    words.collect::<Vec<_>>().join("  ")
}
