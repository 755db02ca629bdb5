//! What is counted is what is shown: the columns of every line of ten documents. Where
//! `ZHANGJU_COLUMNS` names a folder, the lines and their columns are written there, for
//! `.ci/columns` to type them into real terminals.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use zhangju::clause::nest;
use zhangju::document::{decode, parse};
use zhangju::text::{Ambiguous, width};
use zhangju::typeset::{Galley, Measure, Pieces};

const SAMPLE: &str = include_str!("../seeds/000_9e09b61c7e3c8cf0.txt");

/// Beside the sample, documents of what is hard to count, each of another kind.
const HARD: [&str; 10] = [
    "标点与引号\n\n他说：“好！”——然后……《左传·僖公》（一）〔二〕【三】「四」『五』〈六〉，5％、３５％；20℃、№3、①②③、Ⅳ、α、°、×、§、→、○、■、—、…、‘’。\n",
    "半角与全角\n\nABC ＡＢＣ 123 １２３ ｱｲｳ ｶﾞ ﾊﾟ ｡｢｣､･ ￥ ¥ ｜ ｟｠ ￠￡￢￣￤￥￦ ﾡﾢ ￨￩￪￫\n",
    "日本語の文章\n\nコンピューター「か\u{3099}」は、は\u{309a}ー々〻ゝゞヽヾ。ァィゥェォッャュョ㌔㍍㎡㎏。葛\u{e0100}城市、辻\u{e0101}。\n",
    "한국어\n\n한글은 세종대왕이 만들었다. 제1조 대한민국은 민주공화국이다. ㄱㄴㄷ ㅏㅑㅓ ㈀㈁ ㉠㉡ 가각갂.\n",
    "漢字諸集\n\n㐀㐁䶵 一龥 𠀀𠀁𪛖 𪜀𫜴 𫝀𫠝 𫠠𬺡 𬺰𮯠 豈更車 丽丸乁 ⺀⻳⼀⿕ 〇〡〢 ㄅㄆㄇ ㆐㆑ ㇀㇁ ㈠㈡ ㊀㊁ ㋀㋁ ㍘㏠\n",
    "Marks and letters\n\nnai\u{308}ve cafe\u{301} Ångström Việt Nam e\u{301}\u{302}\u{303} — “quoted” ‘single’ … don’t co-operate 3½ ± µ × ÷ ß æ ø š ž Ω π Ж я ѣ\n",
    "控制与不可见\n\n甲\u{1b}[31m乙\u{7}丙\u{200b}丁\u{feff}戊\u{ad}己\u{202e}庚\u{2069}辛\u{85}壬\u{9b}癸\t子\t丑\u{3164}寅\u{200d}卯\u{fe0f}辰\n",
    "私用与制表\n\n\u{e000}\u{e001}甲\u{f8ff}乙 ─│┌┐└┘├┤┬┴┼ ═║╔╗ ▀▄█▌▐░▒▓ ■□▲△◆◇○◎●★☆ ☎☏ ♀♂ ♠♥♪ ✓✗ ❶❷ ⒈⑴ ㊣\n",
    "表情与连字\n\n👩\u{200d}👩\u{200d}👧！👍\u{1f3fd} ❤\u{fe0f} 🇨🇳🇯🇵 1\u{fe0f}\u{20e3} ☕⌚⚡🀄 \u{1112}\u{1161}\u{11ab}\u{1100}\u{1161} 가\u{11a8} ﾞ क\u{94d}\u{200d}ष नमस्ते ภาษาไทย น้ำ لا إله ن\u{200c}ه שָׁלוֹם 字\u{302a}𛀀𗀀\n",
    "表\n\n| 项目 | 数量 | 说明 |\n| --- | --- | --- |\n| 手工业 | 1,234.5 | 合作社“试办” |\n| 供销 | 20 | 生产……小组 |\n| ａｂｃ | ①② | か\u{3099}ｱ |\n",
];

/// The lines of a document with their columns, at several measures.
fn lines(text: &str, ambiguous: Ambiguous) -> Vec<(usize, String)> {
    let document = parse(decode::decode(text.as_bytes()).text);
    let tree = nest(&document);
    let pieces = Arc::new(Pieces::new(&document, &tree));
    let mut lines = Vec::new();
    for columns in [20, 41, 80] {
        let measure = Measure {
            columns,
            ambiguous,
            box_drawing: ambiguous == Ambiguous::Narrow,
            ..Measure::default()
        };
        let mut galley = Galley::new(Arc::clone(&pieces), measure);
        for piece in 0..pieces.len() {
            for line in galley.set(&document, &tree, piece) {
                let glyphs = line.glyphs(&document.source, ambiguous);
                let end = glyphs
                    .map(|placed| placed.column + placed.glyph.columns)
                    .max()
                    .unwrap_or(0);
                lines.push((end, line.text(&document.source, ambiguous)));
            }
        }
    }
    lines
}

#[test]
fn a_line_ends_at_the_column_that_its_text_has() {
    for (ambiguous, name) in [(Ambiguous::Narrow, "narrow"), (Ambiguous::Wide, "wide")] {
        let mut counted = String::new();
        for text in HARD.into_iter().chain([SAMPLE]) {
            for (columns, text) in lines(text, ambiguous) {
                assert_eq!(width::columns(&text, ambiguous), columns, "{text:?}");
                assert!(!text.contains(char::is_control), "{text:?}");
                writeln!(counted, "{columns}\t{text}").unwrap();
            }
        }
        if let Some(folder) = std::env::var_os("ZHANGJU_COLUMNS") {
            std::fs::write(Path::new(&folder).join(name), counted).unwrap();
        }
    }
}
