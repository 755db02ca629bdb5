//! Finds the document's dates in the lines below its title, where the header lacks them.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::title::Heads;
use crate::document::header::field::{self, Field};
use crate::document::{Act, Block, BlockKind, Document, HeadDate, PartialDate, date};
use crate::text::{Span, fold, numeral};

/// Fills the header's dates where they are missing.
pub(super) fn find(document: &mut Document, heads: Heads) {
    set_apart(document, heads.start);
    if document.header.dates.is_empty() {
        document.header.dates = in_head(document, heads.start);
    }
    if document.header.known_as.date.is_none() {
        document.header.known_as.date = first_known(document, heads.known);
    }
}

fn below(document: &Document, head: usize) -> impl Iterator<Item = &Block> {
    let below = document.blocks.get(head..).unwrap_or_default();
    below.iter().filter(|block| block.kind != BlockKind::Gap)
}

/// Makes datelines of the numbered lines that tell the history of a statute below its title:
/// 1.中華民國 八十年一月二日…令訂定發布. They are no clauses.
fn set_apart(document: &mut Document, head: usize) {
    let below = document.blocks.get_mut(head..).unwrap_or_default();
    for block in below
        .iter_mut()
        .filter(|block| block.kind != BlockKind::Gap)
    {
        let words = block.text.of(&document.source);
        let Some(line) = unnumbered(words).filter(|line| tells_history(line)) else {
            break;
        };
        if let Some((date, _)) = date::leading(line) {
            block.kind = BlockKind::Dateline(date);
        }
    }
}

/// A line without the number that it opens with: 1.
fn unnumbered(line: &str) -> Option<&str> {
    let (_, length, _) = numeral::leading(line)?;
    let rest = line.get(length..)?.strip_prefix(['.', '．', '、'])?;
    Some(rest.trim_start())
}

/// Whether a line begins with a day and says what was done on it.
fn tells_history(line: &str) -> bool {
    let is_day = date::leading(line).is_some_and(|(date, _)| date.day.is_some());
    is_day && !line.contains('。') && {
        let told = fold(line);
        ACTS.iter().any(|(word, _)| told.contains(word))
    }
}

/// Dates in the lines below the title before the text begins, or in the title.
fn in_head(document: &Document, head: usize) -> Vec<HeadDate> {
    let source = &document.source;
    let mut dates = Vec::new();
    for block in below(document, head) {
        let words = block.text.of(source);
        match block.kind {
            BlockKind::Dateline(date) => match unnumbered(words) {
                Some(line) if tells_history(line) => dates.extend(told(line)),
                _ => dates.push(HeadDate::printed(date, date::bare(words))),
            },
            // The history of a statute, on lines of its own or in one parenthesis:
            // `1979年7月1日 第五届全国人民代表大会第二次会议通过`.
            BlockKind::Note => dates.extend(told(words)),
            // An indented line of the history looks like a signature.
            BlockKind::Paragraph | BlockKind::Signature if !words.contains('。') => {
                match history(words) {
                    Some(own) => dates.extend(own),
                    None => break,
                }
            }
            _ => break,
        }
    }
    if dates.is_empty() {
        let title = &document.header.title;
        dates.extend(date::first(title).map(|(date, words)| HeadDate::printed(date, words)));
    }
    if dates.is_empty() {
        dates.extend(labelled(document));
    }
    dates
}

