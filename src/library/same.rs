//! The same text in several places: documents with the same id, or with the same title and nearly
//! the same text.

use std::collections::{HashMap, HashSet};

use foldhash::HashMap as FoldMap;

use super::{Catalog, Entry, EntryId};
use crate::document::{BlockKind, Document, PartialDate};
use crate::text::fold::fold_loosely;

/// Which documents of a catalog are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Same {
    /// For each text with several documents, these in the order of the catalog.
    groups: Vec<Vec<EntryId>>,
    /// The index of each document's group, if it is in one.
    group: HashMap<EntryId, usize>,
    /// What tells the documents of one title from each other that are several texts.
    apart: HashMap<EntryId, Apart>,
}

/// What tells a document from other texts of its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// The heading that it begins with.
    Part,
    /// The date of its edition, or its year where that is enough.
    Edition(PartialDate),
    /// The name of its file.
    Name,
}

/// The [`print()`] of each document's text; 0 if it is not known.
pub type Prints = HashMap<EntryId, u64>;

/// Most differing bits between the prints of nearly equal texts: a few words in a hundred.
const NEAR: u32 = 7;

impl Same {
    /// Finds equal documents, as far as their `prints` are known.
    pub fn find(catalog: &Catalog, prints: &Prints) -> Self {
        let mut same = Self::default();
        for alike in several(catalog, |entry| hash(entry.id().chars())) {
            let mut first: HashMap<&str, EntryId> = HashMap::new();
            for id in alike {
                match catalog.get(id).map(Entry::id).filter(|id| !id.is_empty()) {
                    Some(own) => match first.get(own) {
                        Some(&first) => same.join(first, id),
                        None => {
                            first.insert(own, id);
                        }
                    },
                    None => break,
                }
            }
        }
        for titled in namesakes(catalog) {
            for (index, &id) in titled.iter().enumerate() {
                let nearest = titled.get(..index).unwrap_or(&[]).iter().find(|&&other| {
                    same.group.get(&id).is_none_or(|_| !same.are(id, other))
                        && is_near(catalog, prints, id, other)
                });
                if let Some(&other) = nearest {
                    same.join(other, id);
                }
            }
            same.tell_apart(catalog, prints, &titled);
        }
        same
    }

    /// All documents with a document's text, itself included; empty if it is the only one.
    pub fn places(&self, id: EntryId) -> &[EntryId] {
        let group = self
            .group
            .get(&id)
            .and_then(|group| self.groups.get(*group));
        group.map_or(&[], Vec::as_slice)
    }

    /// Whether an earlier document of the catalog has the same text.
    pub fn is_repeated(&self, id: EntryId) -> bool {
        self.places(id).first().is_some_and(|first| *first != id)
    }

    /// What tells a document from other texts of its title, if there are any.
    pub fn apart(&self, id: EntryId) -> Option<Apart> {
        self.apart.get(&id).copied()
    }

    /// Tells documents of one title apart, once all are known.
    fn tell_apart(&mut self, catalog: &Catalog, prints: &Prints, titled: &[EntryId]) {
        let texts = titled.iter().filter(|id| !self.is_repeated(**id));
        let part = |id: EntryId| catalog.get(id).map_or("", Entry::part);
        let edition = |id: EntryId| catalog.get(id).and_then(|entry| entry.header().edition());
        let mut parts: HashMap<&str, usize> = HashMap::new();
        let mut editions: HashMap<Option<PartialDate>, usize> = HashMap::new();
        let mut years: HashMap<Option<u16>, HashSet<Option<PartialDate>>> = HashMap::new();
        for id in texts {
            *parts.entry(part(*id)).or_default() += 1;
            let date = edition(*id);
            *editions.entry(date).or_default() += 1;
            let year = date.map(|date| date.year);
            years.entry(year).or_default().insert(date);
        }
        let of_edition = |id: EntryId| {
            let date = edition(id)?;
            let is_own = editions.get(&Some(date)) == Some(&1);
            let is_year = years
                .get(&Some(date.year))
                .is_some_and(|own| own.len() == 1);
            let year = PartialDate {
                month: None,
                day: None,
                ..date
            };
            is_own.then_some(Apart::Edition(if is_year { year } else { date }))
        };
        let is_known = |id: &EntryId| known_print(catalog, prints, *id) != 0;
        if parts.values().sum::<usize>() < 2 || !titled.iter().all(is_known) {
            return;
        }
        let apart = titled.iter().map(|&id| {
            let part = part(id);
            let is_own = !part.is_empty() && parts.get(part) == Some(&1);
            let apart = match of_edition(id) {
                _ if is_own => Apart::Part,
                Some(edition) => edition,
                None => Apart::Name,
            };
            (id, apart)
        });
        self.apart.extend(apart);
    }

