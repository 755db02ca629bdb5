//! Finds the document's title in its blocks where the header lacks it.

pub(super) mod paper;

use super::wrap::opens_item;
use crate::document::header::field::{self, Field};
use crate::document::{Act, Block, BlockKind, Document};
use crate::text::fold;
use crate::text::numbering::Numbering;
use crate::text::one_line::join_lines;

/// Longest title in characters.
const LONGEST: usize = 60;

/// The index of the block below the title, where dates of the document may stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heads {
    /// Below the title.
    pub start: usize,
    /// Below the title that the document is known by.
    pub known: usize,
}

/// Marks the block that is the title, and fills the header's title where it is missing. `claimed`
/// is a title that holds where the text repeats it, or has none; `headed` are the blocks, in order,
/// that rules made headings: none of them is the title.
pub(super) fn name(document: &mut Document, claimed: &str, headed: &[usize]) -> Heads {
    let stated = stated(document);
    let mut known = if document.header.title.is_empty() && stated.is_none() {
        read_fields(document, headed)
    } else if document.header.known_as.title.as_deref() == Some("") {
        Some(know(document, headed))
    } else {
        None
    };
    if document.header.title.is_empty() && stated.is_none() && !claimed.is_empty() {
        claimed.clone_into(&mut document.header.title);
        if repeated(document).is_none() {
            document.header.title.clear();
        }
    }
    let named = !document.header.title.is_empty();
    let title = match stated {
        Some(stated) => Some(stated),
        None if named => repeated(document),
        None => match paper::read(document) {
            Some(paper) => {
                let (first, last) = paper.lines;
                let title = words(document, first, last);
                let name = title
                    .strip_prefix('《')
                    .and_then(|it| it.strip_suffix('》'));
                name.unwrap_or(&title)
                    .clone_into(&mut document.header.title);
                document.header.authors.extend(paper.issuer);
                known = Some(know(document, headed));
                if let Some(number) = paper.number {
                    document.blocks[number].kind = BlockKind::Title;
                }
                if paper.was_cut {
                    document.header.known_as.title = Some(words(document, first, first));
                    known = Some(first + 1);
                }
                Some(paper.lines)
            }
            None => found(document, headed).map(|first| (first, last_line(document, first))),
        },
    };
    if let Some((index, last)) = title {
        if document.header.title.is_empty() {
            document.header.title = words(document, index, last);
        }
        let lines = document.blocks[index..=last].iter_mut();
        for line in lines.filter(|line| line.kind.is_read()) {
            line.kind = BlockKind::Title;
        }
    }
    if document.header.title.is_empty() {
        claimed.clone_into(&mut document.header.title);
    }
    if document.header.title.is_empty() {
        document.header.title = first_words(document);
    }
    let start = title.map_or(0, |(_, last)| last + 1);
    Heads {
        start,
        known: known.unwrap_or(start),
    }
}

/// Keeps the title that the text has for itself as that which the document is known by. Returns the
/// index of the block below it.
fn know(document: &mut Document, headed: &[usize]) -> usize {
    let first = found(document, headed);
    let printed = first.map(|first| words(document, first, last_line(document, first)));
    let printed = printed.filter(|title| !title.is_empty());
    let known = printed.unwrap_or_else(|| first_words(document));
    let is_other = known != document.header.title;
    document.header.known_as.title = is_other.then_some(known);
    first.map_or(0, |first| last_line(document, first) + 1)
}

/// The title from its first to its last block, on one line.
fn words(document: &Document, first: usize, last: usize) -> String {
    let lines = document.blocks[first..=last].iter();
    let lines = lines.filter(|line| line.kind.is_read());
    let mut words = String::new();
    for line in lines.map(|line| close_up(&join_lines(&document.words(line.text)))) {
        let is_latin = |c: char| c < '\u{2e80}' && c.is_alphabetic();
        if words.ends_with(is_latin) && line.starts_with(is_latin) {
            words.push(' ');
        }
        words += &line;
    }
    words
}

/// The first and the last line of the title, where the source says which they are.
fn stated(document: &Document) -> Option<(usize, usize)> {
    let is_title = |block: &Block| block.kind == BlockKind::Title;
    let first = document.blocks.iter().position(is_title)?;
    let rest = document.blocks.iter().enumerate().skip(first);
    let read = rest.filter(|(_, block)| block.kind != BlockKind::Gap);
    let lines = read.take_while(|(_, block)| is_title(block));
    Some((first, lines.last()?.0))
}

