//! A comparison for people, one text in the other, in the notation of wdiff.

use super::Report;
use super::words::words;
use crate::clause::compare::{ChangeKind, Edit, Passage, Row, Status};
use crate::cli::target::Opened;
use crate::document::Document;
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
        let (old, new) = (self.old_labels(row), self.new_labels(row));
        let arrow = if old.is_empty() || new.is_empty() || old == new {
            ""
        } else {
            " → "
        };
        let new = if old == new { "" } else { &new };
        format!("@@ {old}{arrow}{new} · {}", self.status(row)).replace("@@  · ", "@@ ")
    }

    /// The labels of the old clauses of a row.
    pub fn old_labels(&self, row: &Row) -> String {
        labels(self.old, &row.old)
    }

    /// The labels of its new clauses.
    pub fn new_labels(&self, row: &Row) -> String {
        labels(self.new, &row.new)
    }

    /// What became of the clauses of a row, in words.
    pub fn status(&self, row: &Row) -> String {
        let say = |key: &str| self.locale.tr(&format!("diff.{key}"), &[]);
        let mut said = Vec::new();
        if row.old.len() > row.new.len() && !row.new.is_empty() {
            said.push(say("merged"));
        } else if row.new.len() > row.old.len() && !row.old.is_empty() {
            said.push(say("split"));
        }
        match row.status() {
            Status::Changed => {}
            status => said.push(say(status.name())),
        }
        let gravest = ChangeKind::ALL
            .into_iter()
            .find(|kind| row.differs_in(*kind));
        match gravest {
            Some(ChangeKind::Words) => said.push(say("changed")),
            Some(kind) => said.push(say(kind.name())),
            None => {}
        }
        said.join(&say("and"))
    }

    fn lines(&self, row: &Row) -> Vec<String> {
        let text = inline(&self.old.text.document, &self.new.text.document, row);
        text.lines().map(str::to_owned).collect()
    }

    /// How many rows there are of each kind.
    pub fn tally(&self) -> String {
        let count = |is: &dyn Fn(&Row) -> bool| {
            let count = self.rows.iter().filter(|row| is(row)).count();
            count.to_string()
        };
        let status = |status| count(&|row: &Row| row.status() == status);
        let only = |kind| {
            count(&|row: &Row| {
                let gravest = ChangeKind::ALL
                    .into_iter()
                    .find(|kind| row.differs_in(*kind));
                row.status() == Status::Changed && !row.is_reworded() && gravest == Some(kind)
            })
        };
        self.locale.tr(
            "diff.tally",
            &[
                &status(Status::Unchanged),
                &count(&|row| row.status() == Status::Changed && row.is_reworded()),
                &only(ChangeKind::Numbers),
                &only(ChangeKind::Form),
                &status(Status::Moved),
                &status(Status::Added),
                &status(Status::Removed),
            ],
        )
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
    format!("{} · {}", titled(opened), opened.name())
}

/// A document by its title and its edition.
pub fn titled(opened: &Opened) -> String {
    let header = &opened.text.identity.header;
    match header.edition() {
        Some(date) => format!("{} ({date})", header.title),
        None => header.title.clone(),
    }
}

/// The labels of clauses; a heading without a number is called by its words.
fn labels(opened: &Opened, passages: &[Passage]) -> String {
    let (document, tree) = (&opened.text.document, &opened.text.tree);
    let label = |passage: &Passage| {
        let clause = tree.get(passage.clause?)?;
        let label = document.words(clause.label);
        let label = label.trim();
        Some(if label.is_empty() {
            clause.heading(document)
        } else {
            label.to_owned()
        })
    };
    let labels: Vec<String> = passages.iter().filter_map(label).collect();
    labels.join(" + ")
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
