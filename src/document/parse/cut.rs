//! Cuts the body into blocks: headings, quotations, tables, comments, and runs of text lines into
//! paragraphs.

use super::wrap::{Wrap, opens_bullet};
use super::{Blocks, tell_long_line, verse};
use crate::document::line::{Line, trim};
use crate::document::table::{flat, pipe, tabs};
use crate::document::{BlockKind, Issue};
use crate::text::Span;

/// The meaning of a single line break where the text does not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prior {
    /// It belongs to the paragraph: the archive format separates paragraphs by empty lines.
    Kept,
    /// It may separate paragraphs.
    Open,
    /// It may separate paragraphs, and no line has signs of Markdown: the format states its
    /// structure otherwise.
    Stated,
}

/// The kind of a line.
enum Shape {
    Blank,
    /// A comment that ends with the line at this offset.
    Comment(usize),
    Heading(u8, Span),
    Quotation(Span),
    /// A table with pipes that ends at this offset.
    Table(usize),
    /// Lines between two fences, up to this offset.
    Fenced(usize),
    /// A line that only separates: `---`
    Break,
    Text,
}

/// Cuts the source from the end of the blocks so far up to `end`.
pub(super) fn cut(
    source: &str,
    end: usize,
    prior: Prior,
    blocks: &mut Blocks,
    issues: &mut Vec<Issue>,
) {
    let start = blocks.end();
    let mut cutter = Cutter {
        source,
        end,
        prior,
        wrap: None,
        start,
        comments: true,
        fences: true,
    };
    let mut at = start;
    while at < end {
        if blocks.is_full() {
            blocks.rest(source, Span::new(at, end), issues);
            return;
        }
        let line = Line::at(source, at, end);
        tell_long_line(line.span, issues);
        at = line.span.end;
        match cutter.shape(&line) {
            Shape::Blank => blocks.gap(at),
            Shape::Comment(to) => {
                at = to;
                blocks.gap(at);
            }
            Shape::Heading(level, text) => {
                let kind = if text.is_empty() {
                    BlockKind::Gap
                } else {
                    BlockKind::Heading { level }
                };
                blocks.push(line.span, text, kind);
            }
            Shape::Quotation(text) if text.is_empty() => blocks.gap(at),
            Shape::Quotation(text) => blocks.push(line.span, text, BlockKind::Quotation),
            Shape::Table(to) => {
                at = to;
                let span = Span::new(line.span.start, to);
                let text = trim(source, span);
                let kind = pipe::read(source, text)
                    .map_or(BlockKind::Paragraph, |t| BlockKind::Table(Box::new(t)));
                blocks.push(span, text, kind);
            }
            Shape::Fenced(to) => {
                at = to;
                let inner = Span::new(line.span.end, last_line(source, to));
                if trim(source, inner).is_empty() {
                    blocks.gap(to);
                } else {
                    let span = Span::new(line.span.start, to);
                    blocks.push(span, inner, BlockKind::Verbatim);
                }
            }
            Shape::Break => blocks.gap(at),
            Shape::Text => at = cutter.run(line, blocks, issues),
        }
    }
}

struct Cutter<'a> {
    source: &'a str,
    start: usize,
    end: usize,
    prior: Prior,
    /// The width of wrapped lines, measured when first needed.
    wrap: Option<Wrap>,
    /// Whether a comment may still be closed; so that many unclosed ones are not each searched for.
    comments: bool,
    /// The same for fences.
    fences: bool,
}

