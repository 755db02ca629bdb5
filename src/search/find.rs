//! Finding in one document: folded, across line breaks; hits are spans of the source.

use std::sync::OnceLock;

use memchr::memmem;

use crate::document::Document;
use crate::text::Span;
use crate::text::fold::{Folded, Hidden, Rung};

/// A document's readable text, folded once for many searches.
#[derive(Clone, Debug, Default)]
pub struct Findable {
    /// By rung.
    forms: [OnceLock<Form>; Rung::COUNT],
}

/// The matches of a search, in text order; none overlaps another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The places in the source.
    pub spans: Vec<Span>,
    /// How much had to be folded for them.
    pub rung: Rung,
}

/// The rungs on which words are looked for, one after the other.
const LADDER: &[Rung] = &[Rung::Written, Rung::Unpointed];

/// The words in what was typed, and the rungs on which they are looked for, the next only where
/// there is nothing on the one before. Words in quotation marks (`"…"`) are looked for as they
/// stand.
fn rungs(typed: &str) -> (&str, &'static [Rung]) {
    let typed = typed.trim();
    let quoted = typed.strip_prefix('"');
    match quoted.and_then(|rest| rest.strip_suffix('"')) {
        Some(words) if !words.is_empty() => (words, &[Rung::Exact]),
        _ => (typed, LADDER),
    }
}

/// The text on one rung.
#[derive(Clone, Debug)]
struct Form {
    folded: Folded,
    hidden: Vec<Hidden>,
}

impl Findable {
    /// Folds the blocks of a document that are read. Only what every search needs: the other rungs
    /// when they are first asked for.
    pub fn new(document: &Document) -> Self {
        let findable = Self::default();
        findable.form(document, Rung::Written);
        findable
    }

    /// All matches of what was typed, on the first of its `rungs` that has any. `document` must
    /// be the one passed to [`Self::new`].
    pub fn find(&self, document: &Document, typed: &str) -> Hits {
        let (words, rungs) = rungs(typed);
        let mut hits = rungs.iter().map(|rung| Hits {
            spans: self.on(*rung, document, words),
            rung: *rung,
        });
        hits.find(|hits| !hits.spans.is_empty()).unwrap_or_default()
    }

    /// The first match of some words that begins in a span. Quotation marks are words too.
    pub fn first_in(&self, document: &Document, words: &str, span: Span) -> Option<Span> {
        LADDER.iter().find_map(|rung| {
            let mut hits = self.on(*rung, document, words).into_iter();
            hits.find(|hit| span.contains(hit.start))
        })
    }

    /// All matches of some words on one rung.
    pub fn on(&self, rung: Rung, document: &Document, words: &str) -> Vec<Span> {
        let words = Folded::of(words.trim(), rung);
        let words = words.text().trim_end();
        if words.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<Span> = Vec::new();
        let form = self.form(document, rung);
        let mut way = form.folded.way_back(&document.source, &form.hidden);
        for at in memmem::find_iter(form.folded.text().as_bytes(), words) {
            let hit = way.span(at..at + words.len());
            // Two hits may stand in one character: m in ㎜.
            if hits.last().is_none_or(|last| last.end <= hit.start) {
                hits.push(hit);
            }
        }
        hits
    }

    fn form(&self, document: &Document, rung: Rung) -> &Form {
        let form = &self.forms[rung as usize];
        form.get_or_init(|| Form::new(document, rung))
    }
}

impl Form {
    fn new(document: &Document, rung: Rung) -> Self {
        let hidden = document.hidden(rung);
        let read = document.blocks.iter().filter(|block| block.kind.is_read());
        let stretches = read.map(|block| block.text);
        let folded = Folded::new(&document.source, stretches, &hidden, rung);
        Self { folded, hidden }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind};

    fn document(text: &str) -> Document {
        let whole = Span::new(0, text.len());
        Document {
            source: text.to_owned(),
            blocks: vec![Block {
                span: whole,
                text: whole,
                kind: BlockKind::Paragraph,
            }],
            ..Document::default()
        }
    }

    fn check(text: &str, query: &str, expected: &[&str]) {
        let document = document(text);
        let hits = Findable::new(&document).find(&document, query);
        let found: Vec<_> = hits.spans.iter().map(|hit| hit.of(text)).collect();
        assert_eq!(found, expected, "{query} in {text:?}");
    }

    /// What is found in a whole source, and on which rung.
    fn found(source: &str, query: &str) -> (Vec<String>, Rung) {
        let document = crate::document::parse(source.to_owned());
        let hits = Findable::new(&document).find(&document, query);
        let spans = hits.spans.iter();
        let words = spans.map(|hit| hit.of(&document.source).to_owned());
        (words.collect(), hits.rung)
    }

