//! Finding what a query asks for in one document, on one rung of the folding.

mod element;
mod needle;
mod number;
mod pattern;
mod trace;

use std::collections::HashSet;

pub use self::needle::{Plan, Verdict};
use self::pattern::Pattern;
pub use self::trace::{Sign, Trace, Traces};
use super::body::Body;
use super::folding::Foldings;
use super::query::filter::{date_of, has_in_it};
use super::query::{self, Filter, Query};
use crate::document::PartialDate;
use crate::library::Entry;
use crate::text::Span;
use crate::text::fold::Rung;

/// A hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The place in the source.
    pub span: Span,
    /// What was passed over for it, where that was asked.
    pub foldings: Foldings,
}

/// A query made ready for one rung.
#[derive(Debug)]
pub struct Matcher {
    terms: Vec<Near>,
    without: Vec<Near>,
    notes: Vec<Near>,
    filters: Vec<Filter>,
}

#[derive(Debug)]
struct Near {
    first: Choice,
    others: Vec<Beside>,
}

#[derive(Debug)]
struct Beside {
    within: usize,
    is_ordered: bool,
    choice: Choice,
}

#[derive(Debug)]
struct Choice(Vec<Pattern>);

impl Query {
    /// What is held against the documents, one after the other: the next only where the one before
    /// finds nothing in all of them.
    pub fn ladder(&self) -> impl Iterator<Item = (Rung, Matcher)> {
        let rungs: &[Rung] = if self.has_plain_words() {
            &[Rung::Written, Rung::Unpointed]
        } else {
            &[Rung::Written]
        };
        rungs.iter().map(|rung| (*rung, Matcher::new(self, *rung)))
    }
}

impl Matcher {
    /// Makes a query ready, its plain words on this rung.
    pub fn new(query: &Query, rung: Rung) -> Self {
        let all = |terms: &[query::Near]| terms.iter().map(|near| Near::new(near, rung)).collect();
        Self {
            terms: all(&query.terms),
            without: all(&query.without),
            notes: all(&query.notes),
            filters: query.filters.clone(),
        }
    }

    /// Whether a document passes the filters.
    pub fn admits(&self, entry: Entry<'_>) -> bool {
        let mut filters = self.filters.iter();
        filters.all(|filter| filter.holds(entry, &mut has_in_it))
    }

    /// The date by which a document is counted that passes the filters.
    pub fn date_of(&self, entry: Entry<'_>) -> Option<PartialDate> {
        date_of(&self.filters, entry)
    }

    /// The hits in a text, in order of place; none overlaps another. `tells`: with what was passed
    /// over for each.
    pub fn hits(&self, body: &Body<'_>, tells: bool) -> Vec<Hit> {
        let in_notes = |near: &Near| {
            let mut hits = near.hits(body, tells);
            hits.retain(|hit| is_in_note(body, hit));
            hits
        };
        let mut noted = Vec::new();
        for near in self.notes.iter().rev() {
            noted = in_notes(near);
            if noted.is_empty() {
                return noted;
            }
        }
        let Some((first, others)) = self.terms.split_first() else {
            return self.allowed(body, noted);
        };
        let mut hits = first.hits(body, tells);
        for other in others {
            if hits.is_empty() {
                return hits;
            }
            let units = units(body, &other.hits(body, false));
            hits.retain(|hit| units.contains(&body.unit_at(hit.span.start)));
        }
        let mut hits = self.allowed(body, hits);
        if !others.is_empty() {
            hits.dedup_by_key(|hit| body.unit_at(hit.span.start));
        }
        hits
    }

    /// The hits in units that have nothing which must not be there.
    fn allowed(&self, body: &Body<'_>, mut hits: Vec<Hit>) -> Vec<Hit> {
        for without in &self.without {
            if hits.is_empty() {
                break;
            }
            let units = units(body, &without.hits(body, false));
            hits.retain(|hit| !units.contains(&body.unit_at(hit.span.start)));
        }
        hits
    }
}

fn units(body: &Body<'_>, hits: &[Hit]) -> HashSet<usize> {
    let units = hits.iter().map(|hit| body.unit_at(hit.span.start));
    units.collect()
}

fn is_in_note(body: &Body<'_>, hit: &Hit) -> bool {
    let paragraph = body.paragraph_at(hit.span.start);
    paragraph.is_some_and(|paragraph| paragraph.is_note)
}

impl Near {
    fn new(near: &query::Near, rung: Rung) -> Self {
        let beside = |beside: &query::Beside| Beside {
            within: beside.within,
            is_ordered: beside.is_ordered,
            choice: Choice::new(&beside.choice, rung),
        };
        Self {
            first: Choice::new(&near.first, rung),
            others: near.others.iter().map(beside).collect(),
        }
    }

