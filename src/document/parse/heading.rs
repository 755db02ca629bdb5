//! Finds the headings that a text does not mark as such and that its neighbours tell: lines above a
//! date in brackets, titles of poems and of numbered sayings. What a line tells by itself is found
//! by rules.

mod saying;

use super::line::trim;
use super::title::paper;
use super::wrap::opens_item;
use crate::document::rules::Ruled;
use crate::document::{Block, BlockKind, date};
use crate::text::Span;
use crate::text::numbering::Numbering;

/// Level of the headings found here: below a document's title.
const LEVEL: u8 = 2;

/// Changes the kind of blocks that are headings, and cuts a date in brackets from what it was run
/// into. Returns the indices of the headings that rules found, in order.
pub(super) fn find(source: &str, blocks: &mut Vec<Block>, ruled: &Ruled) -> Vec<usize> {
    part_dates(source, blocks);
    let apart = ruled.apart.iter().filter(|block| is_heading(block)).count();
    let headings = blocks.iter().filter(|block| is_heading(block)).count();
    if headings.saturating_sub(apart) <= 1 {
        join_titles(source, blocks);
        let found = Lines::new(source, blocks);
        let mut heads = found.above_dates();
        heads.extend(found.poems());
        heads.extend(saying::heads(&found.list));
        for index in heads {
            blocks[index].kind = BlockKind::Heading { level: LEVEL };
        }
    }
    if apart == 0 {
        return Vec::new();
    }
    let is_ruled = |block: &Block| {
        let starts = |own: &Block| own.span.start;
        is_heading(block)
            && ruled
                .apart
                .binary_search_by_key(&block.span.start, starts)
                .is_ok()
    };
    let blocks = blocks.iter().enumerate();
    blocks
        .filter(|(_, block)| is_ruled(block))
        .map(|(index, _)| index)
        .collect()
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { .. })
}

/// Cuts `（1941年8月12日）某老：` below a heading in two.
fn part_dates(source: &str, blocks: &mut Vec<Block>) {
    let mut at = 0;
    let mut below_heading = false;
    while let Some(block) = blocks.get(at) {
        let is_paragraph = block.kind == BlockKind::Paragraph;
        let text = block.text;
        let words = text.of(source);
        if below_heading
            && is_paragraph
            && let Some(close) = words.find('）')
            && let Some(date) = words.get(..close + '）'.len_utf8())
            && is_dated(date)
            && date.len() < words.len()
        {
            let cut = text.start + date.len();
            let rest = Block {
                span: Span::new(cut, block.span.end),
                text: trim(source, Span::new(cut, text.end)),
                kind: BlockKind::Paragraph,
            };
            let block = &mut blocks[at];
            (block.span.end, block.text.end) = (cut, cut);
            blocks.insert(at + 1, rest);
        }
        if let Some(block) = blocks.get(at).filter(|block| block.kind.is_read()) {
            below_heading = is_heading(block);
        }
        at += 1;
    }
}

/// Whether a text is a date in brackets, with its month; a place may stand with it:
/// （一九五八年六月于某地）.
fn is_dated(text: &str) -> bool {
    // In bytes.
    const LONGEST: usize = 100;
    let inner = text
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']))
        .filter(|inner| inner.len() <= LONGEST);
    inner.is_some_and(|inner| {
        let date = inner.split(['于', '於', '在']).next().unwrap_or(inner);
        let date = date::whole(date.trim_end());
        date.is_some_and(|date| date.month.is_some())
    })
}

/// Whether a text is one short line that may be a heading.
fn is_line(text: &str) -> bool {
    const LONGEST: usize = 40;
    text.chars().take(LONGEST + 1).count() <= LONGEST
        && !text.contains(['。', '；', '！', '？', '\n'])
        && !text.ends_with(['，', '、', '：', ':', '…', '—', '”', '）', ')'])
        && !text.starts_with(['（', '('])
        && !opens_item(text)
        // A division of its own, whatever stands below it.
        && Numbering::standard().supplement(text).is_none()
}

