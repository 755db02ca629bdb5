//! Short documents, each with one difficulty, and the clauses that a reader sees in them.

use super::super::{ClauseTree, StepKind};
use super::nest;
use crate::document::{Document, parse};

fn tree(text: &str) -> (Document, ClauseTree) {
    let document = parse(text.to_owned());
    let tree = nest(&document);
    (document, tree)
}

/// Checks the addresses of all clauses, in reading order.
fn check(text: &str, expected: &[&str]) {
    let (_, tree) = tree(text);
    let found: Vec<_> = tree.ids().map(|id| tree.address(id).to_string()).collect();
    assert_eq!(found, expected, "{text}");
}

/// Checks the clauses found for typed text.
fn check_find(text: &str, typed: &str, expected: &[&str]) {
    let (document, tree) = tree(text);
    let found: Vec<_> = tree
        .find(typed, &document)
        .into_iter()
        .map(|id| tree.address(id).to_string())
        .collect();
    assert_eq!(found, expected, "{typed}");
}

const STATUTE: &str = "# 试验法\n\n## 第一章 总则\n\n第一条 为了试验，制定本法。\n\n第二条 本法所称试验，是指：\n\n（一）甲；\n\n（二）乙。\n\n前款规定适用于丙。\n\n第二条之一 国家鼓励试验。\n\n## 第二章 附则\n\n第三条 本法自公布之日起施行。\n";

#[test]
fn articles_are_numbered_through_the_statute_and_paragraphs_are_counted() {
    check(
        STATUTE,
        &[
            "ch1",
            "art1",
            "art2",
            "art2.para1",
            "art2.para1.1",
            "art2.para1.2",
            "art2.para2",
            "art2-1",
            "ch2",
            "art3",
        ],
    );
}

#[test]
fn items_of_an_article_with_one_paragraph_stand_right_under_it() {
    check(
        "# 法\n\n第一条 有下列情形：\n\n（一）甲：\n\n1．子；\n\n2．丑；\n\n（二）乙。\n",
        &["art1", "art1.1", "art1.1.1", "art1.1.2", "art1.2"],
    );
}

#[test]
fn what_people_type() {
    check_find(STATUTE, "第二条", &["art2"]);
    check_find(STATUTE, "2", &["art2"]);
    check_find(STATUTE, "第2条", &["art2"]);
    check_find(STATUTE, "２", &["art2"]);
    check_find(STATUTE, "二", &["art2"]);
    check_find(STATUTE, "第二条第一款第二项", &["art2.para1.2"]);
    check_find(STATUTE, "第二条第一款第（二）项", &["art2.para1.2"]);
    check_find(STATUTE, "2.1.2", &["art2.para1.2"]);
    check_find(STATUTE, "第二条之一", &["art2-1"]);
    check_find(STATUTE, "2-1", &["art2-1"]);
    check_find(STATUTE, "第二章", &["ch2"]);
    check_find(STATUTE, "art2.para2", &["art2.para2"]);
    check_find(STATUTE, "鼓励", &["art2-1"]);
    check_find(STATUTE, "九十九", &[]);
}

#[test]
fn titles_above_articles_belong_to_them_whatever_space_stands_between() {
    let words = |text: &str| -> Vec<String> {
        let (document, tree) = tree(text);
        let clauses = tree.clauses.iter();
        let articles = clauses.filter(|clause| clause.step.kind == super::StepKind::Article);
        let words = articles.map(|clause| clause.span.of(&document.source).replace('\n', ""));
        words.collect()
    };
    assert_eq!(
        words("# 条例\n\n（趣旨）\n\n第一条　甲。\n\n（用語）\n\n第二条　乙。\n"),
        ["（趣旨）第一条　甲。", "（用語）第二条　乙。"]
    );
    // What stands behind an article is its own where the first has no title above.
    assert_eq!(
        words(
            "# 规则\n\n第一条　甲。\n\n（本条自明年施行）\n\n第二条　乙。\n\n（同前）\n\n第三条　丙。\n"
        ),
        [
            "第一条　甲。（本条自明年施行）",
            "第二条　乙。（同前）",
            "第三条　丙。"
        ]
    );
}

#[test]
fn a_series_starts_again_under_the_same_heading() {
    check(
        "# 报告\n\n## 甲报告\n\n第一，子。\n\n第二，丑。\n\n还有问题：\n\n第一，寅。\n\n一、卯。\n\n二、辰。\n\n第二，巳。\n",
        &[
            "h1", "h1.1", "h1.2", "h1.1~2", "h1.1~2.1", "h1.1~2.2", "h1.2~2",
        ],
    );
}

#[test]
fn the_official_order_of_forms() {
    check(
        "# 通知\n\n一、甲\n\n（一）子\n\n1．天\n\n（1）地\n\n（2）玄\n\n2．黄\n\n（二）丑\n\n二、乙\n\n（一）寅\n",
        &[
            "1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.2", "1.1.2", "1.2", "2", "2.1",
        ],
    );
}

#[test]
fn the_document_puts_the_forms_where_it_likes() {
    check(
        "# 甲\n\n1．天\n\n一、地\n\n二、玄\n\n2．黄\n\n一、宇\n",
        &["1", "1.1", "1.2", "2", "2.1"],
    );
}

#[test]
fn runs_inside_a_paragraph_are_clauses() {
    check(
        "# 甲\n\n（一）须掌握：（1）天；（2）地。如此。\n\n（二）乙。\n",
        &["1", "1.1", "1.2", "2"],
    );
    // A line that breaks inside a sentence begins with a number by chance.
    check(
        "# 甲\n\n（一）天，以及依照上条\n  （二）所设的；\n\n（二）地。\n",
        &["1", "2"],
    );
}

#[test]
fn a_quoted_statute_is_no_structure() {
    check(
        "# 修正案\n\n一、将第一百五十一条修改为：\n\n“第一百五十一条 走私的，处罚。\n\n“走私（一）物的，处罚。”\n\n二、增加一条：“第二条 甲。”\n",
        &["1", "2"],
    );
    check(
        "# 修正案\n\n一、修改为：“第三条 甲：\n\n（一）天；\n\n（二）地。”\n\n二、乙。\n",
        &["1", "2"],
    );
}

#[test]
fn quoted_paragraphs_may_have_quotations_inside() {
    check(
        "# 修正案\n\n一、将第三条修改为：\n\n“第三条 船工分“甲等”和“乙等”。\n\n第四条 称“渡船”者，须有牌照。”\n\n二、删去第五条。\n",
        &["1", "2"],
    );
}

#[test]
fn a_quotation_that_is_never_closed_does_not_swallow_the_rest() {
    check(
        "# 法\n\n第一条 称“甲为乙。\n\n第二条 丙。\n\n第三条 丁。\n",
        &["art1", "art2", "art3"],
    );
}

#[test]
fn a_table_of_contents_is_no_second_structure() {
    let body = "第一章 总则\n\n第一条 甲。\n\n第二章 附则\n\n第二条 乙。\n";
    for contents in [
        "目录\n\n第一章 总则\n\n第二章 附则\n\n",
        "目　录\n\n第一章　总则……1\n\n第二章　附则……5\n\n",
        "第一章 总则\n\n第二章 附则\n\n",
    ] {
        check(
            &format!("# 法\n\n{contents}{body}"),
            &["ch1", "art1", "ch2", "art2"],
        );
    }
}

#[test]
fn a_second_statute_starts_its_own_numbering() {
    check(
        "# 汇编\n\n## 甲法\n\n第一条 子。\n\n第二条 丑。\n\n## 乙法\n\n第一条 寅。\n\n第二条 卯。\n",
        &["h1", "art1", "art2", "h2", "h2.art1", "h2.art2"],
    );
}

#[test]
fn headings_without_numbers_are_counted_and_dates_are_none() {
    check(
        "# 甲\n\n## 乙\n\n## 1955.03.10\n\n正文。\n\n### 丙\n\n## 丁\n",
        &["h1", "h1.h1", "h2"],
    );
}

#[test]
fn an_unnumbered_heading_at_the_end_of_a_statute() {
    check(
        "# 法\n\n## 第一章 甲\n\n第一条 子。\n\n## 附则\n\n第二条 丑。\n",
        &["ch1", "art1", "h1", "art2"],
    );
}

#[test]
fn annexes_stand_by_themselves() {
    check(
        "# 通知\n\n一、甲。\n\n附件一：名单\n\n一、乙。\n\n附件二：表\n",
        &["1", "annex1", "annex1.1", "annex2"],
    );
}

/// Not all that is enclosed with a letter is printed with it.
#[test]
fn annexes_that_are_not_here_are_no_gap() {
    check_issues("# 通知\n\n一、甲。\n\n附件一：名单\n\n附件三：表\n", &[]);
}

#[test]
fn gaps_and_repeats_are_told() {
    let (_, tree) = tree("# 甲\n\n一、天。\n\n三、地。\n\n三、玄。\n");
    let found: Vec<_> = tree.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(found, ["numbering-gap", "numbering-repeat"]);
}

#[test]
fn traps() {
    check(
        "# 信\n\n第一封信已到。\n\n第三条战线上，一九五五年有成绩。\n\n1955.03.10\n\n1．5米宽。\n\n（本件可登党刊）\n\n〔1〕见书。\n",
        &[],
    );
    check("# 表\n\n| 第一条 | 甲 |\n|---|---|\n| 一、 | 乙 |\n", &[]);
    check("# 引\n\n> 第一条 甲。\n\n> 一、乙。\n", &[]);
    check("", &[]);
}

#[test]
fn spans_and_leads() {
    let (document, tree) = tree(STATUTE);
    let article = &tree.clauses[2];
    assert_eq!(article.label.of(&document.source), "第二条");
    assert_eq!(article.title.of(&document.source), "本法所称试验");
    assert!(
        article.span.of(&document.source).starts_with("第二条 本法")
            && article
                .span
                .of(&document.source)
                .trim_end()
                .ends_with("适用于丙。")
    );
    assert_eq!(tree.clauses[0].title.of(&document.source), "总则");
    assert_eq!(tree.clauses[0].kind.name(), "chapter");
}

#[test]
fn items_that_first_came_outside_of_articles_still_stand_in_articles() {
    check(
        "# 规定\n\n## 第一章 甲\n\n（一）说明。\n\n（二）说明。\n\n第一条 分别处理：\n\n（一）甲；\n\n（二）乙。\n",
        &["ch1", "ch1.1", "ch1.2", "art1", "art1.1", "art1.2"],
    );
    // Outside of articles they stay where their series started.
    check(
        "一、甲：\n\n（一）乙\n\n（二）丙\n\n二、丁：\n\n（一）戊\n",
        &["1", "1.1", "1.2", "2", "2.1"],
    );
}

#[test]
fn text_between_two_items_is_no_paragraph_of_the_article() {
    check(
        "第一条 采用下列方式：\n\n（一）直接送达；\n\n不在的，可以代收；\n\n（二）邮寄。\n\n不能送达的，公告。\n",
        &[
            "art1",
            "art1.para1",
            "art1.para1.1",
            "art1.para1.2",
            "art1.para2",
        ],
    );
    // A new series after a paragraph belongs to that paragraph.
    check(
        "第一条 采用下列方式：\n\n（一）直接送达；\n\n（二）邮寄。\n\n公告的情形：\n\n（一）不明；\n\n（二）不在。\n",
        &[
            "art1",
            "art1.para1",
            "art1.para1.1",
            "art1.para1.2",
            "art1.para2",
            "art1.para2.1",
            "art1.para2.2",
        ],
    );
}

