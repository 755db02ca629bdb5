//! Whole screens as they were looked at: one of each theme with the style of every cell, one of
//! each language. A screen that is another is printed; look at it before you take it.

use std::fmt::Write;

use ratatui::buffer::Cell;
use ratatui::style::Style;

use super::play::{Play, chords, library};
use super::texts::STATUTE;
use crate::settings::{Language, Locale};
use crate::terminal::screen::Frame;
use crate::text::Ambiguous;
use crate::text::width::columns;

/// Columns and rows of a usual terminal.
const USUAL: (u16, u16) = (80, 24);

/// A screen with a bookmark, highlights over each other, a note, hits and the outline.
const MARKED: &str = "] m ] H y v l l l l l l H g ] a 原则 Esc / 古籍 Enter";

fn frame(theme: &str, language: Language, size: (u16, u16), keys: &str) -> Frame {
    let mut play = Play::on(library(&[STATUTE]), size);
    play.room.model.locale = Locale::of(language);
    theme.clone_into(&mut play.room.model.options.theme);
    play.settle();
    for key in chords(keys) {
        play.press(key);
    }
    if play.room.is_undecided() {
        play.pause();
    }
    play.frame().0
}

/// The rows of a frame, each with a letter for the style of every cell below it, and the styles.
fn picture(frame: &Frame, with_styles: bool) -> String {
    let mut styles: Vec<Style> = vec![Cell::default().style()];
    let mut picture = String::new();
    for y in 0..frame.area.height {
        let (mut row, mut letters) = (String::new(), String::new());
        let mut covered = 0;
        for x in 0..frame.area.width {
            let cell = &frame[(x, y)];
            let style = cell.style();
            let known = styles.iter().position(|known| *known == style);
            let number = known.unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
            letters.push(match number {
                0 => ' ',
                number => char::from(b'a' + (number as u8 - 1) % 26),
            });
            if covered == 0 {
                row += cell.symbol();
                let wide = columns(cell.symbol(), Ambiguous::default());
                covered = wide.max(1);
            }
            covered -= 1;
        }
        writeln!(picture, "|{}", row.trim_end()).unwrap();
        if with_styles && !letters.trim().is_empty() {
            writeln!(picture, "^{}", letters.trim_end()).unwrap();
        }
    }
    if with_styles {
        for (number, style) in styles.iter().enumerate().skip(1) {
            let letter = char::from(b'a' + (number as u8 - 1) % 26);
            let (fg, bg) = (style.fg.unwrap_or_default(), style.bg.unwrap_or_default());
            let attributes = style.add_modifier;
            writeln!(picture, "{letter}: {fg} on {bg} {attributes:?}").unwrap();
        }
    }
    picture
}

/// Compares what was looked at with what is there; the screens that differ.
fn compare(screens: &[(&str, &str, String)]) {
    let differ = screens.iter().filter(|(_, known, now)| known != now);
    let differ: Vec<String> = differ
        .map(|(name, _, now)| format!("=== {name}\n{now}=== end\n"))
        .collect();
    assert!(differ.is_empty(), "{}", differ.concat());
}

macro_rules! known {
    ($name:literal) => {
        ($name, include_str!(concat!("screens/", $name, ".txt")))
    };
}

#[test]
fn each_theme_looks_as_it_was_looked_at() {
    let themes = [
        known!("dark"),
        known!("light"),
        known!("sepia"),
        known!("contrast"),
        known!("ansi"),
        known!("neutral"),
        known!("monochrome"),
    ];
    let screens = themes.map(|(name, known)| {
        let language = Language::SimplifiedChinese;
        let frame = frame(name, language, USUAL, MARKED);
        (name, known, picture(&frame, true))
    });
    compare(&screens);
}

#[test]
fn each_language_looks_as_it_was_looked_at() {
    let languages = [known!("zh"), known!("zh-Hant"), known!("en")];
    let screens = languages.into_iter().zip(Language::ALL);
    let screens = screens.map(|((name, known), language)| {
        // The room; the same with the tree in hand; a sheet.
        let shots = ["", "S-Tab g g", "T"];
        let shots = shots.map(|keys| picture(&frame("auto", language, (100, 16), keys), false));
        (name, known, shots.join("\n"))
    });
    compare(&screens.collect::<Vec<_>>());
}
