//! The body of a Word document, element by element, to a draft.

use foldhash::HashMap;

use super::numbering::Lists;
use super::style::{self, Purpose, Run, Styles};
use super::symbol;
use crate::document::budget::DEEPEST;
use crate::document::transcript::Transcript;
use crate::document::word::draft::Draft;
use crate::document::word::heading;
use crate::document::word::paragraph::{Paragraph, note_mark};
use crate::document::word::xml::{Node, Tag, Xml};
use crate::document::{BlockKind, MarkupKind};
use crate::text::counting::Counting;

/// Longest instruction of a field that is read, in bytes.
const LONGEST_INSTRUCTION: usize = 4096;

/// Most notes of a document.
const MOST_NOTES: usize = 1 << 16;

/// What the body refers to in other parts.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub styles: Styles,
    pub lists: Lists,
    /// The addresses of links, by the ids of their relationships.
    pub addresses: HashMap<String, String>,
    /// How footnotes and endnotes are numbered.
    pub counting: [Option<Counting>; 2],
}

/// A reader of the body and of the notes.
#[derive(Debug, Default)]
pub(super) struct Body {
    parts: Parts,
    draft: Draft,
    /// Open paragraphs, each in a text box of the one before.
    open: Vec<Open>,
    /// What the next paragraph begins with.
    joined: Option<Joined>,
    /// Whether words are read as they stand, or without white space around them.
    words: Option<Space>,
    fields: Vec<Field>,
    /// Where the words of the open links begin, and their addresses.
    links: Vec<Option<(usize, String)>>,
    /// For each open `mc:AlternateContent`, whether one of its contents was read.
    alternatives: Vec<bool>,
    /// The words that stand for the drawing that is being read.
    image: Option<String>,
    /// Where the reading of the open ruby begins, and what it is once it was read.
    ruby: (usize, String),
    /// The full names of the open row and of the open cell.
    row: String,
    cell: String,
    /// The names of places between paragraphs, which are those of the next one.
    names: Vec<String>,
    /// The notes that are called: whether an endnote, and its id; their numbers in the draft and
    /// their marks.
    called: HashMap<(bool, String), (usize, String)>,
    /// How many footnotes and endnotes were called.
    counts: [u32; 2],
    is_cut: bool,
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Open {
    words: Paragraph,
    own: style::Paragraph,
    run: Run,
    /// Whether it began with a paragraph whose end is hidden: that one's number is its own.
    is_led: bool,
}

/// What was read of a paragraph that goes on in the next one.
#[derive(Debug)]
struct Joined {
    words: Paragraph,
    is_led: bool,
}

/// What becomes of white space around words.
#[derive(Clone, Copy, Debug)]
enum Space {
    Kept,
    Trimmed,
}

/// A field that is open.
#[derive(Debug, Default)]
struct Field {
    /// Whether its instruction is being read, and not its result.
    in_instruction: bool,
    instruction: String,
    /// Where the words of its link begin, and the address.
    link: Option<(usize, String)>,
}

impl Body {
    pub fn new(parts: Parts) -> Self {
        Self {
            parts,
            ..Self::default()
        }
    }

