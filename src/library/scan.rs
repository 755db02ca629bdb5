//! Scanning: walks a folder in parallel and reads the heads of new and changed documents, until
//! stopped.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::SystemTime;

use foldhash::HashMap;
use ignore::{DirEntry, WalkBuilder, WalkState};

use super::folders::{Folders, Sorted};
use super::name::{path_bytes, path_of};
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
    /// Files that are no documents by their names, in the folders that were read.
    pub left_out: LeftOut,
    /// The folders with their times.
    pub folders: Folders,
    /// Those of them that were not read, since their listings are as they were.
    pub unread: BTreeSet<PathBuf>,
}

/// Entries of the first report. Each further report has as many as all before it, up to
/// [`LARGEST_BATCH`], since each report rearranges the shelves.
const FIRST_BATCH: usize = 256;

/// Most entries of a report: until it is reported, a growing segment takes twice the memory.
const LARGEST_BATCH: usize = 1 << 14;

/// Files between two reports of progress.
const STEP: usize = 1 << 13;

/// How far a scan looks where the listing of a folder is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// At each file that is known in it.
    Files,
    /// No further: its files were looked at a moment ago.
    Folders,
}

/// Whether a file's name is that of a document, or of a file that a filter makes one of.
pub fn is_document(path: &Path, filters: &Filters) -> bool {
    format(path).is_some() || filters.of(path).is_some()
}

/// Looks through `folder`, which is `root` or below it. Of `folders` only those are read whose
/// listings have changed; documents that `known` has of the library at `root` are not read again
/// unless they changed. Links are not followed; hidden files are skipped.
pub fn scan(
    root: &Path,
    folder: &Path,
    (known, folders): (&Catalog, &Folders),
    depth: Depth,
    stop: &AtomicBool,
    report: &mut dyn FnMut(Scanned),
) -> Outcome {
    let known = Known::new(root, folder, known);
    let Sorted { same, changed } = folders.sort(folder);
    let mut new = Vec::new();
    if same.is_empty() && changed.is_empty() {
        new.push(folder.to_owned());
    }
    let (sender, sent) = sync_channel(16);
    let mut outcome = thread::scope(|scope| {
        let look = Look {
            root,
            known: &known,
            folders,
            stop,
            to: sender,
        };
        let same = &same;
        scope.spawn(move || {
            look.files(same, depth);
            new.extend(look.walk(&changed, Some(1)));
            look.walk(&new, None);
        });
        collect(root, &known, &sent, stop, report)
    });
    let times = folders.iter().filter(|(path, _)| same.contains(*path));
    let times = times.map(|(path, changed)| (path.to_owned(), changed));
    outcome.folders.merge(times.collect());
    outcome.unread = same;
    outcome
}

/// A look through a library, by several threads.
struct Look<'a> {
    root: &'a Path,
    known: &'a Known<'a>,
    folders: &'a Folders,
    stop: &'a AtomicBool,
    to: SyncSender<Sent>,
}

