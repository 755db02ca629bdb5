//! Corrections of the outline by a reader, applied to the tree that was found; the source is not
//! changed.

use std::collections::HashMap;

use super::nest::close_spans;
use super::{Clause, ClauseId, ClauseKind, ClauseTree, Step, StepKind};
use crate::document::Document;
use crate::text::Span;

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
    // Each clause with its id in the original tree.
    let mut clauses: Vec<(Clause, Option<ClauseId>)> = tree
        .clauses
        .iter()
        .cloned()
        .zip(tree.ids().map(Some))
        .collect();
    for &(offset, correction) in corrections {
        let after = clauses.partition_point(|(clause, _)| clause.span.start < offset);
        let is_there = clauses
            .get(after)
            .is_some_and(|(clause, _)| clause.span.start == offset);
        match correction {
            Correction::Make if !is_there => {
                if let Some(made) = make(document, clauses.get(..after).unwrap_or_default(), offset)
                {
                    clauses.insert(after, (made, None));
                }
            }
            Correction::Raise if is_there => shift(&mut clauses, after, false),
            Correction::Lower if is_there => shift(&mut clauses, after, true),
            Correction::Unmake if is_there => remove(&mut clauses, after),
            _ => {}
        }
    }
    let end = tree
        .clauses
        .iter()
        .map(|clause| clause.span.end)
        .max()
        .unwrap_or(document.source.len());
    rebuild(clauses, end, tree)
}

/// Moves a clause and everything below it by one level, if the outline allows it.
fn shift(clauses: &mut [(Clause, Option<ClauseId>)], at: usize, down: bool) {
    let above = at
        .checked_sub(1)
        .and_then(|above| clauses.get(above))
        .map_or(0, |(clause, _)| clause.depth);
    let depth = clauses.get(at).map_or(0, |(clause, _)| clause.depth);
    let may_move = if down { depth <= above } else { depth > 1 };
    if may_move {
        let below = below(clauses, at);
        for (clause, _) in clauses.iter_mut().skip(at).take(below + 1) {
            clause.depth = if down {
                clause.depth + 1
            } else {
                clause.depth - 1
            };
        }
    }
}

/// Removes a clause; the clauses below it move up one level.
fn remove(clauses: &mut Vec<(Clause, Option<ClauseId>)>, at: usize) {
    let below = below(clauses, at);
    for (clause, _) in clauses.iter_mut().skip(at + 1).take(below) {
        clause.depth -= 1;
    }
    clauses.remove(at);
}

/// Number of clauses below one.
fn below(clauses: &[(Clause, Option<ClauseId>)], at: usize) -> usize {
    let depth = clauses.get(at).map_or(0, |(clause, _)| clause.depth);
    clauses
        .iter()
        .skip(at + 1)
        .take_while(|(clause, _)| clause.depth > depth)
        .count()
}

/// A heading made of the block that starts at `offset`.
fn make(
    document: &Document,
    before: &[(Clause, Option<ClauseId>)],
    offset: usize,
) -> Option<Clause> {
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
    let depth = before.last().map_or(1, |(clause, _)| match clause.kind {
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
            insertion: 0,
            occurrence: 1,
        },
        base: None,
    })
}

/// Derives parents from depths, and renumbers headings and occurrences so that addresses stay
/// unique.
fn rebuild(clauses: Vec<(Clause, Option<ClauseId>)>, end: usize, tree: &ClauseTree) -> ClauseTree {
    let moved: HashMap<ClauseId, ClauseId> = clauses
        .iter()
        .enumerate()
        .filter_map(|(index, (_, old))| Some(((*old)?, ClauseId(index as u32))))
        .collect();
    let mut path: Vec<ClauseId> = Vec::new();
    let mut headings: HashMap<Option<ClauseId>, u32> = HashMap::new();
    let mut occurrences: HashMap<(Option<ClauseId>, StepKind, u32, u32), u32> = HashMap::new();
    let mut rebuilt: Vec<Clause> = Vec::with_capacity(clauses.len());
    for (index, (mut clause, old)) in clauses.into_iter().enumerate() {
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
