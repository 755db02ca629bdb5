//! The reading room without a terminal: pictures of what each action does, and laws that hold
//! whatever a person does.

mod annotate;
mod burst;
mod compare;
mod corrections;
mod ledger;
mod library;
mod look_up;
mod mouse;
mod note;
mod outline;
mod page;
mod picture;
pub mod play;
mod prompt;
mod reading;
mod refer;
mod repaint;
mod room;
mod saving;
mod screens;
mod script;
mod search;
mod select;
mod take;
mod texts;

use super::action::Action;
pub(crate) use play::{Play, theme};

#[test]
fn every_action_has_a_picture() {
    let subjects = [
        annotate::pictures(),
        compare::pictures(),
        ledger::pictures(),
        library::pictures(),
        look_up::pictures(),
        note::pictures(),
        outline::pictures(),
        page::pictures(),
        prompt::pictures(),
        reading::pictures(),
        refer::pictures(),
        room::pictures(),
        script::pictures(),
        search::pictures(),
        select::pictures(),
    ];
    let seen: Vec<&str> = subjects
        .iter()
        .flatten()
        .map(|picture| picture.action)
        .collect();
    let mut unseen = Action::all();
    unseen.retain(|action| !seen.contains(&action.name()));
    assert!(unseen.is_empty(), "without a picture: {unseen:?}");
}
