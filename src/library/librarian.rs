//! The librarian keeps the catalog up to date: loads it from the cache, scans the libraries,
//! watches them, and reports what changes.

mod watch;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant, SystemTime};

use super::cache::{self, Ground, Loading};
use super::folders::Folders;
use super::last_look;
use super::listing;
use super::same::{self, Prints, Same, namesakes};
use super::scan::{Depth, Scanned, Visit, is_document, left_out_of, scan, visit};
use super::segment::Location;
use super::shelf::{By, LastRead, Shelves, Sort};
use super::{Catalog, Entry, EntryId, Filters, LeftOut, Remote, Source};
use crate::disk::{self, Stamp};
use crate::engine;
use crate::text::Said;
pub use watch::Wake;
use watch::Watch;

/// What the librarian reports.
#[derive(Debug)]
pub enum News {
    /// The catalog as it is now. Ids of earlier catalogs keep their meaning.
    Catalog(Catalog),
    /// Which documents are the same.
    Same(Arc<Same>),
    /// Number of files that a scan has looked at so far.
    Scanning(usize),
    /// What was left out of the libraries when they were scanned last.
    LeftOut(LeftOut),
    /// Something could not be read or saved: an error in one line.
    Trouble(Said),
    /// A scan has ended or was stopped.
    Rest,
    /// The requested document is in the catalog.
    Fetched(EntryId),
}

/// How long until a server is asked again that did not answer.
const RETRY: Duration = Duration::from_secs(30);

/// Documents that are read in a row before requests are looked at again.
const AT_A_TIME: usize = 8;

/// The librarian of some libraries.
pub struct Librarian<'a> {
    catalog: Catalog,
    roots: Vec<PathBuf>,
    remotes: Vec<Arc<Remote>>,
    /// Those of them whose servers did not answer last.
    lost: Vec<Arc<Remote>>,
    /// What each library was when it was looked at last.
    grounds: BTreeMap<PathBuf, Ground>,
    /// The folder of saved catalogs; without it none is saved.
    cache: Option<PathBuf>,
    /// The key of the document that is loaded first.
    wanted: Option<String>,
    /// Saved catalogs that are not read to their end.
    kept: Vec<Loading>,
    /// The stamp of each saved catalog as it was read or written.
    saved: BTreeMap<PathBuf, Option<Stamp>>,
    /// How long the look of another room does for this one.
    sharing: Option<Duration>,
    /// Libraries at whose files another room looked last, not this one.
    borrowed: Vec<PathBuf>,
    prints: Prints,
    /// Documents whose prints are still to be computed.
    unread: Vec<EntryId>,
    stop: &'a AtomicBool,
    tell: &'a mut dyn FnMut(News),
}

impl<'a> Librarian<'a> {
    /// A librarian of the libraries at `roots`, which has `catalog` already and stops a scan when
    /// `stop` is set.
    pub fn new(
        catalog: Catalog,
        roots: &[PathBuf],
        cache: Option<PathBuf>,
        stop: &'a AtomicBool,
        tell: &'a mut dyn FnMut(News),
    ) -> Self {
        Self {
            catalog,
            roots: outermost(roots),
            remotes: Vec::new(),
            lost: Vec::new(),
            grounds: BTreeMap::new(),
            cache,
            wanted: None,
            kept: Vec::new(),
            saved: BTreeMap::new(),
            sharing: None,
            borrowed: Vec::new(),
            prints: Prints::new(),
            unread: Vec::new(),
            stop,
            tell,
        }
    }

    /// The same librarian, loading the document with `key` from the cache first.
    #[must_use]
    pub fn wanting(mut self, key: Option<String>) -> Self {
        self.wanted = key;
        self
    }

    /// The same librarian, who has libraries on servers too.
    #[must_use]
    pub fn with_remotes(mut self, remotes: Vec<Arc<Remote>>) -> Self {
        self.remotes = remotes;
        self
    }

