//! Workers: carry out effects off the interface's thread, and report with the ticket of the request.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use super::effect::Ticket;
use super::model::reader::Text;
use crate::annotation::Annotation;
use crate::clause::{self, reference};
use crate::document::{self, decode};
use crate::library::{Entry, Scanned, Source, scan};
use crate::search::find::Findable;
use crate::typeset::{Measure, Pieces, count_rows};

/// What a worker has to say.
#[derive(Debug)]
pub enum Report {
    /// A document is there.
    Loaded(Ticket, Arc<Text>),
    /// A document is not to be had: one line.
    Failed(Ticket, String),
    /// Documents were found.
    Found(Vec<Entry>),
    /// Something could not be read: one line.
    Skipped(String),
    /// The rows of a document were counted.
    Counted(Ticket, Vec<usize>),
    /// A scan is through.
    Scanned,
    /// The keeper has written, or could not.
    Kept {
        /// How many requests it has answered with this.
        answered: u64,
        /// The annotations that hold now.
        annotations: Vec<Annotation>,
        /// Why they are only in memory: one line.
        problem: Option<String>,
    },
}

/// Loads a document: decodes, parses and nests it, and folds it for finding.
///
/// # Errors
/// One line that names the file and what stands in the way.
pub fn load(source: &Source) -> Result<Text, String> {
    let bytes = source.bytes().map_err(|error| error.to_string())?;
    let decoded = decode::decode(&bytes);
    let encoding = decoded.encoding.name();
    let mut document = document::parse(decoded.text);
    document.issues.splice(0..0, decoded.issues);
    let tree = clause::nest(&document);
    let references = reference::find(&document, &tree);
    document
        .issues
        .extend(reference::issues(&references, &document.source));
    let pieces = Pieces::new(&document, &tree);
    let findable = Findable::new(&document);
    Ok(Text {
        document: Arc::new(document),
        tree,
        references,
        pieces: Arc::new(pieces),
        findable: Arc::new(findable),
        encoding,
    })
}

/// Loads a document in a thread of its own.
pub fn spawn_load<T: From<Report> + Send + 'static>(ticket: Ticket, source: Source, to: Sender<T>) {
    thread::spawn(move || {
        // A document that the program fails on must not take the reading room with it, nor leave it waiting.
        let loaded = catch_unwind(AssertUnwindSafe(|| load(&source))).unwrap_or_else(|_| {
            Err(format!(
                "{}: the program failed on this document; please report it",
                source.name()
            ))
        });
        let report = match loaded {
            Ok(text) => Report::Loaded(ticket, Arc::new(text)),
            Err(reason) => Report::Failed(ticket, reason),
        };
        // A closed channel means that the reading room has ended.
        let _ = to.send(report.into());
    });
}

/// Counts the rows of a text in a thread of its own.
pub fn spawn_count<T: From<Report> + Send + 'static>(
    ticket: Ticket,
    text: Arc<Text>,
    measure: Measure,
    to: Sender<T>,
) {
    thread::spawn(move || {
        let rows = count_rows(&text.document, &text.tree, &text.pieces, measure);
        let _ = to.send(Report::Counted(ticket, rows).into());
    });
}

/// The first batch of entries has this many, each further one as many as all before it: each costs a new arrangement of the
/// shelves, and so all of them together cost no more than the last.
const FIRST_BATCH: usize = 256;

/// Scans folders in a thread of its own.
pub fn spawn_scan<T: From<Report> + Send + 'static>(paths: Vec<PathBuf>, to: Sender<T>) {
    thread::spawn(move || {
        let mut batch = Vec::new();
        let mut reported = 0;
        scan(&paths, &mut |scanned| match scanned {
            Scanned::Found(entry) => {
                batch.push(*entry);
                if batch.len() < FIRST_BATCH.max(reported) {
                    return true;
                }
                reported += batch.len();
                to.send(Report::Found(std::mem::take(&mut batch)).into())
                    .is_ok()
            }
            Scanned::Skipped(reason) => to.send(Report::Skipped(reason).into()).is_ok(),
        });
        let _ = to.send(Report::Found(batch).into());
        let _ = to.send(Report::Scanned.into());
    });
}