    #[test]
    fn signs_of_markup_stand_in_no_ones_way() {
        let source = "# 题\n\n为了**规范**活动，<b>规范</b>。\n";
        let find = |query: &str| found(source, query).0;
        assert_eq!(find("了规范活"), ["了**规范**活"]);
        assert_eq!(find("\"了规范活\""), ["了**规范**活"]);
        assert_eq!(find("规范"), ["规范", "规范"]);
        assert!(find("*").is_empty() && find("b").is_empty());
        let source = "# 题\n\n书&#20013;有 R&amp;D 与 a&nbsp;b。\n";
        let find = |query: &str| found(source, query).0;
        assert_eq!(find("书中有"), ["书&#20013;有"]);
        assert_eq!(find("r&d"), ["R&amp;D"]);
        assert_eq!(find("a b"), ["a&nbsp;b"]);
    }

    #[test]
    fn hits_cross_line_ends_and_keep_their_source() {
        check("手工业合作组\n织的经营", "组织", &["组\n织"]);
        check(
            "手工业合作组 \n\u{3000}\u{3000}织的经营。组织",
            "组织",
            &["组 \n\u{3000}\u{3000}织", "组织"],
        );
        check("New York", "new york", &["New York"]);
        check("ａｂＣ abc", "ABC", &["ａｂＣ", "abc"]);
        check("手工業與手工业", "手工业", &["手工業", "手工业"]);
        check("五五五", "五五", &["五五"]);
        check("一二", "", &[]);
        check("一二", "三", &[]);
    }

    #[test]
    fn a_readers_eye_finds_what_is_written_in_another_way() {
        check("登记表写明姓　　名", "姓名", &["姓　　名"]);
        check("未成年⼈与醉酒⼈员", "醉酒人", &["醉酒⼈"]);
        check("漫\u{200b}步者", "漫步", &["漫\u{200b}步"]);
        check("감독은 담당자가", "담당", &["담당"]);
        check("ｶﾞﾗｽｹｰｽ三台", "ガラスケース", &["ｶﾞﾗｽｹｰｽ"]);
        check("㈱甲と㍻三年", "平成3", &[]);
        check("㈱甲と㍻三年", "(株)甲", &["㈱甲"]);
        check("说明、說明、説明", "説", &["说", "說", "説"]);
        check("長さ㎜と5mm", "m", &["㎜", "m", "m"]);
        check("他称「木桥」为", "称“木桥”", &["称「木桥」"]);
        check("it’s a boat", "it's a", &["it’s a"]);
        check("见①与11", "1", &["1", "1"]);
        check("a.b*c 与 \\d+", "\\D+", &["\\d+"]);
    }

    #[test]
    fn readings_and_marks_of_notes_are_passed_over() {
        let ruby = "# 川\n\n昨日<ruby>北<rt>きた</rt>国<rt>ぐに</rt></ruby>の川を見た。\n";
        let (words, rung) = found(ruby, "北国の川");
        assert_eq!((words.len(), rung), (1, Rung::Written));
        assert!(found(ruby, "\"北国の川\"").0.is_empty());
        let notes = "# 录\n\n学而思之〔1〕行之可乎。\n\n〔1〕思，虑也。\n";
        let (words, rung) = found(notes, "思之行之");
        assert_eq!((words, rung), (vec!["思之〔1〕行之".into()], Rung::Written));
        assert!(found(notes, "\"思之行之\"").0.is_empty());
        assert_eq!(found(notes, "\"思之〔1〕\"").0, ["思之〔1〕"]);
        // Parentheses in print are text.
        assert!(found("甲（乙）丙三家", "甲丙").0.is_empty());
    }

    #[test]
    fn marks_of_pages_stand_in_no_ones_way() {
        let mandoku = "#+TITLE: 問津錄\n<pb:KR1z0001_SBCK_002-1a>¶\n在前行可百¶\n<pb:KR1z0001_SBCK_002-1b>¶\n步而止¶\n";
        let (words, rung) = found(mandoku, "可百步而止");
        assert_eq!((words.len(), rung), (1, Rung::Written));
        assert!(found(mandoku, "002-1b").0.is_empty());
    }

    #[test]
    fn what_is_not_found_is_looked_for_without_points() {
        let text = "# 录\n\n某日，客至。\n\n客：「坐！」\n\n价1.50元。\n";
        assert_eq!(found(text, "某日，客").1, Rung::Written);
        assert_eq!(
            found(text, "日客至"),
            (vec!["日，客至".into()], Rung::Unpointed)
        );
        assert_eq!(
            found(text, "某、日客"),
            (vec!["某日，客".into()], Rung::Unpointed)
        );
        for none in ["至客坐", "价150", "\"日客至\"", "，，，"] {
            assert!(found(text, none).0.is_empty(), "{none}");
        }
        assert_eq!(found(text, "\"日，客\"").1, Rung::Exact);
        assert_eq!(found(text, "\"").0.len(), 2);
    }

    #[test]
    fn what_stands_in_quotation_marks_is_found_as_it_stands() {
        check("說与说", "\"说\"", &["说"]);
        check("ＡＢ ab AB", "\"AB\"", &["AB"]);
        check("期\n限", "\"期限\"", &["期\n限"]);
        check("期 限", "\"期限\"", &[]);
    }
}