#[test]
fn korean_paragraphs_stand_behind_the_title_of_their_article() {
    check(
        "제1조(목적) 이 법은 시험에 관한 사항을 정한다.\n\n제2조(정의) ① 용어의 뜻은 다음과 같다.\n\n1. 시험\n\n가. 필기\n\n나. 면접\n\n2. 응시자\n\n② 제1항에도 불구하고 정한다.\n",
        &[
            "art1",
            "art2",
            "art2.para1",
            "art2.para1.1",
            "art2.para1.1.1",
            "art2.para1.1.2",
            "art2.para1.2",
            "art2.para2",
        ],
    );
}

#[test]
fn japanese_paragraphs_items_and_subitems() {
    check(
        "第一条　甲を定める。\n\n２　前項の者は、次のとおり。\n\n一　国\n\nイ　都\n\nロ　道\n\n二　民\n\n３　政令で定める。\n\n第一条の二　乙。\n",
        &[
            "art1",
            "art1.para1",
            "art1.para2",
            "art1.para2.1",
            "art1.para2.1.1",
            "art1.para2.1.2",
            "art1.para2.2",
            "art1.para3",
            "art1-2",
        ],
    );
}

#[test]
fn the_second_paragraph_of_a_japanese_article_closes_the_items_of_its_first() {
    check(
        "第一条　次のとおり。\n\n一　国\n\n二　民\n\nイ　都\n\nロ　道\n\n２　政令で定める。\n\n附　則\n\n１　公布の日から施行する。\n\n２　なお従前の例による。\n",
        &[
            "art1",
            "art1.para1",
            "art1.para1.1",
            "art1.para1.2",
            "art1.para1.2.1",
            "art1.para1.2.2",
            "art1.para2",
            "h1",
            "h1.1",
            "h1.2",
        ],
    );
}

#[test]
fn articles_of_taiwan_that_were_put_in_have_a_hyphen_and_paragraphs_a_number() {
    check(
        "第 1 條\n\n為規範之。\n\n第 1-1 條\n\n1   主管機關為會。\n\n2   由該會管轄。\n\n一、甲。\n\n二、乙。\n\n第 2 條\n\n本法用詞，定義如下：\n",
        &[
            "art1",
            "art1-1",
            "art1-1.para1",
            "art1-1.para2",
            "art1-1.para2.1",
            "art1-1.para2.2",
            "art2",
        ],
    );
    // A number in front of a word is no marker.
    check(
        "第一条 限期\n\n3 個月。\n",
        &["art1", "art1.para1", "art1.para2"],
    );
}

#[test]
fn a_list_inside_a_paragraph_ends_with_it() {
    check(
        "上诉请求：1.撤销判决；2.驳回请求。\n\n判决如下：\n\n一、撤销判决；\n\n二、驳回请求。\n",
        &["1", "2", "1~2", "2~2"],
    );
    // Except one that the next paragraph continues, or that leads in to it.
    check("1.甲；2.乙。\n\n3.丙。\n", &["1", "2", "3"]);
    check("1.甲；2.乙：\n\n（1）丙。\n", &["1", "2", "2.1"]);
}

#[test]
fn chapters_of_novels_and_parts_of_ordinances() {
    check(
        "第一回　甄士隱夢幻識通靈\n\n看官。\n\n第二回　賈夫人仙逝揚州城\n\n第二回合開始了。\n",
        &["ch1", "ch2"],
    );
    check(
        "第1部 導言\n\n第1分部 總則\n\n第一部分内容。\n",
        &["pt1", "pt1.subpt1"],
    );
}

#[test]
fn an_article_is_called_by_its_title_and_else_by_its_first_clause() {
    let titles = |text: &str| {
        let document = parse(format!("# 法\n\n{text}\n"));
        let tree = nest(&document);
        let title = |id| tree.get(id).unwrap().title.of(&document.source).to_owned();
        tree.ids().map(title).collect::<Vec<_>>()
    };
    assert_eq!(
        titles(
            "제1조(목적) 이 법은 자유를 보호한다.\n\n제2조 이 법은 시행한다. 다만 예외로 한다.\n\n제3조 삭제 <2011. 3. 29.>"
        ),
        ["(목적)", "이 법은 시행한다.", "삭제 <2011. 3. 29.>"]
    );
    assert_eq!(
        titles("第一条（目的）为了保护权利，制定本法。"),
        ["（目的）"]
    );
    assert_eq!(
        titles("第一条　为了保护权利（自由），制定本法。"),
        ["为了保护权利（自由）"]
    );
}

#[test]
fn letters_and_roman_numerals_in_parentheses_are_items() {
    check(
        "1. 釋義\n\n(1) 在本條例中指：\n\n(a) 甲；\n\n(b) 乙；及\n\n(i) 其一；\n\n(ii) 其二。\n\n(2) 丙。\n",
        &["1", "1.1", "1.1.1", "1.1.2", "1.1.2.1", "1.1.2.2", "1.2"],
    );
    // (i) is the ninth letter here, not a numeral.
    check(
        "(a) 甲。\n\n(b) 乙。\n\n(c) 丙。\n\n(d) 丁。\n\n(e) 戊。\n\n(f) 己。\n\n(g) 庚。\n\n(h) 辛。\n\n(i) 壬。\n\n(j) 癸。\n",
        &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
    );
    check(
        "4.1 列项\n\n1) 甲：\n\na) 其一；\n\nb) 其二。\n\n2) 乙。\n",
        &["1", "1.1", "1.2", "2"],
    );
    check("(x) 軸向右。\n\n(n) 為整數。\n", &[]);
}

#[test]
fn a_run_goes_on_from_the_marker_that_its_paragraph_starts_with() {
    check(
        "（1）甲；（2）乙；（3）丙。\n\n（4）丁。\n",
        &["1", "2", "3", "4"],
    );
    check("一是甲；二是乙。\n", &["1", "2"]);
    // A mention of an item starts no series.
    check("（二）甲和前款第（三）项。\n", &["2"]);
}

#[test]
fn a_quoted_list_does_not_go_on_with_the_list_outside() {
    check(
        "1.将引言修改为：“甲。”\n\n2.将第一条修改为：\n\n“第一条 受理下列案件：\n\n1.乙案；\n\n2.丙案；\n\n3.丁案。”\n\n3.将第二条修改为：“戊。”\n",
        &["1", "2", "3"],
    );
}

#[test]
fn a_table_of_contents_that_says_so_may_have_one_line() {
    check(
        "目录\n\n第一章 总则\n\n第一章 总则\n\n第一条 甲。\n",
        &["ch1", "art1"],
    );
}

#[test]
fn markup_around_a_marker_hides_nothing_of_it() {
    let source = "# **某**法\n\n## **第一章** 总则\n\n**第一条** 为了**规范**活动，制定本法。\n\n**第二条**　有下列情形之一的，不予许可：\n\n**（一）**没有场地的；\n\n*（二）*没有人员的。\n\n## **第二章 附则**\n\n**第三条 本法自公布之日起施行。**\n";
    let document = parse(source.to_owned());
    let tree = nest(&document);
    let shown: Vec<String> = tree
        .ids()
        .map(|id| {
            let clause = tree.get(id).unwrap();
            format!("{} {}", tree.address(id), clause.heading(&document))
        })
        .collect();
    assert_eq!(document.header.title, "某法");
    assert_eq!(
        shown,
        [
            "ch1 第一章 总则",
            "art1 第一条 为了规范活动",
            "art2 第二条 有下列情形之一的",
            "art2.1 （一）没有场地的",
            "art2.2 （二）没有人员的",
            "ch2 第二章 附则",
            "art3 第三条 本法自公布之日起施行",
        ]
    );
}

