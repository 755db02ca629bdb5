//! Corrections of the outline by a reader, applied to the tree that was found; the source is not
//! changed.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::nest::close_spans;
use super::{Clause, ClauseId, ClauseKind, ClauseTree, Step, StepKind};
use crate::document::Document;
use crate::text::Span;
use crate::text::numbering::Insertion;

/// A correction of one clause, identified by its byte offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Moves the clause and everything below it one level up.
    Raise,
    /// Moves the clause and everything below it one level down, under the clause before it.
    Lower,
    /// Makes a heading of the block that starts there.
    Make,
    /// Removes the clause that starts there.
    Unmake,
}

impl Correction {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::Raise, "raise"),
        (Self::Lower, "lower"),
        (Self::Make, "make"),
        (Self::Unmake, "unmake"),
    ];

    /// Name in stored records.
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(correction, _)| *correction == self)
            .map_or("", |(_, name)| name)
    }

    /// The correction with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(correction, _)| *correction)
    }
}

/// Applies corrections in order, each at the byte offset where its clause starts. A correction that
/// no longer fits is ignored.
pub fn correct(
    document: &Document,
    tree: &ClauseTree,
    corrections: &[(usize, Correction)],
) -> ClauseTree {
    if corrections.is_empty() {
        return tree.clone();
    }
    let mut draft = Draft::of(tree);
    draft.correct(document, corrections);
    let ends = tree.clauses.iter().map(|clause| clause.span.end);
    draft.rebuild(ends.max().unwrap_or(document.source.len()), tree)
}

/// Whether a correction would change a tree to which `others` are applied first. Takes no time
/// where there are none.
pub fn would_correct(
    document: &Document,
    tree: &ClauseTree,
    others: &[(usize, Correction)],
    correction: (usize, Correction),
) -> bool {
    if others.is_empty() {
        return change(document, &tree.clauses, correction).is_some();
    }
    let mut draft = Draft::of(tree);
    draft.correct(document, others);
    change(document, &draft.clauses, correction).is_some()
}

/// A change of the list of clauses, at an index.
enum Change {
    Insert(usize, Clause),
    Raise(usize),
    Lower(usize),
    Remove(usize),
}

/// What a correction does; nothing if there is no such clause, or no level to move to.
fn change(
    document: &Document,
    clauses: &[Clause],
    (offset, correction): (usize, Correction),
) -> Option<Change> {
    let at = clauses.partition_point(|clause| clause.span.start < offset);
    let above = at.checked_sub(1).and_then(|above| clauses.get(above));
    let there = clauses.get(at).filter(|clause| clause.span.start == offset);
    match (correction, there) {
        (Correction::Make, None) => Some(Change::Insert(at, make(document, above, offset)?)),
        (Correction::Raise, Some(clause)) => (clause.depth > 1).then_some(Change::Raise(at)),
        (Correction::Lower, Some(clause)) => {
            let deepest = above.map_or(0, |above| above.depth);
            (clause.depth <= deepest).then_some(Change::Lower(at))
        }
        (Correction::Unmake, Some(_)) => Some(Change::Remove(at)),
        _ => None,
    }
}

/// Clauses being corrected: their depths are right, their parents and addresses not yet.
struct Draft {
    clauses: Vec<Clause>,
    /// Each clause's id in the original tree.
    found: Vec<Option<ClauseId>>,
}

impl Draft {
    fn of(tree: &ClauseTree) -> Self {
        Self {
            clauses: tree.clauses.clone(),
            found: tree.ids().map(Some).collect(),
        }
    }

    fn correct(&mut self, document: &Document, corrections: &[(usize, Correction)]) {
        for correction in corrections {
            match change(document, &self.clauses, *correction) {
                Some(Change::Insert(at, made)) => {
                    self.clauses.insert(at, made);
                    self.found.insert(at, None);
                }
                Some(Change::Raise(at)) => {
                    let below = self.below(at);
                    self.move_by(at..=at + below, -1);
                }
                Some(Change::Lower(at)) => {
                    let below = self.below(at);
                    self.move_by(at..=at + below, 1);
                }
                Some(Change::Remove(at)) => {
                    // The clauses below it move up one level.
                    let below = self.below(at);
                    self.move_by(at + 1..=at + below, -1);
                    self.clauses.remove(at);
                    self.found.remove(at);
                }
                None => {}
            }
        }
    }

