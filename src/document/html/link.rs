//! Links of a page: which words lead where. While a block is being written its white space changes
//! but its other characters keep their order; so a link is kept as a range of them (here: letters),
//! and is placed in the text when the lines of the block are written.

use std::ops::Range;

use crate::document::Link;
use crate::text::Span;

/// The links of the block being written, and those already placed.
#[derive(Default)]
pub(super) struct Links {
    /// The open link: the byte of the paragraph where it begins, and its address.
    open: Option<(usize, String)>,
    /// The links of the paragraph, as ranges of bytes.
    paragraph: Vec<(Range<usize>, String)>,
    /// The links of the block (or row of cells), as ranges of letters.
    block: Vec<(Range<usize>, String)>,
    /// Letters of the block so far.
    letters: usize,
    /// Letters of the block that are written to the text.
    written: usize,
    /// Index of the first link of the block that is not written.
    next: usize,
    /// The links that have their place in the text.
    pub placed: Vec<Link>,
}

/// Whether a character is a letter: it stays until it is written. In a row `|` does not.
fn is_letter(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, super::BREAK | '|')
}

impl Links {
    /// Begins a link at a byte of the paragraph. Only web addresses mean the same wherever the page
    /// is read; others are ignored.
    pub fn begin(&mut self, at: usize, address: &str) {
        self.end(at);
        let address = address.trim();
        let is_web = ["http://", "https://"].iter().any(|scheme| {
            let start = address.get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if is_web {
            self.open = Some((at, address.to_owned()));
        }
    }

    /// Ends the open link, if any.
    pub fn end(&mut self, at: usize) {
        if let Some((start, address)) = self.open.take() {
            self.paragraph.push((start..at, address));
        }
    }

    /// Ends the paragraph or cell. An open link continues in the next one.
    pub fn end_paragraph(&mut self, paragraph: &str) {
        let going_on = self.open.as_ref().map(|(_, address)| address.clone());
        self.end(paragraph.len());
        self.open = going_on.map(|address| (0, address));
        let mut letters = paragraph
            .char_indices()
            .filter(|(_, c)| is_letter(*c))
            .map(|(at, _)| at)
            .peekable();
        let mut before = self.letters;
        let mut count_to = |end: usize| {
            while letters.next_if(|at| *at < end).is_some() {
                before += 1;
            }
            before
        };
        for (bytes, address) in self.paragraph.drain(..) {
            let letters = count_to(bytes.start)..count_to(bytes.end);
            if !letters.is_empty() {
                self.block.push((letters, address));
            }
        }
        self.letters = count_to(paragraph.len());
    }

    /// Places the links of a line of the block that is written at byte `at` of the text.
    pub fn place(&mut self, line: &str, at: usize) {
        for (offset, c) in line.char_indices().filter(|(_, c)| is_letter(*c)) {
            let letter = self.written;
            self.written += 1;
            let is_behind = |(words, _): &(Range<usize>, String)| words.end <= letter;
            while self.block.get(self.next).is_some_and(is_behind) {
                self.next += 1;
            }
            let Some((words, address)) = self.block.get(self.next) else {
                continue;
            };
            let (start, end) = (at + offset, at + offset + c.len_utf8());
            if words.start == letter {
                self.placed.push(Link {
                    words: Span::new(start, end),
                    address: address.clone(),
                });
            } else if words.contains(&letter)
                && let Some(link) = self.placed.last_mut()
            {
                link.words.end = end;
            }
        }
    }

    /// Ends the block.
    pub fn end_block(&mut self) {
        self.block.clear();
        (self.letters, self.written, self.next) = (0, 0, 0);
    }
}