    /// The same librarian, who shares looks with other rooms: that of one does for so long.
    #[must_use]
    pub fn sharing(mut self, time: Option<Duration>) -> Self {
        self.sharing = time;
        self
    }

    /// Where the libraries are.
    fn locations(&self) -> Vec<Location> {
        let folders = self.roots.iter().cloned().map(Location::Folder);
        let remotes = self.remotes.iter().cloned().map(Location::Remote);
        folders.chain(remotes).collect()
    }

    /// The catalog as it is now.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Loads what the cache has and reports it; its chunks are read to the end only by a refresh.
    /// Until then, looking at an entry that is not read yet blocks: so `tell`, which runs on this
    /// thread, must not.
    pub fn load(&mut self) {
        let Some(cache) = &self.cache else { return };
        for location in self.locations() {
            // Before it is read: one that is replaced meanwhile is not the one that was.
            let stamp = location.root().and_then(|root| stamp_of(cache, root));
            if let Some(mut kept) = cache::open(cache, &location) {
                kept.read_around(self.wanted.as_deref());
                for part in kept.parts() {
                    self.catalog.add_part(Arc::clone(part));
                }
                if let Some(root) = location.root() {
                    self.grounds.insert(root.to_owned(), kept.ground().clone());
                    self.saved.insert(root.to_owned(), stamp);
                }
                self.kept.push(kept);
            }
        }
        if self
            .grounds
            .values()
            .any(|ground| !ground.left_out.is_empty())
        {
            self.tell_left_out();
        }
        if !self.catalog.is_empty() {
            (self.tell)(News::Catalog(self.catalog.clone()));
        }
    }

    /// Reads the cache to its end.
    fn complete(&mut self) {
        for mut kept in std::mem::take(&mut self.kept) {
            kept.read_all();
        }
        let damaged = self.catalog.parts().filter(|(_, part)| part.is_lost());
        let ids = damaged.flat_map(|(first, part)| (first.0..).take(part.len()).map(EntryId));
        let lost: Vec<EntryId> = ids.collect();
        if !lost.is_empty() {
            self.catalog.remove(lost);
            (self.tell)(News::Catalog(self.catalog.clone()));
        }
    }

    /// Reads all folders of all libraries again, and saves what has changed.
    pub fn refresh(&mut self) {
        for ground in self.grounds.values_mut() {
            ground.folders = Folders::default();
        }
        self.catch_up();
    }

    /// Finds what has changed since the libraries were looked at last, and saves it.
    pub fn catch_up(&mut self) {
        self.complete();
        self.stop.store(false, Ordering::Relaxed);
        let mut before = 0;
        for root in self.roots.clone() {
            before += self.look(&root, before);
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
        }
        self.lost.clear();
        for remote in self.remotes.clone() {
            if let Err(error) = self.ask(&remote)
                && !error.is_unwanted()
            {
                (self.tell)(News::Trouble(error.said()));
                self.lost.push(remote);
            }
        }
        self.join();
        (self.tell)(News::Rest);
        self.compare();
    }

    /// Files that were named on their own and stand in a library too are documents of the library.
    fn join(&mut self) {
        let single = |(id, entry): (EntryId, Entry<'_>)| match &entry.segment.location {
            Location::Single(Source::File(path)) => Some((path.clone(), id)),
            _ => None,
        };
        let singles: BTreeMap<PathBuf, EntryId> = self.catalog.iter().filter_map(single).collect();
        let is_inside = |path: &&Path| self.roots.iter().any(|root| path.starts_with(root));
        let paths: HashSet<&Path> = singles.keys().map(PathBuf::as_path).collect();
        let paths: HashSet<&Path> = paths.into_iter().filter(is_inside).collect();
        if paths.is_empty() {
            return;
        }
        let mut libraries = self.catalog.clone();
        libraries.remove(singles.values().copied());
        let found = libraries.find_files(&paths);
        if !found.is_empty() {
            let joined = found.keys().filter_map(|path| singles.get(path).copied());
            self.catalog.remove(joined);
            (self.tell)(News::Catalog(self.catalog.clone()));
        }
    }

