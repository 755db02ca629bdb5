//! Documents as pictures: one line a block, its kind and the text that is read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use zhangju::document::rules::Own;
use zhangju::document::{Block, BlockKind, Document, HeadDate, RowKind, Syntax, parse, read};

/// One line a block: kind, then the text; gaps left out.
fn picture(document: &Document) -> String {
    let mut lines = Vec::new();
    for block in &document.blocks {
        let text = block.text.of(&document.source).replace('\n', "⏎");
        let kind = match &block.kind {
            BlockKind::Gap => continue,
            BlockKind::Header => "header".to_owned(),
            BlockKind::Title => "title".to_owned(),
            BlockKind::Heading { level } => format!("h{level}"),
            BlockKind::Dateline(date) => format!("date {date}"),
            BlockKind::Salutation => "to".to_owned(),
            BlockKind::Signature => "from".to_owned(),
            BlockKind::Note => "note".to_owned(),
            BlockKind::Quotation => "quote".to_owned(),
            BlockKind::Paragraph => "para".to_owned(),
            BlockKind::Verse => "verse".to_owned(),
            BlockKind::Verbatim => "verbatim".to_owned(),
            BlockKind::Footnote => "footnote".to_owned(),
            BlockKind::Description => "about".to_owned(),
            BlockKind::Table(table) => {
                lines.push(format!("table {}", table.columns));
                for row in &table.rows {
                    let mark = match row.kind {
                        RowKind::Head => '=',
                        RowKind::Group => '+',
                        RowKind::Data => ' ',
                    };
                    let cells: Vec<&str> =
                        row.cells.iter().map(|c| c.of(&document.source)).collect();
                    lines.push(format!(" {mark} {}", cells.join(" | ")));
                }
                continue;
            }
        };
        lines.push(format!("{kind}: {text}"));
    }
    for issue in &document.issues {
        lines.push(
            format!("! {} {}", issue.code, issue.details.join(", "))
                .trim_end()
                .to_owned(),
        );
    }
    lines.join("\n")
}

/// Every byte in exactly one block, in order, none empty; the text inside, on character boundaries.
fn assert_partition(document: &Document) {
    let mut at = 0;
    for block in &document.blocks {
        assert_eq!(block.span.start, at);
        assert!(!block.span.is_empty());
        assert!(block.span.covers(block.text), "{block:?}");
        for offset in [block.span.start, block.text.start, block.text.end] {
            assert!(document.source.is_char_boundary(offset));
        }
        if let BlockKind::Table(table) = &block.kind {
            for row in &table.rows {
                assert!(
                    row.cells.len() == table.columns
                        || row.kind == RowKind::Group && row.cells.len() == 1
                );
                for cell in &row.cells {
                    assert!(block.text.covers(*cell) || cell.is_empty());
                    assert!(
                        document.source.is_char_boundary(cell.start)
                            && document.source.is_char_boundary(cell.end)
                    );
                }
            }
        }
        at = block.span.end;
    }
    assert_eq!(at, document.source.len());
}

fn check(source: &str, expected: &str) {
    let document = parse(source.to_owned());
    assert_partition(&document);
    assert_eq!(picture(&document), expected.trim_matches('\n'), "{source}");
}

/// A text whose name promises Markdown.
fn check_markdown(source: &str, expected: &str) {
    let read = read(
        source.as_bytes().into(),
        None,
        Syntax::Markdown,
        &Own::default(),
    );
    let Ok((document, _)) = read else {
        panic!("{source}")
    };
    assert_partition(&document);
    assert_eq!(picture(&document), expected.trim_matches('\n'), "{source}");
}

/// The body of a document in the archive format.
fn check_archive(body: &str, expected: &str) {
    let source = format!("id: 0123456789\n标题：题\n日期：1955-4-0\n\n正文：\n{body}\n\n描述：\n");
    let document = parse(source);
    assert_partition(&document);
    let shown = picture(&document);
    let shown = shown.lines().filter(|line| !line.starts_with("header"));
    assert_eq!(
        shown.collect::<Vec<_>>().join("\n"),
        expected.trim_matches('\n'),
        "{body}"
    );
}

#[test]
fn a_sentence_goes_on_below_where_empty_lines_part_the_paragraphs() {
    let paragraphs = |text: &str| {
        let document = parse(text.to_owned());
        let is_paragraph = |block: &&Block| block.kind == BlockKind::Paragraph;
        document.blocks.iter().filter(is_paragraph).count()
    };
    let cut = "第一条　过渡须持木牌，逾期的牌\n须重换，遗失不补。";
    let others = "第二条　大水停渡。\n\n第三条　牌由渡口发给。\n\n第四条　不收费。\n";
    assert_eq!(paragraphs(&format!("渡口规则\n\n{cut}\n\n{others}")), 4);
    // What closes no sentence is a line of its own, and where most lines are paragraphs all are.
    let list = cut.replace("，遗失不补。", "");
    assert_eq!(paragraphs(&format!("渡口规则\n\n{list}\n\n{others}")), 5);
    let close = others.replace("\n\n", "\n");
    assert_eq!(paragraphs(&format!("渡口规则\n\n{cut}\n{close}")), 5);
}

