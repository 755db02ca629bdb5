//! The reading room without a terminal: whatever a person does, and in whatever order, the screen is what a full repaint would show.

mod corrections;

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, channel};

use proptest::prelude::*;

use super::action::Action;
use super::ask::{Ask, Keep};
use super::effect::{Effect, Host};
use super::message::Message;
use super::model::Model;
use super::model::landing::Landing;
use super::room::Room;
use super::theme::Theme;
use super::worker::{Keeper, LibrarianThread, Workers};
use super::{update, view};
use crate::library::Catalog;
use crate::settings::{Language, Locale, Options};
use crate::terminal::facts::{Background, Colors};
use crate::terminal::input::Input;
use crate::terminal::screen::tests::margins::Terminal;
use crate::terminal::screen::{Capabilities, Frame, Margins, Screen};
use crate::text::Ambiguous;

const CAPABILITIES: Capabilities = Capabilities {
    colors: Colors::Many,
    synchronized: true,
    margins: Margins::None,
    measured: true,
    ambiguous: Ambiguous::Narrow,
};

/// What a person does.
#[derive(Clone, Debug)]
enum Deed {
    Act(Action),
    Input(Input),
    Resize(u16, u16),
}

/// A reading room on a terminal of another's making; whatever it asks for is done at once.
pub(crate) struct Play {
    pub room: Room,
    workers: Workers,
    reports: Receiver<Message>,
    screen: Screen<Vec<u8>>,
    terminal: Terminal,
}

impl Play {
    fn new(size: (u16, u16), margins: Margins) -> Self {
        Self::on(Catalog::builtin(), size, margins)
    }

    /// A reading room on these documents, the first of them open.
    pub fn on(catalog: Catalog, size: (u16, u16), margins: Margins) -> Self {
        let capabilities = Capabilities {
            margins,
            ..CAPABILITIES
        };
        let locale = Locale::of(Language::Chinese);
        let (to, reports) = channel();
        let librarian = LibrarianThread::new(catalog.clone(), Vec::new(), None, None, to.clone());
        let (room, wrong_key) = Room::new(catalog, Options::default(), locale, size);
        assert_eq!(wrong_key, None);
        let mut play = Self {
            room,
            workers: Workers::new(|task| task(), Keeper::default(), librarian, to),
            reports,
            screen: Screen::new(Vec::new(), capabilities),
            terminal: Terminal::new(size, margins),
        };
        let model = &mut play.room.model;
        let (entry, _) = model.catalog.iter().next().unwrap();
        let mut effects = update::open(model, entry, Landing::Left);
        effects.extend(update::arrange(model));
        play.carry_out(effects);
        play
    }

    /// Carries out effects, and whatever the reports on them lead to.
    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(ask) => self.workers.ask(ask),
                Effect::Host(Host::Redraw) => self.screen.repaint(),
                // What another program would do with the terminal.
                Effect::Host(_) => {}
            }
        }
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

    fn does(&mut self, deed: Deed) {
        let effects = match deed {
            Deed::Act(action) => self.room.act(vec![action]),
            Deed::Input(input) => self.room.take(input),
            Deed::Resize(columns, rows) => {
                self.room.model.size = (columns, rows);
                self.terminal.resize((columns, rows));
                Vec::new()
            }
        };
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
        let effects = self.room.settle();
        self.carry_out(effects);
        assert_eq!(derived(&self.room.model), before);
    }

    /// Draws; what the terminal then shows, and what it shows after a full repaint.
    fn draw(&mut self) -> (Vec<String>, Vec<String>) {
        let effects = self.room.settle();
        self.carry_out(effects);
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

/// Does actions as a burst of keys; what of it is to be done outside.
fn burst(play: &mut Play, actions: impl IntoIterator<Item = Action>) -> Vec<Effect> {
    let mut effects = play.room.act(actions.into_iter().collect());
    effects.extend(play.room.settle());
    effects
}

#[test]
fn a_burst_of_typed_keys_is_acted_upon_once() {
    let typed = || "条文，".chars().cycle().take(3000);
    let keys = || typed().map(|c| Action::Type(c.to_string()));
    let mut play = Play::new((120, 40), Margins::None);
    // The titles of the library.
    play.act(Action::PickDocument);
    let effects = burst(&mut play, keys());
    let asked: Vec<_> = effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Ask(Ask::Rank(..))))
        .collect();
    let [Effect::Ask(Ask::Rank(_, asked, _))] = asked.as_slice() else {
        panic!("{} questions", asked.len());
    };
    assert_eq!(**asked, typed().collect::<String>());
    // A note: its draft is kept once, and whole.
    play.act(Action::Cancel);
    play.act(Action::Annotate);
    let effects = burst(&mut play, keys());
    let [Effect::Ask(Ask::Keep(Keep::Draft(draft)))] = effects.as_slice() else {
        panic!("{} effects", effects.len());
    };
    assert_eq!(draft.note(), typed().collect::<String>());
    // Finding: one look through the text, from where the reader was.
    play.act(Action::SetAside);
    play.draw();
    play.act(Action::Find);
    burst(
        &mut play,
        "手工业".chars().map(|c| Action::Type(c.to_string())),
    );
    let motions = &play.room.model.reader.as_ref().unwrap().motions;
    assert_eq!(motions.len(), 2, "{motions:?}");
    assert_eq!(play.room.model.found.query, "手工业");
}

