//! References of a text: those at a place, where each leads, who refers to a place.

use super::{Text, Typed};
use crate::annotation;
use crate::clause::reference::{self, Reference, Target};
use crate::clause::{Clause, ClauseKind};
use crate::text::one_line::join_lines;
use crate::text::{Said, Span};

/// Where a reference leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination<'t> {
    /// To a byte offset of the same text.
    At(usize),
    /// To another document, and a clause of it as the text says it; empty for none.
    Document {
        /// Its title.
        title: &'t str,
        /// The clause.
        clause: &'t str,
    },
    /// To a clause that is not there, in the words of the text.
    Nothing(&'t str),
}

/// Where a reference or a typed place leads, once the documents at hand were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way<D> {
    /// To a byte offset of the same text.
    Here(usize),
    /// To another document, and a place in it as it is said; empty for none.
    There(D, String),
    /// To one of several documents with the title that is meant, the newest first, and a place in
    /// it.
    Any(Vec<D>, String),
    /// Nowhere, and why.
    Nowhere(Said),
}

impl<D> Way<D> {
    /// To a place in the document that is meant by a title, of those found by it.
    fn to_document(title: &str, place: &str, mut found: Vec<D>) -> Self {
        if found.len() > 1 {
            return Self::Any(found, place.to_owned());
        }
        match found.pop() {
            Some(document) => Self::There(document, place.to_owned()),
            None => Self::Nowhere(Said::new("refer.no-document").with(title)),
        }
    }
}

impl Text {
    /// The way that a reference leads, by its index; `titled` finds the documents that a title may
    /// mean, the newest first.
    pub fn way<D>(&self, index: usize, titled: impl FnOnce(&str) -> Vec<D>) -> Option<Way<D>> {
        Some(match self.destination(index)? {
            Destination::At(at) => Way::Here(at),
            Destination::Document { title, clause } => {
                Way::to_document(title, clause, titled(title))
            }
            Destination::Nothing(words) => Way::Nowhere(Said::new("goto.none").with(words)),
        })
    }

    /// The way to a place in another document that a person has named together with it
    /// (善本法第二条), if this text has no such place and there is such a document.
    pub fn elsewhere<D>(&self, typed: &str, titled: impl FnOnce(&str) -> Vec<D>) -> Option<Way<D>> {
        if self.typed(typed, None) != Typed::Nowhere {
            return None;
        }
        let (name, place) = self.document.numbering.named_place(typed)?;
        let found = titled(name);
        (!found.is_empty()).then(|| Way::to_document(name, place, found))
    }

    /// The references at a byte offset, by index: the one that the place is in, else those of the
    /// clause there, else, for a clause as small as an article, those of the clauses below it.
    pub fn references_at(&self, at: usize) -> Vec<usize> {
        let references = self.references();
        let within = |span: Span| -> Vec<usize> {
            let first = references.partition_point(|own| own.span.end <= span.start);
            let is_in = |&index: &usize| {
                let own = references.get(index);
                own.is_some_and(|own| own.span.start < span.end)
            };
            (first..references.len()).take_while(is_in).collect()
        };
        let mut found = within(self.reach(at));
        if found.is_empty() {
            let is_small = |clause: &&Clause| {
                matches!(
                    clause.kind,
                    ClauseKind::Article
                        | ClauseKind::Paragraph
                        | ClauseKind::Subparagraph
                        | ClauseKind::Item
                )
            };
            let clause = self.tree.at(at).and_then(|id| self.tree.get(id));
            let clause = clause.filter(is_small);
            found = clause.map_or(Vec::new(), |clause| within(clause.span));
        }
        let is_exact = |&index: &usize| {
            let own = references.get(index);
            own.is_some_and(|own| own.span.contains(at))
        };
        match found.iter().copied().find(is_exact) {
            Some(exact) => vec![exact],
            None => found,
        }
    }

    /// The text of the clause at a place, up to where the next clause of a later block starts.
    fn reach(&self, at: usize) -> Span {
        let block = self.document.block_at(at);
        let block = block.and_then(|block| self.document.blocks.get(block));
        let block = block.map_or(Span::new(at, at), |block| block.span);
        let Some(clause) = self.tree.at(at).and_then(|id| self.tree.get(id)) else {
            return block;
        };
        let clauses = &self.tree.clauses;
        let next = clauses.partition_point(|clause| clause.span.start < block.end);
        let next = clauses.get(next).map(|clause| clause.span.start);
        Span::new(
            clause.span.start,
            next.unwrap_or(self.document.source.len()),
        )
    }

    /// Where a reference leads, by its index.
    pub fn destination(&self, index: usize) -> Option<Destination<'_>> {
        let reference = self.references().get(index)?;
        Some(match &reference.target {
            Target::Clause(id) | Target::Range(id, _) => Destination::At(self.start(*id)?),
            Target::Note(span) | Target::Passage(span) => Destination::At(span.start),
            Target::Document { title, clause } => Destination::Document { title, clause },
            Target::Nothing => Destination::Nothing(reference.span.of(&self.document.source)),
        })
    }

    /// What a reference means, in one line; a sentence if those are no words of this text.
    pub fn meaning(&self, reference: &Reference) -> Result<String, Said> {
        let source = &self.document.source;
        match &reference.target {
            Target::Clause(id) | Target::Range(id, _) => {
                let clause = self.tree.get(*id);
                Ok(clause.map_or(String::new(), |clause| clause.heading(&self.document)))
            }
            Target::Note(span) | Target::Passage(span) => Ok(self.first_words(*span)),
            Target::Document { .. } => Err(Said::new("refer.other")),
            Target::Nothing => Err(Said::new("goto.none").with(reference.span.of(source))),
        }
    }

    /// The first words of a span, on one line.
    pub fn first_words(&self, span: Span) -> String {
        let source = &self.document.source;
        let words = self.document.words(annotation::opening(source, span));
        join_lines(&words)
    }

    /// What the references at a byte offset mean in this text.
    pub fn referred_at(&self, at: usize) -> Vec<Span> {
        let span = |id| self.tree.get(id).map(|clause| clause.span);
        let references = self.references_at(at).into_iter();
        let spans = references.filter_map(|index| match self.references().get(index)?.target {
            Target::Clause(id) => span(id),
            Target::Range(first, last) => Some(Span::new(span(first)?.start, span(last)?.end)),
            Target::Note(span) | Target::Passage(span) => Some(span),
            Target::Document { .. } | Target::Nothing => None,
        });
        spans.collect()
    }

    /// The references that mean the clause at a byte offset or anything below it.
    pub fn referrers(&self, at: usize) -> Vec<&Reference> {
        let clause = self.tree.at(at);
        clause.map_or(Vec::new(), |id| {
            reference::to(self.references(), &self.tree, id)
        })
    }
}
