//! Inquiring of an engine, the same way for all front ends: how many hits each document has, and of
//! what time and kind these are; then the hits with their words.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::document::PartialDate;
use crate::library::{Catalog, EntryId};
use crate::search::engine::{Count, Engine, Extent, Page, Passage, Place, Request};
use crate::search::facets::{Facet, facets};
use crate::search::folding::Foldings;
use crate::search::histogram::{Bar, Grain, bars};
use crate::search::matcher::Matcher;
use crate::search::query::Query;
use crate::text::fold::Rung;

/// What is inquired, and of whom.
#[derive(Clone, Copy)]
pub struct Inquiry<'i> {
    /// What is looked for.
    pub query: &'i Query,
    /// The documents.
    pub catalog: &'i Catalog,
    /// What looks through them.
    pub engine: &'i dyn Engine,
    /// The only documents that are looked into, if not all.
    pub only: Option<&'i HashSet<EntryId>>,
    /// Whether the answer is still wanted.
    pub is_wanted: &'i (dyn Fn() -> bool + Sync),
}

/// How many hits the documents have.
#[derive(Debug)]
pub struct Counted {
    /// What they were counted by, on the first rung that finds any.
    pub matcher: Matcher,
    /// That rung.
    pub rung: Rung,
    /// The documents with hits, in order of place; those that pass the filters where no words are
    /// looked for.
    pub counts: Vec<Count>,
    /// How far the answer goes.
    pub extent: Extent,
}

/// A document with hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The document.
    pub document: EntryId,
    /// How many hits it has.
    pub hits: usize,
    /// The date that it is counted by.
    pub date: Option<PartialDate>,
}

/// What is known of an answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The rung that it was found on.
    pub rung: Rung,
    /// How many hits there are.
    pub hits: usize,
    /// The documents with hits, in order of place.
    pub documents: Vec<Found>,
    /// The hits over time, by day; once all are counted.
    pub days: Vec<Bar>,
    /// What the documents have in common; once all are counted.
    pub facets: Vec<Facet>,
    /// The hits with their words, in order of place; the first [`MOST`] of them.
    pub passages: Vec<Passage>,
    /// What was passed over for these.
    pub foldings: Foldings,
    /// How far it goes, once all are counted.
    pub extent: Arc<Extent>,
    /// How much of the library is looked through, in percent, while the answer is under way.
    pub progress: Option<usize>,
}

/// The most hits that are kept with their words: more than anybody reads.
pub const MOST: usize = 10_000;

/// Hits that are told before the others: more than a screen shows.
const FIRST: usize = 100;

/// Characters on either side of a hit: more than a row shows.
pub const AROUND: usize = 60;

/// What is found so far is told about as often as this.
const STEP: Duration = Duration::from_millis(200);

/// Hears what documents have, and the last that was looked into.
type Tell<'t> = dyn FnMut(Rung, &Matcher, &[Count], EntryId) + 't;

