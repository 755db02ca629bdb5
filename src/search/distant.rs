//! The engine of another machine: a server tells which paragraphs may have hits, and sends them;
//! the hits are found in them here, as in a source. Only what is counted by its words alone is
//! counted there.

mod question;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;

use super::engine::{Count, Engine, Extent, Page, Passage, Request};
use super::row::{self, Gathered, Row};
use crate::engine::{self, number, sql};
use crate::library::remote::ranges;
use crate::library::{Catalog, EntryId, Remote, Unread, documents};
use question::Question;

/// An engine for the documents of a catalog that are in a library on a server.
#[derive(Debug)]
pub struct Distant<'c> {
    catalog: &'c Catalog,
    remote: &'c Remote,
    /// The documents by their keys, each with the version that the catalog knows.
    documents: HashMap<u64, (EntryId, u64)>,
    /// What was answered last, with its question: pages of one answer follow each other.
    last: Mutex<Option<(String, Arc<Vec<Found>>)>>,
}

/// What a server says of a document that may have hits.
#[derive(Clone, Debug, Deserialize)]
struct Found {
    #[serde(deserialize_with = "number")]
    key: u64,
    #[serde(deserialize_with = "number")]
    rev: u64,
    /// Bytes of the paragraphs that matter.
    #[serde(deserialize_with = "number")]
    size: u64,
    /// How many paragraphs matter, and how many of these are not counted there.
    #[serde(deserialize_with = "number")]
    rows: u64,
    #[serde(deserialize_with = "number")]
    odd: u64,
    /// Hits in the others.
    #[serde(deserialize_with = "number")]
    hits: u64,
}

/// Bytes of text that are scanned by one query, and documents that it can be about: so each is
/// answered within seconds.
const SCANNED: u64 = 2 << 30;
const ABOUT: u64 = 50_000;

/// The most bytes of a character.
const CHARACTER: u64 = 3;

/// Up to so many documents the server looks into no others.
const FEW: usize = 1000;

/// Bytes of paragraphs, and documents, that are sent at once.
const SENT: u64 = 4 << 20;
const TOGETHER: usize = 200;

/// Words that are counted by one query, and documents that are named in it.
const WORDS: usize = 100;
const NAMED: usize = 5000;

/// What is searched of the documents of a request.
struct Asked {
    ids: Vec<EntryId>,
    /// Their keys, if only these are looked into.
    keys: Option<Vec<u64>>,
    characters: u64,
}

impl<'c> Distant<'c> {
    /// An engine for the documents of a library.
    pub fn new(catalog: &'c Catalog, remote: &'c Remote) -> Self {
        Self {
            catalog,
            remote,
            documents: documents(remote, catalog),
            last: Mutex::default(),
        }
    }

    fn asked(&self, request: &Request<'_>) -> Asked {
        let mut asked = Asked {
            ids: Vec::new(),
            keys: None,
            characters: 0,
        };
        let mut keys = Vec::new();
        for (key, (id, _)) in &self.documents {
            let entry = self.catalog.get(*id);
            let Some(entry) = entry.filter(|entry| request.asks(*id, *entry)) else {
                continue;
            };
            asked.ids.push(*id);
            asked.characters += u64::from(entry.characters());
            keys.push(*key);
        }
        asked.ids.sort_unstable();
        keys.sort_unstable();
        asked.keys = (keys.len() < self.documents.len()).then_some(keys);
        asked
    }

    /// The ranges of keys that are asked about one after the other.
    fn ranges(&self, asked: &Asked) -> impl Iterator<Item = (u64, u64)> + use<> {
        let by_bytes = asked.characters * CHARACTER / SCANNED;
        let by_documents = self.documents.len() as u64 / ABOUT;
        ranges(by_bytes.max(by_documents) + 1)
    }

    /// The documents that may have hits, as the server says.
    fn found(
        &self,
        request: &Request<'_>,
        asked: &Asked,
        question: &Question,
    ) -> Result<Arc<Vec<Found>>, engine::Error> {
        let few = asked.keys.as_ref().filter(|keys| keys.len() <= FEW);
        let few = few.map_or(String::new(), |keys| {
            format!(" AND key IN ({})", sql::list(keys))
        });
        let whole = format!("{}{few}", question.matters);
        let held = || self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = held().as_ref().filter(|(asked, _)| *asked == whole) {
            return Ok(Arc::clone(found));
        }
        let mut all = Vec::new();
        let is_none = asked.ids.is_empty();
        for (first, last) in self.ranges(asked).filter(|_| !is_none) {
            let query = format!(
                "SELECT key, rev, sum(size), count(), countIf(plain = 0), {} FROM all_passages \
                 WHERE key BETWEEN {first} AND {last} AND {whole} AND {} GROUP BY key, rev HAVING {}",
                question.count,
                self.remote.live((first, last)),
                question.required,
            );
            let found: Vec<Found> = self.remote.server().rows(&query, request.is_wanted)?;
            all.extend(found);
        }
        let all = Arc::new(all);
        *held() = Some((whole, Arc::clone(&all)));
        Ok(all)
    }

