//! The cache: the catalog of each library in a file of its own, so that the next start need not
//! scan the library first.
//!
//! A file is a sequence of chunks, each a segment with the documents of some shelves by collection,
//! and a table at the end that says how many documents stand on which shelf: the tree can be shown
//! before the chunks are read. Each chunk is checked when it is read.

mod layout;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folders::Folders;
use super::name::{path_bytes, path_of};
use super::part::{Part, Run, hash, key_hash};
use super::same::Prints;
use super::segment::{Location, Segment};
use super::shelf::{Label, Shelves};
use super::{Catalog, Entry, LeftOut, rules};
use crate::disk::{self, Bytes};
use layout::{decode, encode};

/// The end of every file, with the version of the layout.
const MAGIC: [u8; 8] = *b"zhangju7";

/// Bytes of the footer: length and checksum of the table, [`MAGIC`].
const FOOTER: usize = 4 + 4 + MAGIC.len();

/// Documents in a chunk.
const CHUNK: usize = 1 << 10;

/// A chunk being written.
struct Chunk {
    segment: Segment,
    runs: Vec<Run>,
    keys: Vec<u32>,
    /// Index of the shelf of the last run.
    shelf: usize,
}

impl Chunk {
    fn new(location: &Location) -> Self {
        Self {
            segment: Segment::of(location.clone()),
            runs: Vec::new(),
            keys: Vec::new(),
            shelf: usize::MAX,
        }
    }

    fn put(&mut self, shelf: usize, label: &Label, entry: Entry<'_>, print: Option<u64>) {
        self.segment.push_from(entry.segment, entry.record, print);
        self.keys.push(key_hash(&entry.key()));
        match self.runs.last_mut().filter(|_| self.shelf == shelf) {
            Some(run) => run.count += 1,
            None => self.runs.push(Run {
                shelf: match label {
                    Label::Name(name) => name.clone(),
                    _ => String::new(),
                },
                count: 1,
            }),
        }
        self.shelf = shelf;
    }

    /// Its bytes; its entry is appended to the table.
    fn finish(self, table: &mut Vec<u8>) -> Vec<u8> {
        let bytes = encode(&self.segment);
        put_number(table, bytes.len());
        table.extend(crc32fast::hash(&bytes).to_le_bytes());
        put_number(table, self.runs.len());
        for run in &self.runs {
            put_number(table, run.count);
            put_text(table, run.shelf.as_bytes());
        }
        for key in &self.keys {
            table.extend(key.to_le_bytes());
        }
        bytes
    }
}

fn put_number(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend((number as u32).to_le_bytes());
}

fn put_text(bytes: &mut Vec<u8>, text: &[u8]) {
    put_number(bytes, text.len());
    bytes.extend_from_slice(text);
}

/// What is kept of a library beside its documents.
#[derive(Clone, Debug, Default)]
pub(super) struct Ground {
    /// Its folders as they were read last.
    pub folders: Folders,
    /// What was left out of them.
    pub left_out: LeftOut,
    /// What decided which files are documents, as [`Filters::edition`].
    pub filters: u64,
}

impl Ground {
    fn put(&self, root: &Path, table: &mut Vec<u8>) {
        let below = |folder: &Path| {
            let below = folder.strip_prefix(root).unwrap_or(folder);
            path_bytes(below).into_owned()
        };
        table.extend(self.filters.to_le_bytes());
        put_number(table, self.folders.iter().len());
        for (folder, changed) in self.folders.iter() {
            put_text(table, &below(folder));
            table.extend(changed.to_le_bytes());
        }
        put_number(table, self.left_out.iter().count());
        for (folder, kind, count) in self.left_out.iter() {
            put_text(table, &below(folder));
            put_text(table, kind.as_bytes());
            put_number(table, count);
        }
    }

    fn get(root: &Path, table: &mut Bytes<'_>) -> Option<Self> {
        let filters = table.u64()?;
        let mut folders = Vec::new();
        for _ in 0..table.u32()? {
            let folder = root.join(path_of(get_text(table)?));
            folders.push((folder, table.u64()? as i64));
        }
        let mut left_out = LeftOut::default();
        for _ in 0..table.u32()? {
            let folder = root.join(path_of(get_text(table)?));
            let kind = get_string(table)?;
            left_out.put(&folder, kind, table.u32()? as usize);
        }
        let folders = folders.into_iter().collect();
        Some(Self {
            folders,
            left_out,
            filters,
        })
    }
}

