//! Finding in one document: folded, and across line breaks; hits are spans of the source.

use memchr::memmem;

use crate::document::{Document, MarkupKind};
use crate::text::Span;
use crate::text::fold::fold_loosely;

/// A document's readable text, folded once for many searches.
#[derive(Clone, Debug, Default)]
pub struct Findable {
    /// The folded text, one character for each of [`searched`], with [`END`] after each block.
    folded: String,
    /// The index of each block that is read, and the end of its folded form in bytes.
    blocks: Vec<(u32, u32)>,
}

/// Separator after the folded form of a block; line breaks are not searched.
const END: char = '\n';

impl Findable {
    /// Folds the blocks of a document that are read.
    pub fn new(document: &Document) -> Self {
        let mut findable = Self {
            folded: String::with_capacity(document.source.len()),
            blocks: Vec::new(),
        };
        for (index, block) in document.blocks.iter().enumerate() {
            if block.kind.is_read() {
                let searched = searched(document, block.text);
                findable
                    .folded
                    .extend(searched.map(|(_, c)| fold_loosely(c)));
                let end = findable.folded.len();
                findable.folded.push(END);
                findable.blocks.push((index as u32, end as u32));
            }
        }
        findable
    }

    /// All non-overlapping matches of `query` in text order; none for an empty query. White space
    /// around the query is ignored. `document` must be the one passed to [`Self::new`].
    pub fn find(&self, document: &Document, query: &str) -> Vec<Span> {
        let query: String = query.trim().chars().map(fold_loosely).collect();
        if query.is_empty() || query.contains(END) {
            return Vec::new();
        }
        let length = query.chars().count();
        let finder = memmem::Finder::new(&query);
        let mut hits = Vec::new();
        let mut found = finder.find_iter(self.folded.as_bytes()).peekable();
        while let Some(&first) = found.peek() {
            let block = self
                .blocks
                .partition_point(|&(_, end)| end as usize <= first);
            let before = block
                .checked_sub(1)
                .and_then(|before| self.blocks.get(before));
            let mut walked = before.map_or(0, |&(_, end)| end as usize + END.len_utf8());
            let Some(&(index, end)) = self.blocks.get(block) else {
                break;
            };
            let text = document.blocks.get(index as usize).map(|block| block.text);
            let text = text.unwrap_or_default();
            // Folding keeps the number of characters, so matches are mapped back by walking both
            // texts once.
            let mut source = searched(document, text);
            while let Some(at) = found.next_if(|at| *at < end as usize) {
                let skipped = self.folded.get(walked..at).unwrap_or("").chars().count();
                let mut matched = source.by_ref().skip(skipped).take(length);
                let first = matched.next();
                let last = matched.last().or(first);
                if let (Some((start, _)), Some((end, c))) = (first, last) {
                    hits.push(Span::new(
                        text.start + start,
                        text.start + end + c.len_utf8(),
                    ));
                }
                walked = at + query.len();
            }
        }
        hits
    }
}

/// The characters that are searched, with their byte offsets in the span. Excludes signs of markup,
/// and line breaks with the white space around them, which mean nothing to a reader.
fn searched(document: &Document, span: Span) -> impl Iterator<Item = (usize, char)> + '_ {
    let text = span.of(&document.source);
    let first = document
        .markup
        .partition_point(|markup| markup.span.start < span.start);
    let markup = document.markup.iter().skip(first);
    let mut signs = markup.filter(|markup| markup.kind.is_sign()).peekable();
    let read = move |(offset, c): (usize, char)| {
        let at = span.start + offset;
        while signs.next_if(|sign| sign.span.end <= at).is_some() {}
        match signs.peek().filter(|sign| sign.span.start <= at) {
            None => Some((offset, c)),
            Some(sign) => match sign.kind {
                MarkupKind::Character(shown) if sign.span.start == at => Some((offset, shown)),
                _ => None,
            },
        }
    };
    let mut run_end = 0;
    let mut run_breaks = false;
    text.char_indices()
        .filter(move |&(at, c)| {
            if !c.is_whitespace() {
                return true;
            }
            if at >= run_end {
                // The first character of a run of white space decides for the whole run.
                let tail = text.get(at..).unwrap_or("");
                run_end = text.len() - tail.trim_start().len();
                run_breaks = text.get(at..run_end).unwrap_or("").contains('\n');
            }
            !run_breaks
        })
        .filter_map(read)
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
        let found: Vec<_> = hits.iter().map(|hit| hit.of(text)).collect();
        assert_eq!(found, expected, "{query} in {text:?}");
    }

    #[test]
    fn signs_of_markup_stand_in_no_ones_way() {
        let document =
            crate::document::parse("# 题\n\n为了**规范**活动，<b>规范</b>。\n".to_owned());
        let findable = Findable::new(&document);
        let find = |query: &str| -> Vec<String> {
            let hits = findable.find(&document, query).into_iter();
            hits.map(|hit| hit.of(&document.source).to_owned())
                .collect()
        };
        assert_eq!(find("了规范活"), ["了**规范**活"]);
        assert_eq!(find("规范"), ["规范", "规范"]);
        assert!(find("*").is_empty() && find("b").is_empty());
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
}
