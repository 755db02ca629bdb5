//! References by words that point from where they stand: 本条, 前款, 次項, 同条第二項.

use super::{Before, Finder, Origin, Phrase, Step};
use crate::clause::ClauseId;
use crate::text::numbering::{Component, Level, Unit};
use crate::text::numeral;

/// The words that a phrase may start with.
pub(super) const WORDS: [&str; 8] = ["本", "前", "전", "次", "同", "该", "該", "같은 "];

/// Words that refer to what stands before.
const PREVIOUS: [&str; 2] = ["前", "전"];

/// Words that refer to what was named last: 同条第二項, 该款.
const SAME: [&str; 4] = ["同", "该", "該", "같은 "];

/// What refers to the next one in Japanese laws: 次条, 次項.
const NEXT: char = '次';

/// Characters that make another word of 前: 目前, 以前.
const NOT_PREVIOUS: [char; 14] = [
    '目', '以', '当', '當', '之', '此', '日', '事', '先', '提', '空', '从', '從', '眼',
];

/// Characters that make another word of 次: 第二次, 依次.
const NOT_NEXT: [char; 10] = ['一', '二', '三', '两', '兩', '再', '依', '每', '本', '多'];

/// Characters that make another word of 同, 合同项下, or several of what is named, 各该条.
const NOT_SAME: [char; 12] = [
    '合', '共', '相', '不', '如', '协', '協', '会', '會', '等', '随', '各',
];

/// Whether a word that points may begin with a character.
pub(super) fn begins(c: char) -> bool {
    WORDS.iter().any(|word| word.starts_with(c))
}