/// Saves the catalog of the library at a location, arranged on `shelves` by collection and title,
/// and its ground; `prints` are those found since its documents were read.
/// Chunk by chunk: only one is in memory.
///
/// # Errors
/// As `disk::write_atomic`. Nothing is lost by one: the library is scanned again.
pub(super) fn save(
    cache: &Path,
    location: &Location,
    (catalog, ground): (&Catalog, &Ground),
    shelves: &Shelves,
    prints: &Prints,
) -> Result<(), disk::Error> {
    let Some(root) = location.root() else {
        return Ok(());
    };
    let mut table = Vec::new();
    put_text(&mut table, &path_bytes(root));
    table.extend(rules::edition(root).to_le_bytes());
    ground.put(root, &mut table);
    disk::write_atomic_with(&file(cache, root), &mut |write| {
        let mut chunk = Chunk::new(location);
        for (index, shelf) in shelves.shelves.iter().enumerate() {
            let own = shelves.entries.get(shelf.own.clone()).unwrap_or(&[]);
            for id in own {
                let Some(entry) = catalog.get(*id) else {
                    continue;
                };
                if entry.segment.location != *location {
                    continue;
                }
                chunk.put(index, &shelf.label, entry, prints.get(id).copied());
                if chunk.keys.len() == CHUNK {
                    let full = std::mem::replace(&mut chunk, Chunk::new(location));
                    write(&full.finish(&mut table))?;
                }
            }
        }
        if !chunk.keys.is_empty() {
            write(&chunk.finish(&mut table))?;
        }
        let mut footer = Vec::new();
        put_number(&mut footer, table.len());
        footer.extend(crc32fast::hash(&table).to_le_bytes());
        footer.extend(MAGIC);
        write(&table)?;
        write(&footer)
    })
}

/// A saved catalog whose chunks are being read. Chunks that are not read when it is dropped become
/// empty.
#[derive(Debug)]
pub(super) struct Loading {
    file: disk::Pieces,
    /// The rules by which its documents were read, as [`rules::edition`].
    edition: u64,
    ground: Ground,
    chunks: Chunks,
}

/// The parts of a catalog with the places of their chunks.
type Chunks = Vec<(Arc<Part>, Extent)>;

/// The place of a chunk in its file, and its checksum.
#[derive(Clone, Copy, Debug)]
struct Extent {
    offset: u64,
    length: usize,
    check: u32,
}

impl Loading {
    /// The parts of the catalog, in order.
    pub fn parts(&self) -> impl Iterator<Item = &Arc<Part>> {
        self.chunks.iter().map(|(part, _)| part)
    }

    /// The number of documents.
    fn count(&self) -> usize {
        self.parts().map(|part| part.len()).sum()
    }

    /// What is kept beside the documents.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Reads the chunks around the document with `key`, or the first chunks if there is no such
    /// document.
    pub fn read_around(&mut self, key: Option<&str>) {
        let key = key.map(key_hash);
        let is_it = |part: &Arc<Part>| key.is_some_and(|key| part.has(key));
        let at = self.parts().position(is_it).unwrap_or(0);
        for index in at.saturating_sub(1)..=at + 1 {
            self.read(index);
        }
    }

    /// Reads a chunk unless that has been done.
    fn read(&mut self, index: usize) {
        let Some((part, extent)) = self.chunks.get(index).filter(|(part, _)| !part.is_there())
        else {
            return;
        };
        let bytes = self.file.read(extent.offset, extent.length);
        let whole = bytes
            .ok()
            .filter(|bytes| crc32fast::hash(bytes) == extent.check)
            .and_then(|bytes| decode(&bytes, part.location.clone()))
            .filter(|segment| segment.len() == part.len());
        // A damaged chunk becomes empty: its documents are scanned again.
        part.fill(whole.unwrap_or_default());
    }

    /// Reads all chunks.
    pub fn read_all(&mut self) {
        for index in 0..self.chunks.len() {
            self.read(index);
        }
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        // Threads that wait for a part are released, whatever happened.
        for (part, _) in &self.chunks {
            part.fill(Segment::default());
        }
    }
}

