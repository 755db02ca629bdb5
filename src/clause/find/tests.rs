//! What readers type, by the tradition of the text.

use crate::clause::{ClauseId, Within, nest};
use crate::document::parse;

/// Checks what typed words lead to: addresses parted by a blank, `-` for none.
fn check(text: &str, expected: &[(&str, &str)]) {
    let document = parse(text.to_owned());
    let tree = nest(&document);
    for (typed, addresses) in expected {
        let found = tree.find(typed, &document);
        let found: Vec<String> = found
            .iter()
            .map(|id| tree.address(*id).to_string())
            .collect();
        let found = if found.is_empty() {
            "-".to_owned()
        } else {
            found.join(" ")
        };
        assert_eq!(found, *addresses, "{typed}");
    }
}

/// Checks what units typed without an article lead to, from one clause: `!` before those that are
/// only near, `-` where an article is no matter.
fn check_within(text: &str, expected: &[(&str, &str, &str)]) {
    let document = parse(text.to_owned());
    let tree = nest(&document);
    for (here, typed, addresses) in expected {
        let at = tree.resolve(&here.parse().unwrap()).unwrap();
        let written = |ids: Vec<ClauseId>| {
            let ids = ids.into_iter().map(|id| tree.address(id).to_string());
            ids.collect::<Vec<_>>().join(" ")
        };
        let found = match tree.find_within(typed, &document, at) {
            Some(Within::These(found)) => written(found),
            Some(Within::Lacking(article, near)) => {
                format!("{}! {}", tree.address(article), written(near))
            }
            None => "-".to_owned(),
        };
        assert_eq!(found, *addresses, "{typed} at {here}");
    }
}

#[test]
fn a_unit_without_its_article_is_one_of_the_article_at_hand() {
    let text = "某规定\n\n第一章 总则\n\n第一条 甲。\n\n第二条 有下列情形之一的，不予登记：\n\n（一）资料不全的；\n\n（二）资料不实的。\n\n违反前款规定的，有下列后果：\n\n（一）责令改正；\n\n（二）罚款。\n\n第三条 乙。\n\n第四条 丙。\n\n丁。\n";
    check_within(
        text,
        &[
            ("art2", "第二款", "art2.para2"),
            ("art2.para1.2", "第2款", "art2.para2"),
            // Of the same paragraph before another.
            ("art2.para2", "第二项", "art2.para2.2"),
            ("art2.para2.1", "第一项", "art2.para2.1"),
            ("art2", "第二项", "art2.para1.2 art2.para2.2"),
            ("art2.para1", "第二款第一项", "art2.para2.1"),
            // An article that has but one paragraph is its first.
            ("art3", "第一款", "art3"),
            // Both are three clauses away.
            ("art3", "第二款", "art3! art2.para2 art4.para2"),
            ("art2", "第三款", "art2! "),
            // These count through the text.
            ("art2", "第三条", "-"),
            ("art2", "第三条第一款", "-"),
            ("art2", "第一章", "-"),
            ("art2", "2", "-"),
            ("art2", "罚款", "-"),
            // No article is at hand.
            ("ch1", "第二款", "-"),
        ],
    );
}

#[test]
fn taiwan_calls_the_paragraph_xiang_and_the_item_kuan() {
    check(
        "某甲法\n\n第 7 條\n有下列情形之一者，免稅：\n一、甲。\n二、有下列情形：\n（一）子。\n（二）丑。\n前項各款，由主管機關認定。\n第 7-1 條\n準用之。\n",
        &[
            ("第7條第1項", "art7.para1"),
            ("第七條第二項後段", "art7.para2"),
            ("§7Ⅱ", "art7.para2"),
            ("§ 7", "art7"),
            ("某甲法第7條第1項第2款第1目", "art7.para1.2.1"),
            ("甲法7條1項1款", "art7.para1.1"),
            ("第7條之1", "art7-1"),
            ("7-1", "art7-1"),
            ("第7條之1第1項", "art7-1"),
            ("第7條第3項", "-"),
            ("第7條第2項第1款", "-"),
            ("乙法第7條", "-"),
        ],
    );
}

