//! Bursts: keys that come faster than frames are acted upon once, and each knows what came before
//! it.

use super::play::Play;
use crate::library::Catalog;
use crate::tui::action::Action;
use crate::tui::ask::{Ask, Keep};
use crate::tui::effect::Effect;
use crate::tui::model::reader::Reader;

fn sample() -> Play {
    Play::on(Catalog::builtin("zh"), (120, 40))
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
    let mut play = sample();
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
    play.settle();
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
    let mut play = sample();
    let keys = "手工业".chars().map(|c| Action::Type(c.to_string()));
    let keys = std::iter::once(Action::Find).chain(keys);
    burst(&mut play, keys.chain([Action::Accept, Action::FindNext(2)]));
    assert_eq!(play.room.model.found.current, Some(2));
    assert!(play.room.model.found.hits.len() > 3);
    // What is typed before a name is taken is what it is taken by.
    let keys = ":4.2".chars().skip(1).map(|c| Action::Type(c.to_string()));
    let keys = std::iter::once(Action::Command).chain(keys);
    burst(&mut play, keys.chain([Action::Accept]));
    play.settle();
    let clause = play.room.model.reader.as_ref().and_then(Reader::clause);
    let text = play.room.model.text().unwrap();
    let address = clause.map(|id| text.tree.address(id).to_string());
    assert_eq!(address.as_deref(), Some("4.2"));
}
