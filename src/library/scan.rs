//! Scanning: walks a folder in parallel and reads the heads of new and changed documents, until
//! stopped.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::name::path_bytes;
use super::segment::Segment;
use super::source::{Facts, Source, format};
use super::{Catalog, EntryId, Filters, LeftOut};
use crate::disk::{self, Stamp};
use crate::text::Said;

/// What a scan reports while it runs.
#[derive(Debug)]
pub enum Scanned {
    /// New entries, and the entries they replace.
    Found(Arc<Segment>, Vec<EntryId>),
    /// Number of files looked at so far.
    Seen(usize),
    /// Something could not be read: an error in one line. The scan continues.
    Skipped(Said),
}

/// The result of a scan.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Entries whose documents are gone, except below folders that could not be read.
    pub gone: Vec<EntryId>,
    /// Number of files looked at.
    pub seen: usize,
    /// Files that are no documents by their names.
    pub left_out: LeftOut,
}

/// Entries of the first report. Each further report has as many as all before it, up to
/// [`LARGEST_BATCH`], since each report rearranges the shelves.
const FIRST_BATCH: usize = 256;

/// Most entries of a report: until it is reported, a growing segment takes twice the memory.
const LARGEST_BATCH: usize = 1 << 14;

/// Files between two reports of progress.
const STEP: usize = 1 << 13;

/// Whether a file's name is that of a document, or of a file that a filter makes one of.
pub fn is_document(path: &Path, filters: &Filters) -> bool {
    format(path).is_some() || filters.of(path).is_some()
}

/// Walks `folder`, which is `root` or below it. Documents that `known` has of the library at `root`
/// are not read again unless they changed. Links are not followed; hidden files are skipped.
pub fn scan(
    root: &Path,
    folder: &Path,
    known: &Catalog,
    stop: &AtomicBool,
    report: &mut dyn FnMut(Scanned),
) -> Outcome {
    let known = Known::new(root, folder, known);
    let (sender, sent) = sync_channel(16);
    let walk = walker(folder)
        .threads(thread::available_parallelism().map_or(2, usize::from))
        .build_parallel();
    thread::scope(|scope| {
        let (sender, known) = (sender, &known);
        scope.spawn(move || {
            walk.run(|| {
                let mut batch = Batch {
                    sent: Sent::default(),
                    to: sender.clone(),
                };
                Box::new(move |found| {
                    let item = look(root, known, found, &mut batch.sent.left_out);
                    if stop.load(Ordering::Relaxed) || item.is_some_and(|item| !batch.put(item)) {
                        return WalkState::Quit;
                    }
                    WalkState::Continue
                })
            });
        });
        collect(root, known, &sent, stop, report)
    })
}

/// What a look at a path found.
pub(super) enum Visit {
    /// Unchanged, or not a document.
    Same,
    /// It was read, and replaces these entries.
    Read(Arc<Segment>, Vec<EntryId>),
    /// These entries are gone.
    Gone(Vec<EntryId>),
    /// It cannot be read: an error in one line.
    Unreadable(Said),
}

/// Looks at one file, in the library at `root` or a source of its own; if it is gone, all entries
/// at or below its path are.
pub(super) fn visit(root: Option<&Path>, path: &Path, catalog: &Catalog) -> Visit {
    let source = Source::File(path.to_owned());
    let known = catalog.find(&source);
    let gone = || {
        let below = |root: &Path| {
            let folder = path.strip_prefix(root).unwrap_or(path);
            let all = catalog.iter();
            all.filter(|(_, entry)| entry.is_below(root, folder))
                .map(|(id, _)| id)
                .collect()
        };
        let mut gone: Vec<EntryId> = root.map_or_else(Vec::new, below);
        gone.extend(known);
        Visit::Gone(gone)
    };
    // A link that replaced a document leads out of the library.
    if root.is_some_and(|root| disk::is_by_link(root, path)) {
        return gone();
    }
    let filters = catalog.filters();
    if known.is_none() && (root.is_none() || !is_document(path, filters)) && path.exists() {
        return Visit::Same;
    }
    let was = known
        .and_then(|id| catalog.get(id))
        .map(super::Entry::stamp);
    if was.is_some() && disk::stamp(path).ok() == was {
        return Visit::Same;
    }
    match (source.facts(filters), root) {
        (Ok(facts), Some(root)) => {
            let mut segment = Segment::of_folder(root.to_owned());
            push(&mut segment, root, path, &facts);
            Visit::Read(segment.seal(), known.into_iter().collect())
        }
        (Ok(facts), None) => {
            let segment = Segment::of_source(&facts, source);
            Visit::Read(segment.seal(), known.into_iter().collect())
        }
        (Err(error), _) if error.reason.kind() == std::io::ErrorKind::NotFound => gone(),
        (Err(error), _) => Visit::Unreadable(error.said()),
    }
}