    /// Number of clauses below one.
    fn below(&self, at: usize) -> usize {
        let depth = self.clauses.get(at).map_or(0, |clause| clause.depth);
        let behind = self.clauses.iter().skip(at + 1);
        behind.take_while(|clause| clause.depth > depth).count()
    }

    fn move_by(&mut self, moved: RangeInclusive<usize>, by: i16) {
        for clause in self.clauses.get_mut(moved).unwrap_or_default() {
            clause.depth = clause.depth.saturating_add_signed(by);
        }
    }

    /// Derives parents from depths, and renumbers headings and occurrences so that addresses stay
    /// unique.
    fn rebuild(self, end: usize, tree: &ClauseTree) -> ClauseTree {
        let places = self.found.iter().enumerate();
        let moved: HashMap<ClauseId, ClauseId> = places
            .filter_map(|(index, old)| Some(((*old)?, ClauseId(index as u32))))
            .collect();
        let mut path: Vec<ClauseId> = Vec::new();
        let mut headings: HashMap<Option<ClauseId>, u32> = HashMap::new();
        let mut occurrences: HashMap<(Option<ClauseId>, StepKind, u32, Insertion), u32> =
            HashMap::new();
        let mut rebuilt: Vec<Clause> = Vec::with_capacity(self.clauses.len());
        let clauses = self.clauses.into_iter().zip(self.found);
        for (index, (mut clause, old)) in clauses.enumerate() {
            path.truncate(usize::from(clause.depth.saturating_sub(1)));
            let parent = path.last().copied();
            let original = old.and_then(|old| tree.get(old));
            // Numbering that ran through the statute still does.
            let runs_through = original.is_some_and(|original| original.base != original.parent);
            clause.base = if runs_through {
                clause.base.and_then(|base| moved.get(&base).copied())
            } else {
                parent
            };
            clause.parent = parent;
            clause.depth = path.len() as u16 + 1;
            if clause.step.kind == StepKind::Heading {
                let count = headings.entry(clause.base).or_insert(0);
                *count += 1;
                clause.step.number = *count;
            }
            let step = clause.step;
            let count = occurrences
                .entry((clause.base, step.kind, step.number, step.insertion))
                .or_insert(0);
            *count += 1;
            clause.step.occurrence = *count;
            path.push(ClauseId(index as u32));
            rebuilt.push(clause);
        }
        close_spans(&mut rebuilt, end);
        ClauseTree::new(rebuilt, tree.issues.clone())
    }
}

