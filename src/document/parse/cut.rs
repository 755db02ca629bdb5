//! Cuts the body into blocks: headings, quotations, tables, comments, and runs of text lines into
//! paragraphs.

mod markdown;

use std::cell::Cell;

use super::wrap::{Wrap, opens_bullet};
use super::{Blocks, tagged, tell_long_line, verse};
use crate::document::definition::Definitions;
use crate::document::line::{Line, trim};
use crate::document::rules::Ruled;
use crate::document::syntax::Syntax;
use crate::document::table::{Table, flat, pipe, tabs};
use crate::document::{Block, BlockKind, Issue};
use crate::text::Span;

/// The kind of a line.
enum Shape {
    Blank,
    /// A comment that ends with the line at this offset.
    Comment(usize),
    Heading(u8, Span),
    Quotation(Span),
    /// A table with pipes that ends at this offset.
    Table(usize),
    /// A table between tags that ends at this offset.
    TaggedTable(usize, Box<Table>),
    /// Lines between two fences or tags, up to this offset, and what stands between.
    Fenced(usize, Span),
    /// A note: `[^1]: …`
    Footnote,
    /// The address of links with this name: `[某法]: https://…`
    Definition(Span, Span),
    /// A line that only separates: `---`
    Break,
    /// Lines that a rule has set apart.
    Apart(Block),
    Text,
}

/// Cuts the source from the end of the blocks so far up to `end`; returns what it defines.
pub(super) fn cut(
    source: &str,
    end: usize,
    syntax: Syntax,
    ruled: &Ruled,
    blocks: &mut Blocks,
    issues: &mut Vec<Issue>,
) -> Definitions {
    let start = blocks.end();
    let mut cutter = Cutter {
        source,
        end,
        syntax,
        ruled,
        wrap: None,
        start,
        definitions: Definitions::default(),
        unclosed: Vec::new(),
        no_table: start,
        ahead: Cell::new(None),
    };
    let mut at = start;
    while at < end {
        if blocks.is_full() {
            blocks.rest(source, Span::new(at, end), issues);
            break;
        }
        let line = cutter.line(at);
        tell_long_line(line.span, issues);
        if let Some(code) = cutter.indented(&line, blocks) {
            at = code.end;
            blocks.push(code, code, BlockKind::Verbatim);
            continue;
        }
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
            Shape::TaggedTable(to, table) => {
                at = to;
                let span = Span::new(line.span.start, to);
                blocks.push(span, trim(source, span), BlockKind::Table(table));
            }
            Shape::Fenced(to, inner) => {
                at = to;
                if trim(source, inner).is_empty() {
                    blocks.gap(to);
                } else {
                    let span = Span::new(line.span.start, to);
                    blocks.push(span, inner, BlockKind::Verbatim);
                }
            }
            Shape::Footnote => at = cutter.footnote(line, blocks),
            Shape::Definition(name, address) => {
                cutter.definitions.link(name.of(source), address);
                blocks.gap(at);
            }
            Shape::Break => blocks.gap(at),
            Shape::Apart(block) => {
                at = block.span.end;
                match block.kind {
                    BlockKind::Gap => blocks.gap(at),
                    kind => blocks.push(block.span, block.text, kind),
                }
            }
            Shape::Text => at = cutter.run(line, blocks, issues),
        }
    }
    cutter.definitions
}

struct Cutter<'a> {
    source: &'a str,
    start: usize,
    end: usize,
    syntax: Syntax,
    ruled: &'a Ruled,
    /// The width of wrapped lines, measured when first needed.
    wrap: Option<Wrap>,
    definitions: Definitions,
    /// What nothing closes (fences, comments, tags), so that many unclosed ones are not each
    /// searched for.
    unclosed: Vec<&'static str>,
    /// Up to where tags are known to make no table.
    no_table: usize,
    /// The last line that was looked at: what ends a run of text is looked at again.
    ahead: Cell<Option<Line>>,
}

