use std::collections::BTreeMap;

use serde::Deserialize;

use super::opencc::{self, FROM_HONG_KONG, SIMPLIFIED, TRADITIONAL_PHRASES, Way};
use super::*;
use crate::text::Ambiguous;
use crate::text::width::columns;

/// Two configurations that no text is shown by.
static T2S: Way = Way {
    parts: None,
    chain: &[&SIMPLIFIED],
};
static HK2S: Way = Way {
    parts: Some(&TRADITIONAL_PHRASES),
    chain: &[&FROM_HONG_KONG, &SIMPLIFIED],
};

/// OpenCC's own test cases, see the notice beside them.
const CASES: &str = include_str!("../../../tests/opencc/testcases.json");

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    input: String,
    expected: BTreeMap<String, String>,
}

fn cases() -> Vec<Case> {
    // OpenCC's reader takes a comma behind the last field.
    let commas = regex::Regex::new(r",(\s*[}\]])").unwrap();
    let cases: Cases = serde_json::from_str(&commas.replace_all(CASES, "$1")).unwrap();
    cases.cases
}

#[test]
fn opencc_s_own_cases_are_converted_as_it_converts_them() {
    let ways: [(&str, &Way); 10] = [
        ("s2t", &opencc::S2T),
        ("t2s", &T2S),
        ("s2tw", &opencc::S2TW),
        ("tw2s", &opencc::TW2S),
        ("s2hk", &opencc::S2HK),
        ("hk2s", &HK2S),
        ("t2tw", &opencc::T2TW),
        ("tw2t", &opencc::TW2T),
        ("t2hk", &opencc::T2HK),
        ("hk2t", &opencc::HK2T),
    ];
    // The others change regional words (s2twp), or are Japanese.
    let others = ["s2twp", "tw2sp", "s2hkp", "hk2sp", "t2jp", "jp2t"];
    let mut checked = 0;
    for case in cases() {
        for (name, expected) in &case.expected {
            match ways.iter().find(|(own, _)| own == name) {
                Some((_, way)) => {
                    assert_eq!(way.convert(&case.input), *expected, "{name} {}", case.input);
                    checked += 1;
                }
                None => assert!(others.contains(&name.as_str()), "{name}"),
            }
        }
    }
    assert_eq!(checked, 391);
}

#[test]
fn each_character_becomes_one_as_wide() {
    let columns = |c: char| columns(c.encode_utf8(&mut [0; 4]), Ambiguous::Narrow);
    let mut words = 0;
    let lines = opencc::FILES.lines();
    for (word, becomes) in lines.filter_map(|line| line.split_once('\t')) {
        words += 1;
        for one in becomes.split(' ') {
            assert_eq!(one.chars().count(), word.chars().count(), "{word} {one}");
            for (own, other) in word.chars().zip(one.chars()) {
                assert_eq!(columns(own), columns(other), "{word} {one}");
            }
        }
    }
    // As many as the files of OpenCC 1.4.2 have.
    assert_eq!(words, 62_272);
}

#[test]
fn a_passage_tells_what_it_is_written_in() {
    for (passage, native) in [
        ("凡发现脱页者，应当报告。", Some(Native::Simplified)),
        ("凡發現脫頁者，應當報告。", Some(Native::Traditional)),
        ("皇后以「龍龕」为书名，发行", Some(Native::Simplified)),
        // What both have, and as much of one as of the other.
        ("子曰：由也！", None),
        ("書、书", None),
        ("", None),
        ("図書館は、資料を収集する。", Some(Native::Foreign)),
        ("圖書館은 資料를 收集한다.", Some(Native::Foreign)),
        (
            "日语的“の”是一个助词，从前写作“乃”，见于各种书籍。",
            Some(Native::Simplified),
        ),
    ] {
        assert_eq!(Native::of(passage), native, "{passage}");
    }
}

#[test]
fn a_passage_is_shown_by_what_it_is_written_in() {
    use Script::{HongKong, Original, Simplified, Taiwan, Traditional};
    let simplified = "皇后头发，以后在线上说明里面";
    let traditional = "皇后頭髮，以後在線上說明裏面";
    let taiwan = "皇后頭髮，以後在線上說明裡面";
    let hong_kong = "皇后頭髮，以後在線上説明裏面";
    let check = |passage: &str, native, script: Script, shown: &str| {
        assert_eq!(
            script.convert(passage, native),
            shown,
            "{passage} {script:?}"
        );
    };
    for (script, shown) in [
        (Original, simplified),
        (Simplified, simplified),
        (Traditional, traditional),
        (Taiwan, taiwan),
        (HongKong, hong_kong),
    ] {
        check(simplified, Native::Simplified, script, shown);
    }
    for passage in [traditional, taiwan, hong_kong] {
        for (script, shown) in [
            (Original, passage),
            (Simplified, simplified),
            (Traditional, passage),
            (Taiwan, taiwan),
            (HongKong, hong_kong),
        ] {
            check(passage, Native::Traditional, script, shown);
        }
    }
    check("発行", Native::Foreign, Traditional, "発行");
    // Regional words stay: they have other lengths.
    check("软件", Native::Simplified, Taiwan, "軟件");
    // Names that a character for a character would change.
    check(
        "余以為干戈未息",
        Native::Traditional,
        Traditional,
        "余以為干戈未息",
    );
}

#[test]
fn one_key_goes_through_all_that_is_set() {
    use Script::{HongKong, Original, Simplified, Taiwan, Traditional};
    for (set, third) in [
        (Original, Traditional),
        (Simplified, Traditional),
        (Traditional, Traditional),
        (Taiwan, Taiwan),
        (HongKong, HongKong),
    ] {
        let mut script = Original;
        for expected in [Simplified, third, Original] {
            script = script.next(set);
            assert_eq!(script, expected, "{set:?}");
        }
    }
}