#[test]
fn the_sample_is_read_block_by_block() {
    let source = include_str!("../seeds/000_9e09b61c7e3c8cf0.txt");
    let document = parse(source.to_owned());
    assert_partition(&document);
    assert_eq!(
        document.header.title,
        "中共中央批转北京市委关于手工业社会主义改造工作的两个文件"
    );
    let shown = picture(&document);
    let kinds: Vec<&str> = shown
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split([':', ' ']).next().unwrap())
        .filter(|kind| *kind != "para")
        .collect();
    assert_eq!(
        kinds,
        [
            "header", "header", "title", "to", "note", "from", "h2", "to", "from", "h2", "date",
            "table", "h2", "date", "header"
        ]
    );
    for line in [
        "to: 上海局、各分局、各省市委：",
        "note: （本件及附件可登党刊）",
        "date 1955-03-10: 1955.03.10",
        "table 6",
        " + 一、 社、组数",
    ] {
        assert!(
            shown.lines().any(|shown| shown.starts_with(line)),
            "{line}\n{shown}"
        );
    }
    let data = shown.lines().filter(|line| line.starts_with("   "));
    assert_eq!(data.count(), 11);
}

#[test]
fn regular_verse_keeps_its_lines() {
    check(
        "题诗\n\n山高水远人独行，\n月落乌啼霜满天。\n江上数峰青未了，\n一帆风雨到楼前。\n\n这是散文，\n不是诗。",
        "
title: 题诗
verse: 山高水远人独行，⏎月落乌啼霜满天。⏎江上数峰青未了，⏎一帆风雨到楼前。
para: 这是散文，⏎不是诗。",
    );
    // Two feet a line, and prose around it without an empty line.
    check_archive(
        "他吟道：\n春水碧于天，画船听雨眠。\n垆边人似月，皓腕凝霜雪。\n众人听了都叫好。",
        "
para: 他吟道：
verse: 春水碧于天，画船听雨眠。⏎垆边人似月，皓腕凝霜雪。
para: 众人听了都叫好。",
    );
    check(
        "题\n\n发展生产，\n繁荣经济\n",
        "title: 题\npara: 发展生产，⏎繁荣经济",
    );
}

#[test]
fn free_verse_keeps_its_lines_where_a_line_break_is_the_writers_own() {
    check_archive(
        "我听见风，\n从很远的山上下来，\n像一句迟到的话。",
        "verse: 我听见风，⏎从很远的山上下来，⏎像一句迟到的话。",
    );
    check_archive(
        "江水\n流过窗前\n流过远处那座旧桥\n不回头",
        "verse: 江水⏎流过窗前⏎流过远处那座旧桥⏎不回头",
    );
    // A narrow column of prose is filled.
    check_archive(
        "各地区应当根据实际情况\n逐步制定具体的实施办法\n并报上级机关备案后施行",
        "para: 各地区应当根据实际情况⏎逐步制定具体的实施办法⏎并报上级机关备案后施行",
    );
    check(
        "# 题\n\n甲乙丙  \n丁戊  \n己庚\n\n完。",
        "title: 题\nverse: 甲乙丙  ⏎丁戊  ⏎己庚\npara: 完。",
    );
    check_archive(
        "（一）发展生产；\n（二）繁荣经济；\n（三）改善生活。",
        "
para: （一）发展生产；
para: （二）繁荣经济；
para: （三）改善生活。",
    );
}

fn check_notes(source: &str, expected: &[(&str, usize)]) {
    let document = parse(source.to_owned());
    assert_partition(&document);
    let found: Vec<(&str, usize)> = document
        .notes
        .iter()
        .map(|note| {
            for call in &note.calls {
                assert!(call.end <= note.text.start);
                assert!(document.source.is_char_boundary(call.start));
            }
            (note.label.of(&document.source), note.calls.len())
        })
        .collect();
    assert_eq!(found, expected, "{source}");
    let footnotes = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Footnote);
    assert_eq!(footnotes.count(), expected.len(), "{source}");
}

