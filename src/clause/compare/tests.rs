use super::*;
use crate::clause::{nest, reference};

/// A text that is compared.
pub struct Text {
    pub document: Document,
    tree: ClauseTree,
    references: Vec<Reference>,
}

impl Text {
    pub fn new(source: &str) -> Self {
        let document = crate::document::parse(source.to_owned());
        let tree = nest(&document);
        let references = reference::find(&document, &tree);
        Self {
            document,
            tree,
            references,
        }
    }

    pub fn side(&self) -> Side<'_> {
        Side {
            document: &self.document,
            tree: &self.tree,
            references: &self.references,
        }
    }

    fn addresses(&self, passages: &[Passage]) -> String {
        let addresses = passages.iter().map(|passage| match passage.clause {
            Some(id) => self.tree.address(id).to_string(),
            None => passage.span.of(&self.document.source).to_owned(),
        });
        addresses.collect::<Vec<_>>().join("+")
    }
}

/// The rows of a comparison, one a line: `=` unchanged, `~` changed, `>` moved, and what differs,
/// numbers behind `#`, form behind `'`.
fn compared(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (Text::new(old), Text::new(new));
    let rows = compare(old.side(), new.side()).rows;
    let line = |row: &Row| {
        let sign = match row.status() {
            Status::Unchanged => "=",
            Status::Changed => "~",
            Status::Moved => ">",
            Status::Added => "+",
            Status::Removed => "-",
        };
        let (from, to) = (old.addresses(&row.old), new.addresses(&row.new));
        let mut line = format!("{from} {sign} {to}").trim().to_owned();
        for change in &row.changes {
            let kind = match change.kind {
                ChangeKind::Words => "",
                ChangeKind::Numbers => "#",
                ChangeKind::Form => "'",
            };
            let from = change.old.of(&old.document.source);
            let to = change.new.of(&new.document.source);
            line += &format!(" {kind}[{from}|{to}]");
        }
        line
    };
    rows.iter().map(line).collect()
}

fn check(old: &str, new: &str, expected: &[&str]) {
    assert_eq!(compared(old, new), expected, "{old}\n{new}");
}

/// A statute of articles numbered from 1.
fn statute(articles: &[&str]) -> String {
    const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let article = |(text, numeral)| format!("第{numeral}条　{text}\n\n");
    let articles = articles.iter().zip(NUMERALS).map(article);
    format!("# 渡口管理办法\n\n{}", articles.collect::<String>())
}

const FERRY: &str = "渡船每日开行六班，遇大雾停航，由船长决定。";
const TOLL: &str = "过渡者按人交付船资，牲畜加倍，儿童免收。";
const BOAT: &str = "船只每年春季上岸检修，漆其底，换其缆，记入船簿。";
const NIGHT: &str = "夜间渡河须悬灯两盏，一在船头，一在船尾。";

#[test]
fn what_is_the_same_is_the_same_under_another_number() {
    check(
        &statute(&[FERRY, TOLL]),
        &statute(&[NIGHT, FERRY, TOLL]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "+ art1",
            "art1 = art2",
            "art2 = art3",
        ],
    );
    // By number alone the second would be the second.
    check(
        &statute(&[FERRY, TOLL, BOAT]),
        &statute(&[FERRY, BOAT]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 = art1",
            "- art2",
            "art3 = art2",
        ]
        .map(|line| if line == "- art2" { "art2 -" } else { line }),
    );
}

#[test]
fn words_that_changed_are_shown_whole() {
    check(
        &statute(&[FERRY, "渡口设渡工三十名，依照定额领取口粮。"]),
        &statute(&[FERRY, "渡口设渡工五十名，按照定额领取口粮。"]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 = art1",
            "art2 ~ art2 [三十|五十] [依|按]",
        ],
    );
    // What the text has often together is one word.
    check(
        &statute(&["依照旧例。依照新例。依照定额领取口粮，不得拖欠，违者罚款。"]),
        &statute(&["依照旧例。依照新例。按照定额领取口粮，不得拖欠，违者罚款。"]),
        &["渡口管理办法 = 渡口管理办法", "art1 ~ art1 [依照|按照]"],
    );
    check(
        &statute(&["Every ferry shall carry two lamps, one at the bow."]),
        &statute(&["Every ferry shall carry four lamps, one at the bow."]),
        &["渡口管理办法 = 渡口管理办法", "art1 ~ art1 [two|four]"],
    );
}

