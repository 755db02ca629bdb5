//! What a pack keeps of a document: its paragraphs a line each, joined, and behind them where they
//! came from.

use crate::clause::reference::{self, Target};
use crate::clause::{self, ClauseAddress, ClauseTree};
use crate::disk::{Bytes, Put};
use crate::document::Document;
use crate::library::{Filters, Source};
use crate::search::body::{Body, Paragraph, Seam, Unit};
use crate::text::fold::{self, Hidden, Rung};
use crate::text::{Span, hanzi};

/// A document made ready for a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The paragraphs, a line each, on [`Rung::Joined`].
    pub text: String,
    /// Mentions of other documents, marks of notes and readings, paragraphs, units with their
    /// addresses, the way back.
    pub about: Vec<u8>,
}

/// A stretch of the joined text that came from a stretch of the source.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    /// Bytes of the source that were left out before it, and line ends among them and in the run
    /// before.
    skipped: usize,
    line_ends: usize,
    seam: Option<Seam>,
    /// Whether it begins a paragraph.
    opens: bool,
    /// Length in the joined text.
    length: usize,
    /// Length in the source, where it is one unit that cannot be parted; else the two are equal.
    whole: Option<usize>,
}

const OPENS: usize = 1;
const WHOLE: usize = 2;
const LINES: usize = 4;
const BLANKS: usize = 8;
const MARK: usize = 16;

impl Run {
    fn put(self, bytes: &mut Vec<u8>) {
        let flag = |is_set: bool, flag: usize| if is_set { flag } else { 0 };
        let flags = flag(self.opens, OPENS)
            | flag(self.whole.is_some(), WHOLE)
            | flag(self.line_ends > 0, LINES)
            | flag(self.seam == Some(Seam::Blanks), BLANKS)
            | flag(self.seam == Some(Seam::Mark), MARK);
        bytes.number(flags);
        bytes.number(self.skipped);
        if self.line_ends > 0 {
            bytes.number(self.line_ends);
        }
        bytes.number(self.length);
        if let Some(whole) = self.whole {
            bytes.number(whole);
        }
    }

    fn get(bytes: &mut Bytes<'_>) -> Option<Self> {
        let flags = bytes.number()?;
        let has = |flag: usize| flags & flag != 0;
        let seam = if has(BLANKS) {
            Some(Seam::Blanks)
        } else {
            has(MARK).then_some(Seam::Mark)
        };
        Some(Self {
            seam,
            opens: has(OPENS),
            skipped: bytes.number()?,
            line_ends: if has(LINES) { bytes.number()? } else { 0 },
            length: bytes.number()?,
            whole: if has(WHOLE) {
                Some(bytes.number()?)
            } else {
                None
            },
        })
    }
}

impl Record {
    /// What a pack keeps of a source; `None` where that cannot be read.
    pub fn of(source: &Source, filters: &Filters) -> Option<Self> {
        let document = source.catalogued(filters).ok()?;
        Some(Self::new(&document, &clause::nest(&document)))
    }

    /// The same as it is read in a pack.
    pub fn view(&self) -> View<'_> {
        View {
            text: self.text.as_bytes(),
            about: &self.about,
        }
    }

    /// What a pack keeps of a document with its clauses.
    pub fn new(document: &Document, tree: &ClauseTree) -> Self {
        let body = Body::new(document, tree);
        let marks = marks(&body);
        let mut writer = Writer {
            source: &document.source,
            marks: &marks,
            text: String::with_capacity(document.source.len()),
            runs: Vec::new(),
            run: Run::default(),
            at: 0,
            counted: 0,
        };
        // Where each paragraph begins in the joined text.
        let mut starts = Vec::with_capacity(body.paragraphs().len());
        let mut units = body.units().iter().peekable();
        let mut placed = Vec::with_capacity(body.units().len());
        for paragraph in body.paragraphs() {
            starts.push(writer.text.len());
            writer.open();
            let hidden = body.hidden(Rung::Joined);
            fold::runs(
                &document.source,
                paragraph.span,
                hidden,
                Rung::Joined,
                |run, folded| {
                    // A unit begins where the first character behind its start does.
                    while units
                        .next_if(|unit| unit.start < run.end)
                        .is_some_and(|unit| {
                            let within = unit.start.saturating_sub(run.start);
                            placed
                                .push((writer.text.len() + within.min(folded.len()), unit.clause));
                            true
                        })
                    {}
                    writer.put(run, folded);
                },
            );
            writer.text.push('\n');
        }
        writer.flush();
        let mut about = Vec::new();
        about.text(&mentions(document, tree));
        let marks = marks.iter().map(|mark| mark.of(&document.source));
        about.text(marks.collect::<String>().as_bytes());
        about.number(starts.len());
        for (start, paragraph) in starts.iter().zip(body.paragraphs()) {
            let rest = writer.text.get(*start..).unwrap_or("");
            let length = rest.find('\n').unwrap_or(0);
            about.number(length << 1 | usize::from(paragraph.is_note));
        }
        about.number(placed.len());
        let mut last = 0;
        for (start, clause) in placed {
            about.number(start.saturating_sub(last));
            last = start;
            let address = clause.map_or_else(String::new, |id| tree.address(id).to_string());
            about.text(address.as_bytes());
        }
        about.extend(writer.runs);
        Self {
            text: writer.text,
            about,
        }
    }
}

