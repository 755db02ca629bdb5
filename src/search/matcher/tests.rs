//! What a query finds in a document.

use super::*;
use crate::clause;
use crate::document::{Document, parse};
use crate::search::folding::Folding;

fn ready(source: &str) -> Document {
    parse(source.to_owned())
}

/// The hits of a query on the first rung that has any, with the words of each.
fn found(source: &str, typed: &str) -> Vec<String> {
    let document = ready(source);
    let tree = clause::nest(&document);
    let body = Body::new(&document, &tree);
    let query = Query::parse(typed, &|_| None);
    let query = query.unwrap_or_else(|wrong| panic!("{typed}: {wrong:?}"));
    let hits = query
        .ladder()
        .map(|(_, matcher)| matcher.hits(&body, false));
    let hits = hits.into_iter().find(|hits| !hits.is_empty());
    let words = hits
        .into_iter()
        .flatten()
        .map(|hit| hit.span.of(&document.source).to_owned());
    words.collect()
}

fn check(source: &str, typed: &str, expected: &[&str]) {
    assert_eq!(found(source, typed), expected, "{typed} in {source}");
}

const FERRY: &str = "# 渡口章程

一、渡船每日三班，渡船逢大水停航；木桥照旧。

（一）石桥不在此列。

（二）渡船另有小船两只。

二、竹筏与渡船相距十丈，木桥在其下游。

三、停航时改走石
桥。石桥、木桥都不收费。
";

#[test]
fn each_occurrence_is_a_hit() {
    check(FERRY, "渡船", &["渡船"; 4]);
    check(FERRY, "石桥", &["石桥", "石\n桥", "石桥"]);
    check(
        FERRY,
        "渡船|木桥",
        &["渡船", "渡船", "木桥", "渡船", "渡船", "木桥", "木桥"],
    );
    check(FERRY, "船|渡船", &["渡船", "渡船", "渡船", "船", "渡船"]);
    check(FERRY, "桥|桥木", &["桥"; 6]);
    check("# 题\n\n五五五五五，五五。\n", "五五", &["五五"; 3]);
}

#[test]
fn what_is_asked_together_stands_in_one_clause() {
    check(FERRY, "渡船 木桥", &["渡船", "渡船"]);
    check(FERRY, "木桥 渡船", &["木桥", "木桥"]);
    // The clause is its own text, without the clauses below it.
    check(FERRY, "渡船 石桥", &[]);
    check(FERRY, "石桥 木桥 停航", &["石\n桥"]);
    check(FERRY, "渡船 -木桥", &["渡船"]);
    check(FERRY, "渡船 -木桥|小船", &[]);
    // Without clauses the paragraph is what counts.
    let plain = "# 题\n\n甲家有船，甲家有桥。\n\n乙家有船。\n";
    check(plain, "船 桥", &["船"]);
    check(plain, "船 -桥", &["船"]);
    check(plain, "家 船", &["家", "家"]);
}

#[test]
fn near_words_make_pairs() {
    check(FERRY, "渡船 ~5 三班", &["渡船"]);
    check(FERRY, "渡船 ~0 三班", &[]);
    check(FERRY, "渡船 >1 三班", &[]);
    // The second one is nearer.
    check(FERRY, "渡船 ~1 三班", &["渡船"]);
    check(FERRY, "渡船 ~2 三班", &["渡船"]);
    check(FERRY, "三班 ~5 渡船", &["三班"]);
    check(FERRY, "三班 >5 渡船", &["三班"]);
    check(FERRY, "停航 >5 渡船", &[]);
    // Each word belongs to one pair.
    check("# 题\n\n船船桥。\n", "船 ~5 桥", &["船"]);
    check("# 题\n\n船桥船桥。\n", "船 ~5 桥", &["船", "船"]);
    check("# 题\n\n桥船桥。\n", "桥 ~5 船", &["桥"]);
    check("# 题\n\n甲乙，丙。\n", "甲 ~0 乙 ~1 丙", &["甲"]);
    // Points are characters that stand between, whatever the rung.
    check("# 题\n\n甲乙，丙。\n", "甲 ~0 乙 ~0 丙", &[]);
    // Not across paragraphs, and none overlaps the other.
    check("# 题\n\n甲家船\n\n桥在。\n", "船 ~5 桥", &[]);
    check("# 题\n\n渡船上。\n", "渡船 ~5 船", &[]);
    check(FERRY, "渡船 ~9 竹筏 木桥", &["渡船"]);
}

