//! The page and the panes beside it.

use super::picture::{Picture, check_all, shows};
use super::texts::STATUTE;

/// A screen on which the outline has room beside the text.
const MEDIUM: (u16, u16) = (60, 11);

/// A screen on which every pane has room.
const WIDE: (u16, u16) = (100, 10);

/// What is left of it when the tree is hidden: the pictures of wide screens begin at the edge of
/// the page.
const WITHOUT_TREE: &str = "\
| 保护古籍条例
|                               保护古籍条例                               │  ▾ 第一章 总则
|                                                                          │      第一条 为了保护古…
|                               第一章　总则                               │      第二条 本条例所称…
|                                                                          │      第三条 古籍由图书…
|      第一条　为了保护古籍，制定本条例。                                  │  ▾ 第二章 罚则
|                                                                          │      第四条 损毁古籍的
|      第二条　本条例所称古籍，是指书写、印刷于一九一二年以前的书籍。善本  │      第五条 盗卖古籍的
|  另有规定。                                                              │
| 保护古籍条例                                            UTF-8 46%  ] 下一条  [ 上一条  / 查找  ? 键";

pub fn pictures() -> Vec<Picture> {
    vec![
        shows(
            "focus-next",
            STATUTE,
            "Tab",
            "
            | 保护古籍条例
            |            保护古籍条例           │  ▾ 第一章 总则
            ^                                    ########################
            ⋮",
        )
        .on(MEDIUM),
        shows(
            "focus-previous",
            STATUTE,
            "S-Tab",
            "
            | 保护古籍条例
            | ▾ 书库                           1 │
            |   ▾ 未归类                       1 │
            |     保护古籍条例                   │
            ^####################################
            |       第一章 总则                  │
            |       第二章 罚则                  │
            |                                    │
            |                                    │
            |                                    │
            | 保护古籍条例                        30%",
        ),
        shows(
            "toggle-tree",
            STATUTE,
            "t",
            "
            | 保护古籍条例
            | ▾ 书库                           1 │
            |   ▾ 未归类                       1 │
            |     保护古籍条例                   │
            ^####################################
            |       第一章 总则                  │
            |       第二章 罚则                  │
            |                                    │
            |                                    │
            |                                    │
            | 保护古籍条例                        30%",
        ),
        shows("toggle-tree", STATUTE, "t", WITHOUT_TREE).on(WIDE),
        shows(
            "toggle-outline",
            STATUTE,
            "o",
            "
            | 保护古籍条例
            |   │  ▾ 第一章 总则
            ^    ####################################
            |   │      第一条 为了保护古籍
            |   │      第二条 本条例所称古籍
            |   │      第三条 古籍由图书馆收藏
            |   │  ▾ 第二章 罚则
            |   │      第四条 损毁古籍的
            |   │      第五条 盗卖古籍的
            |   │
            | 保护古籍条例                        30%",
        ),
        shows(
            "toggle-outline",
            STATUTE,
            "o",
            "
            | 保护古籍条例
            |                        保护古籍条例
            |
            |                        第一章　总则
            |
            |      第一条　为了保护古籍，制定本条例。
            |
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以
            |  前的书籍。善本另有规定。
            |
            | 保护古籍条例                                            46%",
        )
        .on(MEDIUM),
        shows(
            "reader-alone",
            STATUTE,
            "z",
            "
            | 保护古籍条例
            |                        保护古籍条例
            |
            |                        第一章　总则
            |
            |      第一条　为了保护古籍，制定本条例。
            |
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以
            |  前的书籍。善本另有规定。
            |
            | 保护古籍条例                                            46%",
        )
        .on(MEDIUM),
        shows(
            "toggle-writing",
            STATUTE,
            "w",
            "
            | 保护古籍条例
            |
            |   的 一 指 例    本 保       第    保
            |   书 九 书 所 第 条 护 第    一    护
            |   籍 一 写 称 二 例 古 一    章    古
            |   ︒ 二 ︑ 古 条 ︒ 籍 条    　    籍
            |   善 年 印 籍 　    ︐ 　    总    条
            |   本 以 刷 ︐ 本    制 为    则    例
            |   另 前 于 是 条    定 了
            | 竖排：左右键或 j k 逐行，w 回到横排",
        ),
        shows(
            "left",
            STATUTE,
            "w 3 h",
            "
            | 保护古籍条例
            |                                 ▌
            |   由    有 的 一 指 例    本 保
            |   图 第 规 书 九 书 所 第 条 护 第
            |   书 三 定 籍 一 写 称 二 例 古 一
            |   馆 条 ︒ ︒ 二 ︑ 古 条 ︒ 籍 条
            |   收 　    善 年 印 籍 　    ︐
            |   藏 古    本 以 刷 ︐ 本    制 为
            |   ︒ 籍    另 前 于 是 条    定 了
            | art1  第一条 为了保护古籍           55%",
        ),
        shows(
            "right",
            STATUTE,
            "w 3 h l",
            "
            | 保护古籍条例
            |                              ▌
            |      有 的 一 指 例    本 保       第
            |   第 规 书 九 书 所 第 条 护 第    一
            |   三 定 籍 一 写 称 二 例 古 一    章
            |   条 ︒ ︒ 二 ︑ 古 条 ︒ 籍 条
            |   　    善 年 印 籍 　    ︐ 　    总
            |   古    本 以 刷 ︐ 本    制 为    则
            |   籍    另 前 于 是 条    定 了
            | art1  第一条 为了保护古籍           50%",
        ),
        shows(
            "toggle-columns",
            STATUTE,
            "z |",
            "
            | 保护古籍条例
            |         保护古籍条例            一二年以前的书籍。善本另
            |                                 有规定。
            |         第一章　总则
            |                                     第三条　古籍由图书馆
            |       第一条　为了保护古        收藏。违反第二条规定的，
            |   籍，制定本条例。              依照第五条处理。
            |
            |       第二条　本条例所称古
            |   籍，是指书写、印刷于一九            第二章　罚则
            | 两栏；栏太窄时仍为一栏",
        )
        .on(MEDIUM),
        shows(
            "toggle-columns",
            STATUTE,
            "z | |",
            "
            | 保护古籍条例
            |                        保护古籍条例
            |
            |                        第一章　总则
            |
            |      第一条　为了保护古籍，制定本条例。
            |
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以
            |  前的书籍。善本另有规定。
            |
            | 栏数随宽度而定",
        )
        .on(MEDIUM),
    ]
}

#[test]
fn the_page_and_its_panes() {
    check_all(&pictures());
}
