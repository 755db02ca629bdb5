//! A comparison for people, one text in the other, in the notation of wdiff.

use super::Report;
use crate::clause::compare::{Edit, Row, Status, words};
use crate::cli::target::Opened;
use crate::document::Document;
use crate::reading::comparing;
use crate::terminal::output::{Failure, Output};

impl Report<'_> {
    /// Prints the clauses that differ, then how many there are.
    pub fn text(&self, output: &mut Output) -> Result<(), Failure> {
        output.line(&format!("--- {}", heading(self.old)))?;
        output.line(&format!("+++ {}", heading(self.new)))?;
        output.line("")?;
        for row in self.differing() {
            output.line(&self.headline(row))?;
            for line in self.lines(row) {
                output.line(&line)?;
            }
            output.line("")?;
        }
        output.line(&self.tally())
    }

    /// The rows in which something differs.
    pub fn differing(&self) -> impl Iterator<Item = &Row> {
        let rows = self.rows.iter();
        rows.filter(|row| row.status() != Status::Unchanged)
    }

    /// What became of which clauses.
    fn headline(&self, row: &Row) -> String {
        let labels = comparing::both_labels(&self.old.text, &self.new.text, row);
        format!("@@ {labels} · {}", self.status(row)).replace("@@  · ", "@@ ")
    }

    /// What became of the clauses of a row, in words.
    pub fn status(&self, row: &Row) -> String {
        comparing::status(row, self.locale)
    }

    fn lines(&self, row: &Row) -> Vec<String> {
        let text = inline(&self.old.text.document, &self.new.text.document, row);
        text.lines().map(str::to_owned).collect()
    }

    /// How many rows there are of each kind.
    pub fn tally(&self) -> String {
        comparing::tally(self.rows.iter(), self.locale)
    }
}

/// The new text of a row with what was taken out of the old one.
pub fn inline(old: &Document, new: &Document, row: &Row) -> String {
    let (old, new) = (|span| words(old, span), |span| words(new, span));
    let mut text = String::new();
    if row.new.is_empty() {
        let gone = row.old.iter().map(|passage| deleted(&old(passage.span)));
        text.extend(gone);
    }
    for (index, edits) in row.edits().into_iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        for edit in edits {
            text += &match edit {
                Edit::Kept(span) if row.old.is_empty() => inserted(&new(span)),
                Edit::Kept(span) => new(span),
                Edit::Deleted(span, _) => deleted(&old(span)),
                Edit::Inserted(span, _) => inserted(&new(span)),
            };
        }
    }
    text
}

/// A document by its title, its edition and its path.
fn heading(opened: &Opened) -> String {
    format!("{} · {}", comparing::titled(&opened.text), opened.name())
}

fn deleted(words: &str) -> String {
    marked(words, "[-", "-]")
}

fn inserted(words: &str) -> String {
    marked(words, "{+", "+}")
}

/// Words between marks, on each line of them; a line end that is all there is shown as ¶.
fn marked(words: &str, open: &str, close: &str) -> String {
    if words == "\n" {
        return format!("{open}¶{close}");
    }
    let lines = words.split('\n').map(|line| match line {
        "" => String::new(),
        line => format!("{open}{line}{close}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}
