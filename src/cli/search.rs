//! `zhangju search`: every hit with the clause that it stands in, or documents by their titles.

mod print;

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;

use super::{Outcome, documents, settled, target};
use crate::library::librarian::outermost;
use crate::library::same::Same;
use crate::library::{Catalog, EntryId};
use crate::reading::in_force::Editions;
use crate::reading::inquiry::{Counted, Inquiry};
use crate::reading::{listing, searches, searching, unread};
use crate::search::collocates;
use crate::search::concordance::{self, Sort};
use crate::search::engine::{Engine, Extent, Page, Passage, Request};
use crate::search::folding::Foldings;
use crate::search::fuzzy::Fuzzy;
use crate::search::histogram::{self, Grain};
use crate::search::pack::Packs;
use crate::search::query::{Keywords, Query};
use crate::search::titles::Titles;
use crate::search::united::United;
use crate::settings::{Locale, Paths};
use crate::terminal::output::{Failure, Output, complain, tell};

/// How a search is answered.
#[derive(Debug, clap::Args)]
pub struct Manner {
    /// How to print the hits
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// At most so many hits
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    /// Characters around each hit
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(0..=1000))]
    context: u16,
    /// In what order; all but `place` wait for the last hit
    #[arg(long, value_enum, value_name = "ORDER")]
    sort: Option<Order>,
    /// How often it stands in the documents of each year, by their first date, and for each million
    /// characters
    #[arg(long, conflicts_with_all = ["sort", "context", "limit"])]
    by_year: bool,
    /// What stands near the hits more often than elsewhere
    #[arg(long, conflicts_with_all = ["sort", "context", "by_year"])]
    collocates: bool,
    /// Search titles instead, fuzzily or by pinyin
    #[arg(long, conflicts_with_all = ["sort", "context", "by_year", "collocates"])]
    titles: bool,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Order {
    /// By the first date of the document
    Date,
    /// By what stands before, read outward from the hit
    Left,
    /// By what stands behind
    Right,
    /// As they stand in the library
    Place,
}

impl Order {
    fn sort(self) -> Sort {
        match self {
            Self::Date => Sort::Date,
            Self::Left => Sort::Left,
            Self::Right => Sort::Right,
            Self::Place => Sort::Place,
        }
    }
}

/// How hits are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// `PATH:LINE`, the address, and the words around the hit
    #[default]
    Text,
    /// One object a hit
    Json,
    /// Path, line, address, date, title, words before, hit, words behind
    Tsv,
    /// A list item a hit, with where it stands
    Markdown,
}

impl Format {
    /// How it is listed, if not as text.
    fn listed(self) -> Option<listing::Format> {
        match self {
            Self::Text => None,
            Self::Json => Some(listing::Format::Json),
            Self::Tsv => Some(listing::Format::Tsv),
            Self::Markdown => Some(listing::Format::Markdown),
        }
    }
}

/// Searches.
pub fn run(
    typed: &str,
    paths: &[OsString],
    manner: &Manner,
    locale: &Locale,
) -> Result<Outcome, Failure> {
    let annotations = target::annotations();
    let query = if manner.titles {
        None
    } else {
        let query = Query::parse(typed, &|name| searches::saved(&annotations, name));
        Some(query.map_err(|mistake| searching::wrong(typed, &mistake, locale))?)
    };
    let (catalog, packs, is_whole) = catalog(paths);
    if let Some(meant) = meant_as_one(typed, paths) {
        let meant = target::quoted(&meant);
        tell(&locale.tr("search.in-quotes", &[&meant]));
    }
    let mut output = Output::standard();
    let outcome = match query {
        Some(query) => {
            let engine = United::of(&catalog, &packs);
            let mut editions = Editions::default();
            let only = searching::only(&query, &annotations, &catalog, &mut editions, &|| true);
            let asked = (&query, only.as_ref());
            let (outcome, extent) = if query.is_of_documents() {
                let inquiry = Inquiry {
                    query: &query,
                    catalog: &catalog,
                    engine: &engine,
                    only: only.as_ref(),
                    is_wanted: &|| true,
                };
                found_documents(&inquiry, manner, locale, &mut output)?
            } else {
                texts(asked, (&catalog, &engine), manner, locale, &mut output)?
            };
            let is_library = paths.is_empty() && catalog.len() > 1;
            let unpacked = searching::unpacked(&extent, locale).filter(|_| is_library);
            if let Some(line) = unpacked {
                tell(&line);
            }
            outcome
        }
        None => titles(typed, &catalog, manner, &mut output)?,
    };
    output.finish()?;
    Ok(if is_whole { outcome } else { Outcome::Failed })
}