/// Adds a file to the segment of its library.
fn push(segment: &mut Segment, root: &Path, path: &Path, facts: &Facts) {
    let path = path.strip_prefix(root).unwrap_or(path);
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = Path::new(path.file_name().unwrap_or_default());
    segment.push(facts, folder, name);
}

/// Calls `visit` with the documents below a folder, in order of their paths; returns what was left
/// out.
pub fn walk(
    folder: &Path,
    filters: &Filters,
    visit: &mut dyn FnMut(Result<PathBuf, Said>),
) -> LeftOut {
    let mut left_out = LeftOut::default();
    for found in walker(folder).sort_by_file_path(Path::cmp).build() {
        match found {
            Ok(found) if !is_file(&found) => {}
            Ok(found) if is_document(found.path(), filters) => visit(Ok(found.into_path())),
            Ok(found) => left_out.add(found.path()),
            Err(error) => visit(Err(reason(&error).1)),
        }
    }
    left_out
}

/// What is left out of a folder itself, not of those in it.
pub(super) fn left_out_of(folder: &Path, filters: &Filters) -> LeftOut {
    let mut left_out = LeftOut::default();
    let found = walker(folder).max_depth(Some(1)).build().flatten();
    for found in found.filter(is_file) {
        if !is_document(found.path(), filters) {
            left_out.add(found.path());
        }
    }
    left_out
}

fn walker(folder: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).hidden(true);
    builder
}

fn is_file(found: &DirEntry) -> bool {
    found.file_type().is_some_and(|kind| kind.is_file())
}

/// What a thread of the walk reports of a file.
enum Item {
    /// Its head was read; it replaces this entry.
    Read(PathBuf, Box<Facts>, Option<EntryId>),
    /// It is unchanged.
    Same(EntryId),
    /// It could not be read: an error in one line.
    Unreadable(PathBuf, Said),
}

/// What a thread sends at once.
#[derive(Default)]
struct Sent {
    items: Vec<Item>,
    left_out: LeftOut,
}

/// What one thread has found, sent in batches.
struct Batch {
    sent: Sent,
    to: SyncSender<Sent>,
}

impl Batch {
    /// Returns false if the receiver is gone.
    fn put(&mut self, item: Item) -> bool {
        self.sent.items.push(item);
        self.sent.items.len() < 64 || self.to.send(std::mem::take(&mut self.sent)).is_ok()
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // The receiver is gone if the scan was stopped.
        let _ = self.to.send(std::mem::take(&mut self.sent));
    }
}

fn look(
    root: &Path,
    known: &Known<'_>,
    found: Result<DirEntry, ignore::Error>,
    left_out: &mut LeftOut,
) -> Option<Item> {
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            let (path, reason) = reason(&error);
            return Some(Item::Unreadable(path, reason));
        }
    };
    if !is_file(&found) {
        return None;
    }
    if !is_document(found.path(), known.catalog.filters()) {
        left_out.add(found.path());
        return None;
    }
    let path = found.into_path();
    look_at(root, known, path)
}

