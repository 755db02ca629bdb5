//! `zhangju show`: a document or one clause, typeset, or as its source has it.

use std::ffi::OsStr;
use std::io::IsTerminal;

use super::Outcome;
use super::target::{self, Opened};
use crate::reading::Text;
use crate::terminal::output::{Failure, Output, complain};
use crate::terminal::session::columns;
use crate::text::{Ambiguous, Span};
use crate::typeset::{Measure, excerpt};

/// Columns where neither the person nor a terminal says how many: 40 hanzi.
const COLUMNS: u16 = 80;

/// Prints a document or one clause of it.
pub fn run(argument: &OsStr, width: Option<u16>, raw: bool) -> Result<Outcome, Failure> {
    let (path, typed) = target::split(argument);
    let opened = target::open(path)?;
    let span = match typed {
        None => Span::new(0, opened.text.document.source.len()),
        Some(typed) => match target::clause(&opened, typed) {
            Ok(id) => opened
                .text
                .tree
                .get(id)
                .map_or(Span::default(), |clause| clause.span),
            Err(message) => {
                complain(&message);
                return Ok(Outcome::NothingFound);
            }
        },
    };
    let mut output = Output::new();
    if raw {
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

/// Sets what stands in a span.
fn typeset(opened: &Opened, span: Span, columns: u16, output: &mut Output) -> Result<(), Failure> {
    let measure = Measure {
        columns: usize::from(columns),
        ..Measure::default()
    };
    let Text { document, tree, .. } = &opened.text;
    for line in excerpt(document, tree, opened.text.pieces(), span, measure) {
        output.line(line.text(&document.source, Ambiguous::Narrow).trim_end())?;
    }
    Ok(())
}