/// The query that a person meant whose words the shell has taken apart, if nothing stands where
/// those behind the first would be files.
fn meant_as_one(typed: &str, paths: &[OsString]) -> Option<String> {
    let is_there = |path: &OsString| path == "-" || Path::new(path).exists();
    if paths.is_empty() || paths.iter().any(is_there) {
        return None;
    }
    let words = paths.iter().map(|own| own.to_str());
    let words: Option<Vec<&str>> = std::iter::once(Some(typed)).chain(words).collect();
    Some(words?.join(" "))
}

/// The documents that are searched (without any named those of the libraries, or the samples), the
/// packs of their libraries, and whether all could be had; what cannot is told.
fn catalog(arguments: &[OsString]) -> (Catalog, Packs, bool) {
    let paths = Paths::of_environment();
    let options = settled::options(&paths);
    let filters = target::filters_of(&options, &paths);
    let (catalog, is_whole) = documents::of(arguments, &options, filters);
    let has_packs = arguments.is_empty() && !options.libraries.is_empty();
    let packs = paths.ok().filter(|_| has_packs).map(|paths| {
        let roots = outermost(&options.folders());
        Packs::open(&paths.cache, &roots, &catalog)
    });
    (catalog, packs.unwrap_or_default(), is_whole)
}

fn texts(
    (query, only): (&Query, Option<&HashSet<EntryId>>),
    (catalog, engine): (&Catalog, &dyn Engine),
    manner: &Manner,
    locale: &Locale,
    output: &mut Output,
) -> Result<(Outcome, Extent), Failure> {
    let mut told = Told::default();
    for (_, matcher) in query.ladder() {
        let is_closed = AtomicBool::new(false);
        let request = Request {
            matcher: &matcher,
            only,
            is_wanted: &|| !is_closed.load(Ordering::Relaxed),
        };
        told = if manner.by_year {
            years(engine, &request, catalog, manner.format, output)?
        } else if manner.collocates {
            collocates(engine, &request, catalog, manner, output)?
        } else {
            hits(
                engine,
                query,
                (&request, &is_closed),
                catalog,
                manner,
                output,
            )?
        };
        if told.hits > 0 {
            break;
        }
    }
    output.flush()?;
    for reason in &told.extent.unread {
        complain(&unread::sentence(reason, locale));
    }
    let lines = [
        Some(searching::counted(
            told.hits,
            told.documents,
            &told.extent,
            locale,
        )),
        searching::missing(&told.extent, locale),
        searching::passed_over(told.foldings, locale),
    ];
    lines.into_iter().flatten().for_each(|line| tell(&line));
    let outcome = match told.hits {
        _ if !told.extent.unread.is_empty() => Outcome::Failed,
        0 => Outcome::NothingFound,
        _ => Outcome::Found,
    };
    Ok((outcome, told.extent))
}

/// Prints the documents of a query that looks for no words in them, or how many each year has.
fn found_documents(
    inquiry: &Inquiry<'_>,
    manner: &Manner,
    locale: &Locale,
    output: &mut Output,
) -> Result<(Outcome, Extent), Failure> {
    let Inquiry { query, catalog, .. } = *inquiry;
    let Counted {
        counts,
        matcher,
        extent,
        ..
    } = inquiry.count(&mut |_, _, _, _| {});
    if manner.by_year && !counts.is_empty() {
        let request = Request {
            matcher: &matcher,
            only: inquiry.only,
            is_wanted: inquiry.is_wanted,
        };
        let bars = histogram::bars(catalog, &request, &counts, Grain::Year);
        print::years(&bars, manner.format, output)?;
    } else {
        let dated = counts.iter().filter_map(|own| {
            let entry = catalog.get(own.document)?;
            Some((query.date_of(entry), entry))
        });
        let mut dated: Vec<_> = dated.collect();
        if manner.sort == Some(Order::Date) {
            dated.sort_by_key(|(date, _)| (date.is_none(), *date));
        }
        let limit = manner.limit.map_or(usize::MAX, |limit| limit as usize);
        for (date, entry) in dated.into_iter().take(limit) {
            print::document(entry, date, None, manner.format, output)?;
        }
    }
    output.flush()?;
    let (line, outcome) = match counts.len() {
        0 => {
            let all = catalog.len().to_string();
            (locale.tr("search.none", &[&all]), Outcome::NothingFound)
        }
        some => (searching::documents(some, locale), Outcome::Found),
    };
    tell(&line);
    Ok((outcome, extent))
}

