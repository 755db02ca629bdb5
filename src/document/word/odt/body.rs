//! The parts of an `OpenDocument` text, element by element, to a draft.

use super::list::Lists;
use super::style::{Style, Styles};
use crate::document::budget::DEEPEST;
use crate::document::html::unescaped;
use crate::document::transcript::Transcript;
use crate::document::word::draft::Draft;
use crate::document::word::heading;
use crate::document::word::list::Label;
use crate::document::word::paragraph::{Paragraph, note_mark};
use crate::document::word::xml::{Node, Tag, Xml};
use crate::document::{BlockKind, MarkupKind};

/// Most spaces that are written at once.
const MOST_SPACES: usize = 64;

/// Most notes of a document.
const MOST_NOTES: usize = 1 << 16;

/// A reader of the parts.
#[derive(Debug, Default)]
pub(super) struct Body {
    styles: Styles,
    lists: Lists,
    draft: Draft,
    /// Open paragraphs, each in a text box or a note of the one before.
    open: Vec<Open>,
    /// The number and the mark of the note that is being read.
    note: Option<(usize, String)>,
    notes: usize,
    /// Columns of the open row that a cell before spans.
    covered: usize,
    /// Whether the rows that are read head the table.
    is_head: bool,
    is_cut: bool,
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Open {
    words: Paragraph,
    style: Style,
    /// Level of a heading, from 1.
    level: Option<u8>,
    label: Option<(Label, usize)>,
    /// How words are set in the open spans, the outermost first.
    spans: Vec<Set>,
    /// Where the words of the open links begin, and their addresses.
    links: Vec<(usize, String)>,
    /// Open frames and shapes, whose own white space is none of the paragraph's.
    frames: usize,
    /// The words that stand for the open frame.
    image: String,
}

/// How words are set.
#[derive(Clone, Copy, Debug, Default)]
struct Set {
    is_hidden: bool,
    is_strong: bool,
    is_emphasized: bool,
}

impl Body {
    /// Reads a part: styles, or the text after them.
    pub fn read(&mut self, text: &str) {
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => self.begin(&mut xml, &tag),
                Node::Close(tag) => self.end(tag.name()),
                Node::Words(words) => self.words(&words),
            }
        }
        self.is_cut |= xml.is_cut;
        while !self.open.is_empty() {
            self.end_paragraph();
        }
    }

    /// What was read, and whether it is damaged.
    pub fn finish(self) -> Transcript {
        self.draft.finish(self.is_cut)
    }

    fn begin(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) {
        match tag.name() {
            "style" | "list-style" | "outline-style" => self.styles.read(xml, tag),
            // Paragraphs and what holds them.
            "p" | "h" => self.begin_paragraph(tag),
            "list" => self.lists.open(tag),
            "list-item" | "list-header" => self.lists.item(tag),
            "section" if tag.get("display").is_some_and(|value| value == "none") => xml.skip(tag),
            "hidden-paragraph" | "hidden-text" => self.hide(xml, tag),
            "table" => self.draft.open_table(),
            "table-header-rows" => self.is_head = true,
            "table-row" => {
                self.covered = 0;
                let repeated = tag.number("number-rows-repeated").unwrap_or(1);
                if let Some(table) = self.draft.table() {
                    table.row(self.is_head, repeated);
                }
            }
            "table-cell" => self.cell(tag),
            "covered-table-cell" => {
                self.cover(tag);
                xml.skip(tag);
            }
            // Words.
            "span" => self.span(tag),
            "a" => {
                let address = tag.get("href").unwrap_or_default();
                self.begin_link(if address.starts_with('#') {
                    unescaped(&address)
                } else {
                    address.into_owned()
                });
            }
            "bookmark-ref" | "reference-ref" => {
                let name = tag.get("ref-name").unwrap_or_default();
                self.begin_link(format!("#{name}"));
            }
            "bookmark" | "bookmark-start" | "reference-mark" | "reference-mark-start" => {
                if let Some(open) = self.open.last_mut() {
                    open.words
                        .name(tag.get("name").unwrap_or_default().into_owned());
                }
            }
            "s" => {
                let count = tag.number("c").unwrap_or(1_usize).min(MOST_SPACES);
                self.write(&" ".repeat(count));
            }
            "tab" => self.write("\t"),
            "line-break" => self.write("\n"),
            "ruby-text" => {
                let reading = xml.words();
                if let Some(open) = self.open.last_mut() {
                    open.words.read_as(&reading);
                }
            }
            // Notes.
            "note" if self.draft.is_in_note() || self.notes >= MOST_NOTES => xml.skip(tag),
            "note-citation" => {
                let label = tag.get("label").map(String::from);
                let words = xml.words();
                self.call(&label.unwrap_or(words));
            }
            "note-body" => {
                if let Some((note, mark)) = self.note.take() {
                    self.draft.open_note(note, &mark);
                }
            }
            // Frames, shapes and what stands in them.
            "text-box" => {
                if let Some(open) = self.open.last_mut() {
                    open.image.clear();
                }
                self.draft.open_box();
            }
            "frame" => self.begin_frame(),
            name if is_shape(name) => {
                self.begin_frame();
                self.draft.open_box();
            }
            "title" | "desc" if tag.full_name().starts_with("svg:") => {
                let words = xml.words();
                if let Some(open) = self.open.last_mut().filter(|open| open.image.is_empty()) {
                    open.image = words;
                }
            }
            // What was deleted, and what is not shown.
            "tracked-changes" | "annotation" | "number" | "object" | "object-ole"
            | "binary-data" | "forms" | "script" | "scripts" | "settings" | "master-styles"
            | "font-face-decls" => xml.skip(tag),
            "meta" if tag.full_name().starts_with("office:") => xml.skip(tag),
            name if name.ends_with("-source") => xml.skip(tag),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => self.end_paragraph(),
            "list" => self.lists.close(),
            "table" => self.draft.close_table(),
            "table-header-rows" => self.is_head = false,
            "span" => {
                if let Some(open) = self.open.last_mut() {
                    open.spans.pop();
                }
            }
            "a" | "bookmark-ref" | "reference-ref" => {
                if let Some(open) = self.open.last_mut()
                    && let Some((start, address)) = open.links.pop()
                {
                    open.words.link(start, &address);
                }
            }
            "note-body" => self.draft.close_note(),
            "text-box" => self.draft.close_box(),
            "frame" => self.end_frame(),
            name if is_shape(name) => {
                self.draft.close_box();
                self.end_frame();
            }
            _ => {}
        }
    }

    fn begin_paragraph(&mut self, tag: &Tag<'_>) {
        if self.open.len() >= DEEPEST {
            self.end_paragraph();
        }
        let style = self
            .styles
            .paragraph(&tag.get("style-name").unwrap_or_default());
        let is_heading = tag.name() == "h";
        let level = tag.number("outline-level").filter(|_| is_heading);
        let level = level.or(style.outline.filter(|level| *level > 0));
        let level = level.or(is_heading.then_some(1));
        let is_header = tag
            .get("is-list-header")
            .is_some_and(|value| value == "true");
        let label = if self.draft.is_in_note() || is_header {
            None
        } else if self.lists.is_open() {
            self.lists.next(&self.styles)
        } else {
            let is_plain = style.list.as_deref() == Some("");
            let restart = tag
                .get("restart-numbering")
                .is_some_and(|value| value == "true");
            let start = tag.number("start-value").filter(|_| restart);
            level.filter(|_| !is_plain).and_then(|level| {
                let at = usize::from(level.saturating_sub(1));
                self.lists.heading(&self.styles, at, start)
            })
        };
        self.open.push(Open {
            style,
            level,
            label,
            ..Open::default()
        });
    }

    fn end_paragraph(&mut self) {
        let Some(mut open) = self.open.pop() else {
            return;
        };
        let kind = if open.style.is_title {
            BlockKind::Title
        } else if open.style.is_quotation {
            BlockKind::Quotation
        } else if let Some(level) = open.level {
            heading(&mut open.words, level.saturating_sub(1))
        } else {
            BlockKind::Paragraph
        };
        let is_right = open.style.is_right == Some(true);
        self.draft
            .lead(&mut open.words, &kind, open.label.as_ref(), is_right);
        self.draft.paragraph(open.words, &kind);
    }

    /// Begins a cell. Those that it spans in its row follow as covered ones.
    fn cell(&mut self, tag: &Tag<'_>) {
        let columns = tag.number("number-columns-spanned").unwrap_or(1_usize);
        let repeated = tag.number("number-columns-repeated").unwrap_or(1);
        if let Some(table) = self.draft.table() {
            self.covered = columns.saturating_sub(1);
            table.cell(columns, repeated);
        }
    }

    /// Passes a covered cell: one that a cell of an earlier row covers keeps its place.
    fn cover(&mut self, tag: &Tag<'_>) {
        let repeated = tag.number("number-columns-repeated").unwrap_or(1_usize);
        if let Some(table) = self.draft.table() {
            let rest = repeated.saturating_sub(self.covered);
            self.covered = self.covered.saturating_sub(repeated);
            if rest > 0 {
                table.cell(1, rest);
                table.cover();
            }
        }
    }

    fn span(&mut self, tag: &Tag<'_>) {
        let style = self
            .styles
            .words(&tag.get("style-name").unwrap_or_default());
        if let Some(open) = self.open.last_mut() {
            let outer = open.spans.last().copied().unwrap_or_default();
            open.spans.push(Set {
                is_hidden: style.is_hidden.unwrap_or(outer.is_hidden),
                is_strong: style.is_strong.unwrap_or(outer.is_strong),
                is_emphasized: style.is_emphasized.unwrap_or(outer.is_emphasized),
            });
        }
    }

    /// Hides a paragraph, or words of it, if a condition was found to hold.
    fn hide(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) {
        if tag.get("is-hidden").is_none_or(|value| value != "true") {
            return;
        }
        if let Some(open) = self.open.last_mut()
            && tag.name() == "hidden-paragraph"
        {
            open.style.is_hidden = Some(true);
            open.words.take_back(0);
        }
        xml.skip(tag);
    }

    /// Writes the words between two tags: white space is one space, and none at the start.
    fn words(&mut self, words: &str) {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let Some(open) = self.open.last().filter(|open| open.frames == 0) else {
            return;
        };
        let before = open.words.words();
        let is_closed = before.is_empty() || before.ends_with([' ', '\n', '\t']);
        if !words.contains(is_space) {
            return self.write(words);
        }
        let mut closed = String::with_capacity(words.len());
        for c in words.chars() {
            if !is_space(c) {
                closed.push(c);
            } else if !closed.ends_with(' ') && (!closed.is_empty() || !is_closed) {
                closed.push(' ');
            }
        }
        self.write(&closed);
    }

    fn write(&mut self, words: &str) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let set = open.spans.last().copied().unwrap_or_default();
        if set.is_hidden || open.style.is_hidden == Some(true) {
            return;
        }
        let start = open.words.end();
        open.words.write(words);
        if set.is_strong {
            open.words.mark(start, MarkupKind::Strong);
        }
        if set.is_emphasized {
            open.words.mark(start, MarkupKind::Emphasis);
        }
    }

    /// Begins the words of a link.
    fn begin_link(&mut self, address: String) {
        if let Some(open) = self.open.last_mut().filter(|own| own.links.len() < DEEPEST) {
            let start = open.words.end();
            open.links.push((start, address));
        }
    }

    /// Writes the mark of a note, which follows.
    fn call(&mut self, label: &str) {
        if let Some(open) = self.open.last_mut() {
            let mark = note_mark(label);
            let start = open.words.end();
            open.words.write(&mark);
            let note = self.draft.next_note();
            open.words.call(start, note);
            self.notes += 1;
            self.note = Some((note, mark));
        }
    }

    fn begin_frame(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.frames += 1;
            open.image.clear();
        }
    }

    fn end_frame(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.frames = open.frames.saturating_sub(1);
            let image = std::mem::take(&mut open.image);
            open.words.image(&image);
        }
    }
}

/// Whether an element is a shape, which may hold paragraphs.
fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "custom-shape" | "rect" | "ellipse" | "circle" | "polygon" | "path" | "caption"
    )
}
