//! The text of a paragraph as it flows, glyph by glyph, and back to the source, line by line.

use std::borrow::Cow;
use std::ops::Range;

use super::{Align, Setting, roles};
use crate::document::MarkupKind;
use crate::text::grapheme::clusters;
use crate::text::kinsoku::Hanging;
use crate::text::{Ambiguous, Span, display};
use crate::typeset::linebreak::Opportunities;
use crate::typeset::{Composition, Content, Line, Manuscript, Role, Run, Writing, vertical};

/// A cluster as the filling of lines sees it.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// Byte offset in the flow. Sources have 64 MiB at most.
    pub at: u32,
    /// Columns it takes; a tab's depend on where it stands.
    columns: u8,
    pub kind: Kind,
    /// Whether a line may start with it.
    pub may_start: bool,
}

/// What a glyph is at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something to be seen.
    Visible,
    /// A mark that may stand in the margin.
    Hanging,
    /// White space.
    Space,
    /// White space up to the next stop.
    Tab,
}

impl Glyph {
    pub fn columns(self) -> usize {
        usize::from(self.columns)
    }

    /// Whether it takes no room at the end of a line.
    pub fn is_space(self) -> bool {
        matches!(self.kind, Kind::Space | Kind::Tab)
    }
}

/// The text of a paragraph: a source's line breaks are no characters of it, or a space between words.
pub struct Flow<'a> {
    pub text: Cow<'a, str>,
    /// What came from the source in one piece; between two segments are signs that stand for something else: a space for a line break.
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
    pub fn new(manuscript: Manuscript<'a>, span: Span) -> Self {
        let text = span.of(manuscript.source);
        let markup = roles::within(manuscript.markup, span);
        if markup.is_empty() && !text.contains('\n') {
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
        let mut joining = Joining {
            source: manuscript.source,
            text: String::with_capacity(text.len()),
            segments: Vec::new(),
            is_broken: false,
        };
        let mut at = span.start;
        for markup in markup {
            if let MarkupKind::Delimiter(shown) = markup.kind
                && at <= markup.span.start
            {
                joining.lines(Span::new(at, markup.span.start));
                joining.text.push_str(shown);
                at = markup.span.end;
            }
        }
        joining.lines(Span::new(at, span.end.max(at)));
        Self {
            text: Cow::Owned(joining.text),
            segments: joining.segments,
        }
    }

    /// The glyphs of the text, in order.
    pub fn glyphs(
        &self,
        writing: Writing,
        ambiguous: Ambiguous,
        composition: Composition,
    ) -> Vec<Glyph> {
        let mut glyphs = Glyphs {
            text: &self.text,
            opportunities: Opportunities::new(composition.level),
            hanging: composition.hanging,
            // Most characters are hanzi, of three bytes.
            list: Vec::with_capacity(self.text.len() / 3 + 1),
        };
        let mut at = 0;
        for segment in &self.segments {
            // Clusters do not reach over the source's line breaks.
            let joint = Span::new(at, segment.start);
            at = segment.end;
            for part in [joint, Span::new(segment.start, segment.end)] {
                let text = part.of(&self.text);
                match writing {
                    Writing::Horizontal => {
                        for (offset, cluster) in clusters(text) {
                            let columns = display::extent(cluster, ambiguous);
                            glyphs.push(part.start + offset, cluster, columns);
                        }
                    }
                    Writing::Vertical => {
                        for glyph in vertical::glyphs(text, ambiguous) {
                            let cluster =
                                Span::new(glyph.offset, glyph.offset + glyph.len).of(text);
                            glyphs.push(part.start + glyph.offset, cluster, glyph.columns);
                        }
                    }
                }
            }
        }
        glyphs.list
    }

    /// A stretch of the text at `at` as it stands in the source: its start there, and its end here; no start for a space that stands for a line
    /// break.
    fn source(&self, at: usize) -> (Option<usize>, usize) {
        let after = self.segments.partition_point(|segment| segment.start <= at);
        let before = after.checked_sub(1).and_then(|i| self.segments.get(i));
        match before {
            Some(segment) if at < segment.end => {
                (Some(segment.source + at - segment.start), segment.end)
            }
            _ => {
                let next = self.segments.get(after);
                (None, next.map_or(self.text.len(), |next| next.start))
            }
        }
    }

    /// The line of some glyphs, from a column on. Its span is empty, at its first byte.
    pub fn line(
        &self,
        glyphs: &[Glyph],
        range: Range<usize>,
        indent: usize,
        roles: &[(Span, Role)],
        setting: &Setting,
    ) -> Line {
        let end_of = |index: usize| {
            let next = glyphs.get(index + 1);
            next.map_or(self.text.len(), |next| next.at as usize)
        };
        let line = glyphs.get(range.clone()).unwrap_or(&[]);
        let seen = line.iter().rposition(|glyph| !glyph.is_space());
        let shown = range.start + seen.map_or(0, |last| last + 1);
        let mut runs: Vec<Run> = Vec::with_capacity(1);
        let (mut column, mut index) = (indent, range.start);
        let mut start = None;
        while let Some(first) = glyphs.get(index).filter(|_| index < shown) {
            let at = first.at as usize;
            let (source, mut until) = self.source(at);
            let mut role = setting.role;
            if let Some(source) = source {
                start = start.or(Some(source));
                // A run ends where its role does.
                let next = roles.partition_point(|(span, _)| span.end <= source);
                if let Some(&(span, own)) = roles.get(next) {
                    if span.contains(source) {
                        role = own;
                        until = until.min(at + span.end - source);
                    } else {
                        until = until.min(at + span.start - source);
                    }
                }
            }
            let from = column;
            let mut end = at;
            while let Some(glyph) = glyphs
                .get(index)
                .filter(|glyph| index < shown && (glyph.at as usize) < until)
            {
                end = end_of(index).min(until.max(at + 1));
                index += 1;
                if glyph.kind == Kind::Tab {
                    column += setting.writing.to_stop(column);
                    break;
                }
                column += glyph.columns();
            }
            let content = match source {
                Some(source) => Content::Source(Span::new(source, source + end - at)),
                None => {
                    let sign = self.text.get(at..end).unwrap_or("");
                    Content::Ornament(Cow::Owned(sign.to_owned()))
                }
            };
            runs.push(Run {
                column: from,
                content,
                role,
            });
        }
        let spare = setting.columns.saturating_sub(column);
        let shift = match setting.align {
            Align::Start => 0,
            Align::Centre => spare / 2,
            Align::End => spare,
        };
        for run in &mut runs {
            run.column += shift;
        }
        let start = start.unwrap_or(0);
        Line {
            span: Span::new(start, start),
            writing: setting.writing,
            runs,
        }
    }
}

