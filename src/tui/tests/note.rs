//! Notes: writing them, and reading them.

use super::picture::{Picture, check_all, shows};
use super::play::Play;
use super::texts::STATUTE;
use crate::settings::Columns;
use crate::tui::effect::Host;

/// The text is narrow enough to leave room for notes beside or above it.
fn narrow(play: &mut Play) {
    play.room.model.options.measure = 8;
    play.room.model.wanted.columns = Columns::One;
}

pub fn pictures() -> Vec<Picture> {
    vec![
        shows(
            "annotate",
            STATUTE,
            "1 G a",
            "
            | 保护古籍条例
            |
            |
            |              第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本
            | ▌条例。
            |── 笔记 · 第一章第一条  为了保护古籍 ───
            |
            |
            |
            ⋮",
        )
        .on((40, 14)),
        shows(
            "type",
            STATUTE,
            "1 G a 立法",
            "
            ⋮
            |  立法
            ^      |
            ⋮",
        )
        .on((40, 14)),
        shows(
            "newline",
            STATUTE,
            "1 G a 立法 Enter",
            "
            ⋮
            |  立法
            |
            ^  |
            ⋮",
        )
        .on((40, 14)),
        shows(
            "up",
            STATUTE,
            "1 G a 立法 Enter 目的 Up",
            "
            ⋮
            |  立法
            ^      |
            |  目的
            ⋮",
        )
        .on((40, 14)),
        shows(
            "cursor-left",
            STATUTE,
            "1 G a 立法 Left",
            "
            ⋮
            |  立法
            ^    |
            ⋮",
        )
        .on((40, 14)),
        shows(
            "erase-back",
            STATUTE,
            "1 G a 立法 Backspace",
            "
            ⋮
            |  立
            ^    |
            ⋮",
        )
        .on((40, 14)),
        shows(
            "undo",
            STATUTE,
            "1 G a 立法 C-w C-z",
            "
            ⋮
            |  立法
            ^      |
            ⋮",
        )
        .on((40, 14)),
        shows(
            "redo",
            STATUTE,
            "1 G a 立法 C-w C-z C-y",
            "
            ⋮
            |  立
            ^    |
            ⋮",
        )
        .on((40, 14)),
        shows(
            "save",
            STATUTE,
            "1 G a 立法目的 Esc",
            "
            | 保护古籍条例                                                          1 处批注
            |                      第一章　总则                      │  ▾ 第一章 总则
            |                                                        │ ▌   第一条 为了保…  ●
            |»▌    第一条　为了保护古籍，制定本条例。                │     第二条 本条例所…
            |                                                        │     第三条 古籍由图…
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二  │  ▾ 第二章 罚则
            |  年以前的书籍。善本另有规定。                          │     第四条 损毁古籍的
            ⋮
            | 笔记已保存",
        )
        .on((80, 10)),
        shows(
            "set-aside",
            STATUTE,
            "1 G a 立法 C-c",
            "
            | 保护古籍条例
            |
            | ▌    第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            |  写、印刷于一九一二年以前的书籍。善本
            ⋮
            | 留作草稿：再按 a 续写，M 列在最前",
        ),
        // It is asked once; with any other key one goes on writing.
        shows(
            "discard",
            STATUTE,
            "1 G a 立法 C-x",
            "
            | 保护古籍条例
            |                        第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本条例。
            |   ── 笔记 · 第一章第一条  为了保护古籍 ─────────────────
            |     立法
            |
            |
            |   ── Esc 保存  C-c 留作草稿  C-x 不要了  C-g 外部编辑器
            | 不要所写的了？再按一次 C-x；按别的键接着写",
        )
        .on((60, 10)),
        shows(
            "discard",
            STATUTE,
            "1 G a 立法 C-x C-x",
            "
            | 保护古籍条例
            |                        第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本条例。
            |
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以
            |  前的书籍。善本另有规定。
            |
            |      第三条　古籍由图书馆收藏。违反第二条规定的，依照
            | 所写的没有保存",
        )
        .on((60, 10)),
        shows(
            "discard",
            STATUTE,
            "1 G a 立法 C-x 目 C-x",
            "
            | 保护古籍条例
            |                        第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本条例。
            |   ── 笔记 · 第一章第一条  为了保护古籍 ─────────────────
            |     立法目
            |
            |
            |   ── Esc 保存  C-c 留作草稿  C-x 不要了  C-g 外部编辑器
            | 不要所写的了？再按一次 C-x；按别的键接着写",
        )
        .on((60, 10)),
        shows(
            "show-notes",
            STATUTE,
            "1 G a 立法 Esc a 目的 C-x C-x i",
            "
            | 保护古籍条例                                      1 处批注
            |                        第一章　总则
            |
            |»▌    第一条　为了保护古籍，制定本条例。
            |   ── 笔记 ──────────────────────────────────────────────
            |    > 第一条　为了保护古籍
            |
            |    ——《保护古籍条例》第一章第一条 · `art1` · 2026-11-30
            |
            |    立法
            |   ── j k 上下  n N 下一条  Enter 前往  Esc 关闭 ────────
            | 第一条  为了保护古籍         第一章 1/3 20%  ] 下一条  ? 键",
        )
        .on((60, 12)),
        shows(
            "erase-line",
            STATUTE,
            "1 G a 立法 Enter 目的 C-u",
            "
            | 保护古籍条例
            |                        第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本条例。
            |   ── 笔记 · 第一章第一条  为了保护古籍 ─────────────────
            |     立法
            |
            |
            |   ── Esc 保存  C-c 留作草稿  C-x 不要了  C-g 外部编辑器
            | 第一条  为了保护古籍                  第一章 1/3 20%  F1 键",
        )
        .on((60, 10)),
        shows(
            "annotate-outside",
            STATUTE,
            "1 G a 立法 C-g",
            "
            ⋮",
        )
        .asks(|host| matches!(host, Host::Edit(_, text) if text == "立法")),
        shows(
            "show-notes",
            STATUTE,
            "z 1 G a 立法目的 Esc i",
            "
            | 保护古籍条例                                      1 处批注
            |                        第一章　总则
            |
            |»▌    第一条　为了保护古籍，制定本条例。
            |   ── 笔记 ──────────────────────────────────────────────
            |    > 第一条　为了保护古籍
            |
            |    ——《保护古籍条例》第一章第一条 · `art1` · 2026-11-30
            ⋮",
        )
        .on((60, 12)),
        shows(
            "save",
            STATUTE,
            "z 1 G a 立法目的 Esc",
            "
            | 保护古籍条例                                      1 处批注
            |                    »▌  第一条　为了保   » 立法目的
            |                      护古籍，制定本
            |                      条例。
            |
            |                        第二条　本条例
            |                      所称古籍，是指书
            ⋮
            | 笔记已保存",
        )
        .on((60, 10))
        .after(narrow),
        shows(
            "toggle-writing",
            STATUTE,
            "z 1 G a 立法，共12条 Esc w",
            "
            ⋮
            |                        »
            |                        立
            |                        法
            |                        ︐
            |                        共
            |                        12
            |                        条
            |                        ▌»
            |   善 二 写 所    条 护
            |   本 年 ︑ 称 第 例 古 第    第    保
            |   另 以 印 古 二 ︒ 籍 一    一    护
            |   有 前 刷 籍 条    ︐ 条    章    古
            |   规 的 于 ︐ 　    制 　    　    籍
            |   定 书 一 是 本    定 为    总    条
            |   ︒ 籍 九 指 条    本 了    则    例
            |      ︒ 一 书 例       保
            |
            | 竖排：左右键或 j k 逐行，w 回到横排",
        )
        .on((40, 20))
        .after(narrow),
        shows(
            "annotate",
            STATUTE,
            "1 G a 立法 C-c a",
            "
            | 保护古籍条例
            |
            |
            |              第一章　总则
            |
            | ▌    第一条　为了保护古籍，制定本
            | ▌条例。
            |── 笔记 · 第一章第一条  为了保护古籍 ───
            |  立法
            |
            |
            ⋮
            | 续写草稿",
        )
        .on((40, 14)),
        shows(
            "list-annotations",
            STATUTE,
            "1 G a 立法 C-c M",
            "
            ⋮
            |── 批注 1/1  按文档  模糊 ────────────────────────
            | >
            ^   |
            | » [草稿] 第一条　为了保护古… 立法
            ^ ################################################
            |
            | 立法
            |
            |
            |── Enter 前往  C-o 次序  C-f 全文  C-t 通读  Esc ─
            ⋮",
        )
        .on((50, 16)),
        shows(
            "save",
            STATUTE,
            "z 1 G a 一 Enter 二 Enter 三 Enter 四 Enter 五 Enter 六 Esc",
            "
            | 保护古籍条例                                      1 处批注
            |                    »▌  第一条　为了保   » 一
            |                      护古籍，制定本       二
            |                      条例。               三
            |                                           四
            |                        第二条　本条例     五
            |                      所称古籍，是指书     六
            |                      写、印刷于一九一
            |                      二年以前的书籍。
            | 笔记已保存",
        )
        .on((60, 10))
        .after(narrow),
    ]
}

#[test]
fn notes() {
    check_all(&pictures());
}
