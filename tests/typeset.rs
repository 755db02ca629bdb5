//! Typesetting as laws, on generated and on real text: nothing lost, nothing too wide, no mark
//! where none may stand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::sync::Arc;

use proptest::prelude::*;
use zhangju::clause::{ClauseTree, nest};
use zhangju::document::{BlockKind, Document, decode, parse};
use zhangju::text::{Ambiguous, Span, width};
use zhangju::typeset::{Galley, Measure, Pieces, Writing, excerpt};

const SAMPLE: &str = include_str!("../seeds/000_9e09b61c7e3c8cf0.txt");

/// Marks that no line may start with, and those that none may end with: CLREQ 3.1.3, its basic
/// level, written down apart from the program's own table.
const NO_START: &str = "，。、；：！？）》〉」』】〕”’％";
const NO_END: &str = "（《〈「『【〔“‘";

fn read(text: &str) -> (Document, ClauseTree) {
    let document = parse(decode::decode(text.as_bytes()).text);
    let tree = nest(&document);
    (document, tree)
}

fn galley(document: &Document, tree: &ClauseTree, measure: Measure) -> Galley {
    Galley::new(Arc::new(Pieces::new(document, tree)), measure)
}

/// Every line of a document, with its text and whether it belongs to a table.
fn check(text: &str, columns: usize, ambiguous: Ambiguous) {
    let (document, tree) = read(text);
    let measure = Measure {
        columns,
        ambiguous,
        ..Measure::default()
    };
    let mut galley = galley(&document, &tree, measure);
    for (index, block) in document.blocks.iter().enumerate() {
        let is_table = matches!(block.kind, BlockKind::Table(_));
        let lines = galley.block(&document, &tree, index);
        if !block.kind.is_read() {
            assert!(lines.is_empty());
            continue;
        }
        // The lines concatenate to the block.
        let mut at = block.span.start;
        for line in &lines {
            assert_eq!(
                line.span.start,
                at,
                "at {columns} columns in {:?}",
                block.text.of(&document.source)
            );
            at = line.span.end;
        }
        assert!(lines.is_empty() || at == block.span.end);
        // Every visible character of the block is drawn once, in order.
        if !is_table {
            let drawn: String = lines
                .iter()
                .flat_map(|line| line.glyphs(&document.source, ambiguous).collect::<Vec<_>>())
                .filter(|placed| placed.in_source)
                .map(|placed| {
                    Span::new(placed.glyph.offset, placed.glyph.offset + placed.glyph.len)
                        .of(&document.source)
                        .to_owned()
                })
                .collect();
            let bare = |text: &str| {
                text.chars()
                    .filter(|c| !c.is_whitespace() && *c != '>')
                    .collect::<String>()
            };
            let is_hidden = |at: usize| {
                document
                    .markup
                    .iter()
                    .any(|markup| markup.kind.is_sign() && markup.span.contains(at))
            };
            let text = block.text.of(&document.source).char_indices();
            let read: String = text
                .filter(|(at, _)| !is_hidden(block.text.start + at))
                .map(|(_, c)| c)
                .collect();
            assert_eq!(bare(&drawn), bare(&read));
        }
        let count = lines.len();
        for (index, line) in lines.iter().enumerate() {
            let text = line.text(&document.source, ambiguous);
            let glyphs: Vec<_> = line.glyphs(&document.source, ambiguous).collect();
            let end = glyphs
                .iter()
                .map(|placed| placed.column + placed.glyph.columns)
                .max()
                .unwrap_or(0);
            let widest = glyphs
                .iter()
                .map(|placed| placed.glyph.columns)
                .max()
                .unwrap_or(0);
            assert!(
                end <= columns.max(widest),
                "{end} columns in {columns}: {text}"
            );
            // One cluster alone, and marks that nothing else stands between, cannot be helped.
            let marks = |text: &str| {
                text.chars()
                    .all(|c| NO_START.contains(c) || NO_END.contains(c) || !c.is_alphanumeric())
            };
            if is_table || columns < 12 || marks(&text) {
                continue;
            }
            let text = text.trim();
            if index > 0 {
                assert!(
                    !text.starts_with(|c| NO_START.contains(c)),
                    "{columns}: {text}"
                );
            }
            if index + 1 < count {
                assert!(!text.ends_with(|c| NO_END.contains(c)), "{columns}: {text}");
            }
        }
    }
}

#[test]
fn the_sample_at_every_width() {
    for columns in 2..=90 {
        check(SAMPLE, columns, Ambiguous::Narrow);
    }
    for columns in [20, 40, 80] {
        check(SAMPLE, columns, Ambiguous::Wide);
    }
}

