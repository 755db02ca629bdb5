//! What only Markdown has: notes, definitions, HTML elements and code between the lines.

use super::{Cutter, Shape};
use crate::document::BlockKind;
use crate::document::definition;
use crate::document::line::Line;
use crate::document::parse::Blocks;
use crate::document::parse::wrap::{ends_stopped, opens_bullet, opens_item};
use crate::document::syntax::Syntax;
use crate::document::table::tags;
use crate::document::tag;
use crate::text::Span;

impl Cutter<'_> {
    /// What a line in square brackets defines.
    pub(super) fn defined(&self, line: &Line) -> Shape {
        let text = line.text.of(self.source);
        if definition::note(text).is_some() {
            return Shape::Footnote;
        }
        definition::link(self.source, line.text).map_or(Shape::Text, |(name, address)| {
            let start = line.text.start + 1;
            Shape::Definition(Span::new(start, start + name.len()), address)
        })
    }

    /// The HTML element that starts with this line and is more than lines of words: a table, what
    /// is preformatted, what is not shown.
    pub(super) fn element(&mut self, line: &Line) -> Shape {
        let source = self.source;
        let tag = tag::at(source, line.text.start, self.end).filter(|tag| {
            let is_whole = matches!(tag.name, "table" | "pre" | "script" | "style");
            let is_known = tag.name == "table" && tag.span.start < self.no_table;
            is_whole && !tag.is_closing && !is_known && !self.unclosed.contains(&tag.name)
        });
        let Some(tag) = tag else {
            return Shape::Text;
        };
        let Some(close) = tag::closing(source, tag.span.end, self.end, tag.name) else {
            self.unclosed.push(tag.name);
            return Shape::Text;
        };
        let rest = Line::at(source, close.end, self.end);
        let to = if rest.is_blank() {
            rest.span.end
        } else {
            close.end
        };
        match tag.name {
            "table" => {
                let table = tags::read(source, Span::new(tag.span.end, close.start));
                if table.is_none() {
                    self.no_table = close.end;
                }
                table.map_or(Shape::Text, |table| Shape::TaggedTable(to, Box::new(table)))
            }
            "pre" => {
                let inside = Span::new(tag.span.end, close.start);
                let is_below = inside.of(source).starts_with('\n');
                let start = inside.start + usize::from(is_below);
                Shape::Fenced(to, Span::new(start, close.start))
            }
            _ => Shape::Comment(to),
        }
    }

    /// The lines of code that start with this one: indented below an empty line, in signs that
    /// prose does not have. Chinese paragraphs are indented too.
    pub(super) fn indented(&self, line: &Line, blocks: &Blocks) -> Option<Span> {
        let is_code = |line: &Line| {
            let text = line.text.of(self.source);
            let is_prose = || {
                text.contains(['。', '，', '；', '：', '、', '！', '？'])
                    || opens_item(text)
                    || opens_bullet(text)
            };
            let is_latin = || text.is_ascii() && text.contains(|c: char| c.is_ascii_alphabetic());
            // The cheapest test first: hardly any line is indented so.
            self.is_deep(line)
                && (is_latin() || text.contains(['=', '{', '}', ';', '$']))
                && !is_prose()
        };
        if self.syntax != Syntax::Markdown || line.is_blank() || !is_code(line) {
            return None;
        }
        let mut before = blocks.list.iter().rev();
        let is_apart = before
            .next()
            .is_none_or(|block| block.kind == BlockKind::Gap);
        // What is indented below an item belongs to it.
        let is_listed = before
            .find(|block| block.kind.is_read())
            .is_some_and(|block| {
                let text = block.text.of(self.source);
                opens_item(text) || opens_bullet(text)
            });
        if !is_apart || is_listed {
            return None;
        }
        let mut to = line.span.end;
        let mut next = self.line(to);
        while to < self.end && (next.is_blank() || is_code(&next)) {
            if !next.is_blank() {
                to = next.span.end;
            }
            if next.span.end >= self.end {
                break;
            }
            next = self.line(next.span.end);
        }
        Some(Span::new(line.span.start, to))
    }

    /// Whether a line is indented as what belongs to something above is.
    fn is_deep(&self, line: &Line) -> bool {
        let indent = line.indent().of(self.source);
        indent.starts_with('\t') || indent.starts_with("    ")
    }

    /// Adds the paragraphs of a note; returns its end. Those behind an empty line are indented.
    pub(super) fn footnote(&mut self, first: Line, blocks: &mut Blocks) -> usize {
        let source = self.source;
        if let Some(name) = definition::note(first.text.of(source)) {
            self.definitions.note(name);
        }
        let mut line = first;
        loop {
            let (start, words) = (line.span.start, line.text.start);
            while line.span.end < self.end {
                let next = self.line(line.span.end);
                let goes_on = matches!(self.shape(&next), Shape::Text)
                    && (!next.indent().is_empty() || !ends_stopped(line.text.of(source)));
                if !goes_on {
                    break;
                }
                line = next;
            }
            let at = line.span.end;
            blocks.push(
                Span::new(start, at),
                Span::new(words, line.text.end),
                BlockKind::Footnote,
            );
            let mut next = self.line(at);
            while next.is_blank() && next.span.end < self.end {
                next = self.line(next.span.end);
            }
            let belongs = self.is_deep(&next)
                && !next.is_blank()
                && !opens_item(next.text.of(source))
                && !blocks.is_full();
            if !belongs {
                return at;
            }
            blocks.gap(next.span.start);
            line = next;
        }
    }
}
