use super::*;
use crate::document::parse;

const OLD: &str = "# 中华人民共和国渡口法\n\n2001年2月3日 某会议通过\n\n第一条　渡口归县管理。\n\n\
                   第二条　渡船每日开行六班。\n\n遇大雾停航。\n";
const NEW: &str = "# 中华人民共和国渡口法\n\n2001年2月3日 某会议通过\n\n2019年5月6日 某会议修正\n\n\
                   第一条　渡口归县管理。\n\n第二条　渡船每日开行八班。\n\n遇大雾停航。\n\n\
                   第三条　夜渡悬灯：\n\n（一）船头一盏；\n\n（二）船尾一盏。\n";
const RULES: &str = "# 某部关于适用《中华人民共和国渡口法》若干问题的规定（二）\n\n\
                     2020年1月2日 某部公布\n\n第一条　竹筏准用木船之例。\n";

fn library() -> Catalog {
    let mut catalog = Catalog::default();
    for (name, text) in [("a", OLD), ("b", NEW), ("c", RULES)] {
        let source = Source::Memory(format!("{name}.md"), text.as_bytes().into());
        catalog.read(source).unwrap();
    }
    catalog
}

/// What is found of the citations of a draft: the words, the verdict, the edition, the address.
fn check(draft: &str, expected: &[&str]) {
    let catalog = library();
    let names = Names::of(&catalog);
    let document = parse(draft.to_owned());
    let mut checker = Checker::new(&catalog, &names);
    let told: Vec<String> = citations(&document, &names)
        .into_iter()
        .map(|citation| {
            let checked = checker.check(&document, citation);
            let words = checked.citation.span.of(draft);
            let year = checked.edition.map_or(0, |date| date.year);
            let address = checked.address.as_deref().unwrap_or("-");
            format!("{words} {} {year} {address}", checked.verdict.name())
        })
        .collect();
    assert_eq!(told, expected, "{draft}");
}

#[test]
fn citations_are_found_under_all_names() {
    for (draft, expected) in [
        (
            "依照《中华人民共和国渡口法》第二条第二款停航。",
            "《中华人民共和国渡口法》第二条第二款",
        ),
        ("依照《渡口法》第二条第二款停航。", "《渡口法》第二条第二款"),
        ("依照渡口法第二条第二款停航。", "渡口法第二条第二款"),
        (
            "依照中华人民共和国渡口法第2条第2款停航。",
            "中华人民共和国渡口法第2条第2款",
        ),
    ] {
        check(draft, &[&format!("{expected} right 2019 art2.para2")]);
    }
    check(
        "《中华人民共和国渡口法》（以下简称《船法》）有定规。依船法第一条，渡口归县。",
        &["船法第一条 right 2019 art1"],
    );
    for name in [
        "《关于适用〈渡口法〉若干问题的规定（二）》",
        "渡口法司法解释二",
    ] {
        check(
            &format!("又据{name}第一条。"),
            &[&format!("{name}第一条 right 2020 art1")],
        );
    }
    for (lead, name) in [("见", "渡口法"), ("另见", "渡口法"), ("又据", "渡口法")] {
        check(
            &format!("{lead}{name}第一条。"),
            &[&format!("{name}第一条 right 2019 art1")],
        );
    }
    check(
        "见桥梁法第三条，参见盐法第一条，本案依茶马法第二条。",
        &[
            "桥梁法第三条 not-in-library 0 -",
            "盐法第一条 not-in-library 0 -",
            "茶马法第二条 not-in-library 0 -",
        ],
    );
    check(
        "依橋樑條例第二條、渡船施行細則第三條辦理。",
        &[
            "橋樑條例第二條 not-in-library 0 -",
            "渡船施行細則第三條 not-in-library 0 -",
        ],
    );
    check(
        "见《渡口法》第一条、第三条第二项。该法第二条亦同。",
        &[
            "《渡口法》第一条 right 2019 art1",
            "第三条第二项 right 2019 art3.2",
            "第二条 right 2019 art2",
        ],
    );
}

