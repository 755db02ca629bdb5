//! A book's own lists of its contents and of its pages: in its navigation document (EPUB 3.3, 7) or
//! in its NCX (OPF 2.0, 2.4.1).

use super::xml::{self, Event};
use crate::text::one_line::on_one_line;

/// Most entries that are read.
const MOST: usize = 1 << 20;

/// Deepest level; entries inside stand at this one.
const DEEPEST: u8 = 32;

/// Longest label in bytes; the rest is left out.
const LONGEST: usize = 1024;

/// Which list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// The table of contents.
    Contents,
    /// The pages of the print.
    Pages,
}

impl List {
    /// Its names in a navigation document, as `epub:type` and as `role`.
    fn names(self) -> [&'static str; 2] {
        match self {
            Self::Contents => ["toc", "doc-toc"],
            Self::Pages => ["page-list", "doc-pagelist"],
        }
    }

    /// The elements of an NCX that hold it and its entries.
    fn elements(self) -> [&'static str; 2] {
        match self {
            Self::Contents => ["navmap", "navpoint"],
            Self::Pages => ["pagelist", "pagetarget"],
        }
    }
}

/// An entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub label: String,
    /// 1 is the highest.
    pub level: u8,
    /// Where it leads; `None` for one that only holds others.
    pub href: Option<String>,
}

/// Reads a list of a navigation document. What it hides is hidden only where the document itself is
/// read.
pub(super) fn navigation(xml: &str, list: List) -> Vec<Entry> {
    let [purpose, role] = list.names();
    let mut entries = Entries::default();
    // Elements `nav` that are open in the list, itself included.
    let mut depth = 0_usize;
    let mut in_reading = false;
    xml::read(xml, |event| match event {
        Event::Open(element) => match element.local() {
            "nav" if depth > 0 => depth += 1,
            "nav" => {
                let is_own = element.says("epub:type", purpose) || element.says("role", role);
                depth = usize::from(is_own && entries.list.is_empty());
            }
            _ if depth == 0 => {}
            "ol" => entries.deeper(),
            "li" => {
                // A reading that was never closed ends here.
                in_reading = false;
                entries.begin();
            }
            "a" => entries.lead(element.attribute("href")),
            "rt" | "rp" => in_reading = true,
            "img" => entries.write(&element.attribute("alt").unwrap_or_default()),
            _ => {}
        },
        Event::Text(_) if in_reading => {}
        Event::Text(text) if depth > 0 => entries.write(text),
        Event::Text(_) => {}
        Event::Close("nav") => depth = depth.saturating_sub(1),
        Event::Close("ol") if depth > 0 => entries.higher(),
        Event::Close("li") => entries.end(),
        Event::Close("rt" | "rp") => in_reading = false,
        Event::Close(_) => {}
    });
    entries.finish()
}

/// Reads a list of an NCX.
pub(super) fn ncx(xml: &str, list: List) -> Vec<Entry> {
    let [whole, part] = list.elements();
    let mut entries = Entries::default();
    let (mut in_list, mut in_label) = (false, false);
    xml::read(xml, |event| match event {
        Event::Open(element) => match element.local() {
            name if name == whole => in_list = true,
            name if name == part && in_list => {
                entries.deeper();
                entries.begin();
            }
            "navlabel" => in_label = true,
            "content" if in_list => entries.lead(element.attribute("src")),
            _ => {}
        },
        Event::Text(text) if in_list && in_label => entries.write(text),
        Event::Text(_) => {}
        Event::Close("navlabel") => in_label = false,
        Event::Close(name) if name == whole => in_list = false,
        Event::Close(name) if name == part && in_list => entries.higher(),
        Event::Close(_) => {}
    });
    entries.finish()
}

/// The entries while they are read.
#[derive(Default)]
struct Entries {
    list: Vec<Entry>,
    depth: usize,
    /// Whether words belong to the last entry.
    is_open: bool,
}

impl Entries {
    fn deeper(&mut self) {
        self.depth += 1;
        self.is_open = false;
    }

    fn higher(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.is_open = false;
    }

    fn begin(&mut self) {
        self.is_open = self.list.len() < MOST;
        if self.is_open {
            let level = u8::try_from(self.depth).unwrap_or(DEEPEST);
            self.list.push(Entry {
                level: level.clamp(1, DEEPEST),
                ..Entry::default()
            });
        }
    }

    fn end(&mut self) {
        self.is_open = false;
    }

    fn last(&mut self) -> Option<&mut Entry> {
        self.list.last_mut().filter(|_| self.is_open)
    }

    fn write(&mut self, words: &str) {
        if let Some(entry) = self.last()
            && entry.label.len() + words.len() <= LONGEST
        {
            entry.label.push_str(words);
        }
    }

    fn lead(&mut self, href: Option<String>) {
        if let Some(entry) = self.last() {
            entry.href = entry
                .href
                .take()
                .or(href.filter(|href| !href.trim().is_empty()));
        }
    }

    /// The entries with their labels on one line. One without a label says nothing.
    fn finish(mut self) -> Vec<Entry> {
        for entry in &mut self.list {
            entry.label = on_one_line(&entry.label);
        }
        self.list.retain(|entry| !entry.label.is_empty());
        self.list
    }
}
