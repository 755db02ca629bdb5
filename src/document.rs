//! Floor 1, bytes to `Document`: header fields, blocks, tables, partial dates. Never fails:
//! oddities become issues. Knows no clauses, screens or paths.

mod address;
mod budget;
mod code;
mod container;
pub mod date;
pub mod decode;
mod definition;
pub mod encoding;
mod entity;
mod epub;
pub mod foreign;
pub mod format;
mod head;
pub mod header;
mod hidden;
mod html;
mod line;
pub mod lines;
pub mod markup;
mod packing;
mod page;
mod parse;
mod read;
pub mod rules;
mod summary;
mod syntax;
pub mod table;
mod tag;
mod transcript;
mod word;

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::text::numbering::{Convention, Numbering};
use crate::text::{Said, Span};
pub use budget::LARGEST;
pub use date::PartialDate;
pub use decode::{Decoded, decode, decode_as};
pub use encoding::{Encoding, encoding};
pub use foreign::Foreign;
pub use format::Format;
pub use head::{HEAD, Head, head};
pub use header::{Act, HeadDate, Header, KnownAs};
pub use line::bullet;
use line::{NARROWEST, rough_columns};
pub use lines::Lines;
pub use markup::{Markup, MarkupKind};
pub use page::Page;
pub use parse::verse::trimmed as verse_lines;
pub use parse::{explain, parse, parse_by};
pub use read::{largest, read};
pub use syntax::Syntax;
pub use table::{Row, RowKind, Table};
pub use transcript::Structure;

/// A document: its decoded source and what was recognised in it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The decoded UTF-8 text; every span of the program is a range of it.
    pub source: String,
    /// The header's fields; where it has none, what the body gives.
    pub header: Header,
    /// A partition of the source: every byte is in exactly one block, in order.
    pub blocks: Vec<Block>,
    /// Markup inside the blocks, in order of place; outer markup before inner.
    pub markup: Vec<Markup>,
    /// Notes and the marks that refer to them, in order of the notes.
    pub notes: Vec<Note>,
    /// Links, in order of place.
    pub links: Vec<Link>,
    /// Names in front of a colon that head their paragraphs (`问：`, `主旨：`), in reading order.
    pub speakers: Vec<Span>,
    /// Where the pages begin of the print that it was taken from, in order.
    pub pages: Vec<Page>,
    /// Oddities, in order of place.
    pub issues: Vec<Issue>,
    /// The table by which its numbers are read.
    pub numbering: &'static Numbering,
    /// How it numbers, once that was asked for.
    pub(crate) convention: OnceLock<Convention>,
    /// The source with each markup sign replaced by spaces, byte for byte; `None` without markup.
    pub(crate) plain: Option<String>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub words: Span,
    /// What they lead to.
    pub target: LinkTarget,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A web address, as it was written.
    Web(String),
    /// A place in the document.
    Place(usize),
}

impl LinkTarget {
    /// What an address leads to that names the web itself; `None` for any other.
    fn web(address: &str) -> Option<Self> {
        let (scheme, _) = address.split_once(':')?;
        let mut schemes = ["http", "https"].into_iter();
        let is_web = schemes.any(|known| scheme.eq_ignore_ascii_case(known));
        is_web.then(|| Self::Web(address.to_owned()))
    }
}

/// A note: `〔1〕 …` at the end of a text, a section or a book, `[^1]: …` in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The mark that the note begins with: `〔1〕`.
    pub label: Span,
    /// The whole note.
    pub text: Span,
    /// The marks in the text that refer to it, in order.
    pub calls: Vec<Span>,
}

/// A part of the source with one purpose: a paragraph, a heading, a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// All bytes of the block, with markers (`## `, `> `) and the final line break.
    pub span: Span,
    /// The text without markers, indents and trailing white space. May hold single line breaks.
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
    /// A heading or paragraph that is only a date; after a heading it dates that heading.
    Dateline(PartialDate),
    /// `上海局、各分局、各省市委：`
    Salutation,
    /// Who signed, where and when.
    Signature,
    /// A paragraph in parentheses: `（本件及附件可登党刊）`.
    Note,
    /// `> …`
    Quotation,
    /// Running text.
    Paragraph,
    /// Verse: the line breaks of the source are kept.
    Verse,
    /// Lines kept as they are with their indents: a fenced block of Markdown.
    Verbatim,
    /// A note, one of [`Document::notes`].
    Footnote,
    /// A table, printed as one or recovered from flattened lines.
    Table(Box<Table>),
    /// The text after the last `描述：`.
    Description,
}

impl BlockKind {
    /// Name in the JSON output of the command line; `None` for what is not read.
    pub fn name(&self) -> Option<&'static str> {
        Some(match self {
            Self::Header | Self::Gap => return None,
            Self::Title => "title",
            Self::Heading { .. } => "heading",
            Self::Dateline(_) => "dateline",
            Self::Salutation => "salutation",
            Self::Signature => "signature",
            Self::Note => "note",
            Self::Quotation => "quotation",
            Self::Paragraph => "paragraph",
            Self::Verse => "verse",
            Self::Verbatim => "verbatim",
            Self::Footnote => "footnote",
            Self::Table(_) => "table",
            Self::Description => "description",
        })
    }

    /// Whether the block is text for the reader: everything but metadata and gaps.
    pub fn is_read(&self) -> bool {
        !matches!(self, Self::Header | Self::Gap)
    }
}

/// Something odd in a source. The front ends turn `code` and `details` into a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// A stable name in kebab case, such as `numbering-gap`; its sentence is `issue.<code>` in the
    /// locales.
    pub code: &'static str,
    /// The place in the source.
    pub span: Span,
    /// Fills the `{0}`, `{1}` … of the sentence.
    pub details: Vec<String>,
}

impl Issue {
    /// What is odd, as a sentence of the locales.
    pub fn said(&self) -> Said {
        let sentence = Said::new(format!("issue.{}", self.code));
        let details = self.details.iter().map(|detail| Said::of_text(detail));
        details.fold(sentence, Said::with_said)
    }
}

impl Document {
    /// How it numbers: its tradition, its numerals.
    pub fn convention(&self) -> Convention {
        *self
            .convention
            .get_or_init(|| self.numbering.convention(self.plain()))
    }

    /// The source for recognising structure: each markup sign is replaced by spaces, byte for byte,
    /// so that `**第一条** …` begins like an article.
    pub fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.source)
    }

    /// The words of a span, without markup signs.
    pub fn words(&self, span: Span) -> Cow<'_, str> {
        let whole = span.of(&self.source);
        let mut words = String::new();
        let mut at = span.start;
        for markup in Markup::within(&self.markup, span) {
            if markup.kind.is_sign() && at <= markup.span.start {
                words += Span::new(at, markup.span.start).of(&self.source);
                markup.kind.show(&mut words);
                at = markup.span.end;
            }
        }
        if at == span.start && words.is_empty() {
            return Cow::Borrowed(whole);
        }
        words += Span::new(at, span.end).of(&self.source);
        Cow::Owned(words)
    }

    /// The length of the first line of some words, in bytes, if it is too short to have been
    /// wrapped and others follow.
    pub fn own_line(&self, words: Span) -> Option<usize> {
        let plain = self.plain();
        let mut breaks = memchr::memchr_iter(b'\n', words.of(plain).as_bytes());
        breaks.find(|end| {
            let above = plain.get(..words.start + end).unwrap_or("");
            let line = above.rsplit('\n').next().unwrap_or(above);
            rough_columns(line) < NARROWEST
        })
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