#[test]
fn what_is_wrong_is_told_and_nothing_else() {
    check(
        "据《渡口法》第九条。",
        &["《渡口法》第九条 no-clause 2019 -"],
    );
    check(
        "据《渡口法》第三条第三项。",
        &["《渡口法》第三条第三项 no-clause 2019 -"],
    );
    check(
        "《渡口法》第一条规定：“渡口归省管理”。",
        &["《渡口法》第一条 other-words 2019 art1"],
    );
    check(
        "《渡口法》第一条规定：“渡口归县管理。”",
        &["《渡口法》第一条 right 2019 art1"],
    );
    // Words may be left out; punctuation and width are the draft's own.
    check(
        "《渡口法》第三条规定：“夜渡悬灯，……船尾一盏”。",
        &["《渡口法》第三条 right 2019 art3"],
    );
    check(
        "《渡口法》第二条规定：“渡船每日开行六班。”",
        &["《渡口法》第二条 superseded 2001 art2"],
    );
    check(
        "据《渡口法》（2001年）第二条。",
        &["《渡口法》（2001年）第二条 superseded 2001 art2"],
    );
    check(
        "据《渡口法》（2010年修正）第二条。",
        &["《渡口法》（2010年修正）第二条 no-edition 0 -"],
    );
    // What the library does not have is no mistake.
    check(
        "据《桥梁法》第二条。",
        &["《桥梁法》第二条 not-in-library 0 -"],
    );
    check("根据桥梁法第二条。", &["桥梁法第二条 not-in-library 0 -"]);
    // Clauses of nothing, and of the draft itself.
    check("合同第二条约定如下。本规定第三条除外。第五条再议。", &[]);
    check(
        "船主作出本法第二条、第三条所列决定的，认股书应当载明本条例第一条。",
        &[],
    );
    check(
        "见《渡口法》第一条。船主有该法第二条所列情形。",
        &["《渡口法》第一条 right 2019 art1", "第二条 right 2019 art2"],
    );
    check(
        "根据某岛基本法第二条。",
        &["某岛基本法第二条 not-in-library 0 -"],
    );
    // Quotation marks that quote something else.
    check(
        "据《渡口法》第一条，被告自称“河伯”。",
        &["《渡口法》第一条 right 2019 art1"],
    );
}

const SCHOOL_OLD: &str = "# 义学条例\n\n1990年3月1日 某会议通过\n\n第一章　总则\n\n第一条　凡子弟皆得入学。\n\n\
    第二条　义学设于各乡，每乡至少一所。\n\n第三条　学生每日习字二百，读书三页。\n\n\
    第四条　塾师由乡里公举，任期三年。\n\n第五条　学田所入专供束修，不得挪用。\n\n\
    第六条　有下列情形之一的，准其休学：\n\n（一）疾病；\n\n（二）农忙；\n\n（三）远行。\n\n\
    休学不得过一季。\n\n第七条　本条例自1990年9月1日起施行。\n";
const SCHOOL: &str = "# 义学条例\n\n1990年3月1日 某会议通过\n\n2015年6月1日 某会议修订\n\n第一章　总则\n\n\
    第一条　凡子弟皆得入学。\n\n第二条　义学设于各乡，每乡至少二所。\n\n\
    第三条　义学不收学费。\n\n书本笔墨由县供给。\n\n第四条　学生每日习字二百，读书三页。\n\n\
    第五条　塾师由乡里公举，任期三年。\n\n第六条　学田所入专供束修，不得挪用。\n\n\
    第七条　有下列情形之一的，准其休学：\n\n（一）疾病；\n\n（二）农忙；\n\n（三）远行；\n\n（四）丧事。\n\n\
    休学不得过一季。\n\n第八条　本条例自2015年9月1日起施行。\n";
const MARKET: &str = "# 中华人民共和国集市法\n\n2008年4月5日 某会议通过\n\n第一条　集市逢五逢十开市。\n\n\
    第二条　度量衡以官斗官秤为准。\n\n私造斗秤的，没收，并处罚款。\n\n\
    第三条　牛马交易须有中人作保，立契为凭。\n\n第三条之一　夜市准用本法。\n\n\
    第四条　下列各物不得入市：\n\n（一）病畜；\n\n（二）霉米；\n\n（三）伪药。\n\n\
    第五条　市税每月缴纳一次，灾年免征。\n";

