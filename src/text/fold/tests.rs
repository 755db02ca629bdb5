//! What folds to what, and the way back.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::unit::{is_point, is_spaced};
use super::*;

fn narrow(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

#[test]
fn width_case_and_kana_fold_one_character_for_one() {
    assert_eq!(narrow("ＡbＣ１２　：ÄΣ"), "abc12 :äσ");
    assert_eq!(narrow("ﾜﾝｱｦ"), "ワンアヲ");
    assert_eq!(narrow("手工业İ"), "手工业İ");
}

#[test]
fn traditional_forms_and_variants_fold_to_one_character_once() {
    let loosely = |text: &str| text.chars().map(fold_loosely).collect::<String>();
    for (written, folded) in [
        ("中華人民共和國憲法", "中华人民共和国宪法"),
        ("手工業生產合作社", "手工业生产合作社"),
        ("關於農業稅的説明", "关于农业税的说明"),
        ("為了爲了", "为了为了"),
        ("裏裡里\u{f9e9}⾥", "里里里里里"),
        ("覆議、抵牴", "复议、抵抵"),
        ("乾坤、后土、坏、什么、沈阳", "干坤、后土、坏、什么、沈阳"),
        ("経済産業省", "经济产业省"),
        ("ＡＢ㈠", "ab㈠"),
    ] {
        assert_eq!(loosely(written), folded);
    }
    for c in '\0'..=char::MAX {
        let folded = fold_loosely(c);
        assert_eq!(fold_loosely(folded), folded, "{c}");
    }
    let folding = ('\0'..=char::MAX).filter(|c| simplify(*c) != *c);
    assert_eq!(folding.count(), 5614);
}

/// What a text folds to on a rung.
fn folded(text: &str, rung: Rung) -> String {
    let folded = Folded::of(text, rung);
    folded.text().strip_suffix('\n').unwrap().to_owned()
}

#[test]
fn what_the_eye_takes_for_the_same_folds_to_the_same() {
    for (written, expected) in [
        ("ＡbＣ１２：Ä", "abc12:ä"),
        ("ｶﾞﾗｽとﾌﾟﾛ", "ガラスとプロ"),
        ("カ\u{3099}ハ\u{309a}", "ガパ"),
        ("説說说、⾥裏\u{f9e9}", "说说说、里里里"),
        ("㍻元年、㈱甲、ﬁle、㎏", "平成元年、(株)甲、file、kg"),
        ("㋏与￢", "ltd与¬"),
        ("①㈠ⅣⅥ²㋐", "①㈠ⅳⅵ²㋐"),
        ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "한글"),
        ("Tie\u{302}\u{301}ng", "tiếng"),
        (
            "零\u{200b}宽、葛\u{e0100}城、公\u{ad}共",
            "零宽、葛城、公共",
        ),
        ("e\u{200b}\u{301}a", "éa"),
        ("总　则 附\t则", "总则附则"),
        ("期限\n  内", "期限内"),
        ("New \u{a0}York\nCity", "new york city"),
        ("第 15 条 a b", "第15条a b"),
        ("담당 자가 한다", "담당자가한다"),
        ("“甲”「乙」‘丙’'", "\"甲\"\"乙\"'丙''"),
        ("İ ", "i\u{307}"),
    ] {
        assert_eq!(folded(written, Rung::Written), expected, "{written}");
        assert_eq!(fold(written), expected, "{written}");
        let mut joined = String::new();
        units(written, |_, unit| joined.push_str(unit));
        assert_eq!(joined, expected, "{written}");
    }
}

#[test]
fn east_asian_letters_have_no_blanks_between_words() {
    for c in [
        '⺀', '一', '\u{9fff}', '가', '힣', '豈', 'ｦ', '\u{ff9f}', '𠀀', '🌊',
    ] {
        assert!(!is_spaced(c), "{c}");
    }
    assert!(['a', 'я', '1', '１'].into_iter().all(is_spaced));
}