#[test]
fn notes_are_found_with_the_marks_that_call_them() {
    check_notes(
        "甲说〔1〕，乙又说〔2〕。丙引甲说〔1〕。\n\n〔1〕 见某书。\n\n〔2〕 同上。\n",
        &[("〔1〕", 2), ("〔2〕", 1)],
    );
    check_notes("他来了[^来]。\n\n[^来]: 见日记。\n", &[("[^来]:", 1)]);
    // Each section has its own first note.
    check_notes(
        "# 书\n\n## 上\n\n甲①。\n\n① 上注。\n\n## 下\n\n乙①。\n\n① 下注。\n",
        &[("①", 1), ("①", 1)],
    );
    check_notes("旧版如此（注1）。\n\n（注1）据初版。\n", &[("（注1）", 1)]);
    // One that nothing calls stays among the others.
    check_notes(
        "甲¹，丙³。\n\n¹ 某书。\n\n² 某书。\n\n³ 某书。\n",
        &[("¹", 1), ("²", 0), ("³", 1)],
    );
    // A mark may call several.
    check_notes(
        "前人研究［1］多从目录入手［2—3］，亦有例外［1，3］。\n\n［1］甲书。\n\n［2］乙书。\n\n［3］丙书。\n",
        &[("［1］", 2), ("［2］", 1), ("［3］", 2)],
    );
    // Items are no notes, whatever refers to them.
    check_notes(
        "分为：①甲；②乙。第①项尤其要紧。\n\n① 甲如下。\n\n② 乙如下。\n",
        &[],
    );
    check_notes("（一）甲。\n\n（二）见（一）。\n", &[]);
}

#[test]
fn those_who_are_written_to_stand_below_the_number_of_the_document() {
    check(
        "某市人民政府文件\n\n某政发〔2019〕15号\n\n某市人民政府关于加强河道管理的通知\n\n各县（区）人民政府，市各委、办、局：\n\n为加强河道管理，现通知如下。\n\n各县（区）人民政府：\n",
        "
para: 某市人民政府文件
para: 某政发〔2019〕15号
title: 某市人民政府关于加强河道管理的通知
to: 各县（区）人民政府，市各委、办、局：
para: 为加强河道管理，现通知如下。
para: 各县（区）人民政府：",
    );
}

#[test]
fn a_judgment_ends_with_the_names_of_its_court() {
    check(
        "某法院判决书\n\n本判决为终审判决。\n\n审　判　长　　赵某某\n\n审　判　员　　钱某某\n\n二〇二一年八月十五日\n\n法 官 助 理　　周某\n\n书　记　员　　吴某\n",
        "
title: 某法院判决书
para: 本判决为终审判决。
from: 审　判　长　　赵某某
from: 审　判　员　　钱某某
from: 二〇二一年八月十五日
from: 法 官 助 理　　周某
from: 书　记　员　　吴某",
    );
    check(
        "某法院通知\n\n审判员应当回避。\n\n书记员 甲某宣布纪律，诉讼参加人到庭。\n",
        "
title: 某法院通知
para: 审判员应当回避。
para: 书记员 甲某宣布纪律，诉讼参加人到庭。",
    );
}

#[test]
fn the_day_at_the_foot_of_a_judgment_is_signed() {
    check(
        "某某地方法院刑事判決\n上列被告因竊盜案件，本院判決如下：\n一、某甲無罪。\n中    華    民    國    113    年    2    月    5    日\n          刑事第三庭  審判長法  官  甲○○\n                      法  官  乙○○\n以上正本證明與原本無異。\n如不服本判決，應於二十日內上訴。\n中　華　民　國　１１３　年　２　月　６　日\n                      書記官  丙○○\n",
        "
title: 某某地方法院刑事判決
para: 上列被告因竊盜案件，本院判決如下：
para: 一、某甲無罪。
from: 中    華    民    國    113    年    2    月    5    日
from: 刑事第三庭  審判長法  官  甲○○
from: 法  官  乙○○
from: 以上正本證明與原本無異。
para: 如不服本判決，應於二十日內上訴。
from: 中　華　民　國　１１３　年　２　月　６　日
from: 書記官  丙○○",
    );
    // A date above text dates that.
    check(
        "某文\n\n中華民國 113 年 2 月 5 日\n\n法官說明如下。\n",
        "
title: 某文
date 2024-02-05: 中華民國 113 年 2 月 5 日
para: 法官說明如下。",
    );
}

#[test]
fn lines_that_open_an_article_or_an_item_are_joined_to_none() {
    check(
        "某条例\n\n在本條例中，除文意另有所指外，下列資料指符合以下說明的任何資料\n(a) 直接或間接與一名在世的個人有關\n(ii) 其二\n第 1-1 條\n主管機關為會。\n",
        "
title: 某条例
para: 在本條例中，除文意另有所指外，下列資料指符合以下說明的任何資料
para: (a) 直接或間接與一名在世的個人有關
para: (ii) 其二
para: 第 1-1 條
para: 主管機關為會。",
    );
}

#[test]
fn markdown_has_bullets_rules_fences_and_underlined_headings() {
    check_markdown(
        "题目\n====\n\n一节\n---\n\n- 甲，第一点\n- 乙，第二点\n  续行\n- 丙\n\n---\n\n* * *\n\n```\nif a:\n\n    b\n```\n\n一句话。\n---\n",
        "
title: 题目
h2: 一节
para: - 甲，第一点
para: - 乙，第二点⏎  续行
para: - 丙
verbatim: if a:⏎⏎    b⏎
para: 一句话。",
    );
}

