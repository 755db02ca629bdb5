use super::*;
use crate::clause::nest;
use crate::document::parse;

const LAW: &str = "# 某某管理法

第一章 总则

第一条　为了规范，制定本法。

第二条　下列情形适用本法：
（一）甲；
（二）乙。
前款规定的情形，按照本法第四条第二款办理。

第二章 管理

第三条　依照第二条第一款第（二）项、第（一）项和《中华人民共和国刑法》第十条、第十二条第二款处理。

第四条　违反前条规定的，处罚款。
有本法第九十九条情形的，依照刑法第二百三十二条和本章处理，第一款除外。

第五条　第一条至第三条的规定，见附件一；第三条战线、第一封信除外。

附件一

1．名单。
";

/// Each reference with its target.
fn found(text: &str) -> Vec<(String, String)> {
    let document = parse(text.to_owned());
    let tree = nest(&document);
    let address = |id: ClauseId| tree.address(id).to_string();
    find(&document, &tree)
        .into_iter()
        .map(|reference| {
            let target = match reference.target {
                Target::Note(span) => format!("note {}", span.of(&document.source)),
                Target::Passage(span) => format!("passage {}", span.of(&document.source)),
                Target::Clause(id) => address(id),
                Target::Range(first, last) => format!("{}-{}", address(first), address(last)),
                Target::Document { title, clause } => format!("《{title}》{clause}"),
                Target::Nothing => "?".to_owned(),
            };
            (reference.span.of(&document.source).to_owned(), target)
        })
        .collect()
}

#[test]
fn links_of_a_page_lead_to_passages() {
    let page = "<title>章程</title><p>见<a href='#b'>下文</a>与<a href='#x'>附录</a>及<a href='http://a.example'>某站</a>。<p id=b>　下文。";
    let document =
        crate::document::decode(page.as_bytes()).document(crate::document::Syntax::Plain);
    let tree = nest(&document);
    let found = find(&document, &tree).into_iter();
    let found: Vec<_> = found
        .map(|reference| {
            (
                reference.span.of(&document.source).to_owned(),
                reference.target,
            )
        })
        .collect();
    let place = document.source.rfind("下文。").unwrap();
    let passage = Target::Passage(Span::new(place, place + "下文。".len()));
    assert_eq!(found, [("下文".to_owned(), passage)]);
}

#[test]
fn a_statute_speaks_of_itself_and_of_others() {
    let found = found(LAW);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(words, target)| (words.as_str(), target.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("前款", "art2.para1"),
            ("本法第四条第二款", "art4.para2"),
            ("第二条第一款第（二）项", "art2.para1.2"),
            ("第（一）项", "art2.para1.1"),
            (
                "《中华人民共和国刑法》第十条",
                "《中华人民共和国刑法》第十条"
            ),
            ("第十二条第二款", "《中华人民共和国刑法》第十二条第二款"),
            ("前条", "art3"),
            ("本法第九十九条", "?"),
            ("第二百三十二条", "《刑法》第二百三十二条"),
            ("本章", "ch2"),
            ("第一款", "art4.para1"),
            ("第一条至第三条", "art1-art3"),
            ("附件一", "annex1"),
        ]
    );
}

