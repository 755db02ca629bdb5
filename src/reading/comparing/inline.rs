//! One text in the other, in the notation of wdiff: [-taken out-] {+put in+}.

use crate::clause::compare::{Edit, Row, words};
use crate::document::Document;

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