    /// The documents of a request that may have hits, in order of place; the extent tells of those
    /// of which the catalog knows no such version.
    fn candidates(
        &self,
        request: &Request<'_>,
        question: &Question,
        extent: &mut Extent,
    ) -> Result<Vec<(EntryId, Found)>, engine::Error> {
        let asked = self.asked(request);
        extent.admitted = asked.ids.len();
        let found = self.found(request, &asked, question)?;
        extent.searched = extent.admitted;
        let mut candidates = Vec::new();
        for own in found.iter() {
            match self.documents.get(&own.key) {
                Some((id, rev)) if *rev == own.rev => {
                    if asked.ids.binary_search(id).is_ok() {
                        candidates.push((*id, own.clone()));
                    }
                }
                Some((id, _)) => {
                    let is_asked = asked.ids.binary_search(id).is_ok();
                    extent.leave_out(usize::from(is_asked));
                }
                // It has come since the catalog was made: nobody knows whether it is asked.
                None => extent.admitted += 1,
            }
        }
        candidates.sort_unstable_by_key(|(id, _)| *id);
        Ok(candidates)
    }

    /// The paragraphs of some documents that matter: all of them, or those that are not counted on
    /// the server. Documents that have changed meanwhile are left out.
    fn gather(
        &self,
        request: &Request<'_>,
        question: &Question,
        some: &[(EntryId, Found)],
        is_all: bool,
    ) -> Result<Vec<(EntryId, Gathered)>, engine::Error> {
        let keys = sql::list(some.iter().map(|(_, own)| own.key));
        let versions = some
            .iter()
            .map(|(_, own)| format!("({},{})", own.key, own.rev));
        let query = format!(
            "SELECT {} FROM all_passages WHERE key IN ({keys}) AND (key, rev) IN ({}) AND {}{} \
             ORDER BY key, at",
            row::COLUMNS,
            sql::list(versions),
            question.matters,
            if is_all { "" } else { " AND plain = 0" },
        );
        let rows: Vec<Row> = self.remote.server().rows(&query, request.is_wanted)?;
        let mut by_key: HashMap<u64, Vec<Row>> = HashMap::new();
        for row in rows {
            by_key.entry(row.key).or_default().push(row);
        }
        let gathered = some.iter().filter_map(|(id, own)| {
            let rows = by_key.remove(&own.key)?;
            let expected = if is_all { own.rows } else { own.odd };
            (rows.len() as u64 == expected).then(|| (*id, Gathered::new(rows)))
        });
        Ok(gathered.collect())
    }

    /// How many hits each document has.
    fn count(
        &self,
        request: &Request<'_>,
        extent: &mut Extent,
    ) -> Result<Vec<Count>, engine::Error> {
        let question = Question::new(&request.matcher.traces());
        let candidates = self.candidates(request, &question, extent)?;
        let is_all = !question.is_counted;
        let needs = |own: &Found| is_all || own.odd > 0;
        let open = candidates.iter().filter(|(_, own)| needs(own)).cloned();
        let open: Vec<(EntryId, Found)> = open.collect();
        let mut hits: HashMap<EntryId, usize> = HashMap::new();
        for some in batches(&open) {
            let gathered = self.gather(request, &question, some, is_all)?;
            extent.leave_out(some.len() - gathered.len());
            for (id, gathered) in gathered {
                let own = request.matcher.hits(&gathered.body(), false).len();
                hits.insert(id, own);
            }
        }
        let counts = candidates.into_iter().map(|(document, own)| {
            let counted = if is_all { 0 } else { own.hits as usize };
            let hits = counted + hits.get(&document).copied().unwrap_or(0);
            Count { document, hits }
        });
        Ok(counts.filter(|count| count.hits > 0).collect())
    }

    /// The hits of a page.
    fn page(
        &self,
        request: &Request<'_>,
        page: Page,
        extent: &mut Extent,
        found: &mut dyn FnMut(Passage),
    ) -> Result<(), engine::Error> {
        let question = Question::new(&request.matcher.traces());
        let mut candidates = self.candidates(request, &question, extent)?;
        let first = page.after.map(|place| place.document);
        candidates.retain(|(id, _)| first.is_none_or(|first| first <= *id));
        let mut left = page.limit;
        for some in batches(&candidates) {
            let gathered = self.gather(request, &question, some, true)?;
            extent.leave_out(some.len() - gathered.len());
            for (id, gathered) in gathered {
                let body = gathered.body();
                for hit in request.matcher.hits(&body, true) {
                    let (span, line) = gathered.back(hit.span);
                    let address = gathered.address(body.unit_at(hit.span.start));
                    let passage = Passage {
                        span,
                        line,
                        address: address.to_owned(),
                        // What stands before the paragraphs that were sent is not there.
                        place: address.to_owned(),
                        ..Passage::new(id, &body, hit, page.around)
                    };
                    if page.after.is_some_and(|after| passage.place() <= after) {
                        continue;
                    }
                    if left == 0 {
                        return Ok(());
                    }
                    left -= 1;
                    found(passage);
                }
            }
        }
        Ok(())
    }