#[test]
fn what_a_sheet_of_figures_gives_away_is_a_table() {
    check(
        "世系\n\n世次\t名諱\t配\n一\t大有\t李氏\n二\t武\t\n\n\t缩进\t的\n\t文字\t行\n",
        "
title: 世系
table 3
 = 世次 | 名諱 | 配
   一 | 大有 | 李氏
   二 | 武 | 
para: 缩进\t的
para: 文字\t行",
    );
}

#[test]
fn a_judgment_is_named_by_its_court_and_what_it_is() {
    let text = "某省某市中级人民法院\n民事判决书\n\n上诉人：张三。\n";
    assert_eq!(
        parse(text.to_owned()).header.title,
        "某省某市中级人民法院民事判决书"
    );
    let text = "最高人民法院\n关于审理某某案件的解释\n\n为审理案件，制定本解释。\n";
    assert_eq!(
        parse(text.to_owned()).header.title,
        "最高人民法院关于审理某某案件的解释"
    );
    // Other second lines are no part of a title.
    let text = "登鸛雀樓\n王之渙\n\n白日依山盡，黃河入海流。\n";
    assert_eq!(parse(text.to_owned()).header.title, "登鸛雀樓");
}

#[test]
fn lists_and_quotations_inside_of_others() {
    check(
        "# 题\n\n- 子\n  1. 孙\n  2. 侄\n\n> 引文\n> > 引中之引\n",
        "
title: 题
para: - 子
para: 1. 孙
para: 2. 侄
quote: 引文
quote: 引中之引",
    );
}

#[test]
fn a_contract_ends_where_it_is_signed() {
    check(
        "合同\n\n第一条 甲方付款。\n\n甲方（签字）：\n乙方（盖章）：\n\n双方签字后生效。\n",
        "
title: 合同
para: 第一条 甲方付款。
from: 甲方（签字）：
from: 乙方（盖章）：
para: 双方签字后生效。",
    );
}

#[test]
fn the_lines_above_the_name_of_a_standard_are_no_title() {
    let title = |source: &str| parse(source.to_owned()).header.title;
    let standard = "ICS 01.120\n\nA 00\n\n中华人民共和国国家标准\n\nGB/T 99999—2021\n\n标牌通用要求\n\n2021-03-09 发布\n\n1　范围\n\n甲。\n";
    assert_eq!(title(standard), "标牌通用要求");
    let tall = "ICS 01.120\n\nA 00\n\nUDC 621\n\n中华人民共和国国家标准\n\n中华人民共和国水利行业标准\n\nGB/T 99999—2021\n\nSL 88—2021\n\n标牌通用要求\n\n1　范围\n\n甲。\n";
    assert_eq!(title(tall), "标牌通用要求");
    assert_eq!(title("GB/T 1.1—2020 解读\n\n甲。\n"), "GB/T 1.1—2020 解读");
}

#[test]
fn a_title_whose_characters_stand_apart_is_closed_up() {
    let title = |source: &str| parse(source.to_owned()).header.title;
    let judgment = "某市人民法院\n民 事 判 决 书\n（2020）某01民终123号\n上诉人：张某。\n";
    assert_eq!(title(judgment), "某市人民法院民事判决书");
    let award = "某仲裁委员会\n裁　决　书\n（2020）某仲裁字第12号\n申请人：甲公司。\n";
    assert_eq!(title(award), "某仲裁委员会裁决书");
    assert_eq!(
        title("某 省 关 于 粮 食 的 指 示\n\n甲。\n"),
        "某省关于粮食的指示"
    );
    assert_eq!(title("A B C\n\n甲。\n"), "A B C");
}

#[test]
fn items_of_one_length_are_joined_to_none() {
    check(
        "某县办法\n\n第一条　有下列情形的，处警告：\n（一）没有带证件前来的\n（二）擅自改登记内容的\n（三）拒绝接受检查询问的\n第二条　本办法由某局解释。\n",
        "
title: 某县办法
para: 第一条　有下列情形的，处警告：
para: （一）没有带证件前来的
para: （二）擅自改登记内容的
para: （三）拒绝接受检查询问的
para: 第二条　本办法由某局解释。",
    );
    // A reference that a line break cuts goes on.
    check(
        "某市办法\n\n　　第一条　本办法依照《某法》第三条和\n第四条的规定制定，适用于本市行政区域内的下列\n单位。\n　　第二条　甲。\n",
        "
title: 某市办法
para: 第一条　本办法依照《某法》第三条和⏎第四条的规定制定，适用于本市行政区域内的下列⏎单位。
para: 第二条　甲。",
    );
}

