//! The rig: a reading room without a terminal. Whatever it asks for is done at once, what it keeps
//! is kept on a disk in memory, and it is always the same day.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::annotation::Clock;
use crate::disk::memory::Memory;
use crate::library::{Catalog, EntryId, Source};
use crate::settings::position::Positions;
use crate::settings::{Language, Locale, Options, Paths};
use crate::terminal::chord::KeyChord;
use crate::terminal::facts::{Background, Colors};
use crate::terminal::input::Input;
use crate::terminal::screen::Frame;
use crate::text::Ambiguous;
use crate::text::Said;
use crate::tui::action::Action;
use crate::tui::ask::{Ask, Work};
use crate::tui::effect::{Effect, Host};
use crate::tui::message::Message;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;
use crate::tui::report::Report;
use crate::tui::room::Room;
use crate::tui::theme::{Theme, Themes};
use crate::tui::worker::{Keeper, LibrarianThread, Stacks, Workers};
use crate::tui::{update, view};

/// Now, in the morning of this day: the same day in nearly all time zones.
const NOW: &str = "2026-11-30T10:00:00Z";

/// The size of a small screen: no pane has room beside the text.
pub const SMALL: (u16, u16) = (40, 10);

/// A reading room, and whoever serves it.
pub struct Play {
    /// The room.
    pub room: Room,
    /// What its host was asked to do.
    pub asked: Vec<Host>,
    /// Whether it waits for the keeper whenever something is to be kept.
    pub is_patient: bool,
    workers: Workers,
    reports: Receiver<Message>,
}

/// A library of texts in memory.
pub fn library(texts: &[&str]) -> Catalog {
    let mut catalog = Catalog::default();
    for (index, text) in texts.iter().enumerate() {
        let source = Source::Memory(format!("{index}.txt"), text.as_bytes().into());
        catalog.read(source).unwrap();
    }
    catalog
}

/// The disk, after keys were pressed in a room with a text.
pub fn kept(text: &str, keys: &str) -> Memory {
    let disk = Memory::default();
    let mut play = Play::new(library(&[text]), Options::default(), &disk, SMALL);
    play.settle();
    for key in chords(keys) {
        play.press(key);
    }
    disk
}

/// Keys as the key map writes them, parted by blanks; what names no key is typed character by
/// character.
pub fn chords(keys: &str) -> Vec<KeyChord> {
    let typed = |c: char| c.to_string().parse().unwrap();
    let named = |key: &str| match key.parse() {
        Ok(chord) => vec![chord],
        Err(_) => key.chars().map(typed).collect(),
    };
    keys.split(' ').flat_map(named).collect()
}

/// The theme that the room is painted in.
pub fn theme() -> Theme {
    painted_in("auto")
}

/// The theme of a name, on a terminal of many colours.
pub fn painted_in(name: &str) -> Theme {
    let colors = (Colors::Many, Background::Dark);
    Themes::default().theme(name, false, Ambiguous::Narrow, colors)
}

impl Play {
    /// A room with the first document of a library open, and all as it is where nothing was set or
    /// made.
    pub fn on(catalog: Catalog, size: (u16, u16)) -> Self {
        Self::new(catalog, Options::default(), &Memory::default(), size)
    }

    /// A room with the first document of a library open.
    pub fn new(catalog: Catalog, options: Options, disk: &Memory, size: (u16, u16)) -> Self {
        let (to, reports) = channel();
        let librarian = LibrarianThread::new(
            catalog.clone(),
            Default::default(),
            (None, None),
            None,
            to.clone(),
        );
        let positions = Positions::default();
        let disk = Arc::new(disk.clone());
        let [config, state, cache] = ["/config", "/state", "/cache"].map(Into::into);
        let paths = Paths {
            config,
            state,
            cache,
        };
        let clock = Clock::new(|| NOW.parse().unwrap());
        let mut keeper = Keeper::new(paths, disk, clock, positions, to.clone());
        keeper.begin();
        keeper.catch_up();
        let locale = Locale::of(Language::SimplifiedChinese);
        let mut room = Room::new(catalog, options, locale, size);
        room.model.keys = room.keymap.names();
        room.model.themes = Themes::default().names();
        let mut play = Self {
            room,
            asked: Vec::new(),
            is_patient: true,
            workers: Workers::new(
                (|task| task(), Duration::ZERO),
                keeper,
                librarian,
                Stacks::default(),
                to,
            ),
            reports,
        };
        let model = &mut play.room.model;
        let first = model.catalog.iter().next().map(|(entry, _)| entry);
        let mut effects = update::open(model, first.unwrap(), Landing::Left);
        effects.extend(update::arrange(model));
        play.carry_out(effects);
        play
    }