/// Opens the saved catalog of the library at a location; `None` if there is none, it is damaged or
/// of another version, or its documents were read by other rules: it is made anew then.
pub(super) fn open(cache: &Path, location: &Location) -> Option<Loading> {
    let root = location.root()?;
    let opened = open_file(&file(cache, root), |_| location.clone()).ok()?;
    let (kept, loading) = opened?;
    (kept == root && loading.edition == rules::edition(root)).then_some(loading)
}

/// Opens a saved catalog with the root of its library, which `locate` knows; `None` if it is
/// damaged or of another version.
fn open_file(
    path: &Path,
    locate: impl FnOnce(&Path) -> Location,
) -> Result<Option<(PathBuf, Loading)>, disk::Error> {
    let mut file = disk::Pieces::open(path)?;
    let Some(end) = file.length().checked_sub(FOOTER as u64) else {
        return Ok(None);
    };
    let footer = file.read(end, FOOTER)?;
    let Some((start, length, check)) = read_footer(&footer, end) else {
        return Ok(None);
    };
    let table = file.read(start, length)?;
    if crc32fast::hash(&table) != check {
        return Ok(None);
    }
    let read = read_table(&table, start, locate).map(|(root, edition, ground, chunks)| {
        let loading = Loading {
            file,
            edition,
            ground,
            chunks,
        };
        (root, loading)
    });
    Ok(read)
}

/// Start, length and checksum of the table, which ends at `end`.
fn read_footer(footer: &[u8], end: u64) -> Option<(u64, usize, u32)> {
    let mut footer = Bytes(footer);
    let (length, check) = (footer.u32()?, footer.u32()?);
    let start = end.checked_sub(u64::from(length))?;
    (footer.0 == MAGIC).then_some((start, length as usize, check))
}

/// Reads a table: the root of the library, the edition of its rules, its ground, and its chunks,
/// which end at `end`, where the table starts.
fn read_table(
    table: &[u8],
    end: u64,
    locate: impl FnOnce(&Path) -> Location,
) -> Option<(PathBuf, u64, Ground, Chunks)> {
    let mut table = Bytes(table);
    let root = path_of(get_text(&mut table)?);
    let location = locate(&root);
    let edition = table.u64()?;
    let ground = Ground::get(&root, &mut table)?;
    let mut chunks = Vec::new();
    let mut offset = 0;
    while !table.0.is_empty() {
        let length = table.u32()? as usize;
        let check = table.u32()?;
        let mut runs = Vec::new();
        let mut count = 0;
        for _ in 0..table.u32()? {
            let run = table.u32()? as usize;
            count += run;
            runs.push(Run {
                shelf: get_string(&mut table)?,
                count: run,
            });
        }
        let keys = table.take(count.checked_mul(4)?)?;
        let keys = keys.as_chunks().0.iter().copied().map(u32::from_le_bytes);
        let part = Part::to_come(location.clone(), runs, keys.collect());
        let extent = Extent {
            offset,
            length,
            check,
        };
        offset += length as u64;
        chunks.push((Arc::new(part), extent));
    }
    (offset == end).then_some((root, edition, ground, chunks))
}

fn get_text<'a>(bytes: &mut Bytes<'a>) -> Option<&'a [u8]> {
    let length = bytes.u32()? as usize;
    bytes.take(length)
}

fn get_string(bytes: &mut Bytes<'_>) -> Option<String> {
    str::from_utf8(get_text(bytes)?).ok().map(str::to_owned)
}

/// The number of documents of the library at `root` when its catalog was saved, and what was left
/// out.
pub fn count(cache: &Path, root: &Path) -> Option<(usize, LeftOut)> {
    // Where the documents are does not matter for their number.
    let loading = open(cache, &Location::Folder(root.to_owned()))?;
    Some((loading.count(), loading.ground.left_out.clone()))
}

/// A saved catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its file.
    pub file: PathBuf,
    /// The root of its library and the number of documents; `None` if it is damaged or of another
    /// version: it is made anew then.
    pub library: Option<(PathBuf, usize)>,
}

/// All saved catalogs, and errors where some could not be read.
pub fn survey(cache: &Path) -> (Vec<Kept>, Vec<disk::Error>) {
    let mut problems = Vec::new();
    let files = disk::list(&disk::System, &cache.join("catalog"), "bin", &mut problems);
    let mut kept = Vec::new();
    for file in files {
        match open_file(&file.path, |root| Location::Folder(root.to_owned())) {
            Ok(opened) => {
                let library = opened.and_then(|(root, mut loading)| {
                    loading.read_all();
                    let is_whole = loading.parts().all(|part| !part.is_lost());
                    is_whole.then(|| (root, loading.count()))
                });
                let file = file.path;
                kept.push(Kept { file, library });
            }
            Err(error) => problems.push(error),
        }
    }
    (kept, problems)
}