#[test]
fn hanging_lines_go_on_with_their_item() {
    check(
        "某某地方法院民事判決\n    主  文\n原告之訴駁回。\n    理由\n一、原告主張：被告於民國一百年間向其借款，約定一年後返還，屆期未還，\n    經催告亦不理會，爰起訴請求返還。\n二、被告則以：已還。\n",
        "
title: 某某地方法院民事判決
h2: 主  文
para: 原告之訴駁回。
h2: 理由
para: 一、原告主張：被告於民國一百年間向其借款，約定一年後返還，屆期未還，⏎    經催告亦不理會，爰起訴請求返還。
para: 二、被告則以：已還。",
    );
    // Below a short line the indent opens a paragraph.
    check(
        "某文\n一、情形：\n    甲先到，乙後到，丙沒有到。\n二、辦法：\n    再議。\n",
        "
title: 某文
para: 一、情形：
para: 甲先到，乙後到，丙沒有到。
para: 二、辦法：
para: 再議。",
    );
}

#[test]
fn notes_from_one_need_no_calls() {
    check_notes(
        "甲奖励1，乙休息2。\n\n[1]某部。\n\n[2]某地。\n",
        &[("[1]", 0), ("[2]", 0)],
    );
    check_notes(
        "甲奖励，乙休息。\n\n[1]某部。\n[2]某地。\n",
        &[("[1]", 0), ("[2]", 0)],
    );
    check_notes("[某社甲市电]昨日开会。\n\n〔插话〕好！\n", &[]);
    check_notes("甲。\n\n[3]某部。\n\n[4]某地。\n", &[]);
}

#[test]
fn telegrams_are_signed_with_a_day() {
    check_archive(
        "# 题\n\n某某：\n\n望即照办，并将情形电告。\n\n王李\n\n六日",
        "
title: 题
to: 某某：
para: 望即照办，并将情形电告。
from: 王李
from: 六日",
    );
    // Notes may stand below; a day that text follows dates an entry, and brackets sign nothing.
    check_archive(
        "# 题\n\n某兄：\n\n来信收到。\n\n弟某某上\n\n三月二日\n\n[1]指甲。\n\n[2]指乙。",
        "
title: 题
to: 某兄：
para: 来信收到。
from: 弟某某上
from: 三月二日
footnote: [1]指甲。
footnote: [2]指乙。",
    );
    check_archive(
        "# 题\n\n走了八十里。\n\n王李掉队\n\n六日，大雨，休息。\n\n七日\n\n过江",
        "
title: 题
para: 走了八十里。
para: 王李掉队
para: 六日，大雨，休息。
para: 七日
para: 过江",
    );
}

#[test]
fn fields_at_the_head_of_a_book_are_its_header() {
    let document = parse("书名：江湖\n作者：某人\n\n第一章 起\n他走了。\n".to_owned());
    assert_eq!(document.header.title, "江湖");
    assert_eq!(document.header.authors, ["某人"]);
    // Fields that mean nothing here stand among them. What is none, or says nothing, ends them.
    for (other, author) in [
        ("文号：某字第5号", Some("某人")),
        ("各处应当遵守的事情：一件", None),
        ("目录：", None),
    ] {
        let text = format!("名称：江湖\n\n{other}\n\n作者：某人\n\n第一章 起\n");
        let header = parse(text).header;
        assert_eq!(
            header.authors.first().map(String::as_str),
            author,
            "{other}"
        );
    }
    let document = parse("书名还没有想好。\n\n第一章 起\n".to_owned());
    assert!(document.header.authors.is_empty());
}

#[test]
fn the_dates_of_a_statute_may_be_run_together() {
    let dates = |text: &str| {
        let dates = parse(text.to_owned()).header.dates;
        let dates: Vec<_> = dates.iter().map(|own| own.date.to_string()).collect();
        dates.join(" ")
    };
    assert_eq!(
        dates(
            "# 条例\n\n2001年2月3日 某会议通过\n\n2004年5月6日 某会议修订根据2007年8月9日某会议决定修正\n\n第一条 根据2000年1月1日的规定。\n"
        ),
        "2001-02-03 2004-05-06 2007-08-09"
    );
    assert_eq!(
        dates("# 条例\n\n2001年2月3日 某会议通过\n\n第一条 2000年1月1日以前的除外。\n"),
        "2001-02-03"
    );
}