/// A heading made of the block that starts at `offset`, after the clause `above`.
fn make(document: &Document, above: Option<&Clause>, offset: usize) -> Option<Clause> {
    const LONGEST: usize = 40;
    let block = document
        .blocks
        .get(document.block_at(offset)?)
        .filter(|block| block.text.start == offset)?;
    let words = block.text.of(&document.source);
    let stop = words
        .find(['。', '，', '；', '：', '\n'])
        .unwrap_or(words.len());
    let most = words
        .char_indices()
        .nth(LONGEST)
        .map_or(words.len(), |(at, _)| at);
    // Inside the previous clause if that is a heading or division, beside it otherwise.
    let depth = above.map_or(1, |clause| match clause.kind {
        ClauseKind::Heading
        | ClauseKind::Part
        | ClauseKind::Subpart
        | ClauseKind::Chapter
        | ClauseKind::Section => clause.depth + 1,
        _ => clause.depth,
    });
    Some(Clause {
        kind: ClauseKind::Heading,
        parent: None,
        depth,
        label: Span::new(offset, offset),
        title: Span::new(offset, offset + stop.min(most)),
        span: Span::new(offset, block.text.end),
        step: Step {
            kind: StepKind::Heading,
            number: 1,
            insertion: Insertion::NONE,
            occurrence: 1,
        },
        base: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clause::nest;
    use crate::document::parse;

    const TEXT: &str = "# 文\n\n## 甲\n\n一、子：\n\n（一）丑\n\n（二）寅\n\n二、卯\n\n说明文字，未编号。\n\n## 乙\n\n三、辰\n";

    /// Checks the outline after corrections; each applies at the first occurrence of the given
    /// words.
    fn check(corrections: &[(&str, Correction)], expected: &str) {
        let document = parse(TEXT.to_owned());
        let tree = nest(&document);
        let at: Vec<_> = corrections
            .iter()
            .map(|(words, correction)| (TEXT.find(words).unwrap(), *correction))
            .collect();
        let corrected = correct(&document, &tree, &at);
        let shown: Vec<String> = corrected
            .ids()
            .map(|id| {
                let clause = corrected.get(id).unwrap();
                format!(
                    "{}{}",
                    "-".repeat(usize::from(clause.depth) - 1),
                    corrected.address(id)
                )
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
        for id in corrected.ids() {
            assert_eq!(corrected.resolve(&corrected.address(id)), Some(id));
        }
    }

    #[test]
    fn clauses_are_raised_lowered_made_and_unmade() {
        check(&[], "h1 -h1.1 --h1.1.1 --h1.1.2 -h1.2 h2 -h2.3");
        check(
            &[("（二）", Correction::Raise)],
            "h1 -h1.1 --h1.1.1 -h1.2 -h1.2~2 h2 -h2.3",
        );
        check(
            &[("二、", Correction::Lower)],
            "h1 -h1.1 --h1.1.1 --h1.1.2 --h1.1.2~2 h2 -h2.3",
        );
        check(
            &[("一、", Correction::Unmake)],
            "h1 -h1.1 -h1.2 -h1.2~2 h2 -h2.3",
        );
        check(
            &[("说明", Correction::Make)],
            "h1 -h1.1 --h1.1.1 --h1.1.2 -h1.2 -h1.h1 h2 -h2.3",
        );
        check(
            &[("说明", Correction::Make), ("说明", Correction::Unmake)],
            "h1 -h1.1 --h1.1.1 --h1.1.2 -h1.2 h2 -h2.3",
        );
        check(
            &[("乙", Correction::Lower)],
            "h1 -h1.1 --h1.1.1 --h1.1.2 -h1.2 -h1.h1 --h1.h1.3",
        );
    }

    #[test]
    fn it_is_known_beforehand_whether_a_correction_would_change_anything() {
        let document = parse(TEXT.to_owned());
        let tree = nest(&document);
        let places = TEXT.char_indices().map(|(at, _)| at);
        let all: Vec<_> = places
            .flat_map(|at| Correction::NAMES.map(|(correction, _)| (at, correction)))
            .collect();
        let words = TEXT.find("（二）").unwrap();
        for others in [&[][..], &[(words, Correction::Raise)]] {
            let before = correct(&document, &tree, others);
            let mut changing = 0;
            for &one in &all {
                let both = [others, &[one]].concat();
                let is_changed = correct(&document, &tree, &both).clauses != before.clauses;
                let told = would_correct(&document, &tree, others, one);
                assert_eq!(told, is_changed, "{one:?} after {others:?}");
                changing += usize::from(told);
            }
            assert!((10..all.len() / 2).contains(&changing), "{changing}");
        }
    }

    #[test]
    fn what_no_longer_fits_is_passed_over() {
        check(
            &[("子", Correction::Raise), ("明文", Correction::Make)],
            "h1 -h1.1 --h1.1.1 --h1.1.2 -h1.2 h2 -h2.3",
        );
        check(
            &[("甲", Correction::Raise), ("甲", Correction::Lower)],
            "h1 -h1.1 --h1.1.1 --h1.1.2 -h1.2 h2 -h2.3",
        );
    }
}