    /// Whether no two documents have the same text.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    fn are(&self, a: EntryId, b: EntryId) -> bool {
        self.group.contains_key(&a) && self.group.get(&a) == self.group.get(&b)
    }

    fn join(&mut self, first: EntryId, other: EntryId) {
        match (
            self.group.get(&first).copied(),
            self.group.get(&other).copied(),
        ) {
            (None, None) => {
                self.groups.push(vec![first, other]);
                let group = self.groups.len() - 1;
                self.group.extend([(first, group), (other, group)]);
            }
            (Some(group), None) => {
                self.groups[group].push(other);
                self.group.insert(other, group);
            }
            (None, Some(group)) => {
                self.groups[group].push(first);
                self.group.insert(first, group);
            }
            (Some(a), Some(b)) if a != b => {
                let moved = std::mem::take(&mut self.groups[b]);
                self.group.extend(moved.iter().map(|id| (*id, a)));
                self.groups[a].extend(moved);
            }
            _ => {}
        }
        if let Some(&group) = self.group.get(&first) {
            self.groups[group].sort_unstable();
        }
    }
}

/// Groups of documents with the same title, without regard to white space, punctuation and script:
/// they may have the same text.
pub fn namesakes(catalog: &Catalog) -> Vec<Vec<EntryId>> {
    several(catalog, |entry| hash(bare(entry.title())))
}

/// Groups of documents with the same hash, each in the order of the catalog.
fn several(catalog: &Catalog, hash: impl Fn(Entry<'_>) -> u64) -> Vec<Vec<EntryId>> {
    let mut hashes: Vec<(u64, EntryId)> = catalog
        .iter()
        .map(|(id, entry)| (hash(entry), id))
        .collect();
    hashes.sort_unstable();
    hashes
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|run| run.len() > 1)
        .map(|run| run.iter().map(|(_, id)| *id).collect())
        .collect()
}

/// Whether two documents with the same title are equal: their prints are near, and so are their
/// dates.
fn is_near(catalog: &Catalog, prints: &Prints, a: EntryId, b: EntryId) -> bool {
    let (Some(first), Some(second)) = (catalog.get(a), catalog.get(b)) else {
        return false;
    };
    let (x, y) = (
        known_print(catalog, prints, a),
        known_print(catalog, prints, b),
    );
    are_alike(x, y) && are_of_one_time(first, second)
}

/// Whether two texts are nearly the same, by their prints.
pub fn are_alike(x: u64, y: u64) -> bool {
    x != 0 && y != 0 && (x ^ y).count_ones() <= NEAR
}

/// The print of a document; 0 if it is not known.
fn known_print(catalog: &Catalog, prints: &Prints, id: EntryId) -> u64 {
    match catalog.get(id).map_or(0, |entry| entry.record.print) {
        0 => prints.get(&id).copied().unwrap_or(0),
        print => print,
    }
}

/// Versions of a statute share some dates, but not all.
fn are_of_one_time(a: Entry<'_>, b: Entry<'_>) -> bool {
    let is_undated = a.dates().next().is_none() || b.dates().next().is_none();
    is_undated || a.dates().eq(b.dates())
}

/// The print of a document's text, without the header and without what is not shown of it: the
/// marks of pages and lines are much the same in all volumes of a work.
pub fn print_of(document: &Document) -> u64 {
    print_of_those(document, BlockKind::is_read)
}

/// The print of a document's text below its title: that of a text which was given another.
pub fn print_below_title(document: &Document) -> u64 {
    print_of_those(document, |kind| kind.is_read() && *kind != BlockKind::Title)
}

fn print_of_those(document: &Document, is_meant: impl Fn(&BlockKind) -> bool) -> u64 {
    let body = document.blocks.iter().filter(|block| is_meant(&block.kind));
    let texts: Vec<_> = body.map(|block| document.words(block.text)).collect();
    print(&texts.concat())
}

/// The print of a text: Charikar's similarity hash (`SimHash`) over pairs of characters. Similar
/// texts differ in few bits. White space, punctuation and script do not count. Never 0.
///
/// A pair weighs by the logarithm of how often it is there: what all volumes of a work say again
/// and again (子曰) makes them no one text.
pub fn print(text: &str) -> u64 {
    let mut pairs: FoldMap<u64, u32> = FoldMap::default();
    let mut before = '\0';
    for c in bare(text) {
        *pairs.entry(hash([before, c].into_iter())).or_default() += 1;
        before = c;
    }
    let mut weights = [0_i64; 64];
    for (pair, count) in pairs {
        let own = i64::from(u32::BITS - count.leading_zeros());
        for (bit, weight) in weights.iter_mut().enumerate() {
            *weight += if pair >> bit & 1 == 1 { own } else { -own };
        }
    }
    let print = weights
        .iter()
        .enumerate()
        .filter(|(_, weight)| **weight > 0)
        .fold(0, |print, (bit, _)| print | 1 << bit);
    print | u64::from(print == 0)
}

/// The characters that count for comparison.
fn bare(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .map(fold_loosely)
}

/// A hash with well-mixed bits (the finaliser of `MurmurHash3`), the same in every run.
fn hash(characters: impl Iterator<Item = char>) -> u64 {
    let hash = characters.fold(0_u64, |hash, c| {
        (hash.rotate_left(23) ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}