/// What only a search for words as they stand sees: marks of notes and readings.
fn marks(body: &Body<'_>) -> Vec<Span> {
    let always = body.hidden(Rung::Exact);
    let is_always = |own: &Hidden| {
        let found = always.binary_search_by_key(&own.span.start, |other| other.span.start);
        found.is_ok()
    };
    let mostly = body.hidden(Rung::Joined).iter();
    mostly
        .filter(|own| !is_always(own))
        .map(|own| own.span)
        .collect()
}

struct Writer<'d> {
    source: &'d str,
    marks: &'d [Span],
    text: String,
    runs: Vec<u8>,
    run: Run,
    /// The end of the run in the source.
    at: usize,
    /// Up to where line ends are counted.
    counted: usize,
}

impl Writer<'_> {
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.opens || run.length > 0 {
            run.put(&mut self.runs);
        }
    }

    /// Begins a paragraph.
    fn open(&mut self) {
        self.flush();
        self.run.opens = true;
    }

    /// Adds what a stretch of the source gives.
    fn put(&mut self, span: Span, folded: &str) {
        if folded.is_empty() {
            return;
        }
        let is_same = span.of(self.source) == folded;
        let is_run = hanzi::leading(folded) == folded.len() || folded.chars().nth(1).is_none();
        let whole = (!is_same || !is_run).then(|| span.len());
        let left_out = Span::new(self.at, span.start);
        let goes_on = left_out.is_empty() && whole.is_none() && self.run.whole.is_none();
        if !goes_on || self.run.length == 0 {
            // The first run of a paragraph is the one that opens it.
            if self.run.length > 0 {
                self.flush();
            }
            let passed = Span::new(self.counted, span.start).of(self.source);
            self.counted = span.start;
            self.run = Run {
                skipped: left_out.len(),
                line_ends: memchr::memchr_iter(b'\n', passed.as_bytes()).count(),
                seam: self.seam(left_out),
                opens: self.run.opens,
                length: 0,
                whole,
            };
        }
        self.run.length += folded.len();
        self.text.push_str(folded);
        self.at = span.end;
    }

    fn seam(&self, left_out: Span) -> Option<Seam> {
        if self.run.opens && self.run.length == 0 {
            return None;
        }
        let first = self
            .marks
            .partition_point(|mark| mark.end <= left_out.start);
        if self
            .marks
            .get(first)
            .is_some_and(|mark| mark.start < left_out.end)
        {
            return Some(Seam::Mark);
        }
        let before = left_out.of(self.source);
        let is_blank = before.contains(char::is_whitespace) && !before.contains('\n');
        is_blank.then_some(Seam::Blanks)
    }
}

/// A mention of another document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention<'p> {
    /// Its title, as it is written there.
    pub title: &'p str,
    /// The clause that is named, by the address that it would have there; empty for none.
    pub clause: &'p str,
    /// The words that refer.
    pub words: &'p str,
    /// Where they stand in the source.
    pub at: usize,
    /// The address of the clause in which they stand; empty where there is none.
    pub address: &'p str,
}

impl<'p> Mention<'p> {
    fn get(bytes: &mut Bytes<'p>) -> Option<Self> {
        Some(Self {
            title: bytes.string()?,
            clause: bytes.string()?,
            words: bytes.string()?,
            at: bytes.number()?,
            address: bytes.string()?,
        })
    }
}

/// The mentions of other documents in a text.
fn mentions(document: &Document, tree: &ClauseTree) -> Vec<u8> {
    let tradition = document.convention().tradition;
    let mut bytes = Vec::new();
    for reference in reference::find(document, tree) {
        let Target::Document { title, clause } = &reference.target else {
            continue;
        };
        let place = tradition.place(clause);
        let clause = place.map_or_else(String::new, |place| ClauseAddress::of(&place).to_string());
        let own = tree.at(reference.span.start);
        let own = own.map_or_else(String::new, |id| tree.address(id).to_string());
        bytes.text(title.as_bytes());
        bytes.text(clause.as_bytes());
        bytes.text(document.words(reference.span).as_bytes());
        bytes.number(reference.span.start);
        bytes.text(own.as_bytes());
    }
    bytes
}