impl Inquiry<'_> {
    fn request<'r>(&'r self, matcher: &'r Matcher) -> Request<'r> {
        Request {
            matcher,
            only: self.only,
            is_wanted: self.is_wanted,
        }
    }

    /// Counts the hits, on the first rung that finds any. `tell` hears what the documents so far
    /// have, and the last that was looked into.
    pub fn count(&self, tell: &mut Tell<'_>) -> Counted {
        if self.query.is_of_documents() {
            return self.admitted();
        }
        let mut last = None;
        for (rung, matcher) in self.query.ladder() {
            let mut counts = Vec::new();
            let extent = self
                .engine
                .counts(&self.request(&matcher), &mut |some, last| {
                    counts.extend_from_slice(some);
                    tell(rung, &matcher, &counts, last);
                });
            let is_last = extent.is_stopped || !counts.is_empty();
            last = Some(Counted {
                matcher,
                rung,
                counts,
                extent,
            });
            if is_last {
                break;
            }
        }
        last.unwrap_or_else(|| Counted {
            matcher: Matcher::new(self.query, Rung::default()),
            rung: Rung::default(),
            counts: Vec::new(),
            extent: Extent::default(),
        })
    }

    /// The documents that pass the filters, where no words are looked for in them.
    fn admitted(&self) -> Counted {
        let matcher = Matcher::new(self.query, Rung::default());
        let request = self.request(&matcher);
        let all = self.catalog.iter();
        let asked = all.filter(|(id, entry)| request.asks(*id, *entry));
        let count = |(document, _)| Count { document, hits: 0 };
        let counts: Vec<Count> = asked.map(count).collect();
        let extent = Extent {
            searched: counts.len(),
            admitted: counts.len(),
            ..Extent::default()
        };
        Counted {
            matcher,
            rung: Rung::default(),
            counts,
            extent,
        }
    }

    /// The first hit of each document that was counted, with so many characters around it; `tell`
    /// hears it with how many the document has. Where no words are looked for there is none.
    pub fn firsts(&self, counted: &Counted, around: usize, tell: &mut dyn FnMut(Passage, usize)) {
        if self.query.is_of_documents() {
            return;
        }
        let only: HashSet<EntryId> = counted.counts.iter().map(|own| own.document).collect();
        let request = Request {
            only: Some(&only),
            ..self.request(&counted.matcher)
        };
        let page = Page {
            after: None,
            limit: usize::MAX,
            around,
            is_named: true,
        };
        let mut counts = counted.counts.iter().peekable();
        self.engine.passages(&request, page, &mut |passage| {
            if let Some(count) = counts.next_if(|own| own.document == passage.document) {
                tell(passage, count.hits);
            }
        });
    }

    /// Answers: `tell` hears what is known so far, more each time, and at last all. Gives up when
    /// the answer is no longer wanted; what was found by then is told, and that it is not all.
    pub fn answer(&self, tell: &mut dyn FnMut(Answer)) {
        let mut answer = Answer::default();
        let mut told = Instant::now();
        let bound = self.catalog.bound().max(1);
        let counted = self.count(&mut |rung, matcher, counts, last| {
            if told.elapsed() < STEP {
                return;
            }
            answer.rung = rung;
            answer.progress = Some((last.0 as usize + 1) * 100 / bound);
            self.add_documents(&mut answer, counts);
            self.add_passages(&mut answer, matcher, MOST);
            tell(answer.clone());
            told = Instant::now();
        });
        answer.rung = counted.rung;
        self.add_documents(&mut answer, &counted.counts);
        let request = self.request(&counted.matcher);
        answer.days = bars(self.catalog, &request, &counted.counts, Grain::Day);
        answer.facets = facets(self.catalog, &counted.counts);
        answer.extent = Arc::new(counted.extent);
        answer.progress = None;
        if answer.hits > FIRST && answer.passages.len() < FIRST {
            self.add_passages(&mut answer, &counted.matcher, FIRST);
            tell(Answer {
                progress: Some(100),
                ..answer.clone()
            });
        }
        self.add_passages(&mut answer, &counted.matcher, MOST);
        tell(answer);
    }

    /// Adds the documents that are not in an answer yet.
    fn add_documents(&self, answer: &mut Answer, counts: &[Count]) {
        let new = counts.get(answer.documents.len()..).unwrap_or(&[]);
        answer.hits += new.iter().map(|count| count.hits).sum::<usize>();
        let found = new.iter().map(|count| {
            let entry = self.catalog.get(count.document);
            Found {
                document: count.document,
                hits: count.hits,
                date: entry.and_then(|entry| self.query.date_of(entry)),
            }
        });
        answer.documents.extend(found);
    }

    /// Adds the passages that are not in an answer yet, until there are `most`. Only the documents
    /// with hits are looked into.
    fn add_passages(&self, answer: &mut Answer, matcher: &Matcher, most: usize) {
        let after = answer.passages.last().map(Passage::place);
        let limit = most.min(answer.hits).saturating_sub(answer.passages.len());
        if limit == 0 {
            return;
        }
        let first = after.map_or(EntryId(0), |place| place.document);
        let known = answer.documents.iter().map(|found| found.document);
        let only: HashSet<EntryId> = known.skip_while(|id| *id < first).collect();
        let request = Request {
            only: Some(&only),
            ..self.request(matcher)
        };
        let page = Page {
            after,
            limit,
            around: AROUND,
            is_named: true,
        };
        let passages = &mut answer.passages;
        let foldings = &mut answer.foldings;
        self.engine.passages(&request, page, &mut |passage| {
            foldings.merge(passage.foldings);
            passages.push(passage);
        });
    }
}

