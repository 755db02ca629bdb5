//! What the reader of a structured format makes of a source: its words, without signs of markup,
//! and beside them what the source says of stretches of them. The parser reads it as it reads the
//! lines of a plain text; nothing parses the markup a second time.

use super::{Block, BlockKind, Issue, Link, LinkTarget, Markup, MarkupKind, Note, Table, markup};
use crate::text::Span;

/// The words of a source and their structure, written passage by passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Transcript {
    /// The words: passages, each followed by an empty line.
    pub text: String,
    /// What the source says of them.
    pub structure: Structure,
    /// What could not be read, in order of place.
    pub issues: Vec<Issue>,
    /// Where the passage that is being written begins.
    start: usize,
}

/// What a source says beside its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    /// Metadata: names of fields, as in front matter, with their values.
    pub facts: Vec<(&'static str, String)>,
    /// Metadata that a template may have left: holds where the text itself says nothing.
    pub claims: Vec<(&'static str, String)>,
    /// The passages, in order: headings, paragraphs, quotations, verses, verbatim lines, tables,
    /// footnotes. Markers refine paragraphs and headings; what else the source says holds.
    pub passages: Vec<Block>,
    /// Markup inside the passages. What is shown around a stretch is a delimiter of no length.
    pub markup: Vec<Markup>,
    /// Links, in order of place.
    pub links: Vec<Link>,
    /// Notes whose calls the source names by its links, in order of the notes.
    pub notes: Vec<Note>,
}

impl Transcript {
    /// The length of the words so far: where what is written next begins.
    pub fn end(&self) -> usize {
        self.text.len()
    }

    /// Adds words to the passage that is being written.
    pub fn write(&mut self, words: &str) {
        self.text += words;
    }

    /// The words of the passage that is being written.
    pub fn passage(&self) -> &str {
        self.text.get(self.start..).unwrap_or("")
    }

    /// Ends the passage that is being written; returns whether it held any words. White space at
    /// its start is its indent.
    pub fn end_passage(&mut self, kind: BlockKind) -> bool {
        let words = self.passage();
        let indent = words.len() - words.trim_start().len();
        self.end_behind(indent, kind)
    }

    /// Ends the passage that is being written as a table: a line for each row, tabs between its
    /// cells. Returns whether it held any words.
    pub fn end_table(&mut self, table: Table) -> bool {
        // The first cell may be empty.
        self.end_behind(0, BlockKind::Table(Box::new(table)))
    }

    fn end_behind(&mut self, indent: usize, kind: BlockKind) -> bool {
        let length = self.passage().trim_end().len();
        if length == 0 {
            self.text.truncate(self.start);
            return false;
        }
        self.text.truncate(self.start + length);
        let text = Span::new(self.start + indent, self.end());
        self.text.push('\n');
        let span = Span::new(self.start, self.end());
        self.structure.passages.push(Block { span, text, kind });
        self.text.push('\n');
        self.start = self.end();
        true
    }

    /// Appends a part; the passage that is being written goes on behind it.
    pub fn append(&mut self, part: Self) {
        let by = self.end();
        let start = by + part.start;
        let structure = &mut self.structure;
        structure.facts.extend(part.structure.facts);
        structure.claims.extend(part.structure.claims);
        let passages = part.structure.passages.into_iter();
        structure.passages.extend(passages.map(|mut passage| {
            if let BlockKind::Table(table) = &mut passage.kind {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| *cell = cell.moved(by));
            }
            passage.span = passage.span.moved(by);
            passage.text = passage.text.moved(by);
            passage
        }));
        let markup = part.structure.markup.into_iter();
        structure.markup.extend(markup.map(|markup| Markup {
            span: markup.span.moved(by),
            ..markup
        }));
        let links = part.structure.links.into_iter();
        structure.links.extend(links.map(|link| Link {
            words: link.words.moved(by),
            target: match link.target {
                LinkTarget::Place(at) => LinkTarget::Place(at + by),
                web @ LinkTarget::Web(_) => web,
            },
        }));
        let notes = part.structure.notes.into_iter();
        structure.notes.extend(notes.map(|note| Note {
            label: note.label.moved(by),
            text: note.text.moved(by),
            calls: note.calls.iter().map(|call| call.moved(by)).collect(),
        }));
        self.issues
            .extend(part.issues.into_iter().map(|issue| Issue {
                span: issue.span.moved(by),
                ..issue
            }));
        self.text += &part.text;
        self.start = start;
    }

    /// Says what a stretch is.
    pub fn mark(&mut self, span: Span, kind: MarkupKind) {
        if !span.is_empty() && self.structure.markup.len() < markup::MOST {
            self.structure.markup.push(Markup { span, kind });
        }
    }

    /// Says what a stretch is that is shown between two signs: a reading in parentheses.
    pub fn enclose(&mut self, span: Span, kind: MarkupKind, signs: (&'static str, &'static str)) {
        let markup = &mut self.structure.markup;
        if span.is_empty() || markup.len() >= markup::MOST {
            return;
        }
        let sign = |at, shown| Markup {
            span: Span::new(at, at),
            kind: MarkupKind::Delimiter(shown),
        };
        markup.push(sign(span.start, signs.0));
        markup.push(Markup { span, kind });
        markup.push(sign(span.end, signs.1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_separated_by_empty_lines() {
        let mut transcript = Transcript::default();
        transcript.write("  ");
        assert!(!transcript.end_passage(BlockKind::Paragraph));
        transcript.write("题 ");
        assert!(transcript.end_passage(BlockKind::Heading { level: 1 }));
        transcript.write("　文");
        transcript.end_passage(BlockKind::Paragraph);
        assert_eq!(transcript.text, "题\n\n　文\n\n");
        let passages = transcript.structure.passages.iter();
        let passages: Vec<_> = passages.map(|p| p.text.of(&transcript.text)).collect();
        assert_eq!(passages, ["题", "文"]);
    }
}