#[test]
fn what_follows_in_a_burst_knows_what_was_typed() {
    let mut play = Play::new((120, 40), Margins::None);
    let keys = "手工业".chars().map(|c| Action::Type(c.to_string()));
    let keys = std::iter::once(Action::Find).chain(keys);
    burst(&mut play, keys.chain([Action::Accept, Action::FindNext(2)]));
    assert_eq!(play.room.model.found.current, Some(2));
    assert!(play.room.model.found.hits.len() > 3);
    // What is typed before a name is taken is what it is taken by.
    let keys = ":4.2".chars().skip(1).map(|c| Action::Type(c.to_string()));
    let keys = std::iter::once(Action::Command).chain(keys);
    burst(&mut play, keys.chain([Action::Accept]));
    let (shown, _) = play.draw();
    assert!(shown.concat().contains("4.2"), "{shown:#?}");
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

fn deed() -> impl Strategy<Value = Deed> {
    let actions: Vec<Action> = Action::all()
        .into_iter()
        // They end the program, or hand the terminal to another.
        .filter(|action| {
            !matches!(
                action,
                Action::Quit | Action::Interrupt | Action::Suspend | Action::AnnotateOutside
            )
        })
        .collect();
    let act = (prop::sample::select(actions), 1u32..4, "[a-c条四]")
        .prop_map(|(action, count, typed)| match action {
            Action::Type(_) => Action::Type(typed),
            Action::Goto(_) => Action::Goto(typed),
            action => action.times(count),
        })
        .prop_map(Deed::Act);
    let reading = prop::sample::select(vec![
        Action::Down(1),
        Action::Up(1),
        Action::PageDown(1),
        Action::HalfPageDown(1),
        Action::HalfPageUp(1),
        Action::NextClause(1),
        Action::PreviousClause(1),
        Action::Cancel,
    ]);
    prop_oneof![
        6 => reading.prop_map(Deed::Act),
        6 => act,
        1 => (0u16..130, 0u16..45).prop_map(|(x, y)| Deed::Input(Input::Click((x, y)))),
        1 => (0u16..130, 0u16..45, any::<bool>()).prop_map(|(x, y, down)| Deed::Input(Input::Wheel((x, y), down))),
        1 => (1u16..130, 1u16..45).prop_map(|(x, y)| Deed::Resize(x, y)),
    ]
}

/// Deeds in all: `ZHANGJU_STEPS=100000 cargo test --release --lib whatever_a_person_does` for the full number.
fn deeds() -> u32 {
    let wanted = std::env::var("ZHANGJU_STEPS").ok();
    wanted.and_then(|deeds| deeds.parse().ok()).unwrap_or(600)
}

const DEEDS_EACH: usize = 60;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(deeds() / DEEDS_EACH as u32))]
    #[test]
    fn whatever_a_person_does_the_screen_is_a_full_repaint(
        size in (20u16..130, 5u16..45),
        margins in prop::sample::select(vec![Margins::None, Margins::Move, Margins::Flow]),
        deeds in prop::collection::vec(deed(), DEEDS_EACH),
    ) {
        let mut play = Play::new(size, margins);
        for deed in deeds {
            play.does(deed);
            let (shown, repainted) = play.draw();
            prop_assert_eq!(shown, repainted);
        }
    }
}
