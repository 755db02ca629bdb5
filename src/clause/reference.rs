//! References: finds where a text mentions a clause, its own or another document's
//! (本法第十五条第二款, 前款, 《…》第三条), and resolves it.

pub mod bare;
mod decimal;
mod finder;
pub(super) mod own;
mod start;

use super::{ClauseId, ClauseTree};
use crate::document::{Document, Issue, LinkTarget};
use crate::text::Span;
use finder::Finder;

/// Most mentions of clauses that are looked for in a document, 20 MB of them.
const MOST: usize = 1 << 18;

/// A mention of a clause, a document or a note, or a link to a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The words that refer.
    pub span: Span,
    /// What they refer to.
    pub target: Target,
}

/// The target of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A clause of this document.
    Clause(ClauseId),
    /// The first and the last of several clauses of this document.
    Range(ClauseId, ClauseId),
    /// Another document by its title, and the clause as the text names it; empty for none.
    Document {
        /// Without 《》.
        title: String,
        /// For example `第三条第二款`.
        clause: String,
    },
    /// The text of a note of this document or, from a note, the mark that calls it.
    Note(Span),
    /// The passage that a link of a page or a book leads to.
    Passage(Span),
    /// A clause that this document should contain but does not.
    Nothing,
}

/// The references of a document in text order. A list or a range of numbers (第一、三项) gives one
/// for each clause that it names, all with the words of the whole phrase; others do not overlap.
pub fn find(document: &Document, tree: &ClauseTree) -> Vec<Reference> {
    let mut found = Finder::new(document, tree).all();
    if !document.notes.is_empty() || !document.links.is_empty() {
        found.extend(notes(document));
        found.extend(links(document));
        found.sort_by_key(|reference| reference.span);
        // 〔2〕 inside a reference to a law's title belongs to the title.
        let mut end = 0;
        found.retain(|reference| {
            let is_free = end <= reference.span.start;
            end = end.max(reference.span.end);
            is_free
        });
    }
    found
}

/// References from the marks that call notes to the notes, and back from their labels.
fn notes(document: &Document) -> impl Iterator<Item = Reference> {
    document.notes.iter().flat_map(|note| {
        let calls = note.calls.iter().map(|&span| Reference {
            span,
            target: Target::Note(note.text),
        });
        let call = note.calls.first().filter(|_| !note.label.is_empty());
        let back = call.map(|&call| Reference {
            span: note.label,
            target: Target::Note(call),
        });
        calls.chain(back)
    })
}

/// References from the words of links to the passages that they lead to.
fn links(document: &Document) -> impl Iterator<Item = Reference> {
    document.links.iter().filter_map(|link| {
        let LinkTarget::Place(place) = link.target else {
            return None;
        };
        let block = document.blocks.get(document.block_at(place)?)?;
        Some(Reference {
            span: link.words,
            target: Target::Passage(block.text),
        })
    })
}

/// The references to a clause or to anything below it.
pub fn to<'r>(references: &'r [Reference], tree: &ClauseTree, id: ClauseId) -> Vec<&'r Reference> {
    let Some(span) = tree.get(id).map(|clause| clause.span) else {
        return Vec::new();
    };
    let start = |id: ClauseId| tree.get(id).map_or(usize::MAX, |clause| clause.span.start);
    references
        .iter()
        .filter(|reference| match reference.target {
            Target::Clause(target) => span.contains(start(target)),
            Target::Range(first, last) => start(first) < span.end && span.start <= start(last),
            Target::Document { .. } | Target::Note(_) | Target::Passage(_) | Target::Nothing => {
                false
            }
        })
        .collect()
}

/// An issue for each dangling reference.
pub fn issues(references: &[Reference], source: &str) -> Vec<Issue> {
    let dangling = references
        .iter()
        .filter(|reference| reference.target == Target::Nothing);
    let mut issues: Vec<Issue> = dangling
        .map(|reference| Issue {
            code: "dangling-reference",
            span: reference.span,
            details: vec![reference.span.of(source).to_owned()],
        })
        .collect();
    if let Some(last) = references.get(MOST - 1) {
        issues.push(Issue {
            code: "too-many-references",
            span: Span::new(last.span.end, source.len()),
            details: vec![MOST.to_string()],
        });
    }
    issues
}

#[cfg(test)]
mod tests;
