//! Setting a paragraph: its text flows into lines that break only where `linebreak` allows, either
//! first fit or, over the whole paragraph, least ragged.

mod fill;
mod flow;
mod optimal;
mod roles;

use super::{Composition, Fill, Line, Manuscript, Measure, Role, Writing};
use crate::clause::Clause;
use crate::text::kinsoku::Hanging;
use crate::text::{Ambiguous, Span};
use fill::{FULL, Shape, Starts};
use flow::Flow;

/// Parameters of setting a paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Direction of lines; in vertical writing, columns are rows.
    pub writing: Writing,
    /// Line length in columns.
    pub columns: usize,
    /// Indent of the first line, in columns.
    pub first: usize,
    /// Indent of the other lines, in columns.
    pub rest: usize,
    /// Alignment of lines that are not full.
    pub align: Align,
    /// Role of text that has no other.
    pub role: Role,
    /// How wide ambiguous characters are.
    pub ambiguous: Ambiguous,
    /// How lines are broken and filled.
    pub composition: Composition,
}

/// Alignment of a line that is not full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the start of the line.
    Start,
    /// In the middle.
    Centre,
    /// At the end of the line.
    End,
}

/// Sets the text of `span`. The labels of `clauses`, those that start in it, get their own role.
/// The spans of the lines concatenate to `span`.
pub fn set(
    manuscript: Manuscript<'_>,
    span: Span,
    clauses: &[Clause],
    setting: Setting,
) -> Vec<Line> {
    let mut setting = setting;
    // A line with hardly more room than its indent is set without indent.
    if setting.columns < setting.first.max(setting.rest) + 4 {
        (setting.first, setting.rest) = (0, 0);
    }
    // Only lines aligned at their start reach the margin.
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
    let starts = starts(shape);
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

/// The glyphs that lines start with: first fit, unless the lines gain by being evened out.
fn starts(shape: Shape<'_>) -> Starts {
    let filled = shape.first_fit();
    let may_gain = filled.raggedness > FULL && filled.starts.len() > 2 && !filled.is_split;
    if shape.setting.composition.fill == Fill::Optimal && may_gain {
        optimal::starts(shape).unwrap_or(filled.starts)
    } else {
        filled.starts
    }
}

/// The greatest width in columns between two adjacent break opportunities.
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

/// Width in columns of a text on a single line.
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
