//! Taking things out of the room: what stands in the files, and what is left alone.

use std::path::Path;

use super::play::{Play, SMALL, chords};
use super::texts::STATUTE;
use crate::library::{Catalog, Source};
use crate::terminal::chord::{KeyChord, KeyCode};
use crate::tui::action::Action;
use crate::tui::effect::Host;

/// A room on a file.
fn room(path: &Path) -> Play {
    crate::disk::write_atomic(path, STATUTE.as_bytes()).unwrap();
    let mut catalog = Catalog::default();
    catalog.read(Source::File(path.to_owned())).unwrap();
    let mut play = Play::on(catalog, SMALL);
    play.settle();
    play
}

/// Presses keys, and gives the name of a file where it is asked for.
fn write(play: &mut Play, keys: &str, path: &Path) -> String {
    for key in chords(keys) {
        play.press(key);
    }
    play.act(Action::EraseAll);
    play.act(Action::Type(path.display().to_string()));
    play.press(KeyChord::from(KeyCode::Enter));
    play.room.model.message.clone().unwrap()
}

#[test]
fn files_are_written_and_never_over_others() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut play = room(&at("a.txt"));
    let said = write(&mut play, "4 G g w", &at("b.txt"));
    assert_eq!(said, format!("已写入 {}", at("b.txt").display()));
    let written = |name: &str| std::fs::read_to_string(at(name)).unwrap();
    assert_eq!(written("b.txt"), "第四条　损毁古籍的，应当赔偿。\n");
    let said = write(&mut play, "1 G g w", &at("b.txt"));
    assert!(said.starts_with("已有 "), "{said}");
    assert_eq!(written("b.txt"), "第四条　损毁古籍的，应当赔偿。\n");
    let said = write(&mut play, "4 G a 新增 Esc g e", &at("c.md"));
    assert!(said.starts_with("已写入 "), "{said}");
    assert!(written("c.md").contains("[^1]: 新增\n"));
    let said = write(&mut play, "M C-x", &at("d.jsonl"));
    assert!(said.starts_with("已写入 "), "{said}");
    assert!(written("d.jsonl").contains("新增"));
    let said = write(&mut play, "Esc g w", &at("none/e.txt"));
    assert!(said.starts_with("未能写入："), "{said}");
}

#[test]
fn the_source_is_opened_at_the_line_of_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    let mut play = room(&path);
    for key in chords("4 G g v g y") {
        play.press(key);
    }
    let named = path.display().to_string();
    assert_eq!(play.asked, [Host::Open(path, 13), Host::Copy(named)]);
}

#[test]
fn a_shared_room_lets_nothing_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut play = room(&folder.path().join("a.txt"));
    play.room.model.is_shared = true;
    for keys in ["g w", "g e", "g v", "g y"] {
        for key in chords(keys) {
            play.press(key);
        }
        let said = play.room.model.message.clone();
        assert_eq!(said.as_deref(), Some("共用的阅览室里没有这一项"), "{keys}");
        assert!(play.asked.is_empty() && play.room.model.prompt.is_none());
    }
}
