//! Finds the headings that a text does not mark as such: lines above a date in brackets, dated
//! entries, titles of poems and of numbered sayings, the parts of a judgment, and the names in
//! front of what was said.

mod saying;

use super::line::trim;
use super::wrap::opens_item;
use crate::document::{Block, BlockKind, date};
use crate::text::{Span, numeral};

/// Level of the headings found here: below a document's title.
const LEVEL: u8 = 2;

/// What heads a text beside the blocks that became headings.
pub(super) struct Found {
    /// The names of speakers and the like (`问：`, `主旨：`) that head their paragraphs.
    pub speakers: Vec<Span>,
    /// The blocks whose dates head the entries of a diary.
    pub entries: Vec<usize>,
}

/// Changes the kind of blocks that are headings, and cuts a date in brackets from what it was run
/// into.
pub(super) fn find(source: &str, blocks: &mut Vec<Block>) -> Found {
    part_dates(source, blocks);
    let headings = blocks.iter().filter(|block| is_heading(block)).count();
    let mut entries = Vec::new();
    if headings <= 1 {
        join_titles(source, blocks);
        let found = Lines::new(source, blocks);
        let mut heads = found.above_dates();
        entries = found.entries();
        heads.extend(&entries);
        heads.extend(found.poems());
        heads.extend(saying::heads(&found.list));
        heads.extend(found.judgment());
        for index in heads {
            blocks[index].kind = BlockKind::Heading { level: LEVEL };
        }
    }
    Found {
        speakers: speakers(source, blocks),
        entries,
    }
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

/// Whether a text is a date in brackets, with its month.
fn is_dated(text: &str) -> bool {
    text.starts_with(['（', '(']) && date::whole(text).is_some_and(|date| date.month.is_some())
}

/// Whether a text is one short line that may be a heading.
fn is_line(text: &str) -> bool {
    const LONGEST: usize = 40;
    text.chars().take(LONGEST + 1).count() <= LONGEST
        && !text.contains(['。', '；', '！', '？', '\n'])
        && !text.ends_with(['，', '、', '：', ':', '…', '—', '”', '）', ')'])
        && !text.starts_with(['（', '('])
        && !opens_item(text)
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

    /// Three neighbours: above, the block itself, below.
    fn threes(&self) -> impl Iterator<Item = (&'a str, (usize, &'a str), &'a str)> {
        self.list.windows(3).filter_map(|three| {
            let [(_, _, above), (index, kind, own), (_, _, below)] = three else {
                return None;
            };
            (**kind == BlockKind::Paragraph).then_some((*above, (*index, *own), *below))
        })
    }

    /// Lines above a date in brackets that text follows. The first line of all is the title.
    fn above_dates(&self) -> Vec<usize> {
        let followed = self.list.windows(4).filter_map(|four| {
            let [_, (index, kind, own), (_, _, date), (_, _, below)] = four else {
                return None;
            };
            let is_one = **kind == BlockKind::Paragraph && is_line(own);
            (is_one && is_dated(date) && !is_dated(below)).then_some(*index)
        });
        followed.collect()
    }

    /// The dates that head the entries of a diary: at least two, each behind a sentence that is
    /// over and above text.
    fn entries(&self) -> Vec<usize> {
        let found: Vec<usize> = self
            .threes()
            .enumerate()
            .filter(|(at, (above, (_, own), below))| {
                let is_over = *at == 0 || above.ends_with(['。', '！', '？', '…', '”', '）']);
                is_over && is_entry(own) && !is_entry(below)
            })
            .map(|(_, (_, (index, _), _))| index)
            .collect();
        if found.len() >= 2 { found } else { Vec::new() }
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
            if names > 0
                && let Some((index, _, _)) = before.get(before.len() - names)
            {
                found.push(*index);
            }
        }
        if found.len() >= 2 { found } else { Vec::new() }
    }

    /// The parts of a judgment, each on a line of its own; 主文 must be one of them.
    fn judgment(&self) -> Vec<usize> {
        const PARTS: [&str; 14] = [
            "主文",
            "事實",
            "事实",
            "理由",
            "事實及理由",
            "事实及理由",
            "犯罪事實",
            "犯罪事实",
            "事実",
            "事実及び理由",
            "請求の趣旨",
            "罪となるべき事実",
            "量刑の理由",
            "附錄",
        ];
        const LONGEST: usize = 60;
        let part = |words: &str| {
            let letters: String = words.chars().filter(|c| !c.is_whitespace()).collect();
            PARTS.iter().find(|part| **part == letters)
        };
        let lines = self
            .list
            .iter()
            .filter(|(_, kind, words)| **kind == BlockKind::Paragraph && words.len() <= LONGEST);
        let found: Vec<(usize, &str)> = lines
            .filter_map(|(index, _, words)| Some((*index, *part(words)?)))
            .collect();
        if found.iter().any(|(_, part)| *part == "主文") {
            found.into_iter().map(|(index, _)| index).collect()
        } else {
            Vec::new()
        }
    }
}

