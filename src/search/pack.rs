//! What is kept of the texts of a library so that all of them can be searched at once: packs, one a
//! library, in the cache. A pack is a folder of segments, each written once; what it lacks is read
//! from the documents. Copies of the program share it, and it may be deleted at any time.

mod record;
mod refresh;
mod segment;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::inventory::Inventory;
use crate::disk::{self, System};
use crate::library::{Catalog, Entry, EntryId, Source, rules};
pub use record::{Mention, Record, View, Way};
pub use refresh::refresh;
use segment::{FULL, Segment};

/// The packs of some libraries, as they were when they were opened.
#[derive(Debug, Default)]
pub struct Packs {
    segments: Vec<(PathBuf, Segment)>,
    /// The segment and the index of each document, by entry.
    places: Vec<Option<(u32, u32)>>,
    inventory: Inventory,
}

/// A document by the root of its library and its path below it.
type Name<'p> = (&'p [u8], &'p [u8]);

/// How a pack is told: the end of the name of a segment.
const EXTENSION: &str = "pack";

/// Segments with fewer bytes than this share of a full one are put together once there are as many
/// of them.
const SHARE: u64 = 8;

impl Packs {
    /// Opens the packs of the libraries at `roots`, as far as they are right for a catalog.
    pub fn open(cache: &Path, roots: &[PathBuf], catalog: &Catalog) -> Self {
        let mut segments = Vec::new();
        for root in roots {
            let edition = rules::edition(root);
            for path in files(cache, root) {
                let segment = Segment::open(&path);
                let is_own = |own: &Segment| own.root == bytes_of(root) && own.edition == edition;
                segments.extend(segment.filter(is_own).map(|own| (path, own)));
            }
        }
        let mut known: HashMap<Name<'_>, (u32, u32)> = HashMap::new();
        for (at, (_, segment)) in segments.iter().enumerate() {
            for (index, document) in segment.documents.iter().enumerate() {
                // Of two records the one that was written last counts.
                let key = (&*segment.root, segment.path(document));
                known.insert(key, (at as u32, index as u32));
            }
        }
        let mut places = vec![None; catalog.bound()];
        for (id, entry) in catalog.iter() {
            let Some((root, path)) = below(roots, entry) else {
                continue;
            };
            let found = known.get(&(bytes_of(root), bytes_of(&path)));
            let is_new = |(at, index): &&(u32, u32)| {
                let segment = segments.get(*at as usize);
                let document = segment.and_then(|(_, own)| own.documents.get(*index as usize));
                document.is_some_and(|document| document.stamp == entry.stamp())
            };
            if let Some(place) = places.get_mut(id.0 as usize) {
                *place = found.filter(is_new).copied();
            }
        }
        let characters = segments
            .iter()
            .flat_map(|(_, own)| own.characters.iter().copied());
        let inventory = Inventory::new(characters);
        Self {
            segments,
            places,
            inventory,
        }
    }

    /// What characters the texts are written with.
    pub fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// What is kept of a document; `None` if it is not there, or damaged.
    pub fn view(&self, id: EntryId) -> Option<View<'_>> {
        let (segment, index) = (*self.places.get(id.0 as usize)?)?;
        let (_, segment) = self.segments.get(segment as usize)?;
        segment.view(index as usize)
    }

    /// The documents of a library that its pack lacks.
    fn missing(&self, root: &Path, catalog: &Catalog) -> Vec<EntryId> {
        let own = catalog
            .iter()
            .filter(|(_, entry)| below(&[root.to_owned()], *entry).is_some());
        let lacking = own.filter(|(id, _)| self.view(*id).is_none());
        lacking.map(|(id, _)| id).collect()
    }
}

impl Packs {
    /// The segments that are to be written anew, of which a quarter is of no use, or which are
    /// small and many; and the documents that are still of use in them.
    fn worn(&self) -> (Vec<PathBuf>, Vec<EntryId>) {
        let mut living = vec![0_u64; self.segments.len()];
        for (at, index) in self.places.iter().flatten() {
            let segment = self.segments.get(*at as usize);
            let length = segment.map_or(0, |(_, own)| own.length(*index as usize));
            if let Some(living) = living.get_mut(*at as usize) {
                *living += length;
            }
        }
        let is_small = |own: &Segment| own.whole_length() < FULL / SHARE;
        let small = self
            .segments
            .iter()
            .filter(|(_, own)| is_small(own))
            .count() as u64;
        let all = self.segments.iter().zip(&living).enumerate();
        let worn = all.filter(|(_, ((_, own), living))| {
            let whole = own.whole_length();
            (whole - **living) * 4 >= whole || small >= SHARE && is_small(own)
        });
        let worn: HashSet<u32> = worn.map(|(at, _)| at as u32).collect();
        let ids = self.places.iter().enumerate().filter_map(|(id, place)| {
            let (at, _) = place.as_ref()?;
            worn.contains(at).then_some(EntryId(id as u32))
        });
        let ids = ids.collect();
        let paths = worn.iter().filter_map(|at| self.segments.get(*at as usize));
        (paths.map(|(path, _)| path.clone()).collect(), ids)
    }
}

/// Deletes the pack of the library at `root`.
///
/// # Errors
/// As `disk::discard`.
pub fn forget(cache: &Path, root: &Path) -> Result<(), disk::Error> {
    files(cache, root)
        .iter()
        .try_for_each(|path| disk::discard(path))
}

/// The segments of a library, the oldest first; what cannot be read is as good as not there.
fn files(cache: &Path, root: &Path) -> Vec<PathBuf> {
    let listed = disk::list(&System, &folder(cache, root), EXTENSION, &mut Vec::new());
    listed.into_iter().map(|listed| listed.path).collect()
}

/// The folder of a library's pack. Two libraries may share one: the root stands in each segment.
fn folder(cache: &Path, root: &Path) -> PathBuf {
    cache
        .join("pack")
        .join(format!("{:08x}", crc32fast::hash(bytes_of(root))))
}

/// The library that a document is in, and its path in it.
fn below<'r>(roots: &'r [PathBuf], entry: Entry<'_>) -> Option<(&'r PathBuf, PathBuf)> {
    let Source::File(path) = entry.source() else {
        return None;
    };
    let root = roots.iter().find(|root| path.starts_with(root))?;
    Some((root, path.strip_prefix(root).ok()?.to_owned()))
}

/// A path as bytes, for this machine only.
fn bytes_of(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

#[cfg(test)]
mod tests;
