//! Floor 2, `Document` to `ClauseTree`: markers, series, nesting by context, addresses, references,
//! walking, comparing. Knows no columns, colours or library.

pub mod address;
pub mod compare;
mod contents;
mod correct;
mod find;
mod lex;
pub mod marker;
pub mod name;
mod nest;
pub mod reference;
mod series;
mod trailing;
mod tree;
pub mod walk;

pub use address::{ClauseAddress, Step, StepKind};
pub use correct::{Correction, correct, would_correct};
pub use find::Within;
pub use nest::nest;
pub use reference::Reference;
pub use tree::ClauseTree;

use std::borrow::Cow;

use crate::document::Document;
use crate::text::Span;
use crate::text::one_line::join_lines;

/// A clause of one tree, by its index in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseId(pub u32);

impl ClauseId {
    /// The index into [`ClauseTree::clauses`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A clause: a numbered or headed part of a document, with everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Kind of clause.
    pub kind: ClauseKind,
    /// The clause directly above; `None` at the top of the document.
    pub parent: Option<ClauseId>,
    /// Nesting depth; 1 at the top of the document.
    pub depth: u16,
    /// The printed marker (`（一）`, `第一，`, `第十五条`); empty for headings and counted
    /// paragraphs.
    pub label: Span,
    /// The lead: the text after the label up to the first stop, or the words of the heading.
    pub title: Span,
    /// From the label, or from a title on the line above it, to the start of the next clause that
    /// is not below this one.
    pub span: Span,
    /// The last step of its address.
    pub step: Step,
    /// The clause that its address continues: its parent, except for numbering that runs through a
    /// statute, such as that of articles.
    pub base: Option<ClauseId>,
}

impl Clause {
    /// Start of the clause's own block: its marker, which may have a title on the line above.
    pub fn opening(&self) -> usize {
        self.span.start.max(self.label.start)
    }

    /// Whether its own block is a heading: that of a part, a chapter or a section, or one without a
    /// number.
    pub fn is_heading(&self) -> bool {
        self.kind == ClauseKind::Heading || self.kind.is_division()
    }

    /// Marker and lead.
    pub fn head(&self) -> Span {
        Span::new(self.span.start, self.title.end.max(self.label.end))
    }

    /// The clause on one line, as lists show it: marker and lead, without the line breaks of the
    /// source.
    pub fn heading(&self, document: &Document) -> String {
        let label = match self.kind {
            // An unnumbered paragraph is shown with its count; its lead alone would read like that
            // of its article.
            ClauseKind::Paragraph if self.label.is_empty() => {
                Cow::Owned(name::counted(document, self.step.number))
            }
            _ => document.words(self.label),
        };
        let title = document.words(self.title);
        // Latin and Korean words need a space after a number, even after one that ends with a mark.
        let parts_words = |c: char| c < '\u{2e80}' || ('\u{ac00}'..='\u{d7a3}').contains(&c);
        let is_apart = label.ends_with(char::is_alphanumeric)
            || label.ends_with(['.', ')']) && title.starts_with(parts_words);
        let gap = if is_apart && !title.is_empty() {
            " "
        } else {
            ""
        };
        join_lines(&format!("{label}{gap}{title}"))
    }
}

/// The kinds of clauses; see [`Self::name`] for their names in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClauseKind {
    /// A heading without a number.
    Heading,
    /// 编
    Part,
    /// 分编
    Subpart,
    /// 章
    Chapter,
    /// 节
    Section,
    /// 条
    Article,
    /// 款, usually unnumbered: numbered by counting.
    Paragraph,
    /// 项
    Subparagraph,
    /// 目, and every numbered item outside of statutes.
    Item,
    /// 附件, 附录
    Annex,
    /// 附表
    Schedule,
    /// 附图
    Figure,
}

impl ClauseKind {
    /// Whether it divides a statute or a book: 编, 分编, 章, 节.
    pub fn is_division(self) -> bool {
        matches!(
            self,
            Self::Part | Self::Subpart | Self::Chapter | Self::Section
        )
    }

    /// Whether it is attached to the text: 附件, 附表, 附图.
    pub fn is_attached(self) -> bool {
        matches!(self, Self::Annex | Self::Schedule | Self::Figure)
    }

    /// Name in the JSON output of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Part => "part",
            Self::Subpart => "subpart",
            Self::Chapter => "chapter",
            Self::Section => "section",
            Self::Article => "article",
            Self::Paragraph => "paragraph",
            Self::Subparagraph => "subparagraph",
            Self::Item => "item",
            Self::Annex => "annex",
            Self::Schedule => "schedule",
            Self::Figure => "figure",
        }
    }
}