    /// Looks through a library; only at its folders, if another room has just looked at the files.
    /// Returns how many files it has.
    fn look(&mut self, root: &Path, before: usize) -> usize {
        let is_fresh = self.sharing.is_some_and(|time| {
            let last = self.last_look(root);
            let age = last.and_then(|last| SystemTime::now().duration_since(last).ok());
            age.is_some_and(|age| age < time)
        });
        if is_fresh {
            self.borrowed.push(root.to_owned());
            return self.scan((root, root), before, Depth::Folders);
        }
        self.look_at_files(root, before)
    }

    /// Looks through a library at each file; tells other rooms, if they share it.
    fn look_at_files(&mut self, root: &Path, before: usize) -> usize {
        let begun = SystemTime::now();
        let seen = self.scan((root, root), before, Depth::Files);
        let is_whole = !self.stop.load(Ordering::Relaxed);
        let shares = is_whole && self.sharing.is_some();
        if let Some(cache) = self.cache.as_ref().filter(|_| shares) {
            // Nothing is lost if it cannot be told: others look for themselves.
            let _ = last_look::tell(&cache::last_look(cache, root), begun);
        }
        seen
    }

    /// When a room last looked through a library, whose catalog is still as this room has it.
    fn last_look(&self, root: &Path) -> Option<SystemTime> {
        let cache = self.cache.as_ref()?;
        let last = last_look::last(&cache::last_look(cache, root))?;
        let own = self.saved.get(root).copied().flatten()?;
        (stamp_of(cache, root) == Some(own)).then_some(last)
    }

    /// Looks at the files of libraries at which no room has looked since this one watches them.
    fn settle(&mut self, watched: SystemTime) {
        self.stop.store(false, Ordering::Relaxed);
        for root in std::mem::take(&mut self.borrowed) {
            if self.last_look(&root).is_none_or(|last| last < watched) {
                self.look_at_files(&root, 0);
            }
        }
        self.compare();
    }

    /// Watches the libraries and answers requests until the last sender of `wakes` is gone; `waker`
    /// is a sender for the watch itself.
    pub fn watch(&mut self, waker: &std::sync::mpsc::Sender<Wake>, wakes: &Receiver<Wake>) {
        let singles = self.catalog.iter().filter_map(|(_, entry)| {
            match (&entry.segment.location, entry.source()) {
                (Location::Single(_), Source::File(path)) => Some(path),
                _ => None,
            }
        });
        let singles: Vec<PathBuf> = singles.collect();
        let watch = Watch::new(&self.roots, &singles, self.catalog.filters(), waker);
        let (mut watch, failed) = match watch {
            Ok(watch) => (Some(watch), None),
            Err(error) => (None, Some(error)),
        };
        if let Some(watch) = &mut watch {
            self.watch_libraries(watch);
        }
        let missed = watch.as_ref().and_then(|watch| watch.missed.as_ref());
        if let Some(error) = missed.or(failed.as_ref()) {
            (self.tell)(News::Trouble(watch::told(error)));
        }
        // They may have changed between being read and being watched.
        self.revisit(&singles.into_iter().collect());
        let watched = SystemTime::now();
        let time = self.sharing.unwrap_or_default();
        // Rooms that borrowed one look do not all look again at once.
        let due = Instant::now() + time + time.mul_f64(f64::from(std::process::id() % 64) / 64.0);
        loop {
            // Work that nobody waits for is done when there is nothing else to do.
            let wake = if !self.unread.is_empty() {
                watch::next_within(Duration::ZERO, wakes)
            } else if !self.lost.is_empty() {
                watch::next_within(RETRY, wakes)
            } else if !self.borrowed.is_empty() {
                watch::next_within(due.saturating_duration_since(Instant::now()), wakes)
            } else {
                watch::next(wakes).ok_or(watch::End).map(Some)
            };
            let wake = match wake {
                Ok(Some(wake)) => wake,
                Ok(None) if self.unread.is_empty() => {
                    if !self.borrowed.is_empty() && Instant::now() >= due {
                        self.settle(watched);
                    }
                    self.retry();
                    continue;
                }
                Ok(None) => {
                    self.read_some();
                    continue;
                }
                Err(watch::End) => return,
            };
            match wake {
                Wake::Refresh => {
                    self.refresh();
                    if let Some(watch) = &mut watch {
                        self.watch_libraries(watch);
                    }
                }
                Wake::Changed(paths) => {
                    if let Some(watch) = &mut watch {
                        let folders = paths.iter().filter(|path| self.has_folder(path));
                        folders.for_each(|folder| watch.below(folder));
                    }
                    self.revisit(&paths);
                }
                Wake::Fetch(path) => self.fetch(path),
                Wake::End => return,
            }
        }
    }

