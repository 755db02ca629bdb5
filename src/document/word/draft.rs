//! Paragraphs, as a word processor has them, to a transcript. What stands aside of the running text
//! comes where it does not cut it: a text box behind the paragraph that holds it, notes at the end.

use foldhash::HashMap;

use super::flow::Flow;
use super::list::Label;
use super::paragraph::{End, Paragraph};
use super::table::{Budget, OpenTable};
use crate::document::transcript::Transcript;
use crate::document::{BlockKind, Issue, Link, LinkTarget, Note};
use crate::text::Span;

/// Indent of a list in a list.
const INDENT: &str = "   ";

/// White space before a paragraph at the right: signatures and dates stand there.
const RIGHT: &str = "　　　　";

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
        let by = self.body.transcript.end();
        self.body.append(self.notes);
        let Flow {
            mut transcript,
            ends,
        } = self.body;
        let places = ends.iter().rev().filter_map(|(end, span)| match end {
            End::Place(name) => Some((name.as_str(), span.start)),
            End::Call(_) | End::Link(_) => None,
        });
        let places: HashMap<&str, usize> = places.collect();
        let links = &mut transcript.structure.links;
        for (end, words) in &ends {
            match end {
                End::Call(note) => {
                    if let Some(note) = self.made.get_mut(*note) {
                        note.calls.push(*words);
                    }
                }
                End::Link(name) => links.extend(places.get(name.as_str()).map(|at| Link {
                    words: *words,
                    target: LinkTarget::Place(*at),
                })),
                End::Place(_) => {}
            }
        }
        links.sort_by_key(|link| link.words.start);
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
    use crate::document::MarkupKind;

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
    fn a_note_ends_where_another_begins() {
        let mut draft = Draft::default();
        let notes = [draft.next_note(), draft.next_note()];
        let mut host = paragraph("句");
        for note in notes {
            let start = host.end();
            host.write("※");
            host.call(start, note);
        }
        draft.paragraph(host, &BlockKind::Paragraph);
        for (note, words) in notes.into_iter().zip(["甲注", "乙注"]) {
            draft.open_note(note, "※");
            add(&mut draft, words);
        }
        let transcript = draft.finish(false);
        let notes = transcript.structure.notes.iter();
        let notes: Vec<_> = notes.map(|note| note.text.of(&transcript.text)).collect();
        assert_eq!(notes, ["※ 甲注", "※ 乙注"]);
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
}