impl Finder<'_> {
    /// The phrase at the start of a text, which stands at byte `here` of the source behind the
    /// character `last`; `before` is the phrase before it in the block.
    pub(super) fn pointing(
        &self,
        rest: &str,
        here: usize,
        last: Option<char>,
        before: Option<&Before>,
    ) -> Option<Phrase> {
        if let Some(rest) = rest.strip_prefix(NEXT) {
            let is_word = last.is_none_or(|last| !NOT_NEXT.contains(&last));
            let found = is_word.then(|| self.next(rest, here)).flatten();
            return found.map(|(length, origin, below)| (NEXT.len_utf8() + length, origin, below));
        }
        let is_same = last.is_none_or(|last| !NOT_SAME.contains(&last));
        let mut same = SAME.iter().filter(|_| is_same);
        let same = same.find_map(|word| Some((word, rest.strip_prefix(word)?)));
        if let Some((word, rest)) = same {
            let (length, origin, below) = self.same(rest, before?)?;
            return Some((word.len() + length, origin, below));
        }
        if rest.starts_with('本') {
            return self.relative(rest, here, 0);
        }
        let is_previous = PREVIOUS.iter().any(|word| rest.starts_with(word));
        let is_word = last.is_none_or(|last| !NOT_PREVIOUS.contains(&last));
        (is_previous && is_word).then(|| self.relative(rest, here, 1))?
    }

    /// 前款, 前两款, 前条第二款 (`back` is 1), 本条, 本章 (0).
    fn relative(&self, rest: &str, here: usize, back: u32) -> Option<Phrase> {
        let first = rest.chars().next()?;
        let behind = rest.get(first.len_utf8()..)?;
        let (back, behind) = match numeral::leading(behind).filter(|_| back > 0) {
            Some((number, length, _)) => (number, behind.get(length..)?),
            None => (back, behind),
        };
        let (unit, behind) = self.unit(behind)?;
        let id = self.tree.at(here)?;
        let path = self.tree.path(id);
        let own = path.into_iter().rfind(|id| self.fits(*id, unit.level));
        let target = if back == 0 {
            // 本条 alone is not worth a link, only with units after it.
            own?
        } else {
            self.previous(own, id, unit.level, back)?
        };
        let (components, more) = self.below_unit(behind);
        if back == 0 && components.is_empty() && unit.level >= Level::Article {
            return None;
        }
        let length = rest.len() - behind.len() + more;
        Some((length, Origin::Clause(target), components))
    }

    /// The unit whose name a text begins with, and the rest.
    fn unit<'t>(&self, text: &'t str) -> Option<(&'static Unit, &'t str)> {
        let named = |unit: &'static Unit| {
            let mut words = unit.behind.iter();
            Some((unit, words.find_map(|word| text.strip_prefix(word))?))
        };
        let units = self.convention.tradition.units.iter().filter_map(named);
        let found = units.min_by_key(|(_, behind)| behind.len());
        found.filter(|(unit, behind)| !behind.starts_with(|c| unit.never.contains(c)))
    }

    /// The smaller units behind one that was named, and their length.
    fn below_unit(&self, behind: &str) -> (Vec<Component>, usize) {
        let place = self.convention.tradition.place(behind);
        place.map_or((Vec::new(), 0), |place| (place.components, place.length))
    }

    /// What stands behind 次: 次条第一項.
    fn next(&self, rest: &str, here: usize) -> Option<Phrase> {
        // In clauses.
        const FARTHEST: usize = 20_000;
        let (unit, behind) = self.unit(rest)?;
        let path = self.tree.path(self.tree.at(here)?);
        let own = path.into_iter().rfind(|id| self.fits(*id, unit.level))?;
        let parent = self.tree.get(own)?.parent;
        let ids = (own.0 + 1..).map(ClauseId).take(FARTHEST);
        let mut behind_it = ids.map_while(|id| Some((id, self.tree.get(id)?)));
        let (next, _) = behind_it.find(|(id, clause)| {
            self.fits(*id, unit.level) && (unit.level <= Level::Article || clause.parent == parent)
        })?;
        let (components, more) = self.below_unit(behind);
        Some((
            rest.len() - behind.len() + more,
            Origin::Clause(next),
            components,
        ))
    }

    /// What stands behind 同: 同条第二項 has the article of the phrase before it, 该法第三条 its
    /// law.
    fn same(&self, rest: &str, before: &Before) -> Option<Phrase> {
        if let Origin::Other(title) = &before.origin {
            let tradition = self.convention.tradition;
            let mut laws = tradition.laws.iter().filter(|law| title.contains(**law));
            let found =
                laws.find_map(|law| tradition.place(rest.strip_prefix(law)?).zip(Some(law)));
            if let Some((place, law)) = found {
                let origin = Origin::Other(title.clone());
                return Some((law.len() + place.length, origin, place.components));
            }
        }
        let (unit, behind) = self.unit(rest)?;
        let level = unit.level;
        // 該部 is an office.
        if level < Level::Article {
            return None;
        }
        let (more, length) = self.below_unit(behind);
        let length = rest.len() - behind.len() + length;
        let last = before
            .steps
            .iter()
            .rposition(|step| step.unit.level == level);
        if let Some(last) = last {
            let steps = before.steps.iter().take(last + 1);
            let components = steps.map(Step::component).chain(more);
            return Some((length, before.origin.clone(), components.collect()));
        }
        let Origin::Clause(id) = before.origin else {
            return None;
        };
        let path = self.tree.path(id).into_iter();
        let named = path.rev().find(|id| self.fits(*id, level))?;
        Some((length, Origin::Clause(named), more))
    }

    /// The clause of a level that is `back` before: for 款 in the same article, for 条 anywhere.
    fn previous(
        &self,
        own: Option<ClauseId>,
        here: ClauseId,
        level: Level,
        back: u32,
    ) -> Option<ClauseId> {
        let from = own.unwrap_or(here);
        let parent = self.tree.get(from)?.parent;
        let before = (0..from.0).rev().map(ClauseId);
        let mut all = before.filter(|&id| {
            self.tree.get(id).is_some_and(|clause| {
                self.fits(id, level)
                    && (level <= Level::Article || clause.parent == parent || own.is_none())
            })
        });
        all.nth(back.checked_sub(1)? as usize)
    }
}
