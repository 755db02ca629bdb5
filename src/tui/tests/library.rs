//! The library: its tree, its lists, going from one document to another.

use super::picture::{Picture, check_all, shows, shows_among};
use super::play::{Play, SMALL, chords, library};
use super::texts::{LIBRARY, STATUTE};
use crate::library::{LeftOut, News};
use crate::text::Said;
use crate::tui::report::Report;

/// A list with the beginning of the chosen document beside it, from the edge of the page.
const BESIDE: &str = "\
|  ── 文档 3/3 ────────────────────────────────────────────────────────────────────────────────────────────────
|   >                                                           │     第一条　农为本。
^     |
|    论农书                                          1957-03-01 │
^   ###########################################################
|    论医书                                          1955-04-27 │     第二条　书为辅。
|    游记                                                  1962 │
|                                                               │
|  ── Enter 前往  Esc 关闭 ────────────────────────────────────────────────────────────────────────────────────
⋮";

pub fn pictures() -> Vec<Picture> {
    vec![
        shows_among(
            "next-document",
            &LIBRARY,
            ">",
            "
            | 文集 > 论医书
            | ▌    第一条　医者意也。
            |
            ⋮
            | 第一条  医者意也               1/1 100%",
        ),
        shows_among(
            "previous-document",
            &LIBRARY,
            "> <",
            "
            | 文集 > 论农书
            | ▌    第一条　农为本。
            |
            |      第二条　书为辅。
            ⋮
            | 第一条  农为本                 1/2 100%",
        ),
        shows_among(
            "pick-document",
            &LIBRARY,
            "p",
            "
            | 文集 > 论农书
            |── 文档 3/3 ────────────────────────────
            | >
            ^   |
            |  论农书                     1957-03-01
            ^ ######################################
            |  论医书                     1955-04-27
            |  游记                             1962
            |── Enter 前往  Esc 关闭 ────────────────
            |
            |
            | 第一条  农为本                 1/2 100%",
        ),
        shows_among("pick-document", &LIBRARY, "p", BESIDE).on((112, 10)),
        shows_among(
            "type",
            &LIBRARY,
            "p yi",
            "
            | 文集 > 论农书
            |── 文档 1/3 ────────────────────────────
            | > yi
            ^     |
            |  论医书                     1955-04-27
            ^ ######################################
            |
            |
            |── 按拼音相符  Enter 前往  Esc 关闭 ────
            |
            |
            | 第一条  农为本                 1/2 100%",
        ),
        shows_among(
            "accept",
            &LIBRARY,
            "p yi Enter",
            "
            | 文集 > 论医书
            | ▌    第一条　医者意也。
            |
            ⋮
            | 第一条  医者意也               1/1 100%",
        ),
        shows_among(
            "pick-heading",
            &LIBRARY,
            "C",
            "
            | 文集 > 论农书
            |── 书库的题名与标题 3/3 ────────────────
            | >
            ^   |
            |  论农书                     1957-03-01
            ^ ######################################
            |  论医书                     1955-04-27
            |  游记                             1962
            |── Enter 前往  Esc 关闭 ────────────────
            |
            |
            | 第一条  农为本                 1/2 100%",
        ),
        shows_among(
            "list-history",
            &LIBRARY,
            "> > g h",
            "
            | 随笔 > 游记
            |── 读过的 2/2 ──────────────────────────
            | >
            ^   |
            |  论医书             第一条　医者意也。
            ^ ######################################
            |  论农书               第一条　农为本。
            |── Enter 前往  Esc 关闭 ────────────────
            ⋮",
        ),
        shows_among(
            "list-neighbours",
            &LIBRARY,
            "g s",
            "
            | 文集 > 论农书
            |── 相近的 1/1 ──────────────────────────
            | >
            ^   |
            |  论医书                同书 1955-04-27
            ^ ######################################
            |── Enter 前往  Esc 关闭 ────────────────
            ⋮",
        ),
        shows(
            "pick-encoding",
            STATUTE,
            "e",
            "
            |── 编码 11/11 ──────────────────────────
            | >
            ^   |
            |  自动识别
            ^ ######################################
            |  UTF-8                          现在的
            |  gb18030
            |  Big5
            |── Enter 前往  Esc 关闭 ────────────────
            ⋮",
        ),
        shows_among(
            "focus-previous",
            &LIBRARY,
            "S-Tab",
            "
            | 文集 > 论农书
            | ▾ 书库                               3
            |   ▾ 文集                             2
            |     论农书
            ^########################################
            |     论医书
            |   ▾ 随笔                             1
            |     游记
            |
            |
            | 论农书        Enter 前往  za 折叠  ? 键",
        ),
        shows_among(
            "down",
            &LIBRARY,
            "S-Tab j",
            "
            | 文集 > 论农书
            | ▾ 书库                               3
            |   ▾ 文集                             2
            |     论农书
            |     论医书
            ^########################################
            |   ▾ 随笔                             1
            |     游记
            |
            |
            | 论医书        Enter 前往  za 折叠  ? 键",
        ),
        shows_among(
            "open",
            &LIBRARY,
            "S-Tab G l",
            "
            | 随笔 > 游记
            | ▌    一、登山
            |      二、临水
            |
            |
            |
            |
            |
            |
            | 一  登山                       1/2 100%",
        ),
        shows_among(
            "close",
            &LIBRARY,
            "S-Tab h",
            "
            | 文集 > 论农书
            | ▾ 书库                               3
            |   ▾ 文集                             2
            ^########################################
            |     论农书
            |     论医书
            |   ▾ 随笔                             1
            |     游记
            |
            |
            | 文集 · 2 篇            Enter 前往  ? 键",
        ),
        shows_among(
            "toggle-fold",
            &LIBRARY,
            "S-Tab g g z a",
            "
            | 文集 > 论农书
            | ▸ 书库                               3
            ^########################################
            |
            |
            |
            |
            |
            |
            |
            | 书库 · 3 篇            Enter 前往  ? 键",
        ),
        shows_among(
            "filter-tree",
            &LIBRARY,
            "S-Tab /",
            "
            ⋮
            |/   输入题名或拼音，Enter 留住，Esc 复原
            ^ |",
        ),
        shows_among(
            "type",
            &LIBRARY,
            "S-Tab / yi",
            "
            | 文集 > 论农书
            | ▾ 书库                               1
            |   ▾ 文集                             1
            |     论医书
            ^########################################
            |
            |
            |
            |
            |
            |/yi                                  1/3
            ^   |",
        ),
        shows_among(
            "next-arrangement",
            &LIBRARY,
            "S-Tab s",
            "
            | 文集 > 论农书
            |   ▾ 1950年代                         2
            |     ▾ 1955年                         1
            |       ▾ 4月                          1
            |         论医书
            |     ▾ 1957年                         1
            |       ▾ 3月                          1
            |         论农书
            ^########################################
            |   ▾ 1960年代                         1
            | 书架按日期排列",
        ),
        shows_among(
            "next-sort",
            &LIBRARY,
            "S-Tab S",
            "
            | 文集 > 论农书
            | ▾ 书库                               3
            |   ▾ 文集                             2
            |     论医书
            |     论农书
            ^########################################
            |   ▾ 随笔                             1
            |     游记
            |
            |
            | 架上按日期排序",
        ),
        shows(
            "refresh-library",
            STATUTE,
            "R",
            "
            ⋮
            | 保护古籍条例                46%  正在编目 0  ] 下一条  ? 键",
        )
        .on((60, 10)),
        shows(
            "list-troubles",
            STATUTE,
            "X",
            "
            | 保护古籍条例
            |── 未能读取的 1/1 ──────────────────────
            | >
            ^   |
            |  读不了 /books/x：没有权限
            ^ ######################################
            |── Enter 前往  Esc 关闭 ────────────────
            ⋮",
        )
        .key("X", "list-troubles")
        .after(|play| {
            let trouble = Said::new("disk.read").with("/books/x");
            let trouble = trouble.with_said(Said::new("reason.no-permission"));
            play.hear(Report::News(News::Trouble(trouble)));
        }),
    ]
}

