//! Writes the text of a page into a transcript: its words, passage by passage, and what its
//! elements say of them.

mod aside;
mod drawing;
mod formula;
mod inline;
mod list;
mod table;

use std::collections::HashSet;

use super::content::{self, Content, Origin};
use super::page::{Attribute, Page, Tag};
use super::table::MOST_PLACES;
use crate::document::line::trim;
use crate::document::page::Page as PrintedPage;
use crate::document::transcript::Transcript;
use crate::document::{BlockKind, Link, LinkTarget, MarkupKind};
use crate::text::Span;
use list::List;

/// Most places of a page that links may lead to, 60 MB of them.
const MOST_ANCHORS: usize = 1 << 20;

/// The places and links of a page that only its source can bring together.
#[derive(Debug, Default)]
pub(in crate::document) struct Places {
    /// Places that links can lead to, by their names (`id`), each with all that its element holds.
    pub anchors: Vec<(String, Span)>,
    /// Links to places in this page (`#name`) or in other parts (`part.xhtml#name`).
    pub links: Vec<InnerLink>,
}

/// A link that is no web address.
#[derive(Debug)]
pub(in crate::document) struct InnerLink {
    /// The words; empty for an arrow back, which is not written, and for what is shown in place.
    pub words: Span,
    /// Where it leads, as it is written.
    pub href: String,
    /// Whether the page says that it calls a note: by name, or since it is raised.
    pub is_call: bool,
}

/// Writes the text of a page.
pub(super) fn write(page: &Page, origin: Origin, to: &mut Transcript) -> Places {
    let content = Content::of(page, origin);
    let mut writer = Writer {
        page,
        content: &content,
        origin,
        to,
        places: Places::default(),
        called: aside::called(page),
        set_aside: Vec::new(),
        pending: Blank::None,
        closed_up: 0,
        annotated: (0, None),
        mark: String::new(),
        open: Vec::new(),
        first_markup: 0,
        heading: None,
        preformatted: 0,
        verbatim: 0,
        quotations: 0,
        notes: 0,
        sections: 0,
        raised: 0,
        drawing: None,
        lists: Vec::new(),
        in_cell: false,
        places_left: MOST_PLACES,
    };
    let main = (origin == Origin::Site)
        .then(|| content::main(page))
        .flatten();
    match main {
        Some(main) => {
            writer.node(main);
            writer.set_aside_outside(main);
        }
        None => {
            let mut at = 0;
            while at < page.len() {
                writer.node(at);
                at = page.end(at);
            }
        }
    }
    writer.end_passage();
    writer.write_set_aside();
    writer.places
}

/// White space that is written once words follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Blank {
    None,
    /// A line break of the source: a space, or nothing between CJK characters.
    Break,
    Space,
}

/// What an open element says of its words.
#[derive(Clone, Debug)]
enum Said {
    Markup(MarkupKind),
    Web(LinkTarget),
    Inner { href: String, is_call: bool },
}

struct Writer<'p, 't> {
    page: &'p Page,
    content: &'p Content<'p>,
    origin: Origin,
    to: &'t mut Transcript,
    places: Places,
    /// Names of what the marks of notes lead to.
    called: HashSet<String>,
    /// Elements that are no text but hold notes.
    set_aside: Vec<usize>,
    pending: Blank,
    /// The place where a cell or a reading begins: no white space stands there.
    closed_up: usize,
    /// Where the last reading ended, and the character before it: the one that the next follows.
    annotated: (usize, Option<char>),
    /// The number or bullet of an item, which is written before its first words.
    mark: String,
    /// Open elements that say something of their words, and where these begin.
    open: Vec<(usize, Said)>,
    /// Index of the first markup of the passage.
    first_markup: usize,
    heading: Option<u8>,
    preformatted: usize,
    verbatim: usize,
    quotations: usize,
    notes: usize,
    /// Open articles and sections.
    sections: usize,
    /// Open `<sup>`.
    raised: usize,
    /// Whether the open drawing began a passage; `None` outside of drawings.
    drawing: Option<bool>,
    lists: Vec<List>,
    /// Whether a cell of a table is being written: its blocks do not end the passage.
    in_cell: bool,
    /// Places of cells that tables may still use.
    places_left: usize,
}

impl Writer<'_, '_> {
    fn children(&mut self, at: usize) {
        let page = self.page;
        for child in page.children(at) {
            self.node(child);
        }
    }

