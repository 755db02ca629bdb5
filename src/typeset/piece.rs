//! Pieces, the units of typesetting: a block, a listed clause inside a block, or a part of a very
//! long block. They depend only on the document and its clauses, so that a new measure costs
//! nothing until a piece is requested.

use crate::clause::{Clause, ClauseId, ClauseKind, ClauseTree};
use crate::document::{Block, BlockKind, Document, bullet};
use crate::text::Span;
use crate::text::grapheme::first_cluster;

/// Longest block that is set as a whole, in bytes; a longer one is set in parts that end with a
/// sentence.
const LONGEST: usize = 32 << 10;

/// How far beyond [`LONGEST`] to search for the end of a sentence, in bytes.
const SENTENCE: usize = 4 << 10;

/// Greatest average length of items in a list, in bytes (120 hanzi); longer items are numbered
/// paragraphs.
const LISTED: usize = 360;

/// The same for items directly under the document or a heading (20 hanzi), most of which are
/// chapters of a directive.
const LISTED_AT_TOP: usize = 60;

/// Greatest depth of lists that is indented.
const DEEPEST: u8 = 6;

/// How a piece is set, in addition to the kind of its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// As its block says.
    Plain,
    /// As a heading of this rank: 0 for the title, 1 for the highest below it.
    Heading(u8),
    /// As a list item at this depth, from 1.
    Item(u8),
    /// As a continuation of the previous piece in a list of this depth; 0 outside of lists.
    Rest(u8),
}

/// A unit of typesetting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Byte offset in the source.
    start: u32,
    /// Index of its block.
    block: u32,
    manner: Manner,
    /// Whether paragraph spacing precedes it.
    is_apart: bool,
}

/// The pieces of a document, in order; every block that is read starts one.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    list: Vec<Piece>,
}

impl Pieces {
    /// Divides a document into pieces, in time linear in its blocks and clauses.
    pub fn new(document: &Document, tree: &ClauseTree) -> Self {
        let lists = Lists::new(document, tree);
        let ranks = Ranks::new(document);
        let mut list: Vec<Piece> = Vec::new();
        // The first clause that does not start before the block, and the article of the previous
        // piece.
        let mut next = 0;
        let mut article: Option<ClauseId> = None;
        for (index, block) in document.blocks.iter().enumerate() {
            if !block.kind.is_read() {
                continue;
            }
            let clauses = &tree.clauses;
            while clauses
                .get(next)
                .is_some_and(|clause| clause.opening() < block.text.start)
            {
                next += 1;
            }
            let begins = clauses
                .get(next)
                .filter(|clause| clause.opening() == block.text.start)
                .map(|_| ClauseId(next as u32));
            let here = begins.or_else(|| tree.at(block.text.start));
            let manner = match block.kind {
                BlockKind::Title => Manner::Heading(0),
                BlockKind::Heading { level } => Manner::Heading(ranks.of_level(level)),
                BlockKind::Paragraph => division(document, tree, block, begins)
                    .or_else(|| bulleted(document, block))
                    .unwrap_or_else(|| lists.manner(begins)),
                _ => Manner::Plain,
            };
            let stands_in = lists.article(here);
            // No spacing between items of a list, nor after the sentence that introduces it.
            let is_item = matches!(manner, Manner::Item(_));
            let follows = is_item
                && list.last().is_some_and(|piece| {
                    let before = document.blocks.get(piece.block as usize);
                    matches!(piece.manner, Manner::Item(_))
                        || before.is_some_and(|before| {
                            before.text.of(&document.source).ends_with(['：', ':'])
                        })
                });
            let goes_on = stands_in.is_some()
                && stands_in == article
                && begins.is_none_or(|id| Some(id) != article);
            // A date stays with what it dates. Notes stay together, as do lines of a title, of a
            // quotation, and parts of a long poem.
            let before = index
                .checked_sub(1)
                .and_then(|before| document.blocks.get(before));
            let stays = match block.kind {
                BlockKind::Dateline(_) => true,
                BlockKind::Title | BlockKind::Verse | BlockKind::Quotation => {
                    before.is_some_and(|before| before.kind == block.kind)
                }
                BlockKind::Footnote => list.last().is_some_and(|piece| {
                    let last = document.blocks.get(piece.block as usize);
                    last.is_some_and(|last| last.kind == BlockKind::Footnote)
                }),
                _ => false,
            };
            article = stands_in;
            list.push(Piece {
                start: block.text.start as u32,
                block: index as u32,
                manner,
                is_apart: !(goes_on || follows || stays),
            });
            if block.kind == BlockKind::Paragraph {
                // Listed clauses inside the paragraph start lines of their own.
                let from = next + usize::from(begins.is_some());
                let within = clauses.iter().enumerate().skip(from);
                for (at, clause) in within.take_while(|(_, c)| c.span.start < block.text.end) {
                    let id = ClauseId(at as u32);
                    let manner = lists.manner(Some(id));
                    if matches!(manner, Manner::Item(_)) {
                        list.push(Piece {
                            start: clause.span.start as u32,
                            block: index as u32,
                            manner,
                            is_apart: false,
                        });
                    }
                }
            }
            if matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::Description | BlockKind::Quotation
            ) && block.text.len() > LONGEST
            {
                split_long(&document.source, block, &mut list);
            }
        }
        Self { list }
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are no pieces.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The piece that contains byte `offset`, or the first one after it; the last if there is none.
    pub fn at(&self, document: &Document, offset: usize) -> usize {
        let after = self
            .list
            .partition_point(|piece| piece.start as usize <= offset);
        let Some(before) = after.checked_sub(1) else {
            return 0;
        };
        let ends = self.span(document, before).end;
        if offset < ends || after == self.list.len() {
            before
        } else {
            after
        }
    }

