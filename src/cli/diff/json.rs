//! A comparison as JSON: one object a pair of clauses, for each row of the comparison.

use serde_json::{Value, json};

use super::{ChangeKind, Report};
use crate::clause::compare::Passage;
use crate::cli::object;
use crate::cli::target::Opened;
use crate::terminal::output::{Failure, Output};

impl Report<'_> {
    /// Prints one object a line.
    pub fn json(&self, output: &mut Output) -> Result<(), Failure> {
        for row in &self.rows {
            let kinds = ChangeKind::ALL.into_iter();
            let kinds: Vec<&str> = kinds
                .filter(|kind| row.differs_in(*kind))
                .map(ChangeKind::name)
                .collect();
            for old in members(&row.old) {
                for new in members(&row.new) {
                    let object = json!({
                        "status": row.status().name(),
                        "old": old.map(|old| passage(self.old, old)),
                        "new": new.map(|new| passage(self.new, new)),
                        "similarity": (row.likeness * 1e4).round() / 1e4,
                        "differs": kinds,
                    });
                    object::print(object, output)?;
                }
            }
        }
        Ok(())
    }
}

/// The passages of one side of a row; one that is missing where there are none.
fn members(passages: &[Passage]) -> Vec<Option<&Passage>> {
    if passages.is_empty() {
        return vec![None];
    }
    passages.iter().map(Some).collect()
}

fn passage(opened: &Opened, passage: &Passage) -> Value {
    let tree = &opened.text.tree;
    let clause = passage.clause.and_then(|id| tree.get(id));
    let label = clause.map_or("", |clause| clause.label.of(&opened.text.document.source));
    json!({
        "address": passage.clause.map(|id| tree.address(id).to_string()),
        "label": label,
        "span": clause.map_or(passage.span, |clause| clause.span),
    })
}