/// Looks at one file; `None` if it has vanished since it was found.
fn look_at(root: &Path, known: &Known<'_>, path: PathBuf) -> Option<Item> {
    let entry = known.get(path.strip_prefix(root).unwrap_or(&path));
    if let Some((entry, stamp)) = entry
        && disk::stamp(&path).is_ok_and(|now| now == stamp)
    {
        return Some(Item::Same(entry));
    }
    let source = Source::File(path);
    let facts = source.facts(known.catalog.filters());
    let Source::File(path) = source else {
        // Not reached: it was made a file above.
        return None;
    };
    match facts {
        Ok(read) => {
            let replaced = entry.map(|(entry, _)| entry);
            Some(Item::Read(path, Box::new(read), replaced))
        }
        Err(error) if error.reason.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => Some(Item::Unreadable(path, error.said())),
    }
}

/// Collects what the threads send into segments.
fn collect(
    root: &Path,
    known: &Known<'_>,
    sent: &Receiver<Sent>,
    stop: &AtomicBool,
    report: &mut dyn FnMut(Scanned),
) -> Outcome {
    let (mut outcome, mut left_out) = (Outcome::default(), LeftOut::default());
    let mut segment = Segment::of_folder(root.to_owned());
    let mut replaced = Vec::new();
    // By id: entries that were found again.
    let mut alive = vec![false; known.catalog.bound()];
    let mut live = |entry: EntryId| {
        if let Some(place) = alive.get_mut(entry.0 as usize) {
            *place = true;
        }
    };
    let mut unreadable = Vec::new();
    let (mut reported, mut told) = (0, 0);
    let items = sent.iter().flat_map(|sent: Sent| {
        left_out.merge(sent.left_out);
        sent.items
    });
    for item in items {
        outcome.seen += 1;
        match item {
            Item::Same(entry) => live(entry),
            Item::Read(path, read, entry) => {
                if let Some(entry) = entry {
                    replaced.push(entry);
                    live(entry);
                }
                push(&mut segment, root, &path, &read);
            }
            Item::Unreadable(path, reason) => {
                unreadable.push(path);
                report(Scanned::Skipped(reason));
            }
        }
        if segment.len() >= reported.clamp(FIRST_BATCH, LARGEST_BATCH) {
            reported += segment.len();
            let full = std::mem::replace(&mut segment, Segment::of_folder(root.to_owned()));
            report(Scanned::Found(full.seal(), std::mem::take(&mut replaced)));
        }
        if outcome.seen >= told + STEP {
            told = outcome.seen;
            report(Scanned::Seen(told));
        }
    }
    if !segment.is_empty() {
        report(Scanned::Found(segment.seal(), replaced));
    }
    if !stop.load(Ordering::Relaxed) {
        outcome.gone = known.without(&alive, &unreadable);
    }
    outcome.left_out = left_out;
    outcome
}

/// The known entries at and below the folder that is scanned, by path.
struct Known<'a> {
    catalog: &'a Catalog,
    /// Hashes of paths and their entries, sorted.
    by_path: Vec<(u32, EntryId)>,
    hasher: RandomState,
}

impl<'a> Known<'a> {
    fn new(root: &Path, folder: &Path, catalog: &'a Catalog) -> Self {
        let below = folder.strip_prefix(root).unwrap_or(Path::new(""));
        let mut known = Self {
            catalog,
            by_path: Vec::new(),
            hasher: RandomState::new(),
        };
        for (id, entry) in catalog.iter() {
            if entry.is_below(root, below) {
                let hash = known.hash(entry.folder_bytes(), entry.name_bytes());
                known.by_path.push((hash, id));
            }
        }
        known.by_path.sort_unstable();
        known
    }

    fn hash(&self, folder: &[u8], name: &[u8]) -> u32 {
        self.hasher.hash_one((folder, name)) as u32
    }

    /// The entry of a path relative to the library's root.
    fn get(&self, path: &Path) -> Option<(EntryId, Stamp)> {
        if self.by_path.is_empty() {
            return None;
        }
        let folder = path_bytes(path.parent().unwrap_or(Path::new("")));
        let name = path_bytes(Path::new(path.file_name().unwrap_or_default()));
        let hash = self.hash(&folder, &name);
        let start = self.by_path.partition_point(|(other, _)| *other < hash);
        let alike = self.by_path.iter().skip(start);
        alike
            .take_while(|(other, _)| *other == hash)
            .filter_map(|(_, id)| Some((*id, self.catalog.get(*id)?)))
            .find(|(_, entry)| entry.folder_bytes() == &*folder && entry.name_bytes() == &*name)
            .map(|(id, entry)| (id, entry.stamp()))
    }

