//! Workers: carry out effects off the interface's thread, and report with the ticket of the request.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use super::effect::{Arrangement, Tallying, Ticket};
use super::gatherer::Gathered;
use super::model::reader::Text;
use super::model::tree::Tallies;
use crate::annotation::{Anchor, Annotation, Finder, Target, Version};
use crate::clause::{self, reference};
use crate::document::{self, Encoding, decode};
use crate::library::shelf::Tally;
use crate::library::{Catalog, Librarian, News, Shelves, Source, Wake};
use crate::settings::fault;
use crate::text::Span;
use crate::typeset::{Measure, Pieces, count_rows, excerpt};

/// What a worker has to say.
#[derive(Debug)]
pub enum Report {
    /// A document is there.
    Loaded(Ticket, Arc<Text>),
    /// A text is on the clipboard of this machine, by this command.
    Copied(&'static str),
    /// A document is not to be had: one line.
    Failed(Ticket, String),
    /// The librarian has something to tell.
    News(News),
    /// The shelves are arranged.
    Arranged(Box<Shelves>),
    /// What was read and noted is added up on these shelves.
    Tallied(Arc<Shelves>, Box<Tallies>),
    /// What was typed is ranked: indices of items or ids of documents, best first, and whether these are all.
    Ranked(Ticket, Vec<u32>, bool),
    /// Headings of the library.
    Gathered(Gathered),
    /// The lines of the beginning of a document.
    Peeked(Ticket, Vec<String>),
    /// The rows of a document were counted.
    Counted(Ticket, Vec<usize>),
    /// The keeper has begun.
    Opened {
        /// Notes that were begun and not finished.
        drafts: Vec<Annotation>,
        /// What a killed program has left in an editor, and is no draft.
        left: Vec<PathBuf>,
        /// Lines of the logs that are no records.
        damaged: usize,
        /// What cannot be read: one line.
        unreadable: Option<String>,
    },
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
        problem: Option<String>,
    },
}

/// Loads a document: decodes it, in an encoding or the one that is detected, parses and nests it.
///
/// # Errors
/// One line that names the file and what stands in the way.
pub fn load(source: &Source, encoding: Option<Encoding>) -> Result<Text, String> {
    // A document that the program fails on must not take the reading room with it, nor leave it waiting.
    catch_unwind(AssertUnwindSafe(|| derive(source, encoding))).unwrap_or_else(|_| {
        let name = source.name();
        Err(format!(
            "{name}: the program failed on this document; please report it"
        ))
    })
}

fn derive(source: &Source, encoding: Option<Encoding>) -> Result<Text, String> {
    fault::strike("document");
    let bytes = source.bytes().map_err(|error| error.to_string())?;
    let decoded = match encoding {
        Some(encoding) => decode::decode_as(&bytes, encoding),
        None => decode::decode(&bytes),
    };
    // Large ones are not held twice.
    drop(bytes);
    let encoding = decoded.encoding.name();
    let mut document = document::parse(decoded.text);
    document.issues.splice(0..0, decoded.issues);
    document.links = decoded.links;
    let tree = clause::nest(&document);
    let references = reference::find(&document, &tree);
    document
        .issues
        .extend(reference::issues(&references, &document.source));
    let pieces = Pieces::new(&document, &tree);
    Ok(Text {
        document: Arc::new(document),
        tree,
        references,
        pieces: Arc::new(pieces),
        findable: Arc::default(),
        encoding,
        digest: Arc::default(),
    })
}

/// Loads a document in a thread of its own.
pub fn spawn_load<T: From<Report> + Send + 'static>(
    ticket: Ticket,
    source: Source,
    encoding: Option<Encoding>,
    to: Sender<T>,
) {
    thread::spawn(move || {
        // A closed channel means that the reading room has ended.
        match load(&source, encoding) {
            Ok(text) => {
                let text = Arc::new(text);
                let _ = to.send(Report::Loaded(ticket, Arc::clone(&text)).into());
                // Folded while the reader reads, a long text is found in at once.
                text.findable();
            }
            Err(reason) => {
                let _ = to.send(Report::Failed(ticket, reason).into());
            }
        }
    });
}

