use super::*;
use crate::library::Source;
use crate::reading::Text;
use crate::text::fold::simplify;

/// Words, and how they are written in traditional characters. Of a character that became of two
/// (发 of 發 and 髮) only the word tells which it was.
const WORDS: [(&str, &str); 44] = [
    ("头发", "頭髮"),
    ("理发", "理髮"),
    ("发行", "發行"),
    ("皇后", "皇后"),
    ("以后", "以後"),
    ("干部", "幹部"),
    ("干净", "乾淨"),
    ("干涉", "干涉"),
    ("方面", "方面"),
    ("里程", "里程"),
    ("这里", "這裏"),
    ("复杂", "複雜"),
    ("恢复", "恢復"),
    ("反复", "反覆"),
    ("系统", "系統"),
    ("联系", "聯繫"),
    ("关系", "關係"),
    ("钟表", "鐘錶"),
    ("表示", "表示"),
    ("放松", "放鬆"),
    ("松树", "松樹"),
    ("山谷", "山谷"),
    ("谷物", "穀物"),
    ("制度", "制度"),
    ("制造", "製造"),
    ("征服", "征服"),
    ("象征", "象徵"),
    ("准许", "准許"),
    ("标准", "標準"),
    ("斗争", "鬥爭"),
    ("北斗", "北斗"),
    ("前仆后继", "前仆後繼"),
    ("千秋", "千秋"),
    ("秋千", "鞦韆"),
    ("冲突", "衝突"),
    ("冲洗", "沖洗"),
    ("几乎", "幾乎"),
    ("茶几", "茶几"),
    ("合同", "合同"),
    ("日历", "日曆"),
    ("历史", "歷史"),
    ("抽签", "抽籤"),
    ("签字", "簽字"),
    // Beyond the Basic Multilingual Plane, and there no more.
    ("𫍯和", "諴和"),
];

/// What stands between words and does not change: no word goes across it.
const BETWEEN: [&str; 8] = ["，", "、", "（", "）", "，**", "**、", "12", "。"];

fn text(name: &str, source: &str) -> Text {
    let source = Source::Memory(name.to_owned(), source.as_bytes().into());
    Text::open_uncorrected(source).unwrap()
}

/// All of a text as it is shown.
fn shown(text: &Text, script: Script) -> String {
    let source = &text.document.source;
    let all = Span::new(0, source.len());
    text.rendition(script).forms.of(source, all).into_owned()
}

/// A number below another, of a sequence that is always the same (Knuth's MMIX).
fn below(state: &mut u64, bound: usize) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % bound
}

#[test]
fn a_thousand_sentences_keep_their_places_there_and_back() {
    let mut state = 7;
    let (mut written, mut expected) = (String::new(), String::new());
    for number in 1..=1000 {
        let head = format!("第{}条　", crate::text::numeral::write(number));
        written += &head;
        expected += &head.replace('条', "條");
        for _ in 0..2 + below(&mut state, 12) {
            let (own, other) = WORDS[below(&mut state, WORDS.len())];
            let between = BETWEEN[below(&mut state, BETWEEN.len())];
            written += own;
            expected += other;
            // A paragraph goes on in the middle of a word.
            written += between;
            expected += between;
        }
        written += "完。\n\n";
        expected += "完。\n\n";
    }
    let text = text("句.md", &written);
    assert_eq!(text.document.source, written);
    assert_eq!(shown(&text, Script::Traditional), expected);
    // Each place has the character that stands there, and no other.
    let forms = &text.rendition(Script::Traditional).forms;
    let mut places = written.char_indices().zip(expected.chars());
    assert!(places.all(|((at, own), other)| {
        assert_eq!(simplify(own), simplify(other), "at {at}");
        forms.at(at).unwrap_or(own) == other
    }));
    let inside = |at: &usize| !written.is_char_boundary(*at);
    assert!(
        (0..written.len())
            .filter(inside)
            .all(|at| forms.at(at).is_none())
    );
    // And back.
    let back = self::text("句.md", &expected);
    assert_eq!(shown(&back, Script::Simplified), written);
}

