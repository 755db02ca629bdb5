//! Dictionaries and commands of the reader's own.

use std::sync::Arc;

use super::picture::{Picture, check_all, rows, shows};
use super::play::{Play, SMALL, chords, library};
use super::texts::STATUTE;
use crate::reading::dictionary::Dictionaries;
use crate::tui::model::overlay::Overlay;

pub fn pictures() -> Vec<Picture> {
    vec![
        // Without a dictionary, how to get one.
        shows(
            "look-up",
            STATUTE,
            "1 G g k",
            "
            | 保护古籍条例
            |   ── 词典 ──────────────────────────────────────────────
            |    还没有词典。CC-CEDICT（汉英）可从 https://www.mdbg.
            |    net/chinese/dictionary?page=cc-cedict 下载，StarDict
            |     词典（.ifo）也可用。下载后在 config.toml 中写（它在
            |    哪里，zhangju config path 会说）：
            |
            |    [dictionaries]
            |    cedict = '/home/…/cedict_ts.u8'
            |   ── j k 上下  Esc 关闭 ────────────────────────────────
            |
            |      第三条　古籍由图书馆收藏。违反第二条规定的，依照
            |
            | 第一条  为了保护古籍         第一章 1/3 62%  ] 下一条  ? 键",
        )
        .on((60, 14)),
        shows(
            "list-hooks",
            STATUTE,
            "1 G !",
            "
            | 保护古籍条例
            |   ── 自己的命令 ────────────────────────────────────────
            |    还没有自己的命令。选文由标准输入交给命令，命令所输出
            |    的显示在这里。在 config.toml 中写（它在哪里，zhangju
            |     config path 会说）：
            |
            |    [hooks]
            |    translate = ['trans', '-b', ':en']
            |   ── j k 上下  Esc 关闭 ────────────────────────────────
            |  前的书籍。善本另有规定。
            |
            |      第三条　古籍由图书馆收藏。违反第二条规定的，依照
            |
            | 第一条  为了保护古籍         第一章 1/3 62%  ] 下一条  ? 键",
        )
        .on((60, 14)),
        shows(
            "run-hook",
            STATUTE,
            "1 G Z",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | [hooks] 下没有“译”",
        )
        .key("Z", "run-hook 译"),
    ]
}

#[test]
fn looking_up() {
    check_all(&pictures());
}

fn room(keys: &str, setting: fn(&mut Play)) -> Play {
    let mut play = Play::on(library(&[STATUTE]), SMALL);
    play.settle();
    setting(&mut play);
    for key in chords(keys) {
        play.press(key);
    }
    play
}

fn press(play: &mut Play, keys: &str) {
    for key in chords(keys) {
        play.press(key);
    }
}

/// The text of the sheet that is open.
fn sheet(play: &Play) -> Option<&str> {
    match play.room.model.overlays.last()? {
        Overlay::NoteSheet(sheet) => Some(&sheet.text),
        _ => None,
    }
}

#[test]
fn a_word_is_looked_up_where_the_reader_is_or_as_it_is_selected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.u8");
    let lines = "古籍 古籍 [gu3 ji2] /ancient books/\n圖書館 图书馆 [tu2 shu1 guan3] /library/\n";
    crate::disk::write_atomic(&path, lines.as_bytes()).unwrap();
    let mut play = room("3 G", |_| {});
    let named = [("自己的".to_owned(), path)].into();
    play.room.model.dictionaries = Arc::new(Dictionaries::new(named));
    press(&mut play, "g k");
    let expected = "古籍 gu3 ji2\n  ancient books\n  — 自己的";
    assert_eq!(sheet(&play), Some(expected));
    press(&mut play, "Esc v 3 l o 3 l g k");
    assert!(sheet(&play).is_none());
    let said = play.room.model.message.clone().unwrap();
    assert!(said.starts_with("词典里没有“"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_command_gets_the_words_and_its_answer_is_shown() {
    let hooks = |play: &mut Play| {
        let hooks = &mut play.room.model.options.hooks;
        let script = |script: &str| ["sh", "-c", script].map(str::to_owned).to_vec();
        hooks.insert("甲".to_owned(), script("printf '译：'; cat"));
        hooks.insert("乙".to_owned(), script("cat >/dev/null"));
        hooks.insert("丙".to_owned(), script("echo 不通 >&2; exit 1"));
    };
    let mut play = room("4 G ! 甲 Enter", hooks);
    assert_eq!(sheet(&play), Some("译：第四条　损毁古籍的，应当赔偿。"));
    press(&mut play, "Esc 4 G v 2 l !");
    let listed = rows(&play.frame())
        .into_iter()
        .any(|(row, _)| row.contains("丙"));
    assert!(listed);
    press(&mut play, "甲 Enter");
    assert_eq!(sheet(&play), Some("译：第四条"));
    press(&mut play, "Esc ! 乙 Enter");
    assert_eq!(play.room.model.message.as_deref(), Some("乙：已完成"));
    press(&mut play, "! 丙 Enter");
    assert_eq!(
        play.room.model.message.as_deref(),
        Some("丙：未成，sh：不通")
    );
    // Never where many share the room.
    play.room.model.is_shared = true;
    press(&mut play, "!");
    assert!(play.room.model.overlays.is_empty());
}
