//! Paragraphs, as a word processor has them, to a transcript. What stands aside of the running text
//! comes where it does not cut it: a text box behind the paragraph that holds it, notes at the end.

use std::cmp::Reverse;
use std::iter::Peekable;
use std::vec::IntoIter;

use super::list::Label;
use super::table::{Budget, OpenTable};
use crate::document::transcript::Transcript;
use crate::document::{BlockKind, Issue, Link, LinkTarget, Markup, MarkupKind, Note};
use crate::text::Span;

/// Indent of a list in a list.
const INDENT: &str = "   ";

/// White space before a paragraph at the right: signatures and dates stand there.
const RIGHT: &str = "　　　　";

/// Most passages of a document, more than the parser keeps apart: the rest of the text is one.
const MOST_PASSAGES: usize = 1_000_000;

/// A paragraph that is being read.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    words: String,
    markup: Vec<Markup>,
    links: Vec<Link>,
    /// Calls of notes: which note, and the mark.
    calls: Vec<(usize, Span)>,
}

impl Paragraph {
    /// Where what is written next begins.
    pub fn end(&self) -> usize {
        self.words.len()
    }

    /// Its words so far.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Adds words.
    pub fn write(&mut self, words: &str) {
        self.words += words;
    }

    /// Says what the words are that were written from a place on.
    pub fn mark(&mut self, start: usize, kind: MarkupKind) {
        let span = Span::new(start, self.end());
        // Words of one kind are often written in many runs.
        let mut marks = self.markup.iter_mut().rev().take(4);
        let before = marks.find(|mark| mark.kind == kind && mark.span.end == start);
        match before {
            Some(before) => before.span.end = span.end,
            None if !span.is_empty() => self.markup.push(Markup { span, kind }),
            None => {}
        }
    }

    /// Adds the reading of the words before it.
    pub fn read_as(&mut self, reading: &str) {
        let reading = reading.trim();
        let span = Span::new(self.end(), self.end() + reading.len());
        if span.is_empty() {
            return;
        }
        self.write(reading);
        let kind = MarkupKind::Reading;
        self.markup.push(Markup { span, kind });
        for (at, sign) in [(span.start, "（"), (span.end, "）")] {
            self.markup.push(Markup {
                span: Span::new(at, at),
                kind: MarkupKind::Delimiter(sign),
            });
        }
    }

    /// Adds the words that stand for an image.
    pub fn image(&mut self, words: &str) {
        let words: Vec<&str> = words.split_whitespace().collect();
        if !words.is_empty() {
            self.words += &format!("[{}]", words.join(" "));
        }
    }

    /// Says where the words lead that were written from a place on, if that is on the web.
    pub fn link(&mut self, start: usize, address: &str) {
        let address = address.trim();
        let is_web = ["http://", "https://"].iter().any(|scheme| {
            let start = address.get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        let words = Span::new(start.min(self.end()), self.end());
        if is_web && !words.is_empty() {
            let target = LinkTarget::Web(address.to_owned());
            self.links.push(Link { words, target });
        }
    }

    /// Says that the words that were written from a place on call a note.
    pub fn call(&mut self, start: usize, note: usize) {
        self.calls.push((note, Span::new(start, self.end())));
    }

    /// Takes back what was written from a place on; returns its words.
    pub fn take_back(&mut self, start: usize) -> String {
        let is_before = |end: usize| end <= start;
        self.markup.retain(|markup| is_before(markup.span.end));
        self.links.retain(|link| is_before(link.words.end));
        self.calls.retain(|(_, call)| is_before(call.end));
        self.words.split_off(start.min(self.words.len()))
    }

    /// Makes one line of its lines.
    pub fn close_lines(&mut self) {
        if self.words.contains('\n') {
            self.words = self.words.replace('\n', " ");
        }
    }

    /// Puts words in front of all others.
    pub fn lead(&mut self, words: &str) {
        let by = words.len();
        self.words.insert_str(0, words);
        for markup in &mut self.markup {
            markup.span = markup.span.moved(by);
        }
        for link in &mut self.links {
            link.words = link.words.moved(by);
        }
        for (_, call) in &mut self.calls {
            *call = call.moved(by);
        }
    }
}

/// The mark of a note: a bare number would be read as a part of the text.
pub(super) fn note_mark(number: &str) -> String {
    let number = number.trim();
    let is_bare = number.chars().all(|c| c.is_ascii_alphanumeric());
    match number {
        "" => "[*]".to_owned(),
        _ if is_bare => format!("[{number}]"),
        _ => number.to_owned(),
    }
}

/// Passages, and the calls of notes in them.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub transcript: Transcript,
    pub calls: Vec<(usize, Span)>,
}

impl Flow {
    /// Appends what was written apart.
    fn append(&mut self, part: Self) {
        let by = self.transcript.end();
        let calls = part.calls.into_iter();
        self.calls
            .extend(calls.map(|(note, call)| (note, call.moved(by))));
        self.transcript.append(part.transcript);
    }

