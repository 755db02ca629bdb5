//! Setting a paragraph: its text is filled into lines first fit, broken only where `linebreak` allows.

use std::borrow::Cow;

use super::linebreak::opportunities;
use super::{Content, Line, Role, Run, Writing};
use crate::text::kinsoku::{forbidden_end, forbidden_start, is_pair};
use crate::text::{Ambiguous, Span};

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

/// Sets the text of a span; clause labels in it get their own role. The lines' spans concatenate to `span`.
pub fn set(source: &str, span: Span, labels: &[Span], setting: Setting) -> Vec<Line> {
    let flow = Flow::new(source, span);
    let glyphs = flow.glyphs(setting.writing, setting.ambiguous);
    let mut setting = setting;
    // A line that holds hardly more than its indent is set without.
    if setting.columns < setting.first.max(setting.rest) + 4 {
        (setting.first, setting.rest) = (0, 0);
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    while start < glyphs.len() {
        let indent = if lines.is_empty() {
            setting.first
        } else {
            setting.rest
        };
        // What fits in no line but an unindented one stands in that.
        let widest = glyphs.get(start).map_or(0, |glyph| glyph.columns);
        let indent = if indent + widest <= setting.columns {
            indent
        } else {
            0
        };
        let end = fill(
            &glyphs,
            start,
            setting.columns - indent.min(setting.columns),
            &flow.text,
        );
        let end = spare_last(&glyphs, start, end, &flow.text);
        lines.push(flow.line(
            glyphs.get(start..end).unwrap_or(&[]),
            indent,
            labels,
            setting,
        ));
        start = end;
    }
    // White space between lines belongs to the line before it.
    for index in 0..lines.len() {
        let end = lines
            .get(index + 1)
            .map_or(span.end, |next| next.span.start);
        let start = if index == 0 { Some(span.start) } else { None };
        if let Some(line) = lines.get_mut(index) {
            line.span = Span::new(start.unwrap_or(line.span.start), end);
        }
    }
    lines
}

/// The greatest number of columns that stand between two places where a line may break.
pub fn widest_piece(source: &str, span: Span, ambiguous: Ambiguous) -> usize {
    let flow = Flow::new(source, span);
    let (mut widest, mut piece) = (0, 0);
    for glyph in flow.glyphs(Writing::Horizontal, ambiguous) {
        if glyph.break_before {
            piece = 0;
        }
        if !glyph.is_space {
            piece += glyph.columns;
            widest = widest.max(piece);
        }
    }
    widest
}

/// Columns of a text on one line.
pub fn columns(source: &str, span: Span, ambiguous: Ambiguous) -> usize {
    Flow::new(source, span)
        .glyphs(Writing::Horizontal, ambiguous)
        .iter()
        .map(|glyph| glyph.columns)
        .sum()
}

/// A cluster as the filling of lines sees it.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    /// Byte offset in the flow.
    at: usize,
    len: usize,
    columns: usize,
    is_space: bool,
    break_before: bool,
}

/// The end of a line, or an earlier one where a single character would be left for the last line, which CLREQ asks to be spared: it takes company
/// along, as long as that leaves the line more than half of what it had.
fn spare_last(glyphs: &[Glyph], start: usize, end: usize, text: &str) -> usize {
    const MARKS: usize = 4;
    let rest = glyphs.get(end..).unwrap_or_default();
    let character = |glyph: &&Glyph| text.get(glyph.at..).and_then(|rest| rest.chars().next());
    let letters = rest
        .iter()
        .filter(|glyph| !glyph.is_space && !character(glyph).is_some_and(forbidden_start));
    if rest.is_empty() || rest.len() > MARKS || letters.count() > 1 {
        return end;
    }
    let may_break = |&index: &usize| glyphs.get(index).is_some_and(|glyph| glyph.break_before);
    (start + (end - start) / 2 + 1..end)
        .rev()
        .find(may_break)
        .unwrap_or(end)
}

/// The glyph that starts the next line, from `start`: the last that may, with all before it in the room there is.
fn fill(glyphs: &[Glyph], start: usize, room: usize, text: &str) -> usize {
    let mut used = 0;
    let mut last = None;
    for (index, glyph) in glyphs.iter().enumerate().skip(start) {
        if index > start && glyph.break_before {
            last = Some(index);
        }
        // White space at a line's end takes no room.
        if !glyph.is_space && index > start && used + glyph.columns > room {
            return last.unwrap_or_else(|| force(glyphs, start, index, text));
        }
        used += glyph.columns;
    }
    glyphs.len()
}

/// Where to split what is longer than a line: as late as no forbidden mark comes to stand at an end or a start.
fn force(glyphs: &[Glyph], start: usize, overflow: usize, text: &str) -> usize {
    let character = |index: usize| {
        glyphs
            .get(index)
            .and_then(|glyph| text.get(glyph.at..))
            .and_then(|rest| rest.chars().next())
    };
    let visible = |index: usize| {
        let seen = |&index: &usize| glyphs.get(index).is_some_and(|glyph| !glyph.is_space);
        (start..index).rev().find(seen).and_then(character)
    };
    let next = |index: usize| {
        let seen = |&index: &usize| glyphs.get(index).is_some_and(|glyph| !glyph.is_space);
        (index..glyphs.len()).find(seen).and_then(character)
    };
    let is_good = |&index: &usize| match (visible(index), next(index)) {
        (Some(before), Some(c)) => {
            !forbidden_start(c) && !forbidden_end(before) && !is_pair(before, c)
        }
        _ => true,
    };
    (start + 1..=overflow)
        .rev()
        .find(is_good)
        .unwrap_or(overflow.max(start + 1))
}