#[test]
fn wildcards_stand_for_characters_of_the_paragraph() {
    let text = "# 题\n\n毛主东，毛泽东、毛東。爱吃不爱，爱一二三四五六七八九十不爱；爱一二三四五六七八九十一不爱。\n";
    check(text, "毛?东", &["毛主东", "毛泽东"]);
    check(text, "爱*不爱", &["爱吃不爱", "爱一二三四五六七八九十不爱"]);
    check(text, "毛*东", &["毛主东", "毛泽东", "毛東"]);
    check(text, "毛??东", &[]);
    check("# 题\n\n甲乙\n\n丙丁。\n", "乙?丙", &[]);
    check("# 题\n\n甲乙\n\n丙丁。\n", "乙*丙", &[]);
    // Overlapping beginnings.
    check("# 题\n\n一一一二三。\n", "一一?三", &["一一二三"]);
    let many = format!("# 题\n\n{}\n", "甲乙".repeat(500));
    assert!(found(&many, "甲*甲*甲*甲*甲*甲*甲*甲*甲*丙").is_empty());
}

#[test]
fn expressions_are_folded_as_the_text_is() {
    check(FERRY, "/渡.{2,3}日/", &["渡船每日"]);
    check(
        "# 题\n\n第１５條，第十五条。\n",
        r"/第(\d+|十.)條/",
        &["第１５條", "第十五条"],
    );
    check("# 题\n\nＡbc、ABD。\n", "/AB[cd]/", &["Ａbc", "ABD"]);
    check("# 题\n\n（甲）乙。\n", "/（.）/", &["（甲）"]);
    check(FERRY, "/x*/", &[]);
    check("# 题\n\n甲乙\n\n丙丁。\n", "/乙.*丙/", &[]);
    check(FERRY, "/三班/ 木桥", &["三班"]);
}

#[test]
fn words_as_they_stand_are_not_folded() {
    let text = "# 题\n\n發展與发展，第十五条〔1〕云云。\n\n〔1〕见发凡。\n";
    check(text, "发展", &["發展", "发展"]);
    check(text, "=發展", &["發展"]);
    check(text, "\"发展\"", &["发展"]);
    check(text, "条云云", &["条〔1〕云云"]);
    check(text, "\"条云云\"", &[]);
    check(text, "\"条〔1〕云\"", &["条〔1〕云"]);
    check(text, "=第15条", &[]);
    check(text, "發展 =与", &[]);
}

#[test]
fn numbers_of_clauses_are_found_in_whatever_numerals() {
    let text =
        "# 题\n\n第十五条、第15條、第一五条、第１５条、第一百一十五条、第150条、第五条，附件二。\n";
    let fifteen = ["第十五条", "第15條", "第一五条", "第１５条"];
    for typed in ["第15条", "第十五条", "第１５條", "第一五条"] {
        check(text, typed, &fifteen);
    }
    check(text, "第5条", &["第五条"]);
    check(text, "第115条", &["第一百一十五条"]);
    check(text, "附件2", &["附件二"]);
    check(text, "第一百五十条", &["第150条"]);
    check(
        "# 题\n\n依第二百六十三條之二。\n",
        "第263条之2",
        &["第二百六十三條之二"],
    );
    check(
        "# 题\n\n依第１８４條第２項。\n",
        "第一百八十四条第二项",
        &["第１８４條第２項"],
    );
    check("# 题\n\n第三次会议开了2次。\n", "第3次", &["第三次"]);
    // A number by itself is what is typed.
    check("# 题\n\n五人十五户，5人。\n", "5", &["5"]);
    check("# 题\n\n五人十五户，5人。\n", "五", &["五", "五"]);
}

