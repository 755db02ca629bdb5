//! `zhangju check`: what is odd in the structure of documents, with its place.

use std::ffi::OsString;

use super::Outcome;
use super::target;
use crate::document::{Issue, Lines};
use crate::settings::Locale;
use crate::terminal::output::{Failure, Output};

/// Lists the oddities of documents: `PATH:LINE: what`.
pub fn run(paths: &[OsString], locale: &Locale) -> Result<Outcome, Failure> {
    let mut output = Output::new();
    let outcome = target::each(paths, |opened, _| {
        let issues = opened.text.issues();
        let mut lines = Lines::new(&opened.text.document.source);
        for issue in &issues {
            let line = lines.of(issue.span.start);
            output.line(&format!(
                "{}:{line}: {}",
                opened.name(),
                sentence(issue, locale)
            ))?;
        }
        Ok(!issues.is_empty())
    })?;
    output.finish()?;
    Ok(outcome)
}

/// An issue in the reader's language.
pub fn sentence(issue: &Issue, locale: &Locale) -> String {
    let details: Vec<&str> = issue.details.iter().map(String::as_str).collect();
    locale.tr(&format!("issue.{}", issue.code), &details)
}