/// Puts a text on the clipboard of this machine, by the first of the commands that does; tells by which.
pub fn spawn_copy<T: From<Report> + Send + 'static>(
    text: String,
    commands: &[&'static [&'static str]],
    to: Sender<T>,
) {
    if commands.is_empty() {
        return;
    }
    let commands = commands.to_vec();
    thread::spawn(move || {
        let done = commands.into_iter().find(|command| pipe(command, &text));
        if let Some([name, ..]) = done {
            let _ = to.send(Report::Copied(name).into());
        }
    });
}

/// Gives a command a text to read; whether it was content with it.
fn pipe(command: &[&str], text: &str) -> bool {
    let Some((program, arguments)) = command.split_first() else {
        return false;
    };
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    let written = child
        .stdin
        .take()
        .is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
    written && child.wait().is_ok_and(|status| status.success())
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

/// Looks for the places of annotations in a text, in a thread of its own.
pub fn spawn_anchor<T: From<Report> + Send + 'static>(
    text: Arc<Text>,
    wanted: Vec<Arc<Annotation>>,
    to: Sender<T>,
) {
    thread::spawn(move || {
        let found = places(&text.document.source, &wanted);
        let _ = to.send(Report::Anchored(found).into());
    });
}

/// So many places are told of at once.
const PLACES: usize = 1000;

/// Looks for the places of annotations in documents that are not open, in a thread of its own.
pub fn spawn_survey<T: From<Report> + Send + 'static>(
    wanted: Vec<(Source, Vec<Arc<Annotation>>)>,
    to: Sender<T>,
) {
    thread::spawn(move || {
        let mut found = Vec::new();
        for (source, annotations) in wanted {
            // A document that cannot be read says nothing of where its annotations stand.
            if let Ok(bytes) = source.bytes() {
                found.extend(places(&decode::decode(&bytes).text, &annotations));
            }
            if found.len() >= PLACES {
                let report = Report::Anchored(std::mem::take(&mut found));
                if to.send(report.into()).is_err() {
                    return;
                }
            }
        }
        let _ = to.send(Report::Anchored(found).into());
    });
}

fn places(text: &str, wanted: &[Arc<Annotation>]) -> Vec<(String, Target, Anchor)> {
    let finder = Finder::new(text);
    let place = |annotation: &Arc<Annotation>| {
        let target = annotation.target.clone();
        (
            annotation.id.clone(),
            target,
            finder.find(&annotation.target),
        )
    };
    wanted.iter().map(place).collect()
}

/// Arranges the shelves in a thread of its own.
pub fn spawn_arrange<T: From<Report> + Send + 'static>(arrangement: Arrangement, to: Sender<T>) {
    thread::spawn(move || {
        let _ = to.send(Report::Arranged(Box::new(arrange(arrangement))).into());
    });
}

/// Arranges the shelves.
pub fn arrange(arrangement: Arrangement) -> Shelves {
    let Arrangement {
        catalog,
        same,
        by,
        sort,
        read,
    } = arrangement;
    Shelves::arrange(&catalog, &same, by, sort, &read)
}

/// Adds up what was read and noted, in a thread of its own.
pub fn spawn_tally<T: From<Report> + Send + 'static>(tallying: Tallying, to: Sender<T>) {
    thread::spawn(move || {
        let of = |amounts| Tally::new(&tallying.catalog, &tallying.shelves, amounts);
        let tallies = Tallies {
            read: of(&tallying.read),
            noted: of(&tallying.noted),
        };
        let _ = to.send(Report::Tallied(tallying.shelves, Box::new(tallies)).into());
    });
}

/// Bytes of the beginning of a document that are set: more than any screen shows beside a list.
const PEEKED: usize = 6 << 10;

