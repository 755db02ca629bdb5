//! `zhangju check`: what is odd in the structure of documents, with its place.

mod citations;

use std::ffi::OsString;

use clap::ValueEnum;
use serde_json::json;

use super::{Outcome, object, target};
use crate::document::Lines;
use crate::settings::Locale;
use crate::terminal::output::{Failure, Output};
pub use citations::run as citations;

/// How oddities are printed.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    /// `PATH:LINE: what`
    #[default]
    Text,
    /// One object an oddity
    Json,
}

/// Lists the oddities of documents. Nothing odd is success, as for other checkers.
pub fn run(paths: &[OsString], format: Format, locale: &Locale) -> Result<Outcome, Failure> {
    let mut output = Output::standard();
    let mut is_any = false;
    let outcome = target::each(paths, |opened, _| {
        is_any = true;
        let issues = opened.text.issues();
        let mut lines = Lines::new(&opened.text.document.source);
        for issue in &issues {
            let line = lines.of(issue.span.start);
            let message = locale.say(&issue.said());
            match format {
                Format::Text => {
                    output.line(&format!("{}:{line}: {message}", opened.name()))?;
                }
                Format::Json => {
                    let tree = &opened.text.tree;
                    let clause = tree.at(issue.span.start);
                    let object = json!({
                        "path": opened.name(), "code": issue.code, "message": message,
                        "span": issue.span, "line": line,
                        "address": clause.map(|id| tree.address(id).to_string()),
                    });
                    object::print(object, &mut output)?;
                }
            }
        }
        Ok(!issues.is_empty())
    })?;
    output.finish()?;
    Ok(match outcome {
        Outcome::NothingFound if is_any => Outcome::Found,
        // Where there is nothing to check, nothing is known to be in order.
        Outcome::Found | Outcome::NothingFound => Outcome::NothingFound,
        Outcome::Failed => Outcome::Failed,
    })
}
