//! All engines of a catalog as one: that of this machine, and the servers of its libraries.

use super::distant::Distant;
use super::engine::{Count, Engine, Extent, Page, Passage, Request};
use super::local::Local;
use super::pack::Packs;
use crate::library::{Catalog, EntryId};

/// The engines, each of which has other documents.
pub struct United<'c>(Vec<Box<dyn Engine + 'c>>);

/// Hits that are held of each engine while those of the others are waited for.
const AHEAD: usize = 500;

impl<'c> United<'c> {
    /// The engines for the documents of a catalog, some of which are in packs.
    pub fn of(catalog: &'c Catalog, packs: &'c Packs) -> Self {
        let mut engines: Vec<Box<dyn Engine + 'c>> = vec![Box::new(Local::with(catalog, packs))];
        for remote in catalog.remotes() {
            engines.push(Box::new(Distant::new(catalog, remote)));
        }
        Self(engines)
    }
}

/// The hits of one engine, read page by page.
struct Stream<'e, 'r> {
    engine: &'e dyn Engine,
    request: &'e Request<'r>,
    page: Page,
    /// Hits that were read and not taken, the last first.
    held: Vec<Passage>,
    is_over: bool,
    extent: Extent,
}

impl Stream<'_, '_> {
    /// The next hit.
    fn next(&mut self) -> Option<&Passage> {
        if self.held.is_empty() && !self.is_over {
            let held = &mut self.held;
            let own = self
                .engine
                .passages(self.request, self.page, &mut |passage| held.push(passage));
            self.is_over = held.len() < self.page.limit;
            // Each page covers what the one before has not.
            self.extent.merge(own);
            self.page.after = held.last().map(Passage::place).or(self.page.after);
            held.reverse();
        }
        self.held.last()
    }
}

impl Engine for United<'_> {
    fn counts(&self, request: &Request<'_>, found: &mut dyn FnMut(&[Count], EntryId)) -> Extent {
        if let [only] = &*self.0 {
            return only.counts(request, found);
        }
        let (mut counts, mut extent) = (Vec::new(), Extent::default());
        for engine in &self.0 {
            extent.merge(engine.counts(request, &mut |some, last| {
                counts.extend_from_slice(some);
                found(&[], last);
            }));
        }
        counts.sort_unstable_by_key(|count: &Count| count.document);
        if let Some(last) = counts.last() {
            found(&counts, last.document);
        }
        extent
    }

    fn passages(
        &self,
        request: &Request<'_>,
        page: Page,
        found: &mut dyn FnMut(Passage),
    ) -> Extent {
        if let [only] = &*self.0 {
            return only.passages(request, page, found);
        }
        let streams = self.0.iter().map(|engine| Stream {
            engine: &**engine,
            request,
            page: Page {
                limit: page.limit.min(AHEAD),
                ..page
            },
            held: Vec::new(),
            is_over: false,
            extent: Extent::default(),
        });
        let mut streams: Vec<Stream<'_, '_>> = streams.collect();
        for _ in 0..page.limit {
            let firsts = streams.iter_mut().enumerate().filter_map(|(index, own)| {
                let place = own.next()?.place();
                Some((place, index))
            });
            let Some((_, first)) = firsts.min() else {
                break;
            };
            let passage = streams.get_mut(first).and_then(|own| own.held.pop());
            passage.into_iter().for_each(&mut *found);
        }
        let mut extent = Extent::default();
        for stream in streams {
            extent.merge(stream.extent);
        }
        extent
    }

    fn frequencies(&self, request: &Request<'_>, words: &[&str]) -> (Vec<usize>, Extent) {
        let (mut all, mut extent) = (vec![0; words.len()], Extent::default());
        for engine in &self.0 {
            let (counts, own) = engine.frequencies(request, words);
            for (sum, count) in all.iter_mut().zip(counts) {
                *sum += count;
            }
            extent.merge(own);
        }
        (all, extent)
    }
}
