//! The table: which unit a line opens with, and which tradition a text shows.

use super::{Level, Numbering};

/// `expected` is `Level number[-insertion] label`, or `-` for no named unit.
fn check(text: &str, expected: &str) {
    let found = Numbering::standard().heading(text).map_or_else(
        || "-".to_owned(),
        |named| {
            let label = text.get(..named.length).unwrap();
            format!(
                "{:?} {}{} {label}",
                named.unit.level, named.number, named.insertion
            )
        },
    );
    assert_eq!(found, expected, "{text}");
}

#[test]
fn units_are_read_with_their_numbers() {
    for (text, expected) in [
        ("第百五条の二の三　特許", "Article 105-2-3 第百五条の二の三"),
        ("第 1-1 條", "Article 1-1 第 1-1 條"),
        ("第百二回 某某", "Chapter 102 第百二回"),
        ("제6조의3(갱신)", "Article 6-3 제6조의3"),
        ("Điều 12. Phạm vi", "Article 12 Điều 12"),
        ("CHƯƠNG IV", "Chapter 4 CHƯƠNG IV"),
        ("Section 2A. Short", "Section 2-1 Section 2A"),
        ("附　录　B", "Annex 2 附　录　B"),
        ("別表第三（第四条関係）", "Schedule 3 別表第三"),
        ("附图二", "Figure 2 附图二"),
        ("附录", "Annex 0 附录"),
        ("卷之十", "Part 10 卷之十"),
        ("第三款", "Article 3 第三款"),
        ("第二項", "-"),
        ("第一-一章", "-"),
        ("Sections", "-"),
        ("第", "-"),
        ("", "-"),
    ] {
        check(text, expected);
    }
}

#[test]
fn the_tradition_of_a_text_shows_in_its_words() {
    let tradition = |text: &str| Numbering::standard().tradition(text).name;
    for (text, expected) in [
        ("", "mainland"),
        ("本法自公布之日起施行。", "mainland"),
        // Traditional characters alone make no Taiwanese law, nor does 前款 a mainland one.
        (
            "第二條　違反前款規定的，責令改正。\n有下列行為之一的，處罰款：\n（一）甲；\n（二）乙。",
            "mainland",
        ),
        (
            "第 5 條\n有下列情形之一者，處罰鍰：\n一、甲。\n二、依前款規定。\n前項情形，準用之。",
            "taiwan",
        ),
        ("一、為辦理獎勵，特訂定本要點。", "taiwan"),
        ("第一条　この法律の規定は、次に掲げる者とする。", "japan"),
        ("제1조(목적) 이 법은 정한다.", "korea"),
        ("Điều 1. Phạm vi\n1. Theo khoản 2 Điều 5.", "vietnam"),
        ("1. 簡稱\n(1) 本條例可引稱為《某某條例》。", "hong kong"),
        (
            "1. Short title\nThis Act may be cited. See subsection (2).",
            "english",
        ),
        ("某記\n\n第一章\n\n1 起初有水。\n2 後來有山。", "scripture"),
        ("2　规范性引用文件\n本文件适用于甲。", "standards"),
    ] {
        assert_eq!(tradition(text), expected, "{text}");
    }
}

#[test]
fn every_tradition_ranks_its_units() {
    for tradition in Numbering::standard().traditions() {
        let prints = |level| tradition.unit(level).is_some_and(|unit| !unit.heads);
        assert!(!prints(Level::Chapter), "{}", tradition.name);
        for unit in tradition.units {
            let words = unit.before.iter().chain(unit.behind);
            for word in words {
                let small: String = word.chars().map(crate::text::fold::fold_char).collect();
                assert_eq!(small, *word, "{}", tradition.name);
            }
        }
    }
}