#[test]
fn a_paper_without_another_date_is_of_the_day_on_which_it_was_signed() {
    for (text, expected) in [
        (
            "关于春耕的通知\n\n各县人民政府：\n\n望遵照执行。\n\n某省人民政府\n\n一九六四年三月二日\n",
            "1964-03-02",
        ),
        (
            "某县法院\n民事判决书\n\n（2021）某01民终1号\n\n判决如下：\n\n一、驳回。\n\n审判长　赵某\n\n二〇二一年五月六日\n\n书记员　周某\n",
            "2021-05-06",
        ),
        // Two letters in one file are of two days, and a law is not signed where it ends.
        (
            "两封信\n\n某兄：\n\n来信收到。\n\n弟某谨上\n\n1955年3月1日\n\n## 又\n\n再问好。\n\n弟某谨上\n\n1955年4月1日\n",
            "",
        ),
        (
            "某办法\n\n第一条 甲。\n\n第二条 本办法自1955年3月1日起施行，至1956年3月1日。\n",
            "",
        ),
        (
            "LUẬT SÔNG\n\nĐiều 1. Hiệu lực\nLuật này có hiệu lực từ ngày 01 tháng 01 năm 2021.\n",
            "",
        ),
    ] {
        let dates = parse(text.to_owned()).header.dates;
        let dates: Vec<_> = dates.iter().map(|own| own.date.to_string()).collect();
        assert_eq!(dates.join(" "), expected, "{text}");
    }
}

#[test]
fn a_statute_that_other_acts_amended_is_cited_by_the_last_of_them() {
    for (head, expected) in [
        (
            "1979年7月1日 某会议通过\n\n1997年3月14日 某会议修订\n\n2001年8月31日 某会议通过的《渡口法修正案》",
            "2001-08-31 amended",
        ),
        (
            "1979年7月1日 某会议通过\n\n1998年12月29日 某会议通过的《某会关于惩治偷渡的决定》",
            "1998-12-29 amended",
        ),
        (
            "1979年7月1日 某会议通过\n\n1980年1月1日 施行",
            "1979-07-01 passed",
        ),
    ] {
        let text = format!("# 渡口法\n\n{head}\n\n第一条 设渡口。\n");
        let header = parse(text).header;
        let cited = header.cited_date().unwrap();
        let act = cited.act.map_or("", |act| act.name());
        assert_eq!(format!("{} {act}", cited.date), expected, "{head}");
    }
}

