//! The engine of this machine: looks through the packs of the libraries, and reads from their
//! sources the documents that no pack has.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::AhoCorasick;

use super::body::{Body, Unit};
use super::engine::{Count, Engine, Extent, Page, Passage, Request};
use super::matcher::{Plan, Verdict};
use super::pack::{Packs, View};
use super::parallel;
use crate::clause;
use crate::clause::name::{Afar, Names};
use crate::document::Lines;
use crate::library::{Catalog, Entry, EntryId, Unread};
use crate::text::Span;
use crate::text::fold::Rung;

/// An engine for the documents of a catalog, but for those on servers.
#[derive(Debug)]
pub struct Local<'c> {
    catalog: &'c Catalog,
    packs: Option<&'c Packs>,
}

/// What is wanted of each document.
trait Wanted: Sync {
    type Found: Send;
    /// Documents that a thread takes at a time.
    const BLOCK: usize;
    /// What stands in a text that a pack has; `None` where only the source tells.
    fn packed(&self, id: EntryId, view: View<'_>, plan: &Plan) -> Option<Vec<Self::Found>>;
    /// What stands in a text that was read.
    fn read(&self, id: EntryId, text: &Text<'_>) -> Vec<Self::Found>;
}

/// A text that was read from its source.
struct Text<'t> {
    document: &'t crate::document::Document,
    tree: &'t clause::ClauseTree,
    body: Body<'t>,
}

impl<'c> Local<'c> {
    /// An engine that reads all documents from their sources.
    pub fn new(catalog: &'c Catalog) -> Self {
        Self {
            catalog,
            packs: None,
        }
    }

    /// An engine that has the packs of their libraries.
    pub fn with(catalog: &'c Catalog, packs: &'c Packs) -> Self {
        Self {
            catalog,
            packs: Some(packs),
        }
    }

    /// Calls `take` with what stands in the next documents, and the last of these, in their order,
    /// from one on, until it breaks off.
    fn each<W: Wanted>(
        &self,
        request: &Request<'_>,
        first: Option<EntryId>,
        wanted: &W,
        take: &mut dyn FnMut(Vec<W::Found>, EntryId) -> ControlFlow<()>,
    ) -> Extent {
        let plan = self
            .packs
            .map(|packs| (packs, request.matcher.plan(packs.inventory())));
        let start = first.map_or(0, |first| first.0);
        let ids: Vec<u32> = (start..self.catalog.bound() as u32).collect();
        let blocks: Vec<&[u32]> = ids.chunks(W::BLOCK).collect();
        let work = |block: &&[u32]| {
            let mut extent = Extent::default();
            let mut found = Vec::new();
            let last = EntryId(block.last().copied().unwrap_or_default());
            for id in block.iter().copied().map(EntryId) {
                if !(request.is_wanted)() {
                    extent.is_stopped = true;
                    break;
                }
                let Some(entry) = self.asked(request, id) else {
                    continue;
                };
                extent.admitted += 1;
                let plan = plan.as_ref();
                let packed = plan.and_then(|(packs, plan)| {
                    let view = packs.view(id)?;
                    wanted.packed(id, view, plan)
                });
                let here = packed.map_or_else(
                    || {
                        extent.unpacked += 1;
                        self.read(entry, id, wanted)
                    },
                    Ok,
                );
                match here {
                    Ok(here) => {
                        extent.searched += 1;
                        found.extend(here);
                    }
                    Err(unread) => extent.unread.push(unread),
                }
            }
            (found, last, extent)
        };
        let mut extent = Extent::default();
        parallel::in_order(&blocks, work, &mut |(found, last, own)| {
            extent.merge(own);
            take(found, last)
        });
        extent
    }

    fn asked(&self, request: &Request<'_>, id: EntryId) -> Option<Entry<'_>> {
        let entry = self.catalog.get(id).filter(|_| self.catalog.has(id))?;
        let is_asked = !entry.is_remote() && request.asks(id, entry);
        is_asked.then_some(entry)
    }

    fn read<W: Wanted>(
        &self,
        entry: Entry<'_>,
        id: EntryId,
        wanted: &W,
    ) -> Result<Vec<W::Found>, Unread> {
        let (document, _) = entry.source().document(None, self.catalog.filters())?;
        let tree = clause::nest(&document);
        let text = Text {
            body: Body::new(&document, &tree),
            document: &document,
            tree: &tree,
        };
        Ok(wanted.read(id, &text))
    }
}

/// How many hits each document has.
struct Counting<'r>(&'r Request<'r>);

impl Wanted for Counting<'_> {
    type Found = Count;
    const BLOCK: usize = 256;

    fn packed(&self, id: EntryId, view: View<'_>, plan: &Plan) -> Option<Vec<Count>> {
        let matcher = self.0.matcher;
        let hits = match plan.judge(&view) {
            Verdict::None => 0,
            Verdict::Source => return None,
            Verdict::Hits(hits) => hits.len(),
            Verdict::Lines(lines) => {
                let text = Body::joined(view.text()?, Vec::new(), Vec::new(), Vec::new());
                matcher.hits(&text.narrowed(lines.into_iter()), false).len()
            }
            Verdict::Whole => matcher.hits(&view.open()?.0, false).len(),
        };
        Some(count(id, hits))
    }