impl Cutter<'_> {
    fn shape(&mut self, line: &Line) -> Shape {
        let Some(first) = self.source.as_bytes().get(line.text.start) else {
            return Shape::Blank;
        };
        if line.is_blank() {
            return Shape::Blank;
        }
        if self.prior == Prior::Stated {
            return Shape::Text;
        }
        match first {
            b'#' => heading(self.source, line).map_or(Shape::Text, |(l, t)| Shape::Heading(l, t)),
            b'>' => {
                // Nested quotations become one.
                let marks = |c: char| c == '>' || c == ' ';
                let words = line.text.of(self.source).trim_start_matches(marks);
                let inside = Span::new(line.text.end - words.len(), line.text.end);
                Shape::Quotation(trim(self.source, inside))
            }
            b'<' => self.comment(line).map_or(Shape::Text, Shape::Comment),
            b'|' => {
                pipe::extent(self.source, line.span, self.end).map_or(Shape::Text, Shape::Table)
            }
            b'-' | b'*' | b'_'
                if self.prior == Prior::Open && is_break(line.text.of(self.source)) =>
            {
                Shape::Break
            }
            b'`' | b'~' => self.fence(line).map_or(Shape::Text, Shape::Fenced),
            _ => Shape::Text,
        }
    }

    /// The end of the comment that starts with this line, if its lines hold nothing else.
    fn comment(&mut self, line: &Line) -> Option<usize> {
        if !self.comments || !line.text.of(self.source).starts_with("<!--") {
            return None;
        }
        let inside = line.text.start + 4;
        let rest = self.source.as_bytes().get(inside..self.end)?;
        let Some(close) = memchr::memmem::find(rest, b"-->") else {
            self.comments = false;
            return None;
        };
        let last = Line::at(self.source, inside + close, self.end);
        (last.text.of(self.source) == "-->").then_some(last.span.end)
    }

    /// The end of the fenced block that starts with this line.
    fn fence(&mut self, line: &Line) -> Option<usize> {
        let text = line.text.of(self.source);
        let mark = ["```", "~~~"].into_iter().find(|m| text.starts_with(m))?;
        if !self.fences || self.prior == Prior::Kept {
            return None;
        }
        let mut at = line.span.end;
        while at < self.end {
            let next = Line::at(self.source, at, self.end);
            at = next.span.end;
            let text = next.text.of(self.source);
            if text.starts_with(mark) && text.bytes().all(|b| b == mark.as_bytes()[0]) {
                return Some(at);
            }
        }
        self.fences = false;
        None
    }

    /// Adds the blocks of a run of text lines; returns its end.
    fn run(&mut self, first: Line, blocks: &mut Blocks, issues: &mut Vec<Issue>) -> usize {
        let source = self.source;
        let mut next = Line::at(source, first.span.end, self.end);
        if self.prior == Prior::Open
            && let Some(level) = underline(source, &first, &next)
        {
            let span = Span::new(first.span.start, next.span.end);
            blocks.push(span, first.text, BlockKind::Heading { level });
            return next.span.end;
        }
        if !matches!(self.shape(&next), Shape::Text) {
            paragraph(source, first.span, blocks, issues);
            return first.span.end;
        }
        let mut to = next.span.end;
        loop {
            next = Line::at(source, to, self.end);
            if !matches!(self.shape(&next), Shape::Text) {
                break;
            }
            to = next.span.end;
        }
        let run = Span::new(first.span.start, to);
        if let Some(table) = tabs::read(source, run).or_else(|| flat::recover_lines(source, run)) {
            let text = trim(source, run);
            blocks.push(run, text, BlockKind::Table(Box::new(table)));
            return to;
        }
        let (body, prior) = (Span::new(self.start, self.end), self.prior);
        let wrap = *self.wrap.get_or_insert_with(|| Wrap::measure(source, body));
        let kept = prior == Prior::Kept;
        let mut first = first;
        let mut verse = verse::extent(source, &first, to, kept);
        while first.span.start < to && !blocks.is_full() {
            let end = match verse.take() {
                Some(end) => {
                    let span = Span::new(first.span.start, end);
                    blocks.push(span, trim(source, span), BlockKind::Verse);
                    end
                }
                None => {
                    let mut line = first;
                    while line.span.end < to {
                        let next = Line::at(source, line.span.end, to);
                        tell_long_line(next.span, issues);
                        verse = verse::regular(source, &next, to);
                        if verse.is_some() || wrap.parts(source, &first, &line, &next, !kept) {
                            break;
                        }
                        line = next;
                    }
                    let span = Span::new(first.span.start, line.span.end);
                    paragraph(source, span, blocks, issues);
                    line.span.end
                }
            };
            first = Line::at(source, end, to);
            if verse.is_none() && first.span.start < to {
                verse = verse::regular(source, &first, to);
            }
        }
        first.span.start
    }
}

/// The level and text of a heading, without closing hashes.
fn heading(source: &str, line: &Line) -> Option<(u8, Span)> {
    let text = line.text.of(source);
    let level = text.bytes().take_while(|b| *b == b'#').count();
    let rest = text.get(level..)?;
    if level > 6 || !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
        return None;
    }
    let inner = rest.trim_start();
    let start = line.text.end - inner.len();
    let open = inner.trim_end_matches('#');
    let closed = open.len() < inner.len() && (open.is_empty() || open.ends_with(' '));
    let kept = if closed { open.trim_end() } else { inner };
    Some((level as u8, Span::new(start, start + kept.len())))
}

/// Whether a line is only a rule: `---`, `* * *`
fn is_break(text: &str) -> bool {
    let mark = text.chars().next();
    text.chars().filter(|c| Some(*c) == mark).count() >= 3
        && text.chars().all(|c| Some(c) == mark || c == ' ')
}

/// The level of a heading that is underlined by `===` or `---` on the next line; a whole sentence
/// is no heading.
fn underline(source: &str, line: &Line, next: &Line) -> Option<u8> {
    const LONGEST: usize = 120;
    let text = line.text.of(source);
    let under = next.text.of(source);
    let level = match under.chars().next()? {
        '=' => 1,
        '-' => 2,
        _ => return None,
    };
    let is_rule = under.len() >= 3
        && under.bytes().all(|b| b == b'=' || b == b'-')
        && under.bytes().all(|b| Some(&b) == under.as_bytes().first());
    let is_title = text.len() <= LONGEST
        && !text.ends_with(['。', '；', '，', '！', '？'])
        && !opens_bullet(text);
    (is_rule && is_title).then_some(level)
}

/// The start of the last line before an offset.
fn last_line(source: &str, end: usize) -> usize {
    let text = source
        .get(..end)
        .unwrap_or("")
        .trim_end_matches(['\n', '\r']);
    text.rfind('\n').map_or(0, |at| at + 1)
}

/// Adds a paragraph, or the table recovered from it.
fn paragraph(source: &str, span: Span, blocks: &mut Blocks, issues: &mut Vec<Issue>) {
    let text = trim(source, span);
    let kind = match flat::recover(source, text) {
        flat::Recovered::Table(table) => BlockKind::Table(Box::new(table)),
        flat::Recovered::Unsure => {
            issues.push(Issue {
                code: "table-unsure",
                span: text,
                details: Vec::new(),
            });
            BlockKind::Paragraph
        }
        flat::Recovered::Prose => BlockKind::Paragraph,
    };
    blocks.push(span, text, kind);
}