/// Checks the outline: addresses, labels and leads.
fn check_outline(text: &str, expected: &[&str]) {
    let (document, tree) = tree(text);
    let found: Vec<_> = tree
        .ids()
        .map(|id| {
            let clause = tree.get(id).unwrap_or_else(|| unreachable!("its own id"));
            let depth = ". ".repeat(usize::from(clause.depth) - 1);
            format!("{} {depth}{}", tree.address(id), clause.heading(&document))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn numbered_lines_may_head_articles() {
    check_outline(
        "解释\n\n一、一般规定\n\n第一条　甲的，处罚。\n\n第二条　有下列情形：\n\n（一）子；\n\n（二）丑。\n\n二、责任承担\n\n第三条　乙的，免除。\n\n三、附则\n\n第四条　施行。\n",
        &[
            "1 一、一般规定",
            "art1 . 第一条 甲的",
            "art2 . 第二条 有下列情形",
            "art2.1 . . （一）子",
            "art2.2 . . （二）丑",
            "2 二、责任承担",
            "art3 . 第三条 乙的",
            "3 三、附则",
            "art4 . 第四条 施行",
        ],
    );
    // Reasons that articles follow are none.
    check_outline(
        "# 渡口规定\n\n订立本规定，理由有二：\n\n一、渡船破旧。\n\n二、船工散漫。\n\n第一条 渡口归县管理。\n",
        &[
            "1 一、渡船破旧",
            "2 二、船工散漫",
            "art1 第一条 渡口归县管理",
        ],
    );
    // Items of an article are no headings, even if an article follows.
    check(
        "# 法\n\n第 1 條\n有下列情形者：\n一、甲\n二、乙\n\n第 2 條\n丙。\n",
        &["art1", "art1.1", "art1.2", "art2"],
    );
}

#[test]
fn enclosures_are_named_in_a_list_and_come_behind_it() {
    check_outline(
        "某某市人民政府文件\n\n某政发〔2022〕15号\n\n某某市人民政府关于印发某某市\n若干措施的通知\n\n各区人民政府：\n\n　　现印发给你们。\n\n　　附件：1．若干措施\n　　　　　2．分工表\n\n　　　　　　　　　　　　某某市人民政府\n　　　　　　　　　　　　2022年6月8日\n\n附件1\n\n若干措施\n\n　　一、总体要求\n\n　　（一）甲。\n\n　　（二）乙。\n\n　　1．子。\n\n　　2．丑。\n\n　　二、主要任务\n\n　　（三）丙。\n\n附件2\n\n分工表\n",
        &[
            "annex1 附件1 若干措施",
            "annex1.1 . 一、总体要求",
            "annex1.1.1 . . （一）甲",
            "annex1.1.2 . . （二）乙",
            "annex1.1.2.1 . . . 1．子",
            "annex1.1.2.2 . . . 2．丑",
            "annex1.2 . 二、主要任务",
            "annex1.2.3 . . （三）丙",
            "annex2 附件2 分工表",
        ],
    );
    // A single one is the enclosure itself.
    check(
        "# 通知\n\n一、甲。\n\n附件：名单\n\n张三\n",
        &["1", "annex1"],
    );
}

#[test]
fn a_count_that_goes_on_over_headings_is_no_oddity() {
    let issues = |text: &str| tree(text).1.issues.len();
    assert_eq!(
        issues("# 意见\n\n一、甲\n\n（一）子\n\n（二）丑\n\n二、乙\n\n（三）寅\n\n（四）卯\n"),
        0
    );
    assert_eq!(
        issues("# 意见\n\n一、甲\n\n（一）子\n\n二、乙\n\n（三）寅\n"),
        1
    );
}

#[test]
fn titles_above_below_and_behind_the_number() {
    check_outline(
        "例示に関する法律\n\n目次\n　第一章　総則（第一条―第三条）\n　附則\n\n　　　第一章　総則\n\n（目的）\n第一条　この法律は、甲とする。\n\n（定義）\n第二条　次に掲げる。\n一　甲\n二　乙\n２　前項の乙。\n\n　　　附　則\n\n（施行期日）\n１　この法律は、施行する。\n２　なお従前の例による。\n\n　　　附　則（平成二〇年五月二日法律第二八号）　抄\n\n第一条　この法律は、施行する。\n",
        &[
            "ch1 第一章 総則",
            "art1 . 第一条 （目的）",
            "art2 . 第二条 （定義）",
            "art2.para1 . . 第一項 次に掲げる",
            "art2.para1.1 . . . 一 甲",
            "art2.para1.2 . . . 二 乙",
            "art2.para2 . . ２ 前項の乙",
            "h1 附　則",
            "h1.1 . １ この法律は、施行する",
            "h1.2 . ２ なお従前の例による",
            "h2 附　則（平成二〇年五月二日法律第二八号）　抄",
            "h2.art1 . 第一条 この法律は、施行する",
        ],
    );
    check_outline(
        "某法\n\n第 1 條\n甲者，依習慣。\n\n第 2 條\n（刪除）\n\n第 3 條\n乙者。\n丙者。\n",
        &[
            "art1 第 1 條 甲者",
            "art2 第 2 條 （刪除）",
            "art3 第 3 條 乙者",
            "art3.para1 . 第1項 乙者",
            "art3.para2 . 第2項 丙者",
        ],
    );
    // The clause starts with its title.
    let (document, tree) = tree("法律\n\n（目的）\n第一条　甲。\n\n（定義）\n第二条　乙。\n");
    let texts: Vec<_> = tree
        .ids()
        .filter_map(|id| Some(tree.get(id)?.span.of(&document.source).trim()))
        .collect();
    assert_eq!(texts, ["（目的）\n第一条　甲。", "（定義）\n第二条　乙。"]);
}

#[test]
fn korean_articles_stand_line_by_line() {
    check_outline(
        "예시법\n\n제1조(목적) 이 법은 목적으로 한다.\n제2조(정의) ① 이 법은 다음과 같다.\n1. 서면\n가. 갑\n나. 을\n\n부칙\n\n제1조(시행일) 시행한다.\n제2조(경과조치) 따른다.\n",
        &[
            "art1 제1조 (목적)",
            "art2 제2조 (정의)",
            "art2.para1 . ① 이 법은 다음과 같다.",
            "art2.para1.1 . . 1. 서면",
            "art2.para1.1.1 . . . 가. 갑",
            "art2.para1.1.2 . . . 나. 을",
            "h1 부칙",
            "h1.art1 . 제1조 (시행일)",
            "h1.art2 . 제2조 (경과조치)",
        ],
    );
}

#[test]
fn western_divisions() {
    check_outline(
        "Example Act\n\nPart I\nPreliminary\n\nArticle 1 This Act is formulated.\n\nArticle 2A. It applies.\n\nPART II — OFFENCES\n\nArticle 3 Article 1 applies.\n\nArticle 4 of this Act is repealed.\n\nSchedule 1\n\nForms\n",
        &[
            "pt1 Part I Preliminary",
            "art1 . Article 1 This Act is formulated.",
            "art2-1 . Article 2A. It applies.",
            "pt2 PART II — OFFENCES",
            "art3 . Article 3 Article 1 applies.",
            "art3.para1 . . paragraph 1 Article 1 applies.",
            "art3.para2 . . paragraph 2 Article 4 of this Act is repealed.",
            "sched1 Schedule 1 Forms",
        ],
    );
    check_outline(
        "LUẬT\n\nChương I\nNHỮNG QUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\nLuật này quy định.\n\nĐiều 2. Giải thích\n1. Ví dụ:\na) Văn bản;\nb) Điện tử.\n",
        &[
            "ch1 Chương I NHỮNG QUY ĐỊNH CHUNG",
            "art1 . Điều 1. Phạm vi",
            "art2 . Điều 2. Giải thích",
            "art2.1 . . 1. Ví dụ:",
            "art2.1.1 . . . a) Văn bản;",
            "art2.1.2 . . . b) Điện tử.",
        ],
    );
}

#[test]
fn the_classics_number_their_chapters_at_the_end() {
    check_outline(
        "論語集注\n\n卷一\n\n學而第一\n\n子曰：「學而時習之。」\n\n為政第二\n\n子曰：「為政以德。」\n\n卷二　下論\n\n先進第十一\n\n子曰：「先進於禮樂。」\n",
        &[
            "pt1 卷一",
            "pt1.ch1 . 學而第一",
            "pt1.ch2 . 為政第二",
            "pt2 卷二 下論",
            "pt2.ch11 . 先進第十一",
        ],
    );
    // A single such line is no heading.
    check("# 新闻\n\n全国第一\n\n产量居首。\n\n世界第一\n", &[]);
}

#[test]
fn sections_are_numbered_by_points() {
    check_outline(
        "合同\n\n第一条 基本情况\n1.1房屋坐落：某路1号。\n1.2面积：50平方米。\n1.2.1 套内40平方米。\n\n第二条 租金\n2.1 每月1000元。\n2.2 押一付三。\n",
        &[
            "art1 第一条 基本情况",
            "art1.1 . 1.1 房屋坐落",
            "art1.2 . 1.2 面积",
            "art1.2.1 . . 1.2.1 套内40平方米",
            "art2 第二条 租金",
            "art2.1 . 2.1 每月1000元",
            "art2.2 . 2.2 押一付三",
        ],
    );
    check_outline(
        "标准化工作导则\n\n前　　言\n\n本文件按照规定起草。\n\n1　范围\n\n本文件规定了甲。\n\n2　术语和定义\n\n2.1\n标准\n通过标准化活动。\n\n2.2　文件\n\n3　总则\n\n3.1　目标\n\na)　甲；\nb)　乙。\n\n附 录 A\n示例\n",
        &[
            "h1 前　　言",
            "1 1 范围",
            "2 2 术语和定义",
            "2.1 . 2.1 标准",
            "2.2 . 2.2 文件",
            "3 3 总则",
            "3.1 . 3.1 目标",
            "3.1.1 . . a)甲",
            "3.1.2 . . b)乙",
            "annex1 附 录 A 示例",
        ],
    );
    check_outline(
        "RFC\n\n1.  Introduction\n\nThis memo defines.\n\n1.1.  Terminology\n\n1.2.  Scope\n\n2.  Protocol\n\n2.1.  Messages\n",
        &[
            "1 1. Introduction",
            "1.1 . 1.1. Terminology",
            "1.2 . 1.2. Scope",
            "2 2. Protocol",
            "2.1 . 2.1. Messages",
        ],
    );
    // A measure at the start of a line is no section number.
    check("# 报告\n\n增长了\n\n3.5 倍。\n\n1.1 万元\n", &[]);
}

#[test]
fn lists_in_lists_may_have_one_form() {
    check(
        "# 甲\n\n1. 子\n   1. 天\n   2. 地\n2. 丑\n   - 乙\n     1. 玄\n",
        &["1", "1.1", "1.2", "2", "2.1"],
    );
    check("# 甲\n\nI. 子\n\nII. 丑\n", &["1", "2"]);
}

#[test]
fn a_further_statute_in_the_same_file_is_no_paragraph_of_the_article_before() {
    check(
        "某国宪法修正案\n\n（1988年4月12日通过）\n\n第一条 甲改为乙。\n\n第二条 子改为丑。\n\n某国宪法修正案\n\n（1993年3月29日通过）\n\n第三条 丙改为丁。\n",
        &["art1", "art2", "h1", "art3"],
    );
    check(
        "甲条例\n\n第一条 子。\n\n第二条 丑。\n\n乙细则\n\n第一条 寅。\n\n第二条 卯。\n",
        &["art1", "art2", "h1", "h1.art1", "h1.art2"],
    );
    // A line with a stop is a paragraph, and so is one that no statute follows.
    check(
        "甲条例\n\n第一条 子。\n\n丑\n\n寅。\n\n第二条 卯。\n",
        &["art1", "art1.para1", "art1.para2", "art1.para3", "art2"],
    );
}

#[test]
fn a_line_of_few_words_behind_the_number_of_an_article_is_its_title() {
    check_outline(
        "合同\n\n第一条 争议解决\n协商不成的，向法院起诉。\n判决是终局的。\n\n第二条 生效\n签字后生效。\n",
        &[
            "art1 第一条 争议解决",
            "art1.para1 . 第一款 协商不成的",
            "art1.para2 . 第二款 判决是终局的",
            "art2 第二条 生效",
        ],
    );
    // With the blank before it no longer than twenty characters.
    let named = |length| format!("# 法\n\n第一条 {}\n\n归县管理。\n", "渡".repeat(length));
    check(&named(19), &["art1"]);
    check(&named(20), &["art1", "art1.para1", "art1.para2"]);
    check("# 法\n\n第一条 删除\n\n第二条 甲。\n", &["art1", "art2"]);
    check(
        "# 法\n\n第一条 国家的一切权力属于人民。\n\n人民行使权力。\n",
        &["art1", "art1.para1", "art1.para2"],
    );
}

#[test]
fn what_stands_below_a_line_that_says_annex_is_no_paragraph_of_the_last_article() {
    check_outline(
        "某税法\n\n第一条 缴税。\n\n第二条 本法自公布之日起施行。\n\n附：\n\n某税税目表\n\n一、烟\n\n二、酒\n",
        &[
            "art1 第一条 缴税",
            "art2 第二条 本法自公布之日起施行",
            "annex1 附：某税税目表",
            "annex1.1 . 一、烟",
            "annex1.2 . 二、酒",
        ],
    );
}

#[test]
fn the_annex_of_a_standard_has_its_letter_in_front_of_its_sections() {
    check_outline(
        "标牌\n\n1　范围\n\n甲。\n\n2　试验\n\n乙。\n\n附　录　A\n\n（规范性）\n\n试验装置\n\nA.1　装置\n\n丙。\n\nA.2　步骤\n\nA.2.1　打开。\n\nA.2.2　关闭。\n",
        &[
            "1 1 范围",
            "2 2 试验",
            "annex1 附　录　A 试验装置",
            "annex1.1 . A.1 装置",
            "annex1.2 . A.2 步骤",
            "annex1.2.1 . . A.2.1 打开",
            "annex1.2.2 . . A.2.2 关闭",
        ],
    );
    check("标牌\n\nA.1 级\n\nB.5 级\n", &[]);
}

#[test]
fn what_was_put_in_behind_a_number_has_a_letter() {
    check_outline(
        "Testing Act\n\n1. Short title\n\n2. Interpretation\n(1) A test is a trial.\n(1A) A trial is a test.\n(2) Nothing else is.\n\n2A. Crown\n\n2B. Exceptions\n\n3. Offences\n",
        &[
            "1 1. Short title",
            "2 2. Interpretation",
            "2.1 . (1) A test is a trial.",
            "2.1-1 . (1A) A trial is a test.",
            "2.2 . (2) Nothing else is.",
            "2-1 2A. Crown",
            "2-2 2B. Exceptions",
            "3 3. Offences",
        ],
    );
    let (_, tree) = tree("甲\n\n1. 子\n\n2. 丑\n\n2A. 寅\n\n3. 卯\n");
    assert!(tree.issues.is_empty(), "{:?}", tree.issues);
    check("甲\n\n1. 子\n\n5A. 丑\n", &["1"]);
}

#[test]
fn vietnamese_items_go_by_their_own_alphabet() {
    let text = "Luật\n\nĐiều 1. Gồm:\na) Một;\nb) Hai;\nc) Ba;\nd) Bốn;\nđ) Năm;\ne) Sáu;\ng) Bảy.\n\nĐiều 2. Sách.\n\nĐiều 2a. Báo.\n\nĐiều 2b. Ảnh.\n\nĐiều 3. Thơ.\n";
    check(
        text,
        &[
            "art1", "art1.1", "art1.2", "art1.3", "art1.4", "art1.4-1", "art1.5", "art1.7", "art2",
            "art2-1", "art2-2", "art3",
        ],
    );
    let (_, tree) = tree(text);
    assert!(tree.issues.is_empty(), "{:?}", tree.issues);
}

#[test]
fn supplements_stand_beside_each_other_and_the_chapters() {
    check(
        "渡船法\n\n第一条　定める。\n\n附　則\n\n１　公布の日から施行する。\n\n２　規則は、廃止する。\n\n附　則（平成十五年法律第九号）\n\n第一条　四月一日から施行する。\n",
        &["art1", "h1", "h1.1", "h1.2", "h2", "h2.art1"],
    );
    check(
        "# 나루법\n\n## 제1장 총칙\n\n제1조(정의) 다음과 같다.\n\n1\\. 나루\n\n가\\. 큰 나루\n\n나\\. 작은 나루\n\n2\\. 배\n\n## 제2장 벌칙\n\n제2조(벌칙) 벌한다.\n\n부칙 <제3호, 2016. 1. 6.>\n\n제1조(시행일) 시행한다.\n",
        &[
            "ch1", "art1", "art1.1", "art1.1.1", "art1.1.2", "art1.2", "ch2", "art2", "h1",
            "h1.art1",
        ],
    );
}

#[test]
fn supplements_have_items_without_articles() {
    check(
        "渡船法\n\n第一条　定める。\n\n附　則\n\n１　次の法律は、廃止する。\n\n一　甲法\n\n二　乙法\n\n２　なお従前の例による。\n",
        &["art1", "h1", "h1.1", "h1.1.1", "h1.1.2", "h1.2"],
    );
}

#[test]
fn articles_without_blanks_may_begin_alike_or_like_things_that_are_counted() {
    check(
        "票据规则\n\n第一条为了管理票据，制定本规则。\n\n第二条票据分三种。\n\n第三条票据应当真实。\n\n第四条船舶票据另行规定。\n\n第五条和解协议书应当附后。\n\n第六条第二审法院可以改判。\n",
        &["art1", "art2", "art3", "art4", "art5", "art6"],
    );
    for text in [
        "记\n\n第一条船开了。\n\n第二条船也开了。\n\n第三条船没有开。\n",
        "记\n\n第二条第三款规定得很清楚。\n\n第三条和第四条也是。\n\n第四条的规定已经过时。\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn turns_are_headings_with_their_first_words() {
    for text in [
        "答复\n\n问：几时开渡？\n\n答：明天，天晴就开。\n\n问：收费么？\n\n答：不收。\n",
        "# 答复\n\n**问：几时开渡？**\n\n**答：** 明天，天晴就开。\n\n**问**：收费么？\n\n答：不收。\n",
    ] {
        let (document, tree) = tree(text);
        let headings = tree
            .clauses
            .iter()
            .map(|clause| clause.heading(&document).replace(' ', ""));
        let headings: Vec<_> = headings.collect();
        assert_eq!(
            headings,
            ["问：几时开渡", "答：明天", "问：收费么", "答：不收"]
        );
    }
}

#[test]
fn lists_inside_paragraphs_end_with_them() {
    check(
        "某市法院判决书\n\n甲请求：1.付款；2.道歉。\n\n查明：一、甲受雇于乙。二、乙停产。\n\n判决如下：\n\n一、驳回；\n\n二、付费。\n",
        &["1", "2", "1~2", "2~2", "1~3", "2~3"],
    );
}

#[test]
fn what_an_item_says_ends_where_the_next_one_begins() {
    check_outline(
        "名录\n\n1．渡船（木质） 2．浮桥（两座） 3．码头\n",
        &["1 1．渡船（木质）", "2 2．浮桥（两座）", "3 3．码头"],
    );
}

#[test]
fn paragraphs_of_japanese_laws_stand_below_items_without_stops() {
    check(
        "渡船法\n\n第一条　次に掲げる者は、届け出なければならない。\n  一　船を有する者\n  二　前号に掲げる者から船を借り受けて同号に規定する業務を行う者その他これに準ずる者として政令で定める者\n２　前項第二号に掲げる者は、同項の届出をするときは、船を有する者の承諾を得なければならないものとする。\n",
        &[
            "art1",
            "art1.para1",
            "art1.para1.1",
            "art1.para1.2",
            "art1.para2",
        ],
    );
}

#[test]
fn capital_letters_are_items_where_they_count() {
    check_outline(
        "Notes\n\nA. Who\n\nAny person.\n\nB. How\n\nBy letter.\n\nC. When\n\nNow.\n",
        &["1 A. Who", "2 B. How", "3 C. When"],
    );
    // H. is followed by the letter I.
    check(
        "Notes\n\nA. a\n\nB. b\n\nC. c\n\nD. d\n\nE. e\n\nF. f\n\nG. g\n\nH. h\n\nI. i\n\nJ. j\n",
        &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
    );
    // Answers and initials are not items.
    check(
        "Notes\n\nQ1. Who?\n\nA. Any person.\n\nQ2. How?\n\nA. By letter.\n",
        &[],
    );
    check("Notes\n\nA. Einstein wrote it.\n\n1. One.\n", &["1"]);
}

#[test]
fn items_of_a_korean_article_head_no_articles() {
    check(
        "시험법\n\n제1조(정의) 뜻은 다음과 같다.\n1. \"갑\"이란 다음을 말한다.\n가. 자\n나. 축\n2. \"을\"이란 병을 말한다.\n\n제2조(특례) 없다.\n",
        &["art1", "art1.1", "art1.1.1", "art1.1.2", "art1.2", "art2"],
    );
    check(
        "시험법\n\n제1조(정의) 다음과 같다.\n1. 나루\n가. 큰 나루\n나. 작은 나루\n\n제2조(벌칙) 벌한다.\n",
        &["art1", "art1.1", "art1.1.1", "art1.1.2", "art2"],
    );
}

#[test]
fn the_first_line_may_be_a_volume_and_the_title() {
    check(
        "史書卷一\n\n五帝本紀第一\n\n黃帝者。\n\n史書卷二\n\n夏本紀第二\n\n夏禹。\n",
        &["pt1", "pt1.ch1", "pt2", "pt2.ch2"],
    );
    check("史書卷一\n\n黃帝者。\n", &[]);
    check_outline(
        "漢書\n\n列傳第一　陳勝傳\n\n陳勝字涉。\n\n列傳第二　張耳傳\n\n張耳。\n",
        &["ch1 列傳第一 陳勝傳", "ch2 列傳第二 張耳傳"],
    );
}

#[test]
fn a_statute_published_anew_behind_the_decision_that_changed_it_stands_under_its_title() {
    check(
        "关于修改《某条例》的决定\n\n（2016年2月6日公布）\n\n一、甲改为乙。\n\n二、删去第七条。\n\n本决定自公布之日起施行。\n\n某条例\n\n（2001年1月1日公布 2016年2月6日修订）\n\n第一章 总则\n\n第一条 甲。\n\n第二条 乙。\n",
        &["1", "2", "h1", "ch1", "art1", "art2"],
    );
}

#[test]
fn what_a_treaty_is_signed_with_is_no_paragraph_of_its_last_article() {
    check(
        "Treaty\n\nArticle I\n\nThere shall be peace.\n\nArticle II\n\nIt enters into force.\n\nIN WITNESS WHEREOF the Plenipotentiaries have signed.\n\nDONE at Somewhere, in 1901.\n",
        &["art1", "art2"],
    );
    check(
        "协定\n\n第一条 甲。\n\n第二条 本协定自签字之日起生效。\n\n本协定于1960年1月1日签订，一式两份。\n\n甲国代表　乙国代表\n",
        &["art1", "art2"],
    );
    check(
        "条约\n\n第1条 甲。\n\n第2条 乙。\n\n1960年1月1日订于某港，共两份。\n",
        &["art1", "art2"],
    );
    check(
        "QUY CHẾ\n\nĐiều 1. Phạm vi\n\nQuy chế này quy định.\n\nĐiều 2. Hiệu lực\n\nCó hiệu lực ngay.\n\nTM. ỦY BAN\n\nCHỦ TỊCH\n",
        &["art1", "art2"],
    );
    check(
        "办法\n\n第一条 甲。\n\n本办法所称合同，应当签订。\n",
        &["art1", "art1.para1", "art1.para2"],
    );
}

#[test]
fn old_treaties_count_their_articles_as_paragraphs() {
    check_outline(
        "甲乙通商條約\n\n第一款\n嗣後永敦和好。\n\n第二款　稅則\n一　進口值百抽五。\n二　出口亦同。\n",
        &[
            "art1 第一款 嗣後永敦和好",
            "art2 第二款 稅則",
            "art2.1 . 一 進口值百抽五",
            "art2.2 . 二 出口亦同",
        ],
    );
    check(
        "# 法\n\n第一条 甲。\n\n第一款 乙。\n",
        &["art1", "art1.para1", "art1.para2"],
    );
}

#[test]
fn articles_repealed_at_once_and_put_in_twice() {
    check_outline(
        "試験令\n\n第二条　甲とする。\n\n第三条及び第四条　削除\n\n第五条から第八条の二まで　削除\n\n第九条の二の三　乙とする。\n\n第十條至第十二條　（刪除）\n",
        &[
            "art2 第二条 甲とする",
            "art3 第三条及び第四条 削除",
            "art5 第五条から第八条の二まで 削除",
            "art9-2-3 第九条の二の三 乙とする",
            "art10 第十條至第十二條 （刪除）",
        ],
    );
    check(
        "# 法\n\n第一条 甲。\n\n第三条至第五条规定的，适用本法。\n",
        &["art1", "art1.para1", "art1.para2"],
    );
}

#[test]
fn japanese_laws_end_with_supplements_and_tables() {
    check_outline(
        "試験令\n\n第一条　甲とする。\n\n附則\n第一条　施行する。\n\n附則（平成十五年四月一日内閣府令第三号）\nこの府令は、公布の日から施行する。\n\n別表第一（第二条関係）\n甲の表\n\n別表第二（第三条関係）\n乙の表\n",
        &[
            "art1 第一条 甲とする",
            "h1 附則",
            "h1.art1 . 第一条 施行する",
            "h2 附則（平成十五年四月一日内閣府令第三号）",
            "sched1 別表第一 （第二条関係）",
            "sched2 別表第二 （第三条関係）",
        ],
    );
}

#[test]
fn sections_part_an_article_that_is_nothing_but_a_number() {
    check(
        "Constitution\n\nARTICLE I\n\nSection 1. All powers are vested in a Congress.\n\nSection 2. The House has members.\n\nNo person is one who is young.\n\nARTICLE II\n\nSection 1. There is a President.\n",
        &["art1", "art1.1", "art1.2", "art2", "art2.1"],
    );
    check(
        "Regulation\n\nArticle 1\n\nThis is the first.\n\nSection 1\nScope\n\nArticle 2\n\nThis is the second.\n",
        &["art1", "sec1", "art2"],
    );
}

#[test]
fn letters_are_doubled_for_what_was_put_in() {
    check(
        "Ordinance\n\n1. Scope:\n\n(a) a;\n\n(aa) b;\n\n(b) c.\n\n(zz) no item.\n",
        &["1", "1.1", "1.1-1", "1.2"],
    );
}

#[test]
fn volumes_in_halves() {
    check(
        "某州志卷之二\n\n甲。\n\n某州志卷之三上\n\n乙。\n\n某州志卷之三下\n\n丙。\n",
        &["pt2", "pt3-1", "pt3-3"],
    );
}

#[test]
fn sections_in_wide_digits() {
    check(
        "规程\n\n１　总则\n\n１．１　目的\n\n１．２　范围\n\n２　操作\n\n２．１　开机\n\n２．１．１　合闸。\n\n２．１．２　观察。\n",
        &["1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.1.2"],
    );
}

#[test]
fn what_japanese_and_english_lawyers_type() {
    let law = "試験法\n\n第一条　次に掲げる。\n一　甲\n二　乙\n　イ　子\n　ロ　丑\n２　前項の試験は、する。\n\n第一条の二　丙。\n";
    check_find(law, "第一条第二項", &["art1.para2"]);
    check_find(law, "第一条第一項第二号", &["art1.para1.2"]);
    check_find(law, "第一条第一項第二号ロ", &["art1.para1.2.2"]);
    check_find(law, "第一条の二", &["art1-2"]);
    let act = "Act\n\n1. Title\n\n2. Meaning\n(1) In this Act—\n(a) a;\n(b) b:\n(i) c;\n(ii) d.\n(2A) Not—\n\n2A. Crown\n(1) It binds.\n(2) It is bound.\n";
    check_find(act, "s 2(1)(b)(ii)", &["2.1.2.2"]);
    check_find(act, "Section 2A(2)", &["2-1.2"]);
    check_find(
        "條約\n\n第一款　甲。\n\n第二款　乙。\n",
        "第二款",
        &["art2"],
    );
}

#[test]
fn items_in_items_of_a_japanese_article_head_no_articles() {
    check(
        "試験令\n\n第二条　次に掲げる。\n一　甲\n二　乙\nイ　子\n（１）　天\n（２）　地\nロ　丑\n\n第三条　丙。\n",
        &[
            "art2",
            "art2.1",
            "art2.2",
            "art2.2.1",
            "art2.2.1.1",
            "art2.2.1.2",
            "art2.2.2",
            "art3",
        ],
    );
}

#[test]
fn annexes_tables_and_figures_are_counted_apart() {
    check_outline(
        "某规程\n\n第一条 见附录。\n\n附录一 甲\n\n附表一 乙\n\n附表二 丙\n\n附图 丁\n",
        &[
            "art1 第一条 见附录",
            "annex1 附录一 甲",
            "sched1 附表一 乙",
            "sched2 附表二 丙",
            "fig1 附图 丁",
        ],
    );
}

#[test]
fn a_clause_put_in_between_points_is_one_of_its_own() {
    check_outline(
        "某要點\n\n一、甲。\n\n二、乙。\n\n二之一、丙。\n\n三、丁。\n",
        &["1 一、甲", "2 二、乙", "2-1 二之一、丙", "3 三、丁"],
    );
    // It follows nothing.
    check("某文\n\n一、甲。\n\n九之一、乙。\n", &["1"]);
}

#[test]
fn what_looks_like_a_marker_is_one_whatever_its_code_points() {
    check_outline(
        "某法\n\n第\u{200b}一条　甲。\n\n第⼆条　乙：\n\n（⼀）丙；\n\n（二）丁。\n",
        &[
            "art1 第\u{200b}一条 甲",
            "art2 第⼆条 乙",
            "art2.1 . （⼀）丙",
            "art2.2 . （二）丁",
        ],
    );
}

/// Checks the labels of all clauses with their addresses.
fn check_labels(text: &str, expected: &str) {
    let (document, tree) = tree(text);
    let found: Vec<_> = tree
        .ids()
        .map(|id| {
            let label = tree.get(id).unwrap().label.of(&document.source);
            format!("{} {label}", tree.address(id)).trim().to_owned()
        })
        .collect();
    assert_eq!(found.join(", "), expected, "{text}");
}

/// Checks what is odd: the code and the label.
fn check_issues(text: &str, expected: &[(&str, &str)]) {
    let (document, tree) = tree(text);
    let found: Vec<_> = tree
        .issues
        .iter()
        .map(|issue| (issue.code, issue.span.of(&document.source)))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_series_proves_articles_without_a_blank() {
    check_labels(
        "某社公约\n\n第一条社员应当守时。\n\n第二条：借物归还。\n\n第三条·不得喧哗。\n\n第四条 自即日起施行。\n",
        "art1 第一条, art2 第二条, art3 第三条, art4 第四条",
    );
    check_labels(
        "某组公约\n\n第一条、不迟到。\n\n第二条、不早退。\n",
        "art1 第一条, art2 第二条",
    );
    // Fronts, roads and mentions of articles are none, nor is what stands alone.
    for text in [
        "某文\n\n第一条战线在北。\n\n第二条战线在南。\n",
        "某文\n\n第三条小路通山上。\n\n第一条大道通城里。\n",
        "某文\n\n第二条规定得很清楚。\n",
        "某文\n\n第一条好消息来了。\n\n第二条好消息也来了。\n",
        "某文\n\n第一条的理由他说过了。\n\n第二条和第三条没有人提。\n\n第三条里讲得明白。\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn a_series_proves_chapters_without_a_blank() {
    check_labels(
        "某书\n\n第一章出山\n\n他走了。\n\n第二章：过江\n\n船来了。\n\n第三章《归来》\n\n到家。\n",
        "ch1 第一章, ch2 第二章, ch3 第三章",
    );
    check_labels(
        "# 某办法\n\n## 第一章总则\n\n第一条 甲。\n\n## 第二章“示范户”管理\n\n第二条 乙。\n",
        "ch1 第一章, art1 第一条, ch2 第二章, art2 第二条",
    );
    for text in [
        "某文\n\n第一章里写了山。\n\n第二章里写了水。\n",
        "某文\n\n第二部队先到。\n\n第三部队后到。\n",
        "某文\n\n第一回合打平。\n\n第二回合得胜。\n",
        "某文\n\n第一章讲的是渡口：\n\n水急船小。\n\n第二章讲的是桥：\n\n桥高路远。\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn forms_of_archives_need_a_series() {
    check_labels(
        "# 意见\n\n一，甲\n\n（甲）天。\n\n（乙）地。\n\n二，乙\n\n1，玄。\n\n2，黄。\n",
        "1 一，, 1.1 （甲）, 1.2 （乙）, 2 二，, 2.1 1，, 2.2 2，",
    );
    check_labels(
        "# 讲话\n\n第一个问题：甲。\n\n（一）天。\n\n第二个问题：乙。\n",
        "1 第一个问题：, 1.1 （一）, 2 第二个问题：",
    );
    check_labels("# 散文\n\n一\n\n甲。\n\n二\n\n乙。\n", "1 一, 2 二");
    for text in [
        "# 文\n\n一，二，三，走！\n\n3，000人到会。\n",
        "# 文\n\n第二个问题他没有答。\n",
        "# 文\n\n（甲）字第三号来文收悉。\n",
        "# 文\n\n（76）乙字第8号\n\n一\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn a_number_behind_a_number_is_doubtful() {
    // The second 二、 is the point; the first names two groups.
    check(
        "# 命令\n\n一、甲。\n\n二、三纵队出发。\n\n二、乙。\n\n三、四月前完成。\n",
        &["1", "2", "3"],
    );
    check(
        "# 文\n\n甲、乙两队出发。\n\n甲、第一队\n\n乙、第二队\n",
        &["1", "2"],
    );
    check(
        "# 规划\n\n一、乡卫生院\n\n二、三级医院\n\n三、其他\n",
        &["1", "2", "3"],
    );
    // Quantities, and a point that begins with one.
    check(
        "# 通知\n\n四、五百人的工地设食堂。\n\n七、八十斤一袋。\n\n十七、八岁的不派。\n\n一、甲。\n\n二、二十里内自带干粮。\n\n三、五百人以上的派干部。\n\n四、丙。\n",
        &["1", "2", "3", "4"],
    );
    check(
        "# 命令\n\n一、甲。\n\n二、四两军渡河。\n\n二、乙。\n\n三、五两军留守。\n\n三、丙。\n",
        &["1", "2", "3"],
    );
    check("# 集\n\n三、四十人挤在桥头。\n\n七、八只船停着。\n", &[]);
    check(
        "# 目\n\n六、七十年代的文件\n\n七、八十年代的文件\n\n八、其他\n",
        &["6", "7", "8"],
    );
    // The digits of a year go on from nothing.
    check("# 文\n\n一、二〇〇五年的工作\n\n甲。\n", &["1"]);
    // Inside a paragraph the number that is due is one.
    check_labels(
        "# 电\n\n一、已到。二、三百人明日出发。三、盼复。\n",
        "1 一、, 2 二、, 3 三、",
    );
    check_labels(
        "# 电\n\n一、敌情如前。二、三纵队东进。\n\n二、各部待命。\n",
        "1 一、, 2 二、",
    );
}

#[test]
fn a_mark_may_part_articles_from_their_numbers() {
    check_outline(
        "# 旧事\n\n村里立了规矩：\n\n第一条，不许偷柴。\n\n第二条、不许放牛。\n\n第三条：不许敲锣，也不许打鼓。\n\n大家都说好。\n\n第一条我守住了。\n",
        &[
            "art1 第一条 不许偷柴",
            "art2 第二条 不许放牛",
            "art3 第三条 不许敲锣",
        ],
    );
    // What reasons are told in passing, or listed, are none.
    check(
        "# 谈\n\n理由有三，第一条是没钱。\n\n第二条，第三条都不必说。\n\n第三条，他没讲。\n",
        &[],
    );
}

#[test]
fn a_running_head_is_no_second_heading() {
    check(
        "# 传\n\n七、南行\n\n甲。\n\n七、南行\n\n乙。\n\n八、北归\n\n丙。\n",
        &["7", "8"],
    );
    // A sentence is none.
    check(
        "# 决议\n\n一、同意。\n\n一、同意。\n\n二、照办。\n",
        &["1", "1~2", "2"],
    );
    // The same number with other words is odd, and stays.
    check_issues(
        "# 传\n\n七、南行\n\n甲。\n\n七、西行\n\n乙。\n\n八、北归\n",
        &[("numbering-start", "七、"), ("numbering-repeat", "七、")],
    );
}

#[test]
fn contents_in_one_heading_are_no_chapter() {
    check(
        "# 办法\n\n## 第一章 总则 第二章 附则\n\n## 第一章 总则\n\n第一条 甲。\n\n## 第二章 附则\n\n第二条 乙。\n",
        &["ch1", "art1", "ch2", "art2"],
    );
    // One that names another is its title.
    check(
        "# 办法\n\n## 第一章 本章先于第二章\n\n第一条 甲。\n\n## 第二章 附则\n\n第二条 乙。\n",
        &["ch1", "art1", "ch2", "art2"],
    );
}

#[test]
fn contents_with_pages_list_items_too() {
    check(
        "# 某书\n\n目录\n\n一、出发……1\n\n二、到达……5\n\n一、出发\n\n甲。\n\n二、到达\n\n乙。\n",
        &["1", "2"],
    );
    check_labels(
        "某条令\n\n【第一章】\n\n总则\n\n第1条 甲。\n\n【第二章】\n\n纪律\n\n第2条 乙。\n",
        "ch1 【第一章】, art1 第1条, ch2 【第二章】, art2 第2条",
    );
}

#[test]
fn a_colon_opens_a_list_of_the_clause_that_ends_in_it() {
    check(
        "# 决议\n\n一、甲\n\n（一）有两点：\n\n一、天。\n\n二、地。\n\n（二）玄。\n\n二、乙\n",
        &["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"],
    );
    // Below a paragraph of its own the series starts again.
    check(
        "# 决议\n\n一、甲。\n\n二、乙。\n\n还有两点：\n\n一、丙。\n\n二、丁。\n",
        &["1", "2", "1~2", "2~2"],
    );
}

#[test]
fn first_then_third_are_one_series() {
    check(
        "# 意见\n\n首先，甲。\n\n其次，乙。\n\n第三，丙。\n\n最后，丁。\n",
        &["1", "2", "3", "4"],
    );
    check(
        "# 意见\n\n第一，甲。\n\n第二，乙。\n\n第三，丙。\n",
        &["1", "2", "3"],
    );
}

#[test]
fn items_run_on_in_one_paragraph() {
    check_labels(
        "# 电\n\n一、甲。二、乙。三、丙。\n\n四、丁。五、戊。\n",
        "1 一、, 2 二、, 3 三、, 4 四、, 5 五、",
    );
    check_labels("# 纲\n\n1．减租2．增产3．护会。\n", "1 1．, 2 2．, 3 3．");
    check_labels(
        "# 规则\n\n第一条 甲。 第二条 乙： （一）天； （二）地。 第三条 丙。\n",
        "art1 第一条, art2 第二条, art2.1 （一）, art2.2 （二）, art3 第三条",
    );
    for text in [
        "# 报\n\n设一、二、三等奖。\n",
        "# 报\n\n宽1.2米。长2.3米。\n",
        "# 报\n\n见第二条。 第五条另有规定。\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn what_begins_with_a_quotation_is_a_paragraph() {
    check(
        "# 条例\n\n第一条 甲。\n\n“通号”为本市号码。\n\n“一卡”由下列单位发放：\n\n（一）天；\n\n（二）地。\n",
        &[
            "art1",
            "art1.para1",
            "art1.para2",
            "art1.para3",
            "art1.para3.1",
            "art1.para3.2",
        ],
    );
    // One that a colon leads in and that is nothing but a quotation is none.
    check(
        "# 规定\n\n第一条 将第二条修改为：\n\n“禁止甲。”\n\n第二条 乙。\n",
        &["art1", "art2"],
    );
}

#[test]
fn a_mark_that_is_never_closed_is_a_misprint() {
    check(
        "# 报告\n\n一、甲\n\n他说：“天气好。会后散去。\n\n二、乙\n\n有人说，“地”，”人”。\n\n三、丙\n",
        &["1", "2", "3"],
    );
    // Not before a heading, nor further than twenty paragraphs.
    let far = "己。\n\n".repeat(25);
    check(
        &format!("# 报告\n\n一、甲：“天。\n\n{far}（一）乙。\n\n（二）丙。”\n"),
        &["1", "1.1", "1.2"],
    );
}

#[test]
fn a_list_without_stops_is_no_row_of_paragraphs() {
    check(
        "# 规定\n\n第一条 标志由下列部分组成：\n\n图形\n\n文字\n\n第二条 甲。\n",
        &["art1", "art2"],
    );
    // A line that heads items of its own is one.
    check(
        "# 规定\n\n第一条 渡口分为两类：\n\n县管渡口\n\n（一）南渡\n\n（二）北渡\n\n乡管渡口\n\n（一）东渡\n\n（二）西渡\n\n第二条 甲。\n",
        &[
            "art1",
            "art1.para1",
            "art1.para2",
            "art1.para2.1",
            "art1.para2.2",
            "art1.para3",
            "art1.para3.1",
            "art1.para3.2",
            "art2",
        ],
    );
    check(
        "# 规定\n\n第一条 甲。\n\n乙由丙制定。\n\n第二条 丁。\n",
        &["art1", "art1.para1", "art1.para2", "art2"],
    );
}

#[test]
fn a_heading_that_lost_its_number_is_no_paragraph() {
    check(
        "# 条例\n\n## 第一章 甲\n\n第一条 天。\n\n整治\n\n第二条 地。\n\n## 第三章 乙\n\n第三条 玄。\n",
        &["ch1", "art1", "ch1.h1", "art2", "ch3", "art3"],
    );
    // Where no chapter is missing, it is none.
    check(
        "# 条例\n\n## 第一章 甲\n\n第一条 天。\n\n整治\n\n第二条 地。\n\n## 第二章 乙\n\n第三条 玄。\n",
        &[
            "ch1",
            "art1",
            "art1.para1",
            "art1.para2",
            "art2",
            "ch2",
            "art3",
        ],
    );
    // 附则 has no number to lose: it stands beside the chapters.
    check(
        "# 条例\n\n## 第一章 甲\n\n第一条 天。\n\n附则\n\n第二条 地。\n",
        &["ch1", "art1", "h1", "art2"],
    );
}

#[test]
fn a_heading_over_two_lines_is_one() {
    let text = "某规定\n\n第一章 甲、\n\n乙和丙\n\n第一条 天。\n";
    let (document, tree) = tree(text);
    assert_eq!(tree.clauses.len(), 2);
    assert_eq!(tree.clauses[0].heading(&document), "第一章 甲、乙和丙");
}

#[test]
fn quoted_articles_end_where_the_story_goes_on() {
    let text = "# 乡间杂忆\n\n大家立了规矩：\n\n第一条 不迟到。\n\n第二条 不早退。\n\n后来我进了城。\n\n城里很大。\n";
    let (document, tree) = tree(text);
    assert_eq!(tree.clauses.len(), 2);
    let last = tree.clauses[1].span.of(&document.source);
    assert_eq!(last.trim(), "第二条 不早退。");
    check(
        "# 某乡规定\n\n现规定如下：\n\n第一条 不迟到。\n\n第二条 不早退。\n\n早退者记过。\n",
        &["art1", "art2", "art2.para1", "art2.para2"],
    );
}

#[test]
fn every_level_is_checked() {
    check_issues(
        "# 规定\n\n## 第一章 甲\n\n第一条 天。\n\n## 第三章 乙\n\n第三条 地。\n\n第三条 玄。\n\n第二条 黄。\n",
        &[
            ("numbering-gap", "第三章"),
            ("numbering-gap", "第三条"),
            ("numbering-repeat", "第三条"),
            ("numbering-order", "第二条"),
        ],
    );
    check_issues(
        "# 法\n\n## 第一编 甲\n\n第一条 天。\n\n## 第三编 乙\n\n第二条 地。\n",
        &[("numbering-gap", "第三编")],
    );
    for text in [
        "# 汇编\n\n## 甲规定\n\n第一条 天。\n\n第一条之一 地。\n\n第二条至第四条 （删除）\n\n第五条 玄。\n\n## 乙规定\n\n第一条 黄。\n",
        "# 法\n\n## 第一编 甲\n\n### 第一章 天\n\n第一条 地。\n\n## 第二编 乙\n\n### 第二章 玄\n\n第二条 黄。\n",
        "# 法\n\n第八百条 摘录自此。\n\n第八百零一条 甲。\n",
    ] {
        check_issues(text, &[]);
    }
}

#[test]
fn turns_of_a_conversation_head_what_is_said() {
    check(
        "# 答问\n\n问：够吗？\n\n答：够。有两项：\n\n一是天；\n\n二是地。\n\n问：还有吗？\n\n答：没有。\n",
        &["h1", "h2", "h2.1", "h2.2", "h3", "h4"],
    );
    check("# 通知\n\n时间：下午。\n\n地点：礼堂。\n", &[]);
}

#[test]
fn a_field_of_a_letter_is_no_annex() {
    check(
        "某院　函\n\n速別：普通件\n附件：如文\n\n主旨：請查照。\n說明：\n一、甲。\n二、乙。\n",
        &["h1", "h2", "h2.1", "h2.2"],
    );
}

#[test]
fn the_order_of_japanese_official_papers() {
    check_labels(
        "要領\n\n第１　甲\n\n１　乙\n\n（１）丙\n\nア　丁\n\nイ　戊\n\n２　己\n\n第２　庚\n",
        "1 第１, 1.1 １, 1.1.1 （１）, 1.1.1.1 ア, 1.1.1.2 イ, 1.2 ２, 2 第２",
    );
    check(
        "便り\n\n第１回の会議は終わった。\n\nアンケートを集める。\n",
        &[],
    );
}

#[test]
fn articles_that_were_left_out_together_are_found_by_each_number() {
    let text = "# 某法\n\n第一条 天。\n\n第二条至第四条 （删除）\n\n第五条 地。\n";
    check(text, &["art1", "art2", "art5"]);
    check_find(text, "第四条", &["art2"]);
    check_find(text, "第五条", &["art5"]);
}

#[test]
fn numbers_before_a_blank_are_headings_of_a_series() {
    let paper = "# 决定\n\n一　思想\n\n甲、学习。\n\n乙、讨论。\n\n二　组织\n\n甲、支部。\n";
    let expected = ["1", "1.1", "1.2", "2", "2.1"];
    check(paper, &expected);
    check(&paper.replace('\u{3000}', " "), &expected);
    // One alone is none, nor are the lines of a list of numerals.
    check("# 决定\n\n一　思想\n\n天。\n", &[]);
    check("# 数\n\n一 二 三\n\n二 三 四\n", &[]);
    check("# 文\n\n一 个人来了，又走了。\n\n二 个人来了。\n", &[]);
}

#[test]
fn a_second_list_of_a_paragraph_is_led_in_by_its_own_sentence() {
    check(
        "# 判决\n\n请求：1．撤销；2．改判。理由：一、不清。二、不对。\n",
        &["1", "2", "1~2", "2~2"],
    );
    check(
        "# 办法\n\n要求：一、甲如下：1．天；2．地。二、乙。\n",
        &["1", "1.1", "1.2", "2"],
    );
}

#[test]
fn a_sentence_may_begin_with_a_section() {
    check(
        "POND ORDINANCE\n\n1. Title\nThis Ordinance is short.\n\n2. Meaning\n(1) In this Ordinance, a pond is wet.\n\nSection 2(1) does not apply.\n",
        &["1", "2", "2.1"],
    );
}

#[test]
fn the_line_below_an_article_of_a_treaty_is_its_title() {
    check_outline(
        "AGREEMENT ON PORTS\n\nArticle 1\nDefinitions\n\nFor the purposes of this Agreement:\n(a) a port is a place.\n\nArticle 2\nDisputes\n\n1. Ports shall be open under Article 1, paragraph 2.\n2. Others shall not.\n",
        &[
            "art1 Article 1 Definitions",
            "art1.1 . (a) a port is a place.",
            "art2 Article 2 Disputes",
            "art2.1 . 1. Ports shall be open under Article 1, paragraph 2.",
            "art2.2 . 2. Others shall not.",
        ],
    );
}

#[test]
fn chapters_without_sections_number_their_clauses_behind_a_nought() {
    let text = "# 术语\n\n1 总则\n\n1.0.1 为统一术语，制定本标准。\n\n1.0.2 本标准适用于港口。\n\n2 水工\n\n2.1 码头\n\n2.1.1 码头分两种。\n\n2.2 桥\n";
    check(text, &["1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.2"]);
    check_find(text, "1.0.2", &["1.2"]);
    check_find(text, "2.1.1", &["2.1.1"]);
    check("# 版本\n\n1.0 版\n\n2.0.1 版本没有改动。\n", &[]);
}

#[test]
fn a_paragraph_leads_in_a_list_beside_those_before_it() {
    check(
        "# 纪要\n\n（一）春耕。\n\n（二）水利：\n1. 修渠。\n2. 打井。\n\n会议决定：\n\n一、成立小组。\n\n二、检查。\n",
        &["1", "2", "2.1", "2.2", "1~2", "2~2"],
    );
    check(
        "# 纪要\n\n一、水利。\n\n要求如下：\n\n（一）修渠。\n\n（二）打井。\n",
        &["1", "1.1", "1.2"],
    );
}

#[test]
fn parts_may_be_spelled_out() {
    check_labels(
        "BỘ LUẬT BIỂN\n\nPhần thứ nhất\nCHUNG\n\nĐiều 1. Phạm vi\n\nPHẦN THỨ HAI\nTHI HÀNH\n\nĐiều 2. Hiệu lực\n",
        "pt1 Phần thứ nhất, art1 Điều 1., pt2 PHẦN THỨ HAI, art2 Điều 2.",
    );
    check_labels(
        "AGREEMENT ON PORTS\n\nPART ONE\nGENERAL\n\nArticle 1\nThe Parties shall agree.\n\nPART TWO\nPORTS\n\nArticle 2\nThey shall be open.\n",
        "pt1 PART ONE, art1 Article 1, pt2 PART TWO, art2 Article 2",
    );
}

#[test]
fn korean_laws_insert_items_and_end_with_tables() {
    let law = "시험법\n\n제1조(정의) 이 법에서 사용하는 용어는 다음과 같다.\n1. 시험\n1의2. 응시자\n2. 합격자\n\n제2조(수수료) 수수료는 별표 1과 같다.\n\n";
    check_labels(
        &format!("{law}별표 1 수수료(제2조 관련)\n"),
        "art1 제1조, art1.1 1., art1.1-2 1의2., art1.2 2., art2 제2조, sched1 별표 1",
    );
    check_labels(
        &format!("{law}[별표 1] 수수료\n\n별표 1 및 별표 2는 따로 정한다.\n"),
        "art1 제1조, art1.1 1., art1.1-2 1의2., art1.2 2., art2 제2조, sched1 [별표 1]",
    );
}

#[test]
fn verses_are_numbered_in_their_chapters() {
    check(
        "某記\n\n第一章\n\n1 起初有水，有山。\n2 後來有樹。\n\n第二章\n\n1 樹上有鳥。\n2 水中有魚。\n",
        &["ch1", "ch1.1", "ch1.2", "ch2", "ch2.1", "ch2.2"],
    );
    // Two that are one sentence are found by either number.
    let joined = "某記\n\n第一章\n\n1 起初有水，有山。\n2-3 後來有樹。\n4 樹上有鳥。\n\n第二章\n\n1 水中有魚。\n";
    check(joined, &["ch1", "ch1.1", "ch1.2", "ch1.4", "ch2", "ch2.1"]);
    check_find(joined, "1:2", &["ch1.2"]);
    check_find(joined, "1:3", &["ch1.2"]);
    check_find(joined, "1:5", &[]);
    // Numbers of a sentence count nothing.
    check(
        "# 某文\n\n一、甲。\n\n3 月起施行。\n\n12 人参加。\n",
        &["1"],
    );
    // Neither do the rows of a table.
    check(
        "# 某文\n\n附件一\n\n1 铜 4 锡\n\n2 铁 5 铅\n\n3 金 6 银\n",
        &["annex1"],
    );
}

#[test]
fn stems_inside_a_paragraph_are_a_series() {
    check(
        "# 甲\n\n一、分工如下：甲、修路。乙、种树。丙、记账。\n\n二、完。\n",
        &["1", "1.1", "1.2", "1.3", "2"],
    );
    check(
        "# 甲\n\n本次分三步：（甲）量地；（乙）分地；（丙）发证。\n\n壹、完。\n",
        &["1", "2", "3", "1~2"],
    );
    // Parties and lists of words.
    check(
        "# 甲\n\n当事人：甲、乙、丙三人。甲、乙都到了。\n\n双方约定：甲，乙。\n",
        &[],
    );
}

#[test]
fn a_class_with_its_number_in_brackets_is_no_item() {
    check(
        "# 甲\n\n我们去看了学生。\n\n（二）班的同学最多。\n\n后来回去了。\n",
        &[],
    );
    check(
        "# 甲\n\n一、连队\n\n（三）连先到，\n\n二、学校\n",
        &["1", "2"],
    );
    // A series begins with such words too.
    check(
        "# 甲\n\n（一）班子建设。\n\n（二）组织建设。\n\n（三）期限。\n",
        &["1", "2", "3"],
    );
}

#[test]
fn bare_numbers_below_a_heading_number_its_text() {
    check(
        "# 判決\n\n## 主文\n\n１　原告の請求を棄却する。\n\n２　訴訟費用は原告の負担とする。\n\n## 理由\n\n以上である。\n",
        &["h1", "h1.1", "h1.2", "h2"],
    );
    // One number alone may be an amount.
    check("# 報告\n\n## 費用\n\n３　百円であった。\n", &["h1"]);
}

#[test]
fn a_lost_heading_may_have_two_lines() {
    let text = "# 条例\n\n## 第一章 甲\n\n第一条 天。\n\n减免和\n\n延期的核准\n\n第二条 地。\n\n## 第三章 乙\n\n第三条 玄。\n";
    check(text, &["ch1", "art1", "ch1.h1", "art2", "ch3", "art3"]);
    let (document, tree) = tree(text);
    let mut clauses = tree.ids().filter_map(|id| tree.get(id));
    let heading = clauses.find(|clause| clause.step.kind == StepKind::Heading);
    assert_eq!(heading.unwrap().heading(&document), "减免和延期的核准");
}

#[test]
fn contents_need_no_title() {
    check(
        "# 办法\n\n## 二、检查\n\n## 三、收费\n\n## 四、其他\n\n现规定如下。\n\n## 一、管理\n\n第一条 天。\n\n## 二、检查\n\n第二条 地。\n\n## 三、收费\n\n第三条 玄。\n\n## 四、其他\n\n第四条 黄。\n",
        &["1", "art1", "2", "art2", "3", "art3", "4", "art4"],
    );
    // Lines with nothing but lines below them are listed too.
    check(
        "# 办法\n\n一、管理\n\n（一）渡口\n\n（二）渡船\n\n二、收费\n\n（一）船资\n\n（二）货资\n\n一、管理\n\n（一）渡口\n\n归县。\n\n（二）渡船\n\n归乡。\n\n二、收费\n\n（一）船资\n\n按人。\n\n（二）货资\n\n按件。\n",
        &["1", "1.1", "1.2", "2", "2.1", "2.2"],
    );
    // What was counted as the second of two is found.
    check_find(
        "# 办法\n\n一、检查\n\n二、收费\n\n三、其他\n\n一、检查\n\n查。\n\n二、收费\n\n收。\n\n三、其他\n\n完。\n",
        "2~2",
        &["2"],
    );
    // A list that comes again is one twice.
    check(
        "# 表\n\n一、姓名\n\n二、年龄\n\n三、住址\n\n又：\n\n一、姓名\n\n二、年龄\n\n三、住址\n",
        &["1", "2", "3", "1~2", "2~2", "3~2"],
    );
}

#[test]
fn what_breaks_into_a_series_is_no_item() {
    check(
        "# 甲\n\n（一）天。\n\n（二）地。\n\n（二）班的人来了。\n\n（三）连的人走了。\n\n（三）玄。\n",
        &["1", "2", "3"],
    );
    check(
        "# 甲\n\n1、2号楼先住。\n\n第一、第二两条都好。\n\n完了。\n",
        &[],
    );
    check(
        "# 甲\n\n1、2型病的防治。\n\n2、1型病的防治。\n\n第一、第二产业要办好。\n\n第二、其他产业也要。\n",
        &["1", "2", "2.1", "2.2"],
    );
    // Between articles it is one, whatever words they begin with.
    check(
        "# 条例\n\n第一条 适用甲。\n\n第二 条适用乙。\n\n第三条 适用丙。\n",
        &["art1", "art2", "art3"],
    );
}

#[test]
fn lists_that_were_run_into_a_line() {
    check(
        "# 甲\n\n1．天（第一条） 2．地（第二条） 3．玄（第三条）\n\n4．黄（第四条） 6．宇（第六条）\n",
        &["1", "2", "3", "4"],
    );
    check("# 甲\n\n1．天和 5．3米的地\n\n2．玄\n", &["1", "2"]);
    // Numbers between blanks that a sentence names go on from nothing.
    check(
        "# 甲\n\n一、修船。\n\n二、修桥。\n\n三、照上列 一、 二、 两项办理。\n",
        &["1", "2", "3"],
    );
}

#[test]
fn amendments_and_excerpts_have_gaps() {
    check_issues(
        "# 某法修正案\n\n第五条 增加一节，内容如下：\n\n第三节 监察\n\n第二十条 查。\n\n第二十二条 办。\n",
        &[],
    );
    check_issues(
        "# 某法\n\n第一条　この法律は、次のとおりとする。\n\n一及び二　略\n\n三　天\n\n四から六まで　略\n\n七　地\n\n附　則　（昭和三七年法律第一号）　抄\n\n１　施行する。\n\n３　前項による。\n",
        &[],
    );
}

/// A document and its addresses.
type Shown = (&'static str, &'static [&'static str]);

/// For each rule, by its name, a document that it fixes and one that it leaves alone.
const SHOWN: [(&str, Shown, Shown); 8] = [
    (
        "named division",
        (
            "# 例\n\n第一章 甲\n\n第一条 天。\n\n附　则\n\n第二条 地。\n",
            &["ch1", "art1", "h1", "art2"],
        ),
        (
            "# 例\n\n第一章 甲\n\n第一条 天。\n\n附则的规定不变。\n\n第二条 地。\n",
            &["ch1", "art1", "art1.para1", "art1.para2", "art2"],
        ),
    ),
    (
        "lost heading",
        (
            "# 例\n\n第一章 甲\n\n第一条 天。\n\n整治\n\n第二条 地。\n\n第三章 乙\n\n第三条 玄。\n",
            &["ch1", "art1", "ch1.h1", "art2", "ch3", "art3"],
        ),
        (
            "# 例\n\n第一章 甲\n\n第一条 天。\n\n整治\n\n第二条 地。\n\n第二章 乙\n\n第三条 玄。\n",
            &[
                "ch1",
                "art1",
                "art1.para1",
                "art1.para2",
                "art2",
                "ch2",
                "art3",
            ],
        ),
    ),
    (
        "heading of turns",
        (
            "# 访谈\n\n一、税收\n\n问：够吗？\n\n答：够。\n\n二、何时交税？\n\n答：明年。\n",
            &["1", "1.h1", "1.h2", "2", "2.h1"],
        ),
        (
            "# 访谈\n\n问：有谁？\n\n答：有两人：\n\n一、甲\n\n二、乙\n\n问：够吗？\n",
            &["h1", "h2", "h2.1", "h2.2", "h3"],
        ),
    ),
    (
        "turn",
        ("# 访谈\n\n问：够吗？\n\n答：够。\n", &["h1", "h2"]),
        ("# 访谈\n\n问：够吗？\n\n他没有回答。\n", &[]),
    ),
    (
        "further statute",
        (
            "# 例\n\n第一条 天。\n\n某地实施细则\n\n第一条 地。\n",
            &["art1", "h1", "h1.art1"],
        ),
        (
            "# 例\n\n第一条 天。\n\n某地实施细则\n\n第二条 地。\n",
            &["art1", "art1.para1", "art1.para2", "art2"],
        ),
    ),
    (
        "enclosure",
        ("# 函\n\n一、甲。\n\n附件：1．名单\n\n2．表格\n", &["1"]),
        (
            "# 函\n\n一、甲。\n\n附件：名单\n\n1．天\n\n2．地\n",
            &["1", "annex1", "annex1.1", "annex1.2"],
        ),
    ),
    (
        "clause",
        ("# 甲\n\n一、天。\n\n二、地。\n", &["1", "2"]),
        ("# 甲\n\n二、三军团到了。\n\n天黑了。\n", &[]),
    ),
    (
        "text",
        (
            "# 例\n\n第一条 天。\n\n地。\n\n第二条 玄。\n",
            &["art1", "art1.para1", "art1.para2", "art2"],
        ),
        ("# 甲\n\n天。\n\n地。\n", &[]),
    ),
];

#[test]
fn two_numerals_that_leave_a_number_open_are_no_item() {
    let three = "# 会\n\n一、天。\n\n二、地。\n\n三、人。\n\n";
    for line in [
        "四、五百人到了会场，都很高兴。",
        "四、五十岁的人都到了会场。",
        "两、三个人到了会场。",
    ] {
        check(&format!("{three}{line}\n"), &["1", "2", "3"]);
        check(
            &format!("{three}{line}\n\n四、物。\n"),
            &["1", "2", "3", "4"],
        );
    }
    // A title, and one that the series goes on behind.
    for rest in [
        "四、五项任务\n\n都要完成。\n",
        "四、五项任务都要完成。\n\n五、物。\n",
    ] {
        let expected = ["1", "2", "3", "4", "5"];
        let last = if rest.contains("物") { 5 } else { 4 };
        check(&format!("{three}{rest}"), &expected[..last]);
    }
}

#[test]
fn every_rule_shows_what_it_fixes_and_what_it_leaves_alone() {
    let names = super::RULES.map(|(name, _)| name);
    assert_eq!(names, SHOWN.map(|(name, _, _)| name));
    for (_, fixed, left) in SHOWN {
        for (text, expected) in [fixed, left] {
            check(text, expected);
        }
    }
}

#[test]
fn volumes_of_a_novel_stand_beside_what_has_no_number() {
    check_outline(
        "某书\n作者：某人\n\n楔子\n　　起风了。\n第一卷 山\n第一章 路\n　　走。\n第二卷 水\n第二章 船\n　　渡。\n尾声\n　　到了。\n",
        &[
            "h1 楔子",
            "pt1 第一卷 山",
            "pt1.ch1 . 第一章 路",
            "pt2 第二卷 水",
            "pt2.ch2 . 第二章 船",
            "h2 尾声",
        ],
    );
}

#[test]
fn bare_numbers_head_the_clauses_of_a_standard_that_has_decimals() {
    check_labels(
        "水桶要求\n\n1 范围\n\n本文件规定了水桶。\n\n2 术语和定义\n\n2.1\n\n水桶\n\n盛水的桶。\n\n3 要求\n\n3.1 尺寸\n\n3.1.1 高不小于 30 cm。\n\n3.1.2 宽不小于 20 cm。\n\n3.2 颜色\n\n白色。\n",
        "1 1, 2 2, 2.1 2.1, 3 3, 3.1 3.1, 3.1.1 3.1.1, 3.1.2 3.1.2, 3.2 3.2",
    );
    check_labels(
        "水桶要求\n\n1范围\n\n甲。\n\n2要求\n\n2.1尺寸\n\n乙。\n",
        "1 1, 2 2, 2.1 2.1",
    );
    // Without decimals they number houses, scores and hours.
    check("电话簿\n\n1 号楼 张某\n\n2 号楼 李某\n\n3 号楼 王某\n", &[]);
    check("赛事\n\n1 比 2 告负\n\n2 人受伤\n", &[]);
}

#[test]
fn essays_number_with_words() {
    check_labels(
        "# 论\n\n弊有三。\n\n其一，官多。\n\n其二：税重。\n\n其三、学废。\n",
        "1 其一，, 2 其二：, 3 其三、",
    );
    check_labels(
        "# 论\n\n弊有二：其一，官多；其二，税重。\n",
        "1 其一，, 2 其二，",
    );
    check_labels(
        "# 策\n\n一曰办学，二曰开矿，三曰练兵。\n",
        "1 一曰, 2 二曰, 3 三曰",
    );
    check_labels(
        "# 谈\n\n第一，要早。\n\n其次，要快。\n\n最后，要好。\n",
        "1 第一，, 2 其次，, 3 最后，",
    );
    check(
        "# 记\n\n同行二人，其一是我。\n\n其一，我不认得。\n\n其一部分先走。\n",
        &[],
    );
}

#[test]
fn korean_and_japanese_papers_count_in_their_order() {
    check_labels(
        "행사 계획\n\n1. 개요\n\n가. 장소\n\n1) 본관\n\n가) 앞자리\n\n나) 뒷자리\n\n2) 별관\n\n나. 일시\n\n2. 예산\n",
        "1 1., 1.1 가., 1.1.1 1), 1.1.1.1 가), 1.1.1.2 나), 1.1.2 2), 1.2 나., 2 2.",
    );
    check_labels(
        "要領\n\n第１　趣旨\n\nア 申請する。\n\nイ 届け出る。\n\n第２　方法\n",
        "1 第１, 1.1 ア, 1.2 イ, 2 第２",
    );
    check("便り\n\nア イ ウの順に並ぶ。\n", &[]);
}

#[test]
fn a_number_that_is_but_a_title_holds_the_list_right_below_it() {
    check_labels(
        "判決\n\n主文\n\n１　棄却する。\n２　費用は原告の負担とする。\n\n理由\n\n第１　事案\n\n１　前提\n\n２　争点\n\n第２　判断\n\n１　過失はない。\n２　よって棄却する。\n",
        "h1, h1.1 １, h1.2 ２, h2, h2.1 第１, h2.1.1 １, h2.1.2 ２, h2.2 第２, h2.2.1 １, h2.2.2 ２",
    );
}

#[test]
fn a_text_is_called_as_it_calls_itself() {
    check_find(STATUTE, "本法第二条第二项", &["art2.para1.2"]);
    check_find(STATUTE, "本法第九条", &[]);
}

#[test]
fn branches_in_brackets_count_and_troops_do_not() {
    check_labels(
        "# 章程\n\n一、大會：\n\n（子）常會。\n\n（丑）臨時會。\n\n二、理事。\n",
        "1 一、, 1.1 （子）, 1.2 （丑）, 2 二、",
    );
    check("# 電\n\n（甲）隊在左，（乙）隊在右。\n", &[]);
}

#[test]
fn the_sections_of_an_act_are_numbered_through_its_parts() {
    check_labels(
        "Harbours Act 1921\n\nPART I\n\nDUES\n\n1 Duty to pay\n\n(1) Every ship shall pay.\n\n(2) A ship of the Crown shall not.\n\n1A Receipts\n\nA receipt shall be given.\n\n2 Offences\n\n(1) A person who does not pay commits an offence.\n\nPART II\n\nGENERAL\n\n3 Short title\n\nThis Act is the Harbours Act.\n\nSCHEDULE 1\n\nSection 1.\n\nThe dues are one shilling.\n",
        "pt1 PART I, pt1.1 1, pt1.1.1 (1), pt1.1.2 (2), pt1.1-1 1A, pt1.2 2, pt1.2.1 (1), pt2 PART II, pt2.3 3, sched1 SCHEDULE 1",
    );
    // Numbers of houses are none.
    check(
        "Notes\n\n1 Duke Street was empty\n\n2 King Street was not\n",
        &[],
    );
}

#[test]
fn the_sections_of_a_contract_bear_the_number_of_their_article() {
    check_labels(
        "LEASE\n\nARTICLE I\nTERM\n\nSection 1.1 Term. One year.\n\nSection 1.2 Renewal.\n\n(a) By notice.\n\n(b) By silence.\n\nSection 1.1 applies to renewals.\n\nARTICLE II\nRENT\n\nSection 2.1 Rent. Two pounds.\n\nEXHIBIT A\n\nThe house.\n",
        "art1 ARTICLE I, art1.1 Section 1.1, art1.2 Section 1.2, art1.2.1 (a), art1.2.2 (b), art2 ARTICLE II, art2.1 Section 2.1, annex1 EXHIBIT A",
    );
}

#[test]
fn circles_behind_a_colon_part_a_list_without_marks() {
    check_labels(
        "通知\n\n一、办好三种班：①甲班②乙班③丙班。\n\n二、其他。\n",
        "1 一、, 1.1 ①, 1.2 ②, 1.3 ③, 2 二、",
    );
    // Calls of notes are no list.
    check("# 记\n\n山①下有河②，河边有树。\n", &[]);
}

#[test]
fn older_judgments_write_their_parts_with_hanzi() {
    check_labels(
        "判決\n\n主文\n\n一　被告は金百円を支払え。\n二　費用は被告の負担とする。\n\n理由\n\n第一　請求\n\n主文と同じ。\n\n第二　判断\n\n一　売買があつた。\n二　支払がない。\n",
        "h1, h1.1 一, h1.2 二, h2, h2.1 第一, h2.2 第二, h2.2.1 一, h2.2.2 二",
    );
}

#[test]
fn a_volume_that_repeats_the_title_needs_no_other() {
    check_labels(
        "小茶經\n\n如是我聞。\n\n小茶經卷第二\n\n爾時佛言。\n",
        "pt2 小茶經卷第二",
    );
    check("茶事\n\n某人得票居全縣第二\n\n甲。\n", &[]);
}

#[test]
fn reasons_begin_their_lists_anew_whatever_stood_below_the_holding() {
    check_labels(
        "某法院判決\n\n主文\n\n一、駁回。\n\n二、費用由原告負擔。\n\n理由\n\n壹、程序：\n\n合法。\n\n貳、實體\n\n兩造不爭。\n\n一、原告主張甲。\n\n二、被告抗辯：\n\n(一)乙。\n\n(二)丙。\n\n參、結論。\n",
        "h1, h1.1 一、, h1.2 二、, h2, h2.1 壹、, h2.2 貳、, h2.2.1 一、, h2.2.2 二、, h2.2.2.1 (一), h2.2.2.2 (二), h2.3 參、",
    );
}

#[test]
fn an_article_may_lead_in_a_list_after_one_whose_list_stands_right_below_it() {
    check(
        "某细则\n\n第一条 情形：\n\n一、甲；\n\n二、乙。\n\n第二条 期限为十日。\n\n期限由下列日期起算：\n\n一、丙；\n\n二、丁。\n",
        &[
            "art1",
            "art1.1",
            "art1.2",
            "art2",
            "art2.para1",
            "art2.para2",
            "art2.para2.1",
            "art2.para2.2",
        ],
    );
}

#[test]
fn sheets_are_attached_and_supplementary_rules_stand_beside_the_chapters() {
    check_labels(
        "通知\n\n第１　目的\n\n別紙１を見ること。\n\n第２　その他\n\n別紙１\n\n様式\n\n別紙２\n\n期間表\n",
        "1 第１, 2 第２, annex1 別紙１, annex2 別紙２",
    );
    check(
        "某法\n\n第一章　総則\n\n第一条　甲とする。\n\n補則\n\n第二条　この法律は、公布の日から施行する。\n",
        &["ch1", "art1", "h1", "art2"],
    );
}

#[test]
fn articles_may_have_titles_in_brackets_of_any_kind() {
    check(
        "계약서\n\n제1조【공급】 ① 갑은 공급한다.\n  1. 녹차\n  2. 홍차\n② 을은 검수한다.\n",
        &[
            "art1",
            "art1.para1",
            "art1.para1.1",
            "art1.para1.2",
            "art1.para2",
        ],
    );
    check_labels(
        "村约\n\n甲　总则\n\n一　护林。\n\n二　护水。\n\n乙　罚则\n\n一　罚银。\n\n二　罚茶。\n",
        "1 甲, 1.1 一, 1.2 二, 2 乙, 2.1 一, 2.2 二",
    );
    check("同学录\n\n甲　班长某某\n", &[]);
}
