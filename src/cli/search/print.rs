//! How hits, years and collocates are printed.

use super::Format;
use crate::document::PartialDate;
use crate::library::{Catalog, Entry};
use crate::reading::listing;
use crate::search::collocates::Collocate;
use crate::search::engine::Passage;
use crate::search::histogram::Bar;
use crate::search::query::Query;
use crate::terminal::output::{Failure, Output};

/// Prints a document that is found without words in it.
pub(super) fn document(
    entry: Entry<'_>,
    date: Option<PartialDate>,
    score: Option<f64>,
    format: Format,
    output: &mut Output,
) -> Result<(), Failure> {
    if let Some(listed @ (listing::Format::Json | listing::Format::Markdown)) = format.listed() {
        return put(
            &listing::document(entry, date, score, listed),
            listed,
            output,
        );
    }
    let date = date.map_or_else(String::new, |date| date.to_string());
    output.fields(&[&entry.source().name(), &date, entry.title()])
}

/// Prints a hit.
pub(super) fn hit(
    passage: &Passage,
    catalog: &Catalog,
    query: &Query,
    format: Format,
    output: &mut Output,
) -> Result<(), Failure> {
    let Some(listed) = format.listed() else {
        let Some(entry) = catalog.get(passage.document) else {
            return Ok(());
        };
        let Passage {
            address,
            line,
            before,
            words,
            after,
            ..
        } = passage;
        let source = entry.source();
        let path = source.name();
        let gap = if address.is_empty() { "" } else { "  " };
        output.line(&format!(
            "{path}:{line}{gap}{address}  {before}[{words}]{after}"
        ))?;
        // Who reads along wants each hit when it is found.
        return output.flush();
    };
    put(
        &listing::hit(passage, catalog, query, listed),
        listed,
        output,
    )?;
    match listed {
        listing::Format::Json => output.flush(),
        listing::Format::Tsv | listing::Format::Markdown => Ok(()),
    }
}

/// Prints the hits of years; documents without a date come last.
pub(super) fn years(bars: &[Bar], format: Format, output: &mut Output) -> Result<(), Failure> {
    match format.listed() {
        Some(listed) => put(&listing::bars(bars, listed), listed, output),
        None => fields(bars.iter().map(listing::of_bar), output),
    }
}

/// Prints what stands near the hits.
pub(super) fn collocates(
    found: &[Collocate],
    format: Format,
    output: &mut Output,
) -> Result<(), Failure> {
    match format.listed() {
        Some(listed) => put(&listing::collocates(found, listed), listed, output),
        None => fields(found.iter().map(listing::of_collocate), output),
    }
}

fn fields<const N: usize>(
    mut rows: impl Iterator<Item = [String; N]>,
    output: &mut Output,
) -> Result<(), Failure> {
    rows.try_for_each(|row| output.fields(&row.each_ref().map(String::as_str)))
}

fn put(listed: &str, format: listing::Format, output: &mut Output) -> Result<(), Failure> {
    match format {
        listing::Format::Json => output.json(listed),
        listing::Format::Tsv => output.raw(listed),
        listing::Format::Markdown => output.text(listed),
    }
}
