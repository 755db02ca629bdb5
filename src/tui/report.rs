//! Reports: what the workers have to say; those that answer a request bear its ticket.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::ask::Aim;
use super::model::glimpse::Glimpse;
use super::model::search::Order;
use super::model::ticket::Ticket;
use super::model::tree::Tallies;
use crate::annotation::{Anchor, Annotation, Target, Version};
use crate::clause::compare::Row;
use crate::library::{EntryId, News, Shelves, Unread};
use crate::reading::dictionary::Found;
use crate::reading::inquiry::Answer;
use crate::reading::others::Other;
use crate::reading::titled::{Placed, Titled};
use crate::reading::{Text, referring, unread};
use crate::search::collocates::Collocate;
use crate::search::concordance::Line;
use crate::search::headings::Sheaf;
use crate::search::query::Query;
use crate::settings::Locale;
use crate::text::{Said, Span};

/// What a worker has to say.
#[derive(Debug)]
pub enum Report {
    /// How a document begins and ends that takes a while to load.
    Begun(Ticket, Glimpse),
    /// A document is there.
    Loaded(Ticket, Arc<Text>),
    /// A text has the corrections that were asked for.
    Corrected(Arc<Text>),
    /// It is known how a text is shown in a script.
    Converted,
    /// A text of so many characters is on a clipboard, by this command.
    Copied(&'static str, usize),
    /// A document is not to be had.
    Failed(Ticket, NotLoaded),
    /// The librarian has something to tell.
    News(News),
    /// The shelves are arranged.
    Arranged(Box<Shelves>),
    /// What was read and noted is added up.
    Tallied(Box<Tallied>),
    /// What was typed is ranked: indices of items or ids of documents, best first, and whether
    /// these are all.
    Ranked(Ticket, Vec<u32>, bool),
    /// What is known of the answer to a search, and its hits in an order.
    Answered(Ticket, Arc<Answer>, Order, Vec<Line>),
    /// The hits of a search in another order.
    Listed(Ticket, Order, Vec<Line>),
    /// What stands near the hits of a search.
    Collocated(Ticket, Vec<Collocate>),
    /// The hits of a search in a text.
    Marked(Arc<Text>, Arc<Query>, Vec<Span>),
    /// Who refers to a clause from other documents.
    Referring(Ticket, referring::Answer),
    /// Where a text is that was moved.
    Moved(Ticket, Option<EntryId>),
    /// So many documents that the packs lacked are packed, of so many; or why they are not.
    Packed(Result<(usize, usize), Said>),
    /// Headings of the library.
    Gathered(Gathered),
    /// The lines of the beginning of a document, or why there are none.
    Peeked(Ticket, Result<Vec<String>, Unread>),
    /// What is mentioned of other documents: title, clause, what the library has of it, its lines.
    Quoted(Ticket, Vec<Quoted>),
    /// Which documents have a place that was looked for.
    Placed(Ticket, String, Vec<Placed>),
    /// The rows of a document were counted.
    Counted(Ticket, Vec<usize>),
    /// Where the annotations of other editions stand in the text of this number.
    Others(Ticket, Vec<Other>),
    /// Texts are compared, or one of them is not to be had.
    Compared(Ticket, Result<Compared, NotLoaded>),
    /// What became of a file that was to be written.
    Taken(Taken),
    /// What dictionaries say of a word and of those that it begins with.
    LookedUp(String, Found),
    /// What a command of this name has printed, or why it has not.
    Hooked(String, Result<String, Said>),
    /// The keeper has begun.
    Opened {
        /// Notes that were begun and not finished.
        drafts: Vec<Annotation>,
        /// What a killed program has left in an editor, and is no draft.
        left: Vec<PathBuf>,
        /// Lines of the logs that are no records.
        damaged: usize,
    },
    /// Something that is kept cannot be read: one line.
    Unread(Said),
    /// The versions of an annotation.
    History(Vec<Version>),
    /// Where annotations stand, by their ids and what was looked for.
    Anchored(Vec<(String, Target, Anchor)>),
    /// The keeper has written, or could not, or others have.
    Kept {
        /// How many requests it has answered with this.
        answered: u64,
        /// The annotations that hold now.
        annotations: Vec<Arc<Annotation>>,
        /// Why they are only in memory: one line.
        problem: Option<Said>,
    },
}

/// What a text mentions of another document.
#[derive(Clone, Debug)]
pub struct Quoted {
    /// The title, as it is mentioned.
    pub title: String,
    /// The clause, as it is said; empty for the document as a whole.
    pub clause: String,
    /// What the library has of that title.
    pub titled: Titled,
    /// How the clause begins there.
    pub lines: Vec<String>,
}

/// What became of a file of a person's own.
#[derive(Debug)]
pub enum Taken {
    /// It is written, and stands there.
    As(PathBuf),
    /// There was one of this name, which is as it was.
    Exists(PathBuf),
    /// It is not written, for a reason.
    Not(Said),
}

/// What was read and noted, added up.
#[derive(Debug)]
pub struct Tallied {
    /// How many annotations documents have that belong to them.
    pub noted: HashMap<EntryId, usize>,
    /// The documents that were read.
    pub read: HashSet<EntryId>,
    /// The revision of the annotations that were counted.
    pub revision: u64,
    /// The shelves that it is added up on.
    pub shelves: Arc<Shelves>,
    /// What they have.
    pub tallies: Tallies,
}

/// Texts that are compared.
#[derive(Debug)]
pub struct Compared {
    /// The texts, in the order in which they stand.
    pub texts: Vec<(EntryId, Arc<Text>)>,
    /// What stands beside what: of the text with this index and the next one.
    pub rows: Vec<(usize, Row)>,
    /// What they were put together for.
    pub aim: Aim,
}

/// Why a document is not to be had.
#[derive(Debug)]
pub enum NotLoaded {
    /// It cannot be read.
    Unread(Unread),
    /// The program failed on the document of this name.
    Failed(String),
}

impl NotLoaded {
    /// Why, in one line.
    pub fn sentence(&self, locale: &Locale) -> String {
        match self {
            Self::Unread(unread) => unread::sentence(unread, locale),
            Self::Failed(name) => locale.tr("reader.failed", &[name]),
        }
    }
}

/// Headings that were gathered, and up to which document.
#[derive(Debug)]
pub struct Gathered {
    /// The headings.
    pub sheaf: Arc<Sheaf>,
    /// All documents below this id are read.
    pub next: EntryId,
}
