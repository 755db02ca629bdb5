//! Places in a text: what is meant by an offset, by a selection, by what a person typed.

use super::Text;
use crate::annotation::{Annotation, ClauseRef, LONGEST, Motivation, Target, opening};
use crate::clause::name::Names;
use crate::clause::{ClauseId, Within, walk};
use crate::text::fold::fold_char;
use crate::text::one_line::join_lines;
use crate::text::{Said, Span};

/// Where typed text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// To no place.
    Nowhere,
    /// To a byte offset.
    At(usize),
    /// To any of several clauses, the likeliest first.
    Any(Vec<ClauseId>),
    /// To none of the article at hand, which this is; these clauses of others are near.
    Lacking(ClauseId, Vec<ClauseId>),
}

impl Text {
    /// A clause as it is told away from its text: where it stands, as the document itself says it,
    /// and its words. A heading without a number has words alone.
    pub fn place_and_words(&self, id: ClauseId) -> [String; 2] {
        let place = Names::new(&self.document, &self.tree).place(id);
        let words = self.tree.get(id).map(|clause| {
            if place.is_empty() {
                clause.heading(&self.document)
            } else {
                join_lines(self.document.words(clause.title).trim())
            }
        });
        [place, words.unwrap_or_default()]
    }

    /// The same in one line.
    pub fn named(&self, id: ClauseId) -> String {
        self.place_and_words(id).join(" ").trim().to_owned()
    }

    /// Where typed text leads: an address as a person says it, words of a heading, a page of the
    /// print, or `50%`. From `here`, if one is anywhere, 第二款 is that of the article there.
    pub fn typed(&self, typed: &str, here: Option<usize>) -> Typed {
        let folded: String = typed.trim().chars().map(fold_char).collect();
        let percent = folded.strip_suffix('%').and_then(|own| own.parse().ok());
        if let Some(percent) = percent {
            return Typed::At(self.at_percent(percent));
        }
        let found = match self.clauses(typed, here) {
            Within::These(found) => found,
            Within::Lacking(article, near) => return Typed::Lacking(article, near),
        };
        match found.as_slice() {
            [] => {
                let page = self.document.page(typed);
                page.map_or(Typed::Nowhere, |page| Typed::At(page.start))
            }
            [id] => self.start(*id).map_or(Typed::Nowhere, Typed::At),
            _ => Typed::Any(found),
        }
    }

    /// The clauses that typed text may mean from `here`, if one is anywhere.
    pub fn clauses(&self, typed: &str, here: Option<usize>) -> Within {
        let here = here.and_then(|at| self.tree.at(at));
        let within = here.and_then(|here| self.tree.find_within(typed, &self.document, here));
        within.unwrap_or_else(|| Within::These(self.tree.find(typed, &self.document)))
    }

    /// What is to be said of an article that has no such unit.
    pub fn lacking(&self, article: ClauseId, typed: &str) -> Said {
        let [article, _] = self.place_and_words(article);
        Said::new("goto.lacking").with(article).with(typed.trim())
    }

    /// The byte offset at which a clause starts.
    pub fn start(&self, id: ClauseId) -> Option<usize> {
        self.tree.get(id).map(|clause| clause.span.start)
    }

    /// The words that an act without a selection is about: those of the clause at a byte offset, of
    /// its first block, or of the block if there is no clause.
    pub fn words(&self, at: usize) -> Option<Span> {
        let clause = self.tree.at(at).and_then(|id| self.tree.get(id));
        let at = clause.map_or(at, |clause| clause.span.start);
        let block = self.block(at)?;
        let end = clause.map_or(block.end, |clause| clause.span.end.min(block.end));
        self.trimmed(Span::new(block.start.max(at), end))
    }

    /// Where a bookmark stands: at the first words of the clause at a byte offset, or of the block
    /// if there is no clause.
    pub fn spot(&self, at: usize) -> Option<Span> {
        let clause = self.tree.at(at).and_then(|id| self.tree.get(id));
        let whole = match clause {
            Some(clause) => clause.head(),
            None => self.block(at)?,
        };
        Some(opening(&self.document.source, whole)).filter(|span| !span.is_empty())
    }

    /// Where a letter mark stands: at the first words from a byte offset on.
    pub fn mark(&self, at: usize) -> Span {
        let end = self.block(at).map_or(at, |block| block.end);
        opening(&self.document.source, Span::new(at, end))
    }

    /// A span without the white space around it; none if nothing is left.
    pub fn trimmed(&self, span: Span) -> Option<Span> {
        let words = span.of(&self.document.source).trim_end();
        let blank = words.len() - words.trim_start().len();
        let trimmed = Span::new(span.start + blank, span.start + words.len());
        Some(trimmed).filter(|span| !span.is_empty())
    }

    /// What is read at a byte offset: the text of a clause without the clauses below it, what
    /// stands before all clauses, or a block if there are none.
    pub fn passage(&self, at: usize) -> Span {
        let tree = &self.tree;
        if let Some(clause) = tree.at(at).and_then(|id| tree.get(id)) {
            let start = clause.span.start;
            let below = walk::next(tree, start).and_then(|next| tree.get(next));
            let end = below.map_or(clause.span.end, |below| below.span.start);
            return Span::new(start, end.min(clause.span.end));
        }
        if let Some(first) = tree.clauses.first() {
            return Span::new(0, first.span.start);
        }
        let blocks = self.document.blocks.iter();
        let mut read = blocks.filter(|block| block.kind.is_read());
        let block = read.find(|block| block.span.end > at);
        block.map_or(Span::new(at, self.document.source.len()), |block| {
            block.span
        })
    }

    /// The target of an annotation at a span.
    pub fn target(&self, span: Span) -> Target {
        let clause = self.tree.at(span.start);
        let clause = clause.and_then(|id| ClauseRef::new(&self.document, &self.tree, id));
        Target::new(self.reference(), &self.document.source, span, clause)
    }

    /// The target of an annotation at a span that a person has chosen.
    ///
    /// # Errors
    /// What is to be said if the span is too long to be kept whole.
    pub fn target_within_reason(&self, span: Span) -> Result<Target, Said> {
        let length = span.of(&self.document.source).chars().count();
        if length > LONGEST {
            let said = Said::new("annotate.too-long");
            return Err(said.with(length).with(LONGEST));
        }
        Ok(self.target(span))
    }

    /// An annotation with this id that says nothing yet, at a span that a person has chosen.
    ///
    /// # Errors
    /// As [`Text::target_within_reason`].
    pub fn begin(
        &self,
        motivation: Motivation,
        span: Span,
        id: String,
    ) -> Result<Annotation, Said> {
        let target = self.target_within_reason(span)?;
        Ok(Annotation {
            id,
            ..Annotation::new(motivation, target)
        })
    }

    fn block(&self, at: usize) -> Option<Span> {
        let block = self.document.blocks.get(self.document.block_at(at)?)?;
        Some(block.text)
    }
}
