//! What searches a library: one trait, whatever holds the texts. Answers come in order of place
//! and bear what they do not cover.

use std::collections::HashSet;

use super::body::Body;
use super::folding::Foldings;
use super::matcher::{Hit, Matcher};
use crate::library::{Entry, EntryId, Unread};
use crate::text::Span;

/// What is asked of an engine.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    /// What is looked for, on one rung of [`super::query::Query::ladder`].
    pub matcher: &'r Matcher,
    /// The only documents that are looked into, if not all.
    pub only: Option<&'r HashSet<EntryId>>,
    /// Whether the answer is still wanted; asked often, from any thread.
    pub is_wanted: &'r (dyn Fn() -> bool + Sync),
}

impl Request<'_> {
    /// Whether a document is to be looked into.
    pub fn asks(&self, id: EntryId, entry: Entry<'_>) -> bool {
        self.only.is_none_or(|only| only.contains(&id)) && self.matcher.admits(entry)
    }
}

/// A place in a library: hits come in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The document.
    pub document: EntryId,
    /// A byte of its source.
    pub at: usize,
}

/// Which hits are wanted with their words.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Those behind this place; else from the first on.
    pub after: Option<Place>,
    /// How many of them.
    pub limit: usize,
    /// How many characters around each.
    pub around: usize,
    /// Whether they are wanted with what their documents call the clause: that is worked out for
    /// each, for a person to read.
    pub is_named: bool,
}

/// A document with hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The document.
    pub document: EntryId,
    /// How many hits it has.
    pub hits: usize,
}

/// A hit with the words around it, each on one line as a reader sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The document.
    pub document: EntryId,
    /// The address of the clause in which it begins; empty where there is none.
    pub address: String,
    /// What the document itself calls that clause, where that is wanted; empty where it has no name
    /// but its words.
    pub place: String,
    /// The place in the source.
    pub span: Span,
    /// The line there, counted from 1.
    pub line: usize,
    /// The words before it in its paragraph.
    pub before: String,
    /// The hit.
    pub words: String,
    /// The words behind it.
    pub after: String,
    /// What was passed over for it.
    pub foldings: Foldings,
}

impl Passage {
    /// A hit with so many characters around it in its paragraph; its clause and its line are not
    /// known yet.
    pub fn new(document: EntryId, body: &Body<'_>, hit: Hit, around: usize) -> Self {
        let (before, after) = words_around(body, hit.span, around);
        Self {
            document,
            address: String::new(),
            place: String::new(),
            span: hit.span,
            line: 0,
            before,
            words: body.words(hit.span),
            after,
            foldings: hit.foldings,
        }
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        Place {
            document: self.document,
            at: self.span.start,
        }
    }
}

/// The words around a hit in its paragraph, so many characters on either side.
fn words_around(body: &Body<'_>, hit: Span, most: usize) -> (String, String) {
    let Some(paragraph) = body.paragraph_at(hit.start) else {
        return Default::default();
    };
    let whole = paragraph.span;
    let start = body.last_characters(Span::new(whole.start, hit.start), most);
    let mut behind = body.characters(Span::new(hit.end, whole.end));
    let end = behind.nth(most).map_or(whole.end, |(at, _)| at);
    let before = body.words(Span::new(start, hit.start));
    (before, body.words(Span::new(hit.end, end)))
}

/// How far an answer goes.
#[derive(Debug, Default)]
pub struct Extent {
    /// Documents that were looked into.
    pub searched: usize,
    /// Documents that the filters admit, as far as they are known.
    pub admitted: usize,
    /// Documents of these that were read from their sources, since their library has no pack, or it
    /// lacks them.
    pub unpacked: usize,
    /// Why some of them could not be read.
    pub unread: Vec<Unread>,
    /// Whether the answer was given up because it was no longer wanted.
    pub is_stopped: bool,
}

impl Extent {
    /// Adds what another part of the documents gave.
    pub fn merge(&mut self, other: Self) {
        self.searched += other.searched;
        self.admitted += other.admitted;
        self.unpacked += other.unpacked;
        self.unread.extend(other.unread);
        self.is_stopped |= other.is_stopped;
    }

    /// Some documents were not looked into after all.
    pub(super) fn leave_out(&mut self, count: usize) {
        self.searched = self.searched.saturating_sub(count);
    }

    /// Whether nothing is missing.
    pub fn is_whole(&self) -> bool {
        !self.is_stopped && self.searched == self.admitted
    }
}

/// What searches a library.
pub trait Engine: Sync {
    /// Looks into the documents in order of place. Calls `found` often with those of the next that
    /// have hits, which may be none, and the last that was looked into.
    fn counts(&self, request: &Request<'_>, found: &mut dyn FnMut(&[Count], EntryId)) -> Extent;

    /// Calls `found` with the hits of a page, in order of place. The extent covers the documents up
    /// to the last hit.
    fn passages(&self, request: &Request<'_>, page: Page, found: &mut dyn FnMut(Passage))
    -> Extent;

    /// How often each of some words stands in the documents that pass the filters, wherever it
    /// begins. The words are hanzi in a row, folded.
    fn frequencies(&self, request: &Request<'_>, words: &[&str]) -> (Vec<usize>, Extent);
}