#[test]
fn a_list_grows_at_its_marks() {
    check(
        &statute(&["渡口不得停靠竹筏、木船，但修理者除外。"]),
        &statute(&["渡口不得停靠竹筏、汽艇、木船，但修理者除外。"]),
        &["渡口管理办法 = 渡口管理办法", "art1 ~ art1 [|汽艇、]"],
    );
    check(
        &statute(&["渡口不得停靠竹筏、木船"]),
        &statute(&["渡口不得停靠竹筏、木船、汽艇"]),
        &["渡口管理办法 = 渡口管理办法", "art1 ~ art1 [|、汽艇]"],
    );
}

#[test]
fn numbers_of_its_own_clauses_are_counted_apart() {
    check(
        &statute(&[FERRY, TOLL, "违反本办法第二条的，加收船资一倍。"]),
        &statute(&[FERRY, NIGHT, TOLL, "违反本办法第三条的，加收船资一倍。"]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 = art1",
            "+ art2",
            "art2 = art3",
            "art3 ~ art4 #[本办法第二条|本办法第三条]",
        ],
    );
    // The clause of another text is a word like others.
    check(
        &statute(&[FERRY, "违反《船舶登记条例》第二条的，加收船资一倍。"]),
        &statute(&[FERRY, "违反《船舶登记条例》第三条的，加收船资一倍。"]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 = art1",
            "art2 ~ art2 [二|三]",
        ],
    );
    // So are the markers of what stands below.
    check(
        &statute(&["船上须备：\n\n（一）长篙；\n\n（二）铜锣；\n\n（三）麻绳。"]),
        &statute(&["船上须备：\n\n（一）长篙；\n\n（二）麻绳。"]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 ~ art1 [（二）铜锣；\n\n|] #[（三）|（二）]",
        ],
    );
}

#[test]
fn another_form_of_the_same_words_is_told_apart() {
    check(
        &statute(&[FERRY, TOLL, BOAT]),
        &statute(&[
            "渡船每日开行六班,遇大霧停航,由船长决定。",
            "过渡者按人交付船资，牲畜 加倍，儿童免收。",
            "船只每年春季上岸检修，漆其底、换其缆，记入船簿。",
        ]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 ~ art1 '[，|,] '[雾|霧] '[，|,]",
            "art2 ~ art2 '[加| 加]",
            "art3 ~ art3 '[，|、]",
        ],
    );
    // So is the same number in another width.
    check(
        &statute(&["船上须备：\n\n(一)长篙；\n\n(二)铜锣。\n\n前款第(二)项由乡配给。"]),
        &statute(&["船上须备：\n\n（一）长篙；\n\n（二）铜锣。\n\n前款第（二）项由乡配给。"]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 ~ art1 '[(一)|（一）] '[(二)|（二）] '[前款第(二)项|前款第（二）项]",
        ],
    );
    // A paragraph more is another form; where a source breaks its lines is none.
    check(
        &statute(&["渡船每日开行六班。遇大雾停航，由船长决定。"]),
        &statute(&["渡船每日开行六班。\n\n遇大雾停航，由船长决定。"]),
        &["渡口管理办法 = 渡口管理办法", "art1 ~ art1 '[|\n\n]"],
    );
    check(
        &statute(&["渡船每日开行六班，遇大雾\n停航，由船长决定。", TOLL]),
        &statute(&[FERRY, TOLL]),
        &["渡口管理办法 = 渡口管理办法", "art1 = art1", "art2 = art2"],
    );
}

