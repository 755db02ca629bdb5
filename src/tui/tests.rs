//! The reading room without a terminal: whatever a person does, and in whatever order, the screen is
//! what a full repaint would show, and nothing that is derived is out of date.

mod corrections;
mod play;

use proptest::prelude::*;

use super::action::Action;
use super::ask::{Ask, Keep};
use super::effect::Effect;
use crate::library::Catalog;
use crate::terminal::input::Input;
use crate::terminal::screen::Margins;
pub(crate) use play::Play;
use play::check;

/// What a person does.
#[derive(Clone, Debug)]
enum Deed {
    Act(Action),
    Input(Input),
    Resize(u16, u16),
}

impl Play {
    fn does(&mut self, deed: Deed) {
        let effects = match deed {
            Deed::Act(action) => self.room.act(vec![action]),
            Deed::Input(input) => self.room.take(input),
            Deed::Resize(columns, rows) => {
                self.resize((columns, rows));
                Vec::new()
            }
        };
        self.carry_out(effects);
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
    let mut play = Play::on(Catalog::builtin(), (120, 40), Margins::None);
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
    let mut play = Play::on(Catalog::builtin(), (120, 40), Margins::None);
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

#[test]
fn keys_go_in_and_a_picture_comes_out() {
    check(
        "试行规则\n\n第一条　甲。\n第二条　依第一条办理。\n第三条　丙。\n",
        "] ] g d m",
        "
        | 试行规则
        |                     试行规则
        |
        |●▌    第一条　甲。
        |
        |      第二条　依第一条办理。
        |
        |      第三条　丙。
        |
        |
        |
        | 已加书签",
    );
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
        let mut play = Play::on(Catalog::builtin(), size, margins);
        for deed in deeds {
            play.does(deed);
            let (shown, repainted) = play.draw();
            prop_assert_eq!(shown, repainted);
        }
    }
}