/// The dates of a document's head, those from which it is in force in brackets, and its edition.
fn head_dates(text: &str) -> String {
    let header = parse(text.to_owned()).header;
    let dates = header.dates.iter().map(|own| {
        let date = own.date.to_string();
        if own.is_effect() {
            format!("[{date}]")
        } else {
            date
        }
    });
    let edition = header.edition().map(|date| format!("= {date}"));
    dates.chain(edition).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_head_of_a_statute_dates_it_in_every_country() {
    for (text, expected) in [
        (
            "某市公園条例\n\n昭和四十五年三月三十一日\n条例第七号\n\n改正　昭和五〇年一二月二〇日条例第三四号　平成元年三月三一日条例第二号\n　　　令和二年四月一日条例第八号\n\n第一条　公園を置く。\n",
            "1970-03-31 1975-12-20 1989-03-31 2020-04-01 = 2020-04-01",
        ),
        (
            "港湾規則\n（平成十二年三月三十日規則第三十号）\n\n最終改正　令和四年三月二十五日規則第九号\n施行　令和四年四月一日\n\n第一条　港を置く。\n",
            "2000-03-30 2022-03-25 [2022-04-01] = 2022-03-25",
        ),
        (
            "港湾法\n（昭和二十五年法律第二百十八号）\n\n第一条　港を置く。\n",
            "1950 = 1950",
        ),
        (
            "도선법 시행령\n\n[시행 2020. 1. 1.] [대통령령 제30000호, 2019. 12. 31., 개정]\n\n제1조(목적) 정한다.\n",
            "[2020-01-01] 2019-12-31 = 2019-12-31",
        ),
        (
            "나루에 관한 보고\n\n2020년 1월 1일\n\n제1조 보고한다.\n",
            "2020-01-01 = 2020-01-01",
        ),
        (
            "某某組織條例\n\n中華民國三十八年五月六日總統令制定公布\n中華民國一百零九年一月十五日總統令修正公布第三條\n\n第 1 條\n設某某。\n",
            "1949-05-06 2020-01-15 = 2020-01-15",
        ),
        (
            "法規名稱：某某法\n修正日期：民國 110 年 01 月 20 日\n第 1 條\n設某某。\n",
            "2021-01-20 = 2021-01-20",
        ),
        (
            "名稱：某某規則\n修正日期：民國 98 年 7 月 6 日\n文號：某字第5號\n\n第 1 條\n設某某。\n",
            "2009-07-06 = 2009-07-06",
        ),
        (
            "法规名称：船规\n公布日期：2003年2月1日\n施行日期：2003年3月1日\n\n第一条 甲。\n",
            "2003-02-01 [2003-03-01] = 2003-02-01",
        ),
        (
            "某某細則\n\n1.中華民國七十九年三月四日某部令訂定發布全文八條\n2.中華民國九十二年五月六日某部令修正發布第二條\n\n第 1 條\n設某某。\n",
            "1990-03-04 2003-05-06 = 2003-05-06",
        ),
        (
            "# 记\n\n1. 1955年3月10日开会，作出规定\n\n2. 1955年4月1日散会\n",
            "",
        ),
        (
            "LUẬT ĐÒ NGANG\n\nLuật số: 12/2015/QH13\n\nHà Nội, ngày 27 tháng 11 năm 2015\n\nĐiều 1. Phạm vi\n",
            "2015-11-27 = 2015-11-27",
        ),
        (
            "# 船法\n\n（1993年12月29日某会议通过　根据2018年10月26日《关于修改〈船法〉（2015年3月1日）的决定》修正　自2019年1月1日起施行）\n\n第一条 甲。\n",
            "1993-12-29 2018-10-26 [2019-01-01] = 2018-10-26",
        ),
        (
            "# 船法\n\n1988年4月12日 某会议公告公布施行\n\n1986年1月1日 某会议通过\n\n第一条 甲。\n",
            "1988-04-12 1986-01-01 = 1988-04-12",
        ),
    ] {
        assert_eq!(head_dates(text), expected, "{text}");
    }
}

#[test]
fn numbers_and_running_text_date_nothing() {
    for text in [
        "号码规则\n\n批文 19550427号\n电话 0571-87654321\n\n第一条　令和五年度预算另定。\n",
        "平成桥规则\n\n册号：2023. 7. 1. 5.\n\n第一条　27 April 1955 以前作废。\n",
        "标题：说明\n编号：20230719\n电话：1955-0427\n版本：2.1.2021\n作者：甲\n\n正文：\n第一条　甲。\n",
        "河工记事\n\n修桥始于春天，至2011年3月8日而成，其后又修。\n",
    ] {
        assert_eq!(head_dates(text), "", "{text}");
    }
}

#[test]
fn years_of_reigns_are_titles_and_headings_too() {
    for text in ["万历十五年\n\n是年无事。\n", "# 万历十五年\n\n是年无事。\n"] {
        assert_eq!(parse(text.to_owned()).header.title, "万历十五年");
    }
    let annals = parse("# 实录\n\n## 万历十五年\n\n无事。\n\n## 万历十六年\n\n旱。\n".into());
    let headings = annals.blocks.iter();
    let headings = headings.filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
    assert_eq!(headings.count(), 2);
    assert_eq!(
        head_dates("告示\n\n光绪二十四年八月\n\n照得渡口。\n"),
        "1898 = 1898"
    );
}

#[test]
fn fields_are_known_under_many_names() {
    let front = |fields: &str| head_dates(&format!("---\n{fields}---\n\n# 甲\n\n第一条 甲。\n"));
    assert_eq!(
        front("題名: 甲\n公布日: 令和二年四月一日\n施行日: 令和2年10月1日\n"),
        "2020-04-01 [2020-10-01] = 2020-04-01"
    );
    assert_eq!(
        front("공포일자: 2020. 1. 1.\n시행일자: '20200701'\n공포번호: '20200101'\n"),
        "2020-01-01 [2020-07-01] = 2020-01-01"
    );
    assert_eq!(
        front("发布时间: 2021-06-12 10:00\nPublication date: June 13, 2021\n时间: 14:30\n"),
        "2021-06-12 2021-06-13 = 2021-06-13"
    );
    assert_eq!(
        front("date: 2021-06-10T08:00:00+08:00\n"),
        "2021-06-10 = 2021-06-10"
    );
    let header =
        parse("---\n제목: 나루법\n저자: 가나\n출처: 관보\n---\n\n제1조 둔다.\n".into()).header;
    let facts = (&*header.title, &*header.authors[0], &*header.origin);
    assert_eq!(facts, ("나루법", "가나", "관보"));
}

#[test]
fn front_matter_may_be_toml() {
    let fields = "+++\ntitle = \"渡船章程\" # 题\n\"发布时间\" = 2021-06-12T10:00:00+08:00\n\"施行日期\" = '2021-10-01'\ntags = [\n  \"船\",\n  \"渡口\",\n]\ndraft = true\n\n[extra]\ntitle = \"别题\"\n+++\n";
    let document = parse(format!("{fields}\n第一条　甲。\n"));
    let header = &document.header;
    assert_eq!(header.title, "渡船章程");
    assert_eq!(header.tags, ["船", "渡口"]);
    assert_eq!(
        header.other,
        [("draft".to_owned(), "true".to_owned())],
        "a table is about the pages of a site"
    );
    assert_eq!(
        head_dates(&format!("{fields}\n第一条　甲。\n")),
        "2021-06-12 [2021-10-01] = 2021-06-12"
    );
    let read = document.blocks.iter().filter(|block| block.kind.is_read());
    assert_eq!(read.count(), 1);
    // What has no end, or is no TOML, is text.
    for text in [
        "+++\ntitle = \"甲\"\n\n乙。\n",
        "+++\n甲 = 乙。\n+++\n\n丙。\n",
    ] {
        let document = parse(text.to_owned());
        let read: Vec<_> = document
            .blocks
            .iter()
            .filter(|own| own.kind.is_read())
            .collect();
        assert_eq!(read[0].text.start, 0, "{text}");
    }
}

#[test]
fn what_cannot_be_converted_stands_as_it_is_printed() {
    let text = "标题：告示\n日期：道光二十年闰三月,April 27, 1955\n\n正文：\n甲。\n";
    let dates = parse(text.to_owned()).header.dates;
    let shown: Vec<String> = dates.iter().map(HeadDate::chinese).collect();
    assert_eq!(shown, ["道光二十年闰三月", "1955年4月27日"]);
    assert_eq!(dates[0].date.to_string(), "1840");
    assert_eq!(dates[1].printed, "April 27, 1955");
}

#[test]
fn a_document_keeps_its_key_when_more_is_recognised() {
    let key = |text: &str| parse(text.to_owned()).header.key();
    // What the first programs did not read is no part of it.
    assert_eq!(
        key("港湾条例\n\n平成10年3月27日\n\n第一条　港を置く。\n"),
        "港湾条例"
    );
    assert_eq!(
        key(
            "---\n公布日期: 2023-07-19\n名称: 新名\n---\n\n# 船法\n\n2023年5月1日 某会议通过\n\n第一条 甲。\n"
        ),
        "船法 2023-05-01"
    );
    assert_eq!(
        key("标题：函\n日期：27 April 1955\n作者：\n\n正文：\n甲。\n"),
        "函"
    );
    // What they read is.
    assert_eq!(
        key("标题：函\n日期：1967年8月13日\n作者：\n\n正文：\n甲。\n"),
        "函 1967-08-13"
    );
    assert_eq!(
        key("---\ndate: 1955 年 4 月\ntitle: 函\n---\n\n甲。\n"),
        "函 1955"
    );
    assert_eq!(key("# 船法\n\n某会议 2001年\n\n第一条 甲。\n"), "船法");
}

#[test]
fn a_title_may_differ_from_the_headers_by_a_mark() {
    let title = |body: &str| {
        let document = parse(format!(
            "id: 1\n标题：关于甲、乙的报告\n日期：1955-4-0\n\n正文：\n{body}\n"
        ));
        document
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Title)
            .map(|block| block.text.of(&document.source).replace('\n', ""))
            .collect::<String>()
    };
    assert_eq!(title("# 关于甲乙的报告\n\n正文。"), "关于甲乙的报告");
    assert_eq!(
        title("# 关于甲、\n\n# 乙的报告\n\n正文。"),
        "关于甲、乙的报告"
    );
    assert_eq!(title("# 关于甲\n\n正文。"), "");
}

