//! The page and the panes beside it.

use super::picture::{Picture, check_all, shows};
use super::play::{Play, library};
use super::texts::STATUTE;
use crate::terminal::input::Input;

/// A screen on which the outline has room beside the text.
const MEDIUM: (u16, u16) = (80, 11);

/// A screen on which every pane has room.
const WIDE: (u16, u16) = (100, 10);

/// What is left of it when the tree is hidden: the pictures of wide screens begin at the edge of
/// the page.
const WITHOUT_TREE: &str = "\
| 保护古籍条例
|                                保护古籍条例                                │  ▾ 第一章 总则
|                                                                            │     第一条 为了保护…
|                                第一章　总则                                │     第二条 本条例所…
|                                                                            │     第三条 古籍由图…
|      第一条　为了保护古籍，制定本条例。                                    │  ▾ 第二章 罚则
|                                                                            │     第四条 损毁古籍的
|      第二条　本条例所称古籍，是指书写、印刷于一九一二年以前的书籍。善本另  │     第五条 盗卖古籍的
|  有规定。                                                                  │
| 保护古籍条例                                            UTF-8 46%  ] 下一条  [ 上一条  / 查找  ? 键";

pub fn pictures() -> Vec<Picture> {
    vec![
        shows(
            "widen",
            STATUTE,
            "Tab + +",
            "
            | 保护古籍条例
            | ▾ 书库                  1 │                        保护古籍条例                        │  ▾ 第一章 总则
            ^                                                                                         ###############################
            |   ▾ 未归类              1 │                                                            │     第一条 为了保护古籍
            |   ▸ 保护古籍条例          │                        第一章　总则                        │     第二条 本条例所称古籍
            |                           │                                                            │     第三条 古籍由图书馆收藏
            |                           │      第一条　为了保护古籍，制定本条例。                    │  ▾ 第二章 罚则
            |                           │                                                            │     第四条 损毁古籍的
            |                           │      第二条　本条例所称古籍，是指书写、印刷于一九一二年以  │     第五条 盗卖古籍的
            |                           │  前的书籍。善本另有规定。                                  │
            | 第一章  总则                                                                        Enter 前往  za 折叠  Tab 换栏  ? 键",
        )
        .on((120, 10)),
        shows(
            "narrow",
            STATUTE,
            "Tab 5 -",
            "
            | 保护古籍条例
            | ▾ 书库              1 │                     保护古籍条例                     │  ▾ 第一章 总则
            |   ▾ 未归类          1 │                                                      │     第一条 为了保…
            |   ▸ 保护古籍条例      │                     第一章　总则                     │     第二条 本条例…
            |                       │                                                      │     第三条 古籍由…
            |                       │      第一条　为了保护古籍，制定本条例。              │  ▾ 第二章 罚则
            |                       │                                                      │     第四条 损毁古…
            |                       │      第二条　本条例所称古籍，是指书写、印刷于一九一  │     第五条 盗卖古…
            |                       │  二年以前的书籍。善本另有规定。                      │
            | 第一章  总则                                                    Enter 前往  za 折叠  Tab 换栏  ? 键",
        )
        .on(WIDE),
        shows(
            "narrow",
            STATUTE,
            "-",
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
            | 正文旁没有栏可以改宽窄",
        ),
        shows(
            "pick-theme",
            STATUTE,
            "T",
            "
            | 保护古籍条例
            |  ── 配色 8/8 ────────────────────────────────────────────────────────────────
            |   >
            ^     |
            |    随终端而定  auto
            ^   ##########################################################################
            |    深色  dark
            |    浅色  light
            |    旧纸  sepia
            |    高对比  contrast
            |    终端自己的十六色  ansi
            |    深浅背景皆可  neutral
            |    不用颜色  monochrome
            |  ── Enter 前往  Esc 关闭 ────────────────────────────────────────────────────
            |  第五条处理。                                          │
            ^  ______
            |                                                        │
            |
            | 保护古籍条例                                                   UTF-8 67%  F1 键",
        )
        .on((80, 16)),
        shows(
            "reset-widths",
            STATUTE,
            "Tab - - g =",
            "
            | 保护古籍条例
            | ▾ 书库              1 │                    保护古籍条例                    │  ▾ 第一章 总则
            ^                                                                             #######################
            |   ▾ 未归类          1 │                                                    │     第一条 为了保护…
            |   ▸ 保护古籍条例      │                    第一章　总则                    │     第二条 本条例所…
            |                       │                                                    │     第三条 古籍由图…
            |                       │      第一条　为了保护古籍，制定本条例。            │  ▾ 第二章 罚则
            |                       │                                                    │     第四条 损毁古籍的
            |                       │      第二条　本条例所称古籍，是指书写、印刷于一九  │     第五条 盗卖古籍的
            |                       │  一二年以前的书籍。善本另有规定。                  │
            | 各栏的宽窄随窗口而定",
        )
        .on(WIDE),
        shows(
            "focus-next",
            STATUTE,
            "Tab",
            "
            | 保护古籍条例
            |                      保护古籍条例                      │  ▾ 第一章 总则
            ^                                                         #######################
            ⋮",
        )
        .on(MEDIUM),
        shows(
            "focus-previous",
            STATUTE,
            "S-Tab",
            "
            | 保护古籍条例
            | ▾ 书库                               1
            |   ▾ 未归类                           1
            |   ▾ 保护古籍条例
            ^########################################
            |       第一章 总则
            |       第二章 罚则
            |
            |
            |
            | 保护古籍条例           Enter 前往  ? 键",
        ),
        shows(
            "toggle-tree",
            STATUTE,
            "t",
            "
            | 保护古籍条例
            | ▾ 书库                               1
            |   ▾ 未归类                           1
            |   ▾ 保护古籍条例
            ^########################################
            |       第一章 总则
            |       第二章 罚则
            |
            |
            |
            | 保护古籍条例           Enter 前往  ? 键",
        ),
        shows("toggle-tree", STATUTE, "t", WITHOUT_TREE).on(WIDE),
        shows(
            "toggle-outline",
            STATUTE,
            "o",
            "
            | 保护古籍条例
            |  ▾ 第一章 总则
            ^########################################
            |      第一条 为了保护古籍
            |      第二条 本条例所称古籍
            |      第三条 古籍由图书馆收藏
            |  ▾ 第二章 罚则
            |      第四条 损毁古籍的
            |      第五条 盗卖古籍的
            |
            | 第一章  总则  Enter 前往  za 折叠  ? 键",
        ),
        shows(
            "toggle-outline",
            STATUTE,
            "o",
            "
            | 保护古籍条例
            |                                  保护古籍条例
            |
            |                                  第一章　总则
            |
            |      第一条　为了保护古籍，制定本条例。
            |
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以前的书籍。善本另有
            |  规定。
            |
            | 保护古籍条例                              46%  ] 下一条  [ 上一条  / 查找  ? 键",
        )
        .on(MEDIUM),
        shows(
            "reader-alone",
            STATUTE,
            "z",
            "
            | 保护古籍条例
            |                                  保护古籍条例
            |
            |                                  第一章　总则
            |
            |      第一条　为了保护古籍，制定本条例。
            |
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以前的书籍。善本另有
            |  规定。
            |
            | 保护古籍条例                              46%  ] 下一条  [ 上一条  / 查找  ? 键",
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
            | 第一条  为了保护古籍     第一章 1/3 55%",
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
            | 第一条  为了保护古籍     第一章 1/3 50%",
        ),
        shows(
            "toggle-columns",
            STATUTE,
            "z |",
            "
            | 保护古籍条例
            |              保护古籍条例                 本另有规定。
            |
            |              第一章　总则                     第三条　古籍由图书馆收藏。违反
            |                                           第二条规定的，依照第五条处理。
            |       第一条　为了保护古籍，制定本
            |   条例。
            |                                                      第二章　罚则
            |       第二条　本条例所称古籍，是指书
            |   写、印刷于一九一二年以前的书籍。善          第四条　损毁古籍的，应当赔偿。
            | 两栏；栏太窄时仍为一栏",
        )
        .on(MEDIUM),
        shows(
            "toggle-columns",
            STATUTE,
            "z | |",
            "
            | 保护古籍条例
            |                                  保护古籍条例
            |
            |                                  第一章　总则
            |
            |      第一条　为了保护古籍，制定本条例。
            |
            |      第二条　本条例所称古籍，是指书写、印刷于一九一二年以前的书籍。善本另有
            |  规定。
            |
            | 栏数随宽度而定",
        )
        .on(MEDIUM),
    ]
}

#[test]
fn the_edge_of_a_pane_is_drawn_by_the_mouse() {
    let mut play = Play::on(library(&[STATUTE]), WIDE);
    play.settle();
    let draw = |play: &mut Play, from, to| {
        for input in [Input::Click((from, 5)), Input::Drag((to, 5))] {
            play.room.take(input);
            play.settle();
        }
        let look = play.room.model.look.clone();
        (look.tree, look.outline)
    };
    // The rules stand behind 23 columns and before as many.
    assert_eq!(draw(&mut play, 23, 15), (Some(15), Some(23)));
    assert_eq!(draw(&mut play, 76, 70), (Some(15), Some(29)));
    // The text keeps its 24 hanzi, and the other pane what it has.
    assert_eq!(draw(&mut play, 70, 5), (Some(15), Some(31)));
    // A pane is not drawn away.
    assert_eq!(draw(&mut play, 15, 0), (Some(12), Some(31)));
    assert_eq!(play.room.model.look.screen, Some(WIDE.0));
    let reader = play.room.model.reader.as_ref().unwrap();
    assert_eq!(reader.selection, None);
    // Beside the edge the mouse selects.
    draw(&mut play, 30, 40);
    let reader = play.room.model.reader.as_ref().unwrap();
    assert!(reader.selection.is_some());
}

#[test]
fn the_page_and_its_panes() {
    check_all(&pictures());
}