    /// The bytes that a piece accounts for; the pieces of a block concatenate to its span.
    pub fn span(&self, document: &Document, piece: usize) -> Span {
        let Some((found, block)) = self.block(document, piece) else {
            return Span::default();
        };
        let is_in_block = |at: Option<usize>| {
            at.and_then(|at| self.list.get(at))
                .filter(|other| other.block == found.block)
        };
        let first = is_in_block(piece.checked_sub(1)).is_none();
        let end =
            is_in_block(piece.checked_add(1)).map_or(block.span.end, |next| next.start as usize);
        Span::new(
            if first {
                block.span.start
            } else {
                found.start as usize
            },
            end,
        )
    }

    /// The bytes of a piece that are read.
    pub fn text(&self, document: &Document, piece: usize) -> Span {
        let Some((found, block)) = self.block(document, piece) else {
            return Span::default();
        };
        Span::new(
            found.start as usize,
            self.span(document, piece).end.min(block.text.end),
        )
    }

    /// The block that contains a piece.
    pub fn block_of<'a>(&self, document: &'a Document, piece: usize) -> Option<&'a Block> {
        self.block(document, piece).map(|(_, block)| block)
    }

    /// The pieces of a block, as a range of indices.
    pub fn of_block(&self, block: usize) -> std::ops::Range<usize> {
        let first = self
            .list
            .partition_point(|piece| (piece.block as usize) < block);
        let end = self
            .list
            .partition_point(|piece| (piece.block as usize) <= block);
        first..end
    }

    /// How a piece is set.
    pub fn manner(&self, piece: usize) -> Manner {
        self.list
            .get(piece)
            .map_or(Manner::Plain, |piece| piece.manner)
    }

    /// Number of empty rows between a piece and the next, 0 after the last. `spacing` is that
    /// between paragraphs.
    pub fn gap(&self, piece: usize, spacing: usize) -> usize {
        match self.list.get(piece + 1) {
            None => 0,
            // A heading of high rank has more space above than below.
            Some(next) if matches!(next.manner, Manner::Heading(1 | 2)) => {
                let follows_heading = matches!(self.manner(piece), Manner::Heading(_));
                1 + usize::from(!follows_heading)
            }
            Some(next) if matches!(next.manner, Manner::Heading(_)) => spacing.max(1),
            // A date stands close to the heading that it dates.
            Some(next) if !next.is_apart => 0,
            Some(_) if matches!(self.manner(piece), Manner::Heading(_)) => 1,
            Some(_) => spacing,
        }
    }

    fn block<'a>(&self, document: &'a Document, piece: usize) -> Option<(Piece, &'a Block)> {
        let piece = *self.list.get(piece)?;
        Some((piece, document.blocks.get(piece.block as usize)?))
    }
}