impl Cutter<'_> {
    /// The line at a byte; in Markdown its text begins behind what is blank when it is shown.
    fn line(&self, at: usize) -> Line {
        if let Some(line) = self.ahead.get().filter(|line| line.span.start == at) {
            return line;
        }
        let mut line = Line::at(self.source, at, self.end);
        let first = self.source.as_bytes().get(line.text.start);
        if self.syntax == Syntax::Markdown && matches!(first, Some(b'&' | b'<')) {
            line.text.start = tagged::lead(self.source, line.text);
        }
        self.ahead.set(Some(line));
        line
    }

    fn shape(&mut self, line: &Line) -> Shape {
        if let Some(block) = self.apart(line.span.start) {
            return Shape::Apart(block.clone());
        }
        let Some(first) = self.source.as_bytes().get(line.text.start) else {
            return Shape::Blank;
        };
        if line.is_blank() {
            return Shape::Blank;
        }
        if self.syntax == Syntax::Stated || self.ruled.is_plain {
            return Shape::Text;
        }
        // Headings and quotations are marked in the archive format too.
        let is_marked = self.syntax != Syntax::Plain;
        let is_markdown = self.syntax == Syntax::Markdown;
        let shape = match first {
            b'#' if is_marked => {
                heading(self.source, line).map_or(Shape::Text, |(l, t)| Shape::Heading(l, t))
            }
            b'>' if is_marked => {
                // Nested quotations become one.
                let marks = |c: char| c == '>' || c == ' ';
                let words = line.text.of(self.source).trim_start_matches(marks);
                let inside = Span::new(line.text.end - words.len(), line.text.end);
                Shape::Quotation(trim(self.source, inside))
            }
            b'<' if is_marked => match self.comment(line) {
                Some(to) => Shape::Comment(to),
                None if is_markdown => self.element(line),
                None => Shape::Text,
            },
            b'[' if is_markdown => self.defined(line),
            b'|' => {
                pipe::extent(self.source, line.span, self.end).map_or(Shape::Text, Shape::Table)
            }
            b'-' | b'*' | b'_' | b'=' if self.is_break(line.text.of(self.source)) => Shape::Break,
            b'`' | b'~' if is_markdown => self.fence(line).unwrap_or(Shape::Text),
            _ => Shape::Text,
        };
        match shape {
            Shape::Text if is_markdown => {
                pipe::ruled_extent(self.source, *line, self.end).map_or(Shape::Text, Shape::Table)
            }
            shape => shape,
        }
    }

    /// The lines that a rule has set apart from a byte on.
    fn apart(&self, start: usize) -> Option<&Block> {
        let apart = &self.ruled.apart;
        let found = apart.binary_search_by_key(&start, |block| block.span.start);
        apart.get(found.ok()?)
    }

    /// Whether a paragraph begins at a byte, if that is known.
    fn starts(&self, at: usize) -> Option<bool> {
        let is_in = |list: &[usize]| list.binary_search(&at).is_ok();
        let begins = is_in(&self.ruled.starts);
        (begins || is_in(&self.ruled.continued)).then_some(begins)
    }

    /// Whether a line is only a rule: `---`, `* * *`; in plain text also `====`, but not `____`,
    /// which is a blank to be filled in.
    fn is_break(&self, text: &str) -> bool {
        let marks: &[char] = match self.syntax {
            Syntax::Archive | Syntax::Stated => &[],
            Syntax::Markdown => &['-', '*', '_'],
            Syntax::Plain => &['-', '*', '='],
        };
        let mark = text.chars().next().filter(|mark| marks.contains(mark));
        mark.is_some_and(|mark| {
            text.chars().filter(|c| *c == mark).count() >= 3
                && text.chars().all(|c| c == mark || c == ' ')
        })
    }

    /// The end of the comment that starts with this line, if its lines hold nothing else.
    fn comment(&mut self, line: &Line) -> Option<usize> {
        const SIGN: &str = "<!--";
        if self.unclosed.contains(&SIGN) || !line.text.of(self.source).starts_with(SIGN) {
            return None;
        }
        let inside = line.text.start + 4;
        let rest = self.source.as_bytes().get(inside..self.end)?;
        let Some(close) = memchr::memmem::find(rest, b"-->") else {
            self.unclosed.push(SIGN);
            return None;
        };
        let last = Line::at(self.source, inside + close, self.end);
        (last.text.of(self.source) == "-->").then_some(last.span.end)
    }

    /// The fenced block that starts with this line.
    fn fence(&mut self, line: &Line) -> Option<Shape> {
        let text = line.text.of(self.source);
        let mark = ["```", "~~~"].into_iter().find(|m| text.starts_with(m))?;
        if self.unclosed.contains(&mark) {
            return None;
        }
        let mut at = line.span.end;
        while at < self.end {
            let next = Line::at(self.source, at, self.end);
            let inside = Span::new(line.span.end, at);
            at = next.span.end;
            let text = next.text.of(self.source);
            if text.starts_with(mark) && text.bytes().all(|b| b == mark.as_bytes()[0]) {
                return Some(Shape::Fenced(at, inside));
            }
        }
        self.unclosed.push(mark);
        None
    }

    /// Adds the blocks of a run of text lines; returns its end.
    fn run(&mut self, first: Line, blocks: &mut Blocks, issues: &mut Vec<Issue>) -> usize {
        let source = self.source;
        let mut next = self.line(first.span.end);
        if self.syntax == Syntax::Markdown
            && let Some(level) = underline(source, &first, &next)
        {
            let span = Span::new(first.span.start, next.span.end);
            blocks.push(span, first.text, BlockKind::Heading { level });
            return next.span.end;
        }
        if !matches!(self.shape(&next), Shape::Text) {
            self.paragraph(first.span, blocks, issues);
            return first.span.end;
        }
        let mut to = next.span.end;
        loop {
            next = self.line(to);
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
        let (body, syntax) = (Span::new(self.start, self.end), self.syntax);
        let wrap = *self
            .wrap
            .get_or_insert_with(|| Wrap::measure(source, body, syntax));
        // Where lines are wrapped, a full one that breaks off is prose, however its feet count.
        let is_prose = |line: &Line| wrap.runs_on(source, line, &self.line(line.span.end));
        let mut first = first;
        let mut verse = verse::extent(source, &first, to, syntax).filter(|_| !is_prose(&first));
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
                        let next = self.line(line.span.end);
                        tell_long_line(next.span, issues);
                        if !is_prose(&line) && !is_prose(&next) {
                            verse = verse::regular(source, &next, to);
                        }
                        let parts = || wrap.parts(source, &first, &line, &next, syntax);
                        let starts = self.starts(next.span.start);
                        if verse.is_some() || starts.unwrap_or_else(parts) {
                            break;
                        }
                        line = next;
                    }
                    let span = Span::new(first.span.start, line.span.end);
                    self.paragraph(span, blocks, issues);
                    line.span.end
                }
            };
            first = self.line(end);
            if verse.is_none() && first.span.start < to && !is_prose(&first) {
                verse = verse::regular(source, &first, to);
            }
        }
        first.span.start
    }

    /// Adds a paragraph, or the parts that tags make of it.
    fn paragraph(&self, span: Span, blocks: &mut Blocks, issues: &mut Vec<Issue>) {
        let source = self.source;
        let is_tagged = self.syntax == Syntax::Markdown
            && memchr::memchr2(b'<', b'&', span.of(source).as_bytes()).is_some();
        if !is_tagged {
            return paragraph(source, span, trim(source, span), blocks, issues);
        }
        for part in tagged::parts(source, span) {
            match part.kind {
                _ if part.text.is_empty() => blocks.gap(part.span.end),
                Some(kind) => blocks.push(part.span, part.text, kind),
                None => paragraph(source, part.span, part.text, blocks, issues),
            }
        }
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
    let lead = tagged::lead(
        source,
        Span::new(line.text.end - inner.len(), line.text.end),
    );
    let inner = Span::new(lead, line.text.end).of(source);
    let start = line.text.end - inner.len();
    let open = inner.trim_end_matches('#');
    let closed = open.len() < inner.len() && (open.is_empty() || open.ends_with(' '));
    let kept = if closed { open.trim_end() } else { inner };
    Some((level as u8, Span::new(start, start + kept.len())))
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

/// Adds a paragraph, or the table recovered from it.
fn paragraph(source: &str, span: Span, text: Span, blocks: &mut Blocks, issues: &mut Vec<Issue>) {
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

#[cfg(test)]
mod tests;