    /// Writes a paragraph as passages of a kind, one a line.
    fn paragraph(&mut self, paragraph: Paragraph, kind: &BlockKind) {
        let words = paragraph.words;
        let mut said = Said::new(paragraph.markup, paragraph.links, paragraph.calls);
        for line in lines(&words) {
            said.carry(line, &words, self);
            if self.transcript.structure.passages.len() < MOST_PASSAGES {
                self.transcript.end_passage(kind.clone());
            } else {
                self.transcript.write("\n");
            }
        }
    }

    /// Adds the lines of a paragraph to the passage that is being written.
    fn lines(&mut self, paragraph: Paragraph) {
        let words = paragraph.words;
        let mut said = Said::new(paragraph.markup, paragraph.links, paragraph.calls);
        for line in lines(&words).filter(|line| !line.of(&words).trim().is_empty()) {
            if !self.transcript.passage().ends_with(' ') {
                self.transcript.write("\n");
            }
            let start = line.end - line.of(&words).trim_start().len();
            said.carry(Span::new(start, line.end), &words, self);
        }
    }
}

/// The lines of a text, without the white space at their ends.
fn lines(words: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    words.split('\n').map(move |line| {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len() + 1;
        span
    })
}

/// What is said of stretches of words that are carried to another text, stretch by stretch.
pub(super) struct Said {
    markup: Peekable<IntoIter<Markup>>,
    links: Peekable<IntoIter<Link>>,
    calls: Peekable<IntoIter<(usize, Span)>>,
}

impl Said {
    pub fn new(
        mut markup: Vec<Markup>,
        mut links: Vec<Link>,
        mut calls: Vec<(usize, Span)>,
    ) -> Self {
        markup.sort_by_key(|markup| order(markup.span));
        links.sort_by_key(|link| order(link.words));
        calls.sort_by_key(|(_, call)| order(*call));
        Self {
            markup: markup.into_iter().peekable(),
            links: links.into_iter().peekable(),
            calls: calls.into_iter().peekable(),
        }
    }

    /// Writes a stretch of the words, later than those before, with what is said of it.
    pub fn carry(&mut self, stretch: Span, words: &str, to: &mut Flow) {
        let base = to.transcript.end();
        let moved = |span: Span| {
            (span.start >= stretch.start).then(|| {
                let end = span.end.min(stretch.end);
                Span::new(span.start - stretch.start, end - stretch.start).moved(base)
            })
        };
        let is_within = |span: Span| span.start <= stretch.end;
        to.transcript.write(stretch.of(words));
        let structure = &mut to.transcript.structure;
        while let Some(markup) = self.markup.next_if(|markup| is_within(markup.span)) {
            let is_sign = matches!(markup.kind, MarkupKind::Delimiter(_));
            let span = moved(markup.span).filter(|span| is_sign || !span.is_empty());
            structure
                .markup
                .extend(span.map(|span| Markup { span, ..markup }));
        }
        while let Some(link) = self.links.next_if(|link| is_within(link.words)) {
            let words = moved(link.words).filter(|words| !words.is_empty());
            structure
                .links
                .extend(words.map(|words| Link { words, ..link }));
        }
        while let Some((note, call)) = self.calls.next_if(|(_, call)| is_within(*call)) {
            let call = moved(call).filter(|call| !call.is_empty());
            to.calls.extend(call.map(|call| (note, call)));
        }
    }
}

/// Outer stretches before inner ones.
fn order(span: Span) -> (usize, Reverse<usize>) {
    (span.start, Reverse(span.end))
}

/// A document that is being read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    body: Flow,
    /// What stands in text boxes of the paragraph that is being read.
    aside: Flow,
    notes: Flow,
    /// The notes, whose spans are in the text of all notes, and whose calls are still to come.
    made: Vec<Note>,
    /// The open table that stands in the body.
    table: Option<OpenTable>,
    /// Open tables in that one.
    inner: usize,
    budget: Budget,
    /// Open text boxes.
    boxes: usize,
    /// The open note.
    note: Option<usize>,
}