impl Answer {
    /// All documents of a catalog, without anything that is looked for in them.
    pub fn of_all(catalog: &Catalog) -> Self {
        let matcher = Matcher::new(&Query::default(), Rung::default());
        let request = Request {
            matcher: &matcher,
            only: None,
            is_wanted: &|| true,
        };
        let counts: Vec<Count> = catalog
            .iter()
            .map(|(document, _)| Count { document, hits: 0 })
            .collect();
        let documents = catalog.iter().map(|(document, entry)| Found {
            document,
            hits: 0,
            date: entry.dates().next(),
        });
        Self {
            documents: documents.collect(),
            days: bars(catalog, &request, &counts, Grain::Day),
            ..Self::default()
        }
    }

    /// Whether the hits with their words are not all that there are.
    pub fn is_cut(&self) -> bool {
        self.progress.is_none() && self.passages.len() < self.hits
    }

    /// What is known of a document with hits.
    fn found(&self, document: EntryId) -> Option<&Found> {
        let own = |found: &Found| found.document;
        let at = self.documents.binary_search_by_key(&document, own).ok()?;
        self.documents.get(at)
    }

    /// The hits of a document.
    pub fn hits_of(&self, document: EntryId) -> usize {
        self.found(document).map_or(0, |found| found.hits)
    }

    /// The date by which a document with hits is counted.
    pub fn date_of(&self, document: EntryId) -> Option<PartialDate> {
        self.found(document)?.date
    }