/// Whether a line is the date of a diary's entry, with the weather behind a blank.
fn is_entry(text: &str) -> bool {
    const LONGEST: usize = 24;
    if text.chars().take(LONGEST + 1).count() > LONGEST {
        return false;
    }
    let rest = date::leading(text)
        .filter(|(date, _)| date.day.is_some())
        .and_then(|(_, length)| text.get(length..))
        .or_else(|| {
            let after = unit(text, '月').unwrap_or(text);
            unit(after, '日').or_else(|| unit(after, '号'))
        });
    rest.is_some_and(|rest| {
        (rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '（'))
            && !rest.contains(['。', '；', '，'])
    })
}

/// What stands behind a numeral and its unit.
fn unit(text: &str, unit: char) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || numeral::is_digit(c));
    (rest.len() < text.len())
        .then(|| rest.strip_prefix(unit))
        .flatten()
}

/// Names in front of a colon that head their paragraphs: the turns of a conversation, the parts of
/// an official letter of Taiwan.
fn speakers(source: &str, blocks: &[Block]) -> Vec<Span> {
    const LETTER: [&str; 5] = ["主旨", "說明", "辦法", "擬辦", "公告事項"];
    const NO_NAMES: [&str; 10] = [
        "注", "按", "例如", "比如", "其中", "附", "附件", "说明", "備註", "备注",
    ];
    let named: Vec<(Span, &str, &str)> = blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph)
        .filter_map(|block| {
            let (name, said) = name(block.text.of(source))?;
            let start = block.text.start;
            Some((Span::new(start, start + name.len()), name, said))
        })
        .collect();
    let count = |name: &str| named.iter().filter(|(_, other, _)| *other == name).count();
    if count("主旨") > 0 && count("說明") + count("辦法") > 0 {
        let parts = named.iter().filter(|(_, name, _)| LETTER.contains(name));
        return parts.map(|(span, _, _)| *span).collect();
    }
    let turns: Vec<_> = named
        .iter()
        .filter(|(_, name, said)| !said.is_empty() && !NO_NAMES.contains(name))
        .collect();
    let asks = |name: &str| matches!(name, "问" | "問" | "答");
    let mut names: Vec<&str> = turns.iter().map(|(_, name, _)| *name).collect();
    names.sort_unstable();
    let again = names
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() > 1)
        .count();
    let is_asked = names.contains(&"答") && names.iter().any(|name| *name != "答" && asks(name));
    let sentences = turns
        .iter()
        .filter(|(_, _, said)| said.ends_with(['。', '？', '！', '…', '：', '”', '；']))
        .count();
    if (again >= 2 || is_asked) && sentences * 2 > turns.len() {
        turns.into_iter().map(|(span, _, _)| *span).collect()
    } else {
        Vec::new()
    }
}

/// The name at the start of a paragraph in front of a colon, and what stands behind that.
fn name(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 8;
    let (at, colon) = text
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| matches!(c, '：' | ':'))?;
    let in_name = |c: char| c.is_alphabetic() || matches!(c, '·' | ' ' | '\u{3000}');
    let name = text
        .get(..at)
        .filter(|name| !name.is_empty() && name.chars().all(in_name) && !opens_item(text))?;
    Some((name, text.get(at + colon.len_utf8()..)?.trim()))
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
    fn dates_head_the_entries_of_a_diary() {
        check(
            "某人日记\n\n三月一日　晴\n\n上山。\n\n三月二日　雨\n\n在家。\n",
            &[
                "title 某人日记",
                "heading 三月一日　晴",
                "paragraph 上山。",
                "heading 三月二日　雨",
                "paragraph 在家。",
            ],
        );
        // With a year too; below a heading a date dates that.
        check(
            "# 日记\n\n1937年7月7日\n\n上山。\n\n1937年7月8日\n\n在家。\n",
            &[
                "title 日记",
                "heading 1937年7",
                "paragraph 上山。",
                "heading 1937年7",
                "paragraph 在家。",
            ],
        );
        check(
            "某人日记\n\n三月一日，晴，上山。\n\n三月二日，雨。\n",
            &[
                "title 某人日记",
                "paragraph 三月一日，晴",
                "paragraph 三月二日，雨",
            ],
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

    #[test]
    fn a_judgment_has_its_parts() {
        check(
            "某法院判決\n\n主  文\n\n駁回。\n\n理由\n\n無理由。\n",
            &[
                "title 某法院判決",
                "heading 主  文",
                "paragraph 駁回。",
                "heading 理由",
                "paragraph 無理由。",
            ],
        );
        check(
            "某文\n\n他說。\n\n理由\n\n太忙。\n",
            &[
                "title 某文",
                "paragraph 他說。",
                "paragraph 理由",
                "paragraph 太忙。",
            ],
        );
    }
}