/// The text of a paragraph as it flows: a source's line breaks are no characters of it, or a space between words.
struct Flow<'a> {
    text: Cow<'a, str>,
    /// What came from the source in one piece; a space that stands for a line break is between two segments.
    segments: Vec<Segment>,
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    start: usize,
    end: usize,
    /// Where its first byte stands in the source.
    source: usize,
}

impl<'a> Flow<'a> {
    fn new(source: &'a str, span: Span) -> Self {
        let text = span.of(source);
        if !text.contains('\n') {
            let whole = Segment {
                start: 0,
                end: text.len(),
                source: span.start,
            };
            return Self {
                text: Cow::Borrowed(text),
                segments: vec![whole],
            };
        }
        let mut joined = String::with_capacity(text.len());
        let mut segments = Vec::new();
        let mut at = span.start;
        for (index, line) in text.split('\n').enumerate() {
            // A quotation repeats its sign on every line.
            let marks = |c: char| c.is_whitespace() || c == '>';
            let kept = if index == 0 {
                line
            } else {
                line.trim_start_matches(marks)
            };
            let skipped = line.len() - kept.len();
            let kept = kept.trim_end();
            if !kept.is_empty() {
                let needs_space = matches!((joined.chars().next_back(), kept.chars().next()), (Some(a), Some(b)) if a < '\u{2e80}' && b < '\u{2e80}');
                if needs_space {
                    joined.push(' ');
                }
                let start = joined.len();
                joined.push_str(kept);
                segments.push(Segment {
                    start,
                    end: joined.len(),
                    source: at + skipped,
                });
            }
            at += line.len() + 1;
        }
        Self {
            text: Cow::Owned(joined),
            segments,
        }
    }

    fn glyphs(&self, writing: Writing, ambiguous: Ambiguous) -> Vec<Glyph> {
        let breaks = opportunities(&self.text);
        let mut breaks = breaks.into_iter().peekable();
        let mut glyphs = Vec::with_capacity(self.text.len() / 3);
        let mut at = 0;
        for segment in &self.segments {
            // Clusters do not reach over the source's line breaks.
            let joint = Span::new(at, segment.start);
            at = segment.end;
            for part in [joint, Span::new(segment.start, segment.end)] {
                for glyph in writing.glyphs(part.of(&self.text), ambiguous) {
                    let at = part.start + glyph.offset;
                    while breaks.next_if(|&offset| offset < at).is_some() {}
                    glyphs.push(Glyph {
                        at,
                        len: glyph.len,
                        columns: glyph.columns,
                        is_space: glyph.columns > 0 && glyph.shown.chars().all(char::is_whitespace),
                        break_before: breaks.next_if_eq(&at).is_some(),
                    });
                }
            }
        }
        glyphs
    }

    /// The place in the source of a glyph; `None` for a space that stands for a line break.
    fn source(&self, at: usize) -> Option<usize> {
        let after = self.segments.partition_point(|segment| segment.start <= at);
        let segment = self.segments.get(after.checked_sub(1)?)?;
        (at < segment.end).then_some(segment.source + at - segment.start)
    }

    fn line(&self, glyphs: &[Glyph], indent: usize, labels: &[Span], setting: Setting) -> Line {
        let shown = glyphs
            .iter()
            .rposition(|glyph| !glyph.is_space)
            .map_or(0, |last| last + 1);
        let glyphs = glyphs.get(..shown).unwrap_or(glyphs);
        let used: usize = glyphs.iter().map(|glyph| glyph.columns).sum();
        let spare = setting.columns.saturating_sub(indent + used);
        let mut column = indent
            + match setting.align {
                Align::Start => 0,
                Align::Centre => spare / 2,
                Align::End => spare,
            };
        let mut runs: Vec<Run> = Vec::new();
        let mut start = None;
        for glyph in glyphs {
            let at = self.source(glyph.at);
            if let Some(at) = at {
                start = start.or(Some(at));
                let is_label = labels.iter().any(|label| label.contains(at));
                let role = if is_label { Role::Label } else { setting.role };
                match runs.last_mut() {
                    Some(Run {
                        content: Content::Source(span),
                        role: last,
                        ..
                    }) if span.end == at && *last == role => {
                        span.end = at + glyph.len;
                    }
                    _ => runs.push(Run {
                        column,
                        content: Content::Source(Span::new(at, at + glyph.len)),
                        role,
                    }),
                }
            }
            column += glyph.columns;
        }
        let start = start.unwrap_or(0);
        Line {
            span: Span::new(start, start),
            writing: setting.writing,
            runs,
        }
    }
}

#[cfg(test)]
mod tests;
