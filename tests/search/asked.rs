//! What an engine is asked, and what it finds.

use std::collections::BTreeSet;

use zhangju::search::engine::{Engine, Page, Request};
use zhangju::search::query::Query;
use zhangju::text::fold::Rung;

/// Where an engine finds a query: document, first and last byte; and on which rung.
pub fn found(engine: &dyn Engine, query: &Query) -> (Rung, BTreeSet<(u32, usize, usize)>) {
    let mut last = (Rung::Written, BTreeSet::new());
    for (rung, matcher) in query.ladder() {
        let request = Request {
            matcher: &matcher,
            only: None,
            is_wanted: &|| true,
        };
        let mut counted = 0;
        let extent = engine.counts(&request, &mut |counts, _| {
            counted += counts.iter().map(|count| count.hits).sum::<usize>();
        });
        assert!(extent.is_whole(), "{extent:?}");
        let page = Page {
            after: None,
            limit: usize::MAX,
            around: 4,
            is_named: false,
        };
        let mut hits = BTreeSet::new();
        engine.passages(&request, page, &mut |passage| {
            let place = (passage.document.0, passage.span.start, passage.span.end);
            assert!(hits.last().is_none_or(|last| *last < place), "out of order");
            hits.insert(place);
        });
        assert_eq!(counted, hits.len(), "counts and passages differ: {query:?}");
        last = (rung, hits);
        if counted > 0 {
            break;
        }
    }
    last
}
