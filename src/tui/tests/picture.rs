//! Pictures: a text, keys, and what is then on the screen.
//!
//! A picture is written line by line, and the first sign of a line says what the line is:
//!
//! ```text
//! | ▌ 第一条　……      a row of the screen, without the blanks at its end
//! ^   ____           marks below the row before it, a sign a column, where they matter
//! ⋮                  any rows
//! ```
//!
//! The marks: `|` the cursor; `#` reversed, as what is selected and the hit gone to; `h` another
//! hit; `y g b r p` the colours of highlights; `_` underlined, as references and matches.
//!
//! A picture that does not hold is printed as it is: look at it, and take it only if it is right.

use std::fmt::Write;

use super::play::{Play, SMALL, chords, library, theme};
use crate::annotation::Color;
use crate::disk::memory::Memory;
use crate::settings::Options;
use crate::terminal::screen::Frame;
use crate::text::Ambiguous;
use crate::text::width::cells;
use crate::tui::action::Action;
use crate::tui::effect::Host;

/// What is seen after keys were pressed in a room that has opened some texts: the last of the keys
/// does an action.
pub struct Picture {
    /// The name of the action that the last key does; empty where it does not matter.
    pub action: &'static str,
    /// The documents of the library; the first is open.
    texts: Vec<&'static str>,
    /// The keys, as [`chords`] reads them; `…` is a pause.
    keys: &'static str,
    /// What is on the screen.
    shows: &'static str,
    size: (u16, u16),
    options: Options,
    disk: Memory,
    /// What happens before the first key.
    setting: fn(&mut Play),
    effect: Effect,
}

/// What stands among keys for a pause, after which a prefix is meant by itself.
pub const PAUSE: char = '…';

/// A row of the screen, and the marks below it.
type Row = (String, String);

/// What the last key leads to.
enum Effect {
    /// The screen is another.
    Seen,
    /// The host is asked for something.
    Asked(fn(&Host) -> bool),
}

/// What an action does to a text.
pub fn shows(
    action: &'static str,
    text: &'static str,
    keys: &'static str,
    shows: &'static str,
) -> Picture {
    shows_among(action, &[text], keys, shows)
}

/// What an action does in a library of several texts.
pub fn shows_among(
    action: &'static str,
    texts: &[&'static str],
    keys: &'static str,
    shows: &'static str,
) -> Picture {
    Picture {
        action,
        texts: texts.to_vec(),
        keys,
        shows,
        size: SMALL,
        options: Options::default(),
        disk: Memory::default(),
        setting: |_| {},
        effect: Effect::Seen,
    }
}

impl Picture {
    /// With a key of the reader's own.
    pub fn key(mut self, key: &str, action: &str) -> Self {
        let keys = self.options.keys.entry("reader".to_owned()).or_default();
        keys.insert(key.to_owned(), action.to_owned());
        self
    }

    /// On a screen of another size.
    pub fn on(self, size: (u16, u16)) -> Self {
        Self { size, ..self }
    }

    /// After something has happened.
    pub fn after(self, setting: fn(&mut Play)) -> Self {
        Self { setting, ..self }
    }

    /// With annotations that were made before.
    pub fn with(self, disk: Memory) -> Self {
        Self { disk, ..self }
    }

    /// Where the host is asked to do something.
    pub fn asks(self, what: fn(&Host) -> bool) -> Self {
        Self {
            effect: Effect::Asked(what),
            ..self
        }
    }

    /// Presses the keys; what is wrong with what comes of it.
    fn check(&self) -> Result<(), String> {
        let mut play = Play::new(
            library(&self.texts),
            self.options.clone(),
            &self.disk,
            self.size,
        );
        play.settle();
        (self.setting)(&mut play);
        play.settle();
        let mut before = play.frame();
        let mut done = Vec::new();
        for key in chords(self.keys) {
            if play.room.model.pending.is_empty() {
                // Any key would take the last sentence away: that is no effect.
                play.room.model.message = None;
                play.asked.clear();
                before = play.frame();
            }
            done = if key.typed() == Some(PAUSE) {
                play.pause()
            } else {
                play.press(key)
            };
        }
        if play.room.is_undecided() {
            done = play.pause();
        }
        play.is_up_to_date();
        let after = play.frame();
        let is_named = |action: &Action| action.name() == self.action;
        let wrong = if !self.action.is_empty() && !done.iter().any(is_named) {
            Some(format!("did {done:?}"))
        } else {
            self.is_not_done(&play, before == after)
        };
        let compared = compare(&rows(&after), self.shows);
        let at = |wrong: &str| format!("{}: `{}` {wrong}\n", self.action, self.keys);
        match (wrong, compared) {
            (None, Ok(())) => Ok(()),
            (Some(wrong), Ok(())) => Err(at(&wrong)),
            (wrong, Err(shown)) => {
                let wrong = wrong.unwrap_or_else(|| "shows another picture".to_owned());
                Err(at(&wrong) + &shown)
            }
        }
    }

    /// What was to come of the last key, and did not.
    fn is_not_done(&self, play: &Play, is_same: bool) -> Option<String> {
        match (&self.effect, is_same) {
            (Effect::Seen, true) => Some("changes nothing".to_owned()),
            (Effect::Asked(what), _) if !play.asked.iter().any(what) => {
                Some(format!("asked for {:?}", play.asked))
            }
            _ => None,
        }
    }
}

/// Checks what a text shows after keys, whatever actions they do.
pub fn check(text: &'static str, keys: &'static str, picture: &'static str) {
    check_all(&[shows("", text, keys, picture)]);
}

/// Checks all pictures of a subject, and tells of all that do not hold.
pub fn check_all(pictures: &[Picture]) {
    let wrong: Vec<String> = pictures
        .iter()
        .filter_map(|picture| picture.check().err())
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} pictures do not hold\n{}",
        wrong.len(),
        pictures.len(),
        wrong.join("\n")
    );
}

