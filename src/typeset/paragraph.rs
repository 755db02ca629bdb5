//! Setting a paragraph: its text flows into lines that break only where `linebreak` allows, filled first fit or, as a whole, least ragged.

mod fill;
mod flow;
mod optimal;
mod roles;

use super::{Composition, Line, Manuscript, Measure, Role, Writing};
use crate::clause::Clause;
use crate::text::kinsoku::Hanging;
use crate::text::{Ambiguous, Span};
use fill::Shape;
use flow::Flow;

/// How a paragraph is set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Which way lines run; where they run downwards, columns are rows.
    pub writing: Writing,
    /// Columns of a line.
    pub columns: usize,
    /// Columns that the first line is indented by.
    pub first: usize,
    /// Columns that the others are indented by.
    pub rest: usize,
    /// Where a line stands that does not fill its measure.
    pub align: Align,
    /// What the text is.
    pub role: Role,
    /// How wide ambiguous characters are.
    pub ambiguous: Ambiguous,
    /// How its lines are composed.
    pub composition: Composition,
}

/// Where a line stands that does not fill its measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At its start.
    Start,
    /// In the middle.
    Centre,
    /// At its end.
    End,
}

/// Sets the text of a span; the labels of the clauses that start in it get their own role. The lines' spans concatenate to `span`.
pub fn set(
    manuscript: Manuscript<'_>,
    span: Span,
    clauses: &[Clause],
    setting: Setting,
) -> Vec<Line> {
    let mut setting = setting;
    // A line that holds hardly more than its indent is set without.
    if setting.columns < setting.first.max(setting.rest) + 4 {
        (setting.first, setting.rest) = (0, 0);
    }
    // Only a line that starts at the start ends at the margin.
    if setting.align != Align::Start {
        setting.composition.hanging = Hanging::None;
    }
    let flow = Flow::new(manuscript, span);
    let roles = roles::find(manuscript, span, clauses);
    let glyphs = flow.glyphs(setting.writing, setting.ambiguous, setting.composition);
    let shape = Shape {
        text: &flow.text,
        glyphs: &glyphs,
        setting: &setting,
    };
    let starts = shape.starts();
    let ends = starts.iter().skip(1).copied();
    let ends = ends.chain([glyphs.list.len()]);
    let mut lines: Vec<Line> = Vec::with_capacity(starts.len());
    for (&start, end) in starts.iter().zip(ends) {
        lines.push(flow.line(&glyphs, start..end, shape.indent(start), &roles, &setting));
    }
    // White space between lines belongs to the line before it.
    let mut end = span.end;
    for line in lines.iter_mut().rev() {
        line.span.end = end;
        end = line.span.start;
    }
    if let Some(first) = lines.first_mut() {
        first.span.start = span.start;
    }
    lines
}

/// The greatest number of columns that stand between two places where a line may break.
pub fn widest_piece(manuscript: Manuscript<'_>, span: Span, measure: Measure) -> usize {
    let flow = Flow::new(manuscript, span);
    let glyphs = flow.glyphs(Writing::Horizontal, measure.ambiguous, measure.composition);
    let (mut widest, mut start) = (0, 0);
    for (index, glyph) in glyphs.list.iter().enumerate() {
        if glyph.may_start {
            start = glyphs.before(index);
        }
        if !glyph.is_space() {
            widest = widest.max(glyph.end as usize - start);
        }
    }
    widest
}

/// Columns of a text on one line.
pub fn columns(manuscript: Manuscript<'_>, span: Span, measure: Measure) -> usize {
    let flow = Flow::new(manuscript, span);
    let glyphs = flow.glyphs(Writing::Horizontal, measure.ambiguous, measure.composition);
    let places = 0..glyphs.list.len();
    places.fold(0, |column, index| {
        glyphs.after(index, column, Writing::Horizontal)
    })
}

#[cfg(test)]
mod tests;
