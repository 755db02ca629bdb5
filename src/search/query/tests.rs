//! What is read from what is typed, and what is wrong with it.

use super::*;

/// A query once more, in the shortest notation.
fn told(query: &Query) -> String {
    let word = |word: &Word| match word {
        Word::Plain(word) => word.clone(),
        Word::Literal(word) => format!("“{word}”"),
        Word::Pattern(pattern) => format!("/{pattern}/"),
        Word::Pinyin(letters) => format!("py:{letters}"),
    };
    let choice = |choice: &Choice| choice.0.iter().map(word).collect::<Vec<_>>().join("|");
    let near = |near: &Near| {
        let others = near.others.iter().map(|own| {
            let sign = if own.is_ordered { '>' } else { '~' };
            format!("{sign}{}{}", own.within, choice(&own.choice))
        });
        choice(&near.first) + &others.collect::<String>()
    };
    let terms = query.terms.iter().map(near);
    let without = query.without.iter().map(|own| format!("-{}", near(own)));
    let notes = query.notes.iter().map(|own| format!("注:{}", near(own)));
    let annotations = query.annotations.iter().map(|own| format!("批注:{own}"));
    let filters = query.filters.iter().map(|own| format!("{own:?}"));
    let all = terms
        .chain(without)
        .chain(notes)
        .chain(annotations)
        .chain(filters);
    all.collect::<Vec<_>>().join(" & ")
}

#[test]
fn the_day_of_an_edition_is_read_in_both_languages() {
    for (typed, expected) in [
        ("渡船 at:2019-06", Some("2019-06")),
        ("施行：2019年6月1日 渡船", Some("2019-06-01")),
        ("渡船 at: 木桥", None),
        ("at 渡船", None),
    ] {
        let query = Query::parse(typed, &saved).unwrap();
        let day = query.in_force.map(|day| day.to_string());
        assert_eq!(day.as_deref(), expected, "{typed}");
    }
}

fn saved(name: &str) -> Option<String> {
    let saved = match name {
        "船" => "渡船|木船 -帆船",
        "圆" => "圆 @圆",
        "坏" => "甲 /(/",
        _ => return None,
    };
    Some(saved.to_owned())
}

fn check(typed: &str, expected: &str) {
    let query = Query::parse(typed, &saved);
    let query = query.unwrap_or_else(|wrong| panic!("{typed}: {wrong:?}"));
    assert_eq!(told(&query), expected, "{typed}");
}

#[test]
fn words_and_their_signs_are_read() {
    for (typed, expected) in [
        ("渡船", "渡船"),
        ("  渡船\u{3000}木桥 ", "渡船 & 木桥"),
        ("渡船|木桥", "渡船|木桥"),
        ("渡船 | 木桥 石桥", "渡船|木桥 & 石桥"),
        ("渡船 -木桥", "渡船 & -木桥"),
        ("-木桥 渡船", "渡船 & -木桥"),
        ("渡船 -\"木 桥\"|石桥", "渡船 & -“木 桥”|石桥"),
        ("\"渡 船\"", "“渡 船”"),
        ("=發 =說|说", "“發” & “說”|说"),
        ("渡船 ~10 木桥", "渡船~10木桥"),
        ("渡船 >3 木桥|石桥 ~2 竹筏", "渡船>3木桥|石桥~2竹筏"),
        ("渡船 ～10 木桥", "渡船~10木桥"),
        ("渡?船 爱*不爱", "渡?船 & 爱*不爱"),
        ("/渡.{1,3}船/ 木桥", "/渡.{1,3}船/ & 木桥"),
        (r"/a\/b c/|木桥", r"/a\/b c/|木桥"),
        ("/渡/船/", "/渡/船/"),
        ("py:duchuan 拼音:mu'qiao", "py:duchuan & py:muqiao"),
        ("注:木桥 渡船", "渡船 & 注:木桥"),
        ("note:\"木 桥\"|石桥", "注:“木 桥”|石桥"),
        ("批注:不明 渡船", "渡船 & 批注:不明"),
        ("@船", "渡船|木船 & -帆船"),
        ("石桥 @船", "石桥 & 渡船|木船 & -帆船"),
        ("渡船 标题:规程", "渡船 & Title(\"规程\")"),
        ("渡船 -tag:农業", "渡船 & Not(Tag(\"农业\"))"),
        ("渡船 作者:\"某 甲\"", "渡船 & Author(\"某甲\")"),
        ("渡船 in:甲/乙 tag:", "渡船 & Folder(\"甲/乙\")"),
    ] {
        check(typed, expected);
    }
}

#[test]
fn signs_that_mean_nothing_where_they_stand_are_looked_for() {
    for typed in [
        "a.b",
        r"\d+",
        "渡船-木桥",
        "-",
        "甲=乙",
        "=",
        "~",
        ">",
        "~十",
        "甲~10",
        "@",
        "甲@乙",
        "“渡船”",
        "it's",
        "渡船？",
        "称\"试验\"是",
        "http://甲",
        "乙:丙",
        "1/2",
        "#",
    ] {
        check(typed, typed);
    }
}

#[test]
fn a_blank_between_letters_belongs_to_the_word() {
    check("New York", "New York");
    check("quy phạm pháp", "quy phạm pháp");
    check("Quy pha\u{323}m Ａ b", "Quy pha\u{323}m Ａ b");
    check("New York 5 a", "New York & 5 & a");
    check("乙 New  York 甲", "乙 & New  York & 甲");
    check("New York tag:a", "New York & Tag(\"a\")");
    check("New|Old York", "New|Old York");
    check("담당 자", "담당 & 자");
    check("py:du chuan 甲", "py:duchuan & 甲");
}

#[test]
fn a_mistake_is_told_with_its_place() {
    for (typed, name, words) in [
        ("", "nothing", ""),
        ("  ", "nothing", "  "),
        ("-渡船", "nothing", "-渡船"),
        ("标题:", "nothing", "标题:"),
        ("标题:规程 -渡船", "nothing", "标题:规程 -渡船"),
        ("甲 \"\"", "nothing", "\"\""),
        ("甲 \"乙", "unclosed", "\"乙"),
        ("甲 /乙", "unclosed", "/乙"),
        ("/etc/passwd", "unclosed", "/etc/passwd"),
        ("甲 /(乙/ 丙", "pattern", "/(乙/"),
        ("甲 ~10", "distance", "~10"),
        ("~10 甲", "distance", "~10"),
        ("甲 ~10 ~10 乙", "distance", "~10"),
        ("甲 ~1001 乙", "distance", "~1001 "),
        (
            "甲 >99999999999999999999 乙",
            "distance",
            ">99999999999999999999 ",
        ),
        ("甲|", "alternative", "|"),
        ("|甲", "alternative", "|"),
        ("甲 || 乙", "alternative", "|"),
        ("甲 ?", "wild", "?"),
        ("*?*", "wild", "*?*"),
        ("py:手工", "pinyin", "py:手工"),
        ("甲 日期:昨天", "date", "昨天"),
        ("甲 at:明天", "date", "明天"),
        ("甲 -at:2019", "nothing", "2019"),
        ("甲 @无", "saved", "@无"),
        ("甲 @圆", "saved", "@圆"),
        ("@坏", "pattern", "@坏"),
    ] {
        let wrong = Query::parse(typed, &saved).unwrap_err();
        let found = (wrong.what.name(), wrong.place.of(typed));
        assert_eq!(found, (name, words), "{typed}");
    }
    let long = "渡".repeat(LONGEST);
    assert_eq!(
        Query::parse(&long, &saved).unwrap_err().what,
        Mistake::TooLong
    );
}