impl Draft {
    /// Puts in front of a paragraph what the reader sees there: its number with the level of it, or
    /// white space where it stands at the right.
    pub fn lead(
        &self,
        words: &mut Paragraph,
        kind: &BlockKind,
        label: Option<&(Label, usize)>,
        is_right: bool,
    ) {
        let is_in_table = self.table.is_some() && self.boxes == 0 && self.note.is_none();
        let is_indented = *kind == BlockKind::Paragraph && !is_in_table;
        match label {
            Some((label, level)) => {
                words.lead(&label.words);
                if label.is_indented && is_indented {
                    words.lead(&INDENT.repeat(*level));
                }
            }
            None if is_right && is_indented && !words.words().trim().is_empty() => {
                words.lead(RIGHT);
            }
            None => {}
        }
    }

    /// Ends a paragraph.
    pub fn paragraph(&mut self, paragraph: Paragraph, kind: &BlockKind) {
        if self.note.is_some() {
            return self.notes.lines(paragraph);
        }
        if self.boxes > 0 {
            return self.aside.paragraph(paragraph, kind);
        }
        let aside = std::mem::take(&mut self.aside);
        let flow = self
            .table
            .as_mut()
            .map_or(&mut self.body, |table| &mut table.flow);
        flow.paragraph(paragraph, kind);
        flow.append(aside);
    }

    /// Begins a text box.
    pub fn open_box(&mut self) {
        self.boxes += 1;
    }

    /// Ends a text box.
    pub fn close_box(&mut self) {
        self.boxes = self.boxes.saturating_sub(1);
    }

    /// Begins a table.
    pub fn open_table(&mut self) {
        if self.note.is_some() || self.boxes > 0 {
            return;
        }
        if self.table.is_some() {
            self.inner += 1;
        } else {
            self.table = Some(OpenTable::default());
        }
    }

    /// The table whose rows and cells are read: not those in text boxes, in notes and in cells,
    /// whose paragraphs are read as what they stand in.
    pub fn table(&mut self) -> Option<&mut OpenTable> {
        let is_own = self.inner == 0 && self.boxes == 0 && self.note.is_none();
        self.table.as_mut().filter(|_| is_own)
    }

    /// Ends a table.
    pub fn close_table(&mut self) {
        if self.note.is_some() || self.boxes > 0 {
            return;
        }
        if self.inner > 0 {
            self.inner -= 1;
        } else if let Some(table) = self.table.take() {
            self.body.append(table.close(&mut self.budget));
        }
    }

    /// The number of a note that is to come, by which it is called.
    pub fn next_note(&mut self) -> usize {
        self.made.push(Note {
            label: Span::default(),
            text: Span::default(),
            calls: Vec::new(),
        });
        self.made.len() - 1
    }

    /// Whether a note is open.
    pub fn is_in_note(&self) -> bool {
        self.note.is_some()
    }

    /// Begins a note with its mark. What stands in a note is one passage.
    pub fn open_note(&mut self, number: usize, mark: &str) {
        self.close_note();
        self.note = Some(number);
        let start = self.notes.transcript.end();
        self.notes.transcript.write(&format!("{mark} "));
        if let Some(note) = self.made.get_mut(number) {
            note.label = Span::new(start, start + mark.len());
        }
    }

    /// Ends the open note, if any.
    pub fn close_note(&mut self) {
        let Some(number) = self.note.take() else {
            return;
        };
        self.notes.transcript.end_passage(BlockKind::Footnote);
        let passage = self.notes.transcript.structure.passages.last();
        if let (Some(note), Some(passage)) = (self.made.get_mut(number), passage) {
            note.text = passage.text;
        }
    }

