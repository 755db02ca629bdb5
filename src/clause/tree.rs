//! The tree of clauses in reading order: addresses, resolving them, and finding clauses by
//! position.

use foldhash::HashMap;

use super::{Clause, ClauseAddress, ClauseId, Step, StepKind};
use crate::document::Issue;
use crate::text::numbering::Insertion;

/// The clauses of a document, in reading order (parents before their children).
#[derive(Clone, Debug, Default)]
pub struct ClauseTree {
    /// All clauses; a [`ClauseId`] is an index.
    pub clauses: Vec<Clause>,
    /// Gaps, repetitions and other oddities of the numbering.
    pub issues: Vec<Issue>,
    /// Each clause by its base and the last step of its address.
    steps: HashMap<(Option<ClauseId>, Step), ClauseId>,
}

impl ClauseTree {
    /// Builds a tree of clauses whose addresses are unique.
    pub(super) fn new(clauses: Vec<Clause>, issues: Vec<Issue>) -> Self {
        let steps = clauses
            .iter()
            .enumerate()
            .map(|(index, clause)| ((clause.base, clause.step), ClauseId(index as u32)))
            .collect();
        Self {
            clauses,
            issues,
            steps,
        }
    }

    /// The clause with an id of this tree.
    pub fn get(&self, id: ClauseId) -> Option<&Clause> {
        self.clauses.get(id.index())
    }

    /// All ids, in reading order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ClauseId> + use<> {
        (0..self.clauses.len() as u32).map(ClauseId)
    }

    /// The address of a clause.
    pub fn address(&self, id: ClauseId) -> ClauseAddress {
        let mut steps = Vec::new();
        let mut at = Some(id);
        while let Some(clause) = at.and_then(|id| self.get(id)) {
            steps.push(clause.step);
            at = clause.base;
        }
        steps.reverse();
        ClauseAddress { steps }
    }

    /// The clause with this address, or with one that an earlier version wrote; `None` if there is
    /// none, and for the document itself.
    pub fn resolve(&self, address: &ClauseAddress) -> Option<ClauseId> {
        let mut at = None;
        for step in &address.steps {
            let now = self.steps.get(&(at, *step)).copied();
            at = Some(now.or_else(|| self.formerly(at, *step))?);
        }
        at
    }

    /// The clause below `base` whose step an earlier version wrote as `step`. It counted tables and
    /// figures among the annexes, an annex without a number as 0, numbered paragraphs of Korea as
    /// items, of an insertion the first number only, and the items that untitled contents list as
    /// well.
    fn formerly(&self, base: Option<ClauseId>, step: Step) -> Option<ClauseId> {
        let first = |insertion: Insertion| insertion.numbers().next();
        let was = |clause: &Clause| {
            let own = clause.step;
            let kind = match own.kind {
                StepKind::Schedule | StepKind::Figure => StepKind::Annex,
                StepKind::Paragraph if !clause.label.is_empty() => StepKind::Item,
                kind => kind,
            };
            let is_only = kind == StepKind::Annex && step.number == 0 && own.number == 1;
            clause.base == base
                && kind == step.kind
                && (own.number == step.number || is_only)
                && first(own.insertion) == first(step.insertion)
        };
        let mut same = self.ids().filter(|id| self.get(*id).is_some_and(was));
        let first = same.next()?;
        match step.occurrence {
            1 => Some(first),
            // The one that contents listed was the first.
            2 if step.kind == StepKind::Item => same.next().or(Some(first)),
            other => same.nth(other.checked_sub(2)? as usize),
        }
    }

    /// The deepest clause that contains byte `offset`.
    pub fn at(&self, offset: usize) -> Option<ClauseId> {
        let after = self
            .clauses
            .partition_point(|clause| clause.span.start <= offset);
        let mut at = after.checked_sub(1).map(|index| ClauseId(index as u32));
        while let Some(id) = at {
            let clause = self.get(id)?;
            if offset < clause.span.end {
                return Some(id);
            }
            at = clause.parent;
        }
        None
    }

    /// The path from the top of the document down to a clause, inclusive.
    pub fn path(&self, id: ClauseId) -> Vec<ClauseId> {
        let mut path = Vec::new();
        let mut at = Some(id);
        while let Some((id, clause)) = at.and_then(|id| Some((id, self.get(id)?))) {
            path.push(id);
            at = clause.parent;
        }
        path.reverse();
        path
    }

    /// The clauses directly below one, or at the top of the document.
    pub fn children(&self, id: Option<ClauseId>) -> Vec<ClauseId> {
        let first = id.map_or(0, |id| id.index() + 1);
        let depth = id
            .and_then(|id| self.get(id))
            .map_or(0, |clause| clause.depth);
        let below = self
            .clauses
            .iter()
            .enumerate()
            .skip(first)
            .take_while(|(_, clause)| clause.depth > depth);
        below
            .filter(|(_, clause)| clause.depth == depth + 1)
            .map(|(index, _)| ClauseId(index as u32))
            .collect()
    }

    /// Whether a clause has children.
    pub fn has_children(&self, id: ClauseId) -> bool {
        self.clauses
            .get(id.index() + 1)
            .is_some_and(|next| next.parent == Some(id))
    }
}

#[cfg(test)]
mod tests {
    use crate::clause::nest;
    use crate::document::parse;

    /// Checks where addresses of an earlier version lead today; `-` is nowhere.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let tree = nest(&parse(text.to_owned()));
        for (old, new) in expected {
            let found = tree.resolve(&old.parse().unwrap());
            let found = found.map_or_else(|| "-".to_owned(), |id| tree.address(id).to_string());
            assert_eq!(found, *new, "{old}");
        }
    }

    #[test]
    fn addresses_of_earlier_versions_still_lead_to_their_clauses() {
        check(
            "某规程\n\n第一条 甲。\n\n附录一 乙\n\n附表一 丙\n\n附表二 丁\n\n附图一 戊\n",
            &[
                ("annex1", "annex1"),
                ("annex1~2", "sched1"),
                ("annex2", "sched2"),
                ("annex1~3", "fig1"),
                ("annex1~4", "-"),
                ("annex3", "-"),
                ("sched2", "sched2"),
            ],
        );
        check(
            "# 通知\n\n一、甲。\n\n附录\n\n1．乙\n",
            &[("annex0", "annex1"), ("annex0.1", "annex1.1")],
        );
        check(
            "예시법\n\n제1조(목적) 목적이다.\n제2조(정의) ① 다음과 같다.\n1. 갑\n② 을이다.\n",
            &[
                ("art2.1", "art2.para1"),
                ("art2.2", "art2.para2"),
                ("art2.1.1", "art2.para1.1"),
            ],
        );
        check(
            "試験法\n\n第一条　甲とする。\n\n第二条の二　乙とする。\n\n第二条の二の二　丙とする。\n",
            &[("art2-2", "art2-2"), ("art2-2~2", "art2-2-2")],
        );
    }

    #[test]
    fn what_has_clauses_below_it_is_known() {
        let text =
            "某规定\n\n第一条 甲。\n\n第二条 禁止：\n\n（一）乙；\n\n（二）丙。\n\n第三条 丁。\n";
        let tree = nest(&parse(text.to_owned()));
        let above = tree.ids().filter(|id| tree.has_children(*id));
        let above: Vec<String> = above.map(|id| tree.address(id).to_string()).collect();
        assert_eq!(above, ["art2"]);
    }
}