/// Reads the fields at the head of a text (`书名：`, `法規名稱：`, `修正日期：`), which become its
/// header; other fields among them stay. Returns the index of the block below the title that it is
/// known by.
fn read_fields(document: &mut Document, headed: &[usize]) -> Option<usize> {
    const BOOKS: [&str; 2] = ["书名", "書名"];
    // In characters.
    const LONGEST_NAME: usize = 8;
    let is_value = |value: &str| !value.contains(['。', '；', '！', '？', '，']);
    let read = document.blocks.iter().enumerate();
    let mut found = Vec::new();
    for (index, block) in read.filter(|(_, block)| block.kind.is_read()) {
        let words = block.text.of(&document.source);
        let field = words.split_once(['：', ':']);
        let Some((name, value)) = field.filter(|_| !words.contains('\n')) else {
            break;
        };
        let (name, value) = (name.trim(), value.trim());
        let is_book = BOOKS.contains(&name);
        let field = field::named(name).or(is_book.then_some(Field::Title));
        let is_short = name.chars().take(LONGEST_NAME + 1).count() <= LONGEST_NAME;
        match field {
            Some(field) => found.push((index, field, value.to_owned())),
            None if is_short && is_value(value) && !value.is_empty() => {}
            None => break,
        }
    }
    let titles = found
        .iter()
        .filter(|(_, field, value)| *field == Field::Title && is_value(value));
    let title = titles
        .map(|(.., value)| value)
        .rfind(|value| !value.is_empty());
    document.header.title.clone_from(title?);
    let known = know(document, headed);
    for (index, field, value) in found {
        let header = &mut document.header;
        let is_taken = match field {
            Field::Title => true,
            Field::Author => {
                header.authors.push(value);
                true
            }
            Field::Date => header.read_more_dates(&value, None),
            Field::Effect => header.read_more_dates(&value, Some(Act::Effective)),
            _ => false,
        };
        if is_taken {
            document.blocks[index].kind = BlockKind::Header;
        }
    }
    Some(known)
}

/// The first heading, or the very first paragraph, that repeats the header's title, over one line
/// or two; white space and punctuation may differ.
fn repeated(document: &Document) -> Option<(usize, usize)> {
    let letters = |text: &str| folded(text).replace(|c: char| !c.is_alphanumeric(), "");
    let title = letters(&document.header.title);
    let read = document.blocks.iter().enumerate();
    let mut read = read.filter(|(_, block)| block.kind.is_read()).peekable();
    let first = read.peek()?.0;
    // Much longer texts are not compared.
    let longest = 4 * document.header.title.len() + 64;
    let words = |block: &Block| {
        let is_short = block.text.len() <= longest;
        is_short.then(|| letters(block.text.of(&document.source)))
    };
    while let Some((index, block)) = read.next() {
        let is_candidate = matches!(block.kind, BlockKind::Heading { .. })
            || index == first && block.kind == BlockKind::Paragraph;
        let own = is_candidate.then(|| words(block)).flatten();
        let Some(own) = own.filter(|own| !own.is_empty()) else {
            continue;
        };
        if own == title {
            return Some((index, index));
        }
        let Some(rest) = title.strip_prefix(own.as_str()) else {
            continue;
        };
        let next = read.peek().filter(|(_, next)| {
            let is_line = matches!(next.kind, BlockKind::Heading { .. } | BlockKind::Paragraph);
            is_line && words(next).as_deref() == Some(rest)
        });
        if let Some((last, _)) = next {
            return Some((index, *last));
        }
    }
    None
}

/// The heading of level 1 that is the title, or a first line that looks like one.
fn found(document: &Document, headed: &[usize]) -> Option<usize> {
    let read = || {
        document
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, b)| b.kind.is_read())
    };
    let text = |b: &Block| b.text.of(&document.source);
    let attached = |b: &Block| {
        let named = Numbering::standard().heading(text(b));
        named.is_some_and(|named| named.unit.level.is_attached())
    };
    let heading = read()
        .enumerate()
        .filter(|(_, (index, _))| headed.binary_search(index).is_err())
        .find(|(_, (_, b))| b.kind == BlockKind::Heading { level: 1 })
        .filter(|(place, (_, b))| !numbered(text(b)) && (*place == 0 || !attached(b)))
        .map(|(_, found)| found);
    if heading.is_some() {
        return heading.map(|(i, _)| i);
    }
    let is_title = |b: &Block| is_line(document, b) && !numbered(text(b));
    // An official letter begins with its sender's letterhead and its number; its subject is below.
    let first = |count| read().nth(count).map(|(_, block)| block);
    let is_headed = first(0).is_some_and(|b| text(b).ends_with("文件"))
        && first(1).is_some_and(|b| is_letter_number(text(b)))
        && first(2).is_some_and(is_title);
    let cover = read().take_while(|(_, b)| is_cover(text(b))).count();
    read()
        .nth(if is_headed { 2 } else { cover })
        .filter(|(_, b)| is_title(b))
        .map(|(i, _)| i)
}