/// Joins a title above a date in brackets whose book-title marks are closed on its second line.
fn join_titles(source: &str, blocks: &mut Vec<Block>) {
    let mut at = 0;
    while at < blocks.len() {
        let dated =
            |block: &Block| block.kind == BlockKind::Paragraph && is_dated(block.text.of(source));
        if blocks.get(at).is_some_and(dated)
            && let Some(second) = before(blocks, at)
            && let Some(first) = before(blocks, second)
            && [first, second]
                .iter()
                .all(|at| blocks[*at].kind == BlockKind::Paragraph)
        {
            let opens = |index: usize| {
                let words = blocks[index].text.of(source);
                words.matches('《').count() as i32 - words.matches('》').count() as i32
            };
            if opens(first) > 0 && opens(second) < 0 && is_line(blocks[second].text.of(source)) {
                let (span, text) = (blocks[second].span, blocks[second].text);
                blocks[first].span.end = span.end;
                blocks[first].text.end = text.end;
                blocks[first].kind = BlockKind::Heading { level: LEVEL };
                blocks.drain(first + 1..=second);
                at = first;
            }
        }
        at += 1;
    }
}

/// The block that is read before another.
fn before(blocks: &[Block], at: usize) -> Option<usize> {
    blocks
        .get(..at)?
        .iter()
        .rposition(|block| block.kind.is_read())
}

/// The blocks of a text that are read, with their words.
struct Lines<'a> {
    list: Vec<(usize, &'a BlockKind, &'a str)>,
}