/// Joins the lines of a source and leaves out what is not read.
struct Joining<'a> {
    source: &'a str,
    text: String,
    segments: Vec<Segment>,
    /// Whether a line of the source has ended since the last segment.
    is_broken: bool,
}

impl Joining<'_> {
    /// Adds a stretch of the source, its line breaks left out, or a space for one between words.
    fn lines(&mut self, span: Span) {
        let mut at = span.start;
        let mut lines = span.of(self.source).split('\n').peekable();
        while let Some(line) = lines.next() {
            // A quotation repeats its sign on every line.
            let marks = |c: char| c.is_whitespace() || c == '>';
            let kept = if self.is_broken {
                line.trim_start_matches(marks)
            } else {
                line
            };
            let skipped = line.len() - kept.len();
            let ends = lines.peek().is_some();
            let kept = if ends { kept.trim_end() } else { kept };
            if !kept.is_empty() {
                if self.is_broken
                    && let (Some('\0'..'\u{2e80}'), Some('\0'..'\u{2e80}')) =
                        (self.text.chars().next_back(), kept.chars().next())
                {
                    self.text.push(' ');
                }
                let start = self.text.len();
                self.text.push_str(kept);
                self.segments.push(Segment {
                    start,
                    end: self.text.len(),
                    source: at + skipped,
                });
                self.is_broken = false;
            }
            self.is_broken |= ends;
            at += line.len() + 1;
        }
    }
}

/// Makes glyphs of clusters.
struct Glyphs<'a> {
    text: &'a str,
    opportunities: Opportunities,
    hanging: Hanging,
    list: Vec<Glyph>,
}

impl Glyphs<'_> {
    fn push(&mut self, at: usize, cluster: &str, columns: usize) {
        let mut characters = cluster.char_indices();
        let Some((_, first)) = characters.next() else {
            return;
        };
        let may_start = self.opportunities.step(self.text, at, first);
        for (offset, c) in characters {
            self.opportunities.step(self.text, at + offset, c);
        }
        let kind = match first {
            '\t' => Kind::Tab,
            '!'..='~' | '\u{4e00}'..='\u{9fff}' if self.hanging == Hanging::None => Kind::Visible,
            _ if display::is_space(cluster) => Kind::Space,
            _ if self.hanging.takes(first) => Kind::Hanging,
            _ => Kind::Visible,
        };
        self.list.push(Glyph {
            at: at as u32,
            columns: columns.min(usize::from(u8::MAX)) as u8,
            kind,
            may_start: may_start && !self.list.is_empty(),
        });
    }
}
