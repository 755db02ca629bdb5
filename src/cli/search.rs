//! `zhangju search`: every hit with the clause that it stands in, or documents by their titles.

use std::ffi::OsString;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::ValueEnum;
use serde_json::json;

use super::{Outcome, libraries, target};
use crate::library::same::Same;
use crate::library::{Catalog, Entry, EntryId};
use crate::reading::{searching, unread};
use crate::search::engine::{Engine, Extent, Page, Passage, Request};
use crate::search::folding::Foldings;
use crate::search::fuzzy::Fuzzy;
use crate::search::query::{Keywords, Query};
use crate::search::scan::Scan;
use crate::search::titles::Titles;
use crate::settings::{Locale, Options, Paths};
use crate::terminal::output::{Failure, Output, complain, tell};

/// The language of queries, for the help.
pub const LANGUAGE: &str = "\
QUERY:
  手工业           these characters in a row, in whatever script, width and case
  甲 乙            both in one clause        甲|乙         either
  甲 -乙           without                   \"甲 乙\"       as it stands; =發 for one word
  甲 ~10 乙        within ten characters     甲 >10 乙     in this order
  毛?东            ? is one character        爱*不爱       * is up to ten
  /…/              a regular expression      py:shougongye  pinyin
  标题: 标签: 日期:1953..1957 作者: 书籍: in:FOLDER   which documents
  注: 批注:         in the document's notes; in one's own
  Numbers of clauses and dates are found in whatever form: 第15条 as 第十五条.";

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
    /// Search titles instead, fuzzily or by pinyin
    #[arg(long, conflicts_with = "context")]
    titles: bool,
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

/// Searches.
pub fn run(
    typed: &str,
    paths: &[OsString],
    manner: &Manner,
    locale: &Locale,
) -> Result<Outcome, Failure> {
    let query = if manner.titles {
        None
    } else {
        let query = Query::parse(typed, &|_| None);
        Some(query.map_err(|mistake| searching::wrong(typed, &mistake, locale))?)
    };
    let (catalog, is_whole) = catalog(paths);
    let mut output = Output::standard();
    let outcome = match query {
        Some(query) => texts(&query, &catalog, manner, locale, &mut output)?,
        None => titles(typed, &catalog, manner, &mut output)?,
    };
    output.finish()?;
    Ok(if is_whole { outcome } else { Outcome::Failed })
}

/// The documents that are searched (without any named those of the libraries, or the samples), and
/// whether all could be had; what cannot is told.
fn catalog(arguments: &[OsString]) -> (Catalog, bool) {
    let paths = Paths::of_environment();
    let (options, wrong) = Options::of(&paths);
    if let Some(wrong) = wrong {
        complain(&wrong);
    }
    let filters = target::filters_of(&options, &paths);
    if arguments.is_empty() {
        let catalog = libraries::catalog(&options, filters);
        let is_any = !options.libraries.is_empty();
        return (
            if is_any {
                catalog
            } else {
                catalog.with_samples()
            },
            true,
        );
    }
    let mut catalog = Catalog::through(Arc::clone(&filters));
    let (files, mut is_whole) = target::files(arguments, &filters);
    for path in &files {
        let source = target::source(path);
        let read = source.and_then(|source| {
            let read = catalog.read(source);
            read.map_err(|error| error.to_string())
        });
        if let Err(reason) = read {
            complain(&reason);
            is_whole = false;
        }
    }
    (catalog, is_whole)
}