    /// The known entries that were not found again, except where nothing could be read.
    fn without(&self, alive: &[bool], unreadable: &[PathBuf]) -> Vec<EntryId> {
        let missing = self.by_path.iter().map(|(_, id)| *id);
        let is_alive = |id: &EntryId| alive.get(id.0 as usize) == Some(&true);
        let is_hidden = |id: &EntryId| {
            !unreadable.is_empty()
                && self.catalog.get(*id).is_some_and(|entry| {
                    let source = entry.source();
                    let path = PathBuf::from(&*source.name());
                    unreadable.iter().any(|folder| path.starts_with(folder))
                })
        };
        missing
            .filter(|id| !is_alive(id) && !is_hidden(id))
            .collect()
    }
}

/// The path of an error of the walk, and the error in one line.
fn reason(error: &ignore::Error) -> (PathBuf, Said) {
    let path = path_of_error(error).unwrap_or(Path::new("")).to_owned();
    let reason = match error.io_error() {
        Some(io) if io.kind() == io::ErrorKind::PermissionDenied => Said::new("library.no-way"),
        // The walker's own message repeats the path.
        Some(io) => match io.raw_os_error().map(io::Error::from_raw_os_error) {
            Some(io) => disk::reason(&io),
            None => disk::reason(io),
        },
        None => return (path, Said::Words(error.to_string())),
    };
    let line = Said::new("disk.read").with(path.display());
    (path, line.with_said(reason))
}