impl<'a> Lines<'a> {
    fn new(source: &'a str, blocks: &'a [Block]) -> Self {
        let read = blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| block.kind.is_read());
        Self {
            list: read
                .map(|(index, block)| (index, &block.kind, block.text.of(source)))
                .collect(),
        }
    }

    /// Lines above a date in brackets that text follows. The first line of all is the title.
    fn above_dates(&self) -> Vec<usize> {
        let first = self.list.first().map(|(index, ..)| *index);
        let followed = self.list.windows(4).filter_map(|four| {
            let [
                (before, _, above),
                (index, kind, own),
                (_, _, date),
                (_, _, below),
            ] = four
            else {
                return None;
            };
            let is_title = || Some(*before) == first && paper::is_title(above, own);
            let is_one = **kind == BlockKind::Paragraph
                // The cheapest test first.
                && is_dated(date)
                && !is_dated(below)
                && is_line(own)
                && !is_title();
            is_one.then_some(*index)
        });
        followed.collect()
    }

    /// Titles of poems: a line, or two with the author's, between two poems; at least two.
    fn poems(&self) -> Vec<usize> {
        const LONGEST: usize = 12;
        let is_name = |(_, kind, words): &&(usize, &BlockKind, &str)| {
            **kind == BlockKind::Paragraph
                && words.chars().take(LONGEST + 1).count() <= LONGEST
                && words
                    .chars()
                    .all(|c| c.is_alphanumeric() || "·（）()　 ".contains(c))
        };
        let mut found = Vec::new();
        for (at, (_, kind, _)) in self.list.iter().enumerate() {
            if **kind != BlockKind::Verse {
                continue;
            }
            let before = self.list.get(..at).unwrap_or_default();
            let names = before.iter().rev().take(3).take_while(is_name).count();
            // The line at the very top is the title of the collection.
            let names = names.min(if before.len() > 2 {
                2
            } else {
                before.len().saturating_sub(1)
            });
            // Behind the last line there is none.
            if let Some((index, _, _)) = before.get(before.len() - names) {
                found.push(*index);
            }
        }
        if found.len() >= 2 { found } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::parse;

    /// Checks the purpose of each block that is read, and its first words.
    fn check(text: &str, expected: &[&str]) {
        let document = parse(text.to_owned());
        let found: Vec<String> = document
            .blocks
            .iter()
            .filter_map(|block| {
                let words: String = block.text.of(&document.source).chars().take(6).collect();
                Some(format!("{} {}", block.kind.name()?, words.trim()))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_line_above_a_date_in_brackets_heads_what_follows() {
        check(
            "# 两篇\n\n在会上的话\n\n（一九五一年三月二日）\n\n开会了。\n\n致某乡《关于农时\n\n的来信》\n\n（1951年4月）\n\n收到。\n",
            &[
                "title 两篇",
                "heading 在会上的话",
                "dateline （一九五一年",
                "paragraph 开会了。",
                "heading 致某乡《关于",
                "dateline （1951年",
                "paragraph 收到。",
            ],
        );
        // With the place.
        check(
            "# 两篇\n\n甲。\n\n在座谈会上的话\n\n（一九五一年三月二日于某城）\n\n开会了。\n",
            &[
                "title 两篇",
                "paragraph 甲。",
                "heading 在座谈会上的",
                "note （一九五一年",
                "paragraph 开会了。",
            ],
        );
        // In a collection a court's answer has a heading as any other; alone, both lines are its
        // title.
        let answer = "某县法院\n\n关于渡资的批复\n\n（1951年4月2日）\n\n照旧收取。\n";
        check(
            &format!("# 两篇\n\n船到了。\n\n{answer}"),
            &[
                "title 两篇",
                "paragraph 船到了。",
                "paragraph 某县法院",
                "heading 关于渡资的批",
                "dateline （1951年",
                "paragraph 照旧收取。",
            ],
        );
        check(
            answer,
            &[
                "title 某县法院",
                "title 关于渡资的批",
                "dateline （1951年",
                "paragraph 照旧收取。",
            ],
        );
        // Who marks headings has marked them all.
        check(
            "# 两篇\n\n## 前记\n\n船到了。\n\n在会上的话\n\n（1951年4月2日）\n\n开会了。\n",
            &[
                "title 两篇",
                "heading 前记",
                "paragraph 船到了。",
                "paragraph 在会上的话",
                "dateline （1951年",
                "paragraph 开会了。",
            ],
        );
        // A remark is no date, and nothing stands below the last one.
        check(
            "# 一篇\n\n大家好。\n\n（鼓掌）\n\n某某部\n\n（一九五一年三月二日）\n",
            &[
                "title 一篇",
                "paragraph 大家好。",
                "note （鼓掌）",
                "paragraph 某某部",
                "dateline （一九五一年",
            ],
        );
    }

    #[test]
    fn a_date_run_into_its_text_is_set_apart() {
        check(
            "# 信\n\n## 致某\n\n（1941年8月12日）某老：\n\n信收到了。\n\n（1941年9月）以后再谈。\n",
            &[
                "title 信",
                "heading 致某",
                "dateline （1941年",
                "salutation 某老：",
                "paragraph 信收到了。",
                "paragraph （1941年",
            ],
        );
        check(
            "# 债\n\n## 旧债\n\n（1941年）以前的旧债照付。\n",
            &["title 债", "heading 旧债", "paragraph （1941年"],
        );
    }

    #[test]
    fn titles_of_poems_stand_above_them() {
        check(
            "詩集\n\n春\n甲某\n\n春風入小樓，細雨過長洲。\n人在天涯外，花開水自流。\n\n秋\n乙某\n\n秋水共長天，孤舟落日邊。\n江南無限好，明月照人還。\n",
            &[
                "title 詩集",
                "heading 春",
                "paragraph 甲某",
                "verse 春風入小樓，",
                "heading 秋",
                "paragraph 乙某",
                "verse 秋水共長天，",
            ],
        );
        // One poem in a story has the story around it.
        check(
            "故事\n\n他念道：\n\n春風入小樓，細雨過長洲。\n人在天涯外，花開水自流。\n\n大家都笑。\n",
            &[
                "title 故事",
                "paragraph 他念道：",
                "verse 春風入小樓，",
                "paragraph 大家都笑。",
            ],
        );
    }
}
