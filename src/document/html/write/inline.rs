//! Elements inside a passage: emphasis, links, images, ruby.

use super::{Blank, InnerLink, Said, Writer, is_space};
use crate::document::html::content::{self, Origin};
use crate::document::html::page::{Attribute, Tag};
use crate::document::line::trim;
use crate::document::{LinkTarget, MarkupKind};
use crate::text::Span;

impl Writer<'_, '_> {
    pub(super) fn marked(&mut self, at: usize, kind: MarkupKind) {
        let is_open = self
            .open
            .iter()
            .any(|(_, said)| matches!(said, Said::Markup(own) if *own == kind));
        if is_open || kind == MarkupKind::Commentary && (self.in_cell || self.heading.is_some()) {
            return self.children(at);
        }
        self.saying(at, Said::Markup(kind));
    }

    pub(super) fn link(&mut self, at: usize) {
        let Some(href) = self.page.attribute(at, Attribute::Href) else {
            return self.children(at);
        };
        let href = href.trim();
        if let Some(web) = LinkTarget::web(href) {
            return self.saying(at, Said::Web(web));
        }
        let scheme = href.split_once(':').map(|(scheme, _)| scheme);
        let is_other = scheme.is_some_and(|scheme| scheme.bytes().all(|b| b.is_ascii_alphabetic()));
        if href.is_empty() || is_other || self.origin == Origin::Site && !href.starts_with('#') {
            return self.children(at);
        }
        let href = href.to_owned();
        if href.contains('#') && is_arrow(&self.page.all_text(at)) {
            let words = Span::new(self.to.end(), self.to.end());
            let is_call = false;
            return self.places.links.push(InnerLink {
                words,
                href,
                is_call,
            });
        }
        let holds_raised = |at| self.page.tag(at) == Tag::Sup;
        let is_call = self.raised > 0
            || content::is_call(self.page, at)
            || (at..self.page.end(at)).any(holds_raised);
        self.saying(at, Said::Inner { href, is_call });
    }

    pub(super) fn image(&mut self, at: usize) {
        let alt = self.page.attribute(at, Attribute::Alt).unwrap_or("");
        self.pictured(alt);
    }

    /// Writes the words that stand for a picture, unless they are the name of its file.
    pub(super) fn pictured(&mut self, words: &str) {
        let words = words.trim();
        let ending = words.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_file = ["png", "jpg", "jpeg", "gif", "svg", "bmp", "webp"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known));
        if !words.is_empty() && !is_file {
            self.text("[");
            self.text(words);
            self.text("]");
        }
    }

    /// Writes each base of a ruby with its reading behind it.
    pub(super) fn ruby(&mut self, at: usize) {
        let page = self.page;
        let (mut bases, mut readings): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        for child in page.children(at) {
            match page.tag(child) {
                Tag::Rt => readings.push(child),
                Tag::Rtc => {
                    let own = page.children(child).filter(|at| page.tag(*at) == Tag::Rt);
                    let before = readings.len();
                    readings.extend(own);
                    if readings.len() == before {
                        readings.push(child);
                    }
                }
                Tag::Rp => {}
                Tag::Text if is_source_space(page.text(child)) => {}
                _ => {
                    if !readings.is_empty() {
                        self.annotated(&bases, &readings);
                        (bases, readings) = (Vec::new(), Vec::new());
                    }
                    bases.push(child);
                }
            }
        }
        self.annotated(&bases, &readings);
    }

    /// Writes bases with their readings, which are as many or one.
    fn annotated(&mut self, bases: &[usize], readings: &[usize]) {
        let page = self.page;
        let is_tabular =
            bases.len() == readings.len() && bases.iter().all(|at| page.tag(*at) == Tag::Rb);
        if is_tabular {
            for (base, reading) in bases.iter().zip(readings) {
                self.node(*base);
                self.reading(&[*reading]);
            }
            return;
        }
        if let [base] = bases
            && readings.len() > 1
            && page.text(*base).chars().count() == readings.len()
        {
            let mut character = [0; 4];
            for (base, reading) in page.text(*base).chars().zip(readings) {
                self.text(base.encode_utf8(&mut character));
                self.reading(&[*reading]);
            }
            return;
        }
        for base in bases {
            self.node(*base);
        }
        self.reading(readings);
    }

    fn reading(&mut self, readings: &[usize]) {
        let base = self.to.passage().chars().next_back();
        let start = self.close_up();
        for reading in readings {
            self.children(*reading);
        }
        self.pending = Blank::None;
        let words = trim(&self.to.text, Span::new(start, self.to.end()));
        if self.to.end() > start {
            self.to.mark_reading(words);
            self.annotated = (self.to.end(), base);
        }
    }
}

/// Whether the words of a link are an arrow back or up.
pub(super) fn is_arrow(words: &str) -> bool {
    let is_sign = |c: char| {
        matches!(
            c,
            '^' | '↑'
                | '↩'
                | '↵'
                | '⏎'
                | '▲'
                | '△'
                | '⬆'
                | '⇧'
                | '⤴'
                | '⮐'
                | '◎'
                | '←'
                | '⇐'
                | '\u{fe0e}'
                | '\u{fe0f}'
        ) || c.is_whitespace()
    };
    !words.trim().is_empty() && words.chars().all(is_sign)
}

/// Whether a text is white space that means nothing.
fn is_source_space(text: &str) -> bool {
    text.bytes().all(is_space)
}
