//! The catalog: all entries of the open libraries, in shared, immutable parts.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::filter::Filters;
use super::name::name_bytes;
use super::part::{Part, key_hash};
use super::segment::{Location, Segment};
use super::{Entry, EntryId, Remote, Source, samples};
use crate::disk;

/// Most parts that are kept though all their documents are gone: someone may still read one of
/// them. A library whose files change all day would take ever more memory with all of them.
const REMEMBERED: usize = 1000;

/// The entries, each with an id that is valid as long as the program runs. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// Each part with the id of its first entry.
    parts: Vec<(u32, Arc<Part>)>,
    /// Entries whose documents are gone.
    gone: HashSet<EntryId>,
    /// Number of ids given so far.
    given: u32,
    /// Through which some of the documents are read.
    filters: Arc<Filters>,
}

impl Catalog {
    /// An empty catalog of documents that are read through filters where there is one for them.
    pub fn through(filters: Arc<Filters>) -> Self {
        Self {
            filters,
            ..Self::default()
        }
    }

    /// The filters through which some of the documents are read.
    pub fn filters(&self) -> &Arc<Filters> {
        &self.filters
    }

    /// The sample library that is built into the binary, for a reader of a language, by its tag.
    pub fn builtin(language: &str) -> Self {
        Self::default().with_samples(language)
    }

    /// The same catalog with the sample library.
    #[must_use]
    pub fn with_samples(mut self, language: &str) -> Self {
        for (name, bytes) in samples::of(language) {
            // Reading from memory cannot fail.
            let _ = self.read(Source::Builtin(name, bytes));
        }
        self
    }

    /// Adds a segment; returns the id of its first entry.
    pub fn add(&mut self, segment: Arc<Segment>) -> EntryId {
        self.add_part(Arc::new(Part::of(segment)))
    }

    /// Adds a part; returns the id of its first entry.
    pub(super) fn add_part(&mut self, part: Arc<Part>) -> EntryId {
        let first = self.given;
        self.given += part.len() as u32;
        self.parts.push((first, part));
        EntryId(first)
    }

    /// Adds a document outside the libraries; reads its head.
    ///
    /// # Errors
    /// As [`Source::facts`].
    pub fn read(&mut self, source: Source) -> Result<EntryId, disk::Error> {
        let facts = source.facts(&self.filters)?;
        Ok(self.add(Segment::of_source(&facts, source).seal()))
    }

    /// Removes entries.
    pub fn remove(&mut self, entries: impl IntoIterator<Item = EntryId>) {
        self.gone.extend(entries);
        let is_gone = |(first, part): &(u32, Arc<Part>)| {
            let mut ids = (*first..).map(EntryId).take(part.len());
            ids.all(|id| self.gone.contains(&id))
        };
        if self.gone.len() > REMEMBERED {
            let count = self.parts.iter().filter(|part| is_gone(part)).count();
            let mut surplus = count.saturating_sub(REMEMBERED);
            self.parts.retain(|part| {
                let is_forgotten = surplus > 0 && is_gone(part);
                surplus -= usize::from(is_forgotten);
                !is_forgotten
            });
        }
    }

