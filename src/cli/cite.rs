//! `zhangju cite`: a clause as a quotation with its citation.

use std::ffi::OsStr;

use super::Outcome;
use super::{settled, target};
use crate::annotation::cite::STYLES;
use crate::reading;
use crate::settings::Paths;
use crate::terminal::output::{Failure, Output, complain};

/// Prints the citation of a document or of one clause of it.
pub fn run(argument: &OsStr, style: Option<&str>) -> Result<Outcome, Failure> {
    let paths = Paths::of_environment();
    let options = settled::options(&paths);
    let template = reading::style(&options, style).map_err(|name| {
        let names = STYLES.keys().chain(options.citations.keys());
        let names: Vec<&str> = names.map(String::as_str).collect();
        settled::locale().tr("cli.no-style", &[&name, &names.join(", ")])
    })?;
    let (path, typed) = target::split(argument);
    let opened = target::open_through(target::filters_of(&options, &paths), path)?;
    let clause = match typed.map(|typed| target::clause(&opened, typed)) {
        Some(Err(message)) => {
            complain(&message);
            return Ok(Outcome::NothingFound);
        }
        found => found.and_then(Result::ok),
    };
    let mut citation = opened.text.citation_of(clause);
    citation.set("path", &path.to_string_lossy());
    let mut output = Output::standard();
    output.text(&(citation.in_style(template) + "\n"))?;
    output.finish()?;
    Ok(Outcome::Found)
}