#[test]
fn the_points_of_a_directive() {
    check(
        "某要點\n\n一、甲如下：\n（一）子。\n（二）丑。\n\n二、乙。\n\n二之一、丙。\n",
        &[
            ("第一點第二款", "1.2"),
            ("第2點之1", "2-1"),
            ("二之一", "2-1"),
            ("第3點", "-"),
        ],
    );
}

#[test]
fn japan_leaves_openings_out() {
    check(
        "試験法\n\n第一条　甲とする。\n２　次に掲げるものとする。\n一　乙\n二　丙であって、次のもの\nイ　子\nロ　丑\n\n第百条の二の三　丁とする。\n\n附　則\n１　この法律は、公布の日から施行する。\n２　旧法は、廃止する。\n",
        &[
            ("1条2項2号ロ", "art1.para2.2.2"),
            ("試験法1条2項柱書", "art1.para2"),
            ("第一条第二項第一号", "art1.para2.1"),
            ("100条の2の3", "art100-2-3"),
            ("附則第二項", "h1.2"),
            ("附則2項", "h1.2"),
            ("1条3項", "-"),
        ],
    );
}

#[test]
fn korea_vietnam_and_hong_kong() {
    check(
        "예시법\n\n제1조(목적) 목적으로 한다.\n제2조의2(정의) ① 다음과 같다.\n1. 갑\n가. 자\n나. 축\n② 제1항과 같다.\n부칙\n제1조(시행일) 시행한다.\n",
        &[
            ("제2조의2제2항", "art2-2.para2"),
            ("2조의2 1항 1호 나목", "art2-2.para1.1.2"),
            ("제2조의2제1항제1호가목", "art2-2.para1.1.1"),
            ("부칙 제1조", "h1.art1"),
            ("제2조의2제3항", "-"),
        ],
    );
    check(
        "LUẬT\n\nĐiều 1. Phạm vi\n\nLuật này quy định.\n\nĐiều 2. Từ ngữ\n\n1. Sách.\n\n2. Báo, bao gồm:\n\na) Báo in;\n\nb) Báo nói.\n",
        &[
            ("khoản 1 Điều 2", "art2.1"),
            ("điểm b khoản 2 điều 2", "art2.2.2"),
            ("Điều 2 khoản 2 điểm a", "art2.2.1"),
            ("Điều 1 khoản 1", "art1"),
            ("điểm c khoản 2 Điều 2", "-"),
        ],
    );
    check(
        "《某條例》\n\n1. 簡稱\n\n(1) 本條例可引稱為《某條例》。\n\n(2) 本條例——\n\n(a) 適用於政府；\n\n(b) 不適用於——\n\n(i) 家居；\n\n(ii) 存檔。\n\n1A. 補充\n\n(1) 略。\n",
        &[
            ("第1(2)(b)(ii)條", "1.2.2.2"),
            ("第1(2)(a)條", "1.2.1"),
            ("第1A條", "1-1"),
            ("s 1(2)(b)", "1.2.2"),
            ("s.1(2)(b)", "1.2.2"),
            ("第1(3)條", "-"),
        ],
    );
}

#[test]
fn the_paragraphs_of_treaties_are_numbered() {
    check(
        "某公约\n\n第一条\n\n一、就本公约而言：\n\n（甲）子；\n\n（乙）丑。\n\n二、寅。\n\n第二条\n\n卯。\n",
        &[
            ("第一条第二款", "art1.2"),
            ("第1条第1款(乙)", "art1.1.2"),
            ("第一条第一款（甲）项", "art1.1.1"),
            ("第二条第一款", "art2"),
            ("第二条第二款", "-"),
        ],
    );
    check(
        "某公约\n\n第1条 通知\n\n1. 应及时通知。\n\n2. 通知应附有：\n\n(a) 数据；\n\n(b) 评估。\n",
        &[
            ("第1条第2款", "art1.2"),
            ("第1条第2款(b)项", "art1.2.2"),
            ("第1条第2(b)款", "art1.2.2"),
        ],
    );
}

