//! The plain engine: reads each document of a catalog from its source. For single files, and for
//! what no other engine has.

use std::ops::ControlFlow;

use super::body::Body;
use super::engine::{Count, Engine, Extent, Page, Passage, Request};
use super::matcher::Hit;
use crate::clause::{self, ClauseTree};
use crate::document::{Document, Lines};
use crate::library::{Catalog, EntryId};
use crate::text::Span;

/// An engine that reads the documents themselves.
#[derive(Debug)]
pub struct Scan<'c> {
    catalog: &'c Catalog,
}

impl<'c> Scan<'c> {
    /// An engine for the documents of a catalog.
    pub fn new(catalog: &'c Catalog) -> Self {
        Self { catalog }
    }

    /// Calls `visit` with the documents that are asked for, from one on, until it breaks off.
    fn each(
        &self,
        request: &Request<'_>,
        first: Option<EntryId>,
        visit: &mut dyn FnMut(EntryId, &Document, &ClauseTree) -> ControlFlow<()>,
    ) -> Extent {
        let mut extent = Extent::default();
        let entries = self.catalog.iter();
        for (id, entry) in entries.filter(|(id, _)| first.is_none_or(|first| first <= *id)) {
            let is_asked = request.only.is_none_or(|only| only.contains(&id));
            if !is_asked || !request.matcher.admits(entry) {
                continue;
            }
            if !(request.is_wanted)() {
                extent.is_stopped = true;
                break;
            }
            extent.admitted += 1;
            let read = entry.source().document(None, self.catalog.filters());
            let document = match read {
                Ok((document, _)) => document,
                Err(unread) => {
                    extent.unread.push(unread);
                    continue;
                }
            };
            extent.searched += 1;
            let tree = clause::nest(&document);
            if visit(id, &document, &tree).is_break() {
                break;
            }
        }
        extent
    }
}

impl Engine for Scan<'_> {
    fn counts(&self, request: &Request<'_>, found: &mut dyn FnMut(Count)) -> Extent {
        self.each(request, None, &mut |document, source, tree| {
            let hits = request.matcher.hits(&Body::new(source, tree), false).len();
            if hits > 0 {
                found(Count { document, hits });
            }
            ControlFlow::Continue(())
        })
    }

    fn passages(
        &self,
        request: &Request<'_>,
        page: Page,
        found: &mut dyn FnMut(Passage),
    ) -> Extent {
        let mut left = page.limit;
        let first = page.after.map(|place| place.document);
        self.each(request, first, &mut |id, document, tree| {
            let body = Body::new(document, tree);
            let mut lines = Lines::new(&document.source);
            let hits = request.matcher.hits(&body, true);
            let is_behind = |hit: &&Hit| {
                let after = page.after.filter(|place| place.document == id);
                after.is_none_or(|place| place.at < hit.span.start)
            };
            for hit in hits.iter().filter(is_behind).take(left) {
                left -= 1;
                let unit = body.units().get(body.unit_at(hit.span.start));
                let clause = unit.and_then(|unit| unit.clause);
                let (before, after) = around(&body, hit.span, page.around);
                found(Passage {
                    document: id,
                    address: clause.map_or_else(String::new, |id| tree.address(id).to_string()),
                    span: hit.span,
                    line: lines.of(hit.span.start),
                    before,
                    words: body.words(hit.span),
                    after,
                    foldings: hit.foldings,
                });
            }
            if left == 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    }
}

/// The words around a hit in its paragraph, so many characters on either side.
fn around(body: &Body<'_>, hit: Span, most: usize) -> (String, String) {
    let Some(paragraph) = body.paragraph_at(hit.start) else {
        return Default::default();
    };
    let whole = paragraph.span;
    let start = body.last_characters(Span::new(whole.start, hit.start), most);
    let mut behind = body.characters(Span::new(hit.end, whole.end));
    let end = behind.nth(most).map_or(whole.end, |(at, _)| at);
    let before = body.words(Span::new(start, hit.start));
    (before, body.words(Span::new(hit.end, end)))
}