    /// Where the first hit of a document is, if it is among those with their words.
    pub fn first_in(&self, document: EntryId) -> Option<Place> {
        let at = self
            .passages
            .partition_point(|passage| passage.document < document);
        let first = self.passages.get(at).map(Passage::place);
        first.filter(|place| place.document == document)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::library::Source;
    use crate::search::local::Local;

    fn catalog(texts: &[String]) -> Catalog {
        let mut catalog = Catalog::default();
        for (index, text) in texts.iter().enumerate() {
            let bytes = text.as_bytes().into();
            catalog
                .read(Source::Memory(format!("{index}.txt"), bytes))
                .unwrap();
        }
        catalog
    }

    fn told(texts: &[String], typed: &str, is_wanted: &(dyn Fn() -> bool + Sync)) -> Vec<Answer> {
        let catalog = catalog(texts);
        let query = Query::parse(typed, &|_| None).unwrap();
        let inquiry = Inquiry {
            query: &query,
            catalog: &catalog,
            engine: &Local::new(&catalog),
            only: None,
            is_wanted,
        };
        let mut told = Vec::new();
        inquiry.answer(&mut |answer| told.push(answer));
        told
    }

    #[test]
    fn the_first_hits_are_told_before_the_others() {
        let texts = [
            "渡船。\n\n".repeat(150),
            "木桥。\n".to_owned(),
            "渡船。\n".to_owned(),
        ];
        let told = told(&texts, "渡船", &|| true);
        // A slow machine tells of more steps.
        assert!(told.len() > 1);
        for pair in told.windows(2) {
            assert!(pair[0].progress.is_some() && pair[0].passages.len() >= FIRST);
            assert!(pair[0].passages.len() <= pair[1].passages.len());
        }
        let whole = told.last().unwrap();
        let [first, last] = whole.documents.as_slice() else {
            panic!("{:?}", whole.documents)
        };
        assert_eq!((first.hits, last.hits), (150, 1));
        let sums = (whole.hits, whole.passages.len(), whole.progress);
        assert_eq!(sums, (151, 151, None));
        assert_eq!(whole.hits_of(last.document), 1);
        assert_eq!(
            whole.first_in(last.document),
            whole.passages.last().map(Passage::place)
        );
        assert!(!whole.is_cut() && whole.extent.is_whole());
    }

    #[test]
    fn a_search_that_has_found_nothing_yet_tells_how_far_it_is() {
        let mut texts = vec!["木桥。\n".to_owned(); 400];
        texts.push("渡船。\n".to_owned());
        let asked = AtomicUsize::new(0);
        // Long enough that something has to be told.
        let is_wanted = || {
            if asked.fetch_add(1, Ordering::Relaxed) == 0 {
                std::thread::sleep(STEP);
            }
            true
        };
        let told = told(&texts, "渡船", &is_wanted);
        let first = &told[0];
        assert_eq!((first.hits, first.progress), (0, Some(63)), "256 of 401");
        assert_eq!(told.last().unwrap().hits, 1);
    }

    #[test]
    fn punctuation_is_passed_over_only_where_nothing_else_is_found() {
        let texts = ["渡，船。\n".to_owned()];
        let told = told(&texts, "渡船", &|| true);
        assert_eq!((told[0].rung, told[0].hits), (Rung::Unpointed, 1));
    }

    #[test]
    fn what_a_filter_finds_is_dated_by_what_was_asked() {
        let dated = |dates: &str| format!("标题：渡口志\n日期：{dates}\n\n正文：\n\n渡船。\n");
        let texts = [
            dated("1979-5-1, 2016-3-2, 2020-1-1"),
            dated("2002-12-1"),
            dated("2015-7-0"),
            dated(""),
        ];
        let dates = |typed: &str| {
            let told = told(&texts, typed, &|| true);
            let whole = told.last().unwrap().clone();
            let own = whole.documents.iter().filter_map(|own| own.date);
            let rows = own.map(|date| date.to_string()).collect::<Vec<_>>();
            let bars = whole.days.iter().filter(|bar| bar.documents > 0);
            let bars = bars.filter_map(|bar| bar.date).map(|date| date.to_string());
            let mut sorted = rows.clone();
            sorted.sort();
            assert_eq!(bars.collect::<Vec<_>>(), sorted, "{typed}");
            (rows, whole.hits)
        };
        let found = |rows: &[&str], hits| {
            let rows = rows.iter().map(|row| (*row).to_owned());
            (rows.collect::<Vec<String>>(), hits)
        };
        let all = ["1979-05-01", "2002-12-01", "2015-07"];
        assert_eq!(dates("渡船"), found(&all, 4));
        let asked = ["2016-03-02", "2015-07"];
        assert_eq!(dates("渡船 日期:2015..2021"), found(&asked, 2));
        let asked = ["2020-01-01"];
        assert_eq!(dates("渡船 日期:2015..2021 日期:2020"), found(&asked, 1));
        // Without words the documents themselves are found.
        let asked = ["2016-03-02", "2015-07"];
        assert_eq!(dates("日期:2015..2021"), found(&asked, 0));
        assert_eq!(dates("标题:渡口 -日期:2000.."), found(&[], 0));
        assert_eq!(dates("标题:木桥"), found(&[], 0));
    }

    #[test]
    fn what_is_given_up_says_so() {
        let texts: Vec<String> = (0..50).map(|_| "渡船。\n".to_owned()).collect();
        let asked = AtomicUsize::new(0);
        let is_wanted = || asked.fetch_add(1, Ordering::Relaxed) < 20;
        let told = told(&texts, "渡船", &is_wanted);
        let last = told.last().unwrap();
        assert!(last.extent.is_stopped && !last.extent.is_whole());
        assert!(last.extent.searched <= 20 && last.hits <= 20);
    }
}