fn path_of_error(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of_error(err)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A library in a folder, its catalog as scans keep it, and what the last has left out.
    struct Library {
        folder: tempfile::TempDir,
        catalog: Catalog,
        left_out: LeftOut,
    }

    impl Library {
        fn write(&self, name: &str, text: &str) {
            let path = self.folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }

        /// Scans; returns the titles that were read, and the errors.
        fn scan(&mut self) -> (Vec<String>, Vec<Said>) {
            let (mut read, mut skipped) = (Vec::new(), Vec::new());
            let known = self.catalog.clone();
            let root = self.folder.path().to_owned();
            let outcome = scan(
                &root,
                &root,
                &known,
                &AtomicBool::new(false),
                &mut |told| match told {
                    Scanned::Found(segment, replaced) => {
                        let titles = segment.records.iter().map(|r| segment.title(r).to_owned());
                        read.extend(titles);
                        self.catalog.remove(replaced);
                        self.catalog.add(segment);
                    }
                    Scanned::Seen(_) => {}
                    Scanned::Skipped(reason) => skipped.push(reason),
                },
            );
            self.catalog.remove(outcome.gone);
            self.left_out = outcome.left_out;
            read.sort();
            (read, skipped)
        }

        fn titles(&self) -> Vec<String> {
            let titles = self
                .catalog
                .iter()
                .map(|(_, entry)| entry.title().to_owned());
            let mut titles: Vec<_> = titles.collect();
            titles.sort();
            titles
        }
    }

    fn library() -> Library {
        Library {
            folder: tempfile::tempdir().unwrap(),
            catalog: Catalog::default(),
            left_out: LeftOut::default(),
        }
    }

    #[test]
    fn a_second_scan_reads_only_what_is_new_and_misses_what_is_gone() {
        let mut library = library();
        library.write("a/某法.md", "# 某法\n\n第一条　为了。\n");
        library.write("b.TXT", "");
        library.write("c.pdf", "x");
        library.write(".d/e.txt", "hidden");
        assert_eq!(library.scan().0, ["b", "某法"]);
        assert_eq!(library.scan().0, [""; 0]);
        library.write("b.TXT", "新的一篇");
        library.write("e.html", "<title>网页</title>");
        std::fs::remove_file(library.folder.path().join("a/某法.md")).unwrap();
        assert_eq!(library.scan().0.len(), 2);
        assert_eq!(library.titles().len(), 2);
        assert!(library.titles().contains(&"新的一篇".to_owned()));
    }

    #[test]
    fn what_is_left_out_is_counted_and_not_read() {
        let mut library = library();
        for name in [
            "甲.txt",
            "b/乙.pdf",
            "b/丙.PDF",
            "丁.jpg",
            ".git/戊.png",
            ".己.pdf",
        ] {
            library.write(name, "文");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("丁.jpg", library.folder.path().join("庚.jpg")).unwrap();
        assert_eq!(library.scan().0, ["文"]);
        assert_eq!(library.left_out.kinds(), [("pdf", 2), ("jpg", 1)]);
        let mut found = Vec::new();
        let left_out = walk(library.folder.path(), &Filters::default(), &mut |path| {
            found.push(path.unwrap());
        });
        assert_eq!(
            (found.len(), left_out.kinds()),
            (1, library.left_out.kinds())
        );
    }

    #[test]
    fn what_a_filter_reads_is_catalogued_by_its_name() {
        let settings = r#"pdf = ["no-such-program", "{}"]"#;
        let filters = Filters::new(toml::from_str(settings).unwrap(), None);
        let mut library = library();
        library.catalog = Catalog::through(Arc::new(filters));
        library.write("某法 1957-03-01.pdf", "%PDF-1.4");
        library.write("x.jpg", "");
        assert_eq!(library.scan(), (vec!["某法 1957-03-01".to_owned()], vec![]));
        assert_eq!(library.left_out.kinds(), [("jpg", 1)]);
        assert_eq!(library.scan().0, [""; 0]);
        let (_, entry) = library.catalog.iter().next().unwrap();
        assert_eq!((entry.dates().count(), entry.characters()), (1, 0));
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_read_is_told_and_stays_in_the_catalog() {
        use std::os::unix::fs::symlink;
        let mut library = library();
        library.write("a/甲.txt", "甲");
        library.write("乙.txt", "乙");
        symlink("nowhere", library.folder.path().join("torn.txt")).unwrap();
        assert_eq!(
            library.scan(),
            (vec!["乙".to_owned(), "甲".to_owned()], vec![])
        );
        // Root may read every folder, but cannot walk into one that is gone.
        let root = library.folder.path().to_owned();
        std::fs::rename(&root, root.with_extension("away")).unwrap();
        let (read, skipped) = library.scan();
        assert_eq!((read.len(), skipped.len()), (0, 1));
        let line = Said::new("disk.read").with(root.display());
        assert_eq!(skipped, [line.with_said(Said::new("reason.not-found"))]);
        assert_eq!(library.titles(), ["乙", "甲"]);
        std::fs::rename(root.with_extension("away"), &root).unwrap();
    }

    #[test]
    fn what_vanishes_between_being_found_and_being_read_is_no_trouble() {
        let library = library();
        library.write("甲.txt", "甲");
        let (root, path) = (library.folder.path(), library.folder.path().join("甲.txt"));
        let known = Known::new(root, root, &library.catalog);
        assert!(matches!(
            look_at(root, &known, path.clone()),
            Some(Item::Read(..))
        ));
        std::fs::remove_file(&path).unwrap();
        assert!(look_at(root, &known, path).is_none());
    }

    #[test]
    fn a_scan_stops_when_told() {
        let mut library = library();
        for number in 0..200 {
            library.write(&format!("{number}.txt"), "文");
        }
        let root = library.folder.path().to_owned();
        let stop = AtomicBool::new(true);
        let outcome = scan(&root, &root, &library.catalog, &stop, &mut |_| {});
        assert!(outcome.seen < 200 && outcome.gone.is_empty());
        assert_eq!(library.scan().0.len(), 200);
    }

    #[test]
    fn documents_are_known_by_their_names() {
        for (name, is) in [
            ("a.txt", true),
            ("a.MD.GZ", true),
            ("a.epub", true),
            ("a.epub.gz", false),
            ("a.Docx", true),
            ("a.odt", true),
            ("a.fodt.gz", true),
            ("a.doc", false),
            ("a.htm.zst", true),
            ("a.tar.gz", false),
            ("a", false),
        ] {
            assert_eq!(
                is_document(Path::new(name), &Filters::default()),
                is,
                "{name}"
            );
        }
    }
}
