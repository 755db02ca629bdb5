//! A room to play in: keys and actions go in, a picture comes out. What the room asks for is done at
//! once, by the same workers as in the program; what it wants of its host is passed over.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};

use tempfile::TempDir;

use crate::library::{Catalog, Source};
use crate::settings::position::Positions;
use crate::settings::{Language, Locale, Options, Paths};
use crate::terminal::facts::{Background, Colors};
use crate::terminal::input::Input;
use crate::terminal::screen::tests::margins::Terminal;
use crate::terminal::screen::{Capabilities, Frame, Margins, Screen};
use crate::text::Ambiguous;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Host};
use crate::tui::message::Message;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;
use crate::tui::room::Room;
use crate::tui::theme::Theme;
use crate::tui::worker::{Keeper, LibrarianThread, Workers};
use crate::tui::{update, view};

const CAPABILITIES: Capabilities = Capabilities {
    colors: Colors::Many,
    synchronized: true,
    margins: Margins::None,
    measured: true,
    ambiguous: Ambiguous::Narrow,
};

/// Columns and rows of a picture: the text has them alone.
const PICTURE: (u16, u16) = (50, 12);

/// A reading room on a terminal of another's making.
pub struct Play {
    pub room: Room,
    workers: Workers,
    to: Sender<Message>,
    reports: Receiver<Message>,
    screen: Screen<Vec<u8>>,
    pub terminal: Terminal,
    /// Where things are kept, if anywhere; it goes with the room.
    folder: Option<TempDir>,
}

/// Opens a text, types keys, and looks at the screen: without colours, and without what is blank at the
/// ends of rows.
///
/// Keys are parted by spaces and named as in the key map; what names no key is typed character by
/// character, so that `: 4.2 Enter` goes to an address. Each row of the picture stands behind a `|`.
pub fn check(text: &str, keys: &str, picture: &str) {
    let mut catalog = Catalog::default();
    let source = Source::Memory("check".into(), text.as_bytes().into());
    catalog.read(source).unwrap();
    let mut play = Play::on(catalog, PICTURE, Margins::None);
    play.keep();
    play.keys(keys);
    let rows = picture.lines().filter_map(|line| line.split_once('|'));
    let expected: Vec<&str> = rows.map(|(_, row)| row.trim_end()).collect();
    let found = play.picture();
    let marked: Vec<String> = found.lines().map(|row| format!("|{row}")).collect();
    assert!(
        found == expected.join("\n"),
        "after `{keys}`:\n{}",
        marked.join("\n")
    );
}

impl Play {
    /// A room on these documents, the first of them open; it keeps nothing.
    pub fn on(catalog: Catalog, size: (u16, u16), margins: Margins) -> Self {
        let capabilities = Capabilities {
            margins,
            ..CAPABILITIES
        };
        let (to, reports) = channel();
        let librarian = LibrarianThread::new(catalog.clone(), Vec::new(), None, None, to.clone());
        let locale = Locale::of(Language::Chinese);
        let (room, wrong_key) = Room::new(catalog, Options::default(), locale, size);
        assert_eq!(wrong_key, None);
        let mut play = Self {
            room,
            workers: Workers::new(|task| task(), Keeper::default(), librarian, to.clone()),
            to,
            reports,
            screen: Screen::new(Vec::new(), capabilities),
            terminal: Terminal::new(size, margins),
            folder: None,
        };
        let model = &mut play.room.model;
        let (entry, _) = model.catalog.iter().next().unwrap();
        let mut effects = update::open(model, entry, Landing::Left);
        effects.extend(update::arrange(model));
        play.carry_out(effects);
        play
    }

    /// Has what is made in the room kept, in a folder that goes with it.
    pub fn keep(&mut self) {
        let folder = self.folder.insert(TempDir::new().unwrap()).path();
        let paths = Paths {
            config: folder.join("config"),
            state: folder.join("state"),
            cache: folder.join("cache"),
        };
        let mut keeper = Keeper::new(paths, None, Positions::default(), self.to.clone());
        keeper.begin();
        self.workers.keeper = keeper;
        self.carry_out(Vec::new());
    }