/// Whether a paragraph is one short line without a full stop, or a title that was wrapped.
fn is_line(document: &Document, block: &Block) -> bool {
    let text = block.text.of(&document.source);
    block.kind == BlockKind::Paragraph
        && text.chars().take(LONGEST + 1).count() <= LONGEST
        && !text.contains(['。', '；', '！', '？'])
        && (!text.contains('\n') || is_whole(text))
        && !text.ends_with(['：', ':', '，', ',', '、', '.', ';'])
}

/// Whether a line belongs above the title of a standard: ICS 01.120, 中华人民共和国国家标准, GB/T
/// 1.1—2020
fn is_cover(text: &str) -> bool {
    const LONGEST: usize = 80;
    let is_issuer = text.starts_with("中华人民共和国") && text.ends_with("标准");
    let letters = text.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '/');
    let number = |c: char| c.is_ascii_digit() || " .—-–/:".contains(c);
    let is_number = letters.len() < text.len()
        && letters.starts_with([' ', '\u{a0}', '\u{3000}'])
        && letters.contains(|c: char| c.is_ascii_digit())
        && letters.trim_start().chars().all(number);
    text.len() <= LONGEST && (is_issuer || is_number)
}

/// Whether a line is the number of an official letter: 国发〔2022〕15号
fn is_letter_number(text: &str) -> bool {
    const LONGEST: usize = 80;
    text.len() <= LONGEST
        && text.contains(['〔', '[', '［', '（', '('])
        && text.ends_with(['号', '號'])
}

/// Kinds of official papers: the words their titles end with.
const PAPERS: [&str; 28] = [
    "通知",
    "决定",
    "決定",
    "意见",
    "意見",
    "办法",
    "辦法",
    "规定",
    "規定",
    "解释",
    "解釋",
    "批复",
    "公告",
    "通告",
    "通报",
    "报告",
    "报告书",
    "请示",
    "函",
    "纪要",
    "条例",
    "條例",
    "措施",
    "方案",
    "判决书",
    "裁定书",
    "调解书",
    "裁决书",
];

/// Whether a line is the end of a title of an official paper.
fn is_whole(line: &str) -> bool {
    PAPERS.iter().any(|paper| line.ends_with(paper))
}

/// The last line of a title on several lines: 最高人民法院 / 关于审理某某案件的解释.
fn last_line(document: &Document, first: usize) -> usize {
    const MOST: usize = 3;
    let text = |at: usize| {
        let block = document
            .blocks
            .get(at)
            .filter(|block| is_line(document, block));
        block.map(|block| block.text.of(&document.source))
    };
    let mut subject = false;
    for last in first..first + MOST {
        let Some(line) = text(last) else { break };
        let line = close_up(line);
        let is_body = |line: &str| line.ends_with("法院") || line.ends_with("仲裁委员会");
        subject |= line.contains("关于") || line.contains("關於") || is_body(&line);
        if is_whole(&line) {
            return if subject { last } else { first };
        }
    }
    first
}

/// Whether the text opens with a clause's number: such a heading is part of the document, not its
/// title.
fn numbered(text: &str) -> bool {
    match Numbering::standard().heading(text) {
        // An annex may be a document of its own.
        Some(named) if named.unit.level.is_attached() => false,
        Some(named) => {
            let next = text
                .get(named.length..)
                .and_then(|rest| rest.chars().next());
            next.is_none_or(|c| !named.unit.never.contains(c))
        }
        None => opens_item(text),
    }
}

/// The first words of the text, for a document without anything like a title.
fn first_words(document: &Document) -> String {
    let read = document.blocks.iter().find(|b| b.kind.is_read());
    let text = read.map_or_else(
        || document.source.trim(),
        |block| block.text.of(&document.source),
    );
    let stop = text
        .find(['。', '；', '：', '\n', '！', '？'])
        .unwrap_or(text.len());
    let lead: String = text
        .get(..stop)
        .unwrap_or(text)
        .chars()
        .take(LONGEST)
        .collect();
    join_lines(if lead.trim().is_empty() { text } else { &lead }.trim())
}

/// The text folded for comparison: no white space, one case and width, one form of quotation marks.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '“' | '”' | '„' | '「' | '」' | '＂' => '"',
            '•' | '・' | '‧' => '·',
            '〈' => '《',
            '〉' => '》',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => fold::fold_char(c),
        })
        .collect()
}

/// Closes up a line whose hanzi are all spaced out (民 事 判 决 书).
fn close_up(line: &str) -> String {
    let is_alone = |word: &str| word.len() >= '一'.len_utf8() && word.chars().count() == 1;
    if line.split_whitespace().all(is_alone) {
        line.split_whitespace().collect()
    } else {
        line.to_owned()
    }
}
