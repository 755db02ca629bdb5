//! Floor 3, document, clause tree and measure to `Galley`: lines of runs with roles. Knows no
//! ratatui, themes or scrolling, nor what a note means.

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

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::document::Markup;
use crate::text::display::{self, Glyph};
use crate::text::script::Forms;
use crate::text::{Ambiguous, Span};

/// Input of the typesetter: a source and its markup.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manuscript<'a> {
    /// The source text.
    source: &'a str,
    /// The markup of the source, in text order.
    markup: &'a [Markup],
}

/// Direction of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Writing {
    /// Lines run from left to right and are stacked from top to bottom.
    #[default]
    Horizontal,
    /// Lines run from top to bottom and are stacked from right to left.
    Vertical,
}

impl Writing {
    /// The glyphs of a text in a line; their `columns` count along the line: columns if horizontal,
    /// rows if vertical.
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

    /// Size of a tab at `column`, along the line.
    fn to_stop(self, column: usize) -> usize {
        match self {
            Self::Horizontal => display::to_stop(column),
            Self::Vertical => display::to_stop(vertical::WIDTH * column).div_ceil(vertical::WIDTH),
        }
    }
}

/// Parameters of typesetting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    /// Direction of lines.
    pub writing: Writing,
    /// Line length in columns (rows in vertical writing). No line is longer, except for a single
    /// cluster that is, and for a hanging mark, which stands in the [margin](Composition::margin).
    pub columns: usize,
    /// First-line indent in columns (two hanzi are 4 columns, or 2 rows).
    pub indent: usize,
    /// Empty rows between paragraphs.
    pub spacing: usize,
    /// How wide the terminal shows ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Whether rules of tables use box-drawing characters; otherwise ASCII.
    pub box_drawing: bool,
    /// Line breaking and filling.
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

/// A typeset line of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the source that the line accounts for, including white space that is not drawn:
    /// the lines of a block concatenate to its span.
    pub span: Span,
    /// Direction of the line.
    pub writing: Writing,
    /// The runs to draw, from start to end.
    pub runs: SmallVec<[Run; 2]>,
}

/// A glyph of a line and its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// Column in the measure, from 0.
    pub column: usize,
    /// The glyph to draw; its offset is in the source.
    pub glyph: Glyph<'a>,
    /// Role of its run.
    pub role: Role,
    /// Whether it is text of the source. Ornaments have the offset of their line.
    pub in_source: bool,
}

impl Placed<'_> {
    /// What is drawn, where some characters of the source are shown as others.
    pub fn shown(&self, forms: &Forms) -> Cow<'_, str> {
        let form = forms.at(self.glyph.offset).filter(|_| self.in_source);
        match form {
            Some(form) => Cow::Owned(form.to_string()),
            None => Cow::Borrowed(&self.glyph.shown),
        }
    }
}

impl Line {
    /// The glyphs of the line, in order within each run.
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
            // A tab ends its run, and the next run starts at the tab stop.
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

    /// The line as plain text, with spaces for indents.
    pub fn text(&self, source: &str, ambiguous: Ambiguous) -> String {
        self.text_in(source, &Forms::NONE, ambiguous)
    }

    /// The same, some characters of the source shown as others.
    pub fn text_in(&self, source: &str, forms: &Forms, ambiguous: Ambiguous) -> String {
        let mut text = String::new();
        let mut column = 0;
        for placed in self.glyphs(source, ambiguous) {
            text.extend(std::iter::repeat_n(
                ' ',
                placed.column.saturating_sub(column),
            ));
            text.push_str(&placed.shown(forms));
            column = placed.column + placed.glyph.columns;
        }
        text
    }
}

/// Text at a column of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Column in the measure, from 0.
    pub column: usize,
    /// The text to draw.
    pub content: Content,
    /// Role; the theme maps it to a style.
    pub role: Role,
}

/// Text of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text of the source, drawn cluster by cluster through `text::display::glyphs`.
    Source(Span),
    /// Text added by the typesetter, such as the rules of a table.
    Ornament(Cow<'static, str>),
}

/// The purpose of a run in the document.
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
    /// A paragraph in parentheses.
    Note,
    /// A quotation.
    Quotation,
    /// A footnote or endnote.
    Footnote,
    /// Emphasized words.
    Emphasis,
    /// Strongly emphasized words.
    Strong,
    /// Words struck out.
    Struck,
    /// Verbatim text.
    Code,
    /// Text of a link.
    Link,
    /// The reading of the preceding characters (ruby).
    Reading,
    /// A small commentary between the lines of the text.
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
    /// The description of the document.
    Description,
}
