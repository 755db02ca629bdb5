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
            |   阅读
            |    gd                 跟随此条的引用，C-o 返回
            |    K                  就地看此条所引条款
            |    gr                 谁引用此条
            |    gn                 注释一览
            |    gm                 提纲：此段作标题
            |    ]                  下一条款
            |    [                  上一条款
            |  ── j k 上下  Esc 关闭 ──────────────────────────────────
            ⋮",
        )
        .on((60, 12)),
        shows(
            "page-down",
            STATUTE,
            "? Space",
            "
            |  ── 按键 ────────────────────────────────────────────────
            |    ]                  下一条款
            |    [                  上一条款
            |    }                  下一同级或上级条款
            |    {                  上一同级或上级条款
            |    )                  下一句
            |    (                  上一句
            |    Enter              跟随引用；没有则下移；书架开合
            |    h Left             竖排时到下一行
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
            "interrupt",
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
        shows(
            "quit",
            STATUTE,
            "? q",
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
            "accept",
            STATUTE,
            ":set Space measure=10 Enter",
            "
            ⋮
            | 已设 measure=10",
        ),
        shows("examine", STATUTE, "D", "⋮").asks(|host| *host == Host::Examine),
    ]
}

#[test]
fn the_room() {
    check_all(&pictures());
}
