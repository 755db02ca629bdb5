//! What clauses are called in citations, by the tradition of their text.

use super::Names;
use crate::clause::nest;
use crate::document::parse;

/// Checks the citations of clauses by their addresses.
fn check(text: &str, expected: &[(&str, &str)]) {
    let document = parse(text.to_owned());
    let tree = nest(&document);
    let names = Names::new(&document, &tree);
    for (address, citation) in expected {
        let id = tree.resolve(&address.parse().unwrap());
        let found = id.map(|id| names.citation(id));
        assert_eq!(found.as_deref(), Some(*citation), "{address}");
    }
}

#[test]
fn each_tradition_cites_in_its_own_words() {
    check(
        "某法\n\n第 7 條\n有下列情形之一者，免稅：\n一、甲。\n二、有下列情形：\n（一）子。\n（二）丑。\n前項各款，由主管機關認定。\n",
        &[
            ("art7.para2", "第7條第2項"),
            ("art7.para1.2", "第7條第1項第2款"),
            ("art7.para1.2.1", "第7條第1項第2款第1目"),
        ],
    );
    check(
        "某法\n\n第七條　有下列情形之一者，免稅：\n一、甲。\n前項情形，準用之。\n",
        &[("art7.para1.1", "第七條第一項第一款")],
    );
    check(
        "試験法\n\n第一条　甲とする。\n２　次に掲げるものとする。\n一　乙\n二　丙であって、次のもの\nイ　子\nロ　丑\n\n附　則\n１　この法律は、公布の日から施行する。\n２　旧法は、廃止する。\n",
        &[
            ("art1.para2", "第一条第二項"),
            ("art1.para2.2.2", "第一条第二項第二号ロ"),
            ("h1.2", "附則第二項"),
        ],
    );
    check(
        "예시법\n\n제1조의2(정의) ① 다음과 같다.\n1. 갑\n가. 자\n나. 축\n② 제1항과 같다.\n",
        &[
            ("art1-2.para2", "제1조의2제2항"),
            ("art1-2.para1.1.2", "제1조의2제1항제1호나목"),
        ],
    );
    check(
        "LUẬT\n\nĐiều 1. Phạm vi\n\nLuật này quy định.\n\nĐiều 2. Từ ngữ\n\n1. Sách.\n\n2. Báo, bao gồm:\n\na) Báo in;\n\nb) Báo nói.\n",
        &[
            ("art2.1", "khoản 1 Điều 2"),
            ("art2.2.2", "điểm b khoản 2 Điều 2"),
        ],
    );
    check(
        "《某條例》\n\n第1部\n導言\n\n2. 釋義\n\n(1) 本條例可引稱為《某條例》。\n\n(2) 本條例——\n\n(a) 適用於政府；\n\n(b) 不適用於家居。\n",
        &[("pt1.2.2.2", "第1部第2(2)(b)條")],
    );
    // What was inserted has a letter, where the tradition has letters.
    check(
        "《某條例》\n\n第1部\n導言\n\n2. 釋義\n\n(1) 本條例可引稱為《某條例》。\n\n2A. 適用\n\n(1) 本條例適用於政府。\n\n(2) 本條例不適用於家居。\n",
        &[("pt1.2-1.2", "第1部第2A(2)條")],
    );
    check(
        "LUẬT\n\nĐiều 1. Phạm vi\n\nLuật này quy định.\n\nĐiều 1b. Từ ngữ\n\n1. Sách.\n\n2. Báo.\n",
        &[("art1-2.2", "khoản 2 Điều 1b")],
    );
    check(
        "GB/T 00001—2020\n某系统　通用要求\n\n1　范围\n\n本文件规定了甲。\n\n2　要求\n\n2.1　总则\n\n应：\n\na)　乙；\n\nb)　丙。\n\n2.2　其他\n\n丁。\n\n附　录　A\n\n方法\n\nA.1　概述\n\n戊。\n\nA.1.1　己。\n\nA.1.2　庚。\n",
        &[
            ("2.2", "2.2"),
            ("2.1.2", "2.1b)"),
            ("annex1.1.2", "附录A.1.2"),
        ],
    );
}

#[test]
fn the_mainland_keeps_its_markers() {
    check(
        "# 某规定\n\n第一条 甲。\n\n第二条 禁止：\n\n（一）乙；\n\n（二）丙。\n\n违反前款的，处罚。\n",
        &[
            ("art2.para2", "第二条第二款"),
            ("art2.para1.2", "第二条第一款（二）"),
        ],
    );
    // Outside of statutes the markers stand one behind the other.
    check(
        "# 某文\n\n一、甲\n\n（一）乙\n\n（二）丙\n",
        &[("1.2", "一（二）")],
    );
    check("# 某文\n\n## 附记\n\n一、甲\n", &[("h1.1", "“附记”一")]);
}

#[test]
fn scriptures_are_cited_by_chapter_and_verse() {
    check(
        "某記\n\n第一章\n\n1　起初有水\n\n2　後來有山\n\n第二章\n\n1　山上有樹\n\n2　樹上有鳥\n",
        &[("ch2.2", "2:2"), ("ch2", "第二章")],
    );
}

/// Checks what clauses are called below what they stand in, by their addresses.
fn check_place(text: &str, expected: &[(&str, &str)]) {
    let document = parse(text.to_owned());
    let tree = nest(&document);
    let names = Names::new(&document, &tree);
    for (address, place) in expected {
        let id = tree.resolve(&address.parse().unwrap());
        let found = id.map(|id| names.place(id));
        assert_eq!(found.as_deref(), Some(*place), "{address}");
    }
}

#[test]
fn a_place_is_told_from_the_article_down_by_the_names_of_units() {
    check_place(
        "渡口法\n\n第一章 总则\n\n第一条 渡口归县。\n\n第二章 渡船\n\n第二条 渡船应当：\n\n（一）坚固；\n\n（二）备桨。\n\n违反前款的，不得渡人。\n",
        &[
            ("ch2", "第二章"),
            ("art1", "第一条"),
            ("art2.para1.2", "第二条第一款第二项"),
            ("art2.para2", "第二条第二款"),
        ],
    );
    // Units without a name are called as they are printed.
    check_place(
        "# 渡口记\n\n## 南渡\n\n一、甲\n\n（一）乙\n\n（二）丙\n\n二、丁\n",
        &[("h1", ""), ("h1.1", "一"), ("h1.1.2", "一（二）")],
    );
    check_place(
        "# 渡口论\n\n第一，南渡有船。\n\n一、甲\n\n二、乙\n\n第二，北渡有桥。\n",
        &[("1.2", "第一 二")],
    );
    check_place(
        "渡船法\n\nĐiều 1. Phạm vi\n\nLuật này quy định.\n\nĐiều 2. Từ ngữ\n\n1. Sách.\n\n2. Báo.\n",
        &[("art2.2", "khoản 2 Điều 2")],
    );
}

#[test]
fn no_two_clauses_are_cited_alike() {
    // A treaty numbers its paragraphs, or what stands below those that it counts.
    let text = "某公约\n\n第一条\n\n一、子。\n\n二、丑。\n\n第二条 寅。\n\n卯有下列情形：\n\n一、辰；\n\n二、巳。\n";
    let document = parse(text.to_owned());
    let tree = nest(&document);
    let names = Names::new(&document, &tree);
    let cited: Vec<String> = tree.ids().map(|id| names.citation(id)).collect();
    let mut distinct = cited.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 8, "{cited:?}");
}