/// Splits the pieces of a long block at ends of sentences.
fn split_long(source: &str, block: &Block, list: &mut Vec<Piece>) {
    let first = list
        .iter()
        .rposition(|piece| (piece.start as usize) <= block.text.start)
        .unwrap_or(0);
    let pieces = list.split_off(first);
    for (index, piece) in pieces.iter().enumerate() {
        list.push(*piece);
        let end = pieces
            .get(index + 1)
            .map_or(block.text.end, |next| next.start as usize);
        let depth = match piece.manner {
            Manner::Item(depth) | Manner::Rest(depth) => depth,
            Manner::Plain | Manner::Heading(_) => 0,
        };
        let mut at = piece.start as usize;
        while end - at > LONGEST {
            at = sentence_end(source, Span::new(at, end));
            if end <= at {
                break;
            }
            list.push(Piece {
                start: at as u32,
                manner: Manner::Rest(depth),
                is_apart: false,
                ..*piece
            });
        }
    }
}

/// The first end of a sentence after [`LONGEST`] bytes or, if none is near, the first gap between
/// hanzi.
fn sentence_end(source: &str, span: Span) -> usize {
    let mut at = span.start + LONGEST;
    while at < span.end && !source.is_char_boundary(at) {
        at += 1;
    }
    let rest = Span::new(at, span.end).of(source);
    let stops = |c: char| "。！？；\n".contains(c);
    let closes = |c: char| "。！？；”’」』）》〉】…\n".contains(c);
    let mut end = None;
    for (offset, c) in rest.char_indices() {
        if end.is_some() && !closes(c) {
            return at + offset;
        }
        if end.is_none() && stops(c) {
            end = Some(offset);
        }
        if end.is_none() && offset > SENTENCE {
            break;
        }
    }
    // Between two hanzi there is always a boundary of clusters, words and lines.
    let is_hanzi = |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
    let mut before = None;
    for (offset, c) in rest.char_indices().take(SENTENCE) {
        if before.is_some_and(is_hanzi) && is_hanzi(c) {
            return at + offset;
        }
        before = Some(c);
    }
    // No hanzi either: after a space or, failing that, after the next cluster. One cluster may be
    // all that is left.
    let space = rest
        .char_indices()
        .take(SENTENCE)
        .find(|(_, c)| *c == ' ')
        .map(|(offset, _)| at + offset + 1);
    space.unwrap_or_else(|| at + first_cluster(rest).map_or(0, str::len))
}

/// A paragraph that consists only of the head of a part, chapter or section is a heading, whether
/// or not the source marks it as one.
fn division(
    document: &Document,
    tree: &ClauseTree,
    block: &Block,
    begins: Option<ClauseId>,
) -> Option<Manner> {
    let clause = tree.get(begins?)?;
    let rank = match clause.kind {
        ClauseKind::Part => 1,
        ClauseKind::Subpart | ClauseKind::Chapter => 2,
        ClauseKind::Section => 3,
        _ => return None,
    };
    let rest = Span::new(clause.head().end, block.text.end);
    rest.of(&document.source)
        .trim()
        .is_empty()
        .then_some(Manner::Heading(rank))
}

/// An item of a bulleted list; its indentation gives the depth.
fn bulleted(document: &Document, block: &Block) -> Option<Manner> {
    bullet(block.text.of(&document.source))?;
    let indent = block.text.start - block.span.start;
    Some(Manner::Item(
        (1 + indent / 2).min(usize::from(DEEPEST)) as u8
    ))
}

/// Maps heading levels to ranks: the highest level in use, the title apart, has rank 1.
struct Ranks {
    highest: u8,
}