    fn node(&mut self, at: usize) {
        let page = self.page;
        let tag = page.tag(at);
        match tag {
            Tag::Text => return self.text(page.text(at)),
            Tag::Title | Tag::Desc if self.drawing.is_some() => return self.caption(at),
            Tag::Embed | Tag::Iframe | Tag::Object => self.refer(at),
            _ => {}
        }
        if let Some(name) = content::page_mark(page, at) {
            return self.begin_page(at, &name);
        }
        if self.content.is_left_out(at, self.sections > 0) {
            return self.set_aside(at);
        }
        self.element(at, tag);
    }

    /// Writes an element that is text.
    fn element(&mut self, at: usize, tag: Tag) {
        let is_block = tag.is_block();
        if is_block {
            self.end_passage();
        }
        let first_anchor = self.places.anchors.len();
        self.name_place(at);
        let last_anchor = self.places.anchors.len();
        let is_section = content::is_section(tag);
        let is_note = content::is_note(self.page, at);
        self.sections += usize::from(is_section);
        self.notes += usize::from(is_note);
        self.content(at, tag);
        if is_block {
            self.end_passage();
        }
        self.sections -= usize::from(is_section);
        self.notes -= usize::from(is_note);
        let end = self.to.end();
        for (_, span) in self
            .places
            .anchors
            .get_mut(first_anchor..last_anchor)
            .unwrap_or_default()
        {
            *span = Span::new(span.start, end);
        }
    }

    /// Lets links lead to an element, which begins here.
    fn name_place(&mut self, at: usize) {
        let here = Span::new(self.to.end(), self.to.end());
        let room = MOST_ANCHORS.saturating_sub(self.places.anchors.len());
        let names = self.page.names(at).take(room);
        let anchors = names.map(|name| (name.to_owned(), here));
        self.places.anchors.extend(anchors);
    }

    /// Begins a page of the print at its mark, which is not text.
    fn begin_page(&mut self, at: usize, name: &str) {
        self.name_place(at);
        let page = PrintedPage::named(self.to.end(), name);
        self.to.structure.pages.extend(page);
    }

    /// Leads to the part that an element shows in its place.
    fn refer(&mut self, at: usize) {
        let source = self.page.attribute(at, Attribute::Source);
        if let Some(href) = source.filter(|_| self.origin == Origin::Book) {
            self.places.links.push(InnerLink {
                words: Span::new(self.to.end(), self.to.end()),
                href: href.to_owned(),
                is_call: false,
            });
        }
    }

    fn content(&mut self, at: usize, tag: Tag) {
        match tag {
            Tag::Br => self.line_break(),
            Tag::Img | Tag::Image => self.image(at),
            Tag::A => self.link(at),
            Tag::Ruby => self.ruby(at),
            Tag::Svg => self.drawing(at),
            Tag::Lettering => self.lettering(at),
            Tag::Math => self.formula(at),
            Tag::Table => self.table(at),
            Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => {
                let code = self
                    .page
                    .children(at)
                    .find(|at| self.page.tag(*at) != Tag::Text);
                let is_code = code.is_some_and(|at| self.page.tag(at) == Tag::Code);
                self.preformatted += 1;
                self.verbatim += usize::from(is_code);
                self.children(at);
                // While the words are still there.
                self.end_passage();
                self.preformatted -= 1;
                self.verbatim -= usize::from(is_code);
            }
            // Some pages are indented as a whole by it.
            Tag::Blockquote if !self.content.is_most(at) => {
                self.quotations += 1;
                self.children(at);
                self.end_passage();
                self.quotations -= 1;
            }
            Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir => self.list(at, tag),
            Tag::Li => {
                self.item(at);
                self.children(at);
                self.end_passage();
                self.mark.clear();
            }
            Tag::Sup => {
                self.raised += 1;
                self.children(at);
                self.raised -= 1;
            }
            Tag::Strong | Tag::B => self.marked(at, MarkupKind::Strong),
            Tag::Em | Tag::I | Tag::U => self.marked(at, MarkupKind::Emphasis),
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => self.marked(at, MarkupKind::Code),
            Tag::Small => self.marked(at, MarkupKind::Commentary),
            _ => match tag.level() {
                Some(level) => {
                    let outer = self.heading.replace(level);
                    self.mark.clear();
                    self.children(at);
                    self.end_passage();
                    self.heading = outer;
                }
                None => self.children(at),
            },
        }
    }

    fn saying(&mut self, at: usize, said: Said) {
        self.open.push((self.to.end(), said));
        self.children(at);
        if let Some((start, said)) = self.open.pop() {
            self.say(start, &said);
        }
    }

