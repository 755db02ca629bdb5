//! `zhangju diff`: two texts compared by clauses.

mod json;
mod table;
mod text;

use std::ffi::OsStr;
use std::sync::Arc;

use clap::ValueEnum;

use super::Outcome;
use super::target::{self, Opened};
use crate::clause::compare::{ChangeKind, Comparison, Row, Status, compare};
use crate::settings::Locale;
use crate::terminal::output::{Failure, Output};

/// How a comparison is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// What differs, clause by clause: [-taken out-] {+put in+}
    #[default]
    Text,
    /// One object a pair of clauses
    Json,
    /// What differs, in a table of two columns
    Markdown,
    /// Both texts, in a table of two columns
    Html,
}

/// Two texts and what differs between them.
struct Report<'r> {
    old: &'r Opened,
    new: &'r Opened,
    rows: Vec<Row>,
    locale: &'r Locale,
}

/// Compares two documents. `only_words` leaves out where only the form or the numbers of clauses
/// differ.
pub fn run(
    paths: [&OsStr; 2],
    format: Format,
    only_words: bool,
    locale: &Locale,
) -> Result<Outcome, Failure> {
    let filters = target::filters();
    let [old, new] = paths.map(|path| target::open_through(Arc::clone(&filters), path));
    let (old, new) = (old?, new?);
    let Comparison { mut rows } = compare(old.text.side(), new.text.side());
    if only_words {
        rows.iter_mut().for_each(keep_words);
    }
    let differs = rows.iter().any(|row| row.status() != Status::Unchanged);
    let report = Report {
        old: &old,
        new: &new,
        rows,
        locale,
    };
    let mut output = Output::standard();
    match format {
        Format::Text => report.text(&mut output)?,
        Format::Json => report.json(&mut output)?,
        Format::Markdown => report.markdown(&mut output)?,
        Format::Html => report.html(&mut output)?,
    }
    output.finish()?;
    Ok(if differs {
        Outcome::Found
    } else {
        Outcome::NothingFound
    })
}

/// Takes the changes of form and number out of a row that has no others.
fn keep_words(row: &mut Row) {
    if !row.differs_in(ChangeKind::Words) {
        row.changes.clear();
    }
}
