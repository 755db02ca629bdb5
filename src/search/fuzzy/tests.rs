//! Tests of fuzzy matching: what matches, which characters, what comes first.

use super::*;

fn check(query: &str, text: &str, expected: Option<&[usize]>) {
    let fuzzy = Fuzzy::typed(query);
    let found = fuzzy.find(text);
    assert_eq!(
        found.as_ref().map(|m| m.characters.as_slice()),
        expected,
        "{query} in {text}"
    );
    let scored = fuzzy.score(text, &mut Scratch::default());
    assert_eq!(scored, found.map(|m| m.score), "{query} in {text}");
    // The prefilter lets everything through that matches.
    assert!(
        scored.is_none() || fuzzy.may_match(Key::new(text)),
        "{query} in {text}"
    );
}

#[test]
fn every_term_must_match_and_the_matched_characters_are_those_of_the_text() {
    check("手工 1955", "1955年手工业指示", Some(&[0, 1, 2, 3, 5, 6]));
    check("手业", "手工业", Some(&[0, 2]));
    check("商业", "手工业", None);
    check("手工\u{3000}商业", "手工业", None);
    check("", "手工业", Some(&[]));
}

#[test]
fn writing_width_case_and_readings_fold() {
    check("手工業", "手工业", Some(&[0, 1, 2]));
    check("手工业", "手工業", Some(&[0, 1, 2]));
    check("ABC １", "ａｂｃ1", Some(&[0, 1, 2, 3]));
    check("sgy", "关于手工業的指示", Some(&[2, 3, 4]));
    check("手g业", "关于手工業的指示", Some(&[2, 3, 4]));
    check("sgy zs", "关于手工業的指示", Some(&[2, 3, 4, 6, 7]));
    check("cq", "重庆市委", Some(&[0, 1]));
    check("nvren", "女人", Some(&[0, 1]));
    check("xyz", "手工业", None);
}

#[test]
fn a_match_tells_what_it_took() {
    let by = |query, text| Fuzzy::typed(query).find(text).map(|found| found.by);
    assert_eq!(by("手工业", "手工业"), Some(By::Writing));
    assert_eq!(by("ａ", "A"), Some(By::Writing));
    assert_eq!(by("手工業", "手工业"), Some(By::Variant));
    assert_eq!(by("sgy", "手工业"), Some(By::Reading));
    assert_eq!(by("sgy", "SGY报告"), Some(By::Writing));
    assert_eq!(by("", "手工业"), Some(By::Writing));
}

fn order(query: &str, texts: &[&str]) -> Vec<usize> {
    let fuzzy = Fuzzy::typed(query);
    let mut scored: Vec<_> = texts
        .iter()
        .enumerate()
        .filter_map(|(index, text)| Some((-fuzzy.score(text, &mut Scratch::default())?, index)))
        .collect();
    scored.sort_unstable();
    scored.into_iter().map(|(_, index)| index).collect()
}

#[test]
fn the_whole_text_comes_before_each_that_goes_on() {
    let longer: Vec<String> = (0..9)
        .map(|more| format!("渡口法{}", "则".repeat(more)))
        .collect();
    let texts: Vec<&str> = longer.iter().rev().map(String::as_str).collect();
    assert_eq!(order("渡口法", &texts), [8, 7, 6, 5, 4, 3, 2, 1, 0]);
    assert_eq!(order("dukoufa", &texts), [8, 7, 6, 5, 4, 3, 2, 1, 0]);
    // Also before one that has it behind an opening mark.
    assert_eq!(order("渡口法", &["《渡口法》", "渡口法"]), [1, 0]);
}

#[test]
fn a_run_comes_before_scattered_characters_and_short_before_long() {
    let texts = ["手里的工作", "关于手工业的长长的长长的题目", "手工业"];
    assert_eq!(order("手工", &texts), [2, 1, 0]);
    // As it is written before as it is read.
    assert_eq!(order("sgy", &["手工业", "SGY"]), [1, 0]);
    assert_eq!(
        order("sgy", &["时光与远方", "三个月", "手里的工作业绩"]).last(),
        Some(&2)
    );
}