#[test]
fn the_last_rung_passes_over_points_but_not_within_numbers_and_words() {
    for (written, expected) in [
        ("一時，佛在。「善哉！」", "一时佛在善哉"),
        ("3.10 元，3.5", "3.10元3.5"),
        ("a.b, c——d", "a.b c——d"),
        ("第1、2条", "第1、2条"),
        ("甲……乙", "甲乙"),
        ("1+1=2，甲|乙", "1+1=2甲|乙"),
        ("，。", ""),
    ] {
        assert_eq!(folded(written, Rung::Unpointed), expected, "{written}");
    }
}

#[test]
fn the_exact_rung_joins_lines_and_folds_nothing_that_is_seen() {
    for (written, expected) in [
        ("說，Ａ　b", "說，Ａ　b"),
        ("期限\n　内，two \n words", "期限内，two words"),
        ("⼈\u{200b}们", "人们"),
    ] {
        assert_eq!(folded(written, Rung::Exact), expected, "{written}");
    }
}

#[test]
fn each_character_folds_once() {
    for c in '\0'..=char::MAX {
        let once = fold(&c.to_string());
        assert_eq!(fold(&once), once, "{c:?}");
        // Blanks fold to nothing here: no character brings one.
        assert!(!once.contains(char::is_whitespace), "{c:?}");
        if !c.is_whitespace() && c.nfd().nfc().eq([c]) && !unit::is_invisible(c) {
            let decomposed: String = c.nfd().collect();
            assert_eq!(fold(&decomposed), once, "{c:?}");
        }
    }
}

#[test]
fn points_are_punctuation() {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let is_punctuation = |c: char| {
        matches!(
            categories.get(c),
            GeneralCategory::ConnectorPunctuation
                | GeneralCategory::DashPunctuation
                | GeneralCategory::OpenPunctuation
                | GeneralCategory::ClosePunctuation
                | GeneralCategory::InitialPunctuation
                | GeneralCategory::FinalPunctuation
                | GeneralCategory::OtherPunctuation
        )
    };
    let (latin, general) = ('\0'..='\u{ff}', '\u{2000}'..='\u{206f}');
    let (east_asian, forms) = ('\u{3000}'..='\u{312f}', '\u{fe10}'..='\u{ffff}');
    for c in latin.chain(general).chain(east_asian).chain(forms) {
        let is_dash = matches!(c, '~' | '～');
        assert_eq!(is_point(c), is_punctuation(c) || is_dash, "{c:?}");
    }
}

#[test]
fn the_way_back_leads_to_whole_clusters_and_past_what_is_hidden() {
    let text = "甲東（とう）京（きょう）の町";
    let hidden: Vec<Hidden> = ["（とう）", "（きょう）"]
        .map(|words| {
            let at = text.find(words).unwrap();
            Hidden::from(Span::new(at, at + words.len()))
        })
        .into();
    let whole = std::iter::once(Span::new(0, text.len()));
    let folded = Folded::new(text, whole, &hidden, Rung::Written);
    assert_eq!(folded.text(), "甲东京の町\n");
    let mut way = folded.way_back(text, &hidden);
    assert_eq!(way.span(3..12).of(text), "東（とう）京（きょう）の");
    assert_eq!(way.span(3..6).of(text), "東");
    let text = "公元㍻元年，葛\u{e0100}城";
    let folded = Folded::of(text, Rung::Written);
    let at = folded.text().find("成").unwrap();
    let mut way = folded.way_back(text, &[]);
    assert_eq!(way.span(at..at + 3).of(text), "㍻");
    let at = folded.text().find("葛").unwrap();
    assert_eq!(way.span(at..at + 3).of(text), "葛\u{e0100}");
}