    /// Says what the words from `start` on are.
    fn say(&mut self, start: usize, said: &Said) {
        let words = trim(&self.to.text, Span::new(start, self.to.end()));
        if words.is_empty() {
            return;
        }
        match said {
            Said::Markup(kind) => self.to.mark(words, *kind),
            Said::Web(target) => self.to.structure.links.push(Link {
                words,
                target: target.clone(),
            }),
            Said::Inner { href, is_call } => self.places.links.push(InnerLink {
                words,
                href: href.clone(),
                is_call: *is_call,
            }),
        }
    }

    fn line_break(&mut self) {
        if self.in_cell {
            self.blank(Blank::Space);
        } else if !self.to.passage().is_empty() {
            self.pending = Blank::None;
            self.to.write("\n");
        }
    }

    fn blank(&mut self, blank: Blank) {
        let before = self.to.passage();
        if !before.is_empty() && !before.ends_with('\n') && self.to.end() != self.closed_up {
            self.pending = self.pending.max(blank);
        }
    }

    /// Lets no white space stand here.
    fn close_up(&mut self) -> usize {
        self.pending = Blank::None;
        self.closed_up = self.to.end();
        self.closed_up
    }

    fn text(&mut self, words: &str) {
        if self.preformatted > 0 && !self.in_cell {
            let words = match self.to.passage() {
                "" => words.strip_prefix('\n').unwrap_or(words),
                _ => words,
            };
            if !words.is_empty() {
                self.put(words);
            }
            return;
        }
        let mut at = 0;
        for (start, end) in runs(words.as_bytes()) {
            if at < start {
                let between = Span::new(at, start).of(words);
                self.blank(if between.contains('\n') {
                    Blank::Break
                } else {
                    Blank::Space
                });
            }
            self.put(Span::new(start, end).of(words));
            at = end;
        }
        if at < words.len() {
            let behind = Span::new(at, words.len()).of(words);
            self.blank(if behind.contains('\n') {
                Blank::Break
            } else {
                Blank::Space
            });
        }
    }

    /// Writes words without white space at either end.
    fn put(&mut self, words: &str) {
        if !self.mark.is_empty() {
            let before = self.to.end();
            self.to.write(&std::mem::take(&mut self.mark));
            let after = self.to.end();
            for (start, _) in self.open.iter_mut().filter(|(start, _)| *start == before) {
                *start = after;
            }
        }
        let last = match self.annotated {
            (end, base) if end == self.to.end() => base,
            _ => self.to.passage().chars().next_back(),
        };
        let is_parted = match self.pending {
            Blank::None => false,
            Blank::Space => true,
            Blank::Break => !is_solid(last) || !is_solid(words.chars().next()),
        };
        self.pending = Blank::None;
        if is_parted {
            self.to.write(" ");
        }
        self.to.write(words);
    }

    fn kind(&self) -> BlockKind {
        match self.heading {
            _ if self.notes > 0 => BlockKind::Footnote,
            Some(level) => BlockKind::Heading { level },
            None if self.verbatim > 0 => BlockKind::Verbatim,
            None if self.quotations > 0 => BlockKind::Quotation,
            None => BlockKind::Paragraph,
        }
    }

    fn end_passage(&mut self) {
        // Blocks in a cell become one line.
        if self.in_cell {
            return self.blank(Blank::Space);
        }
        self.pending = Blank::None;
        if self.to.passage().is_empty() {
            return;
        }
        self.say_open();
        let kind = self.kind();
        self.to.end_passage(kind);
        self.reopen();
    }

    /// Says of the passage what the open elements say.
    fn say_open(&mut self) {
        for (start, said) in std::mem::take(&mut self.open) {
            self.say(start, &said);
            self.open.push((start, said));
        }
    }

    /// Begins the next passage.
    fn reopen(&mut self) {
        let end = self.to.end();
        for (start, _) in &mut self.open {
            *start = end;
        }
        // A passage that is small as a whole is no note in the text.
        let text = self
            .to
            .structure
            .passages
            .last()
            .map(|passage| passage.text);
        let mut at = self.first_markup;
        while let Some(markup) = self.to.structure.markup.get(at) {
            if markup.kind == MarkupKind::Commentary && Some(markup.span) == text {
                self.to.structure.markup.remove(at);
            } else {
                at += 1;
            }
        }
        self.first_markup = self.to.structure.markup.len();
    }
}

/// Whether a line of the source may end between two such characters without a space.
fn is_solid(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}'))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// The runs of bytes that are no white space of the source.
fn runs(bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes.get(at..)?.iter().position(|byte| !is_space(*byte))?;
        let rest = bytes.get(start..)?;
        let length = rest.iter().position(|byte| is_space(*byte));
        at = length.map_or(bytes.len(), |length| start + length);
        Some((start, at))
    })
}
