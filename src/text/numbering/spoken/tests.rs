//! Places as they stand in texts and as people type them.

use super::{Level, Numbering, Place};

fn written(place: &Place) -> String {
    let components = place.components.iter().map(|component| {
        let counts = component.counts.iter().map(|count| {
            let range = if count.is_range { ".." } else { "" };
            format!("{range}{}{}", count.number, count.insertion)
        });
        let level = match component.unit.level {
            Level::Item(depth) => format!("Item{depth}"),
            level => format!("{level:?}"),
        };
        format!("{level} {}", counts.collect::<Vec<_>>().join(","))
    });
    components.collect::<Vec<_>>().join(" ")
}

/// `expected` are the components and what is left of the text.
fn check(tradition: &str, text: &str, expected: &str) {
    let numbering = Numbering::standard();
    let mut named = numbering.traditions().iter();
    let tradition = named.find(|own| own.name == tradition).unwrap();
    let found = tradition.typed(text).map_or_else(
        || "-".to_owned(),
        |place| {
            format!(
                "{} | {}",
                written(&place),
                text.get(place.length..).unwrap()
            )
        },
    );
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_text_leaves_no_openings_out() {
    let mut traditions = Numbering::standard().traditions().iter();
    let japan = traditions.find(|own| own.name == "japan").unwrap();
    let place = |text| japan.place(text).map(|place| written(&place));
    let article = Some("Article 709 Paragraph 1".to_owned());
    assert_eq!(place("第七百九条第一項の"), article);
    assert_eq!(place("709条1項"), None);
    assert_eq!(
        japan.typed("709条1項").map(|place| written(&place)),
        article
    );
}

#[test]
fn places_are_read_in_the_order_of_their_tradition() {
    for (tradition, text, expected) in [
        (
            "mainland",
            "第二条第一款第（三）项的",
            "Article 2 Paragraph 1 Item1 3 | 的",
        ),
        ("mainland", "第二条的第一项", "Article 2 Item1 1 | "),
        (
            "mainland",
            "第二条（三）、（四）项的",
            "Article 2 Item1 3,4 | 的",
        ),
        (
            "mainland",
            "第2条第3款(b)项",
            "Article 2 Paragraph 3 Item1 2 | ",
        ),
        (
            "mainland",
            "第2条第1(b)和(c)款，",
            "Article 2 Paragraph 1 Item1 2,3 | ，",
        ),
        ("mainland", "第2条（草案）", "Article 2 | （草案）"),
        (
            "mainland",
            "第二条第（一）、（三）项",
            "Article 2 Item1 1,3 | ",
        ),
        ("mainland", "第一至十项", "Item1 1,..10 | "),
        ("mainland", "第十七条之一", "Article 17-1 | "),
        ("mainland", "附表2", "Schedule 2 | "),
        ("mainland", "第三条线", "-"),
        ("mainland", "第一项目", "-"),
        ("mainland", "第二款第一条", "Paragraph 2 | 第一条"),
        (
            "taiwan",
            "第184條第1項第2款第1目",
            "Article 184 Paragraph 1 Item1 2 Item2 1 | ",
        ),
        ("taiwan", "§184", "Article 184 | "),
        ("taiwan", "第185條之1", "Article 185-1 | "),
        ("taiwan", "185-1條", "Article 185-1 | "),
        ("taiwan", "第四點之一", "Item0 4-1 | "),
        ("japan", "709条1項3号", "Article 709 Paragraph 1 Item1 3 | "),
        (
            "japan",
            "第百五条の二の二第三項",
            "Article 105-2-2 Paragraph 3 | ",
        ),
        (
            "korea",
            "제6조의3제1항제2호나목",
            "Article 6-3 Paragraph 1 Item1 2 Item2 2 | ",
        ),
        ("korea", "3조 2항", "Article 3 Paragraph 2 | "),
        (
            "vietnam",
            "điểm đ khoản 2 Điều 5 của",
            "Article 5 Paragraph 2 Item1 4-1 |  của",
        ),
        (
            "vietnam",
            "Điều 2 khoản 1 điểm a",
            "Article 2 Paragraph 1 Item1 1 | ",
        ),
        (
            "hong kong",
            "第2(2)(b)(i)條",
            "Article 2 Paragraph 2 Item1 2 Item2 1 | ",
        ),
        ("hong kong", "第2A條", "Article 2-1 | "),
        ("hong kong", "附表1第2條", "Schedule 1 Article 2 | "),
        (
            "english",
            "section 5(1)(a) of",
            "Section 5 Paragraph 1 Item1 1 |  of",
        ),
        ("english", "Article IV of", "Article 4 |  of"),
        ("standards", "附录A", "Annex 1 | "),
    ] {
        check(tradition, text, expected);
    }
}

#[test]
fn a_place_of_another_tradition_is_understood_too() {
    let numbering = Numbering::standard();
    let mainland = numbering.tradition("");
    let place = numbering.typed(mainland, "khoản 2 Điều 3").unwrap();
    assert_eq!(written(&place), "Article 3 Paragraph 2");
    assert!(numbering.typed(mainland, "甲乙").is_none());
}

#[test]
fn a_document_is_named_before_a_place_in_it() {
    let numbering = Numbering::standard();
    for (typed, name, place) in [
        ("民法典第184條第1項", "民法典", "第184條第1項"),
        ("会社法 362条4項", "会社法", "362条4項"),
        ("民法 제3조", "民法", "제3조"),
    ] {
        assert_eq!(numbering.named_place(typed), Some((name, place)));
    }
    assert_eq!(numbering.named_place("手工业"), None);
    assert_eq!(numbering.named_place("第三条"), None);
}