fn texts(
    query: &Query,
    catalog: &Catalog,
    manner: &Manner,
    locale: &Locale,
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let only = searching::only(query, &target::annotations(), catalog);
    let page = Page {
        after: None,
        limit: manner.limit.map_or(usize::MAX, |limit| limit as usize),
        around: usize::from(manner.context),
    };
    let engine = Scan::new(catalog);
    let mut told = Told::default();
    let mut extent = Extent::default();
    for (_, matcher) in query.ladder() {
        let is_closed = AtomicBool::new(false);
        let request = Request {
            matcher: &matcher,
            only: only.as_ref(),
            is_wanted: &|| !is_closed.load(std::sync::atomic::Ordering::Relaxed),
        };
        let mut failure = None;
        extent = engine.passages(&request, page, &mut |passage| {
            told.add(&passage);
            if failure.is_none()
                && let Err(error) = print(&passage, catalog, manner.format, output)
            {
                failure = Some(error);
                is_closed.store(true, std::sync::atomic::Ordering::Relaxed);
            }
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        if told.hits > 0 {
            break;
        }
    }
    output.flush()?;
    for reason in &extent.unread {
        complain(&unread::sentence(reason, locale));
    }
    let lines = [
        Some(searching::counted(
            told.hits,
            told.documents,
            &extent,
            locale,
        )),
        searching::passed_over(told.foldings, locale),
    ];
    lines.into_iter().flatten().for_each(|line| tell(&line));
    Ok(match told.hits {
        _ if !extent.unread.is_empty() => Outcome::Failed,
        0 => Outcome::NothingFound,
        _ => Outcome::Found,
    })
}

/// What is said behind the hits.
#[derive(Default)]
struct Told {
    hits: usize,
    documents: usize,
    last: Option<EntryId>,
    foldings: Foldings,
}

impl Told {
    fn add(&mut self, passage: &Passage) {
        self.hits += 1;
        self.documents +=
            usize::from(self.last.replace(passage.document) != Some(passage.document));
        self.foldings.merge(passage.foldings);
    }
}

fn print(
    passage: &Passage,
    catalog: &Catalog,
    format: Format,
    output: &mut Output,
) -> Result<(), Failure> {
    let Some(entry) = catalog.get(passage.document) else {
        return Ok(());
    };
    let source = entry.source();
    let path = source.name();
    let Passage {
        address,
        line,
        before,
        words,
        after,
        ..
    } = passage;
    match format {
        Format::Text => {
            let gap = if address.is_empty() { "" } else { "  " };
            output.line(&format!(
                "{path}:{line}{gap}{address}  {before}[{words}]{after}"
            ))?;
            // Who reads along wants each hit when it is found.
            output.flush()
        }
        Format::Json => {
            let foldings = passage.foldings.iter().map(|folding| folding.name());
            let object = json!({
                "path": path, "id": entry.id(), "title": entry.title(), "date": date(entry),
                "address": Some(address).filter(|address| !address.is_empty()),
                "span": passage.span, "line": line, "before": before, "match": words,
                "after": after, "foldings": foldings.collect::<Vec<_>>(), "score": null,
            });
            output.json(&(object.to_string() + "\n"))?;
            output.flush()
        }
        Format::Tsv => {
            let (line, date) = (line.to_string(), date(entry).unwrap_or_default());
            let fields: [&str; 8] = [
                &path,
                &line,
                address,
                &date,
                entry.title(),
                before,
                words,
                after,
            ];
            let fields = fields.map(|field| field.replace(['\t', '\n', '\r'], " "));
            output.raw(&(fields.join("\t") + "\n"))
        }
        Format::Markdown => {
            let [before, words, after, title] =
                [before, words, after, entry.title()].map(|text| escaped(text));
            let date = date(entry).map_or_else(String::new, |date| format!("，{date}"));
            let place = if address.is_empty() {
                String::new()
            } else {
                format!("#{address}")
            };
            output.text(&format!(
                "- {before}**{words}**{after}（《{title}》{date}，`{path}{place}`）\n"
            ))
        }
    }
}

/// A text in which Markdown sees no signs.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn date(entry: Entry<'_>) -> Option<String> {
    entry.dates().next().map(|date| date.to_string())
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
        let source = entry.source();
        let (path, date) = (source.name(), date(entry));
        match manner.format {
            Format::Json => {
                let score = fuzzy.find(entry.title()).map(|found| found.score);
                let object = json!({
                    "path": path, "id": entry.id(), "title": entry.title(), "date": date,
                    "address": null, "span": null, "line": null, "before": "", "match": "",
                    "after": "", "score": score,
                });
                output.json(&(object.to_string() + "\n"))?;
            }
            Format::Markdown => {
                output.text(&format!("- 《{}》（`{path}`）\n", escaped(entry.title())))?
            }
            Format::Text | Format::Tsv => {
                output.fields(&[&path, date.as_deref().unwrap_or(""), entry.title()])?;
            }
        }
    }
    Ok(outcome)
}
