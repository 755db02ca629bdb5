//! `zhangju outline`: the clauses of documents, as a tree, as JSON or as a Markdown list.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;
use serde_json::json;

use super::target::{self, Opened};
use super::{Outcome, object};
use crate::clause::reference::Target;
use crate::clause::{ClauseAddress, ClauseId};
use crate::document::{Header, Lines};
use crate::library::Source;
use crate::reading::Text;
use crate::settings::Locale;
use crate::terminal::output::{Failure, Output};
use crate::text::Span;
use crate::text::one_line::join_lines;

/// How clauses are printed.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    /// Indented lines, the address first
    #[default]
    Tree,
    /// One object a document
    Json,
    /// A nested list
    Markdown,
}

/// Prints the outlines of documents.
pub fn run(paths: &[OsString], format: Format, locale: &Locale) -> Result<Outcome, Failure> {
    let mut output = Output::standard();
    let outcome = target::each(paths, |opened, (index, count)| {
        match format {
            Format::Tree => {
                if count > 1 {
                    if index > 0 {
                        output.line("")?;
                    }
                    output.line(&opened.name())?;
                }
                tree(opened, &mut output)?;
            }
            Format::Json => object::print(json(opened, locale), &mut output)?,
            Format::Markdown => markdown(opened, &mut output)?,
        }
        Ok(!opened.text.tree.clauses.is_empty())
    })?;
    output.finish()?;
    Ok(outcome)
}

fn tree(opened: &Opened, output: &mut Output) -> Result<(), Failure> {
    let Text { document, tree, .. } = &opened.text;
    output.line(&document.header.title)?;
    let addresses: Vec<String> = tree.ids().map(|id| tree.address(id).to_string()).collect();
    let widest = addresses.iter().map(String::len).max().unwrap_or(0);
    for (id, address) in tree.ids().zip(&addresses) {
        let Some(clause) = tree.get(id) else { continue };
        let indent = "  ".repeat(usize::from(clause.depth.saturating_sub(1)));
        let words = clause.heading(document);
        output.line(&format!("{address:widest$}  {indent}{words}"))?;
    }
    Ok(())
}

fn markdown(opened: &Opened, output: &mut Output) -> Result<(), Failure> {
    let Text { document, tree, .. } = &opened.text;
    output.line(&format!("# {}", document.header.title))?;
    output.line("")?;
    for id in tree.ids() {
        let Some(clause) = tree.get(id) else { continue };
        let indent = "  ".repeat(usize::from(clause.depth.saturating_sub(1)));
        let words = clause.heading(document);
        output.line(&format!("{indent}- {} `{}`", words, tree.address(id)))?;
    }
    output.line("")
}

#[derive(Serialize)]
struct ClauseObject<'a> {
    address: String,
    parent: Option<String>,
    depth: u16,
    kind: &'static str,
    label: &'a str,
    number: String,
    title: String,
    span: Span,
    line: usize,
    eid: String,
    references: Vec<serde_json::Value>,
}

/// The one object of a document.
fn json(opened: &Opened, locale: &Locale) -> serde_json::Value {
    let Text { document, tree, .. } = &opened.text;
    let mut lines = Lines::new(&document.source);
    let mut references = references(opened);
    let clauses: Vec<ClauseObject<'_>> = tree
        .ids()
        .filter_map(|id| {
            let clause = tree.get(id)?;
            let address = tree.address(id);
            Some(ClauseObject {
                eid: address.eid(),
                address: address.to_string(),
                parent: clause.parent.map(|id| tree.address(id).to_string()),
                depth: clause.depth,
                kind: clause.kind.name(),
                label: clause.label.of(&document.source),
                number: clause.step.number_text(),
                title: join_lines(&document.words(clause.title)),
                span: clause.span,
                line: lines.of(clause.span.start),
                references: references.remove(&id).unwrap_or_default(),
            })
        })
        .collect();
    let issues = opened.text.issues();
    let mut lines = Lines::new(&document.source);
    let issues: Vec<_> = issues
        .into_iter()
        .map(|issue| {
            json!({
                "code": issue.code, "message": locale.say(&issue.said()),
                "span": issue.span, "line": lines.of(issue.span.start),
            })
        })
        .collect();
    let mut object = json!({
        "path": opened.name(), "document": header(&document.header), "clauses": clauses, "issues": issues,
    });
    if opened.path.to_str().is_none() {
        object["path_bytes"] = percent_encoded(&opened.path).into();
    }
    object
}

/// What each clause refers to, in its own text. A range gives one reference for each clause that it
/// names.
fn references(opened: &Opened) -> HashMap<ClauseId, Vec<serde_json::Value>> {
    let text = &opened.text;
    let Text { document, tree, .. } = text;
    let address = |id: ClauseId| json!({ "address": tree.address(id).to_string() });
    let mut all: HashMap<ClauseId, Vec<serde_json::Value>> = HashMap::new();
    for reference in text.references() {
        let Some(own) = tree.at(reference.span.start) else {
            continue;
        };
        let targets = match &reference.target {
            Target::Clause(id) => vec![address(*id)],
            Target::Range(first, last) => {
                let between = (first.0..=last.0).map(ClauseId);
                let kind = tree.get(*first).map(|first| first.kind);
                between
                    .filter(|id| tree.get(*id).map(|clause| clause.kind) == kind)
                    .map(address)
                    .collect()
            }
            Target::Document { title, clause } => {
                // As the other document would call it, which is not opened for this.
                let tradition = document.convention().tradition;
                let place = tradition.place(clause);
                let place = place.map(|place| ClauseAddress::of(&place).to_string());
                let found = opened.titled(title);
                let path = found.as_ref().map(Source::name);
                vec![json!({ "title": title, "path": path, "address": place })]
            }
            Target::Nothing => vec![json!({ "address": null })],
            Target::Note(_) | Target::Passage(_) => continue,
        };
        let words = document.words(reference.span);
        all.entry(own).or_default().extend(
            targets
                .into_iter()
                .map(|to| json!({ "text": words, "span": reference.span, "to": to })),
        );
    }
    all
}

/// The bytes of a path that JSON cannot hold, percent-encoded (RFC 3986, 2.1).
fn percent_encoded(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    let encoded = bytes.map(|&byte| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    });
    encoded.collect()
}

fn header(header: &Header) -> serde_json::Value {
    let dates: Vec<String> = header
        .dates
        .iter()
        .map(|own| own.date.to_string())
        .collect();
    let printed: Vec<&str> = header.dates.iter().map(|own| &*own.printed).collect();
    let edition = header.edition().map(|date| date.to_string());
    json!({
        "id": header.id, "title": header.title, "authors": header.authors, "tags": header.tags,
        "dates": dates, "dates_printed": printed, "is_range": header.is_period, "edition": edition,
        "source": header.origin, "collection": header.collection,
        "collection_authors": header.collection_authors(),
    })
}
