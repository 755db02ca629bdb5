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