/// `expected` are the references of a text with their targets, one after the other.
fn check_targets(text: &str, expected: &[(&str, &str)]) {
    let found = found(text);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(words, target)| (words.as_str(), target.as_str()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_list_names_what_its_places_share_once() {
    let law = "LUẬT SÔNG\n\nĐiều 1. Phạm vi\n1. Gồm:\na) Sông;\nb) Hồ.\n2. Sông là sông.\n\nĐiều 2. Xử lý\n";
    for (words, expected) in [
        (
            "Theo khoản 1 và khoản 2 Điều 1 thì phạt.",
            &[("khoản 1", "art1.1"), ("khoản 2 Điều 1", "art1.2")][..],
        ),
        (
            "Theo khoản 1, 2 Điều 1 thì phạt.",
            &[
                ("khoản 1, 2 Điều 1", "art1.1"),
                ("khoản 1, 2 Điều 1", "art1.2"),
            ],
        ),
        (
            "Theo điểm a, b khoản 1 Điều 1 thì phạt.",
            &[
                ("điểm a, b khoản 1 Điều 1", "art1.1.1"),
                ("điểm a, b khoản 1 Điều 1", "art1.1.2"),
            ],
        ),
    ] {
        check_targets(&format!("{law}{words}\n"), expected);
    }
    let ordinance = "POND ORDINANCE\n\n1. Short title\nThis Ordinance may be cited as the Pond Ordinance.\n\n2. Meaning\n(1) In this Ordinance, a pond—\n(a) is wet; or\n(b) was wet.\n(2) A lake is none.\n\n2A. More\nA bog is one.\n\n3. Offences\n";
    for (words, expected) in [
        (
            "Who contravenes section 2A or 2(2) commits an offence.",
            &[("section 2A", "2-1"), ("2(2)", "2.2")][..],
        ),
        (
            "Who contravenes section 2(1)(a) or (b) commits an offence.",
            &[
                ("section 2(1)(a) or (b)", "2.1.1"),
                ("section 2(1)(a) or (b)", "2.1.2"),
            ],
        ),
        (
            "Under sections 1 and 3, five persons.",
            &[("sections 1 and 3", "1"), ("sections 1 and 3", "3")],
        ),
        (
            "Under section 1, 3 persons are fined.",
            &[("section 1", "1")],
        ),
    ] {
        check_targets(&format!("{ordinance}{words}\n"), expected);
    }
}

#[test]
fn japanese_laws_point_forward_and_to_what_was_named_last() {
    let law = "河川法\n\n第一条　この法律は、次条第一項に掲げる河川に適用するものとする。\n第二条　河川は、次に掲げるものとする。\n一　一級河川（次号の河川を除く。）\n二　二級河川\n２　第一条の河川は、同条の規定による。\n３　第二次の河川は、前項の規定により同項の河川とし、同条の規定は適用しない。\n";
    check_targets(
        law,
        &[
            ("次条第一項", "art2.para1"),
            ("次号", "art2.para1.2"),
            ("第一条", "art1"),
            ("同条", "art1"),
            ("前項", "art2.para2"),
            ("同項", "art2.para2"),
            ("同条", "art2"),
        ],
    );
    check_targets(
        "# 某法\n\n第一条　甲。\n乙。\n\n第二条　有第一条第二款情形的，该款不适用，该项工作停止，该条例废止，合同条款和各该条无效。\n",
        &[("第一条第二款", "art1.para2"), ("该款", "art1.para2")],
    );
}

#[test]
fn a_list_that_begins_beside_a_clause_names_whole_ones() {
    check_targets(
        "河川法\n\n第一条　この法律は、次条から第三条までに掲げる河川に適用するものとする。\n第二条　河川は、別表第一の規定による。\n第三条　甲とする。\n\n別表第一（第二条関係）\n河川\n",
        &[
            ("次条から第三条", "art2-art3"),
            ("別表第一", "sched1"),
            ("第二条", "art2"),
        ],
    );
    check_targets(
        "# 某规定\n\n第一条　倾倒附件第一、二项的物质，依照附件第三项。\n\n附件\n\n一、甲\n\n二、乙\n\n三、丙\n",
        // The only annex is called without a number.
        &[
            ("附件第一、二项", "annex1.1"),
            ("附件第一、二项", "annex1.2"),
            ("附件第三项", "annex1.3"),
        ],
    );
}

#[test]
fn treaties_name_the_smaller_place_first() {
    let treaty = "AGREEMENT ON PORTS\n\nArticle 1\nPorts\n\n1. Each Party shall open its ports.\n2. Paragraph 1 shall not apply to warships.\n\nArticle 2\nDisputes\n\n";
    for (words, expected) in [
        (
            "Subject to paragraphs 1 and 2 of Article 1, ports shall be open.",
            &[
                ("Paragraph 1", "art1.1"),
                ("paragraphs 1 and 2", "art1.1"),
                ("paragraphs 1 and 2", "art1.2"),
                ("Article 1", "art1"),
            ][..],
        ),
        (
            "Article 1 of the Charter of the Sea shall apply.",
            &[
                ("Paragraph 1", "art1.1"),
                ("Article 1", "《Charter of the Sea》article 1 "),
            ],
        ),
        (
            "1. Ports shall be open under Article 1, paragraph 2.\n2. Others shall not.",
            &[
                ("Paragraph 1", "art1.1"),
                ("Article 1", "art1"),
                ("paragraph 2", "art1.2"),
            ],
        ),
    ] {
        check_targets(&format!("{treaty}{words}\n"), expected);
    }
}

#[test]
fn standards_call_clauses_by_their_numbers_alone() {
    let standard = |words: &str| {
        format!(
            "# 水桶\n\n1 范围\n\n2 术语\n\n3 要求\n\n3.1 一般\n\n3.1.1 桶应符合：\n\na) 结实；\n\nb) 轻便：\n\n1) 空桶；\n\n2) 满桶。\n\n3.2 试验\n\n{words}\n\n附录 A\n试验\n\nA.1 准备\n\n取桶。\n"
        )
    };
    for (words, expected) in [
        ("按 3.1.1 b) 2) 执行。", &[("3.1.1 b) 2)", "3.1.1.2.2")][..]),
        ("按3.1和 A.1 执行。", &[("3.1", "3.1"), ("A.1", "annex1.1")]),
        ("桶高 3.1 米，重 3.1.2 千克，与 3.1 倍相当。", &[]),
        ("GB/T 3.1.1 与 ISO 3.1.1-2 不适用。", &[]),
        ("水 3.1 桶。", &[]),
    ] {
        check_targets(&standard(words), expected);
    }
}

#[test]
fn numerals_of_either_script_name_the_same_clause() {
    let text = "第一条　甲。\n\n第二条　见第1条、第１条和第一条。\n";
    let targets: Vec<String> = found(text).into_iter().map(|(_, target)| target).collect();
    assert_eq!(targets, ["art1", "art1", "art1"]);
}

#[test]
fn a_text_without_articles_has_no_references_to_them() {
    assert_eq!(
        found("一、第三条战线和第十五条意见，第一项目，第二节课。\n"),
        []
    );
}

#[test]
fn who_refers_to_a_clause_is_known() {
    let document = parse(LAW.to_owned());
    let tree = nest(&document);
    let references = find(&document, &tree);
    let of = |typed: &str| {
        let id = tree.find(typed, &document)[0];
        to(&references, &tree, id)
            .iter()
            .map(|reference| reference.span.of(&document.source).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("art2"),
        [
            "前款",
            "第二条第一款第（二）项",
            "第（一）项",
            "第一条至第三条"
        ]
    );
    assert_eq!(of("art5"), Vec::<String>::new());
}

#[test]
fn in_japan_and_taiwan_an_item_is_no_paragraph() {
    let law = "試験法（昭和二十五年法律第二号）\n\n第一条　次に掲げる。\n一　甲\n二　乙\n２　前項第一号の試験は、第一条第一項第二号による。\n３　第二項の試験は、法律第二号による。\n";
    let expected = [
        ("前項第一号", "art1.para1.1"),
        ("第一条第一項第二号", "art1.para1.2"),
        ("第二項", "art1.para2"),
    ];
    let expected = expected.map(|(words, target)| (words.to_owned(), target.to_owned()));
    assert_eq!(found(law), expected);
}

/// Checks the references of a text: the address of the clause that makes each, its words, its
/// target.
fn check(text: &str, expected: &[&str]) {
    let document = parse(text.to_owned());
    let tree = nest(&document);
    let address = |id: ClauseId| tree.address(id).to_string();
    let found: Vec<String> = find(&document, &tree)
        .into_iter()
        .map(|reference| {
            let own = tree
                .at(reference.span.start)
                .map_or_else(String::new, address);
            let target = match reference.target {
                Target::Clause(id) => address(id),
                Target::Range(first, last) => format!("{}-{}", address(first), address(last)),
                Target::Document { title, clause } => format!("《{title}》{clause}"),
                Target::Nothing => "?".to_owned(),
                Target::Note(_) | Target::Passage(_) => "note".to_owned(),
            };
            format!("{own}: {} {target}", reference.span.of(&document.source))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_list_names_each_of_its_clauses() {
    check(
        "# 某规定\n\n第一条 禁止：\n\n（一）甲；\n\n（二）乙；\n\n（三）丙。\n\n第二条 依照本规定第一条第一、三项。\n\n第三条 依照本规定第一条第（一）项至第（三）项、第一条第一至四项。\n\n第四条 依照本规定第一条、八条。\n\n第五条 依照第一条第一至三项。\n",
        &[
            "art2: 本规定第一条第一、三项 art1.1",
            "art2: 本规定第一条第一、三项 art1.3",
            "art3: 本规定第一条第（一）项至第（三）项 art1.1-art1.3",
            "art3: 第一条第一至四项 art1.1",
            "art3: 第一条第一至四项 art1.2",
            "art3: 第一条第一至四项 art1.3",
            "art3: 第一条第一至四项 ?",
            "art4: 本规定第一条、八条 art1",
            "art4: 本规定第一条、八条 ?",
            "art5: 第一条第一至三项 art1.1",
            "art5: 第一条第一至三项 art1.2",
            "art5: 第一条第一至三项 art1.3",
        ],
    );
}

#[test]
fn what_stands_before_may_be_counted() {
    check(
        "# 某规定\n\n第一条 甲。\n\n乙。\n\n前两款不适用于目前条件、当前款式和以前项目。\n\n第二条 有下列情形：\n\n（一）丙；\n\n（二）丁；\n\n（三）有前两项情形的。\n\n第三条 违反前二条的，处罚。\n",
        &[
            "art1.para3: 前两款 art1.para1",
            "art2.3: 前两项 art2.1",
            "art3: 前二条 art1",
        ],
    );
}

#[test]
fn the_items_below_a_lead_in_mean_its_article() {
    check(
        "# 某规定\n\n第一条 禁止：\n\n（一）甲；\n\n（二）乙。\n\n第二条 有第一条规定行为的，按照下列规定处理：\n\n（一）属于第一项的，警告；\n\n（二）属于第二项的，罚款。\n\n第三条 下列情形除外：\n\n（一）丙；\n\n（二）不属于第一项的。\n",
        &[
            "art2: 第一条 art1",
            "art2.1: 第一项 art1.1",
            "art2.2: 第二项 art1.2",
            "art3.2: 第一项 art3.1",
        ],
    );
}

#[test]
fn other_traditions_refer_in_their_own_words() {
    check(
        "甲法\n\n第 1 條\n子。\n丑。\n第 2 條\n前條第二項及民法第三條第一項，準用之。本法第一條第一項亦同。\n第 3 條\n本法第九條不適用。\n",
        &[
            "art2: 前條第二項 art1.para2",
            "art2: 第三條第一項 《民法》第3條第1項",
            "art2: 本法第一條第一項 art1.para1",
            "art3: 本法第九條 ?",
        ],
    );
    check(
        "예시법\n\n제1조(목적) 목적으로 한다.\n제2조(정의) ① 제1조에 따른다.\n② 제1항 및 「다른법」 제3조제2항을 준용한다.\n제3조(벌칙) 이 법 제9조를 위반한 자.\n",
        &[
            "art2.para1: 제1조 art1",
            "art2.para2: 제1항 art2.para1",
            "art2.para2: 「다른법」 제3조제2항 《다른법》제3조제2항",
            "art3: 이 법 제9조 ?",
        ],
    );
    check(
        "LUẬT\n\nĐiều 1. Phạm vi\n\n1. Sách.\n\n2. Báo.\n\nĐiều 2. Xử lý\n\nTheo khoản 2 Điều 1 và Điều 9 của Luật này.\n",
        &["art2: khoản 2 Điều 1 art1.2", "art2: Điều 9 ?"],
    );
    check(
        "Example Act\n\nSection 1. Title\n\nThis Act may be cited.\n\nSection 2. Scope\n\nSubject to section 1 and section 9 of this Act, it applies. The lessons 1 of others do not.\n",
        &["sec2: section 1 sec1", "sec2: section 9 ?"],
    );
}

#[test]
fn tables_and_figures_are_no_annexes() {
    check(
        "# 某规定\n\n第一条 见附录一、附表一和附图一。\n\n附录一 甲\n\n附表一 乙\n\n附图一 丙\n",
        &[
            "art1: 附录一 annex1",
            "art1: 附表一 sched1",
            "art1: 附图一 fig1",
        ],
    );
    // The only annex bears no number; a statute is often printed without the others.
    check(
        "# 某规定\n\n第一条 见本规定附录、本规定附表和本规定附件三。\n\n附：\n\n某表\n\n甲\n",
        &[
            "art1: 本规定附录 annex1",
            "art1: 本规定附表 annex1",
            "art1: 本规定附件三 ?",
        ],
    );
    check("# 某规定\n\n第一条 见本规定附录、本规定附件三。\n", &[]);
    // Of several each may be meant.
    check(
        "# 某规定\n\n第一条 见本规定附件。\n\n附件一 甲\n\n附件二 乙\n",
        &[],
    );
}

#[test]
fn a_syllable_names_a_subitem_in_japan() {
    let text = "渡船規則\n\n第一条　次の者は、許可を受ける。\n一　町民\n二　次の者\nイ　商人\nロ　船頭\n\n第二条　前条第二号ロに掲げる者は、第一条第二号イの者に準ずる。\n";
    let found = found(text);
    let has = |words: &str, to: &str| found.iter().any(|own| own.0 == words && own.1 == to);
    assert!(has("前条第二号ロ", "art1.2.2"), "{found:?}");
    assert!(has("第一条第二号イ", "art1.2.1"), "{found:?}");
}

#[test]
fn points_and_subsections_are_referred_to() {
    let has = |text: &str, words: &str, to: &str| {
        let found = found(text);
        assert!(
            found.iter().any(|own| own.0 == words && own.1 == to),
            "{found:?}"
        );
    };
    let points = "某某作業要點\n\n一、為辦理某事，訂定本要點。\n\n二、申請分二類：\n（一）甲類。\n（二）乙類。\n\n三、依第二點辦理者，免費。\n\n四、本要點第二點第一款之申請，得以電子為之。\n";
    has(points, "第二點", "2");
    has(points, "本要點第二點第一款", "2.1");
    let act = "Pier Act\n\n1. Short title\nThis Act may be cited as the Pier Act.\n\n2. Licence\n(1) A pier requires a licence.\n(2) It is issued by—\n(a) the mayor; or\n(b) the council.\n\n3. Offence\nA person who contravenes section 2(2)(b) commits an offence.\n";
    has(act, "section 2(2)(b)", "2.2.2");
}

#[test]
fn a_note_called_inside_a_reference_is_part_of_it() {
    check(
        "# 某规定\n\n第一条 依照《渡口〔1〕法》第二条〔2〕办理。\n\n〔1〕即渡津。\n\n〔2〕已经废止。\n",
        &[
            "art1: 《渡口〔1〕法》第二条 《渡口〔1〕法》第二条",
            "art1: 〔2〕 note",
            ": 〔1〕 note",
            ": 〔2〕 note",
        ],
    );
}

#[test]
fn a_law_is_named_with_or_without_a_place_in_it() {
    check(
        "# 某规定\n\n第一条 依照《渡口法》和《渡船法》第三条办理。\n",
        &[
            "art1: 《渡口法》 《渡口法》",
            "art1: 《渡船法》第三条 《渡船法》第三条",
        ],
    );
}

#[test]
fn more_mentions_than_are_looked_for_are_told() {
    let text = format!("第一条　甲。\n\n第二条　{}\n", "第一条。".repeat(MOST + 1));
    let document = parse(text);
    let references = find(&document, &nest(&document));
    assert_eq!(references.len(), MOST);
    let issues = issues(&references, &document.source);
    let told: Vec<_> = issues
        .iter()
        .map(|issue| (issue.code, &issue.details[..]))
        .collect();
    assert_eq!(told, [("too-many-references", &[MOST.to_string()][..])]);
    let left_out = issues[0].span.of(&document.source);
    assert_eq!(left_out, "。第一条。\n");
}

#[test]
fn sections_of_contracts_are_referred_to_by_both_numbers() {
    check_targets(
        "LEASE\n\nARTICLE I\nTERM\n\nSection 1.1 Term. One year, subject to Sections 1.2 and 2.1.\n\nSection 1.2 Renewal.\n\n(a) By notice:\n\n(i) in writing;\n\n(ii) by wire.\n\n(b) By silence.\n\nARTICLE II\nRENT\n\nSection 2.1 Rent. Two pounds; see Section 1.2(a)(ii) and Article I.\n",
        &[
            ("Sections 1.2", "art1.2"),
            ("2.1", "art2.1"),
            ("Section 1.2(a)(ii)", "art1.2.1.2"),
            ("Article I", "art1"),
        ],
    );
}

#[test]
fn items_in_parentheses_follow_their_article() {
    check_targets(
        "# 某法\n\n第一条 有下列情形：\n\n（一）甲；\n\n（二）乙。\n\n第二条 依第一条（一）、（二）项办理。\n",
        &[
            ("第一条（一）、（二）项", "art1.1"),
            ("第一条（一）、（二）项", "art1.2"),
        ],
    );
}

#[test]
fn a_law_that_is_named_is_referred_to_by_texts_without_articles() {
    check_targets(
        "问答\n\n问：离婚怎么办？\n\n答：能。依照婚姻法第二条办理，民法通则第五条亦同。第七条是厂里的。\n",
        &[
            ("第二条", "《婚姻法》第二条"),
            ("第五条", "《民法通则》第五条"),
        ],
    );
}

#[test]
fn items_with_stems_are_called_by_them() {
    check_targets(
        "# 某条例\n\n第一条 待遇如左：\n\n甲、全数；\n\n乙、半数。\n\n第二条 依第一条乙款发给。\n",
        &[("第一条乙款", "art1.2")],
    );
}

#[test]
fn decimal_clauses_are_called_by_words_of_units() {
    check_targets(
        "BYE-LAWS\n\nArticle 1 - Members\n\n1.1 Any grower may be a member, subject to 1.2(b).\n\n1.2 A member may be expelled if he:\n\n(a) fails to pay; or\n\n(b) acts contrary to paragraph 1.1.\n",
        &[("1.2(b)", "art1.2.2"), ("paragraph 1.1", "art1.1")],
    );
    check_targets(
        "条例\n\n第一条　甲は、船舶法別表第十号及び別表第二号に掲げるものとする。\n\n別表（第一条関係）\n\n一　煎茶\n二　番茶\n",
        &[
            ("別表第十号", "《船舶法》附表第十号"),
            ("別表第二号", "《船舶法》附表第二号"),
            ("第一条", "art1"),
        ],
    );
    // The number of a law of Japan is no item of it.
    check_targets(
        "条例\n\n第一条　甲とする。\n\n第二条　前条の規定は、次に掲げる。\n\n附　則（平成十八年条例第二号）\n\n公布の日から施行する。\n",
        &[("前条", "art1")],
    );
}

#[test]
fn a_law_that_was_named_may_be_pointed_at() {
    check_targets(
        "# 某办法\n\n第一条 依照《渡口法》第二条处罚。该法第三条第一款另有规定的，从其规定；该条例第五条除外。\n\n第二条 该法第四条不适用。\n",
        &[
            ("《渡口法》第二条", "《渡口法》第二条"),
            ("该法第三条第一款", "《渡口法》第三条第一款"),
        ],
    );
    check_targets(
        "某甲辦法\n\n第 1 條\n依民法第一百八十四條及同法第二百條請求者，適用之。\n\n第 2 條\n前條契約，依合同法第三條。\n",
        &[
            ("第一百八十四條", "《民法》第184條"),
            ("同法第二百條", "《民法》第200條"),
            ("前條", "art1"),
            ("第三條", "《合同法》第3條"),
        ],
    );
}
