//! Writes the text of a page into a transcript: its words, passage by passage, and what its
//! elements say of them.

use std::collections::HashSet;

use super::content::{self, Origin};
use super::note::is_mark;
use super::page::{Attribute, Page, Tag};
use super::table::{Cells, Grid, MOST_PLACES, Place};
use crate::document::line::trim;
use crate::document::parse::opens_item;
use crate::document::transcript::Transcript;
use crate::document::{BlockKind, Link, LinkTarget, MarkupKind, Row, RowKind, Table};
use crate::text::Span;

/// Deepest indent of nested lists.
const DEEPEST: usize = 8;

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
    /// The words; empty for an arrow back, which is not written.
    pub words: Span,
    /// Where it leads, as it is written.
    pub href: String,
    /// Whether the page says that it calls a note: by name, or since it is raised.
    pub is_call: bool,
}

/// Writes the text of a page.
pub(super) fn write(page: &Page, origin: Origin, to: &mut Transcript) -> Places {
    let mut writer = Writer {
        page,
        origin,
        to,
        places: Places::default(),
        called: called(page),
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

/// The names of what the marks of notes lead to.
fn called(page: &Page) -> HashSet<String> {
    let links = (0..page.len()).filter(|at| page.tag(*at) == Tag::A);
    let calls = links.filter_map(|at| {
        let (_, name) = page.attribute(at, Attribute::Href)?.rsplit_once('#')?;
        let is_call = || content::is_call(page, at) || is_shown_mark(&page.all_text(at));
        (!name.is_empty() && is_call()).then(|| super::unescaped(name))
    });
    calls.collect()
}

/// Whether the words of a link are the mark of a note.
fn is_shown_mark(words: &str) -> bool {
    let words = words.trim();
    !words.is_empty() && is_mark(words) && !is_arrow(words)
}

/// Whether the words of a link are an arrow back or up.
fn is_arrow(words: &str) -> bool {
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
    Web(String),
    Inner { href: String, is_call: bool },
}

/// A list that is open: the number of its next item and what is added for each; `None` for bullets.
struct List {
    next: Option<i64>,
    step: i64,
    is_bare: bool,
}

struct Writer<'p, 't> {
    page: &'p Page,
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
        if tag == Tag::Text {
            return self.text(page.text(at));
        }
        if content::is_left_out(page, at, self.origin, self.sections > 0) {
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
        for name in self.page.names(at) {
            if self.places.anchors.len() < MOST_ANCHORS {
                let here = Span::new(self.to.end(), self.to.end());
                self.places.anchors.push((name.to_owned(), here));
            }
        }
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

    fn content(&mut self, at: usize, tag: Tag) {
        match tag {
            Tag::Br => self.line_break(),
            Tag::Img | Tag::Image => self.image(at),
            Tag::A => self.link(at),
            Tag::Ruby => self.ruby(at),
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
            Tag::Blockquote => {
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

    /// Keeps an element that is no text but to which the mark of a note leads, for the end.
    fn set_aside(&mut self, at: usize) {
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
    fn set_aside_outside(&mut self, main: usize) {
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

    fn write_set_aside(&mut self) {
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

    fn marked(&mut self, at: usize, kind: MarkupKind) {
        let is_open = self
            .open
            .iter()
            .any(|(_, said)| matches!(said, Said::Markup(own) if *own == kind));
        if is_open || kind == MarkupKind::Commentary && (self.in_cell || self.heading.is_some()) {
            return self.children(at);
        }
        self.saying(at, Said::Markup(kind));
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
            Said::Web(address) => self.to.structure.links.push(Link {
                words,
                target: LinkTarget::Web(address.clone()),
            }),
            Said::Inner { href, is_call } => self.places.links.push(InnerLink {
                words,
                href: href.clone(),
                is_call: *is_call,
            }),
        }
    }

    fn link(&mut self, at: usize) {
        let Some(href) = self.page.attribute(at, Attribute::Href) else {
            return self.children(at);
        };
        let href = href.trim();
        let scheme = href.split_once(':').map(|(scheme, _)| scheme);
        let is = |known: &str| scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(known));
        if is("http") || is("https") {
            return self.saying(at, Said::Web(href.to_owned()));
        }
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

    fn image(&mut self, at: usize) {
        let alt = self.page.attribute(at, Attribute::Alt).unwrap_or("").trim();
        let ending = alt.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_file = ["png", "jpg", "jpeg", "gif", "svg", "bmp", "webp"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known));
        if !alt.is_empty() && !is_file {
            self.text("[");
            self.text(alt);
            self.text("]");
        }
    }

    /// Writes each base of a ruby with its reading behind it.
    fn ruby(&mut self, at: usize) {
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
            self.to.enclose(words, MarkupKind::Reading, ("（", "）"));
            self.annotated = (self.to.end(), base);
        }
    }

    fn list(&mut self, at: usize, tag: Tag) {
        let page = self.page;
        let items = || page.children(at).filter(|at| page.tag(*at) == Tag::Li);
        let is_reversed = page.attribute(at, Attribute::Reversed).is_some();
        let first = if is_reversed {
            items().count() as i64
        } else {
            1
        };
        let start = page.number(at, Attribute::Start).unwrap_or(first);
        let style = page.attribute(at, Attribute::Style).unwrap_or("");
        let is_unmarked = style.contains("list-style") && style.contains("none");
        // Items that print their own numbers get no others.
        let opens = |item: usize| {
            let texts = item..page.end(item);
            let mut texts = texts
                .map(|at| page.text(at).trim())
                .filter(|text| !text.is_empty());
            texts.next().is_some_and(opens_item)
        };
        self.lists.push(List {
            next: (tag == Tag::Ol).then_some(start),
            step: if is_reversed { -1 } else { 1 },
            is_bare: is_unmarked || items().next().is_some_and(opens),
        });
        self.children(at);
        self.lists.pop();
    }

    fn item(&mut self, at: usize) {
        // Nested lists are indented.
        let indent = "   ".repeat(self.lists.len().saturating_sub(1).min(DEEPEST));
        let value = self.page.number(at, Attribute::Value);
        let mark = match self.lists.last_mut() {
            Some(List { is_bare: true, .. }) => String::new(),
            Some(List {
                next: Some(next),
                step,
                ..
            }) => {
                let number: i64 = value.unwrap_or(*next);
                *next = number.saturating_add(*step);
                format!("{number}. ")
            }
            _ => "• ".to_owned(),
        };
        self.mark = indent + &mark;
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

    fn table(&mut self, at: usize) {
        let page = self.page;
        let (origin, sections) = (self.origin, self.sections);
        let is_shown = |at| !content::is_left_out(page, at, origin, sections > 0);
        let cells = Cells::of(page, at, is_shown);
        if self.in_cell || cells.is_layout(page, at) {
            return self.children(at);
        }
        for caption in &cells.captions {
            self.node(*caption);
        }
        self.end_passage();
        let grid = cells.grid(page, &mut self.places_left);
        let mark = std::mem::take(&mut self.mark);
        self.in_cell = true;
        let table = self.rows(&grid);
        self.in_cell = false;
        self.mark = mark;
        self.pending = Blank::None;
        self.say_open();
        self.to.end_table(table);
        self.reopen();
    }

    /// Writes the rows of a table: a line each, tabs between the places.
    fn rows(&mut self, grid: &Grid) -> Table {
        let mut rows: Vec<Row> = Vec::new();
        // For each column, what its cell above holds.
        let mut above: Vec<Span> = vec![Span::default(); grid.columns];
        for (index, (kind, places)) in grid.rows.iter().enumerate() {
            if index > 0 {
                self.to.write("\n");
            }
            let mut cells: Vec<Span> = Vec::new();
            let mut own: Option<usize> = None;
            for (column, place) in places.iter().enumerate() {
                if column > 0 {
                    self.to.write("\t");
                }
                let here = Span::new(self.to.end(), self.to.end());
                let span = match place {
                    Place::Cell(cell) => {
                        own = Some(*cell);
                        self.cell(*cell)
                    }
                    Place::Covered(cell) if own == Some(*cell) => {
                        cells.last().copied().unwrap_or(here)
                    }
                    Place::Covered(_) => above.get(column).copied().unwrap_or(here),
                    Place::Empty => here,
                };
                cells.push(span);
                if let Some(above) = above.get_mut(column) {
                    *above = span;
                }
            }
            // Empty places at the end are left out.
            let filled = cells.iter().rposition(|cell| !cell.is_empty());
            cells.truncate(filled.map_or(0, |last| last + 1));
            if *kind == RowKind::Group {
                cells.truncate(1);
            }
            if !cells.is_empty() {
                rows.push(Row { kind: *kind, cells });
            }
        }
        let columns = grid.columns;
        Table { columns, rows }
    }

    fn cell(&mut self, at: usize) -> Span {
        let start = self.close_up();
        let outer = std::mem::take(&mut self.lists);
        self.element(at, Tag::Other);
        self.lists = outer;
        self.mark.clear();
        self.pending = Blank::None;
        trim(&self.to.text, Span::new(start, self.to.end()))
    }
}

/// Whether a line of the source may end between two such characters without a space.
fn is_solid(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}'))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// Whether a text is white space that means nothing.
fn is_source_space(text: &str) -> bool {
    text.bytes().all(is_space)
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
