//! Asks: what update wants of the workers, as values. Each says all that is needed to answer it: no
//! worker knows the model.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::model::overlay::Item;
use super::model::search::Order;
use super::model::ticket::Ticket;
use crate::annotation::{Annotation, SourceRef};
use crate::clause::ClauseId;
use crate::document::PartialDate;
use crate::library::same::Same;
use crate::library::shelf::{By, Sort};
use crate::library::{Catalog, EntryId, Filters, Shelves, Source, Wake};
use crate::reading::dictionary::Dictionaries;
use crate::reading::export::Export;
use crate::reading::hook::Call;
use crate::reading::inquiry::Answer;
use crate::reading::{Corrections, Origin, Text};
use crate::search::headings::Headings;
use crate::search::query::Query;
use crate::settings::Look;
use crate::settings::position::{Position, Positions};
use crate::text::fold::Rung;
use crate::text::script::Script;
use crate::typeset::Measure;

/// Something asked of a worker.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Work of its own: nothing that is asked otherwise has to do with it.
    Work(Work),
    /// The searcher is to rank what is in a scope by what is typed.
    Rank(Ticket, String, Scope),
    /// The gatherer is to read the headings of a library, from a document on.
    Gather(Catalog, EntryId),
    /// The gatherer is to stop.
    StopGathering,
    /// A library is inquired for something.
    Inquire(Ticket, Box<Inquiry>),
    /// The packs of the libraries are to be brought up to date with a catalog.
    Pack(Catalog),
    /// The librarian is to wake.
    Wake(Wake),
    /// The librarian is to stop a scan.
    StopScan,
    /// The keeper is to keep something.
    Keep(Keep),
}

/// Work that is done once, from what comes with it alone.
#[derive(Clone, Debug)]
pub enum Work {
    /// Load a document.
    Load(Ticket, Box<Loading>),
    /// Derive a text with these corrections of its outline and no others.
    Correct(Arc<Text>, Corrections),
    /// Find out how a text is shown in a script.
    Convert(Arc<Text>, Script),
    /// Arrange the shelves.
    Arrange(Box<Arrangement>),
    /// Add up what was read and noted on the shelves.
    Tally(Box<Tallying>),
    /// Set the beginning of a document, or of the clause that is said.
    Peek(Ticket, Source, Option<String>, Measure),
    /// Look in the documents for what is mentioned of others: titles, each with a clause as it is
    /// said; in the editions of a time, set by a measure.
    Quote(
        Ticket,
        Vec<(String, String)>,
        Option<PartialDate>,
        Catalog,
        Measure,
    ),
    /// Look which of some documents have a place, as it is said.
    Place(Ticket, Vec<EntryId>, String, Catalog),
    /// Write a file of a person's own.
    Take(PathBuf, Box<Export>),
    /// Look words up, the first of which was asked for.
    LookUp(Arc<Dictionaries>, Vec<String>),
    /// Run a command of the person's own.
    Hook(Box<Call>),
    /// Count the rows of a text under a measure.
    Count(Ticket, Arc<Text>, Measure),
    /// List hits in another order.
    List(Ticket, Arc<Answer>, Order),
    /// Look for the hits of a query in a text, on the rung that they were found on.
    Mark(Arc<Text>, Arc<Query>, Rung),
    /// Write a list to a file.
    Write(PathBuf, String),
    /// Compare two texts, or look for a clause in several editions.
    Compare(Ticket, Box<Pairing>),
    /// Look for the places of annotations in a text.
    Anchor(Arc<Text>, Vec<Arc<Annotation>>),
    /// Look for the places of annotations of other editions in a text, which has this number.
    Others(Ticket, Arc<Text>, Vec<Arc<Annotation>>),
    /// Look for the places of annotations in documents that are not open, which are read through
    /// filters where there is one for them.
    Survey(Arc<Filters>, Vec<(Source, Vec<Arc<Annotation>>)>),
}

/// What a library is inquired for. Of the first three and of texts that were moved only the newest
/// is answered.
#[derive(Clone, Debug)]
pub enum Inquiry {
    /// All of its documents.
    Library(Catalog),
    /// The hits of a search, listed in an order.
    Hits(Search, Order),
    /// What stands near the hits.
    Collocates(Search),
    /// The hits written to a file.
    Export(Search, Order, PathBuf),
    /// Who refers from other documents to a clause, or to a text as a whole.
    Referring(Arc<Text>, Option<ClauseId>, Catalog),
    /// Where the text is that a record names: its file was moved and has another title.
    Moved(Arc<SourceRef>, Catalog),
}

/// What is looked for, and in what.
#[derive(Clone, Debug)]
pub struct Search {
    /// The query.
    pub query: Arc<Query>,
    /// The documents.
    pub catalog: Catalog,
    /// What the reader has written, which a query may ask for.
    pub annotations: Vec<Arc<Annotation>>,
    /// How long it may take, in a room that many share.
    pub limit: Option<Duration>,
}

/// What the keeper can be asked for.
#[derive(Clone, Debug)]
pub enum Keep {
    /// To write an annotation.
    Put(Box<Annotation>),
    /// To delete an annotation, by its id.
    Delete(String),
    /// To write a note that is half written.
    Draft(Box<Annotation>),
    /// To write a note that is half written now, and tell when that is done.
    SetAside(Box<Annotation>),
    /// To forget the draft of a note, by its id.
    Undraft(String),
    /// To tell all versions of an annotation, by its id.
    History(String),
    /// To remember where a document is left.
    Leave(Box<Position>),
    /// To remember how the room looks.
    Look(Box<Look>),
}

/// What is ranked.
#[derive(Clone, Debug)]
pub enum Scope {
    /// The titles of the library; the documents that are the same count as one.
    Titles(Catalog, Arc<Same>),
    /// Items.
    Items(Arc<Vec<Item>>),
    /// The titles and headings of the library.
    Headings(Headings),
}

/// What a document is loaded by.
#[derive(Clone, Debug)]
pub struct Loading {
    /// Where it is, and what is known of it.
    pub origin: Origin,
    /// The annotations; its outline is corrected by those of them that are its own.
    pub annotations: Vec<Arc<Annotation>>,
    /// The documents beside it.
    pub catalog: Catalog,
    /// The script that it is to be shown in.
    pub script: Script,
}

/// What is compared with the open text.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// The open text.
    pub open: (EntryId, Arc<Text>),
    /// The others.
    pub others: Vec<(EntryId, Loading)>,
    /// What is wanted.
    pub aim: Aim,
}

/// What texts are put together for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// What became of the clauses of the one in the other.
    Changes,
    /// What became of the clause at a byte offset of the open text in all others.
    History(usize),
    /// Both side by side, by the addresses of their clauses; the text of this entry first.
    Beside(EntryId),
}

/// What shelves are arranged of, and how.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// The documents.
    pub catalog: Catalog,
    /// Which of them are the same.
    pub same: Arc<Same>,
    /// What they are shelved by.
    pub by: By,
    /// How they are sorted.
    pub sort: Sort,
    /// Where they were left.
    pub positions: Positions,
}

/// What the shelves are to be told to have, and of what.
#[derive(Clone, Debug)]
pub struct Tallying {
    /// The documents.
    pub catalog: Catalog,
    /// The shelves they stand on.
    pub shelves: Arc<Shelves>,
    /// Where documents were left.
    pub positions: Positions,
    /// All annotations.
    pub annotations: Vec<Arc<Annotation>>,
    /// Their revision.
    pub revision: u64,
}