    /// Carries out effects, and whatever the reports on them lead to.
    pub fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                // Nothing is written into the folder that the tests run in.
                Effect::Ask(Ask::Work(Work::Take(path, _))) if path.is_relative() => {}
                Effect::Ask(ask) => {
                    let is_kept = matches!(ask, Ask::Keep(_));
                    self.workers.ask(ask);
                    if is_kept && self.is_patient {
                        self.workers.keeper.catch_up();
                    }
                }
                Effect::Host(host) => self.asked.push(host),
            }
        }
        self.hear_all();
    }

    /// Leaves the room; what is to be said then.
    pub fn leave(mut self) -> Option<Said> {
        let effects = self.room.leave();
        self.carry_out(effects);
        self.workers.keeper.finish()
    }

    /// Waits for the keeper.
    pub fn catch_up(&mut self) {
        self.workers.keeper.catch_up();
        self.hear_all();
    }

    fn hear_all(&mut self) {
        while let Ok(message) = self.reports.try_recv() {
            let Message::Report(report) = message else {
                panic!("{message:?}");
            };
            self.hear(report);
        }
    }

    /// Hears a worker.
    pub fn hear(&mut self, report: Report) {
        let effects = self.room.hear(report);
        self.carry_out(effects);
    }

    /// Does an action.
    pub fn act(&mut self, action: Action) {
        let effects = self.room.act(vec![action]);
        self.carry_out(effects);
    }

    /// Presses a key; the actions that it has made clear.
    pub fn press(&mut self, chord: KeyChord) -> Vec<Action> {
        let mut done = Vec::new();
        for chord in self.room.parted(chord) {
            let actions = self.room.meant(chord);
            done.extend(self.finish(actions));
        }
        done
    }

    /// Does something with the mouse, on the frame that is seen.
    pub fn point(&mut self, input: Input) {
        let (_, cursor) = self.frame();
        self.room.cursor = cursor;
        let effects = self.room.take(input);
        self.carry_out(effects);
        self.settle();
    }

    /// Presses no key for a while; the actions that this has made clear.
    pub fn pause(&mut self) -> Vec<Action> {
        let actions = self.room.meant_by_pause();
        self.finish(actions)
    }

    fn finish(&mut self, actions: Vec<Action>) -> Vec<Action> {
        let effects = self.room.act(actions.clone());
        self.carry_out(effects);
        self.settle();
        actions
    }

    /// Does what is done before a frame, until nothing comes of it any more.
    pub fn settle(&mut self) {
        loop {
            let effects = self.room.settle();
            if effects.is_empty() {
                break;
            }
            self.carry_out(effects);
        }
        self.room.prepare();
    }

    /// What is derived is what it would be if it were made now, whoever has changed what.
    pub fn is_up_to_date(&mut self) {
        let derived = |model: &Model| {
            let reader = model.reader.as_ref();
            let placed = reader.map_or(&[][..], |reader| &reader.placed);
            let ledger = model.ledger();
            let listed =
                ledger.map(|ledger| ledger.all.iter().map(|own| own.annotation.id.clone()));
            let marked: BTreeMap<EntryId, usize> = model.marked.clone().into_iter().collect();
            format!(
                "{:?} {placed:?} {marked:?} {:?}",
                model.revision(),
                listed.map(Vec::from_iter),
            )
        };
        let before = derived(&self.room.model);
        let stamps = &mut self.room.model.derived;
        (stamps.corrected, stamps.tallies) = Default::default();
        (stamps.placed, stamps.ledger) = Default::default();
        self.settle();
        assert_eq!(derived(&self.room.model), before);
    }

    /// The screen, and the place of the cursor on it.
    pub fn frame(&self) -> (Frame, Option<(u16, u16)>) {
        let mut frame = Frame::default();
        let model = &self.room.model;
        let theme = painted_in(model.theme());
        let cursor = view::view(model, &self.room.keymap, theme, &mut frame);
        (frame, cursor.map(|at| (at.x, at.y)))
    }
}