/// Sets the beginning of a document, or of the clause that is said, in a thread of its own.
pub fn spawn_peek<T: From<Report> + Send + 'static>(
    ticket: Ticket,
    source: Source,
    said: Option<String>,
    measure: Measure,
    to: Sender<T>,
) {
    thread::spawn(move || {
        let set = || beginning(&source, said.as_deref(), measure);
        let lines = catch_unwind(AssertUnwindSafe(set)).unwrap_or_default();
        let _ = to.send(Report::Peeked(ticket, lines).into());
    });
}

fn beginning(source: &Source, said: Option<&str>, measure: Measure) -> Vec<String> {
    let head = match said.map_or_else(|| source.head(), |_| source.bytes()) {
        Ok(head) => head,
        Err(error) => return vec![error.to_string()],
    };
    let document = document::parse(document::decode(&head).text);
    let tree = clause::nest(&document);
    let pieces = Pieces::new(&document, &tree);
    let clauses = said.map_or_else(Vec::new, |said| tree.find(said, &document.source));
    let clause = clauses.first().and_then(|id| tree.get(*id));
    let start = clause.map_or(0, |clause| clause.span.start);
    let mut end = document.source.len().min(start + PEEKED);
    while !document.source.is_char_boundary(end) {
        end -= 1;
    }
    let whole = Span::new(start, end);
    excerpt(&document, &tree, &pieces, whole, measure)
        .map(|line| line.text(&document.source, measure.ambiguous))
        .collect()
}

/// The thread of the librarian, and the ways to it.
pub struct LibrarianThread {
    wakes: Sender<Wake>,
    stop: Arc<AtomicBool>,
    seen: Sender<()>,
    ended: Receiver<()>,
    /// What it is to do, until it has begun.
    work: Option<Box<dyn FnOnce() + Send>>,
}

/// So long the end waits for a catalog that is being written; a library on a disk that does not answer must not hold anyone up.
const LAST_WORD: Duration = Duration::from_millis(500);

/// So long the librarian waits for the first frame, which would have to share the machine, where the shelves are known already; what
/// the frame needs of the catalog beyond them, and is not there, waits as long.
const PRECEDENCE: Duration = Duration::from_millis(25);

impl LibrarianThread {
    /// The librarian of the libraries below `roots`, whose catalogs are kept in `cache`; the document that is known by the key `wanted` is
    /// taken from there first. Not begun yet.
    pub fn new<T: From<Report> + Send + 'static>(
        catalog: Catalog,
        roots: Vec<PathBuf>,
        cache: Option<PathBuf>,
        wanted: Option<String>,
        to: Sender<T>,
    ) -> Self {
        let (wakes, woken) = channel();
        let (seen, first_frame) = channel();
        let (end, ended) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let (waker, stopped) = (wakes.clone(), Arc::clone(&stop));
        let work = Box::new(move || {
            let mut tell = |news| {
                let _ = to.send(Report::News(news).into());
            };
            let mut librarian =
                Librarian::new(catalog, &roots, cache, &stopped, &mut tell).wanting(wanted);
            librarian.load();
            if !librarian.catalog().is_empty() {
                let _ = first_frame.recv_timeout(PRECEDENCE);
            }
            librarian.refresh();
            librarian.watch(&waker, &woken);
            let _ = end.send(());
        });
        Self {
            wakes,
            stop,
            seen,
            ended,
            work: Some(work),
        }
    }

    /// The first frame is drawn.
    pub fn is_seen(&self) {
        let _ = self.seen.send(());
    }

    /// Begins, if that has not happened.
    pub fn begin(&mut self) {
        if let Some(work) = self.work.take() {
            thread::spawn(work);
        }
    }

    /// Wakes the librarian.
    pub fn wake(&self, wake: Wake) {
        // A librarian who failed on a library does nothing more; the documents that are known stay.
        let _ = self.wakes.send(wake);
    }

    /// Stops a scan.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Ends the librarian's day.
    pub fn finish(&self) {
        if self.work.is_some() {
            return;
        }
        self.stop();
        self.wake(Wake::End);
        let _ = self.ended.recv_timeout(LAST_WORD);
    }
}