/// The sentences of a brief, each with one citation and what is to be said of it.
const BRIEF: [(&str, &str); 60] = [
    ("《集市法》第一条。", "right"),
    ("依《中华人民共和国集市法》第二条第一款。", "right"),
    ("集市法第二条第二款可资参照。", "right"),
    ("《集市法》第三条之一。", "right"),
    ("据《集市法》第四条第（一）项。", "right"),
    ("据《集市法》第四条第二项。", "right"),
    ("《集市法》第4条第3项。", "right"),
    (
        "《集市法》第五条规定：“市税每月缴纳一次，灾年免征。”",
        "right",
    ),
    ("《集市法》第五条规定，“灾年免征”。", "right"),
    ("《集市法》第三条规定：“牛马交易……立契为凭。”", "right"),
    (
        "《集市法》第二条规定：“私造斗秤的，没收，并处罚款”。",
        "right",
    ),
    ("《集市法》（2008年）第一条。", "right"),
    ("《集市法》第二条第二款规定：“没收，并处罚款。”", "right"),
    ("《義學條例》第一条。", "right"),
    ("《义学条例》第二条规定：“每乡至少二所。”", "right"),
    ("《义学条例》第三条第二款。", "right"),
    ("《义学条例》第三条规定：“书本笔墨由县供给”。", "right"),
    ("义学条例第四条。", "right"),
    ("《义学条例》第五条规定塾师“任期三年”。", "right"),
    ("《义学条例》第六条。", "right"),
    ("《义学条例》第七条第一款第（四）项。", "right"),
    ("《义学条例》第七条第二款。", "right"),
    ("《义学条例》（2015年修订）第三条。", "right"),
    ("《义学条例》第八条。", "right"),
    ("《义学条例》第七条规定：“休学不得过一季。”", "right"),
    ("《渡口法》第一条。", "right"),
    ("渡口法第二条。", "right"),
    ("《渡口法》第二条第二款。", "right"),
    ("《渡口法》第三条第一项。", "right"),
    ("《渡口法》（2019年修正）第二条。", "right"),
    ("《渡口法》第二条规定：“渡船每日开行八班。”", "right"),
    ("《渡口法》第一条规定：“渡口归县管理”。", "right"),
    ("渡口法司法解释二第一条。", "right"),
    (
        "《关于适用〈渡口法〉若干问题的规定（二）》第一条。",
        "right",
    ),
    ("《渡口法》第三条规定：“夜渡悬灯”。", "right"),
    ("《集市法》第四条第（三）项规定：“伪药”。", "right"),
    ("《盐法》第十条。", "not-in-library"),
    ("《茶马法》第二条第三款规定：“茶以引计”。", "not-in-library"),
    ("盐法第一条。", "not-in-library"),
    ("《驿传条例》（1999年）第四条。", "not-in-library"),
    // An article that there is not.
    ("《集市法》第九条。", "no-clause"),
    ("《义学条例》第九十条。", "no-clause"),
    // A paragraph that there is not.
    ("《集市法》第二条第三款。", "no-clause"),
    ("《渡口法》第一条第二款。", "no-clause"),
    // An item that there is not.
    ("《集市法》第四条第（四）项。", "no-clause"),
    ("《义学条例》第七条第一款第（五）项。", "no-clause"),
    // An article put in that there is not.
    ("《集市法》第五条之一。", "no-clause"),
    ("《集市法》第三条之二。", "no-clause"),
    // A word of the quotation is another.
    (
        "《集市法》第五条规定：“市税每年缴纳一次，灾年免征。”",
        "other-words",
    ),
    ("《渡口法》第二条规定：“渡船每日开行九班。”", "other-words"),
    // A word is left out, and nothing says so.
    (
        "《集市法》第三条规定：“牛马交易须有中人，立契为凭。”",
        "other-words",
    ),
    (
        "《义学条例》第六条规定：“学田所入供束修，不得挪用。”",
        "other-words",
    ),
    // The words are those of another article.
    (
        "《集市法》第一条规定：“度量衡以官斗官秤为准。”",
        "other-words",
    ),
    ("《义学条例》第三条规定：“凡子弟皆得入学。”", "other-words"),
    // The words are those of an older edition.
    ("《渡口法》第二条规定：“渡船每日开行六班。”", "superseded"),
    ("《义学条例》第二条规定：“每乡至少一所。”", "superseded"),
    // An older edition is named.
    ("《渡口法》（2001年）第一条。", "superseded"),
    ("《义学条例》（1990年）第四条。", "superseded"),
    // An edition that there never was.
    ("《渡口法》（2012年修正）第一条。", "no-edition"),
    ("《集市法》（2020年修订）第二条。", "no-edition"),
];

#[test]
fn of_sixty_citations_all_that_are_wrong_are_found_and_no_others() {
    let mut catalog = library();
    for (name, text) in [("d", SCHOOL_OLD), ("e", SCHOOL), ("f", MARKET)] {
        let source = Source::Memory(format!("{name}.md"), text.as_bytes().into());
        catalog.read(source).unwrap();
    }
    let names = Names::of(&catalog);
    let sentences: Vec<&str> = BRIEF.iter().map(|(sentence, _)| *sentence).collect();
    // As a brief has them: one behind the other.
    let draft = format!("# 代理词\n\n{}\n", sentences.join("\n\n"));
    let document = parse(draft.clone());
    let mut checker = Checker::new(&catalog, &names);
    let told: Vec<(usize, String)> = citations(&document, &names)
        .into_iter()
        .map(|citation| {
            let checked = checker.check(&document, citation);
            (
                checked.citation.span.start,
                checked.verdict.name().to_owned(),
            )
        })
        .collect();
    let mut wrong = Vec::new();
    for (sentence, expected) in BRIEF {
        let start = draft.find(sentence).unwrap();
        let here = start..start + sentence.len();
        let own = told.iter().filter(|(at, _)| here.contains(at));
        let own: Vec<&str> = own.map(|(_, verdict)| verdict.as_str()).collect();
        if own != [expected] {
            wrong.push(format!("{sentence} is {own:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let right = BRIEF
        .iter()
        .filter(|(_, own)| matches!(*own, "right" | "not-in-library"));
    assert_eq!(right.count(), 40);
}