/// A record in a pack.
#[derive(Clone, Copy, Debug)]
pub struct View<'p> {
    /// The paragraphs, a line each, in UTF-8: as bytes, since to make sure of that takes longer
    /// than to find a word in them.
    pub text: &'p [u8],
    /// What stands behind them.
    pub about: &'p [u8],
}

/// Where a unit begins, and its address.
pub type Start<'p> = (usize, &'p str);

/// What is known of a text.
struct About<'p> {
    paragraphs: Vec<Paragraph>,
    units: Vec<Start<'p>>,
    runs: Bytes<'p>,
}

impl<'p> View<'p> {
    /// The paragraphs.
    pub fn text(&self) -> Option<&'p str> {
        str::from_utf8(self.text).ok()
    }

    /// Marks of notes and readings, which only a search for words as they stand sees.
    pub fn marks(&self) -> Option<&'p str> {
        let mut bytes = Bytes(self.about);
        bytes.text()?;
        bytes.string()
    }

    /// Where the text speaks of other documents.
    pub fn mentions(&self) -> Vec<Mention<'p>> {
        let mut mentions = Vec::new();
        let mut bytes = Bytes(Bytes(self.about).text().unwrap_or(&[]));
        while let Some(mention) = Mention::get(&mut bytes) {
            mentions.push(mention);
        }
        mentions
    }

    fn about(&self) -> Option<About<'p>> {
        let mut bytes = Bytes(self.about);
        bytes.text()?;
        bytes.string()?;
        let mut paragraphs = Vec::new();
        let mut at = 0;
        for _ in 0..bytes.number()? {
            let number = bytes.number()?;
            let span = Span::new(at, at + (number >> 1));
            at = span.end + 1;
            paragraphs.push(Paragraph {
                span,
                is_note: number & 1 == 1,
            });
        }
        let mut units = Vec::new();
        let mut at = 0;
        for _ in 0..bytes.number()? {
            at += bytes.number()?;
            units.push((at, bytes.string()?));
        }
        Some(About {
            paragraphs,
            units,
            runs: bytes,
        })
    }

    /// The text as it is searched, where its units begin with their addresses, and the way back;
    /// `None` where it is damaged.
    pub fn open(&self) -> Option<(Body<'p>, Vec<Start<'p>>, Way<'p>)> {
        let about = self.about()?;
        let mut seams = Vec::new();
        let (mut runs, mut at, mut is_begun) = (about.runs, 0, false);
        while !runs.0.is_empty() {
            let run = Run::get(&mut runs)?;
            at += usize::from(run.opens && is_begun);
            is_begun = true;
            seams.extend(run.seam.map(|seam| (at, seam)));
            at += run.length;
        }
        let unit = |(start, _): &(usize, &str)| Unit {
            start: *start,
            clause: None,
        };
        let units: Vec<Unit> = about.units.iter().map(unit).collect();
        let body = Body::joined(self.text()?, about.paragraphs, units, seams);
        Some((body, about.units, Way::new(about.runs)))
    }
}

/// The way from a joined text back to its source; asked for places in order.
#[derive(Clone, Debug)]
pub struct Way<'p> {
    runs: Bytes<'p>,
    run: Run,
    is_begun: bool,
    /// Where the run begins in the joined text and in the source, and how many line ends are before
    /// it.
    at: usize,
    source: usize,
    lines: usize,
}

impl<'p> Way<'p> {
    fn new(runs: Bytes<'p>) -> Self {
        Self {
            runs,
            run: Run::default(),
            is_begun: false,
            at: 0,
            source: 0,
            lines: 0,
        }
    }

    /// Goes to the run that holds a byte of the joined text.
    fn go(&mut self, to: usize) -> Option<()> {
        while self.at + self.run.length <= to {
            let length = self.run.whole.unwrap_or(self.run.length);
            let next = Run::get(&mut self.runs)?;
            self.at += self.run.length + usize::from(next.opens && self.is_begun);
            self.is_begun = true;
            self.source += length + next.skipped;
            self.lines += next.line_ends;
            self.run = next;
        }
        Some(())
    }

    /// What a stretch of the joined text came from, whole units, and its line, counted from 1.
    pub fn back(&mut self, span: Span) -> Option<(Span, usize)> {
        self.go(span.start)?;
        let within = |own: &Self, at: usize| at.saturating_sub(own.at);
        let start = match self.run.whole {
            Some(_) => self.source,
            None => self.source + within(self, span.start),
        };
        let line = self.lines + 1;
        self.go(span.end.checked_sub(1)?)?;
        let end = match self.run.whole {
            Some(whole) => self.source + whole,
            None => self.source + within(self, span.end),
        };
        Some((Span::new(start, end), line))
    }
}
