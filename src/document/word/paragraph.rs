//! A paragraph as a word processor has it: its words, and what is said of stretches of them.

use crate::document::{Link, LinkTarget, Markup, MarkupKind};
use crate::text::Span;
use crate::text::one_line::on_one_line;

/// A paragraph that is being read.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) words: String,
    pub(super) markup: Vec<Markup>,
    pub(super) links: Vec<Link>,
    /// What leads to other places of the document, and the places.
    pub(super) ends: Vec<(End, Span)>,
}

/// One end of what leads from place to place in a document: only the whole document brings both
/// together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The mark of a note: which one.
    Call(usize),
    /// Words that lead to the place of this name.
    Link(String),
    /// A place that has this name, without length.
    Place(String),
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
        self.markup.extend(Markup::reading(span));
    }

    /// Adds the words that stand for an image.
    pub fn image(&mut self, words: &str) {
        let words = on_one_line(words);
        if !words.is_empty() {
            self.words += &format!("[{words}]");
        }
    }

    /// Says where the words lead that were written from a place on, if that is on the web or, by
    /// its name (`#name`), in the document.
    pub fn link(&mut self, start: usize, address: &str) {
        let address = address.trim();
        let words = Span::new(start.min(self.end()), self.end());
        if words.is_empty() {
            return;
        }
        if let Some(name) = address.strip_prefix('#') {
            self.ends.push((End::Link(name.to_owned()), words));
        } else if let Some(target) = LinkTarget::web(address) {
            self.links.push(Link { words, target });
        }
    }

    /// Gives a name to the place where what is written next begins.
    pub fn name(&mut self, name: String) {
        let here = Span::new(self.end(), self.end());
        self.ends.push((End::Place(name), here));
    }

    /// Says that the words that were written from a place on call a note.
    pub fn call(&mut self, start: usize, note: usize) {
        self.ends
            .push((End::Call(note), Span::new(start, self.end())));
    }

    /// Takes back what was written from a place on; returns its words.
    pub fn take_back(&mut self, start: usize) -> String {
        let is_before = |end: usize| end <= start;
        self.markup.retain(|markup| is_before(markup.span.end));
        self.links.retain(|link| is_before(link.words.end));
        self.ends.retain(|(_, end)| is_before(end.end));
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
        for (end, span) in &mut self.ends {
            // What names the start of a paragraph names that of its number.
            if !matches!(end, End::Place(_)) || span.start > 0 {
                *span = span.moved(by);
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_apart_or_of_another_kind_are_marked_apart() {
        let mut whole = Paragraph::default();
        let (strong, emphasis) = (MarkupKind::Strong, MarkupKind::Emphasis);
        let kinds = [Some(strong), None, Some(strong), Some(emphasis)];
        for (words, kind) in ["甲", "乙", "丙", "丁"].into_iter().zip(kinds) {
            let start = whole.end();
            whole.write(words);
            if let Some(kind) = kind {
                whole.mark(start, kind);
            }
        }
        let marked = whole.markup.iter().map(|mark| mark.span.of(&whole.words));
        assert!(marked.eq(["甲", "丙", "丁"]), "{:?}", whole.markup);
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