    /// Watches the folders that the scan has found, and reads those again that have changed since,
    /// or may have: what came to them before they were watched would never be told.
    fn watch_libraries(&mut self, watch: &mut Watch) {
        for root in self.roots.clone() {
            let tells = |folder: &Path| {
                let changed = disk::listing_changed(folder, folder == root);
                changed.is_some_and(|changed| changed != 0)
            };
            if !tells(&root) {
                watch.below(&root);
                continue;
            }
            let ground = self.grounds.entry(root.clone()).or_default();
            watch.library(&root, ground.folders.iter().map(|(folder, _)| folder));
            let mut last: Option<PathBuf> = None;
            for folder in ground.folders.sort(&root).changed {
                // With a folder all below it is read.
                if last.as_ref().is_some_and(|last| folder.starts_with(last)) {
                    continue;
                }
                watch.below(&folder);
                if tells(&folder) {
                    self.scan((&root, &folder), 0, Depth::Files);
                    last = Some(folder);
                }
            }
        }
    }

    /// Whether a path is that of a folder of a library.
    fn has_folder(&self, path: &Path) -> bool {
        let root = self.roots.iter().find(|root| path.starts_with(root));
        root.is_some_and(|root| disk::is_folder(path) && !disk::is_by_link(root, path))
    }

    /// Adds a file outside the libraries to the catalog.
    fn fetch(&mut self, path: PathBuf) {
        let source = Source::File(path);
        let found = match self.catalog.find(&source) {
            Some(entry) => Ok(entry),
            None => self.catalog.read(source),
        };
        match found {
            Ok(entry) => {
                (self.tell)(News::Catalog(self.catalog.clone()));
                (self.tell)(News::Fetched(entry));
            }
            Err(error) => (self.tell)(News::Trouble(error.said())),
        }
    }

    /// Asks a server what it has.
    fn ask(&mut self, remote: &Arc<Remote>) -> Result<(), engine::Error> {
        let (known, stop) = (self.catalog.clone(), self.stop);
        let is_wanted = || !stop.load(Ordering::Relaxed);
        let mut changed = false;
        let asked = listing::scan(remote, &known, &is_wanted, &mut |scanned| {
            changed |= self.take(scanned, 0);
        });
        let gone = asked?;
        if !gone.is_empty() {
            changed = true;
            self.catalog.remove(gone);
            (self.tell)(News::Catalog(self.catalog.clone()));
        }
        if changed {
            self.keep(&Location::Remote(Arc::clone(remote)));
        }
        Ok(())
    }

    /// Asks the servers again that did not answer; it was told already that they do not.
    fn retry(&mut self) {
        self.stop.store(false, Ordering::Relaxed);
        for remote in std::mem::take(&mut self.lost) {
            match self.ask(&remote) {
                Ok(()) => self.compare(),
                Err(_) => self.lost.push(remote),
            }
        }
    }