#[test]
fn what_an_article_leads_in_are_its_items() {
    check(
        "某社章程\n\n第一条 任务：\n\n一、供应；\n\n二、推销：\n\n（一）茶叶；\n\n（二）桐油。\n\n第二条 有下列情形之一的，\n\n1. 甲；\n\n2. 乙。\n",
        &[
            ("第一条第二项", "art1.2"),
            ("第一条第二项第二目", "art1.2.2"),
            ("第二条第一项", "art2.1"),
            ("第二条第1项", "art2.1"),
            // Before 1958 these were 款.
            ("第一条第二款", "art1.2"),
        ],
    );
}

#[test]
fn standards_are_cited_by_whole_numbers() {
    check(
        "GB/T 00001—2020\n某系统　通用要求\n\n1　范围\n\n本文件规定了甲。\n\n2　要求\n\n2.1　总则\n\n应：\n\na)　乙；\n\nb)　丙：\n\n1)　子；\n\n2)　丑。\n\n2.2　其他\n\n应符合表1。\n\n表1　参数\n\n附　录　A\n\n方法\n\nA.1　概述\n\n丁。\n\nA.2　步骤\n\n戊。\n",
        &[
            ("2.1", "2.1"),
            ("2.1 b)", "2.1.2"),
            ("2.1 b) 2)", "2.1.2.2"),
            ("第2.2条", "2.2"),
            ("2.2条", "2.2"),
            ("第2章", "2"),
            ("第3章", "-"),
            ("A.2", "annex1.2"),
            ("附录A", "annex1"),
            ("表1", "2.2"),
        ],
    );
}

#[test]
fn what_fits_several_clauses_is_a_choice() {
    let text = "# 某规定\n\n第一条 甲。\n\n第二条 禁止：\n\n（一）乙；\n\n（二）丙。\n\n第三条 允许：\n\n（一）丁；\n\n（二）戊。\n\n## 某章节\n\n1．己\n\n2．庚\n";
    check(
        text,
        &[
            ("第二项", "art2.2 art3.2 h1.2"),
            ("第三条第二项", "art3.2"),
            ("第三条第一款第二项", "art3.2"),
            ("三（一）", "art3.1"),
            ("第三条第三项", "-"),
            // An item is no paragraph.
            ("第三条第二款", "-"),
            ("某章节 2", "h1.2"),
            ("某章节2", "h1.2"),
            ("某规定第一条", "art1"),
            ("第九条", "-"),
            ("2", "art2"),
        ],
    );
}

#[test]
fn a_book_and_a_saying() {
    let text = "某子\n\n修身上\n\n1 慎之，可也。\n2 何也？\n\n修身下\n\n1 善。\n2 不然，何也？\n\n治國\n\n1 是。\n";
    check(
        text,
        &[
            ("修身上 2", "h1.2"),
            ("修身下2", "h2.2"),
            ("治國 1", "h3.1"),
            ("治国1", "h3.1"),
            // Both books have that name.
            ("修身 1", "h1.1 h2.1"),
            ("修身", "h1 h2"),
            ("治國 2", "-"),
            ("治 1", "-"),
        ],
    );
    check(
        "某子\n\n修身第一\n\n1 慎之，可也。\n2 何也？\n\n治國第二\n\n1 是。\n2 不然。\n",
        &[
            ("修身 2", "ch1.2"),
            ("修身第一 2", "ch1.2"),
            ("治國第二 1", "ch2.1"),
        ],
    );
    check(
        "某記\n\n第一章 三島記\n\n1 起初有水。\n2 後來有山。\n",
        &[("三島記 2", "ch1.2"), ("第一章2", "ch1.2"), ("三島 2", "-")],
    );
}