#[test]
fn of_two_that_are_as_like_and_as_near_the_one_with_the_same_number_is_it() {
    let old = statute(&[BOAT, "渡口由县管理，渡船由乡管理。"]);
    let inserted = format!("第一条之一　{NIGHT}");
    let new = statute(&[
        "渡口由县管理，渡船由镇管理。",
        "渡口由县管理，渡船由村管理。",
    ]);
    check(
        &old,
        &new.replace("第二条", &format!("{inserted}\n\n第二条")),
        &[
            "渡口管理办法 = 渡口管理办法",
            "+ art1",
            "+ art1-1",
            "art1 -",
            "art2 ~ art2 [乡|村]",
        ],
    );
}

#[test]
fn what_was_moved_is_found() {
    check(
        &statute(&[FERRY, TOLL, BOAT, NIGHT]),
        &statute(&[NIGHT, FERRY, TOLL, BOAT]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art4 > art1",
            "art1 = art2",
            "art2 = art3",
            "art3 = art4",
        ],
    );
}

#[test]
fn clauses_that_were_split_or_merged_stand_together() {
    let both = format!("{BOAT}{FERRY}");
    check(
        &statute(&[BOAT, TOLL, FERRY]),
        &statute(&[&both, TOLL]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1+art3 ~ art1",
            "art2 = art2",
        ],
    );
    check(
        &statute(&[&both, TOLL]),
        &statute(&[BOAT, TOLL, FERRY]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 ~ art1+art3",
            "art2 = art2",
        ],
    );
    // Of one that was deleted the words may stand elsewhere too, and did before.
    let long = "渡船每日开行六班，遇大雾停航，由船长决定，并将停航事由记入船簿备查。";
    check(
        &statute(&[FERRY, TOLL, long]),
        &statute(&[TOLL, long]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 -",
            "art2 = art1",
            "art3 = art2",
        ],
    );
}

#[test]
fn between_neighbours_less_likeness_is_enough() {
    let old = "船工须年满十八岁，会水，持有渡口所发木牌。";
    let new = "船工须年满十八岁，会泅水，持有县府核发之铜牌，并购买保险者方得上船。";
    check(
        &statute(&[FERRY, old, TOLL]),
        &statute(&[FERRY, new, TOLL]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 = art1",
            "art2 ~ art2 [|泅] [渡口所发木牌|县府核发之铜牌，并购买保险者方得上船]",
            "art3 = art3",
        ],
    );
    // The beginning of a text is a neighbour too.
    check(
        &format!("{old}\n\n{FERRY}\n"),
        &format!("{new}\n\n{FERRY}\n"),
        &[
            &format!("{old} ~ {new} [|泅] [渡口所发木牌|县府核发之铜牌，并购买保险者方得上船]"),
            &format!("{FERRY} = {FERRY}"),
        ],
    );
    // Elsewhere two so little alike are two.
    let rows = compared(
        &statute(&[FERRY, old, TOLL, BOAT]),
        &statute(&[FERRY, TOLL, BOAT, NIGHT, new]),
    );
    assert!(rows.contains(&"art2 -".to_owned()), "{rows:?}");
}

#[test]
fn of_several_that_are_the_same_each_stays_with_its_neighbours() {
    const SAME: &str = "本章由渡工执行。";
    check(
        &statute(&[FERRY, SAME, TOLL, SAME, NIGHT, SAME]),
        &statute(&[FERRY, SAME, NIGHT, SAME]),
        &[
            "渡口管理办法 = 渡口管理办法",
            "art1 = art1",
            "art2 = art2",
            "art3 -",
            "art4 -",
            "art5 = art3",
            "art6 = art4",
        ],
    );
}