    /// How often words stand in the documents of a request.
    fn frequency(
        &self,
        request: &Request<'_>,
        words: &[&str],
        extent: &mut Extent,
    ) -> Result<Vec<usize>, engine::Error> {
        let asked = self.asked(request);
        extent.admitted = asked.ids.len();
        let stretches: Vec<String> = match &asked.keys {
            Some(keys) => keys
                .chunks(NAMED)
                .map(|keys| {
                    let all = (0, u64::MAX);
                    format!("key IN ({}) AND {}", sql::list(keys), self.remote.live(all))
                })
                .collect(),
            None => self
                .ranges(&asked)
                .map(|(first, last)| {
                    let live = self.remote.live((first, last));
                    format!("key BETWEEN {first} AND {last} AND {live}")
                })
                .collect(),
        };
        let mut counts = vec![0; words.len()];
        for stretch in stretches {
            for (words, counts) in words.chunks(WORDS).zip(counts.chunks_mut(WORDS)) {
                let sums = words.iter().map(|word| question::frequency(word));
                let query = format!(
                    "SELECT {} FROM all_passages WHERE {stretch}",
                    sql::list(sums)
                );
                let rows: Vec<Vec<Number>> =
                    self.remote.server().rows(&query, request.is_wanted)?;
                for (count, own) in counts.iter_mut().zip(rows.into_iter().flatten()) {
                    *count += own.0 as usize;
                }
            }
        }
        extent.searched = extent.admitted;
        Ok(counts)
    }

    /// What an answer lacks since the server gave none.
    fn failed(&self, error: engine::Error, extent: &mut Extent) {
        if error.is_unwanted() {
            extent.is_stopped = true;
            return;
        }
        extent.searched = 0;
        let root = self.remote.root().to_owned();
        extent
            .unread
            .push(Unread::Disk(error.of_reading("search", root)));
    }
}

#[derive(Deserialize)]
struct Number(#[serde(deserialize_with = "number")] u64);

/// Documents that are sent together.
fn batches(all: &[(EntryId, Found)]) -> impl Iterator<Item = &[(EntryId, Found)]> {
    let mut rest = all;
    std::iter::from_fn(move || {
        let mut size = 0;
        let fits = |(_, own): &&(EntryId, Found)| {
            let is_first = size == 0;
            size += own.size.max(1);
            is_first || size <= SENT
        };
        let count = rest.iter().take(TOGETHER).take_while(fits).count();
        let (batch, behind) = rest.split_at_checked(count)?;
        rest = behind;
        (!batch.is_empty()).then_some(batch)
    })
}

impl Engine for Distant<'_> {
    fn counts(&self, request: &Request<'_>, found: &mut dyn FnMut(&[Count], EntryId)) -> Extent {
        let mut extent = Extent::default();
        match self.count(request, &mut extent) {
            Ok(counts) => {
                if let Some(last) = counts.last() {
                    found(&counts, last.document);
                }
            }
            Err(error) => self.failed(error, &mut extent),
        }
        extent
    }

    fn passages(
        &self,
        request: &Request<'_>,
        page: Page,
        found: &mut dyn FnMut(Passage),
    ) -> Extent {
        let mut extent = Extent::default();
        if let Err(error) = self.page(request, page, &mut extent, found) {
            self.failed(error, &mut extent);
        }
        extent
    }

    fn frequencies(&self, request: &Request<'_>, words: &[&str]) -> (Vec<usize>, Extent) {
        let mut extent = Extent::default();
        let counts = self.frequency(request, words, &mut extent);
        let counts = counts.unwrap_or_else(|error| {
            self.failed(error, &mut extent);
            vec![0; words.len()]
        });
        (counts, extent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_in_batches_of_bounded_size() {
        let found = |size| {
            let found = Found {
                key: 0,
                rev: 0,
                size,
                rows: 0,
                odd: 0,
                hits: 0,
            };
            (EntryId(0), found)
        };
        let lengths = |sizes: &[u64]| {
            let all: Vec<_> = sizes.iter().copied().map(found).collect();
            batches(&all).map(<[_]>::len).collect::<Vec<_>>()
        };
        assert_eq!(lengths(&[]), [0; 0]);
        assert_eq!(lengths(&[SENT + 1, 1, SENT - 1, 1]), [1, 2, 1]);
        assert_eq!(lengths(&[0; TOGETHER + 1]), [TOGETHER, 1]);
    }
}