    /// Takes what a scan reports, which has seen some files before; whether anything is new.
    fn take(&mut self, scanned: Scanned, before: usize) -> bool {
        match scanned {
            Scanned::Found(segment, replaced) => {
                self.catalog.remove(replaced);
                self.catalog.add(segment);
                (self.tell)(News::Catalog(self.catalog.clone()));
                return true;
            }
            Scanned::Seen(count) => (self.tell)(News::Scanning(before + count)),
            Scanned::Skipped(reason) => (self.tell)(News::Trouble(reason)),
        }
        false
    }

    /// Scans a folder of a library; returns how many files it has.
    fn scan(&mut self, (root, folder): (&Path, &Path), before: usize, depth: Depth) -> usize {
        let known = self.catalog.clone();
        let filters = known.filters().edition();
        let ground = self.grounds.entry(root.to_owned()).or_default();
        if ground.filters != filters {
            ground.folders = Folders::default();
            ground.filters = filters;
        }
        let folders = ground.folders.clone();
        let mut changed = false;
        let outcome = scan(
            root,
            folder,
            (&known, &folders),
            depth,
            self.stop,
            &mut |scanned| {
                changed |= self.take(scanned, before);
            },
        );
        if !outcome.gone.is_empty() {
            changed = true;
            self.catalog.remove(outcome.gone);
            (self.tell)(News::Catalog(self.catalog.clone()));
        }
        let is_whole = !self.stop.load(Ordering::Relaxed);
        if is_whole {
            changed |= self.leave_out(root, |left_out| {
                left_out.forget_below(folder, &outcome.unread);
                left_out.merge(outcome.left_out);
            });
            if let Some(ground) = self.grounds.get_mut(root) {
                ground.folders.forget_below(folder);
                ground.folders.merge(outcome.folders);
                changed |= ground.folders != folders;
            }
        }
        if changed && is_whole {
            self.keep(&Location::Folder(root.to_owned()));
        }
        outcome.seen
    }

    /// Changes what was left out of a library; tells it, and returns it, if the counts are others.
    fn leave_out(&mut self, root: &Path, change: impl FnOnce(&mut LeftOut)) -> bool {
        let left_out = &mut self.grounds.entry(root.to_owned()).or_default().left_out;
        let before = left_out.clone();
        change(left_out);
        let is_other = before.kinds() != left_out.kinds();
        if is_other {
            self.tell_left_out();
        }
        is_other
    }

    /// Counts again what is left out of the folder of a path, which may be gone with all below it.
    fn recount(&mut self, root: &Path, path: &Path) {
        let folder = path.parent().filter(|folder| folder.starts_with(root));
        let counted = folder.map(|folder| left_out_of(folder, self.catalog.filters()));
        self.leave_out(root, |left_out| {
            left_out.forget_below(path, &BTreeSet::new());
            if let (Some(folder), Some(counted)) = (folder, counted) {
                left_out.forget(folder);
                left_out.merge(counted);
            }
        });
    }

    fn tell_left_out(&mut self) {
        let mut all = LeftOut::default();
        for ground in self.grounds.values() {
            all.merge(ground.left_out.clone());
        }
        (self.tell)(News::LeftOut(all));
    }