    /// Carries out effects, and whatever the reports on them lead to.
    pub fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(ask) => self.workers.ask(ask),
                Effect::Host(Host::Redraw) => self.screen.repaint(),
                // What another program would do with the terminal.
                Effect::Host(_) => {}
            }
        }
        // The keeper has a thread in any case, if there is one.
        self.workers.keeper.catch_up();
        while let Ok(message) = self.reports.try_recv() {
            let Message::Report(report) = message else {
                panic!("{message:?}");
            };
            let effects = self.room.hear(report);
            self.carry_out(effects);
        }
    }

    pub fn act(&mut self, action: Action) {
        let effects = self.room.act(vec![action]);
        self.carry_out(effects);
    }

    pub fn resize(&mut self, size: (u16, u16)) {
        self.room.model.size = size;
        self.terminal.resize(size);
    }

    /// Types keys, as [`check`] has them, and waits long enough for a prefix to be meant by itself.
    pub fn keys(&mut self, keys: &str) {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            let chords = match key.parse() {
                Ok(chord) => vec![chord],
                Err(_) => key
                    .chars()
                    .map(|c| c.to_string().parse().unwrap())
                    .collect(),
            };
            for chord in chords {
                let effects = self.room.take(Input::Key(chord));
                self.carry_out(effects);
                // A frame between the keys, as a person sees it.
                self.settle();
                self.room.prepare();
            }
        }
        let effects = self.room.pause();
        self.carry_out(effects);
    }

    /// What the screen shows.
    pub fn picture(&mut self) -> String {
        self.draw();
        let screen = self.terminal.screen();
        let (_, columns) = screen.size();
        let rows = screen.rows(0, columns.get());
        let rows: Vec<String> = rows.map(|row| row.trim_end().to_owned()).collect();
        rows.join("\n")
    }

    fn settle(&mut self) {
        let effects = self.room.settle();
        self.carry_out(effects);
    }

    /// What is derived is what it would be if it were made now, whoever has changed what.
    fn is_up_to_date(&mut self) {
        let derived = |model: &Model| {
            let reader = model.reader.as_ref();
            let placed = reader.map_or(&[][..], |reader| &reader.placed);
            let ledger = model.ledger();
            let listed = ledger.map(|ledger| ledger.all.iter().map(|own| own.id.clone()));
            let marked: BTreeMap<String, usize> = (*model.marked).clone().into_iter().collect();
            format!(
                "{:?} {placed:?} {marked:?} {:?}",
                model.revision(),
                listed.map(Vec::from_iter),
            )
        };
        let before = derived(&self.room.model);
        let stamps = &mut self.room.model.derived;
        (stamps.corrected, stamps.marked) = Default::default();
        (stamps.placed, stamps.ledger) = Default::default();
        self.settle();
        assert_eq!(derived(&self.room.model), before);
    }

    /// Draws; what the terminal then shows, and what it shows after a full repaint.
    pub fn draw(&mut self) -> (Vec<String>, Vec<String>) {
        self.settle();
        self.is_up_to_date();
        self.room.prepare();
        let theme = Theme::new(false, Ambiguous::Narrow, Colors::Many, Background::Dark);
        let mut frame = Frame::default();
        let cursor = view::view(&self.room.model, &self.room.keymap, theme, &mut frame);
        let written = |screen: &mut Screen<Vec<u8>>, terminal: &mut Terminal| {
            screen.draw(&frame, cursor, false).unwrap();
            terminal.process(&std::mem::take(screen.written()));
            shown(terminal)
        };
        let shown = written(&mut self.screen, &mut self.terminal);
        let mut fresh = Terminal::new(self.room.model.size, Margins::None);
        let repainted = written(&mut Screen::new(Vec::new(), CAPABILITIES), &mut fresh);
        (shown, repainted)
    }
}

/// What a terminal shows, row by row, with the runs of its attributes, and its cursor.
fn shown(terminal: &Terminal) -> Vec<String> {
    let screen = terminal.screen();
    let (rows, columns) = screen.size();
    let mut shown: Vec<String> = (0..rows.get())
        .map(|y| {
            let mut row = String::new();
            let mut last = None;
            for x in 0..columns.get() {
                let cell = screen.cell(y, x).unwrap();
                // Where there is no glyph, its colour and weight show nothing.
                let is_seen = cell.inverse() || !matches!(cell.contents(), "" | " ");
                let glyph = is_seen.then(|| {
                    let weight = (cell.bold(), cell.dim(), cell.italic());
                    (cell.fgcolor(), weight)
                });
                let look = (glyph, cell.bgcolor(), cell.underline(), cell.inverse());
                if last.replace(look) != Some(look) {
                    row += &format!("{look:?}");
                }
                row += match cell.contents() {
                    "" if !cell.is_wide_continuation() => " ",
                    contents => contents,
                };
            }
            row
        })
        .collect();
    shown.push(if screen.hide_cursor() {
        "hidden".to_owned()
    } else {
        format!("{:?}", screen.cursor_position())
    });
    shown
}