/// Prints the hits: each when it is found, or all in another order.
fn hits(
    engine: &dyn Engine,
    query: &Query,
    (request, is_closed): (&Request<'_>, &AtomicBool),
    catalog: &Catalog,
    manner: &Manner,
    output: &mut Output,
) -> Result<Told, Failure> {
    let limit = manner.limit.map_or(usize::MAX, |limit| limit as usize);
    let sort = manner.sort.map_or(Sort::Place, Order::sort);
    let page = Page {
        after: None,
        limit: if sort == Sort::Place {
            limit
        } else {
            usize::MAX
        },
        around: usize::from(manner.context),
        is_named: false,
    };
    let mut told = Told::default();
    let mut failure = None;
    let mut kept = Vec::new();
    told.extent = engine.passages(request, page, &mut |passage| {
        if sort != Sort::Place {
            kept.push(passage);
            return;
        }
        told.add(&passage);
        if failure.is_none()
            && let Err(error) = print::hit(&passage, catalog, query, manner.format, output)
        {
            failure = Some(error);
            is_closed.store(true, Ordering::Relaxed);
        }
    });
    if let Some(failure) = failure {
        return Err(failure);
    }
    let date = |document| query.date_of(catalog.get(document)?);
    concordance::sort(&mut kept, sort, &date);
    for passage in kept.iter().take(limit) {
        told.add(passage);
        print::hit(passage, catalog, query, manner.format, output)?;
    }
    Ok(told)
}

/// Prints how often a query is found in the documents of each year.
fn years(
    engine: &dyn Engine,
    request: &Request<'_>,
    catalog: &Catalog,
    format: Format,
    output: &mut Output,
) -> Result<Told, Failure> {
    let mut counts = Vec::new();
    let mut told = Told {
        extent: engine.counts(request, &mut |some, _| counts.extend_from_slice(some)),
        documents: counts.len(),
        ..Told::default()
    };
    told.hits = counts.iter().map(|count| count.hits).sum();
    if told.hits > 0 {
        let bars = histogram::bars(catalog, request, &counts, Grain::Year);
        print::years(&bars, format, output)?;
    }
    Ok(told)
}

/// Prints what stands near the hits.
fn collocates(
    engine: &dyn Engine,
    request: &Request<'_>,
    catalog: &Catalog,
    manner: &Manner,
    output: &mut Output,
) -> Result<Told, Failure> {
    let mut told = Told::default();
    told.extent = engine.counts(request, &mut |counts, _| {
        told.hits += counts.iter().map(|count| count.hits).sum::<usize>();
        told.documents += counts.len();
    });
    if told.hits > 0 {
        let (mut found, _) = collocates::find(engine, request, catalog);
        found.truncate(manner.limit.map_or(usize::MAX, |limit| limit as usize));
        print::collocates(&found, manner.format, output)?;
    }
    Ok(told)
}

/// What is said behind the hits.
#[derive(Default)]
struct Told {
    hits: usize,
    documents: usize,
    last: Option<EntryId>,
    foldings: Foldings,
    extent: Extent,
}

impl Told {
    fn add(&mut self, passage: &Passage) {
        self.hits += 1;
        self.documents +=
            usize::from(self.last.replace(passage.document) != Some(passage.document));
        self.foldings.merge(passage.foldings);
    }
}

/// Documents by their titles, the best first.
fn titles(
    typed: &str,
    catalog: &Catalog,
    manner: &Manner,
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let mut titles = Titles::default();
    titles.update(catalog);
    let keywords = Keywords::parse(typed);
    let (same, mut early) = (Same::default(), |_| {});
    let ranked = titles.rank(catalog, &same, &keywords, &|| true, &mut early);
    let limit = manner.limit.map_or(usize::MAX, |limit| limit as usize);
    let fuzzy = Fuzzy::typed(typed);
    let mut outcome = Outcome::NothingFound;
    for id in ranked.unwrap_or_default().into_iter().take(limit) {
        let Some(entry) = catalog.get(id) else {
            continue;
        };
        outcome = Outcome::Found;
        let score = fuzzy.find(entry.title()).map(|found| found.points());
        let date = entry.dates().next();
        print::document(entry, date, score, manner.format, output)?;
    }
    Ok(outcome)
}