/// Deletes the saved catalog of a library.
///
/// # Errors
/// As `disk::discard`.
pub fn forget(cache: &Path, root: &Path) -> Result<(), disk::Error> {
    disk::discard(&last_look(cache, root))?;
    disk::discard(&file(cache, root))
}

/// The file that tells when a library was last looked through.
pub(super) fn last_look(cache: &Path, root: &Path) -> PathBuf {
    file(cache, root).with_extension("look")
}

/// The file of a library. Its name need only be unique: the root is in the file.
pub(super) fn file(cache: &Path, root: &Path) -> PathBuf {
    let hash = hash(&path_bytes(root));
    cache.join("catalog").join(format!("{hash:016x}.bin"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Stamp;
    use crate::document::{Header, PartialDate};
    use crate::library::EntryId;
    use crate::library::same::Same;
    use crate::library::shelf::{By, LastRead, Sort};
    use crate::library::source::Facts;

    const ROOT: &str = "/书";

    fn at(root: &str) -> Location {
        Location::Folder(root.into())
    }

    /// A catalog of `count` documents in three collections, and its shelves.
    fn catalog(count: u16) -> (Catalog, Shelves) {
        let mut segment = Segment::of_folder(ROOT.into());
        for number in 0..count {
            let header = Header {
                id: format!("{number:010}"),
                title: format!("第{}号指示", count - number),
                dates: vec![
                    PartialDate {
                        year: 1950 + number % 50,
                        month: None,
                        day: None,
                    }
                    .into(),
                ],
                tags: vec!["工业".into()],
                collection: ["甲编", "乙编", ""][usize::from(number) % 3].into(),
                ..Header::default()
            };
            let stamp = Stamp {
                length: u64::from(number),
                modified: -i64::from(number),
            };
            let name = format!("{number}.txt");
            let facts = Facts {
                header,
                stamp,
                characters: u32::from(number % 7),
            };
            segment.push(&facts, Path::new("甲"), Path::new(&name));
        }
        let mut catalog = Catalog::default();
        catalog.add(segment.seal());
        let shelves = arrange(&catalog, Sort::Title);
        (catalog, shelves)
    }

    fn arrange(catalog: &Catalog, sort: Sort) -> Shelves {
        let (same, read) = (Same::default(), LastRead::default());
        Shelves::arrange(catalog, &same, By::Collection, sort, &read)
    }

    fn ground() -> Ground {
        let mut left_out = LeftOut::default();
        let root = Path::new(ROOT);
        left_out.put(&root.join("甲"), "pdf".to_owned(), 9);
        left_out.put(root, String::new(), 1);
        let folders = [(root.to_owned(), 5), (root.join("甲"), 1 << 60)];
        Ground {
            folders: folders.into_iter().collect(),
            left_out,
            filters: 7,
        }
    }

    fn keep(cache: &Path, catalog: &Catalog, shelves: &Shelves) {
        let ground = ground();
        let kept = (catalog, &ground);
        save(cache, &at(ROOT), kept, shelves, &Prints::new()).unwrap();
    }

    /// The catalog saved below `cache`, read to its end.
    fn load(cache: &Path, root: &str) -> Option<Catalog> {
        let mut kept = open(cache, &at(root))?;
        let mut catalog = Catalog::default();
        for part in kept.parts() {
            catalog.add_part(Arc::clone(part));
        }
        kept.read_all();
        Some(catalog)
    }

    /// The documents in the order of the shelves.
    fn shelved(catalog: &Catalog, shelves: &Shelves) -> Vec<(Header, String, Stamp)> {
        let of = |id: &EntryId| {
            let entry = catalog.get(*id)?;
            Some((
                entry.header(),
                entry.source().name().into_owned(),
                entry.stamp(),
            ))
        };
        shelves.entries.iter().filter_map(of).collect()
    }

    #[test]
    fn a_catalog_comes_back_as_it_was_kept_and_on_the_same_shelves() {
        let cache = tempfile::tempdir().unwrap();
        let (kept, shelves) = catalog(2500);
        keep(cache.path(), &kept, &shelves);
        let counted = count(cache.path(), Path::new(ROOT));
        let counted =
            counted.map(|(count, left_out)| (count, left_out.kinds().len(), left_out.count()));
        assert_eq!(counted, Some((2500, 2, 10)));
        let opened = open(cache.path(), &at(ROOT)).unwrap();
        let (back, was) = (opened.ground(), ground());
        assert_eq!((&back.folders, back.filters), (&was.folders, was.filters));
        assert!(back.left_out.iter().eq(was.left_out.iter()));
        let back = load(cache.path(), ROOT).unwrap();
        let again = arrange(&back, Sort::Title);
        assert_eq!(shelved(&back, &again), shelved(&kept, &shelves));
        assert_eq!(again.shelves, shelves.shelves);
        // In another order they are sorted anew, not taken as they were saved.
        assert_eq!(
            shelved(&back, &arrange(&back, Sort::Length)),
            shelved(&kept, &arrange(&kept, Sort::Length))
        );
        // Also beside documents that were added later.
        let mut more = Segment::of_folder(ROOT.into());
        for title in ["第2000号指示之一", "第一号指示"] {
            let header = Header {
                title: title.into(),
                collection: "甲编".into(),
                ..Header::default()
            };
            let facts = Facts {
                header,
                ..Facts::default()
            };
            more.push(&facts, Path::new(""), Path::new("新.txt"));
        }
        let more = more.seal();
        let (mut kept, mut back) = (kept, back);
        kept.add(Arc::clone(&more));
        back.add(more);
        back.remove([EntryId(3)]);
        let gone = back.get(EntryId(3)).unwrap().header();
        let mut expected = shelved(&kept, &arrange(&kept, Sort::Title));
        expected.retain(|(header, ..)| *header != gone);
        assert_eq!(shelved(&back, &arrange(&back, Sort::Title)), expected);
        assert!(load(cache.path(), "/别处").is_none());
        let (files, problems) = survey(cache.path());
        assert!(problems.is_empty());
        assert_eq!(files[0].library, Some((PathBuf::from(ROOT), 2500)));
        std::fs::write(cache.path().join("catalog/0.bin"), [0; 60]).unwrap();
        assert_eq!(survey(cache.path()).0[0].library, None);
        forget(cache.path(), Path::new(ROOT)).unwrap();
        assert!(load(cache.path(), ROOT).is_none());
    }

    #[test]
    fn the_shelves_and_the_document_that_was_left_are_there_before_the_rest() {
        let cache = tempfile::tempdir().unwrap();
        let (kept, shelves) = catalog(5000);
        keep(cache.path(), &kept, &shelves);
        let mut kept = open(cache.path(), &at(ROOT)).unwrap();
        kept.read_around(Some("0000000004"));
        let mut catalog = Catalog::default();
        for part in kept.parts() {
            catalog.add_part(Arc::clone(part));
        }
        // If it needed the other chunks, this would wait for ever.
        assert_eq!(arrange(&catalog, Sort::Title).entries.len(), 5000);
        let left = catalog.find_key("0000000004").unwrap();
        assert_eq!(catalog.get(left).unwrap().title(), "第4996号指示");
        assert!(kept.parts().filter(|part| part.is_there()).count() <= 3);
        assert!(catalog.find_key("4").is_none());
        // A waiting thread is released, with nothing.
        drop(kept);
        assert_eq!(catalog.iter().count(), 3 * CHUNK);
    }

    #[test]
    fn what_is_damaged_or_foreign_is_none() {
        let cache = tempfile::tempdir().unwrap();
        let (kept, shelves) = catalog(9);
        keep(cache.path(), &kept, &shelves);
        let path = file(cache.path(), Path::new(ROOT));
        let whole = std::fs::read(&path).unwrap();
        let found = || load(cache.path(), ROOT).map_or(0, |catalog| catalog.iter().count());
        assert_eq!(found(), 9);
        for length in 0..whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(found(), 0, "{length}");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            std::fs::write(&path, damaged).unwrap();
            assert_eq!(found(), 0, "{at}");
        }
        // With a correct checksum and nothing else.
        let mut foreign = vec![0xff; 200];
        foreign.extend(200_u32.to_le_bytes());
        foreign.extend(crc32fast::hash(&[0xff; 200]).to_le_bytes());
        foreign.extend(MAGIC);
        std::fs::write(&path, foreign).unwrap();
        assert_eq!(found(), 0);
    }
}