    /// Looks again at paths that have changed.
    fn revisit(&mut self, paths: &BTreeSet<PathBuf>) {
        let mut is_changed = false;
        for path in paths {
            let root = self.roots.iter().find(|root| path.starts_with(root));
            let root = root.cloned();
            if let Some(root) = &root
                && self.has_folder(path)
            {
                self.stop.store(false, Ordering::Relaxed);
                self.scan((root, path), 0, Depth::Files);
                continue;
            }
            if let Some(root) = &root
                && !is_document(path, self.catalog.filters())
            {
                self.recount(root, path);
            }
            match visit(root.as_deref(), path, &self.catalog) {
                Visit::Same => continue,
                Visit::Read(segment, replaced) => {
                    self.catalog.remove(replaced);
                    self.catalog.add(segment);
                }
                Visit::Gone(gone) if gone.is_empty() => continue,
                Visit::Gone(gone) => self.catalog.remove(gone),
                Visit::Unreadable(reason) => {
                    (self.tell)(News::Trouble(reason));
                    continue;
                }
            }
            is_changed = true;
        }
        if !is_changed {
            return;
        }
        // Not saved: the next start finds these changes by itself, and the whole catalog would be
        // written for each.
        (self.tell)(News::Catalog(self.catalog.clone()));
        self.compare();
    }

    /// Finds equal documents, as far as is known; documents with the same title are to be read for
    /// it.
    fn compare(&mut self) {
        let is_unread = |id: &EntryId| {
            let entry = self.catalog.get(*id);
            // The whole of a library on a server is not fetched for it.
            let is_unread = |entry: Entry<'_>| entry.record.print == 0 && !entry.is_remote();
            entry.is_some_and(is_unread) && !self.prints.contains_key(id)
        };
        let titled = namesakes(&self.catalog).into_iter().flatten();
        self.unread = titled.filter(is_unread).collect();
        self.tell_same();
    }

    fn tell_same(&mut self) {
        (self.tell)(News::Same(Arc::new(Same::find(
            &self.catalog,
            &self.prints,
        ))));
    }

    /// Computes the prints of some documents; after the last, reports the result and saves it.
    fn read_some(&mut self) {
        for _ in 0..AT_A_TIME {
            let Some(id) = self.unread.pop() else { break };
            if let Some(source) = self.catalog.get(id).map(super::Entry::source)
                && let Some(print) = print_of(&source, self.catalog.filters())
            {
                self.prints.insert(id, print);
            }
        }
        if self.unread.is_empty() {
            self.tell_same();
            for root in self.roots.clone() {
                self.keep(&Location::Folder(root));
            }
        }
    }

    /// Saves the catalog of one library in the order of its shelves.
    fn keep(&mut self, location: &Location) {
        let (Some(cache), Some(root)) = (&self.cache, location.root()) else {
            return;
        };
        let shelves = Shelves::arrange(
            &self.catalog,
            &Same::default(),
            By::Collection,
            Sort::Title,
            &LastRead::default(),
        );
        let none = Ground::default();
        let kept = (&self.catalog, self.grounds.get(root).unwrap_or(&none));
        if let Err(error) = cache::save(cache, location, kept, &shelves, &self.prints) {
            (self.tell)(News::Trouble(error.said()));
        }
        let stamp = stamp_of(cache, root);
        self.saved.insert(root.to_owned(), stamp);
    }
}

/// The stamp of the saved catalog of a library.
fn stamp_of(cache: &Path, root: &Path) -> Option<Stamp> {
    disk::stamp(&cache::file(cache, root)).ok()
}

/// As `same::print_of`; `None` where running a program would tell it.
fn print_of(source: &Source, filters: &Filters) -> Option<u64> {
    if source.is_filtered(filters) {
        return None;
    }
    let (document, _) = source.document(None, filters).ok()?;
    Some(same::print_of(&document))
}

/// The folders that are not inside others of the list, as absolute paths, each once.
pub fn outermost(roots: &[PathBuf]) -> Vec<PathBuf> {
    let absolute = |root: &PathBuf| std::path::absolute(root).unwrap_or_else(|_| root.clone());
    let roots: Vec<PathBuf> = roots.iter().map(absolute).collect();
    let mut kept: Vec<PathBuf> = Vec::new();
    for root in &roots {
        let is_inside = roots
            .iter()
            .any(|other| root != other && root.starts_with(other));
        if !is_inside && !kept.contains(root) {
            kept.push(root.clone());
        }
    }
    kept
}

#[cfg(test)]
mod tests;
