//! Texts in simplified and traditional characters.

use super::picture::{Picture, check_all, rows, shows};
use super::play::{Play, chords, library};
use crate::text::script::Script;
use crate::tui::action::Action;
use crate::tui::effect::Host;
use crate::tui::model::landing::Landing;
use crate::tui::update;

/// Rules of which some words are written otherwise.
const RULES: &str = "\
理发店规则

第一条　皇后头发由干部护理。

第二条　干净的发票依照第一条。
";

/// Rules in traditional characters.
const TRADITIONAL: &str = "\
渡船章程

第一條　皇后頭髮由幹部護理。
";

const JAPANESE: &str = "\
図書館法

第一条　この法律は、図書館の発行を定めるものとする。
";

/// What is to be put on the clipboard.
fn copied(host: &Host, expected: &str) -> bool {
    matches!(host, Host::Copy(text) if text == expected)
}

pub fn pictures() -> Vec<Picture> {
    vec![
        shows(
            "next-script",
            RULES,
            "W W",
            "
            | 理髮店規則
            ⋮
            |      第一條　皇后頭髮由幹部護理。
            |
            |      第二條　乾淨的發票依照第一條。
            ^                            ______
            ⋮
            | 以繁体显示；W 换字形",
        ),
        shows(
            "next-script",
            RULES,
            "W W W",
            "
            | 理发店规则
            ⋮
            |      第一条　皇后头发由干部护理。
            ⋮
            | 以原文显示；W 换字形",
        ),
        shows(
            "next-script",
            TRADITIONAL,
            "W",
            "
            ⋮
            |      第一条　皇后头发由干部护理。
            ⋮
            | 以简体显示；W 换字形",
        ),
        shows(
            "next-script",
            "章程\n\n第一条　在线上说明这里面。\n",
            "W W",
            "
            ⋮
            |      第一條　在線上說明這裡面。
            ⋮
            | 以台湾繁体显示；W 换字形",
        )
        .after(|play| play.room.model.options.script = Script::Taiwan),
        shows(
            "next-script",
            JAPANESE,
            "W",
            "
            | 図書館法
            ⋮
            | 这一篇不是中文，照原文显示",
        ),
        // It is known by now.
        shows(
            "next-script",
            JAPANESE,
            "W W W W",
            "
            ⋮
            | 这一篇不是中文，照原文显示",
        ),
        // What is found, highlighted and noted is where it is in the text.
        shows(
            "",
            RULES,
            "W W / 干净 Enter",
            "
            ⋮
            | ▌    第二條　乾淨的發票依照第一條。
            ^              ####          ______
            ⋮",
        ),
        shows(
            "highlight-green",
            RULES,
            "W W 1 G H g",
            "
            ⋮
            |▪▌    第一條　皇后頭髮由幹部護理。
            ^      gggggggggggggggggggggggggggg
            ⋮
            | 已标绿",
        ),
        shows(
            "save",
            RULES,
            "W W 1 G a 书目 Esc",
            "
            ⋮
            |»▌    第一條　皇后頭髮由幹部護理。
            ⋮
            | 笔记已保存",
        ),
        shows("copy-clause", RULES, "W W 1 G y", "⋮")
            .asks(|host| copied(host, "第一条　皇后头发由干部护理。")),
        shows("copy-clause", RULES, "W W 1 G y", "⋮")
            .after(|play| play.room.model.options.copy_as_shown = true)
            .asks(|host| copied(host, "第一條　皇后頭髮由幹部護理。")),
        shows("copy-clause", RULES, "W W 1 G v 5 l y", "⋮")
            .after(|play| play.room.model.options.copy_as_shown = true)
            .asks(|host| copied(host, "第一條　皇后頭")),
        shows("copy-exact", RULES, "W W 1 G Z", "⋮")
            .key("Z", "copy-exact")
            .after(|play| play.room.model.options.copy_as_shown = true)
            .asks(|host| copied(host, "第一条　皇后头发由干部护理。")),
    ]
}

#[test]
fn texts_in_either_script() {
    check_all(&pictures());
}

/// The words on the screen.
fn seen(play: &Play) -> String {
    let rows = rows(&play.frame()).into_iter();
    rows.map(|(row, _)| row.replace(' ', "")).collect()
}

#[test]
fn a_text_stays_in_its_script_whatever_the_size_and_is_itself_again() {
    let size = (60, 12);
    let mut play = Play::on(library(&[RULES]), size);
    play.settle();
    let before = play.frame();
    for key in chords("W W") {
        play.press(key);
    }
    play.room.model.message = None;
    for size in [size, (24, 12), (120, 20)] {
        play.room.model.size = size;
        for _ in 0..2 {
            // Across, and downwards.
            play.act(Action::ToggleWriting);
            play.settle();
            let words = seen(&play);
            assert!(
                words.contains('頭') && !words.contains('头'),
                "{size:?}: {words}"
            );
        }
    }
    // In the outline too, and the status line says so.
    play.room.model.message = None;
    let words = seen(&play);
    assert_eq!(words.matches("皇后頭髮").count(), 2, "{words}");
    assert!(words.contains("繁体"), "{words}");
    play.room.model.size = size;
    play.press(chords("W")[0]);
    play.room.model.message = None;
    play.settle();
    assert!(play.frame() == before);
}

#[test]
fn it_is_set_while_reading_and_holds_for_the_next_text() {
    let mut play = Play::on(library(&[RULES, TRADITIONAL]), (60, 12));
    play.act(Action::Set("script=\"simplified\"".to_owned()));
    let second = play.room.model.catalog.iter().nth(1);
    let second = second.map(|(entry, _)| entry).unwrap();
    let effects = update::open(&mut play.room.model, second, Landing::Left);
    play.carry_out(effects);
    play.settle();
    let words = seen(&play);
    assert!(words.contains("皇后头发由干部护理"), "{words}");
}