impl Look<'_> {
    fn batch(&self) -> Batch {
        Batch {
            sent: Sent::default(),
            to: self.to.clone(),
        }
    }

    /// Looks at the documents that are known in folders whose listings have not changed.
    fn files(&self, folders: &BTreeSet<PathBuf>, depth: Depth) {
        if depth == Depth::Folders {
            let mut batch = self.batch();
            let known = folders
                .iter()
                .flat_map(|folder| self.known.in_folder(self.root, folder));
            for id in known {
                if !batch.put(Item::Same(*id)) {
                    return;
                }
            }
            return;
        }
        let next = Mutex::new(folders.iter());
        let work = || {
            let mut batch = self.batch();
            let take = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
            while let Some(folder) = take() {
                let opened = disk::Folder::open(folder).ok();
                for item in self.known.items(self.root, folder, opened.as_ref()) {
                    if self.stop.load(Ordering::Relaxed) || !batch.put(item) {
                        return;
                    }
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..threads() {
                scope.spawn(work);
            }
        });
    }

    /// Walks folders; with a depth of 1 it returns the folders in them that were not known.
    fn walk(&self, folders: &[PathBuf], depth: Option<usize>) -> Vec<PathBuf> {
        let Some((first, others)) = folders.split_first() else {
            return Vec::new();
        };
        let mut walk = walker(first);
        for other in others {
            walk.add(other);
        }
        let walk = walk.max_depth(depth).threads(threads()).build_parallel();
        let new = Mutex::new(Vec::new());
        walk.run(|| {
            let (mut batch, new) = (self.batch(), &new);
            Box::new(move |found| {
                if let Some(found) = found.as_ref().ok().filter(|found| is_folder(found)) {
                    let is_inner = depth == Some(found.depth());
                    let path = found.path();
                    if is_inner && !self.folders.knows(path) {
                        let mut new = new.lock().unwrap_or_else(PoisonError::into_inner);
                        new.push(path.to_owned());
                    } else if !is_inner
                        && let Some(changed) = disk::listing_changed(path, found.depth() == 0)
                    {
                        batch
                            .sent
                            .folders
                            .put(path.to_owned(), changed, SystemTime::now());
                    }
                }
                let item = look(self.root, self.known, found, &mut batch.sent.left_out);
                let is_over = self.stop.load(Ordering::Relaxed);
                if is_over || item.is_some_and(|item| !batch.put(item)) {
                    return WalkState::Quit;
                }
                WalkState::Continue
            })
        });
        new.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

fn threads() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
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

fn is_folder(found: &DirEntry) -> bool {
    // The root itself may be a link.
    found.depth() == 0 || found.file_type().is_some_and(|kind| kind.is_dir())
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
    folders: Folders,
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
    let mut folders = Folders::default();
    let items = sent.iter().flat_map(|sent: Sent| {
        left_out.merge(sent.left_out);
        folders.merge(sent.folders);
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
    for path in &unreadable {
        folders.doubt(path);
    }
    outcome.left_out = left_out;
    outcome.folders = folders;
    outcome
}

/// The known entries at and below the folder that is scanned.
struct Known<'a> {
    catalog: &'a Catalog,
    by_folder: HashMap<&'a [u8], Vec<EntryId>>,
    /// Hashes of paths and their entries, sorted; made when a folder is read.
    by_path: OnceLock<Vec<(u32, EntryId)>>,
    hasher: RandomState,
}

impl<'a> Known<'a> {
    fn new(root: &Path, folder: &Path, catalog: &'a Catalog) -> Self {
        let below = folder.strip_prefix(root).unwrap_or(Path::new(""));
        let mut by_folder: HashMap<&[u8], Vec<EntryId>> = HashMap::default();
        for (id, entry) in catalog.iter() {
            if entry.is_below(root, below) {
                by_folder.entry(entry.folder_bytes()).or_default().push(id);
            }
        }
        Self {
            catalog,
            by_folder,
            by_path: OnceLock::new(),
            hasher: RandomState::new(),
        }
    }

    fn ids(&self) -> impl Iterator<Item = EntryId> {
        self.by_folder.values().flatten().copied()
    }

    /// The entries that are known in a folder.
    fn in_folder(&self, root: &Path, folder: &Path) -> &[EntryId] {
        let below = path_bytes(folder.strip_prefix(root).unwrap_or(folder));
        self.by_folder.get(&*below).map_or(&[], Vec::as_slice)
    }

    /// What has become of the documents that are known in a folder, which is open or cannot be
    /// opened.
    fn items(
        &self,
        root: &Path,
        folder: &Path,
        opened: Option<&disk::Folder>,
    ) -> impl Iterator<Item = Item> {
        self.in_folder(root, folder).iter().filter_map(move |id| {
            let entry = self.catalog.get(*id)?;
            let name = path_of(entry.name_bytes());
            let now = opened.and_then(|opened| opened.stamp(&name));
            if now == Some(entry.stamp()) {
                return Some(Item::Same(*id));
            }
            look_at(root, self, folder.join(name))
        })
    }

    fn hash(&self, folder: &[u8], name: &[u8]) -> u32 {
        self.hasher.hash_one((folder, name)) as u32
    }

    fn by_path(&self) -> &[(u32, EntryId)] {
        self.by_path.get_or_init(|| {
            let hashed = |id| {
                let entry = self.catalog.get(id)?;
                Some((self.hash(entry.folder_bytes(), entry.name_bytes()), id))
            };
            let mut by_path: Vec<_> = self.ids().filter_map(hashed).collect();
            by_path.sort_unstable();
            by_path
        })
    }

    /// The entry of a path relative to the library's root.
    fn get(&self, path: &Path) -> Option<(EntryId, Stamp)> {
        let folder = path_bytes(path.parent().unwrap_or(Path::new("")));
        if !self.by_folder.contains_key(&*folder) {
            return None;
        }
        let name = path_bytes(Path::new(path.file_name().unwrap_or_default()));
        let hash = self.hash(&folder, &name);
        let by_path = self.by_path();
        let start = by_path.partition_point(|(other, _)| *other < hash);
        let alike = by_path.iter().skip(start);
        alike
            .take_while(|(other, _)| *other == hash)
            .filter_map(|(_, id)| Some((*id, self.catalog.get(*id)?)))
            .find(|(_, entry)| entry.folder_bytes() == &*folder && entry.name_bytes() == &*name)
            .map(|(id, entry)| (id, entry.stamp()))
    }

    /// The known entries that were not found again, except where nothing could be read.
    fn without(&self, alive: &[bool], unreadable: &[PathBuf]) -> Vec<EntryId> {
        let is_alive = |id: &EntryId| alive.get(id.0 as usize) == Some(&true);
        let is_hidden = |id: &EntryId| {
            !unreadable.is_empty()
                && self.catalog.get(*id).is_some_and(|entry| {
                    let source = entry.source();
                    let path = PathBuf::from(&*source.name());
                    unreadable.iter().any(|folder| path.starts_with(folder))
                })
        };
        self.ids()
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
        folders: Folders,
        /// How many folders the last scan has read.
        read: usize,
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
                (&known, &self.folders),
                Depth::Files,
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
            self.left_out.forget_below(&root, &outcome.unread);
            self.left_out.merge(outcome.left_out);
            self.read = outcome.folders.iter().len() - outcome.unread.len();
            self.folders = outcome.folders;
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
            folders: Folders::default(),
            read: 0,
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

    /// Makes all folders as old as if nobody had changed them for an hour.
    #[cfg(target_os = "linux")]
    fn age(folder: &Path) {
        for inner in std::fs::read_dir(folder).unwrap().flatten() {
            if inner.file_type().unwrap().is_dir() {
                age(&inner.path());
            }
        }
        let hour = std::time::Duration::from_secs(3600);
        let opened = std::fs::File::open(folder).unwrap();
        let changed = opened.metadata().unwrap().modified().unwrap();
        if changed.elapsed().is_ok_and(|age| age < hour / 2) {
            opened.set_modified(changed - hour).unwrap();
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_whose_listing_did_not_change_is_not_read_again() {
        let mut library = library();
        for name in ["甲.txt", "a/乙.txt", "a/b/丙.txt", "c/图.jpg"] {
            library.write(name, "文");
        }
        age(library.folder.path());
        library.scan();
        assert_eq!(library.read, 4);
        library.scan();
        assert_eq!((library.read, library.titles().len()), (0, 3));
        assert_eq!(library.left_out.kinds(), [("jpg", 1)]);
        // What is written in its place is seen all the same.
        library.write("a/b/丙.txt", "另一篇");
        assert_eq!(library.scan().0, ["另一篇"]);
        assert_eq!(library.read, 0);
        // Only the folder where something came is read, and the one that came.
        library.write("a/d/丁.txt", "丁");
        assert_eq!(library.scan().0, ["丁"]);
        assert_eq!(library.read, 2);
        // A folder that changed just before it was read is read once more.
        library.scan();
        assert_eq!(library.read, 2);
        age(library.folder.path());
        library.scan();
        library.scan();
        assert_eq!((library.read, library.titles().len()), (0, 4));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn whatever_happens_to_folders_a_second_look_knows_all_that_a_first_one_does() {
        use std::os::unix::fs::symlink;
        let mut seed = 1_u64;
        let mut below = |limit: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % limit
        };
        let mut library = library();
        let root = library.folder.path().to_owned();
        let places = ["", "a", "a/b", "a/b/c", "d", "d/e", ".f"];
        for step in 0..300 {
            let place = root.join(places[below(7) as usize]);
            let other = root.join(places[below(7) as usize]);
            let file = place.join(format!(
                "{}.{}",
                below(4),
                ["txt", "jpg"][below(2) as usize]
            ));
            // Whatever cannot be done is left.
            let _ = match below(7) {
                0..3 => std::fs::create_dir_all(&place)
                    .and_then(|()| std::fs::write(&file, format!("第{step}篇"))),
                3 => std::fs::remove_file(&file),
                4 if place != root => {
                    std::fs::remove_dir_all(&place).or_else(|_| std::fs::remove_file(&place))
                }
                5 if place != root => std::fs::rename(&place, &other),
                6 => symlink(&other, &file).or_else(|_| symlink(&other, &place)),
                _ => Ok(()),
            };
            if below(2) == 0 {
                age(&root);
            }
            if below(3) > 0 {
                continue;
            }
            library.scan();
            let mut fresh = self::library();
            let empty = std::mem::replace(&mut fresh.folder, library.folder);
            fresh.scan();
            library.folder = std::mem::replace(&mut fresh.folder, empty);
            assert_eq!(library.titles(), fresh.titles(), "{step}");
            assert_eq!(library.left_out.kinds(), fresh.left_out.kinds(), "{step}");
        }
    }

    #[test]
    fn a_scan_stops_when_told() {
        let mut library = library();
        for number in 0..200 {
            library.write(&format!("{number}.txt"), "文");
        }
        let root = library.folder.path().to_owned();
        let stop = AtomicBool::new(true);
        let known = (&library.catalog, &Folders::default());
        let outcome = scan(&root, &root, known, Depth::Files, &stop, &mut |_| {});
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