#[test]
fn the_library() {
    check_all(&pictures());
}

#[test]
fn documents_that_are_found_come_into_the_open_list() {
    check_all(&[shows_among(
        "down",
        &LIBRARY[..2],
        "Down",
        "
            | 文集 > 论农书
            |── 文档 3/3 ────────────────────────────
            | >
            ^   |
            |  论农书                     1957-03-01
            |  论医书                     1955-04-27
            |  游记                             1962
            ^ ######################################
            |── Enter 前往  Esc 关闭 ────────────────
            |
            |
            | 第一条  农为本                 1/2 100%",
    )
    .after(|play| {
        for key in chords("p Down") {
            play.press(key);
        }
        play.hear(Report::News(News::Catalog(library(&LIBRARY))));
    })]);
}

/// A file that is named beside its own folder is then found in it: the same text, another entry.
#[test]
fn a_text_that_joins_its_library_is_not_read_again() {
    let mut play = Play::on(library(&LIBRARY), SMALL);
    play.settle();
    let mut catalog = play.room.model.catalog.clone();
    let (open, source) = catalog
        .iter()
        .map(|(id, own)| (id, own.source()))
        .next()
        .unwrap();
    let joined = catalog.read(source).unwrap();
    catalog.remove([open]);
    play.hear(Report::News(News::Catalog(catalog)));
    let model = &play.room.model;
    assert_eq!(
        model.reader.as_ref().map(|reader| reader.entry),
        Some(joined)
    );
    assert_eq!(model.message, None);
}

#[test]
fn what_was_left_out_stands_below_the_tree() {
    check_all(&[shows_among(
        "focus-previous",
        &LIBRARY,
        "S-Tab",
        "
            | 文集 > 论农书
            | ▾ 书库                               3
            |   ▾ 文集                             2
            |     论农书
            ^########################################
            |     论医书
            |   ▾ 随笔                             1
            |     游记
            |
            | 未收：pdf 2、其他 1、jpg 1
            | 论农书        Enter 前往  za 折叠  ? 键",
    )
    .after(|play| {
        let mut left_out = LeftOut::default();
        for name in ["a.pdf", "b.PDF", "c.jpg", "d"] {
            left_out.add(name.as_ref());
        }
        play.hear(Report::News(News::LeftOut(left_out)));
    })]);
}

#[test]
fn what_is_not_read_is_told_where_its_text_would_be() {
    const PDF: &str = "%PDF-1.4\n1 0 obj\nxref\n0 1\nstartxref\n18\n%%EOF\n";
    check_all(&[
        shows_among(
            "cancel",
            &[PDF, LIBRARY[0]],
            "? Esc",
            "
            | 章句
            |
            |
            |  无法读取 0.txt：这是 PDF，本程序不
            |  读；请用能打开它的程序另存为 .
            |  docx、.html 或 .txt
            ⋮",
        ),
        // The program goes on.
        shows_among(
            "accept",
            &[PDF, LIBRARY[0]],
            "p nong Enter",
            "
            | 文集 > 论农书
            | ▌    第一条　农为本。
            ⋮",
        ),
    ]);
}