    fn read(&self, id: EntryId, text: &Text<'_>) -> Vec<Count> {
        count(id, self.0.matcher.hits(&text.body, false).len())
    }
}

fn count(document: EntryId, hits: usize) -> Vec<Count> {
    let count = Count { document, hits };
    Vec::from_iter((hits > 0).then_some(count))
}

/// The hits of a page.
struct Paging<'r> {
    request: &'r Request<'r>,
    page: Page,
}

impl Paging<'_> {
    fn is_behind(&self, id: EntryId, at: usize) -> bool {
        let after = self.page.after.filter(|place| place.document == id);
        after.is_none_or(|place| place.at < at)
    }
}

impl Wanted for Paging<'_> {
    type Found = Passage;
    /// Few, since each may have many hits with their words.
    const BLOCK: usize = 16;

    fn packed(&self, id: EntryId, view: View<'_>, plan: &Plan) -> Option<Vec<Passage>> {
        let verdict = plan.judge(&view);
        match verdict {
            Verdict::None => return Some(Vec::new()),
            Verdict::Source => return None,
            _ => {}
        }
        let (body, units, mut way) = view.open()?;
        let afar = Afar::new(view.text()?, &units);
        let body = match verdict {
            Verdict::Lines(lines) => body.narrowed(lines.into_iter()),
            Verdict::Hits(hits) => {
                let within = hits.iter().filter_map(|hit| body.paragraph_at(hit.start));
                let mut lines: Vec<Span> = within.map(|own| own.span).collect();
                lines.dedup();
                body.narrowed(lines.into_iter())
            }
            _ => body,
        };
        let hits = self.request.matcher.hits(&body, true);
        let mut passages = Vec::new();
        for hit in hits {
            let (span, line) = way.back(hit.span)?;
            if !self.is_behind(id, span.start) {
                continue;
            }
            if passages.len() == self.page.limit {
                break;
            }
            let unit = body.unit_at(hit.span.start);
            let address = units.get(unit).map_or("", |(_, address)| *address);
            let place = self.page.is_named.then(|| afar.place(unit));
            passages.push(Passage {
                span,
                line,
                address: address.to_owned(),
                place: place.unwrap_or_default(),
                ..Passage::new(id, &body, hit, self.page.around)
            });
        }
        Some(passages)
    }

    fn read(&self, id: EntryId, text: &Text<'_>) -> Vec<Passage> {
        let mut lines = Lines::new(&text.document.source);
        let names = Names::new(text.document, text.tree);
        let hits = self.request.matcher.hits(&text.body, true).into_iter();
        let hits = hits.filter(|hit| self.is_behind(id, hit.span.start));
        let passages = hits.take(self.page.limit).map(|hit| {
            let unit = text.body.units().get(text.body.unit_at(hit.span.start));
            let clause = unit.and_then(|Unit { clause, .. }| *clause);
            let address = clause.map(|id| text.tree.address(id).to_string());
            Passage {
                line: lines.of(hit.span.start),
                address: address.unwrap_or_default(),
                place: clause
                    .filter(|_| self.page.is_named)
                    .map_or_else(String::new, |id| names.place(id)),
                ..Passage::new(id, &text.body, hit, self.page.around)
            }
        });
        passages.collect()
    }
}

/// How often each of some words stands in all documents.
struct Frequencies<'w> {
    words: &'w AhoCorasick,
    counts: Vec<AtomicUsize>,
}

impl Frequencies<'_> {
    fn add(&self, body: &Body<'_>) {
        let text = body.folded(Rung::Written).text();
        for found in self.words.find_overlapping_iter(text) {
            if let Some(count) = self.counts.get(found.pattern().as_usize()) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

impl Wanted for Frequencies<'_> {
    type Found = ();
    const BLOCK: usize = 64;

    fn packed(&self, _: EntryId, view: View<'_>, _: &Plan) -> Option<Vec<()>> {
        let text = view.text()?;
        let lines = text.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some(Span::new(start, *at - 1))
        });
        let body = Body::joined(text, Vec::new(), Vec::new(), Vec::new());
        self.add(&body.narrowed(lines));
        Some(Vec::new())
    }

    fn read(&self, _: EntryId, text: &Text<'_>) -> Vec<()> {
        self.add(&text.body);
        Vec::new()
    }
}

impl Engine for Local<'_> {
    fn frequencies(&self, request: &Request<'_>, words: &[&str]) -> (Vec<usize>, Extent) {
        // Refused are only more words than anybody asks for.
        let Ok(automaton) = AhoCorasick::new(words) else {
            return (vec![0; words.len()], Extent::default());
        };
        let wanted = Frequencies {
            words: &automaton,
            counts: words.iter().map(|_| AtomicUsize::new(0)).collect(),
        };
        let extent = self.each(
            request,
            None,
            &wanted,
            &mut |_, _| ControlFlow::Continue(()),
        );
        let counts = wanted.counts.into_iter().map(AtomicUsize::into_inner);
        (counts.collect(), extent)
    }

    fn counts(&self, request: &Request<'_>, found: &mut dyn FnMut(&[Count], EntryId)) -> Extent {
        self.each(request, None, &Counting(request), &mut |counts, last| {
            found(&counts, last);
            ControlFlow::Continue(())
        })
    }

    fn passages(
        &self,
        request: &Request<'_>,
        page: Page,
        found: &mut dyn FnMut(Passage),
    ) -> Extent {
        let first = page.after.map(|place| place.document);
        let mut left = page.limit;
        let wanted = Paging { request, page };
        self.each(request, first, &wanted, &mut |passages, _| {
            for passage in passages {
                found(passage);
                left = left.saturating_sub(1);
                if left == 0 {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        })
    }
}