#[test]
fn what_is_set_to_the_right_is_a_line_of_its_own() {
    check(
        "某文\n\n此事已由本會於去年冬天開會議定並通知各位會員知照在案，\n              某會會長某某某某某某某某某某某某\n特此附記，並請各位會員知照。\n",
        "
title: 某文
para: 此事已由本會於去年冬天開會議定並通知各位會員知照在案，
para: 某會會長某某某某某某某某某某某某
para: 特此附記，並請各位會員知照。",
    );
}

#[test]
fn fields_at_the_head_of_a_statute_are_its_header() {
    check(
        "名稱：船舶規則\n修正日期：民國 98 年 7 月 6 日\n文號：某字第5號\n\n第 1 條\n設某某。\n",
        "
header: 名稱：船舶規則
header: 修正日期：民國 98 年 7 月 6 日
para: 文號：某字第5號
para: 第 1 條
para: 設某某。",
    );
    let header =
        parse("名稱：船舶規則\n修正日期：民國 98 年 7 月 6 日\n\n第 1 條\n設。\n".into()).header;
    assert_eq!(
        (header.title.as_str(), header.known_title()),
        ("船舶規則", "名稱：船舶規則")
    );
    // A rule about names has none.
    let header = parse("名称：应当规范，不得重复。\n\n第一条 甲。\n".into()).header;
    assert_eq!(header.title, "名称");
}

#[test]
fn letters_are_signed_with_the_hour_and_by_the_moon() {
    check(
        "# 电\n\n某兄台鉴：\n\n即向南移。\n\n军委\n\n十八日二十四时\n",
        "
title: 电
to: 某兄台鉴：
para: 即向南移。
from: 军委
from: 十八日二十四时",
    );
    check(
        "# 电\n\n某某：\n\n即出发。\n\n朱\n\n十六日酉时\n",
        "
title: 电
to: 某某：
para: 即出发。
from: 朱
from: 十六日酉时",
    );
    check(
        "# 信\n\n父亲大人膝下：\n\n儿安好。\n\n儿某某敬禀\n\n民国二十九年八月初六日\n\n[1]此信写于途中。\n",
        "
title: 信
to: 父亲大人膝下：
para: 儿安好。
from: 儿某某敬禀
from: 民国二十九年八月初六日
footnote: [1]此信写于途中。",
    );
}
