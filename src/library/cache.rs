//! The cache: the catalog of each library in a file of its own, so that a second start need not
//! read the library first.
//!
//! A file is made of chunks, segments with the documents of a few shelves by collection, and of a
//! table at its end that says how many documents stand on which shelf: the tree is there before the
//! chunks are. Each chunk is checked when it is read.

mod layout;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::name::{path_bytes, path_of};
use super::part::{Part, Run, hash, key_hash};
use super::same::Prints;
use super::segment::{Location, Segment};
use super::shelf::{Label, Shelves};
use super::{Catalog, Entry};
use crate::disk;
use layout::{Bytes, decode, encode};

/// Ends every file; another number for every other layout.
const MAGIC: [u8; 8] = *b"zhangju2";

/// Bytes of the footer: the length of the table and its checksum, the magic.
const FOOTER: usize = 4 + 4 + MAGIC.len();

/// Documents of a chunk.
const CHUNK: usize = 1 << 10;

/// A chunk of a file that is being written.
struct Chunk {
    segment: Segment,
    runs: Vec<Run>,
    keys: Vec<u32>,
    /// The shelf of the last run, by index.
    shelf: usize,
}

impl Chunk {
    fn new(root: &Path) -> Self {
        Self {
            segment: Segment::of_folder(root.to_owned()),
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

    /// Its bytes, and what the table says of it.
    fn finish(self, table: &mut Vec<u8>) -> Vec<u8> {
        let bytes = encode(&self.segment);
        put_number(table, bytes.len());
        table.extend(crc32fast::hash(&bytes).to_le_bytes());
        put_number(table, self.runs.len());
        for run in &self.runs {
            put_number(table, run.count);
            put_number(table, run.shelf.len());
            table.extend(run.shelf.as_bytes());
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

/// Keeps the catalog of the library at `root`, arranged on `shelves` by collection and title;
/// `prints` is what is known of its texts since it was read. Chunk by chunk: no more than one is in
/// memory.
///
/// # Errors
/// As `disk::write_atomic`. Nothing is lost: the library is scanned again.
pub(super) fn save(
    cache: &Path,
    root: &Path,
    catalog: &Catalog,
    shelves: &Shelves,
    prints: &Prints,
) -> Result<(), disk::Error> {
    let location = Location::Folder(root.to_owned());
    let root_bytes = path_bytes(root);
    let mut table = Vec::new();
    put_number(&mut table, root_bytes.len());
    table.extend_from_slice(&root_bytes);
    disk::write_atomic_with(&file(cache, root), &mut |write| {
        let mut chunk = Chunk::new(root);
        for (index, shelf) in shelves.shelves.iter().enumerate() {
            let own = shelves.entries.get(shelf.own.clone()).unwrap_or(&[]);
            for id in own {
                let Some(entry) = catalog.get(*id) else {
                    continue;
                };
                if entry.segment.location != location {
                    continue;
                }
                chunk.put(index, &shelf.label, entry, prints.get(id).copied());
                if chunk.keys.len() == CHUNK {
                    let full = std::mem::replace(&mut chunk, Chunk::new(root));
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

/// A catalog that was kept, its chunks still to be read. Those that are not when it is dropped are
/// empty.
#[derive(Debug)]
pub(super) struct Loading {
    file: disk::Pieces,
    chunks: Chunks,
}

/// The parts of a catalog, and where their chunks are.
type Chunks = Vec<(Arc<Part>, Extent)>;

/// Where a chunk is in its file, and its checksum.
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

    /// How many documents there are.
    fn count(&self) -> usize {
        self.parts().map(|part| part.len()).sum()
    }

    /// Reads the chunks around the document that is known by `key`; around the first where there is
    /// none.
    pub fn read_around(&mut self, key: Option<&str>) {
        let key = key.map(key_hash);
        let is_it = |part: &Arc<Part>| key.is_some_and(|key| part.has(key));
        let at = self.parts().position(is_it).unwrap_or(0);
        for index in at.saturating_sub(1)..=at + 1 {
            self.read(index);
        }
    }

    /// Reads a chunk, if that has not happened.
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
        // What is damaged is empty: its documents are read again.
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
        // Whatever has happened, nobody is to wait for ever.
        for (part, _) in &self.chunks {
            part.fill(Segment::default());
        }
    }
}

/// The catalog of the library at `root`, as it was kept; `None` where there is none, or one that is
/// damaged or of another make: it is then made anew.
pub(super) fn open(cache: &Path, root: &Path) -> Option<Loading> {
    let (kept, loading) = open_file(&file(cache, root)).ok()??;
    (kept == root).then_some(loading)
}

/// The catalog in a file, and the root of its library; `None` where it is damaged or of another
/// make.
fn open_file(path: &Path) -> Result<Option<(PathBuf, Loading)>, disk::Error> {
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
    let read = read_table(&table, start);
    Ok(read.map(|(root, chunks)| (root, Loading { file, chunks })))
}

/// Where the table starts, how long it is, and its checksum; `end` is where it ends.
fn read_footer(footer: &[u8], end: u64) -> Option<(u64, usize, u32)> {
    let mut footer = Bytes(footer);
    let (length, check) = (footer.u32()?, footer.u32()?);
    let start = end.checked_sub(u64::from(length))?;
    (footer.0 == MAGIC).then_some((start, length as usize, check))
}

/// The root of the library that a table names, and the chunks that it tells of; they end where the
/// table starts.
fn read_table(table: &[u8], end: u64) -> Option<(PathBuf, Chunks)> {
    let mut table = Bytes(table);
    let length = table.u32()? as usize;
    let root = path_of(table.take(length)?);
    let mut chunks = Vec::new();
    let mut offset = 0;
    while !table.0.is_empty() {
        let length = table.u32()? as usize;
        let check = table.u32()?;
        let mut runs = Vec::new();
        let mut count = 0;
        for _ in 0..table.u32()? {
            let run = table.u32()? as usize;
            let name = table.u32()? as usize;
            count += run;
            runs.push(Run {
                shelf: str::from_utf8(table.take(name)?).ok()?.to_owned(),
                count: run,
            });
        }
        let keys = table.take(count.checked_mul(4)?)?;
        let keys = keys.as_chunks().0.iter().copied().map(u32::from_le_bytes);
        let part = Part::to_come(Location::Folder(root.clone()), runs, keys.collect());
        let extent = Extent {
            offset,
            length,
            check,
        };
        offset += length as u64;
        chunks.push((Arc::new(part), extent));
    }
    (offset == end).then_some((root, chunks))
}

/// How many documents the library at `root` had when its catalog was kept.
pub fn count(cache: &Path, root: &Path) -> Option<usize> {
    Some(open(cache, root)?.count())
}

/// A catalog that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where.
    pub file: PathBuf,
    /// The library that it is of, and how many documents that had; `None` where it is damaged or of
    /// another make: what is damaged is then read anew.
    pub library: Option<(PathBuf, usize)>,
}

/// The catalogs that are kept, and what stands in the way of some.
pub fn survey(cache: &Path) -> (Vec<Kept>, Vec<disk::Error>) {
    let mut problems = Vec::new();
    let files = disk::list(&disk::System, &cache.join("catalog"), "bin", &mut problems);
    let mut kept = Vec::new();
    for file in files {
        match open_file(&file.path) {
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

/// Forgets the catalog of a library.
///
/// # Errors
/// As `disk::discard`.
pub fn forget(cache: &Path, root: &Path) -> Result<(), disk::Error> {
    disk::discard(&file(cache, root))
}

/// A file a library: its name need only differ from the others'; the root inside tells whose it is.
fn file(cache: &Path, root: &Path) -> PathBuf {
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

    /// A catalog of so many documents in three collections, and its shelves.
    fn catalog(count: u16) -> (Catalog, Shelves) {
        let mut segment = Segment::of_folder(ROOT.into());
        for number in 0..count {
            let header = Header {
                id: format!("{number:010}"),
                title: format!("第{}号指示", count - number),
                dates: vec![PartialDate {
                    year: 1950 + number % 50,
                    month: None,
                    day: None,
                }],
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

    fn keep(cache: &Path, catalog: &Catalog, shelves: &Shelves) {
        save(cache, Path::new(ROOT), catalog, shelves, &Prints::new()).unwrap();
    }

    /// The catalog that was kept below `cache`, all of it read.
    fn load(cache: &Path, root: &str) -> Option<Catalog> {
        let mut kept = open(cache, Path::new(root))?;
        let mut catalog = Catalog::default();
        for part in kept.parts() {
            catalog.add_part(Arc::clone(part));
        }
        kept.read_all();
        Some(catalog)
    }

    /// Documents in the order of the shelves.
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
        assert_eq!(count(cache.path(), Path::new(ROOT)), Some(2500));
        let back = load(cache.path(), ROOT).unwrap();
        let again = arrange(&back, Sort::Title);
        assert_eq!(shelved(&back, &again), shelved(&kept, &shelves));
        assert_eq!(again.shelves, shelves.shelves);
        // Sorted another way they are sorted, and not taken as they lie.
        assert_eq!(
            shelved(&back, &arrange(&back, Sort::Length)),
            shelved(&kept, &arrange(&kept, Sort::Length))
        );
        // Beside documents that came later, too.
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
        let mut kept = open(cache.path(), Path::new(ROOT)).unwrap();
        kept.read_around(Some("0000000004"));
        let mut catalog = Catalog::default();
        for part in kept.parts() {
            catalog.add_part(Arc::clone(part));
        }
        // Were the rest needed, this would wait for ever.
        assert_eq!(arrange(&catalog, Sort::Title).entries.len(), 5000);
        let left = catalog.find_key("0000000004").unwrap();
        assert_eq!(catalog.get(left).unwrap().title(), "第4996号指示");
        assert!(kept.parts().filter(|part| part.is_there()).count() <= 3);
        assert!(catalog.find_key("4").is_none());
        // Somebody who waits is let go, with nothing.
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
        // With a checksum that is right, and nothing else.
        let mut foreign = vec![0xff; 200];
        foreign.extend(200_u32.to_le_bytes());
        foreign.extend(crc32fast::hash(&[0xff; 200]).to_le_bytes());
        foreign.extend(MAGIC);
        std::fs::write(&path, foreign).unwrap();
        assert_eq!(found(), 0);
    }
}