/// The day on which a document was signed or, if that stands above its title, sent, if its lines of
/// dates tell no other.
pub(super) fn signed(document: &Document) -> Option<HeadDate> {
    let is_signature = |block: &Block| block.kind == BlockKind::Signature;
    let title = document
        .blocks
        .iter()
        .position(|block| block.kind == BlockKind::Title);
    let above = document
        .blocks
        .get(..title.unwrap_or(0))
        .unwrap_or_default();
    let is_sent = above
        .iter()
        .any(|block| matches!(block.kind, BlockKind::Dateline(_)));
    let dated = document.blocks.iter().filter_map(|block| {
        let words = block.text.of(&document.source);
        match block.kind {
            // 自一九五五年一月一日起…。 is a sentence.
            BlockKind::Signature if !words.ends_with('。') => {
                let (date, at) = date::trailing(words)?;
                Some(HeadDate::printed(date, words.get(at..)?))
            }
            BlockKind::Dateline(date) => Some(HeadDate::printed(date, date::bare(words))),
            _ => None,
        }
    });
    let mut dated = dated.filter(|own| own.date.day.is_some());
    let first = dated.next()?;
    let is_one = dated.all(|other| other.date == first.date);
    (is_one && (is_sent || document.blocks.iter().any(is_signature))).then_some(first)
}

/// The first date below the title, or in it, as the first programs found it. Frozen: keys of
/// documents are made of it.
fn first_known(document: &Document, head: usize) -> Option<PartialDate> {
    for block in below(document, head) {
        let words = block.text.of(&document.source);
        let found = match block.kind {
            BlockKind::Dateline(_) => date::plain(date::bare(words)).map(|(date, _)| date),
            BlockKind::Note => {
                let dates = occurrences(words, date::plain);
                let mut whole = dates.filter(|(date, _)| date.day.is_some());
                match whole.next() {
                    Some((date, _)) => Some(date),
                    None => continue,
                }
            }
            BlockKind::Paragraph if !words.contains('。') => {
                date::plain(words).map(|(date, _)| date)
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        break;
    }
    date::first(document.header.known_title()).map(|(date, _)| date)
}

/// The dates of a paragraph of the head; `None` where the text begins.
fn history(words: &str) -> Option<Vec<HeadDate>> {
    let mut dates = Vec::new();
    for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let opened = line.trim_start_matches(['[', '［', '（', '(', '【', '〔']);
        match date::leading(opened) {
            Some((date, length)) => {
                let own = told(line);
                // A year or a month alone counts only at the start of a line.
                let words = opened.get(..length).unwrap_or("");
                let alone = || vec![HeadDate::printed(date, words)];
                dates.extend(if own.is_empty() { alone() } else { own });
            }
            None if is_in_brackets(line) || tells_act(line) || is_dated(line) => {
                dates.extend(told(line));
            }
            None if is_number(line) || is_field(line) => {
                dates.extend(field_dates(line).into_iter().flatten());
            }
            None => return None,
        }
    }
    Some(dates)
}

/// Whether a line is nothing but words in square brackets:
/// `[시행 2020. 1. 1.] [법률 제16000호, 2019. 12. 31., 개정]`.
fn is_in_brackets(line: &str) -> bool {
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix(['[', '［', '【', '〔', '(', '（']) {
        let Some(end) = inner.find([']', '］', '】', '〕', ')', '）']) else {
            return false;
        };
        let mut behind = inner.get(end..).unwrap_or("").chars();
        behind.next();
        rest = behind.as_str().trim_start();
    }
    rest.is_empty()
}

/// What is done to a statute on a date, in simplified characters.
const ACTS: [(&str, Act); 27] = [
    ("通过", Act::Passed),
    ("批准", Act::Approved),
    ("公布", Act::Promulgated),
    ("发布", Act::Promulgated),
    ("颁布", Act::Promulgated),
    ("印发", Act::Promulgated),
    ("制定", Act::Passed),
    ("修正", Act::Amended),
    ("修订", Act::Revised),
    ("修改", Act::Amended),
    ("改正", Act::Amended),
    ("全改", Act::Revised),
    ("废止", Act::Repealed),
    ("订定", Act::Passed),
    ("공포", Act::Promulgated),
    ("제정", Act::Passed),
    ("개정", Act::Amended),
    ("폐지", Act::Repealed),
    ("발령", Act::Promulgated),
    ("enacted", Act::Passed),
    ("adopted", Act::Passed),
    ("amended", Act::Amended),
    ("passed", Act::Passed),
    ("promulgated", Act::Promulgated),
    ("assent", Act::Approved),
    ("ban hành", Act::Promulgated),
    ("thông qua", Act::Passed),
];

/// The words of [`ACTS`], all at once.
static WORDS_OF_ACTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = ACTS.iter().map(|(word, _)| word);
    let all = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(words);
    all.ok()
});

