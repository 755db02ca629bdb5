//! Annotating: bookmarks, marks, highlights, tags; taking back; places that are not sure.

use super::picture::{Picture, check_all, shows};
use super::play::kept;
use super::texts::STATUTE;

/// The statute as it once read.
fn former(now: &str, then: &str) -> String {
    assert!(STATUTE.contains(now));
    STATUTE.replace(now, then)
}

pub fn pictures() -> Vec<Picture> {
    let approximate = || {
        let text = former("为了保护古籍，制定", "为了妥善保护古籍，特制定");
        kept(&text, "1 G V a 比较旧法 Esc")
    };
    let orphan = || {
        let text = former("损毁古籍的，应当赔偿", "借阅善本，须经馆长许可");
        kept(&text, "4 G V a 此条后删 Esc")
    };
    vec![
        shows(
            "toggle-bookmark",
            STATUTE,
            "1 G m",
            "
            | 保护古籍条例                                                          1 处批注
            |                      保护古籍条例                      │  ▾ 第一章 总则
            |                                                        │ ▌   第一条 为了保…  ●
            ⋮
            |●▌    第一条　为了保护古籍，制定本条例。                │  ▾ 第二章 罚则
            ⋮
            | 已加书签",
        )
        .on((80, 10)),
        shows(
            "toggle-bookmark",
            STATUTE,
            "1 G m … m",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            ⋮
            | 已删除，u 撤销",
        ),
        shows(
            "set-mark",
            STATUTE,
            "1 G m a",
            "
            ⋮
            |a▌    第一条　为了保护古籍，制定本
            ⋮
            | 标记 a",
        ),
        shows(
            "jump-mark",
            STATUTE,
            "1 G m a G ' a",
            "
            ⋮
            |a▌    第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            |  写、印刷于一九一二年以前的书籍。善本
            |  另有规定。
            |
            | 第一条  为了保护古籍     第一章 1/3 46%",
        ),
        shows(
            "highlight",
            STATUTE,
            "1 G H",
            "
            ⋮
            |▪▌    第一条　为了保护古籍，制定本
            ^      yyyyyyyyyyyyyyyyyyyyyyyyyyyy
            |  条例。
            ^  yyyyyy
            ⋮
            | 已标黄",
        ),
        shows(
            "highlight",
            STATUTE,
            "1 G v 5 l H",
            "
            ⋮
            |▪▌    第一条　为了保护古籍，制定本
            ^      yyyyyyyyyyyyyy
            ⋮
            | 已标黄",
        ),
        shows(
            "highlight-yellow",
            STATUTE,
            "1 G H y",
            "
            ⋮
            |▪▌    第一条　为了保护古籍，制定本
            ^      yyyyyyyyyyyyyyyyyyyyyyyyyyyy
            |  条例。
            ^  yyyyyy
            ⋮
            | 已标黄",
        ),
        shows(
            "highlight-green",
            STATUTE,
            "1 G H g",
            "
            ⋮
            |▪▌    第一条　为了保护古籍，制定本
            ^      gggggggggggggggggggggggggggg
            |  条例。
            ^  gggggg
            ⋮
            | 已标绿",
        ),
        shows(
            "highlight-blue",
            STATUTE,
            "1 G H b",
            "
            ⋮
            |▪▌    第一条　为了保护古籍，制定本
            ^      bbbbbbbbbbbbbbbbbbbbbbbbbbbb
            |  条例。
            ^  bbbbbb
            ⋮
            | 已标蓝",
        ),
        shows(
            "highlight-red",
            STATUTE,
            "1 G H r",
            "
            ⋮
            |▪▌    第一条　为了保护古籍，制定本
            ^      rrrrrrrrrrrrrrrrrrrrrrrrrrrr
            |  条例。
            ^  rrrrrr
            ⋮
            | 已标红",
        ),
        shows(
            "highlight-purple",
            STATUTE,
            "1 G H p",
            "
            ⋮
            |▪▌    第一条　为了保护古籍，制定本
            ^      pppppppppppppppppppppppppppp
            |  条例。
            ^  pppppp
            ⋮
            | 已标紫",
        ),
        shows(
            "edit-tags",
            STATUTE,
            "1 G #",
            "
            ⋮
            |#                       标签，以空格分开
            ^ |",
        ),
        shows(
            "accept",
            STATUTE,
            "1 G # 定义 Space 书 Enter",
            "
            ⋮
            |●▌    第一条　为了保护古籍，制定本
            ⋮
            | 标签：定义 书",
        ),
        shows(
            "remove-annotation",
            STATUTE,
            "1 G H g x",
            "
            | 保护古籍条例
            |                      保护古籍条例                      │  ▾ 第一章 总则
            |                                                        │ ▌   第一条 为了保护…
            ⋮
            | ▌    第一条　为了保护古籍，制定本条例。                │  ▾ 第二章 罚则
            |                                                        │     第四条 损毁古籍的
            ⋮",
        )
        .on((80, 10)),
        shows(
            "next-annotation",
            STATUTE,
            "1 G H … 4 G H … g g g ] g ]",
            "
            | 保护古籍条例
            |
            |
            |              第二章　罚则
            |
            |▪▌    第四条　损毁古籍的，应当赔偿。
            ^      yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy
            |
            |      第五条　盗卖古籍的，没收所得。情
            |  节严重的，依法追究。
            | 第四条  损毁古籍的      第二章 1/2 100%",
        ),
        shows(
            "previous-annotation",
            STATUTE,
            "1 G H … 4 G H … G g [",
            "
            ⋮
            |▪▌    第四条　损毁古籍的，应当赔偿。
            ^      yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy
            |
            |      第五条　盗卖古籍的，没收所得。情
            |  节严重的，依法追究。
            | 第四条  损毁古籍的      第二章 1/2 100%",
        ),
        shows(
            "undo",
            STATUTE,
            "1 G H g u",
            "
            ⋮
            | ▌    第一条　为了保护古籍，制定本
            |  条例。
            ⋮
            | 已撤销：第一条　为了保护古籍，制定本条…",
        ),
        shows(
            "redo",
            STATUTE,
            "1 G H g u C-r",
            "
            ⋮
            |▪▌    第一条　为了保护古籍，制定本
            ^      gggggggggggggggggggggggggggg
            |  条例。
            ^  gggggg
            ⋮
            | 已重做：第一条　为了保护古籍，制定本条…",
        ),
        shows(
            "decide-place",
            STATUTE,
            "g a",
            "
            ⋮
            |                                                        │ ▌   第一条 为了保…  ●
            ⋮
            |?▌    第一条　为了保护古籍，制定本条例。                │  ▾ 第二章 罚则
            ^      __________________________________
            |                                                        │     第四条 损毁古籍的
            ⋮
            |                                                        │
            |  ── 近似找到，请核对 ────────────────────────────────────────────────────────
            |   原作  第一章　总则第一条　为了妥善保护古籍，特制定本条例。第二条　本条例…
            ^                     ________________________________________
            |   今作  第一章　总则第一条　为了保护古籍，制定本条例。第二条　本条例所称古…
            |   笔记  比较旧法
            |  ── Enter 选定  v 另选  x 删除  Esc 以后再说 ────────────────────────────────
            | 第一条  为了保护古籍                                       第一章 1/3 67%  ? 键",
        )
        .on((80, 20))
        .with(approximate()),
        shows(
            "decide-place",
            STATUTE,
            "g a",
            "
            ⋮
            |  ── 原文已改，找不到此处 ────────────────────────────────
            |   原作  第二章　罚则第四条　借阅善本，须经馆长许可。第…
            ^                     ________________________________
            |   原在  第二章第四条art4
            ^         ____________
            |   笔记  此条后删
            |  ── Enter 或 v 在文中选定新处  x 删除  Esc 以后再说 ─────
            ⋮",
        )
        .on((60, 20))
        .with(orphan()),
        shows(
            "accept",
            STATUTE,
            "g a Enter",
            "
            ⋮
            |»▌    第一条　为了保护古籍，制定本条例。                │  ▾ 第二章 罚则
            |                                                        │     第四条 损毁古籍的
            ⋮
            | 已挂上，u 撤销",
        )
        .on((80, 20))
        .with(approximate()),
        shows(
            "select",
            STATUTE,
            "g a v",
            "
            ⋮
            |              第一章　总则
            |
            |      第一条　为了保护古籍，制定本
            |  条例。
            |
            |      第二条　本条例所称古籍，是指书
            | 重挂：移到新处，v 选定字句，Enter 挂上…",
        )
        .with(orphan()),
        shows(
            "activate",
            STATUTE,
            "g a v 4 G Enter",
            "
            ⋮
            |»▌    第四条　损毁古籍的，应当赔偿。
            ⋮
            | 已挂上，u 撤销",
        )
        .with(orphan()),
        shows(
            "attach-place",
            STATUTE,
            "M C-a",
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
            | 重挂：移到新处，v 选定字句，Enter 挂上…",
        )
        .with(orphan()),
    ]
}

#[test]
fn annotating() {
    check_all(&pictures());
}
