//! `zhangju cite`: a clause as a quotation with its citation.

use std::ffi::OsStr;

use super::Outcome;
use super::open::options;
use super::output::{Failure, Output, complain};
use super::target;
use crate::annotation::cite::{Citation, DEFAULT, STYLES};
use crate::settings::Paths;
use crate::text::Span;

/// Prints the citation of a document or of one clause of it.
pub fn run(argument: &OsStr, style: Option<&str>) -> Result<Outcome, Failure> {
    let (options, wrong) = options(&Paths::of_environment());
    if let Some(wrong) = wrong {
        complain(&wrong);
    }
    let style = style.or(options.citation.as_deref()).unwrap_or(DEFAULT);
    let own = options.citations.get(style);
    let Some(template) = own.or_else(|| STYLES.get(style)) else {
        let names: Vec<&str> = STYLES
            .keys()
            .chain(options.citations.keys())
            .map(String::as_str)
            .collect();
        return Err(format!("no style is called {style}: there are {}", names.join(", ")).into());
    };
    let (path, typed) = target::split(argument);
    let opened = target::open(path)?;
    let clause = match typed.map(|typed| target::clause(&opened, typed)) {
        Some(Err(message)) => {
            complain(&message);
            return Ok(Outcome::NothingFound);
        }
        found => found.and_then(Result::ok),
    };
    let (document, tree) = (&opened.document, &opened.tree);
    let quoted = clause.and_then(|id| tree.get(id));
    let quoted = quoted.map_or(Span::default(), |clause| clause.span);
    let mut citation = Citation::new(&document.header, document, tree, clause, quoted);
    citation.set("path", &path.to_string_lossy());
    let mut output = Output::new();
    output.text(&(citation.in_style(template) + "\n"))?;
    output.finish()?;
    Ok(Outcome::Found)
}