/// From a date on it is in force.
const EFFECTS: [&str; 9] = [
    "施行",
    "实施",
    "生效",
    "发效",
    "시행",
    "in force",
    "effective",
    "commence",
    "hiệu lực",
];

/// Whether a line begins with what was done and when: `改正　平成15年3月20日条例第5号`.
fn tells_act(line: &str) -> bool {
    // In characters: 最終改正 and a mark.
    const LONGEST: usize = 20;
    let Some((at, _)) = first_date(line) else {
        return false;
    };
    let before = fold(line.get(..at).unwrap_or(""));
    let is_short = before.chars().count() <= LONGEST;
    let mut words = ACTS.iter().map(|(word, _)| word).chain(&EFFECTS);
    is_short && words.any(|word| before.contains(word))
}

/// Whether a line is a place and a date: `Hà Nội, ngày 27 tháng 4 năm 2015`, `北京 1955年4月27日`.
fn is_dated(line: &str) -> bool {
    // In bytes.
    const LONGEST: usize = 100;
    if line.len() > LONGEST {
        return false;
    }
    let Some((_, at)) = date::trailing(line).filter(|(date, _)| date.day.is_some()) else {
        return false;
    };
    let place = line.get(..at).unwrap_or("");
    place.ends_with([' ', '\u{3000}', ',', '，']) && !place.contains(numeral::is_digit)
}

/// Whether a line is the number of a paper: 条例第12号, 国发〔2022〕15号, 법률 제123호.
fn is_number(line: &str) -> bool {
    // In characters.
    const LONGEST: usize = 40;
    let is_short = line.chars().take(LONGEST + 1).count() <= LONGEST;
    is_short && line.ends_with(['号', '號', '호']) && line.contains(numeral::is_digit)
}

/// Whether a line is a name, a colon and a value, as above a letter: 文号：…
fn is_field(line: &str) -> bool {
    // In characters.
    const LONGEST: usize = 10;
    line.split_once(['：', ':']).is_some_and(|(name, value)| {
        let name = name.trim();
        (1..=LONGEST).contains(&name.chars().count())
            && name.chars().all(|c| c.is_alphabetic() || c == ' ')
            && !value.trim().is_empty()
            && !value.contains(['，', '；', '？', '！'])
    })
}

/// The dates in a line, complete ones, with what is told of each; none in the title of another
/// work.
fn told(line: &str) -> Vec<HeadDate> {
    let own = without_titles(line);
    let found: Vec<(PartialDate, Span)> = occurrences(&own, date::leading)
        .filter(|(date, _)| date.day.is_some())
        .collect();
    if found.is_empty() {
        return law_number(line).into_iter().collect();
    }
    let dates = found.iter().enumerate().map(|(index, (date, span))| {
        let next = found
            .get(index + 1)
            .map_or(own.len(), |(_, next)| next.start);
        let line_start = own
            .get(..span.start)
            .and_then(|before| before.rfind(['\n', '[', '【']));
        let before = match found.get(index.wrapping_sub(1)) {
            // The words before belong to the date before.
            Some((_, last)) if line_start.is_none_or(|start| start < last.end) => "",
            _ => own.get(line_start.unwrap_or(0)..span.start).unwrap_or(""),
        };
        let behind = own.get(span.end..next).unwrap_or("");
        let behind = behind.split(['\n', ']', '】']).next().unwrap_or("");
        let told_of = act(before, behind);
        HeadDate {
            act: if amends(line.get(span.end..next).unwrap_or("")) {
                Some(Act::Amended)
            } else {
                told_of
            },
            ..HeadDate::printed(*date, span.of(line))
        }
    });
    dates.collect()
}