#[test]
fn the_recovered_table_stands_in_columns() {
    let (document, tree) = read(SAMPLE);
    let block = document
        .blocks
        .iter()
        .position(|block| matches!(block.kind, BlockKind::Table(_)))
        .unwrap();
    let BlockKind::Table(table) = &document.blocks[block].kind else {
        unreachable!()
    };
    assert_eq!((table.columns, table.rows.len()), (6, 15));
    let measure = Measure {
        columns: 100,
        ..Measure::default()
    };
    let lines = galley(&document, &tree, measure).block(&document, &tree, block);
    // With room enough every row has one line, and the numbers of a column end in one column.
    let ends: Vec<usize> = lines
        .iter()
        .filter(|line| line.runs.len() == 6)
        .map(|line| {
            let last = line.runs.last().unwrap();
            let text = line.text(&document.source, Ambiguous::Narrow);
            assert!(last.column < 100);
            width::columns(&text, Ambiguous::Narrow)
        })
        .collect();
    assert_eq!(ends.len(), 12, "a head and eleven rows of values");
    assert!(ends.windows(2).all(|pair| pair[0] == pair[1]), "{ends:?}");
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[一-龥]{1,6}",
        2 => "[a-zA-Z]{1,9}",
        1 => "[0-9]{1,6}(\\.[0-9]{1,2})?(年|元|％|公里)?",
        2 => prop::sample::select(vec!["，", "。", "、", "；", "：", "！", "？", "（", "）", "《", "》", "“", "”", "——", "……", "·", " ", "\n", "\t"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["**", "*", "`", "<b>", "</b>", "<ruby>", "<rt>", "</rt>", "</ruby>", "[", "](", ")", "漢《かな》", "\\", "〔1〕", "\n\n"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["第十五条", "（一）", "e\u{301}", "\u{200d}", "\u{1b}", "か\u{3099}", "👩\u{200d}👧", "\u{202e}", "葛\u{e0100}", "한글"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_at_any_width(text in pieces(), columns in 1usize..60) {
        check(&text, columns, Ambiguous::Narrow);
    }

    #[test]
    fn a_galley_does_not_depend_on_the_order_it_is_asked_in(text in pieces(), columns in 4usize..60) {
        let (document, tree) = read(&text);
        let measure = Measure { columns, ..Measure::default() };
        let (mut forward, mut backward) = (galley(&document, &tree, measure), galley(&document, &tree, measure));
        let pieces = forward.pieces.len();
        for piece in 0..pieces {
            forward.set(&document, &tree, piece);
        }
        for piece in (0..pieces).rev() {
            backward.set(&document, &tree, piece);
        }
        for piece in 0..pieces {
            prop_assert_eq!(forward.lines(piece), backward.lines(piece));
        }
    }
}

/// A document's lines at a measure, as they stand on the screen; vertical ones from the top, each
/// line a row here.
fn picture(text: &str, measure: Measure) -> String {
    let (document, tree) = read(text);
    let pieces = Pieces::new(&document, &tree);
    let whole = Span::new(0, document.source.len());
    let lines = excerpt(&document, &tree, &pieces, whole, measure);
    let shown = lines.map(|line| line.text(&document.source, measure.ambiguous));
    shown.collect::<Vec<_>>().join("\n")
}

fn check_picture(text: &str, columns: usize, expected: &str) {
    let measure = Measure {
        columns,
        ..Measure::default()
    };
    assert_eq!(
        picture(text, measure),
        expected.trim_matches('\n'),
        "{columns}"
    );
}

/// A text with a block of every role, in the archive format.
const ROLES: &str = "\
id: 0123456789
标题：关于试行办法的通知
日期：1956-3-5

正文：
# 关于试行办法的通知

各区人民委员会：

为了改进工作，现将试行办法发给你们，望即研究执行。

## 第一部分 总的要求

### 1956.03.01

（一）统一领导，分级负责；

（二）先行试点，逐步推广〔1〕。

> 凡事预则立，不预则废。

山高水远人独行，
月落乌啼霜满天。

| 项目 | 数量 |
|---|---|
| 合作社 | 12 |
| 小组 | 305 |

〔1〕推广的范围另行通知。

（此件不登报）

市人民委员会
1956年3月5日

描述：
据原件抄录。
";

#[test]
fn every_role_has_its_place_on_a_narrow_page() {
    check_picture(
        ROLES,
        20,
        "
 关于试行办法的通知

各区人民委员会：

    为了改进工作，现
将试行办法发给你们，
望即研究执行。


 第一部分 总的要求
     1956.03.01

  （一）统一领导，分
级负责；
  （二）先行试点，逐
步推广〔1〕。

    凡事预则立，不预
    则废。

  山高水远人独行，
  月落乌啼霜满天。

项目    数量
────────────
合作社    12
小组     305

〔1〕推广的范围另行
通知。

    （此件不登报）

        市人民委员会
        1956年3月5日

    据原件抄录。",
    );
}

#[test]
fn every_role_has_its_place_on_a_wider_page() {
    check_picture(
        ROLES,
        40,
        "
           关于试行办法的通知

各区人民委员会：

    为了改进工作，现将试行办法发给你们，
望即研究执行。


           第一部分 总的要求
               1956.03.01

    （一）统一领导，分级负责；
    （二）先行试点，逐步推广〔1〕。

    凡事预则立，不预则废。

            山高水远人独行，
            月落乌啼霜满天。

项目    数量
────────────
合作社    12
小组     305

〔1〕推广的范围另行通知。

    （此件不登报）

                        市人民委员会
                        1956年3月5日

    据原件抄录。",
    );
    let wide = picture(
        ROLES,
        Measure {
            columns: 60,
            ..Measure::default()
        },
    );
    assert!(wide.contains("\n    为了改进工作，现将试行办法发给你们，望即研究执行。\n"));
    assert!(wide.contains("\n                      山高水远人独行，\n"));
}

#[test]
fn every_role_has_its_place_on_a_vertical_page() {
    let measure = Measure {
        writing: Writing::Vertical,
        columns: 12,
        indent: 2,
        spacing: 0,
        ..Measure::default()
    };
    let expected = "
 关于试行办法的通知

各区人民委员会︓
  为了改进工作︐现将试
行办法发给你们︐望即研究
执行︒


 第一部分 总的要求
  １９５６．03．01
  ︵一︶统一领导︐分级
负责︔
  ︵二︶先行试点︐逐步
推广︹１︺︒
  凡事预则立︐不预
  则废︒
  山高水远人独行︐
  月落乌啼霜满天︒
合作社
  数量  12
小组
  数量  ３０５
︹１︺推广的范围另行
通知︒
  ︵此件不登报︶
      市人民委员会
   １９５６年３月５日
  据原件抄录︒";
    assert_eq!(picture(ROLES, measure), expected.trim_matches('\n'));
}

#[test]
fn items_inside_a_paragraph_hang_on_lines_of_their_own() {
    check_picture(
        "# 题\n\n（一）须掌握以下原则：（1）不要过早吸收，先行改造；（2）根据需要吸收，分别对待。\n\n（二）加强领导，这一条很长，写了一句又一句，为的是让它成为一个编了号的段落而不是清单里的一项，所以还要再写下去，一直写到比四十个字多得多为止。\n",
        30,
        "
              题

    （一）须掌握以下原则：
    （1）不要过早吸收，先行
         改造；
    （2）根据需要吸收，分别
         对待。

    （二）加强领导，这一条很
长，写了一句又一句，为的是让它
成为一个编了号的段落而不是清单
里的一项，所以还要再写下去，一
直写到比四十个字多得多为止。",
    );
}

#[test]
fn what_is_too_deep_for_a_narrow_page_stands_no_deeper_than_the_page_allows() {
    check_picture(
        "# 意见\n\n（一）强化规划引领和统筹协调，坚持先规划后建设。\n\n1．编制规划，划定岸线范围并向社会公布，接受监督。\n\n（1）日常巡查由各县区负责，每月不少于两次，做好记录。\n\n（2）专项巡查。\n\n2．强化联合执法。\n\n（二）严格监管。\n",
        40,
        "
                  意见

    （一）强化规划引领和统筹协调，坚持先
          规划后建设。
        1．编制规划，划定岸线范围并向社
           会公布，接受监督。
        （1）日常巡查由各县区负责，每月
             不少于两次，做好记录。
        （2）专项巡查。
        2．强化联合执法。
    （二）严格监管。",
    );
}

#[test]
fn the_lines_of_a_quotation_stand_together() {
    check_picture(
        "# 题\n\n文。\n\n> 学而时习之，不亦说乎？\n> ——《论语》\n\n文。\n",
        50,
        "
                        题

    文。

    学而时习之，不亦说乎？
    ——《论语》

    文。",
    );
}

#[test]
fn a_statute_is_set_article_by_article() {
    check_picture(
        "某法\n\n第一章 总则\n\n第一条 为了规范活动，制定本法。\n\n本法所称活动，是指演出。\n\n第二条 有下列情形之一的，不予许可：\n\n（一）没有场地的；\n\n（二）没有人员，并且在一年以内不能配齐的。\n\n第三条 本法自公布之日起施行。\n",
        32,
        "
              某法

          第一章 总则

    第一条 为了规范活动，制定
本法。
    本法所称活动，是指演出。

    第二条 有下列情形之一的，不
予许可：
    （一）没有场地的；
    （二）没有人员，并且在一年以
          内不能配齐的。

    第三条 本法自公布之日起
施行。",
    );
}

#[test]
fn bullets_hang_and_verbatim_lines_stay() {
    check_picture(
        "# 题\n\n有以下几点要注意：\n\n- 第一点写得长一些，好让它折到下一行去看看\n  - 里面的一点\n- 第二点\n\n```\na\n  b\n```\n",
        30,
        "
              题

    有以下几点要注意：
    - 第一点写得长一些，好让它
      折到下一行去看看
        - 里面的一点
    - 第二点

    a
      b",
    );
}

#[test]
fn a_hard_line_break_is_no_text() {
    check("# 题\n\n甲乙\\\n丙丁\n", 20, Ambiguous::Narrow);
    check("\\\n一", 1, Ambiguous::Narrow);
    check_picture(
        "# 题\n\n甲乙\\\n丙丁\n",
        20,
        "         题\n\n        甲乙\n        丙丁",
    );
}
