//! Floor 3, document, tree and measure to `Galley`: lines of runs with roles; knows no ratatui, themes, scrolling or what a note means.

mod galley;

pub use galley::Galley;

use std::borrow::Cow;

use crate::text::{Ambiguous, Span};

/// How text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    /// Line length in columns; no line is wider, except where one cluster alone is.
    pub columns: usize,
    /// First-line indent in columns (two hanzi are 4).
    pub indent: usize,
    /// The width policy of the terminal.
    pub ambiguous: Ambiguous,
    /// Whether table rules may be box drawing; else ASCII.
    pub box_drawing: bool,
}

impl Default for Measure {
    fn default() -> Self {
        Self {
            columns: 80,
            indent: 4,
            ambiguous: Ambiguous::Narrow,
            box_drawing: true,
        }
    }
}

/// A set line of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the source that this line accounts for, white space that is not drawn included: the lines of a block concatenate to its span.
    pub span: Span,
    /// What is drawn, left to right.
    pub runs: Vec<Run>,
}

/// A piece of a line: some text at a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Column in the measure, from 0.
    pub column: usize,
    /// What is drawn there.
    pub content: Content,
    /// Its purpose; the theme gives it a style.
    pub role: Role,
}

/// What a run draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text of the source, drawn cluster by cluster through `text::display::glyphs`.
    Source(Span),
    /// Something the typesetter adds: rules of a table.
    Ornament(Cow<'static, str>),
}

/// What a run is in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The document's title.
    Title,
    /// A heading of this level.
    Heading(u8),
    /// A date under a heading.
    Dateline,
    /// A salutation.
    Salutation,
    /// A signature, flush right.
    Signature,
    /// A parenthesis of its own.
    Note,
    /// A quotation.
    Quotation,
    /// Running text.
    Text,
    /// The marker of a clause.
    Label,
    /// Column labels of a table.
    TableHead,
    /// A group row of a table.
    TableGroup,
    /// A cell of a table.
    TableCell,
    /// Rules of a table.
    Rule,
    /// The description.
    Description,
}
