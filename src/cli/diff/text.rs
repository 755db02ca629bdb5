//! A comparison for people, one text in the other.

use super::Report;
use crate::clause::compare::{Row, Status};
use crate::cli::target::Opened;
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
        let words = comparing::headline(&self.old.text, &self.new.text, row, self.locale);
        format!("@@ {words}")
    }

    /// What became of the clauses of a row, in words.
    pub fn status(&self, row: &Row) -> String {
        comparing::status(row, self.locale)
    }

    fn lines(&self, row: &Row) -> Vec<String> {
        let text = comparing::inline(&self.old.text.document, &self.new.text.document, row);
        text.lines().map(str::to_owned).collect()
    }

    /// How many rows there are of each kind.
    pub fn tally(&self) -> String {
        comparing::tally(self.rows.iter(), self.locale)
    }
}

/// A document by its title, its edition and its path.
fn heading(opened: &Opened) -> String {
    format!("{} · {}", comparing::titled(&opened.text), opened.name())
}