#[test]
fn a_unit_that_the_text_has_is_no_other() {
    check(
        "渡口法\n\n第一编 总则\n\n第一章 渡口\n\n第一节 设立\n\n第一条 甲。\n\n第二节 管理\n\n第二条 乙。\n\n第三条 丙。\n",
        &[
            ("第一编", "pt1"),
            ("第一章", "pt1.ch1"),
            ("第二节", "pt1.ch1.sec2"),
            // There is an article of that number.
            ("第三节", "-"),
        ],
    );
}

#[test]
fn the_law_comes_before_its_schedules() {
    check(
        "第999章\n《堆填條例》\n\n第1部\n導言\n\n1. 簡稱\n\n(1) 本條例可引稱為《堆填條例》。\n\n2. 釋義\n\n(1) 甲——\n\n(a) 乙；\n\n(b) 丙。\n\n(2) 丁。\n\n附表1\n\n[第2條]\n\n第1部\n船隻\n\n1. 木船。\n\n2. 鐵船。\n",
        &[
            ("第2條", "pt1.2"),
            ("第1部", "pt1"),
            ("附表1第1部", "sched1.pt1"),
            ("附表1第1部第2條", "sched1.pt1.2"),
            ("第2條第(1)款(b)段", "pt1.2.1.2"),
        ],
    );
}

#[test]
fn places_are_typed_in_short() {
    check(
        "某甲法\n\n第 1 條\n有下列情形之一者，免稅：\n一、甲。\n二、乙。\n前項各款，由主管機關認定。\n\n第 1-1 條\n特制定本法。\n",
        &[
            ("§1 I ②", "art1.para1.2"),
            ("§1 II", "art1.para2"),
            ("1之1", "art1-1"),
        ],
    );
    check(
        "判決\n\n主文\n\n一　棄却する。\n二　費用は原告の負担とする。\n\n理由\n\n第一　事案\n\n一　前提\n\n二　争点\n\n第二　判断\n\n一　過失はない。\n二　よって棄却する。\n",
        &[("第二の一", "h2.2.1"), ("理由第一の二", "h2.1.2")],
    );
    check(
        "QUY CHẾ\n\nĐiều 1. Phạm vi\n\nQuy chế này quy định.\n\nĐiều 2. Từ ngữ\n\n1. Sách.\n\n2. Báo.\n",
        &[("dieu 2", "art2"), ("khoan 2 dieu 2", "art2.2")],
    );
    check(
        "某約\n\n第一条 事项：\n\n甲、子；\n\n乙、丑。\n",
        &[("第一条乙", "art1.2"), ("第一条乙项", "art1.2")],
    );
    check(
        "論語\n\n學而第一\n\n1.1 子曰：「學。」\n\n1.2 子曰：「思。」\n\n為政第二\n\n2.1 子曰：「政。」\n\n2.2 子曰：「禮。」\n",
        &[("學而篇 2", "ch1.2"), ("為政 1", "ch2.1")],
    );
    check(
        "LEASE\n\nARTICLE I\nTERM\n\nSection 1.1 Term. One year.\n\nSection 1.2 Renewal.\n\n(a) By notice.\n\n(b) By silence.\n",
        &[
            ("Section 1.2(b)", "art1.2.2"),
            ("sec 1.1", "art1.1"),
            ("1.2.b", "art1.2.2"),
        ],
    );
    check(
        "Harbours Act 1921\n\n1 Duty to pay\n\n(1) Every ship shall pay.\n\n(2) A ship of the Crown shall not, whatever section 2 says.\n\n2 Offences\n\n(1) A person who does not pay commits an offence under this Act.\n",
        &[("s 2", "2"), ("s.1(2)", "1.2")],
    );
    check(
        "某規則\n\n第一条　甲とする。\n\n別表（第一条関係）\n\n一　煎茶\n二　番茶\n",
        &[("別表第二号", "sched1.2")],
    );
}
