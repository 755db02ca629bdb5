//! Notes in what is no text: hidden, or in the foot of the page. They are kept for the end where
//! the mark of a note leads to them.

use std::collections::HashSet;

use super::Writer;
use super::inline::is_arrow;
use crate::document::html::content::{self, Origin};
use crate::document::html::note::is_mark;
use crate::document::html::page::{Attribute, Page, Tag};
use crate::document::html::unescaped;

impl Writer<'_, '_> {
    /// Keeps an element that is no text but to which the mark of a note leads, for the end.
    pub(super) fn set_aside(&mut self, at: usize) {
        if self.origin == Origin::Book && content::is_note(self.page, at) {
            self.set_aside.push(at);
            return;
        }
        if self.called.is_empty() {
            return;
        }
        // Blocks around the element that is looked at, inner last.
        let mut blocks: Vec<usize> = vec![at];
        let end = self.page.end(at);
        let mut inside = at;
        while inside < end {
            while blocks.len() > 1
                && blocks
                    .last()
                    .is_some_and(|block| self.page.end(*block) <= inside)
            {
                blocks.pop();
            }
            let tag = self.page.tag(inside);
            if matches!(tag, Tag::Script | Tag::Style | Tag::Template) {
                inside = self.page.end(inside);
                continue;
            }
            if tag.is_block() {
                blocks.push(inside);
            }
            let is_called = self
                .page
                .names(inside)
                .any(|name| self.called.contains(name));
            match blocks.last() {
                Some(&block) if is_called => {
                    self.set_aside.push(block);
                    inside = self.page.end(block);
                }
                _ => inside += 1,
            }
        }
    }

    /// Keeps the notes that stand outside of the element that holds the text.
    pub(super) fn set_aside_outside(&mut self, main: usize) {
        let mut at = 0;
        while at < self.page.len() {
            if at == main {
                at = self.page.end(at);
            } else if self.page.end(at) > main && at < main {
                at += 1;
            } else {
                self.set_aside(at);
                at = self.page.end(at);
            }
        }
    }

    pub(super) fn write_set_aside(&mut self) {
        self.notes += 1;
        let mut end = 0;
        for at in std::mem::take(&mut self.set_aside) {
            if at >= end {
                self.element(at, self.page.tag(at));
                self.end_passage();
                end = self.page.end(at);
            }
        }
        self.notes -= 1;
    }
}

/// The names of what the marks of notes lead to.
pub(super) fn called(page: &Page) -> HashSet<String> {
    let links = (0..page.len()).filter(|at| page.tag(*at) == Tag::A);
    let calls = links.filter_map(|at| {
        let (_, name) = page.attribute(at, Attribute::Href)?.rsplit_once('#')?;
        let is_call = || content::is_call(page, at) || is_shown_mark(&page.all_text(at));
        (!name.is_empty() && is_call()).then(|| unescaped(name))
    });
    calls.collect()
}

/// Whether the words of a link are the mark of a note.
fn is_shown_mark(words: &str) -> bool {
    let words = words.trim();
    !words.is_empty() && is_mark(words) && !is_arrow(words)
}
