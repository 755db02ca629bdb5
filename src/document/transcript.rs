//! What the reader of a structured format makes of a source: its words, without signs of markup,
//! and beside them what the source says of stretches of them. The parser reads it as it reads the
//! lines of a plain text; nothing parses the markup a second time.

use super::markup;
use super::{Block, BlockKind, Issue, Link, LinkTarget, Markup, MarkupKind, Note, Page, Table};
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
    /// Where the pages of the print begin, in order.
    pub pages: Vec<Page>,
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
        let pages = part.structure.pages.into_iter();
        structure.pages.extend(pages.map(|page| Page {
            before: page.before + by,
            at: page.at + by,
            ..page
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

    /// Says that a stretch is a reading.
    pub fn mark_reading(&mut self, span: Span) {
        let markup = &mut self.structure.markup;
        if !span.is_empty() && markup.len() < markup::MOST {
            markup.extend(Markup::reading(span));
        }
    }
}

/// A passage that is added before another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Insertion {
    /// Index of the other; the number of passages for the end.
    pub before: usize,
    pub words: String,
    pub kind: BlockKind,
}

/// How places move when passages are added.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    /// Places before which a passage is added, in order, and how far all from there on moves.
    list: Vec<(usize, usize)>,
}

impl Moves {
    fn before(&self, count: usize) -> usize {
        let last = count.checked_sub(1).and_then(|last| self.list.get(last));
        last.map_or(0, |(_, by)| *by)
    }

    /// Where the words that begin at a place are now.
    fn start(&self, at: usize) -> usize {
        at + self.before(self.list.partition_point(|(place, _)| *place <= at))
    }

    /// Where a place is now, before all that is added there.
    pub fn place(&self, at: usize) -> usize {
        at + self.before(self.list.partition_point(|(place, _)| *place < at))
    }

    /// Where words are now.
    pub fn span(&self, span: Span) -> Span {
        let start = self.start(span.start);
        Span::new(start, self.place(span.end).max(start))
    }
}

impl Transcript {
    /// Adds passages before others, in order of place.
    pub fn insert(&mut self, insertions: Vec<Insertion>) -> Moves {
        let mut moves = Moves::default();
        if insertions.is_empty() {
            return moves;
        }
        let added: usize = insertions.iter().map(|added| added.words.len() + 2).sum();
        let old = std::mem::take(&mut self.text);
        let passages = std::mem::take(&mut self.structure.passages);
        self.text.reserve(old.len() + added);
        let mut written = 0;
        let mut by = 0;
        let mut new = Vec::with_capacity(insertions.len());
        for Insertion {
            before,
            words,
            kind,
        } in insertions
        {
            let place = passages
                .get(before)
                .map_or(old.len(), |next| next.span.start);
            self.text += Span::new(written, place).of(&old);
            written = place;
            let start = self.end();
            self.text += &words;
            let text = Span::new(start, self.end());
            self.text.push('\n');
            let span = Span::new(start, self.end());
            self.text.push('\n');
            new.push((before, Block { span, text, kind }));
            by += self.end() - start;
            match moves.list.last_mut().filter(|(last, _)| *last == place) {
                Some((_, last)) => *last = by,
                None => moves.list.push((place, by)),
            }
        }
        self.text += Span::new(written, old.len()).of(&old);
        self.start = self.end();
        let mut new = new.into_iter().peekable();
        for (index, mut passage) in passages.into_iter().enumerate() {
            while let Some((_, added)) = new.next_if(|(before, _)| *before <= index) {
                self.structure.passages.push(added);
            }
            passage.span = moves.span(passage.span);
            passage.text = moves.span(passage.text);
            if let BlockKind::Table(table) = &mut passage.kind {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| *cell = moves.span(*cell));
            }
            self.structure.passages.push(passage);
        }
        self.structure.passages.extend(new.map(|(_, added)| added));
        for markup in &mut self.structure.markup {
            markup.span = moves.span(markup.span);
        }
        for link in &mut self.structure.links {
            link.words = moves.span(link.words);
        }
        for page in &mut self.structure.pages {
            page.before = moves.place(page.before);
            page.at = moves.place(page.at);
        }
        for issue in &mut self.issues {
            issue.span = moves.span(issue.span);
        }
        moves
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

    #[test]
    fn nothing_is_said_of_no_words() {
        let mut transcript = Transcript::default();
        transcript.write("文");
        transcript.mark(Span::new(3, 3), MarkupKind::Strong);
        transcript.mark_reading(Span::new(3, 3));
        assert_eq!(transcript.structure.markup, []);
    }

    #[test]
    fn passages_are_added_before_others() {
        let mut transcript = Transcript::default();
        for words in ["甲", "　乙", "丙"] {
            transcript.write(words);
            let end = transcript.end();
            transcript.mark(
                Span::new(end - "甲".len(), end),
                crate::document::MarkupKind::Strong,
            );
            transcript.end_passage(BlockKind::Paragraph);
        }
        let add = |before, words: &str| Insertion {
            before,
            words: words.to_owned(),
            kind: BlockKind::Heading { level: 1 },
        };
        let second = transcript.structure.passages[1].span.start;
        let moves = transcript.insert(vec![add(1, "一"), add(1, "二"), add(3, "三")]);
        assert_eq!(transcript.text, "甲\n\n一\n\n二\n\n　乙\n\n丙\n\n三\n\n");
        let passages = transcript.structure.passages.iter();
        let passages: Vec<_> = passages.map(|p| p.text.of(&transcript.text)).collect();
        assert_eq!(passages, ["甲", "一", "二", "乙", "丙", "三"]);
        let marked = transcript.structure.markup.iter();
        let marked: Vec<_> = marked.map(|m| m.span.of(&transcript.text)).collect();
        assert_eq!(marked, ["甲", "乙", "丙"]);
        assert_eq!(moves.place(second), second);
        assert_eq!(moves.span(Span::new(second, second + 3)).start, second + 10);
    }
}
