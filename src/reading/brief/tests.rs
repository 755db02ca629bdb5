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
    // Quotation marks that quote something else.
    check(
        "据《渡口法》第一条，被告自称“河伯”。",
        &["《渡口法》第一条 right 2019 art1"],
    );
}
