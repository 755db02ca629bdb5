//! Joins paragraphs that a copy cut in two, with an empty line between: headings over two lines,
//! and paragraphs of statutes whose lines were wrapped.

use super::wrap::{opens_bullet, opens_item, opens_numbered};
use crate::document::{Block, BlockKind};
use crate::text::numbering::{Level, Numbering};

/// Joins the blocks that are one.
pub(super) fn join(source: &str, blocks: &mut Vec<Block>) {
    // How many are kept so far, and the last of them that is read.
    let mut kept = 0;
    let mut last: Option<usize> = None;
    let mut in_article = false;
    for next in 0..blocks.len() {
        let block = &blocks[next];
        let words = block.text.of(source);
        if let Some(at) = last
            && block.kind == BlockKind::Paragraph
            && is_cut(source, &blocks[at], words, in_article)
        {
            let ends = (block.span.end, block.text.end);
            let whole = &mut blocks[at];
            (whole.span.end, whole.text.end) = ends;
            kept = at + 1;
            continue;
        }
        in_article = match block.kind {
            BlockKind::Heading { .. } => false,
            BlockKind::Paragraph => in_article || division(words) == Some(Level::Article),
            _ => in_article,
        };
        if block.kind.is_read() {
            last = Some(kept);
        }
        blocks.swap(kept, next);
        kept += 1;
    }
    blocks.truncate(kept);
}

/// Whether a paragraph is the rest of the block before it.
fn is_cut(source: &str, block: &Block, rest: &str, in_article: bool) -> bool {
    const LONGEST_HEADING: usize = 40;
    const SHORTEST_LINE: usize = 28;
    const LONGEST_LINE: usize = 50;
    let words = block.text.of(source);
    // The cheapest test first: most paragraphs end with a stop.
    if words.ends_with(['。', '；', '：', '！', '？', '”']) {
        return false;
    }
    if opens_numbered(rest) || opens_item(rest) || opens_bullet(rest) || division(rest).is_some() {
        return false;
    }
    let stops = ['。', '；', '：', '！', '？', '，', '\n'];
    if division(words).is_some_and(|level| level != Level::Article) {
        let is_short = |words: &str| {
            words.chars().take(LONGEST_HEADING + 1).count() <= LONGEST_HEADING
                && !words.contains(stops)
        };
        return words.ends_with(['、', '和', '与', '及']) && is_short(words) && is_short(rest);
    }
    // The lines of a wrapped paragraph end anywhere, within words too.
    let is_hanzi = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let last = words.rsplit('\n').next().unwrap_or(words);
    let length = last.chars().take(LONGEST_LINE + 1).count();
    in_article
        && block.kind == BlockKind::Paragraph
        && (SHORTEST_LINE..=LONGEST_LINE).contains(&length)
        && last.ends_with(is_hanzi)
        && !last.contains(['＝', '=', '×'])
        && rest.starts_with(is_hanzi)
        && rest.ends_with(['。', '；', '：'])
        && !rest.starts_with('附')
}

/// The level of the division or the article that a text starts with: that of 章 in 第一章.
fn division(words: &str) -> Option<Level> {
    let named = Numbering::standard().heading(words)?;
    Some(named.unit.level).filter(|level| !level.is_attached())
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, parse};

    /// Checks the number of paragraphs below a title.
    fn check(text: &str, paragraphs: usize) {
        let document = parse(format!("# 规定\n\n{text}\n"));
        let is_paragraph = |block: &&crate::document::Block| block.kind == BlockKind::Paragraph;
        let count = document.blocks.iter().filter(is_paragraph).count();
        assert_eq!(count, paragraphs, "{text}");
    }

    #[test]
    fn a_paragraph_of_an_article_goes_on_below_an_empty_line() {
        let cut = "任何单位和个人不得擅自占用城市绿地，确因建设需要占用的，应当经过主";
        check(&format!("第一条 {cut}\n\n管部门批准。\n\n第二条 甲。"), 2);
        // Not outside of articles, not an item, and no line that is over.
        check(&format!("{cut}\n\n管部门批准。"), 2);
        let plain = parse(format!("规定\n\n{cut}\n\n管部门批准。\n"));
        let last = plain.blocks.iter().rfind(|block| block.kind.is_read());
        assert_eq!(last.unwrap().text.of(&plain.source), "管部门批准。");
        check(&format!("第一条 {cut}\n\n（一）管部门批准。"), 2);
        check(&format!("第一条 {cut}管部门批准。\n\n应当公布。"), 2);
        // A formula is no sentence.
        check(
            "第一条 甲：\n\n实行从价定率办法计算的应纳税额的公式是应纳税额＝销售额×比例税率\n\n乙。",
            3,
        );
    }

    #[test]
    fn a_heading_goes_on_behind_its_comma() {
        check("第一章 甲、\n\n乙的管理\n\n第一条 丙。", 2);
        check("第一章 甲\n\n乙的管理\n\n第一条 丙。", 3);
    }
}