impl Ranks {
    fn new(document: &Document) -> Self {
        let levels = document.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Heading { level } => Some(level),
            _ => None,
        });
        Self {
            highest: levels.min().unwrap_or(1),
        }
    }

    fn of_level(&self, level: u8) -> u8 {
        level.saturating_sub(self.highest) + 1
    }
}

fn is_item(clause: &Clause) -> bool {
    matches!(clause.kind, ClauseKind::Item | ClauseKind::Subparagraph)
}

/// Which clauses are list items, and at what depth. Short items form lists, long ones are numbered
/// paragraphs.
struct Lists<'a> {
    tree: &'a ClauseTree,
    /// List depth of each clause; 0 outside of lists.
    depths: Vec<u8>,
}

impl<'a> Lists<'a> {
    fn new(document: &Document, tree: &'a ClauseTree) -> Self {
        // Items of each parent (0: the document) and their total length in bytes, without the
        // clauses below them.
        let mut sums = vec![(0_usize, 0_usize); tree.clauses.len() + 1];
        let parent = |clause: &Clause| clause.parent.map_or(0, |id| id.index() + 1);
        for (index, clause) in tree.clauses.iter().enumerate() {
            if is_item(clause) {
                let next = tree
                    .clauses
                    .get(index + 1)
                    .map_or(usize::MAX, |next| next.span.start);
                let end = document
                    .block_at(clause.span.start)
                    .and_then(|block| document.blocks.get(block))
                    .map_or(clause.span.end, |block| block.text.end);
                if let Some((count, bytes)) = sums.get_mut(parent(clause)) {
                    *count += 1;
                    *bytes += end.min(next).saturating_sub(clause.span.start);
                }
            }
        }
        let mut depths: Vec<u8> = Vec::with_capacity(tree.clauses.len());
        for clause in &tree.clauses {
            let above = clause.parent.and_then(|id| tree.get(id));
            let inherited = clause
                .parent
                .and_then(|id| depths.get(id.index()).copied())
                .unwrap_or(0);
            let (count, bytes) = sums.get(parent(clause)).copied().unwrap_or_default();
            let is_at_top = above.is_none_or(|above| above.kind == ClauseKind::Heading);
            let most = if is_at_top { LISTED_AT_TOP } else { LISTED };
            let is_listed = is_item(clause) && count > 1 && bytes <= most * count;
            depths.push(if is_listed {
                (inherited + 1).min(DEEPEST)
            } else if is_item(clause) {
                0
            } else {
                inherited
            });
        }
        Self { tree, depths }
    }

    /// How a paragraph is set that starts with the clause `begins`. A paragraph after a list is not
    /// part of its last item.
    fn manner(&self, begins: Option<ClauseId>) -> Manner {
        match begins.and_then(|id| self.depths.get(id.index()).copied()) {
            Some(depth) if depth > 0 && self.is_item(begins) => Manner::Item(depth),
            _ => Manner::Plain,
        }
    }

    fn is_item(&self, id: Option<ClauseId>) -> bool {
        id.and_then(|id| self.tree.get(id)).is_some_and(is_item)
    }

    /// The article that is, or contains, a clause.
    fn article(&self, clause: Option<ClauseId>) -> Option<ClauseId> {
        let mut at = clause;
        while let Some((id, clause)) = at.and_then(|id| Some((id, self.tree.get(id)?))) {
            if clause.kind == ClauseKind::Article {
                return Some(id);
            }
            at = clause.parent;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clause::nest;
    use crate::document::parse;

    fn count(text: String) -> usize {
        let document = parse(text);
        Pieces::new(&document, &nest(&document)).len()
    }

    #[test]
    fn a_cluster_of_any_length_is_never_split_again() {
        let family = "👩\u{200d}".repeat(4 * LONGEST);
        assert!(count(format!("题\n\n文{family}尾\n")) <= 4);
        let tower = format!("e{}", "\u{301}".repeat(4 * LONGEST));
        assert!(count(format!("题\n\n文{tower}尾\n")) <= 4);
        // Several of them are parted between them.
        let towers = format!("题\n\n{}尾\n", tower.repeat(3));
        assert!((4..=6).contains(&count(towers)));
    }
}