#[test]
fn words_are_read_as_they_stand_on_the_page() {
    for (name, source, expected) in [
        // Across the end of a line, but not across blanks.
        (
            "甲.md",
            "书在他的头\n发，是理\n发师剪的。\n",
            "書在他的頭\n髮，是理\n髮師剪的。\n",
        ),
        ("甲.txt", "书　皇　后\n", "書　皇　後\n"),
        // Signs of markup, marks of notes, readings.
        ("乙.md", "书，他的头**发**多。\n", "書，他的頭**髮**多。\n"),
        (
            "乙.md",
            "书，他的头〔1〕发多。\n\n〔1〕理发。\n",
            "書，他的頭〔1〕髮多。\n\n〔1〕理髮。\n",
        ),
        ("乙.html", "<p>书<ruby>头<rt>头发</rt>发</ruby>了</p>", ""),
        ("乙.md", "书，&#22836;发。\n", "書，&#22836;髮。\n"),
        // A passage in other characters than the text around it stays as it is.
        (
            "丙.md",
            "书名、发行处。\n\n「余謂后羿善射，書於此。」\n",
            "書名、發行處。\n\n「余謂后羿善射，書於此。」\n",
        ),
        // One with a mark of its own keeps it.
        (
            "丁.md",
            "书、书\u{301}、书\u{fe00}。\n",
            "書、书\u{301}、书\u{fe00}。\n",
        ),
    ] {
        let text = text(name, source);
        let shown = shown(&text, Script::Traditional);
        if expected.is_empty() {
            assert!(shown.contains("頭") && shown.contains("髮"), "{shown}");
        } else {
            assert_eq!(shown, expected, "{name}");
        }
    }
}

#[test]
fn what_is_not_chinese_stays() {
    let japanese = "図書館法\n\n第一条　この法律は、社会教育法の精神に基き、図書館の発行を定めるものとする。\n\n第二条　資料\n";
    let korean = "도서관법\n\n제1조(목적) 이 법은 圖書館의 發展을 목적으로 한다.\n";
    for source in [japanese, korean] {
        let text = text("法.txt", source);
        for script in Script::ALL {
            assert_eq!(shown(&text, script), source);
            assert_eq!(text.rendition(script).words("発行 發展"), "発行 發展");
            assert_eq!(text.rendition(script).script(), Script::Original);
        }
    }
    // A word of it in a Chinese text.
    let quoted = text(
        "文.txt",
        &format!(
            "{}\n\nこれは図書館の発行する本です。\n",
            "书中有“の”字，是日语里的一个助词，从前的发行人以后都照旧保留。".repeat(9)
        ),
    );
    assert_eq!(
        shown(&quoted, Script::Traditional),
        format!(
            "{}\n\nこれは図書館の発行する本です。\n",
            "書中有“の”字，是日語裏的一個助詞，從前的發行人以後都照舊保留。".repeat(9)
        )
    );
}

#[test]
fn a_long_line_is_shown_as_short_ones_are() {
    let source = "皇后的头发，干净。".repeat(4000);
    assert!(source.len() > 100 << 10);
    let text = text("长.txt", &source);
    assert_eq!(
        shown(&text, Script::Traditional),
        "皇后的頭髮，乾淨。".repeat(4000)
    );
    // Any part of it is that part of the whole.
    let part = Span::new(27 * 1000 + 6, 27 * 1001 + 15);
    let forms = &text.rendition(Script::Traditional).forms;
    assert_eq!(forms.of(&source, part), "的頭髮，乾淨。皇后的頭髮");
}

#[test]
fn words_elsewhere_on_the_screen_are_those_of_the_text() {
    let text = text("书.txt", "书\n\n余、后、面\n");
    let words = |script| text.rendition(script).words("以后").into_owned();
    assert_eq!(words(Script::Original), "以后");
    assert_eq!(words(Script::Traditional), "以後");
    let text = self::text("書.txt", "書籍\n\n余、后、面\n");
    // Nothing in the words tells; the text does.
    assert_eq!(
        text.rendition(Script::Traditional).words("余、后"),
        "余、后"
    );
}