    /// The entry of an id; those that were removed last can still be looked up.
    pub fn get(&self, id: EntryId) -> Option<Entry<'_>> {
        let after = self.parts.partition_point(|(first, _)| *first <= id.0);
        let (first, part) = self.parts.get(after.checked_sub(1)?)?;
        let segment = part.segment();
        let record = segment.records.get((id.0 - first) as usize)?;
        Some(Entry { segment, record })
    }

    /// Whether a document is still there.
    pub fn has(&self, id: EntryId) -> bool {
        id.0 < self.given && !self.gone.contains(&id)
    }

    /// Whether no document is gone.
    pub(super) fn is_whole(&self) -> bool {
        self.gone.is_empty()
    }

    /// The parts, each with the id of its first entry.
    pub(super) fn parts(&self) -> impl Iterator<Item = (EntryId, &Part)> {
        let parts = self.parts.iter();
        parts.map(|(first, part)| (EntryId(*first), &**part))
    }

    /// The entries of a part with their ids.
    pub(super) fn entries_of<'a>(
        &'a self,
        (first, part): (EntryId, &'a Part),
    ) -> impl Iterator<Item = (EntryId, Entry<'a>)> {
        let segment = part.segment();
        let ids = (first.0..).map(EntryId).zip(&segment.records);
        ids.filter(|(id, _)| self.gone.is_empty() || !self.gone.contains(id))
            .map(move |(id, record)| (id, Entry { segment, record }))
    }

    /// All entries with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, Entry<'_>)> {
        self.parts().flat_map(|part| self.entries_of(part))
    }

    /// The entries that may have one of the wanted keys, given as hashes. In a part that is still
    /// being read, only such entries are waited for.
    fn keyed(
        &self,
        is_wanted: impl Fn(u32) -> bool + Copy,
    ) -> impl Iterator<Item = (EntryId, Entry<'_>)> {
        let ids = self.parts().flat_map(move |(first, part)| {
            let may_be = move |index: &usize| part.may_be(*index, is_wanted);
            let indices = (0..part.len()).filter(may_be);
            indices.map(move |index| EntryId(first.0 + index as u32))
        });
        ids.filter(|id| self.has(*id))
            .filter_map(|id| Some((id, self.get(id)?)))
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.given as usize - self.gone.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Upper bound of the ids: all are below it.
    pub fn bound(&self) -> usize {
        self.given as usize
    }

    /// The entry of a source.
    pub fn find(&self, source: &Source) -> Option<EntryId> {
        let name = match source {
            Source::File(path) => path.file_name().map(name_bytes),
            Source::Remote(held) => Path::new(&held.path).file_name().map(name_bytes),
            Source::Builtin(..) | Source::Memory(..) => None,
        };
        let same = |entry: Entry<'_>| match (&entry.segment.location, &name) {
            (Location::Single(single), _) => single == source,
            // Comparing names is cheaper than building paths.
            (Location::Folder(_) | Location::Remote(_), Some(name)) => {
                entry.segment.name_bytes(entry.record) == &**name && entry.source() == *source
            }
            (Location::Folder(_) | Location::Remote(_), None) => false,
        };
        self.iter()
            .find(|(_, entry)| same(*entry))
            .map(|(id, _)| id)
    }

    /// The entry of the document with a key: the first of several.
    pub fn find_key(&self, key: &str) -> Option<EntryId> {
        self.keyed_by(key).next()
    }

    /// The entries of all documents with a key: other editions have it too, and unrelated texts of
    /// one title.
    pub fn find_keyed(&self, key: &str) -> Vec<EntryId> {
        self.keyed_by(key).collect()
    }

    fn keyed_by(&self, key: &str) -> impl Iterator<Item = EntryId> {
        let same = move |entry: Entry<'_>| match entry.id() {
            "" => entry.key() == key,
            id => id == key,
        };
        let hash = key_hash(key);
        self.keyed(move |other| other == hash)
            .filter(move |(_, entry)| same(*entry))
            .map(|(id, _)| id)
    }

    /// The entries of the documents with these keys, found in one pass, each key's in order.
    pub fn find_keys(&self, keys: &HashSet<&str>) -> HashMap<String, Vec<EntryId>> {
        let mut found: HashMap<String, Vec<EntryId>> = HashMap::new();
        for (id, key) in self.known(keys.iter().copied(), |key| keys.get(key)) {
            found.entry((*key).to_owned()).or_default().push(id);
        }
        found
    }

    /// The entries of these files, found in one pass.
    pub fn find_files(&self, paths: &HashSet<&Path>) -> HashMap<PathBuf, EntryId> {
        let names = paths.iter().filter_map(|path| path.file_name());
        let names: HashSet<_> = names.map(name_bytes).collect();
        let mut found = HashMap::new();
        if paths.is_empty() {
            return found;
        }
        for (id, entry) in self.iter() {
            // Comparing names is cheaper than building paths.
            let may_be = match &entry.segment.location {
                Location::Single(_) => true,
                Location::Remote(_) => false,
                Location::Folder(_) => names.contains(entry.segment.name_bytes(entry.record)),
            };
            if may_be
                && let Source::File(path) = entry.source()
                && paths.contains(path.as_path())
            {
                found.entry(path).or_insert(id);
            }
        }
        found
    }

    /// The entries with one of the keys, each with its value from `of`.
    fn known<'k, T>(
        &self,
        keys: impl Iterator<Item = &'k str>,
        of: impl Fn(&str) -> Option<T>,
    ) -> Vec<(EntryId, T)> {
        let hashes: HashSet<u32> = keys.map(key_hash).collect();
        let of = |entry: Entry<'_>| match entry.id() {
            "" => of(&entry.key()),
            id => of(id),
        };
        self.keyed(|hash| hashes.contains(&hash))
            .filter_map(|(id, entry)| Some((id, of(entry)?)))
            .collect()
    }

    /// The roots of the libraries, each once.
    pub(super) fn roots(&self) -> impl Iterator<Item = &Path> {
        let mut seen: Vec<&Path> = Vec::new();
        let roots = self
            .parts
            .iter()
            .filter_map(|(_, part)| part.location.root());
        roots.filter(move |root| {
            let is_new = !seen.contains(root);
            if is_new {
                seen.push(root);
            }
            is_new
        })
    }

    /// The libraries on servers, each once.
    pub fn remotes(&self) -> Vec<&Arc<Remote>> {
        let mut remotes = Vec::new();
        for (_, part) in &self.parts {
            if let Location::Remote(remote) = &part.location
                && !remotes.contains(&remote)
            {
                remotes.push(remote);
            }
        }
        remotes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_all_day_takes_no_more_memory_than_it_did() {
        let mut catalog = Catalog::builtin("en");
        let untouched = catalog.parts.len();
        let version = |number: usize| {
            let text = format!("# 第{number}稿\n");
            Source::Memory("草稿.md".to_owned(), text.into_bytes().into())
        };
        let first = catalog.read(version(0)).unwrap();
        let mut last = first;
        for number in 1..3 * REMEMBERED {
            let next = catalog.read(version(number)).unwrap();
            catalog.remove([last]);
            last = next;
        }
        assert!(catalog.parts.len() <= untouched + REMEMBERED + 1);
        assert_eq!(catalog.len(), Catalog::builtin("en").len() + 1);
        // Who reads what was removed just now still has its title; what was removed long ago is no
        // other document.
        let title = |id| catalog.get(id).map(|entry| entry.title().to_owned());
        assert_eq!(title(last).as_deref(), Some("第2999稿"));
        assert_eq!(title(EntryId(last.0 - 1)).as_deref(), Some("第2998稿"));
        assert_eq!(title(first), None);
        assert!(!catalog.has(first) && catalog.has(last));
    }
}
