//! A paragraph as a search server has it: what is sent there, and what comes back so that hits are
//! found in it as in its source.

use serde::{Deserialize, Serialize};

use super::body::{Body, Paragraph, Unit};
use crate::clause::ClauseTree;
use crate::document::{Document, Lines};
use crate::engine::number;
use crate::text::Span;
use crate::text::fold::{self, Folded, Hidden, Rung};

/// What of a paragraph comes back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    #[serde(deserialize_with = "number")]
    pub key: u64,
    #[serde(deserialize_with = "number")]
    pub rev: u64,
    /// Which of the paragraphs it is.
    pub at: u32,
    /// Where it begins in the source, and on which line.
    pub start: u32,
    pub line: u32,
    pub note: u8,
    /// The number of the unit that it begins in, and where in it others begin.
    pub unit: u32,
    pub unit_at: Vec<u32>,
    /// The address of each of these units; empty where it is no clause.
    pub clause: Vec<String>,
    /// What is hidden always, and unless words are searched as they stand: start, end and the
    /// character that is shown, or 0.
    pub hidden: Vec<u32>,
    pub passed: Vec<u32>,
    /// The source.
    pub text: String,
}

/// The columns of [`Row`], in its order.
pub(super) const COLUMNS: &str =
    "key, rev, at, start, line, note, unit, unit_at, clause, hidden, passed, text";

/// A paragraph as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Sent {
    #[serde(flatten)]
    pub row: Row,
    /// Length of the source in bytes.
    size: u32,
    /// Whether no character folds to several: hits are then counted by their words alone.
    plain: u8,
    /// Whether there are marks of notes or readings in it.
    marked: u8,
    /// The text on [`Rung::Written`] and [`Rung::Unpointed`].
    written: String,
    unpointed: String,
}

impl Sent {
    /// About how many bytes are sent for it.
    pub fn bytes(&self) -> usize {
        self.row.text.len() + self.written.len() + self.unpointed.len()
    }
}

/// All columns with their types.
pub(super) const LAYOUT: [(&str, &str); 17] = [
    ("key", "UInt64"),
    ("rev", "UInt64"),
    ("at", "UInt32"),
    ("start", "UInt32"),
    ("line", "UInt32"),
    ("note", "UInt8"),
    ("unit", "UInt32"),
    ("unit_at", "Array(UInt32)"),
    ("clause", "Array(String)"),
    ("hidden", "Array(UInt32)"),
    ("passed", "Array(UInt32)"),
    ("text", "String"),
    ("size", "UInt32"),
    ("plain", "UInt8"),
    ("marked", "UInt8"),
    ("written", "String"),
    ("unpointed", "String"),
];

/// The paragraphs of a version of a document.
pub(super) fn sent((key, rev): (u64, u64), document: &Document, tree: &ClauseTree) -> Vec<Sent> {
    let body = Body::new(document, tree);
    let mut lines = Lines::new(&document.source);
    let address = |unit: &Unit| {
        let clause = unit.clause.map(|id| tree.address(id).to_string());
        clause.unwrap_or_default()
    };
    let paragraphs = body.paragraphs().iter().enumerate();
    let rows = paragraphs.map(|(at, Paragraph { span, is_note })| {
        let first = body.unit_at(span.start);
        let mut units = body.units().iter().skip(first);
        let mut clause = vec![units.next().map(address).unwrap_or_default()];
        let mut unit_at = Vec::new();
        for unit in units.take_while(|unit| unit.start < span.end) {
            unit_at.push((unit.start - span.start) as u32);
            clause.push(address(unit));
        }
        let text = span.of(&document.source);
        let hidden = |rung| stretches(body.hidden(rung), *span);
        let (always, passed) = (hidden(Rung::Exact), hidden(Rung::Written));
        let on = |rung| {
            let folded = Folded::new(
                &document.source,
                std::iter::once(*span),
                body.hidden(rung),
                rung,
            );
            folded.text().trim_end_matches('\n').to_owned()
        };
        let mut is_plain = true;
        let own = body.hidden(Rung::Written);
        fold::units_in(&document.source, own, *span, |_, folded| {
            is_plain &= folded.chars().nth(1).is_none();
        });
        Sent {
            size: text.len() as u32,
            plain: u8::from(is_plain),
            marked: u8::from(always != passed),
            written: on(Rung::Written),
            unpointed: on(Rung::Unpointed),
            row: Row {
                key,
                rev,
                at: at as u32,
                start: span.start as u32,
                line: lines.of(span.start) as u32,
                note: u8::from(*is_note),
                unit: first as u32,
                unit_at,
                clause,
                hidden: always,
                passed,
                text: text.to_owned(),
            },
        }
    });
    rows.collect()
}

