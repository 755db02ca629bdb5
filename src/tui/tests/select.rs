//! Selecting and copying.

use ratatui::style::Modifier;

use super::picture::{Picture, check_all, shows};
use super::play::{Play, SMALL, chords, library};
use super::texts::{LETTER, STATUTE};
use crate::disk::memory::Memory;
use crate::settings::Options;
use crate::tui::effect::Host;

/// A statute with what a terminal would obey in it.
const OBEYED: &str = "# 甲法\n\n第一条　前\u{1b}[31m\u{7}后\u{9b}K。\n\n第二条　无。\n";

/// What is to be put on the clipboard.
fn copied(host: &Host, expected: &str) -> bool {
    matches!(host, Host::Copy(text) if text == expected)
}

pub fn pictures() -> Vec<Picture> {
    vec![
        // After a page the eye is at the first line that was not there before.
        shows(
            "select",
            STATUTE,
            "Space v",
            "
            | 保护古籍条例
            |
            | ▌    第二条　本条例所称古籍，是指书
            |  写、印刷于一九一二年以前的书籍。善本
            ^  |#
            |  另有规定。
            |
            |      第三条　古籍由图书馆收藏。违反
            |  第二条规定的，依照第五条处理。
            ^  ______            ______
            |
            | H 标色  a 笔记  y 复制  Esc 清除",
        ),
        shows(
            "select",
            STATUTE,
            "1 G v",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ^      |#
            ⋮
            | H 标色  a 笔记  y 复制  Esc 清除",
        ),
        shows(
            "right",
            STATUTE,
            "1 G v 3 l",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ^      ########|#
            ⋮",
        ),
        shows(
            "left",
            STATUTE,
            "1 G v 3 l h",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ^      ####|#
            ⋮",
        ),
        shows(
            "down",
            STATUTE,
            "1 G v j",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ^      ############################
            |  条例。
            ^  ####|#
            ⋮",
        ),
        shows(
            "select-clauses",
            STATUTE,
            "1 G v V",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ^      |###########################
            |  条例。
            ^  ######
            ⋮
            | H 标色  a 笔记  y 复制  Esc 清除",
        ),
        shows(
            "swap-ends",
            STATUTE,
            "1 G v 3 l o",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ^      |#########
            ⋮",
        ),
        shows(
            "line-start",
            STATUTE,
            "1 G v 5 l 0",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ^      |#
            ⋮",
        ),
        shows(
            "line-end",
            STATUTE,
            "1 G v $",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ^      ##########################|#
            ⋮",
        ),
        shows(
            "next-word",
            STATUTE,
            "1 G v 2 w",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本
            ^      ############|#
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | H 标色  a 笔记  y 复制  Esc 清除",
        ),
        shows(
            "previous-word",
            STATUTE,
            "1 G v 3 w b",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本
            ^      ############|#
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | H 标色  a 笔记  y 复制  Esc 清除",
        ),
        shows(
            "end-of-word",
            STATUTE,
            "1 G v e",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本
            ^      ####|#
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | H 标色  a 笔记  y 复制  Esc 清除",
        ),
        // Esc that came together with the next key is no key of its own.
        shows(
            "cancel",
            STATUTE,
            "1 G v 2 w A-j",
            "
            | 保护古籍条例
            |
            | ▌            第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            |  写、印刷于一九一二年以前的书籍。善本
            | 第一章  总则                    1/2 42%",
        ),
        shows(
            "copy-clause",
            STATUTE,
            "1 G y",
            "
            ⋮
            | 已送往终端的剪贴板（OSC 52，终端不作回…",
        )
        .asks(|host| copied(host, "第一条　为了保护古籍，制定本条例。")),
        shows(
            "copy-clause",
            STATUTE,
            "1 G v 2 l y",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ⋮
            | 选文已送往终端的剪贴板（OSC 52，终端不…",
        )
        .asks(|host| copied(host, "第一条")),
        // What a terminal would obey is copied as the mark that is shown of it.
        shows(
            "copy-clause",
            OBEYED,
            "1 G y",
            "
            ⋮
            | 已送往终端的剪贴板（OSC 52，终端不作回…",
        )
        .asks(|host| copied(host, "第一条　前␛[31m␇后⟦9B⟧K。")),
        shows(
            "copy-citation",
            OBEYED,
            "1 G Y",
            "
            ⋮
            | 引文已送往终端的剪贴板（OSC 52，终端不…",
        )
        .asks(|host| matches!(host, Host::Copy(text) if text.contains("前␛[31m␇后"))),
        shows(
            "copy-exact",
            OBEYED,
            "1 G Z",
            "
            ⋮
            | 已送往终端的剪贴板（OSC 52，终端不作回…",
        )
        .key("Z", "copy-exact")
        .asks(|host| copied(host, "第一条　前\u{1b}[31m\u{7}后\u{9b}K。")),
        // Without clauses the paragraph is meant.
        shows(
            "copy-citation",
            LETTER,
            "j j Y",
            "
            ⋮
            | 引文已送往终端的剪贴板（OSC 52，终端不…",
        )
        .asks(|host| copied(host, "“来信收到。所问之书〔1〕，今已购得。”《致友人书》。")),
        shows(
            "write-passage",
            STATUTE,
            "1 G g w",
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
            |> 保护古籍条例 art1.txt
            ^  #####################|",
        ),
        shows(
            "write-passage",
            STATUTE,
            "1 G v l g w",
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
            |> 保护古籍条例 art1.txt
            ^  #####################|",
        ),
        shows(
            "export-reading",
            STATUTE,
            "g e",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            |> 保护古籍条例.html
            ^  #################|",
        ),
        shows(
            "copy-path",
            STATUTE,
            "g y",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | 此文不是文件",
        ),
        shows(
            "open-source",
            STATUTE,
            "g v",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | 此文不是文件",
        ),
        shows(
            "copy-citation",
            STATUTE,
            "1 G Y",
            "
            ⋮
            | 引文已送往终端的剪贴板（OSC 52，终端不…",
        )
        .asks(|host| {
            copied(
                host,
                "“第一条　为了保护古籍，制定本条例。”《保护古籍条例》第一章第一条。",
            )
        }),
    ]
}

#[test]
fn selecting() {
    check_all(&pictures());
}

/// What is reversed cannot be reversed once more: the terminal's own cursor is a gap there.
#[test]
fn the_end_of_a_selection_that_moves_is_seen_where_there_is_no_colour() {
    let options = Options {
        theme: "monochrome".to_owned(),
        ..Options::default()
    };
    let mut play = Play::new(library(&[STATUTE]), options, &Memory::default(), SMALL);
    play.settle();
    for key in chords("1 G v l") {
        play.press(key);
    }
    let (frame, cursor) = play.frame();
    let cell = frame.cell(cursor.unwrap()).unwrap();
    let look = cell.style().add_modifier;
    assert!(
        look.contains(Modifier::REVERSED | Modifier::UNDERLINED),
        "{look:?}"
    );
}
