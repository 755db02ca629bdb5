//! Lexing: reads each block once into a token. The rules that follow (contents, quotations, series,
//! nesting) look at tokens and at their neighbours, not at characters again.

mod quotation;

use super::marker::{self, Form, Marker};
use crate::document::{Block, BlockKind, Document};
use crate::text::{Span, hanzi};
use quotation::Quotation;

/// A block as the outline sees it. Gaps and metadata have none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Index of the block in the document.
    pub block: usize,
    /// The text of the block.
    pub text: Span,
    /// What the source says that the block is.
    pub kind: Kind,
    /// The marker that it starts with, whatever its number.
    pub marker: Option<Marker>,
    /// Whether the marker is a clause only as part of a series. [`super::series`] keeps it on those
    /// that have no neighbours: they may go on with a list inside a paragraph.
    pub is_weak: bool,
    /// How the text ends.
    pub end: End,
    /// Length in characters, up to [`LONG`].
    pub chars: u8,
    /// Whether a stop, a comma or a line break stands inside the text; also if it is long.
    pub has_stop: bool,
    /// Whether it starts with the name of who speaks, or of a part of a letter.
    pub is_turn: bool,
    /// The quotations that it opens and closes.
    pub quotation: Quotation,
}

/// Texts of this many characters and more are all long.
pub(super) const LONG: u8 = 64;

/// What the source says that a block is, as far as the outline depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading and its level; 1 is the highest.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A parenthesis that stands alone.
    Note,
    /// The title of the document.
    Title,
    /// Whatever else is read: tables, verse, quotations, signatures.
    Other,
}

/// How a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A full stop or its like, also one before a closing mark.
    Stop,
    /// A colon: it leads in what follows.
    Colon,
    /// A comma: the sentence is not over.
    Comma,
    /// No punctuation.
    Bare,
}

impl Token {
    /// Whether it starts with this number in this form.
    pub fn is(&self, form: Form, number: u32) -> bool {
        self.marker
            .is_some_and(|marker| marker.form == form && marker.number == number)
    }

    /// Whether the block is a heading or running text: what may start a clause.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Heading(_) | Kind::Paragraph)
    }

    /// Whether it is one short line without punctuation, as headings are.
    pub fn is_line(&self, longest: u8) -> bool {
        self.chars <= longest && !self.has_stop && self.end == End::Bare
    }
}

/// The tokens of a document, in order.
pub(super) fn lex(document: &Document) -> Vec<Token> {
    let source = document.plain();
    let blocks = document.blocks.iter().enumerate();
    let read =
        blocks.filter(|(_, block)| block.kind.is_read() && block.kind != BlockKind::Description);
    // A filter does not tell how many it leaves, and a list that grows is copied again and again.
    let mut tokens = Vec::with_capacity(document.blocks.len());
    tokens.extend(read.map(|(index, block)| token(document, source, index, block)));
    tokens
}

fn token(document: &Document, source: &str, index: usize, block: &Block) -> Token {
    let kind = match block.kind {
        BlockKind::Heading { level } => Kind::Heading(level),
        BlockKind::Paragraph => Kind::Paragraph,
        BlockKind::Note => Kind::Note,
        BlockKind::Title => Kind::Title,
        _ => Kind::Other,
    };
    let words = block.text.of(source);
    let found = match kind {
        Kind::Heading(_) => marker::candidate(document.numbering, words, block.text.start)
            // A bare number in a heading is that of a section, not of a verse.
            .filter(|(marker, _)| marker.form != Form::Verse)
            .or_else(|| Some((marker::section(words, block.text.start)?, true))),
        Kind::Paragraph | Kind::Note => {
            marker::candidate(document.numbering, words, block.text.start)
        }
        Kind::Title | Kind::Other => None,
    };
    let (marker, is_weak) = found.unzip();
    let is_weak = is_weak.unwrap_or(false);
    // No character has more than four bytes.
    let chars = match words.len() {
        0..256 => words.chars().count().min(usize::from(LONG)) as u8,
        _ => LONG,
    };
    let inner = words.trim_end_matches(is_closing);
    let end = match inner.chars().next_back() {
        Some('。' | '；' | '！' | '？' | '…' | '.' | ';' | '!' | '?') => End::Stop,
        Some('：' | ':') => End::Colon,
        Some('，' | '、' | ',') => End::Comma,
        _ => End::Bare,
    };
    let mut inside = inner.chars();
    inside.next_back();
    let has_stop = chars == LONG || has_inner_stop(inside.as_str());
    Token {
        block: index,
        text: block.text,
        kind,
        marker,
        is_weak,
        end,
        chars,
        has_stop,
        is_turn: is_turn(document, block.text),
        quotation: match kind {
            Kind::Paragraph => Quotation::read(words),
            _ => Quotation::default(),
        },
    }
}

/// Whether a paragraph begins with the name of who speaks; Markdown's marks may stand before it.
fn is_turn(document: &Document, text: Span) -> bool {
    let names = &document.speakers;
    let after = names.partition_point(|name| name.start <= text.start);
    let name = after.checked_sub(1).and_then(|at| names.get(at));
    name.is_some_and(|name| text.start < name.end)
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '】')
}

/// Whether a text holds a stop, or a line break.
fn has_inner_stop(text: &str) -> bool {
    let is_stop = |c| matches!(c, '。' | '；' | '，' | '：' | '！' | '？');
    hanzi::find_mark(text, is_stop).is_some() || memchr::memchr(b'\n', text.as_bytes()).is_some()
}