/// What is hidden in a paragraph, counted from its start.
fn stretches(hidden: &[Hidden], paragraph: Span) -> Vec<u32> {
    let first = hidden.partition_point(|own| own.span.end <= paragraph.start);
    let within = hidden.iter().skip(first);
    let within = within.take_while(|own| own.span.start < paragraph.end);
    let numbers = within.flat_map(|own| {
        let is_whole = paragraph.start <= own.span.start && own.span.end <= paragraph.end;
        let shown = own.shown.filter(|_| is_whole).map_or(0, u32::from);
        let start = own.span.start.max(paragraph.start) - paragraph.start;
        let end = own.span.end.min(paragraph.end) - paragraph.start;
        [start as u32, end as u32, shown]
    });
    numbers.collect()
}

/// Paragraphs of one document that came back, in order: all in which something stands that matters.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    text: String,
    paragraphs: Vec<Paragraph>,
    units: Vec<Unit>,
    addresses: Vec<String>,
    hidden: [Vec<Hidden>; 2],
    /// Where each paragraph begins here, and in the source, and on which line.
    places: Vec<(usize, usize, usize)>,
    last_unit: Option<u32>,
}

impl Gathered {
    pub fn new(rows: impl IntoIterator<Item = Row>) -> Self {
        let mut gathered = Self::default();
        rows.into_iter().for_each(|row| gathered.add(row));
        gathered
    }

    fn add(&mut self, row: Row) {
        let start = self.text.len();
        self.text.push_str(&row.text);
        self.paragraphs.push(Paragraph {
            span: Span::new(start, self.text.len()),
            is_note: row.note != 0,
        });
        self.text.push('\n');
        self.places
            .push((start, row.start as usize, row.line as usize));
        let begun = std::iter::once(0).chain(row.unit_at.iter().copied());
        // The paragraph before may be of the same unit.
        let is_same = self.last_unit == Some(row.unit);
        self.last_unit = Some(row.unit + row.unit_at.len() as u32);
        let units = begun.zip(row.clause).skip(usize::from(is_same));
        for (at, address) in units {
            self.units.push(Unit {
                start: start + at as usize,
                clause: None,
            });
            self.addresses.push(address);
        }
        let kinds = [row.hidden, row.passed];
        for (hidden, numbers) in self.hidden.iter_mut().zip(kinds) {
            let found = numbers.as_chunks().0.iter();
            hidden.extend(found.map(|[from, to, shown]: &[u32; 3]| Hidden {
                span: Span::new(start + *from as usize, start + *to as usize),
                shown: char::from_u32(*shown).filter(|c| *c != '\0'),
            }));
        }
    }

    /// The text as it is searched.
    pub fn body(&self) -> Body<'_> {
        Body::gathered(
            &self.text,
            self.paragraphs.clone(),
            self.units.clone(),
            self.hidden.clone(),
        )
    }

    /// The address of a unit.
    pub fn address(&self, unit: usize) -> &str {
        self.addresses.get(unit).map_or("", |address| address)
    }

    /// Where a stretch within one paragraph is in the source, and on which line.
    pub fn back(&self, span: Span) -> (Span, usize) {
        let after = self.places.partition_point(|(at, ..)| *at <= span.start);
        let place = after
            .checked_sub(1)
            .and_then(|index| self.places.get(index));
        let (at, start, line) = place.copied().unwrap_or_default();
        let before = Span::new(at, span.start).of(&self.text);
        let lines = memchr::memchr_iter(b'\n', before.as_bytes()).count();
        let span = Span::new(start + span.start - at, start + span.end - at);
        (span, line + lines)
    }
}