    /// Reads a part: the document itself, or its notes, of which those are taken that it calls.
    pub fn read(&mut self, text: &str) {
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => self.begin(&mut xml, &tag),
                Node::Close(tag) => self.end(tag.name()),
                Node::Words(words) => match self.words {
                    Some(Space::Kept) => self.write(&words),
                    Some(Space::Trimmed) => self.write(words.trim_matches([' ', '\n', '\t'])),
                    None => {}
                },
            }
        }
        self.is_cut |= xml.is_cut;
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        if let Some(joined) = self.joined.take() {
            self.draft.paragraph(joined.words, &BlockKind::Paragraph);
        }
    }

    /// Whether the body calls notes of a kind.
    pub fn calls(&self, is_end: bool) -> bool {
        self.counts[usize::from(is_end)] > 0
    }

    /// What was read, and whether its parts are damaged.
    pub fn finish(self) -> Transcript {
        self.draft.finish(self.is_cut)
    }

    fn begin(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) {
        match tag.name() {
            // Words.
            "t" => {
                let space = tag.get("space");
                let is_kept = space.is_some_and(|space| space == "preserve");
                self.words = Some(if is_kept { Space::Kept } else { Space::Trimmed });
            }
            "tab" | "ptab" => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            // The line of a fraction in a formula.
            "den" => self.write("/"),
            "sym" => self.symbol(tag),
            "r" => {
                if let Some(open) = self.open.last_mut() {
                    open.run = Run::default();
                }
            }
            "rPr" => {
                let run = Run::read(xml);
                if let Some(open) = self.open.last_mut() {
                    let style = open.own.style.as_deref();
                    open.run = self.parts.styles.run(&run, style);
                }
            }
            // Paragraphs and what holds them.
            "p" => self.begin_paragraph(),
            "pPr" => {
                let own = style::Paragraph::read(xml);
                if let Some(open) = self.open.last_mut() {
                    open.own = own;
                    let style = open.own.style.as_deref();
                    open.run = self.parts.styles.run(&Run::default(), style);
                }
            }
            "txbxContent" => {
                self.image = None;
                self.draft.open_box();
            }
            "tbl" => self.draft.open_table(),
            "tr" => {
                self.row = tag.full_name();
                if let Some(table) = self.draft.table() {
                    table.row(false, 1);
                }
            }
            "trPr" => self.row(xml),
            "tc" => {
                self.cell = tag.full_name();
                if let Some(table) = self.draft.table() {
                    table.cell(1, 1);
                }
            }
            "tcPr" => self.cell(xml),
            // Fields and links.
            "fldChar" => self.field(&tag.get("fldCharType").unwrap_or_default()),
            "instrText" => {
                let instruction = xml.words();
                let field = self.fields.last_mut();
                if let Some(field) = field.filter(|field| field.in_instruction)
                    && field.instruction.len() < LONGEST_INSTRUCTION
                {
                    field.instruction += &instruction;
                }
            }
            "hyperlink" if self.links.len() < DEEPEST => {
                let id = tag.get("id").unwrap_or_default();
                let address = self.parts.addresses.get(&*id).cloned();
                let inner = || tag.get("anchor").map(|name| format!("#{name}"));
                let address = address.or_else(inner);
                self.links
                    .push(address.map(|address| (self.place(), address)));
            }
            "fldSimple" if self.links.len() < DEEPEST => {
                let address = address(&tag.get("instr").unwrap_or_default());
                self.links
                    .push(address.map(|address| (self.place(), address)));
            }
            "bookmarkStart" => {
                let name = tag.get("name").unwrap_or_default().into_owned();
                match self.open.last_mut() {
                    Some(open) => open.words.name(name),
                    None => self.names.push(name),
                }
            }
            // Notes.
            "footnoteReference" => self.call(false, tag),
            "endnoteReference" => self.call(true, tag),
            "footnote" | "endnote" => {
                let id = tag.get("id").unwrap_or_default().into_owned();
                match self.called.get(&(tag.name() == "endnote", id)) {
                    Some((note, mark)) => self.draft.open_note(*note, mark),
                    None => xml.skip(tag),
                }
            }
            // Ruby: the reading comes first.
            "rt" => self.ruby.0 = self.place(),
            // Drawings.
            "docPr" | "shape" => {
                let words = tag.get("descr").or_else(|| tag.get("alt"));
                self.image = words.map(String::from);
            }
            "textpath" => {
                let words = tag.get("string").map(String::from);
                self.write(&words.unwrap_or_default());
            }
            "AlternateContent" => self.alternatives.push(false),
            "Choice" | "Fallback" => match self.alternatives.last_mut() {
                Some(is_read @ false) => *is_read = true,
                Some(true) => xml.skip(tag),
                None => {}
            },
            // Deleted words, and what is not shown.
            "del" | "moveFrom" | "delText" | "delInstrText" | "sdtPr" | "sdtEndPr" | "sectPr"
            | "rubyPr" | "smartTagPr" | "customXmlPr" | "tblPr" | "tblPrEx" | "tblGrid"
            | "background" | "fldData" | "ffData" => xml.skip(tag),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.words = None,
            "p" => self.end_paragraph(),
            "txbxContent" => self.draft.close_box(),
            "tbl" => self.draft.close_table(),
            "hyperlink" | "fldSimple" => {
                let link = self.links.pop().flatten();
                if let (Some((start, address)), Some(open)) = (link, self.open.last_mut()) {
                    open.words.link(start, &address);
                }
            }
            "footnote" | "endnote" => self.draft.close_note(),
            "rt" => {
                let start = self.ruby.0;
                if let Some(open) = self.open.last_mut() {
                    self.ruby.1 = open.words.take_back(start);
                }
            }
            "ruby" => {
                let reading = std::mem::take(&mut self.ruby.1);
                if let Some(open) = self.open.last_mut() {
                    open.words.read_as(&reading);
                }
            }
            "drawing" | "pict" => {
                let words = self.image.take().unwrap_or_default();
                if let Some(open) = self.open.last_mut().filter(|_| !words.is_empty()) {
                    open.words.image(&words);
                }
            }
            "AlternateContent" => {
                self.alternatives.pop();
            }
            _ => {}
        }
    }

    /// Where what is written next begins in its paragraph.
    fn place(&self) -> usize {
        self.open.last().map_or(0, |open| open.words.end())
    }

    fn write(&mut self, words: &str) {
        let is_instruction = self.fields.iter().any(|field| field.in_instruction);
        let Some(open) = self.open.last_mut() else {
            return;
        };
        if is_instruction || open.run.is_hidden == Some(true) {
            return;
        }
        let start = open.words.end();
        match &open.run.font {
            Some(font) => open.words.write(&symbol::words(font, words)),
            None => open.words.write(words),
        }
        if open.run.is_strong == Some(true) {
            open.words.mark(start, MarkupKind::Strong);
        }
        if open.run.is_emphasized == Some(true) {
            open.words.mark(start, MarkupKind::Emphasis);
        }
    }

    fn symbol(&mut self, tag: &Tag<'_>) {
        let code = tag.get("char");
        let code = code.and_then(|code| u32::from_str_radix(&code, 16).ok());
        let font = tag.get("font").unwrap_or_default();
        if let Some(sign) = code.and_then(|code| symbol::character(&font, code)) {
            self.write(sign.encode_utf8(&mut [0; 4]));
        }
    }

    fn begin_paragraph(&mut self) {
        if self.open.len() >= DEEPEST {
            self.end_paragraph();
        }
        let joined = self.joined.take();
        let is_led = joined.as_ref().is_some_and(|joined| joined.is_led);
        let mut words = joined.map(|joined| joined.words).unwrap_or_default();
        self.names.drain(..).for_each(|name| words.name(name));
        self.open.push(Open {
            is_led,
            words,
            run: self.parts.styles.run(&Run::default(), None),
            ..Open::default()
        });
    }

    fn end_paragraph(&mut self) {
        let Some(mut open) = self.open.pop() else {
            return;
        };
        self.words = None;
        // Instructions stand in one paragraph, whatever a damaged one says.
        for field in &mut self.fields {
            field.in_instruction = false;
            field.link = None;
        }
        let is_empty = open.words.words().trim().is_empty();
        if open.own.is_joined {
            let (words, is_led) = (open.words, open.is_led);
            self.joined = (!is_empty).then_some(Joined { words, is_led });
            return;
        }
        let styles = &self.parts.styles;
        let style = open.own.style.clone();
        let inherited = styles.run(&Run::default(), style.as_deref());
        let is_hidden = open.own.is_run_in || inherited.is_hidden == Some(true);
        if is_empty && is_hidden {
            return;
        }
        let (whole, purpose) = styles.paragraph(&open.own);
        let lists = &mut self.parts.lists;
        let levels = (open.own.level, whole.level);
        let list = whole.list.filter(|_| !open.is_led);
        let label = list.and_then(|id| lists.next(id, levels, styles.ids(style.as_deref())));
        let kind = match purpose {
            _ if open.is_led => BlockKind::Paragraph,
            Purpose::Title => BlockKind::Title,
            Purpose::Quotation => BlockKind::Quotation,
            Purpose::Heading(level) => heading(&mut open.words, level),
            Purpose::Body => BlockKind::Paragraph,
        };
        let is_right = whole.is_right == Some(true);
        self.draft
            .lead(&mut open.words, &kind, label.as_ref(), is_right);
        if open.own.is_run_in {
            let words = open.words;
            let is_led = label.is_some() || open.is_led;
            self.joined = Some(Joined { words, is_led });
            return;
        }
        self.draft.paragraph(open.words, &kind);
    }

    /// Reads `w:trPr`, which has just begun. A row that was deleted is passed over.
    fn row(&mut self, xml: &mut Xml<'_>) {
        let mut is_deleted = false;
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "trPrChange" => xml.skip(&tag),
                    "del" => is_deleted = true,
                    name => {
                        let is_on = tag
                            .get("val")
                            .is_none_or(|value| !matches!(&*value, "0" | "false"));
                        match (name, self.draft.table()) {
                            ("tblHeader", Some(table)) if is_on => table.head(),
                            ("gridBefore", Some(table)) => {
                                table.cell(tag.number("val").unwrap_or(1), 1);
                            }
                            _ => {}
                        }
                    }
                },
                Node::Close(tag) if tag.name() == "trPr" => break,
                _ => {}
            }
        }
        if is_deleted {
            xml.skip_to_end(&self.row);
            if let Some(table) = self.draft.table() {
                table.drop_row();
            }
        }
    }

    /// Reads `w:tcPr`, which has just begun. What a merged cell holds below its first row is not
    /// shown, nor what a deleted one holds.
    fn cell(&mut self, xml: &mut Xml<'_>) {
        let (mut is_covered, mut is_merged, mut is_deleted) = (false, false, false);
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "tcPrChange" => xml.skip(&tag),
                    "gridSpan" => {
                        if let Some(table) = self.draft.table() {
                            table.widen(tag.number("val").unwrap_or(1));
                        }
                    }
                    name @ ("vMerge" | "hMerge") => {
                        let value = tag.get("val");
                        let goes_on = value.is_none_or(|value| value == "continue");
                        is_covered |= goes_on && name == "vMerge";
                        is_merged |= goes_on && name == "hMerge";
                    }
                    "cellDel" => is_deleted = true,
                    _ => {}
                },
                Node::Close(tag) if tag.name() == "tcPr" => break,
                _ => {}
            }
        }
        if is_covered || is_merged || is_deleted {
            xml.skip_to_end(&self.cell);
        }
        match self.draft.table() {
            Some(table) if is_deleted => table.drop_cell(),
            Some(table) if is_merged => table.merge(),
            Some(table) if is_covered => table.cover(),
            _ => {}
        }
    }

    /// Reads a sign of a field: its instruction comes first, then its result.
    fn field(&mut self, sign: &str) {
        let place = self.place();
        match sign {
            "begin" if self.fields.len() < DEEPEST => self.fields.push(Field {
                in_instruction: true,
                ..Field::default()
            }),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_instruction = false;
                    let address = address(&field.instruction);
                    field.link = address.map(|address| (place, address));
                }
            }
            "end" => {
                let link = self.fields.pop().and_then(|field| field.link);
                if let (Some((start, address)), Some(open)) = (link, self.open.last_mut()) {
                    open.words.link(start, &address);
                }
            }
            _ => {}
        }
    }

    /// Writes the mark of a note where the body calls it.
    fn call(&mut self, is_end: bool, tag: &Tag<'_>) {
        let id = tag.get("id").unwrap_or_default().into_owned();
        let key = (is_end, id);
        if self.draft.is_in_note() || self.called.len() >= MOST_NOTES {
            return;
        }
        // The mark may be the words that follow in the run, chosen by hand.
        let is_own = tag
            .get("customMarkFollows")
            .is_some_and(|value| value != "0" && value != "false");
        if !self.called.contains_key(&key) {
            let mark = if is_own {
                note_mark("")
            } else {
                let count = &mut self.counts[usize::from(is_end)];
                *count += 1;
                let usual = [Counting::Arabic, Counting::Roman { is_capital: false }];
                let counting = self.parts.counting[usize::from(is_end)];
                let counting = counting.unwrap_or(usual[usize::from(is_end)]);
                note_mark(&counting.write(*count))
            };
            let note = self.draft.next_note();
            self.called.insert(key.clone(), (note, mark));
        }
        let is_hidden = self.fields.iter().any(|field| field.in_instruction);
        if let (Some((note, mark)), Some(open)) = (self.called.get(&key), self.open.last_mut())
            && open.run.is_hidden != Some(true)
            && !is_hidden
        {
            let start = open.words.end();
            open.words.write(mark);
            open.words.call(start, *note);
        }
    }
}

/// Where a field leads by its instruction: `HYPERLINK "https://…"`, `HYPERLINK \l "name"`,
/// `REF name \h`.
fn address(instruction: &str) -> Option<String> {
    let mut words = words(instruction);
    match words.next()?.to_ascii_uppercase().as_str() {
        "REF" | "NOTEREF" => Some(format!("#{}", words.next()?)),
        "HYPERLINK" => {
            let mut name = None;
            while let Some(word) = words.next() {
                match word {
                    "\\l" => name = words.next(),
                    // A tip and a frame, which follow.
                    "\\o" | "\\t" => drop(words.next()),
                    switch if switch.starts_with('\\') => {}
                    address => return Some(address.to_owned()),
                }
            }
            name.map(|name| format!("#{name}"))
        }
        _ => None,
    }
}

/// The words of an instruction; one in quotation marks may hold spaces.
fn words(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let parts = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        let is_there = !rest.is_empty();
        rest = parts.1;
        is_there.then_some(parts.0)
    })
}