#[test]
fn dates_are_found_in_whatever_form() {
    let text = "# 题\n\n1955年3月10日开，一九五五年三月十日记，民國四十四年三月十日印，1955.3.10 寄，1955年3月11日到，1954年3月10日。\n";
    let all = [
        "1955年3月10日",
        "一九五五年三月十日",
        "民國四十四年三月十日",
        "1955.3.10",
    ];
    for typed in [
        "1955.3.10",
        "1955年3月10日",
        "一九五五年三月十日",
        "民国44年3月10日",
        "1955-3-10",
    ] {
        check(text, typed, &all);
    }
    let months = [
        "1955年3月",
        "一九五五年三月",
        "民國四十四年三月",
        "1955.3",
        "1955年3月",
    ];
    check(text, "1955年3月", &months);
    check(text, "1955.3.10寄", &["1955.3.10 寄"]);
    check(text, "\"1955.3.10\"", &["1955.3.10"]);
    check(text, "1955", &["1955", "1955", "1955"]);
}

#[test]
fn pinyin_reads_whole_characters() {
    let text = "# 题\n\n手工業與首工，重慶。\n";
    check(text, "py:shougong", &["手工", "首工"]);
    check(text, "py:shougongye", &["手工業"]);
    check(text, "py:chongqing", &["重慶"]);
    check(text, "py:shougon", &[]);
}

#[test]
fn notes_are_a_field_of_their_own() {
    let text = "# 录\n\n学而思之〔1〕，可乎。\n\n渡船〔2〕在岸。\n\n〔1〕思，虑也。\n\n〔2〕渡船，木制，见县志。\n";
    check(text, "渡船", &["渡船", "渡船"]);
    check(text, "注:渡船", &["渡船"]);
    check(text, "学而 注:县志", &["学而"]);
    check(text, "学而 注:省志", &[]);
    check(text, "渡船 岸", &["渡船"]);
    check(text, "思之 虑也", &[]);
}

#[test]
fn punctuation_is_passed_over_where_there_is_nothing_else() {
    let text = "# 录\n\n手工、业务。渡者，先量深浅，後下足。\n";
    check(text, "先量深浅后下足", &["先量深浅，後下足"]);
    check(text, "先量。深浅", &["先量深浅"]);
    check(text, "手工业", &["手工、业"]);
    check(text, "手工|手工业", &["手工"]);
    check(text, "\"先量深浅後\"", &[]);
    check(text, "。。", &[]);
    check(text, "渡者先 手工、业", &["渡者，先"]);
}

#[test]
fn what_was_passed_over_is_told() {
    let told = |source: &str, typed: &str| {
        let document = ready(source);
        let tree = clause::nest(&document);
        let body = Body::new(&document, &tree);
        let query = Query::parse(typed, &|_| None).unwrap();
        let hits = query.ladder().map(|(_, matcher)| matcher.hits(&body, true));
        let hit = hits.flatten().next().unwrap();
        hit.foldings.iter().collect::<Vec<_>>()
    };
    let of = |words: &str| format!("# 题\n\n{words}\n\n〔1〕注。\n");
    for (words, typed, expected) in [
        ("手工业", "手工业", &[][..]),
        ("手\n工业", "手工业", &[]),
        ("手工業", "手工业", &[Folding::Writing]),
        ("手　工业", "手工业", &[Folding::Blanks]),
        ("手工〔1〕业", "手工业", &[Folding::Marks]),
        ("第十五条", "第15条", &[Folding::Number]),
        ("一九五五年三月十日", "1955.3.10", &[Folding::Date]),
        ("New York", "new york", &[Folding::Writing]),
        ("New York", "New York", &[]),
        ("手工业", "\"手工业\"", &[]),
    ] {
        assert_eq!(told(&of(words), typed), expected, "{typed} in {words}");
    }
    assert_eq!(told(&of("渡者，先"), "渡者先"), [Folding::Points]);
}
