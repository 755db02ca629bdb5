//! How hits, years and collocates are printed.

use serde_json::json;

use super::Format;
use crate::library::{Catalog, Entry};
use crate::search::collocates::Collocate;
use crate::search::engine::Passage;
use crate::search::folding::Folding;
use crate::search::histogram::Bar;
use crate::terminal::output::{Failure, Output};

/// Prints a hit.
pub(super) fn hit(
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
            let foldings = passage.foldings.iter().map(Folding::name);
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
            let [before, words, after, title] = [before, words, after, entry.title()].map(escaped);
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
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The first date of a document.
pub(super) fn date(entry: Entry<'_>) -> Option<String> {
    entry.dates().next().map(|date| date.to_string())
}

/// Prints the hits of years; documents without a date come last.
pub(super) fn years(bars: &[Bar], format: Format, output: &mut Output) -> Result<(), Failure> {
    let rows = bars.iter().map(|bar| {
        let year = bar.date.map(|date| date.to_string());
        let object = json!({
            "year": year, "hits": bar.hits, "documents": bar.documents,
            "characters": bar.characters, "per_million": bar.per_million(),
        });
        let row = [
            year.unwrap_or_else(|| "-".to_owned()),
            bar.hits.to_string(),
            bar.documents.to_string(),
            bar.characters.to_string(),
            format!(
                "{:.1}{}",
                bar.per_million(),
                if bar.is_thin() { " ?" } else { "" }
            ),
        ];
        (row, object)
    });
    table(rows, format, output)
}

/// Prints what stands near the hits.
pub(super) fn collocates(
    found: &[Collocate],
    format: Format,
    output: &mut Output,
) -> Result<(), Failure> {
    let rows = found.iter().map(|own| {
        let object = json!({
            "words": own.words, "count": own.count, "ratio": own.ratio,
            "likelihood": own.likelihood,
        });
        let row = [
            own.words.clone(),
            own.count.to_string(),
            format!("{:.1}", own.ratio),
            format!("{:.1}", own.likelihood),
        ];
        (row, object)
    });
    table(rows, format, output)
}

fn table<const N: usize>(
    rows: impl Iterator<Item = ([String; N], serde_json::Value)>,
    format: Format,
    output: &mut Output,
) -> Result<(), Failure> {
    for (index, (row, object)) in rows.enumerate() {
        match format {
            Format::Json => output.json(&(object.to_string() + "\n"))?,
            Format::Text => output.fields(&row.each_ref().map(String::as_str))?,
            Format::Tsv => output.raw(&(row.join("\t") + "\n"))?,
            Format::Markdown => {
                output.text(&format!("| {} |\n", row.join(" | ")))?;
                if index == 0 {
                    output.text(&format!("|{}\n", " --- |".repeat(N)))?;
                }
            }
        }
    }
    Ok(())
}
