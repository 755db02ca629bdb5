//! `zhangju check --citations`: what drafts cite of the statutes of a library, and what is wrong
//! with it.

use std::ffi::OsString;

use serde_json::json;

use super::Format;
use crate::clause::compare::compare;
use crate::cli::object;
use crate::cli::target::{self, Opened};
use crate::cli::{Outcome, documents};
use crate::document::{Lines, parse};
use crate::library::{Catalog, Entry};
use crate::reading::Text;
use crate::reading::brief::{Checked, Checker, Names, Verdict, citations};
use crate::reading::comparing::inline;
use crate::settings::Locale;
use crate::terminal::output::{Failure, Output, tell};

/// Checks the citations of drafts against the library, or against the documents at these paths.
pub fn run(
    paths: &[OsString],
    library: &[OsString],
    format: Format,
    locale: &Locale,
) -> Result<Outcome, Failure> {
    let (catalog, is_whole) = documents::settled(library);
    let names = Names::of(&catalog);
    let mut output = Output::standard();
    let mut is_any = false;
    let outcome = target::each(paths, |opened, _| {
        is_any = true;
        let mut checker = Checker::new(&catalog, &names);
        let document = &opened.text.document;
        let mut lines = Lines::new(&document.source);
        let mut is_wrong = false;
        for citation in citations(document, &names) {
            let line = lines.of(citation.span.start);
            let checked = checker.check(document, citation);
            is_wrong |= checked.verdict.is_wrong();
            match format {
                Format::Text => text(opened, line, &checked, &catalog, locale, &mut output)?,
                Format::Json => json(opened, line, &checked, &catalog, locale, &mut output)?,
            }
        }
        Ok(is_wrong)
    })?;
    output.finish()?;
    Ok(match outcome {
        _ if !is_whole => Outcome::Failed,
        Outcome::NothingFound if is_any => Outcome::Found,
        Outcome::Found | Outcome::NothingFound => Outcome::NothingFound,
        Outcome::Failed => Outcome::Failed,
    })
}

fn entry<'c>(checked: &Checked, catalog: &'c Catalog) -> Option<Entry<'c>> {
    checked.entry.and_then(|id| catalog.get(id))
}

/// What is wrong with a citation, in words.
fn sentence(opened: &Opened, checked: &Checked, catalog: &Catalog, locale: &Locale) -> String {
    let citation = &checked.citation;
    let cited = opened.text.document.words(citation.span).into_owned();
    let edition = checked
        .edition
        .map_or_else(String::new, |date| date.to_string());
    let title = entry(checked, catalog).map_or(&*citation.work, Entry::title);
    let differences = match &checked.verdict {
        Verdict::OtherWords(words) => citation
            .quoted
            .map(|quoted| differences(words, &opened.text.document.words(quoted))),
        _ => None,
    };
    let key = format!("citation.{}", checked.verdict.name());
    locale.tr(
        &key,
        &[&cited, title, &edition, &differences.unwrap_or_default()],
    )
}

/// The words of a clause with those that were quoted in their place.
fn differences(words: &str, quoted: &str) -> String {
    let text = |words: &str| {
        let source = crate::library::Source::Memory(String::new(), [].into());
        Text::of(parse(words.to_owned()), "", &source.into())
    };
    let (old, new) = (text(words), text(quoted));
    let rows = compare(old.side(), new.side()).rows;
    let lines: Vec<String> = rows
        .iter()
        .map(|row| inline(&old.document, &new.document, row))
        .collect();
    lines.join(" ").replace('\n', " ")
}

fn text(
    opened: &Opened,
    line: usize,
    checked: &Checked,
    catalog: &Catalog,
    locale: &Locale,
    output: &mut Output,
) -> Result<(), Failure> {
    if checked.verdict == Verdict::Right {
        return Ok(());
    }
    let message = sentence(opened, checked, catalog, locale);
    let message = format!("{}:{line}: {message}", opened.name());
    if checked.verdict.is_wrong() {
        output.line(&message)
    } else {
        // No mistake: where nothing is odd nothing is printed.
        tell(&message);
        Ok(())
    }
}

fn json(
    opened: &Opened,
    line: usize,
    checked: &Checked,
    catalog: &Catalog,
    locale: &Locale,
    output: &mut Output,
) -> Result<(), Failure> {
    let citation = &checked.citation;
    let document = &opened.text.document;
    let to = entry(checked, catalog).map(|entry| {
        json!({
            "title": entry.title(), "path": entry.source().name(), "address": checked.address,
            "edition": checked.edition.map(|date| date.to_string()),
        })
    });
    let object = json!({
        "path": opened.name(), "code": checked.verdict.name(),
        "message": sentence(opened, checked, catalog, locale),
        "span": citation.span, "line": line, "text": document.words(citation.span),
        "quoted": citation.quoted.map(|quoted| document.words(quoted)), "to": to,
    });
    object::print(object, output)
}
