//! Whatever a person does, and in whatever order, the screen is what a full repaint would show, and
//! nothing that is derived is out of date.

use proptest::prelude::*;

use super::play::Play;
use crate::library::Catalog;
use crate::terminal::facts::Colors;
use crate::terminal::input::Input;
use crate::terminal::screen::tests::margins::Terminal;
use crate::terminal::screen::{Capabilities, Margins, Screen};
use crate::text::Ambiguous;
use crate::tui::action::Action;
use crate::tui::effect::Host;

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

/// A reading room on a terminal of another's making.
struct Stage {
    play: Play,
    screen: Screen<Vec<u8>>,
    terminal: Terminal,
}

impl Stage {
    fn new(size: (u16, u16), margins: Margins) -> Self {
        let capabilities = Capabilities {
            margins,
            ..CAPABILITIES
        };
        Self {
            play: Play::on(Catalog::builtin("zh"), size),
            screen: Screen::new(Vec::new(), capabilities),
            terminal: Terminal::new(size, margins),
        }
    }

    fn does(&mut self, deed: Deed) {
        let effects = match deed {
            Deed::Act(action) => self.play.room.act(vec![action]),
            Deed::Input(input) => self.play.room.take(input),
            Deed::Resize(columns, rows) => {
                self.play.room.model.size = (columns, rows);
                self.terminal.resize((columns, rows));
                Vec::new()
            }
        };
        self.play.carry_out(effects);
        // What another program would do with the terminal is left undone.
        if self.play.asked.drain(..).any(|host| host == Host::Redraw) {
            self.screen.repaint();
        }
    }

    /// Draws; what the terminal then shows, and what it shows after a full repaint.
    fn draw(&mut self) -> (Vec<String>, Vec<String>) {
        self.play.settle();
        self.play.is_up_to_date();
        let (frame, cursor) = self.play.frame();
        let written = |screen: &mut Screen<Vec<u8>>, terminal: &mut Terminal| {
            screen.draw(&frame, cursor.map(Into::into), false).unwrap();
            terminal.process(&std::mem::take(screen.written()));
            shown(terminal)
        };
        let shown = written(&mut self.screen, &mut self.terminal);
        let mut fresh = Terminal::new(self.play.room.model.size, Margins::None);
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

/// Deeds in all: `ZHANGJU_STEPS=100000 cargo test --release --lib whatever_a_person_does` for the
/// full number.
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
        let mut stage = Stage::new(size, margins);
        for deed in deeds {
            stage.does(deed);
            let (shown, repainted) = stage.draw();
            prop_assert_eq!(shown, repainted);
        }
    }
}
