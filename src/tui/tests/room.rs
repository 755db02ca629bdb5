//! The room itself: help, stepping back, leaving it, its terminal.

use super::picture::{Picture, check_all, shows};
use super::texts::STATUTE;
use crate::tui::effect::Host;

pub fn pictures() -> Vec<Picture> {
    vec![
        shows(
            "help",
            STATUTE,
            "?",
            "
            |  ── 按键 ────────────────────────────────────────────────
            |   >
            ^     |
            |   阅读
            |    j Down             下移
            |    k Up               上移
            |    Space f PgDn C-f   下一页
            |    b PgUp C-b         上一页
            |    C-d d              下半页
            |    C-u                上半页
            |    ]                  下一条款
            |  ── 输入以筛选  ↑ ↓  PgDn  Esc 关闭 ─────────────────────
            | 保护古籍条例                                     62%  F1 键",
        )
        .on((60, 12)),
        shows(
            "page-down",
            STATUTE,
            "? PgDn",
            "
            |  ── 按键 ────────────────────────────────────────────────
            |   >
            ^     |
            |    C-u                上半页
            |    ]                  下一条款
            |    [                  上一条款
            |    }                  下一同级或上级条款
            |    {                  上一同级或上级条款
            |    )                  下一句
            |    (                  上一句
            ⋮",
        )
        .on((60, 12)),
        shows(
            "cancel",
            STATUTE,
            "? Esc",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            ⋮",
        ),
        shows(
            "cancel",
            STATUTE,
            "/ 古籍 Enter Esc",
            "
            | 保护古籍条例
            |              保护古籍条例
            ⋮
            |      第一条　为了保护古籍，制定本
            ⋮
            |      第二条　本条例所称古籍，是指书
            | 保护古籍条例                        30%",
        ),
        shows(
            "cancel",
            STATUTE,
            "? C-c",
            "
            | 保护古籍条例
            |              保护古籍条例
            |
            |              第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            ⋮",
        ),
        shows(
            "interrupt",
            STATUTE,
            "R C-c",
            "
            ⋮
            | 已停止编目：看过 0 个文件。按 R 重新开始",
        )
        .on((60, 10)),
        shows("interrupt", STATUTE, "C-c", "⋮").asks(|host| *host == Host::Quit),
        // What is typed narrows: by a key, by what it does, by a word of the reader's own.
        shows(
            "type",
            STATUTE,
            "? 竖排",
            "
            |  ── 按键 ────────────────────────────────────────────────
            |   > 竖排
            ^         |
            |   阅读
            |    h Left             上一页；竖排时到下一行
            |    l Right            下一页；竖排时到上一行
            |   版面
            |    w                  竖排或横排
            |
            |
            |
            |  ── 输入以筛选  ↑ ↓  PgDn  Esc 关闭 ─────────────────────
            | 保护古籍条例                                     62%  F1 键",
        )
        .on((60, 12)),
        shows(
            "type",
            STATUTE,
            "? 〇〇",
            "
            |  ── 按键 ────────────────────────────────────────────────
            |   > 〇〇
            ^         |
            |   没有这样的按键：: 可直接说要做的事
            |
            |
            |
            |
            |
            |
            |
            |  ── 输入以筛选  ↑ ↓  PgDn  Esc 关闭 ─────────────────────
            | 保护古籍条例                                     62%  F1 键",
        )
        .on((60, 12)),
        // Help is of where it is asked for, and typing goes on behind it.
        shows(
            "help",
            STATUTE,
            "/ 古 F1",
            "
            |  ── 按键 ────────────────────────────────────────────────
            |   >
            ^     |
            |   输入时
            |    Enter              确定
            |    Esc C-c            退一步：关闭、清除
            |    Tab                下一个候选
            |    Up C-p             上移
            |    Down C-n           下移
            |    Backspace C-h      删前一字
            |    Delete             删后一字
            |  ── 输入以筛选  ↑ ↓  PgDn  Esc 关闭 ─────────────────────
            |/古                                                      1/6",
        )
        .on((60, 12)),
        shows(
            "help",
            STATUTE,
            "/ 古 F1 F1",
            "
            ⋮
            |/古                                  1/6
            ^   |",
        ),
        shows("quit", STATUTE, "q", "⋮").asks(|host| *host == Host::Quit),
        shows("suspend", STATUTE, "C-z", "⋮").asks(|host| *host == Host::Suspend),
        shows("redraw", STATUTE, "C-l", "⋮").asks(|host| *host == Host::Redraw),
        shows(
            "toggle-mouse",
            STATUTE,
            "@",
            "
            ⋮
            | 鼠标归终端：可用来选取文字，再按 @ 收回",
        )
        .asks(|host| *host == Host::Mouse(false)),
        shows(
            "set",
            STATUTE,
            "Q",
            "
            ⋮
            | 已设 measure=10",
        )
        .key("Q", "set measure=10"),
        shows("examine", STATUTE, "D", "⋮").asks(|host| *host == Host::Examine),
    ]
}

/// What may follow is no part of the page above it.
#[test]
fn keys_that_may_follow_stand_below_an_edge() {
    check_all(&[shows(
        "",
        STATUTE,
        "g",
        "
        ⋮
        |                        第一章　总则                        │     第二条 本条例所…
        |────────────────────────────────────────────────────────────────────────────────────
        | / 检索书库全文（搜索）                   h 读过的文档，各书库都在内
        ⋮",
    )
    .on((84, 20))]);
}

#[test]
fn the_room() {
    check_all(&pictures());
}
