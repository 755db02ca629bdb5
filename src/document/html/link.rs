//! Links of a page: which words lead where. Until a block is written out its white space comes and
//! goes, but its letters stay, in their order: so a link is from one letter of a block to another,
//! and gets its place in the text with the lines of the block.

use std::ops::Range;

use crate::document::Link;
use crate::text::Span;

/// The links of what is being written.
#[derive(Default)]
pub(super) struct Links {
    /// The link that is open: the byte of the paragraph where its words begin, and its address.
    open: Option<(usize, String)>,
    /// Those of the paragraph: from byte to byte.
    paragraph: Vec<(Range<usize>, String)>,
    /// Those of the block, which may be a row of cells: from letter to letter.
    block: Vec<(Range<usize>, String)>,
    /// Letters of the block so far.
    letters: usize,
    /// Letters of it that are written out.
    written: usize,
    /// The first link of the block that is not written out.
    next: usize,
    /// Those that have their place in the text.
    pub placed: Vec<Link>,
}

/// Whether a character stays what it is until it is written out; in a row `|` does not.
fn is_letter(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, super::BREAK | '|')
}

impl Links {
    /// A link begins at a byte of the paragraph. Only addresses on the web mean the same wherever
    /// the page is read.
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

    /// The link ends, if one is open.
    pub fn end(&mut self, at: usize) {
        if let Some((start, address)) = self.open.take() {
            self.paragraph.push((start..at, address));
        }
    }

    /// The paragraph, or the cell, is whole. A link may go on in the next one.
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

    /// A line of the block is written out at a byte of the text.
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

    /// The block is written out.
    pub fn end_block(&mut self) {
        self.block.clear();
        (self.letters, self.written, self.next) = (0, 0, 0);
    }
}