/// Whether words behind a date say that another act was passed, which amends this one:
/// 会议通过的《…修正案》.
fn amends(behind: &str) -> bool {
    let behind = fold(behind);
    ["通过的《", "批准的《", "公布的《"]
        .iter()
        .any(|words| behind.contains(words))
}

/// What happened on a date, by the words around it: those behind it first.
fn act(before: &str, behind: &str) -> Option<Act> {
    let (before, behind) = (fold(before), fold(behind));
    let before = before.trim_end_matches([' ', ':', '：', '日', '期']);
    let first = WORDS_OF_ACTS.as_ref().and_then(|words| words.find(&behind));
    let done = first.and_then(|first| ACTS.get(first.pattern().as_usize()));
    let done = done.map(|(_, act)| *act);
    let has_effect = || EFFECTS.iter().any(|effect| behind.contains(effect));
    if EFFECTS.iter().any(|effect| before.ends_with(effect)) || done.is_none() && has_effect() {
        return Some(Act::Effective);
    }
    let last = ACTS
        .iter()
        .filter_map(|(word, act)| Some((before.rfind(word)?, *act)));
    done.or_else(|| last.max_by_key(|(at, _)| *at).map(|(_, act)| act))
}

/// The year in the number of a Japanese law: `（昭和三十四年法律第百二十一号）`.
fn law_number(line: &str) -> Option<HeadDate> {
    const KINDS: [&str; 8] = [
        "法律", "政令", "勅令", "条例", "規則", "省令", "府令", "告示",
    ];
    let line = date::bare(line);
    let (date, length) = date::leading(line)?;
    let behind = line.get(length..)?;
    let is_numbered = behind.split_once('第').is_some_and(|(kind, _)| {
        KINDS.iter().any(|own| kind.ends_with(own)) && kind.chars().count() <= 8
    });
    is_numbered.then(|| HeadDate::printed(date, line.get(..length).unwrap_or("")))
}

/// The date in a field at the head of an official letter: 發文日期：…
fn labelled(document: &Document) -> Vec<HeadDate> {
    const FARTHEST: usize = 16;
    let read = document.blocks.iter().filter(|block| block.kind.is_read());
    let lines = read.take(FARTHEST).flat_map(|block| {
        let words = block.text.of(&document.source);
        words.lines().take(FARTHEST)
    });
    lines.filter_map(field_dates).flatten().collect()
}

/// The date of a line that is a field of dates.
fn field_dates(line: &str) -> Option<Vec<HeadDate>> {
    let (name, value) = line.split_once(['：', ':'])?;
    let field = field::named(name).filter(|own| matches!(own, Field::Date | Field::Effect))?;
    let value = value.trim();
    let date = date::whole(value)?;
    Some(vec![HeadDate {
        act: (field == Field::Effect).then_some(Act::Effective),
        ..HeadDate::printed(date, value)
    }])
}

type Read = fn(&str) -> Option<(PartialDate, usize)>;

/// The dates in a text with their places, one after the other.
fn occurrences(text: &str, read: Read) -> impl Iterator<Item = (PartialDate, Span)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some((date, length)) = read(rest) {
                let span = Span::new(at, at + length);
                at = span.end;
                return Some((date, span));
            }
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
        None
    })
}

fn first_date(line: &str) -> Option<(usize, PartialDate)> {
    let (date, span) = occurrences(line, date::leading).next()?;
    Some((span.start, date))
}

/// The text with the titles in it (《…》) replaced by blanks, byte for byte.
fn without_titles(text: &str) -> String {
    let mut depth = 0_usize;
    let mut own = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '《' {
            depth += 1;
        }
        if depth > 0 && c != '\n' {
            own.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            own.push(c);
        }
        if c == '》' {
            depth = depth.saturating_sub(1);
        }
    }
    own
}

fn fold(text: &str) -> String {
    text.chars().map(fold::fold_loosely).collect()
}
