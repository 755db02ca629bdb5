//! `zhangju show`: a document, one clause or a range of clauses, typeset, as its source has it, or
//! a block a line.

use std::ffi::OsStr;
use std::io::IsTerminal;

use clap::ValueEnum;
use serde_json::json;

use super::target::{self, Opened};
use super::{Outcome, object};
use crate::reading::Text;
use crate::settings::{Paths, Settings};
use crate::terminal::output::{Failure, Output, complain};
use crate::terminal::session::columns;
use crate::text::{Ambiguous, Span};
use crate::typeset::{Measure, excerpt};

/// Columns where neither the person nor a terminal says how many: 40 hanzi.
const COLUMNS: u16 = 80;

/// How what is shown is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Typeset lines
    #[default]
    Text,
    /// One object a block
    Json,
}

/// Prints a document, one clause of it, or a range of clauses.
pub fn run(
    argument: &OsStr,
    width: Option<u16>,
    raw: bool,
    format: Format,
) -> Result<Outcome, Failure> {
    let (path, typed) = target::split(argument);
    let opened = target::open(path)?;
    let span = match typed {
        None => Span::new(0, opened.text.document.source.len()),
        Some(typed) => match target::place(&opened, typed) {
            Ok(span) => span,
            Err(message) => {
                complain(&message);
                return Ok(Outcome::NothingFound);
            }
        },
    };
    let mut output = Output::standard();
    if format == Format::Json {
        blocks(&opened, span, &mut output)?;
    } else if raw {
        let text = span.of(&opened.text.document.source);
        output.raw(if typed.is_some() {
            text.trim_end()
        } else {
            text
        })?;
        if typed.is_some() {
            output.line("")?;
        }
    } else {
        // Only a terminal has columns to ask for.
        let terminal = || std::io::stdout().is_terminal().then(columns).flatten();
        let columns = width
            .or_else(terminal)
            .map_or(COLUMNS, |columns| columns.max(4));
        let columns = if width.is_some() {
            columns
        } else {
            columns.min(COLUMNS)
        };
        typeset(&opened, span, columns, &mut output)?;
    }
    output.finish()?;
    Ok(Outcome::Found)
}

/// Prints the blocks of a span, one object a line.
fn blocks(opened: &Opened, span: Span, output: &mut Output) -> Result<(), Failure> {
    let Text { document, tree, .. } = &opened.text;
    for block in &document.blocks {
        let Some(role) = block.kind.name() else {
            continue;
        };
        // A clause may begin or end inside a block.
        let text = Span::new(
            block.text.start.max(span.start),
            block.text.end.min(span.end),
        );
        if text.start >= text.end {
            continue;
        }
        let id = tree.at(text.start);
        let clause = id.map(|id| tree.address(id).to_string());
        // In plain text only the outline tells which lines are headings.
        let heads = id.and_then(|id| tree.get(id)).is_some_and(|clause| {
            clause.is_heading() && clause.opening() == text.start && clause.head().end == text.end
        });
        let role = if heads { "heading" } else { role };
        let object = json!({
            "role": role, "text": document.words(text), "span": text, "address": clause,
        });
        object::print(object, output)?;
    }
    Ok(())
}

/// Sets what stands in a span, in the script that the person has set.
fn typeset(opened: &Opened, span: Span, columns: u16, output: &mut Output) -> Result<(), Failure> {
    let measure = Measure {
        columns: usize::from(columns),
        ..Measure::default()
    };
    let script = Settings::of(&Paths::of_environment()).options.script;
    let forms = &opened.text.rendition(script).forms;
    let Text { document, tree, .. } = &opened.text;
    for line in excerpt(document, tree, opened.text.pieces(), span, measure) {
        let line = line.text_in(&document.source, forms, Ambiguous::Narrow);
        output.line(line.trim_end())?;
    }
    Ok(())
}
