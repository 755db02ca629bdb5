//! Floor 3, document, tree and measure to `Galley`: lines of runs with roles; knows no ratatui, themes, scrolling or what a note means.

mod composition;
mod galley;
mod height;
mod linebreak;
mod paragraph;
mod piece;
mod table;
pub mod vertical;

pub use composition::{Composition, Fill};
pub use galley::{Galley, count_rows, excerpt};
pub use piece::Pieces;

use std::borrow::Cow;

use serde::Deserialize;
use smallvec::SmallVec;

use crate::document::Markup;
use crate::text::display::{self, Glyph};
use crate::text::{Ambiguous, Span};

/// What is set: a source, and what is known of the words in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manuscript<'a> {
    /// The text.
    source: &'a str,
    /// Its markup, in order of place.
    markup: &'a [Markup],
}

/// Which way lines run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Writing {
    /// Lines run from left to right, and follow each other downwards.
    #[default]
    Horizontal,
    /// Lines run downwards, and follow each other from right to left.
    Vertical,
}

impl Writing {
    /// The glyphs of a text as they stand in a line; their `columns` count along it: cells across, or rows down.
    pub fn glyphs(self, text: &str, ambiguous: Ambiguous) -> impl Iterator<Item = Glyph<'_>> {
        let (across, down) = match self {
            Self::Horizontal => (Some(display::glyphs(text, ambiguous)), None),
            Self::Vertical => (None, Some(vertical::glyphs(text, ambiguous))),
        };
        across
            .into_iter()
            .flatten()
            .chain(down.into_iter().flatten())
    }

    /// Columns that a tab takes which stands at `column` of a line.
    fn to_stop(self, column: usize) -> usize {
        match self {
            Self::Horizontal => display::to_stop(column),
            Self::Vertical => display::to_stop(vertical::WIDTH * column).div_ceil(vertical::WIDTH),
        }
    }
}

/// How text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    /// Which way lines run.
    pub writing: Writing,
    /// Line length in columns (rows, where lines run downwards); no line is longer, except where one cluster alone is, or where a mark hangs:
    /// that stands in the [margin](Composition::margin) behind it.
    pub columns: usize,
    /// First-line indent in columns (two hanzi are 4, or 2 rows).
    pub indent: usize,
    /// Empty rows between paragraphs.
    pub spacing: usize,
    /// The width policy of the terminal.
    pub ambiguous: Ambiguous,
    /// Whether table rules may be box drawing; else ASCII.
    pub box_drawing: bool,
    /// How lines are composed.
    pub composition: Composition,
}

impl Default for Measure {
    fn default() -> Self {
        Self {
            writing: Writing::Horizontal,
            columns: 80,
            indent: 4,
            spacing: 1,
            ambiguous: Ambiguous::Narrow,
            box_drawing: true,
            composition: Composition::default(),
        }
    }
}

/// A set line of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the source that this line accounts for, white space that is not drawn included: the lines of a block concatenate to its span.
    pub span: Span,
    /// Which way it runs.
    pub writing: Writing,
    /// What is drawn, from its start to its end.
    pub runs: SmallVec<[Run; 2]>,
}

/// A glyph of a line, at its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// Column in the measure, from 0.
    pub column: usize,
    /// What is drawn; its offset is that in the source.
    pub glyph: Glyph<'a>,
    /// Its purpose.
    pub role: Role,
    /// Whether it is text of the source; ornaments have the offset of their line.
    pub in_source: bool,
}

impl Line {
    /// The glyphs of the line, left to right in each run.
    pub fn glyphs<'a>(
        &'a self,
        source: &'a str,
        ambiguous: Ambiguous,
    ) -> impl Iterator<Item = Placed<'a>> {
        self.runs.iter().enumerate().flat_map(move |(index, run)| {
            let (text, start, in_source) = match &run.content {
                Content::Source(span) => (span.of(source), span.start, true),
                Content::Ornament(text) => (text.as_ref(), self.span.start, false),
            };
            // A run ends with a tab, and the next one starts at the stop.
            let stop = self.runs.get(index + 1).map(|next| next.column);
            let mut column = run.column;
            self.writing.glyphs(text, ambiguous).map(move |mut glyph| {
                if text.as_bytes().get(glyph.offset) == Some(&b'\t') {
                    let to_stop = stop
                        .and_then(|stop| stop.checked_sub(column))
                        .unwrap_or_else(|| self.writing.to_stop(column));
                    (glyph.shown, glyph.columns) = display::tab(to_stop);
                }
                let at = column;
                column += glyph.columns;
                glyph.offset = if in_source {
                    start + glyph.offset
                } else {
                    start
                };
                Placed {
                    column: at,
                    glyph,
                    role: run.role,
                    in_source,
                }
            })
        })
    }

    /// The line as text, its indents as spaces.
    pub fn text(&self, source: &str, ambiguous: Ambiguous) -> String {
        let mut text = String::new();
        let mut column = 0;
        for placed in self.glyphs(source, ambiguous) {
            text.extend(std::iter::repeat_n(
                ' ',
                placed.column.saturating_sub(column),
            ));
            text.push_str(&placed.glyph.shown);
            column = placed.column + placed.glyph.columns;
        }
        text
    }
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
    /// A note to a mark in the text.
    Footnote,
    /// Words that are emphasised.
    Emphasis,
    /// Words that are strongly emphasised.
    Strong,
    /// Verbatim words.
    Code,
    /// The words of a link.
    Link,
    /// The reading of the characters before it.
    Reading,
    /// A small note between the lines.
    Commentary,
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
