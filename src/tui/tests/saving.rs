//! What is called saved is on the disk: until it is, the room says that it is being saved.

use super::picture::PAUSE;
use super::play::{Play, SMALL, chords, library};
use super::texts::{ODD, STATUTE};
use crate::disk::memory::Memory;
use crate::settings::Options;

/// A text, what a person does in it before and then, the words that tell that it is done, and what
/// the disk has of it when it is.
const ACTS: [(&str, &str, &str, &str, &str); 11] = [
    (STATUTE, "1 G", "m", "已加书签", "bookmarking"),
    (STATUTE, "1 G m", "m", "已删除", "delete"),
    (STATUTE, "1 G", "H", "已标黄", "yellow"),
    (STATUTE, "1 G H", "H", "已去标色", "delete"),
    (STATUTE, "1 G a 立法目的", "Esc", "笔记已保存", "立法目的"),
    (STATUTE, "1 G a", "写到一半 C-c", "留作草稿", "写到一半"),
    (STATUTE, "1 G m", "x", "已删除", "delete"),
    (STATUTE, "1 G m", "u", "已撤销", "delete"),
    (STATUTE, "1 G m … u", "C-r", "已重做", "bookmarking"),
    (STATUTE, "1 G # 总则", "Enter", "标签：总则", "总则"),
    (ODD, "o j", "L", "提纲已改", "editing"),
];

/// Presses keys, or presses none for a while; a prefix is meant by itself at their end.
fn press(play: &mut Play, keys: &str) {
    for key in chords(keys) {
        if key.typed() == Some(PAUSE) {
            play.pause();
        } else {
            play.press(key);
        }
    }
    if play.room.is_undecided() {
        play.pause();
    }
}

#[test]
fn the_word_comes_when_the_record_is_on_the_disk() {
    for (text, before, act, word, record) in ACTS {
        let disk = Memory::default();
        let mut play = Play::new(library(&[text]), Options::default(), &disk, SMALL);
        play.settle();
        press(&mut play, before);
        play.catch_up();
        // Drafts are files of their own.
        let kind = if act.ends_with("C-c") {
            "json"
        } else {
            "jsonl"
        };
        let was = disk.lasting(kind);
        disk.hold(true);
        play.is_patient = false;
        press(&mut play, act);
        let status = |play: &Play| play.room.model.message.clone().unwrap_or_default();
        let said = status(&play);
        assert!(
            said.contains("正在保存") && !said.contains(word),
            "{before} {act}: {said}"
        );
        assert_eq!(disk.lasting(kind), was, "{before} {act}: nothing is synced");
        disk.hold(false);
        play.catch_up();
        let said = status(&play);
        assert!(said.contains(word), "{before} {act}: {said}");
        let new = disk.lasting(kind);
        let count = |text: &str| text.matches(record).count();
        assert!(count(&new) > count(&was), "{before} {act}: {new}");
    }
}

#[test]
fn what_is_said_meanwhile_is_not_talked_over() {
    let disk = Memory::default();
    let mut play = Play::new(library(&[STATUTE]), Options::default(), &disk, SMALL);
    play.settle();
    disk.hold(true);
    play.is_patient = false;
    press(&mut play, "1 G m");
    press(&mut play, "g [");
    let said = play.room.model.message.clone();
    assert!(
        said.as_ref().is_some_and(|said| !said.contains("保存")),
        "{said:?}"
    );
    disk.hold(false);
    play.catch_up();
    assert_eq!(play.room.model.message, said);
}

/// A room on a disk that takes nothing below a folder any more; keys were pressed in it.
fn on_a_full_disk(folder: &str, keys: &str) -> (Memory, Play) {
    let disk = Memory::default();
    let mut play = Play::new(library(&[STATUTE]), Options::default(), &disk, SMALL);
    play.settle();
    disk.refuse(Some(folder));
    press(&mut play, keys);
    play.catch_up();
    (disk, play)
}

fn notes(disk: &Memory) -> Vec<String> {
    let mut play = Play::new(library(&[STATUTE]), Options::default(), disk, SMALL);
    play.settle();
    let kept = play.room.model.annotations.iter();
    kept.map(|own| own.note().to_owned()).collect()
}

#[test]
fn a_draft_outlives_the_note_as_long_as_that_is_not_saved() {
    let (disk, mut play) = on_a_full_disk("/config", "1 G a 立法目的 Esc");
    assert!(play.room.model.unsaved.is_some());
    assert!(disk.lasting("json").contains("立法目的"));
    disk.refuse(None);
    press(&mut play, "2 G m");
    play.catch_up();
    assert_eq!(play.room.model.unsaved, None);
    assert!(disk.lasting("jsonl").contains("立法目的"));
    assert_eq!(
        disk.lasting("json"),
        "",
        "it is saved: the draft is forgotten"
    );
}

#[test]
fn what_is_not_saved_at_the_end_waits_for_the_next_start() {
    let (disk, play) = on_a_full_disk("/config", "1 G a 立法目的 Esc");
    let left = play.leave().unwrap();
    let left = left.to_string();
    assert!(left.contains("/state/unsaved-"), "{left}");
    disk.refuse(None);
    assert_eq!(notes(&disk), ["立法目的"]);
}

#[test]
fn a_draft_that_cannot_be_written_is_told_and_said_at_the_end() {
    let (_, play) = on_a_full_disk("/", "1 G a 写到一半 C-c");
    let model = &play.room.model;
    assert!(
        model.unsaved.is_some()
            && model
                .message
                .as_ref()
                .is_none_or(|own| !own.contains("草稿"))
    );
    let left = play.leave().unwrap();
    let left = left.to_string();
    assert!(left.contains("写到一半"), "{left}");
}