/// Compares a screen with a picture of it; what it shows, where that is another picture.
fn compare(rows: &[Row], picture: &str) -> Result<(), String> {
    let lines: Vec<&str> = picture.trim_start().lines().map(str::trim_start).collect();
    if is_seen(rows, &lines) {
        return Ok(());
    }
    let mut shown = String::new();
    for (row, marks) in rows {
        writeln!(shown, "        |{row}").unwrap();
        if !marks.is_empty() {
            writeln!(shown, "        ^{marks}").unwrap();
        }
    }
    Err(format!("{shown}not:{picture}\n"))
}

/// Whether rows of the screen, each with its marks, are those of a picture.
fn is_seen(rows: &[Row], lines: &[&str]) -> bool {
    let Some((line, lines)) = lines.split_first() else {
        return rows.is_empty();
    };
    let Some(row) = line.strip_prefix('|') else {
        assert_eq!(*line, "⋮", "no line of a picture");
        return (0..=rows.len()).any(|at| is_seen(&rows[at..], lines));
    };
    let Some(((shown, marked), rows)) = rows.split_first() else {
        return false;
    };
    let (marks, lines) = match lines.split_first() {
        Some((line, rest)) if line.starts_with('^') => (line.strip_prefix('^'), rest),
        _ => (None, lines),
    };
    row == shown && marks.is_none_or(|marks| marks == marked) && is_seen(rows, lines)
}

/// The rows of a screen.
pub fn rows((frame, cursor): &(Frame, Option<(u16, u16)>)) -> Vec<Row> {
    let theme = theme();
    let ink = |color| theme.highlight(color);
    let looks = [
        ('#', theme.selected()),
        ('h', theme.hit()),
        ('y', ink(Color::Yellow)),
        ('g', ink(Color::Green)),
        ('b', ink(Color::Blue)),
        ('r', ink(Color::Red)),
        ('p', ink(Color::Purple)),
        ('_', theme.link()),
    ];
    let row = |y: u16| {
        let (mut shown, mut marks) = (String::new(), String::new());
        let mut covered = 0;
        for x in 0..frame.area.width {
            let cell = &frame[(x, y)];
            let style = cell.style();
            let look = looks.iter().find(|(_, look)| style.patch(*look) == style);
            let mark = match look {
                _ if *cursor == Some((x, y)) => '|',
                Some((mark, _)) => *mark,
                None => ' ',
            };
            marks.push(mark);
            // The second column of a wide glyph has none of its own.
            if covered == 0 {
                shown += cell.symbol();
                covered = cells(cell.symbol(), Ambiguous::Narrow).max(1);
            }
            covered -= 1;
        }
        (shown.trim_end().to_owned(), marks.trim_end().to_owned())
    };
    (0..frame.area.height).map(row).collect()
}
