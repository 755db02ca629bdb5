//! Decoded text to `Document`: reads the header, cuts the body into blocks, finds title and notes.

mod cut;
mod dates;
mod heading;
mod join;
mod note;
mod role;
mod title;
pub(super) mod verse;
mod wrap;

use std::sync::OnceLock;

use super::header::{archive, front_matter};
use super::{Block, BlockKind, Document, Header, Issue, line, markup};
use crate::text::Span;
use crate::text::numbering::Numbering;

/// Longest line in bytes that is not reported as an issue.
pub const LONGEST_LINE: usize = 16 << 20;

/// Most blocks of a document, 72 MB of them; the rest of the text is one paragraph.
const MOST_BLOCKS: usize = 1_500_000;

/// Parses a decoded source. Cannot fail: oddities become issues of the document.
///
/// The archive text format is recognised by its fields, Markdown by its front matter or headings;
/// all else is plain text. Takes time linear in the length of the source.
pub fn parse(source: String) -> Document {
    parse_by(source, Numbering::standard())
}

/// Like [`parse`], for a text that is numbered by another table.
pub fn parse_by(source: String, numbering: &'static Numbering) -> Document {
    let mut issues = Vec::new();
    let mut blocks = Blocks::default();
    let heads;
    let end = source.len();
    let opening = archive::read(&source, &mut issues);
    let is_archive = opening.is_some();
    let header = if let Some(opening) = opening {
        blocks.gap(opening.fields.start);
        blocks.metadata(&source, opening.fields);
        blocks.gap(opening.body_label.start);
        blocks.metadata(&source, opening.body_label);
        let body = Span::new(blocks.end(), end);
        let label = archive::description_label(&source, body).unwrap_or(Span::new(end, end));
        cut::cut(
            &source,
            label.start,
            cut::Prior::Kept,
            &mut blocks,
            &mut issues,
        );
        join::join(&source, &mut blocks.list);
        heads = heading::find(&source, &mut blocks.list);
        role::assign(&source, &mut blocks.list, &heads.entries);
        if !label.is_empty() {
            blocks.metadata(&source, label);
            describe(&source, &mut blocks);
        }
        opening.header
    } else {
        let front = front_matter::read(&source, &mut issues);
        let header = front.map_or_else(Header::default, |(header, span)| {
            blocks.metadata(&source, span);
            header
        });
        cut::cut(&source, end, cut::Prior::Open, &mut blocks, &mut issues);
        join::join(&source, &mut blocks.list);
        heads = heading::find(&source, &mut blocks.list);
        role::assign(&source, &mut blocks.list, &heads.entries);
        header
    };
    // The archive format has no Markdown inside a paragraph.
    let signs = if is_archive {
        markup::NOTES
    } else {
        markup::ALL
    };
    let markup = markup::find(&source, &blocks.list, signs);
    if markup.len() >= markup::MOST {
        let last = markup.last().map_or(end, |markup| markup.span.end);
        issues.push(Issue {
            code: "too-much-markup",
            span: Span::new(last, end),
            details: vec![markup::MOST.to_string()],
        });
    }
    let plain = markup::plain(&source, &markup);
    if let Some(plain) = &plain {
        markup::bare(plain, &markup, &mut blocks.list);
    }
    let mut document = Document {
        source,
        header,
        blocks: blocks.list,
        markup,
        notes: Vec::new(),
        links: Vec::new(),
        speakers: heads.speakers,
        issues,
        numbering,
        convention: OnceLock::new(),
        plain,
    };
    let heads = title::name(&mut document);
    dates::find(&mut document, heads);
    note::find(&mut document);
    document.issues.sort_by_key(|issue| issue.span);
    document
}

/// Adds the paragraphs after `描述：`.
fn describe(source: &str, blocks: &mut Blocks) {
    while blocks.end() < source.len() {
        let start = blocks.end();
        let mut line = line::Line::at(source, start, source.len());
        if line.is_blank() {
            blocks.gap(line.span.end);
            continue;
        }
        let mut end = start;
        while !line.is_blank() || blocks.is_full() && end < source.len() {
            end = line.span.end;
            line = line::Line::at(source, end, source.len());
        }
        let span = Span::new(start, end);
        blocks.push(span, line::trim(source, span), BlockKind::Description);
    }
}

/// The blocks so far: a partition of the source up to the end of the last.
#[derive(Debug, Default)]
struct Blocks {
    list: Vec<Block>,
}

impl Blocks {
    /// Where the next block starts.
    fn end(&self) -> usize {
        self.list.last().map_or(0, |block| block.span.end)
    }

    /// Whether there are as many blocks as allowed.
    fn is_full(&self) -> bool {
        self.list.len() >= MOST_BLOCKS
    }

    /// Adds a block unless it is empty.
    fn push(&mut self, span: Span, text: Span, kind: BlockKind) {
        debug_assert_eq!(span.start, self.end());
        debug_assert!(span.covers(text));
        if !span.is_empty() {
            self.list.push(Block { span, text, kind });
        }
    }

    /// Adds a gap up to `end`.
    fn gap(&mut self, end: usize) {
        let start = self.end();
        match self.list.last_mut() {
            Some(last) if last.kind == BlockKind::Gap && end > start => {
                last.span.end = end;
                last.text = Span::new(end, end);
            }
            _ if end > start => {
                self.push(Span::new(start, end), Span::new(end, end), BlockKind::Gap);
            }
            _ => {}
        }
    }

    /// Adds a block of metadata.
    fn metadata(&mut self, source: &str, span: Span) {
        self.push(span, line::trim(source, span), BlockKind::Header);
    }
}

/// The length in bytes of the bullet that a text opens with, and of the space after it.
pub fn bullet(text: &str) -> Option<usize> {
    let mark = text.chars().next()?;
    if !matches!(mark, '-' | '*' | '+' | '•' | '●' | '○' | '▪' | '■' | '◆') {
        return None;
    }
    let rest = text.get(mark.len_utf8()..)?;
    let space = rest.len() - rest.trim_start_matches([' ', '\u{3000}', '\t']).len();
    (space > 0 && space < rest.len()).then_some(mark.len_utf8() + space)
}

/// Reports a line that is too long.
fn tell_long_line(line: Span, issues: &mut Vec<Issue>) {
    if line.len() > LONGEST_LINE {
        issues.push(Issue {
            code: "line-too-long",
            span: line,
            details: vec![(LONGEST_LINE >> 20).to_string()],
        });
    }
}