    /// The whole document; a damaged one may end anywhere.
    pub fn finish(mut self, is_cut: bool) -> Transcript {
        self.close_note();
        self.boxes = 0;
        self.paragraph(Paragraph::default(), &BlockKind::Paragraph);
        self.inner = 0;
        self.close_table();
        self.body.transcript.end_passage(BlockKind::Paragraph);
        for (note, call) in self.body.calls {
            if let Some(note) = self.made.get_mut(note) {
                note.calls.push(call);
            }
        }
        let mut transcript = self.body.transcript;
        let by = transcript.end();
        transcript.append(self.notes.transcript);
        // A note that is called may be missing.
        let made = self.made.into_iter().filter(|note| !note.text.is_empty());
        let mut notes: Vec<Note> = made
            .map(|note| Note {
                label: note.label.moved(by),
                text: note.text.moved(by),
                ..note
            })
            .collect();
        notes.sort_by_key(|note| note.text.start);
        transcript.structure.notes = notes;
        if is_cut {
            let end = transcript.end();
            transcript.issues.push(Issue {
                code: "cut-short",
                span: Span::new(end, end),
                details: Vec::new(),
            });
        }
        transcript
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(words: &str) -> Paragraph {
        let mut paragraph = Paragraph::default();
        paragraph.write(words);
        paragraph
    }

    /// Adds a paragraph.
    fn add(draft: &mut Draft, words: &str) {
        draft.paragraph(paragraph(words), &BlockKind::Paragraph);
    }

    #[test]
    fn boxes_follow_their_paragraph_and_notes_the_text() {
        let mut draft = Draft::default();
        let mut host = paragraph("甲");
        let note = draft.next_note();
        draft.open_note(note, "[1]");
        add(&mut draft, "注\n续");
        draft.close_note();
        let start = host.end();
        host.write("[1]");
        host.call(start, note);
        draft.open_box();
        add(&mut draft, "框");
        draft.open_box();
        add(&mut draft, "中框");
        draft.close_box();
        draft.close_box();
        draft.paragraph(host, &BlockKind::Paragraph);
        add(&mut draft, "乙");
        let transcript = draft.finish(false);
        assert_eq!(
            transcript.text,
            "甲[1]\n\n框\n\n中框\n\n乙\n\n[1] 注\n续\n\n"
        );
        let note = &transcript.structure.notes[0];
        assert_eq!(note.text.of(&transcript.text), "[1] 注\n续");
        assert_eq!(note.label.of(&transcript.text), "[1]");
        assert_eq!(note.calls, [Span::new(3, 6)]);
    }

    #[test]
    fn what_is_said_goes_with_its_line() {
        let mut whole = Paragraph::default();
        whole.write("甲");
        whole.mark(0, MarkupKind::Strong);
        whole.write("\n乙 ");
        let start = whole.end() - 4;
        whole.mark(start, MarkupKind::Emphasis);
        whole.read_as("きのと");
        whole.lead("一、");
        let mut draft = Draft::default();
        draft.paragraph(whole, &BlockKind::Paragraph);
        let transcript = draft.finish(true);
        assert_eq!(transcript.text, "一、甲\n\n乙 きのと\n\n");
        let marked = transcript.structure.markup.iter();
        let marked: Vec<_> = marked
            .map(|markup| (markup.span.of(&transcript.text), markup.kind))
            .collect();
        assert_eq!(
            marked,
            [
                ("甲", MarkupKind::Strong),
                ("乙 ", MarkupKind::Emphasis),
                ("きのと", MarkupKind::Reading),
                ("", MarkupKind::Delimiter("（")),
                ("", MarkupKind::Delimiter("）")),
            ]
        );
        assert_eq!(transcript.issues[0].code, "cut-short");
    }

    #[test]
    fn words_of_one_kind_in_many_runs_are_marked_once() {
        let mut whole = Paragraph::default();
        for words in ["甲", "乙", "丙"] {
            let start = whole.end();
            whole.write(words);
            whole.mark(start, MarkupKind::Emphasis);
            whole.mark(start, MarkupKind::Strong);
        }
        assert_eq!(whole.markup.len(), 2);
        whole.link(3, "https://a.example");
        whole.link(0, "a.html");
        assert_eq!(whole.links.len(), 1);
        assert_eq!(whole.take_back(3), "乙丙");
        assert_eq!(whole.links.len(), 0);
    }
}