/// The folding once more, slow and plain: all at once, over the whole text.
fn slowly(text: &str, hidden: &[Hidden], rung: Rung) -> String {
    let is_seen = |(at, c): &(usize, char)| {
        !hidden.iter().any(|hidden| hidden.span.contains(*at)) && !unit::is_invisible(*c)
    };
    let seen: String = text
        .char_indices()
        .filter(is_seen)
        .map(|(_, c)| c)
        .collect();
    let one = |c: char| fold(&c.to_string());
    let is_gap = |c: char| c.is_whitespace() || rung == Rung::Unpointed && is_point(c);
    let characters: Vec<char> = seen.chars().collect();
    let is_spaced = |c: Option<&char>| {
        c.is_some_and(|c| c.is_alphanumeric() && !"一說裏葛业甲ガｶ한".contains(*c))
    };
    let mut slow = String::new();
    let mut at = 0;
    while let Some(c) = characters.get(at) {
        if !is_gap(*c) {
            let is_kept = |c: &char| rung == Rung::Written || !is_point(*c);
            slow.extend(one(*c).chars().filter(is_kept));
            at += 1;
            continue;
        }
        let mut end = at;
        while characters.get(end).is_some_and(|c| is_gap(*c)) {
            end += 1;
        }
        let gap = &characters[at..end];
        let before = at.checked_sub(1).and_then(|at| characters.get(at));
        if is_spaced(before) && is_spaced(characters.get(end)) {
            if gap.iter().any(|c| c.is_whitespace()) {
                slow.push(' ');
            } else {
                for c in gap {
                    slow += &one(*c);
                }
            }
        }
        at = end;
    }
    slow.nfc().collect()
}

proptest! {
    #[test]
    fn folding_agrees_with_a_slow_one(
        pieces in prop::collection::vec(
            ("[一說裏葛业a-cＡéÄİ1３,，。“「 \n\u{3000}\u{200b}\u{e0100}\u{ad}ガｶ㍻㈱ﬁ①한👩.()]{0,6}", any::<bool>()),
            0..12,
        ),
        long in any::<bool>(),
    ) {
        let mut text = if long { "甲业".repeat(700) } else { String::new() };
        let mut hidden = Vec::new();
        for (piece, is_hidden) in &pieces {
            let start = text.len();
            text += piece;
            if *is_hidden && !piece.is_empty() {
                hidden.push(Hidden::from(Span::new(start, text.len())));
            }
        }
        for rung in [Rung::Written, Rung::Unpointed] {
            let whole = Span::new(0, text.len());
            let folded = Folded::new(&text, std::iter::once(whole), &hidden, rung);
            let own = folded.text().strip_suffix('\n').unwrap();
            prop_assert_eq!(own, slowly(&text, &hidden, rung));
            let twice = Folded::of(own, rung);
            prop_assert_eq!(twice.text(), folded.text());
            // In order, and out of it: the same places.
            let mut way = folded.way_back(&text, &hidden);
            let last = own.chars().count().saturating_sub(40);
            for (at, c) in own.char_indices().skip(last) {
                let range = at..at + c.len_utf8();
                let span = way.span(range.clone());
                prop_assert_eq!(span, folded.way_back(&text, &hidden).span(range));
                let part = Folded::new(&text, std::iter::once(span), &hidden, rung);
                prop_assert!(span.is_empty() || part.text().contains(c) || part.text() == "\n");
            }
        }
    }

    #[test]
    fn the_way_back_keeps_clusters_whole(text in "(\\PC|[가각\u{1100}\u{1161}\u{11a8}e\u{301}カ\u{3099}👩\u{200d}🌾\u{fe0f}\u{e0100}葛\r\n 说ﬁ]){0,40}") {
        let mut borders: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        borders.push(text.len());
        let folded = Folded::of(&text, Rung::Written);
        let mut way = folded.way_back(&text, &[]);
        for (at, c) in folded.text().char_indices().filter(|(_, c)| *c != '\n') {
            let span = way.span(at..at + c.len_utf8());
            prop_assert!(!span.is_empty());
            prop_assert!(borders.contains(&span.start) && borders.contains(&span.end), "{span:?}");
        }
    }
}
