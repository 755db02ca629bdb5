//! Floor 2, `Document` to `ClauseTree`: markers, series, nesting by context, addresses, walking; knows no columns, colours or library.

pub mod address;
mod contents;
mod correct;
mod find;
pub mod marker;
mod nest;
pub mod reference;
mod tradition;
mod trailing;
mod tree;
pub mod walk;

pub use address::{ClauseAddress, Step, StepKind};
pub use correct::{Correction, correct};
pub use nest::nest;
pub use reference::Reference;
pub use tree::ClauseTree;

use std::borrow::Cow;

use crate::document::Document;
use crate::text::{Span, numeral};

/// A clause of one tree: its place in reading order, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseId(pub u32);

impl ClauseId {
    /// As an index into [`ClauseTree::clauses`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A clause: a numbered or headed part of a document, with all that is below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// What it is.
    pub kind: ClauseKind,
    /// The clause it stands in; `None` directly under the document.
    pub parent: Option<ClauseId>,
    /// 1 directly under the document.
    pub depth: u16,
    /// The printed marker (`（一）`, `第一，`, `第十五条`); empty for headings and counted paragraphs.
    pub label: Span,
    /// The lead: what stands behind the label up to the first stop, or the heading's words.
    pub title: Span,
    /// From its label, or its title on a line above that, to the end of everything below it, up to where the next clause starts.
    pub span: Span,
    /// Its own step of the address.
    pub step: Step,
    /// The clause that its address goes on from: its parent, but for articles, whose numbering runs through the statute.
    pub base: Option<ClauseId>,
}

impl Clause {
    /// Where its own block starts: at its marker, above which its title may stand on a line of its own.
    pub fn opening(&self) -> usize {
        self.span.start.max(self.label.start)
    }

    /// What it begins with: its marker and its lead.
    pub fn head(&self) -> Span {
        Span::new(self.span.start, self.title.end.max(self.label.end))
    }

    /// The clause on one line, as lists show it: its marker and its lead, whatever line breaks the source has there.
    pub fn heading(&self, document: &Document) -> String {
        let label = match self.kind {
            // What is counted says its count, or it would read like the article that it begins.
            ClauseKind::Paragraph if self.label.is_empty() => {
                Cow::Owned(format!("第{}款", numeral::write(self.step.number)))
            }
            _ => document.words(self.label),
        };
        let title = document.words(self.title);
        // Latin and Korean words stand apart from a number, whatever mark it ends with.
        let parts_words = |c: char| c < '\u{2e80}' || ('\u{ac00}'..='\u{d7a3}').contains(&c);
        let is_apart = label.ends_with(char::is_alphanumeric)
            || label.ends_with(['.', ')']) && title.starts_with(parts_words);
        let gap = if is_apart && !title.is_empty() {
            " "
        } else {
            ""
        };
        let words = format!("{label}{gap}{title}");
        if words.contains('\n') {
            words.split('\n').map(str::trim).collect()
        } else {
            words
        }
    }
}

/// The kinds of the command line's JSON.
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
    /// 款, unnumbered: counted.
    Paragraph,
    /// 项
    Subparagraph,
    /// 目, and every numbered item outside statutes.
    Item,
    /// 附件, 附录, 附表
    Annex,
}

impl ClauseKind {
    /// Its name in the command line's JSON.
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
        }
    }
}