    fn hits(&self, body: &Body<'_>, tells: bool) -> Vec<Hit> {
        let mut hits = self.first.hits(body, tells);
        // Where the last word of the chain stands that begins with the hit.
        let mut ends: Vec<Span> = hits.iter().map(|hit| hit.span).collect();
        for beside in &self.others {
            if hits.is_empty() {
                break;
            }
            let others = beside.choice.hits(body, false);
            let others: Vec<Span> = others.iter().map(|hit| hit.span).collect();
            let found = beside.pairs(body, &ends, &others);
            let mut paired = found.iter().map(Option::is_some);
            hits.retain(|_| paired.next() == Some(true));
            ends = found.into_iter().flatten().collect();
        }
        hits
    }
}

impl Beside {
    /// For each of some words, from the left, the first of the others that stands near it and
    /// belongs to no pair yet.
    fn pairs(&self, body: &Body<'_>, words: &[Span], others: &[Span]) -> Vec<Option<Span>> {
        let (words, others) = (measured(body, words), measured(body, others));
        let mut is_free = vec![true; others.len()];
        let mut pair = |word: &Measured| {
            let behind = others.partition_point(|own| own.span.start < word.span.end);
            let is_near = |index: &usize| {
                others.get(*index).is_some_and(|own| {
                    own.paragraph == word.paragraph && word.apart(own) <= self.within
                })
            };
            let before = (0..behind).rev();
            // What overlaps the word stands neither before nor behind it.
            let before = before.skip_while(|index| {
                let own = others.get(*index);
                own.is_some_and(|own| own.span.end > word.span.start)
            });
            let before = before.take_while(is_near).last();
            let first = before.filter(|_| !self.is_ordered).unwrap_or(behind);
            let near = (first..others.len()).take_while(|index| {
                let overlaps = |own: &Measured| own.span.overlaps(word.span);
                is_near(index) || others.get(*index).is_some_and(overlaps)
            });
            let mut free = near.filter(|index| {
                let own = others.get(*index);
                let stands_apart = own.is_some_and(|own| !own.span.overlaps(word.span));
                stands_apart && is_free.get(*index) == Some(&true)
            });
            let found = free.next()?;
            if let Some(free) = is_free.get_mut(found) {
                *free = false;
            }
            Some(others.get(found)?.span)
        };
        words.iter().map(&mut pair).collect()
    }
}

/// A word with its place counted in characters.
struct Measured {
    span: Span,
    /// Characters before it.
    start: usize,
    /// Characters up to its end.
    end: usize,
    /// Where its paragraph begins.
    paragraph: usize,
}

impl Measured {
    /// The characters between two words that do not overlap.
    fn apart(&self, other: &Self) -> usize {
        if other.span.start >= self.span.end {
            other.start.saturating_sub(self.end)
        } else {
            self.start.saturating_sub(other.end)
        }
    }
}

fn measured(body: &Body<'_>, spans: &[Span]) -> Vec<Measured> {
    // Words that do not overlap have ascending borders.
    let borders = spans.iter().flat_map(|span| [span.start, span.end]);
    let ordinals = body.ordinals(&borders.collect::<Vec<_>>());
    let ordinals = ordinals.chunks_exact(2);
    let measured = spans.iter().zip(ordinals).map(|(span, ordinals)| Measured {
        span: *span,
        start: ordinals.first().copied().unwrap_or(0),
        end: ordinals.last().copied().unwrap_or(0),
        paragraph: body
            .paragraph_at(span.start)
            .map_or(0, |own| own.span.start),
    });
    measured.collect()
}

impl Choice {
    fn new(choice: &query::Choice, rung: Rung) -> Self {
        let patterns = choice.0.iter().map(|word| Pattern::new(word, rung));
        Self(patterns.collect())
    }

    /// The hits of all words; of those that overlap the first, and of those that begin together
    /// the longest.
    fn hits(&self, body: &Body<'_>, tells: bool) -> Vec<Hit> {
        let hits = self.0.iter().flat_map(|pattern| pattern.hits(body, tells));
        let mut hits: Vec<Hit> = hits.collect();
        if self.0.len() > 1 {
            hits.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
        }
        let mut end = 0;
        // Two hits of one word may stand in one character, too: m in ㎜.
        hits.retain(|hit| {
            let is_free = hit.span.start >= end;
            if is_free {
                end = hit.span.end;
            }
            is_free
        });
        hits
    }
}

#[cfg(test)]
mod tests;
