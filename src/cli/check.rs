//! `zhangju check`: what is odd in the structure of documents, with its place.

use super::Outcome;
use super::output::{Failure, Output, complain};
use super::target;
use crate::document::Issue;
use crate::settings::Locale;

/// Lists the oddities of documents: `PATH:LINE: what`.
pub fn run(paths: &[String], locale: &Locale) -> Result<Outcome, Failure> {
    let (files, is_whole) = target::files(paths);
    let mut outcome = if is_whole {
        Outcome::NothingFound
    } else {
        Outcome::Failed
    };
    let mut output = Output::new();
    for path in &files {
        let opened = match target::open(path) {
            Ok(opened) => opened,
            Err(reason) => {
                complain(&reason);
                outcome = Outcome::Failed;
                continue;
            }
        };
        let mut issues: Vec<&Issue> = opened
            .document
            .issues
            .iter()
            .chain(&opened.tree.issues)
            .collect();
        issues.sort_by_key(|issue| issue.span);
        for issue in issues {
            if outcome == Outcome::NothingFound {
                outcome = Outcome::Found;
            }
            let line = opened.document.line(issue.span.start);
            output.line(&format!("{path}:{line}: {}", sentence(issue, locale)))?;
        }
    }
    output.finish()?;
    Ok(outcome)
}

/// An issue in the reader's language.
pub fn sentence(issue: &Issue, locale: &Locale) -> String {
    let details: Vec<&str> = issue.details.iter().map(String::as_str).collect();
    locale.tr(&format!("issue.{}", issue.code), &details)
}
