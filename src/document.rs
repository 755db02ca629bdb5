//! Floor 1, bytes to `Document`: header fields, blocks, tables, partial dates; never fails,
//! oddities come back as issues; knows no clauses, screens or paths.

pub mod date;
pub mod decode;
pub mod encoding;
mod epub;
pub mod format;
mod head;
pub mod header;
mod html;
mod line;
pub mod lines;
mod markdown;
pub mod markup;
mod packing;
mod parse;
pub mod table;

use std::borrow::Cow;

use crate::text::Span;
pub use date::PartialDate;
pub use decode::{Decoded, decode, decode_as};
pub use encoding::{Encoding, encoding};
pub use format::Format;
pub use head::{HEAD, Head, head};
pub use header::Header;
pub use lines::Lines;
pub use markup::{Markup, MarkupKind};
pub use parse::verse::trimmed as verse_lines;
pub use parse::{bullet, parse};
pub use table::{Row, RowKind, Table};

/// A document: its decoded source and what was recognised in it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The decoded UTF-8 text; every span of the program is a range of it.
    pub source: String,
    /// What the header says, or was found in its place.
    pub header: Header,
    /// A partition of the source: every byte is in exactly one block, in order.
    pub blocks: Vec<Block>,
    /// Markup inside the blocks, in order of place; what surrounds other markup stands before it.
    pub markup: Vec<Markup>,
    /// Notes and the marks that call them, in order of the notes.
    pub notes: Vec<Note>,
    /// Words that lead to an address which the source has not beside them, in order of place.
    pub links: Vec<Link>,
    /// What was odd, in order of place.
    pub issues: Vec<Issue>,
    /// The source with spaces for what is not read of its markup, byte for byte; none where there
    /// is no markup.
    pub(crate) plain: Option<String>,
}

/// Words that lead to an address on the web, as a page or a book has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub words: Span,
    /// The address, as it was written.
    pub address: String,
}

/// A note: `〔1〕 …` at the end of a text, a section or a book, `[^1]: …` in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its own mark: `〔1〕`.
    pub label: Span,
    /// All of it.
    pub text: Span,
    /// The marks in the text that call it, in order.
    pub calls: Vec<Span>,
}

/// A run of the source with one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// All its bytes, markers (`## `, `> `) and the final line break included.
    pub span: Span,
    /// The text that is read: without markers, indents and trailing white space. May hold single
    /// line breaks.
    pub text: Span,
    /// Its purpose.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Fields, front matter and labels such as `正文：`: metadata, not read as text.
    Header,
    /// Empty lines and white space between blocks, comments.
    Gap,
    /// The heading that repeats the document's title: the document itself.
    Title,
    /// A heading; level 1 is the highest.
    Heading {
        /// Number of `#`.
        level: u8,
    },
    /// A heading or paragraph that bears only a date; after a heading it dates that heading.
    Dateline(PartialDate),
    /// `上海局、各分局、各省市委：`
    Salutation,
    /// Who signed, where and when.
    Signature,
    /// A parenthesis that stands alone: `（本件及附件可登党刊）`.
    Note,
    /// `> …`
    Quotation,
    /// Running text.
    Paragraph,
    /// Lines that stay the lines of the source.
    Verse,
    /// Lines that stay as they are, their indents too: what Markdown has between fences.
    Verbatim,
    /// A note to a mark in the text, one of [`Document::notes`].
    Footnote,
    /// A table, printed as one or recovered from a flattened line.
    Table(Box<Table>),
    /// The text behind the last `描述：`.
    Description,
}

impl BlockKind {
    /// Whether the block is read: everything but metadata and gaps.
    pub fn is_read(&self) -> bool {
        !matches!(self, Self::Header | Self::Gap)
    }
}

/// Something odd in a source, told with its place; the roof turns `code` and `details` into a
/// sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// A stable name in kebab case, such as `numbering-gap`; sentences stand under `issue.<code>`
    /// in the locales.
    pub code: &'static str,
    /// Where.
    pub span: Span,
    /// What fills the `{0}`, `{1}` … of its sentence.
    pub details: Vec<String>,
}

impl Document {
    /// The source as structure is read from it: byte for byte, with spaces for the signs of markup
    /// (`**第一条** …`).
    pub fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.source)
    }

    /// The words of a span, without the signs of markup.
    pub fn words(&self, span: Span) -> Cow<'_, str> {
        let whole = span.of(&self.source);
        let first = self
            .markup
            .partition_point(|markup| markup.span.start < span.start);
        let mut words = String::new();
        let mut at = span.start;
        for markup in self.markup.iter().skip(first) {
            if markup.span.start >= span.end {
                break;
            }
            if let MarkupKind::Delimiter(shown) = markup.kind
                && at <= markup.span.start
            {
                words += Span::new(at, markup.span.start).of(&self.source);
                words += shown;
                at = markup.span.end;
            }
        }
        if at == span.start {
            return Cow::Borrowed(whole);
        }
        words += Span::new(at, span.end).of(&self.source);
        Cow::Owned(words)
    }

    /// The line of `offset`, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        let head = &self.source.as_bytes()[..offset.min(self.source.len())];
        memchr::memchr_iter(b'\n', head).count() + 1
    }

    /// The index of the block that holds `offset` (the last block for an offset at or past the
    /// end).
    pub fn block_at(&self, offset: usize) -> Option<usize> {
        let after = self.blocks.partition_point(|b| b.span.start <= offset);
        after.checked_sub(1)
    }
}