#[test]
fn clauses_outside_of_statutes_are_compared_each_by_its_own_text() {
    let old =
        "# 纪要\n\n一、渡口。渡船破旧。\n\n（一）添船两只。\n\n（二）修理码头。\n\n二、船工。\n";
    let new =
        "# 纪要\n\n一、渡口。渡船破旧。\n\n（一）添船四只。\n\n（二）修理码头。\n\n二、船工。\n";
    check(
        old,
        new,
        &[
            "纪要 = 纪要",
            "1 = 1",
            "1.1 ~ 1.1 [两|四]",
            "1.2 = 1.2",
            "2 = 2",
        ],
    );
    // Without clauses, by paragraphs.
    check(
        "渡口在城东。\n\n河宽三里。\n\n夜里有灯。\n",
        "渡口在城东。\n\n夜里有灯。\n\n灯是红的。\n",
        &[
            "渡口在城东。 = 渡口在城东。",
            "河宽三里。 -",
            "夜里有灯。 = 夜里有灯。",
            "+ 灯是红的。",
        ],
    );
}

#[test]
fn a_heading_is_no_article_however_alike() {
    let text = |first: &str| {
        format!(
            "# 渡口管理办法\n\n## 第一章 {first}\n\n第一条　{TOLL}\n\n## 第二章 罚则\n\n第二条　{FERRY}\n"
        )
    };
    let old = text("渡口在雾天里的职权");
    let new = text("总则").replace(TOLL, "渡口在雾天里依法行使职权。");
    check(
        &old,
        &new,
        &[
            "渡口管理办法 = 渡口管理办法",
            "+ ch1",
            "+ art1",
            "ch1 -",
            "art1 -",
            "ch2 = ch2",
            "art2 = art2",
        ],
    );
}

#[test]
fn nothing_beside_nothing() {
    check("", "", &[]);
    check("", "渡口在城东。\n", &["+ 渡口在城东。"]);
    check("渡口在城东。\n", "", &["渡口在城东。 -"]);
    // A clause of a marker alone.
    check(
        "# 表\n\n第一条\n\n第二条\n",
        "# 表\n\n第一条\n\n第二条\n",
        &["表 = 表", "art1 = art1", "art2 = art2"],
    );
}

/// Pieces and edits of a row say all of its text, in order.
#[test]
fn a_row_is_shown_whole() {
    let old = Text::new(&statute(&[FERRY, TOLL, BOAT]));
    let both = format!("{FERRY}遇雾鸣锣。{BOAT}");
    let new = Text::new(&statute(&[&both, "过渡者按人交付船资，老人儿童免收。"]));
    for row in compare(old.side(), new.side()).rows {
        let text = |side: &Text, passages: &[Passage]| {
            let spans = passages.iter().map(|passage| passage.span);
            spans
                .map(|span| span.of(&side.document.source))
                .collect::<String>()
        };
        let pieces = |side: &Text, pieces: Vec<Vec<Piece>>| {
            let spans = pieces.into_iter().flatten().map(|piece| piece.span);
            spans
                .map(|span| span.of(&side.document.source).to_owned())
                .collect::<String>()
        };
        assert_eq!(pieces(&old, row.old_pieces()), text(&old, &row.old));
        assert_eq!(pieces(&new, row.new_pieces()), text(&new, &row.new));
        let shown = row
            .edits()
            .into_iter()
            .flatten()
            .filter_map(|edit| match edit {
                Edit::Kept(span) | Edit::Inserted(span, _) => Some(span.of(&new.document.source)),
                Edit::Deleted(..) => None,
            });
        assert_eq!(shown.collect::<String>(), text(&new, &row.new));
    }
}

/// However alike all clauses are, the work grows with the length of the texts.
#[test]
fn many_clauses_that_are_the_same_are_compared_in_order() {
    let text = |count: usize, last: &str| {
        let paragraphs = (0..count).map(|_| "渡口无事。\n\n");
        paragraphs.collect::<String>() + last
    };
    let old = Text::new(&text(20_000, "止。\n"));
    let new = Text::new(&text(19_000, "止。\n"));
    let rows = compare(old.side(), new.side()).rows;
    let count = |status| rows.iter().filter(|row| row.status() == status).count();
    assert_eq!(count(Status::Unchanged), 19_001);
    assert_eq!(count(Status::Removed), 1000);
}
