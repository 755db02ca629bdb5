//! Finds references block by block: 第十五条第二款, 前两款, 本条例第二条第（一）、（二）项,
//! 「시험법」 제1조, Điều 5 của Luật này.

mod relative;

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::HashMap;
use smallvec::smallvec;

use super::bare;
use super::decimal::{self, Decimals};
use super::own::OwnNames;
use super::start::Starts;
use super::{MOST, Reference, Target};
use crate::clause::name::Names;
use crate::clause::{ClauseId, ClauseTree};
use crate::document::{Block, BlockKind, Document};
use crate::text::Span;
use crate::text::fold::strip_small;
use crate::text::numbering::{
    Component, Convention, Count, Insertion, Level, Numbering, Order, Place, Tradition, Unit,
};

/// The points (點) of an administrative rule stand for articles, also for those who refer to them.
const POINT: Level = Level::Item(0);

/// One unit of a reference with one number.
#[derive(Clone, Copy, Debug)]
struct Step {
    unit: &'static Unit,
    number: u32,
    insertion: Insertion,
}

/// Where a reference starts.
#[derive(Clone, Debug)]
enum Origin {
    /// This document: 本法, 本条例, or nothing.
    Own {
        /// Whether the text names itself, as with 本法.
        is_said: bool,
    },
    /// Another document: 《…》, or a law by its name.
    Other(String),
    /// A clause that is already resolved: 前款, 本条.
    Clause(ClauseId),
}

/// A phrase that refers: its length in bytes, where it starts, its units.
type Phrase = (usize, Origin, Vec<Component>);

/// The phrase before, which 第一款、第三款 and 第十条至第十二条 continue.
struct Before {
    end: usize,
    origin: Origin,
    steps: Vec<Step>,
}

/// Where the references of a tradition may start; made once for each that all know.
fn starts(tradition: &'static Tradition) -> Cow<'static, Starts> {
    static KNOWN: LazyLock<Vec<(&Tradition, Starts)>> = LazyLock::new(|| {
        let traditions = Numbering::standard().traditions().iter();
        let starts = |own: &&'static Tradition| (*own, Starts::new(own, &relative::WORDS));
        traditions.map(starts).collect()
    });
    let known = KNOWN.iter().find(|(own, _)| std::ptr::eq(*own, tradition));
    known.map_or_else(
        || Cow::Owned(Starts::new(tradition, &relative::WORDS)),
        |(_, starts)| Cow::Borrowed(starts),
    )
}

/// The references of a document as they are found.
pub(super) struct Finder<'d> {
    document: &'d Document,
    source: &'d str,
    tree: &'d ClauseTree,
    names: Names<'d>,
    convention: Convention,
    found: Vec<Reference>,
    has_articles: bool,
    /// The clauses by number and insertion.
    numbered: HashMap<(u32, Insertion), Vec<ClauseId>>,
    /// The article of which the items below a lead-in speak: 违反第二条规定的，按照下列规定处罚：
    leads: HashMap<ClauseId, ClauseId>,
    /// How the text may call itself.
    own_names: OwnNames,
    /// The characters that a phrase may start with.
    starts: Cow<'static, Starts>,
    /// The clauses that are called by their numbers alone.
    decimals: Decimals<'d>,
}

impl<'d> Finder<'d> {
    pub(super) fn new(document: &'d Document, tree: &'d ClauseTree) -> Self {
        let mut numbered: HashMap<(u32, Insertion), Vec<ClauseId>> = HashMap::default();
        for (id, clause) in tree.ids().zip(&tree.clauses) {
            let same = numbered.entry((clause.step.number, clause.step.insertion));
            same.or_default().push(id);
        }
        let names = Names::new(document, tree);
        let convention = document.convention();
        let points = convention.tradition.unit(POINT).is_some();
        let is_article = |id| names.is_article(id) || points && names.is(id, POINT);
        let decimals = Decimals::new(document, tree);
        let starts = if decimals.is_empty() {
            starts(convention.tradition)
        } else {
            let shared = [relative::WORDS.as_slice(), &decimal::STARTS].concat();
            Cow::Owned(Starts::new(convention.tradition, &shared))
        };
        Self {
            document,
            source: document.plain(),
            tree,
            names,
            convention,
            found: Vec::new(),
            has_articles: tree.ids().any(is_article),
            numbered,
            leads: HashMap::default(),
            own_names: OwnNames::new(convention.tradition),
            starts,
            decimals,
        }
    }

    /// All references of the text.
    pub(super) fn all(mut self) -> Vec<Reference> {
        for block in &self.document.blocks {
            if matches!(
                block.kind,
                BlockKind::Paragraph
                    | BlockKind::Heading { .. }
                    | BlockKind::Note
                    | BlockKind::Quotation
            ) {
                self.block(block);
            }
        }
        self.found
    }

    fn block(&mut self, block: &Block) {
        let words = block.text.of(self.source);
        let first = self.found.len();
        let mut before: Option<Before> = None;
        let mut at = 0;
        while self.found.len() < MOST
            && let Some(next) = words.get(at..).and_then(|rest| self.starts.find(rest))
        {
            at += next;
            match self.phrase(words, at, block.text.start, before.as_ref()) {
                Some((length, origin, components)) => {
                    let span = Span::new(block.text.start + at, block.text.start + at + length);
                    let unit = components.first().map(|first| first.unit);
                    let mut last = self.take(span, origin, &components, before);
                    at += length;
                    // Sections 1.2 and 2.3
                    while unit.is_none()
                        && let Some((joint, _)) = words.get(at..).and_then(joint)
                        && let start = at + joint.len()
                        && let Some((length, id)) = self.decimals.find(words, start, true)
                    {
                        at = start + length;
                        let start = block.text.start + start;
                        let span = Span::new(start, start + length);
                        last = self.take(span, Origin::Clause(id), &[], Some(last));
                    }
                    while let Some((joint, place)) = unit.and_then(|unit| {
                        let rest = words.get(at..)?;
                        self.further(unit, rest)
                    }) {
                        at += joint;
                        let start = block.text.start + at;
                        at += place.length;
                        let span = Span::new(start, start + place.length);
                        let origin = last.origin.clone();
                        last = self.take(span, origin, &place.components, Some(last));
                    }
                    before = Some(last);
                }
                None => {
                    let rest = words.get(at..).unwrap_or("");
                    at += rest.chars().next().map_or(1, char::len_utf8);
                }
            }
        }
        if words.ends_with(['：', ':']) {
            self.lead_in(block.text, first);
        }
    }

    /// The place behind a joint that does not name its unit again, and the length of the joint:
    /// 2(2) behind section 2A or.
    fn further(&self, unit: &'static Unit, rest: &str) -> Option<(usize, Place)> {
        let (joint, behind) = joint(rest)?;
        let place = self.convention.tradition.further(unit, behind)?;
        Some((joint.len(), place))
    }

    /// Keeps the one article that a lead-in speaks of, for the items below it.
    fn lead_in(&mut self, text: Span, first: usize) {
        let Some(own) = self.tree.at(text.start) else {
            return;
        };
        let article = |id: ClauseId| {
            let path = self.tree.path(id).into_iter();
            path.rev().find(|id| self.names.is(*id, Level::Article))
        };
        let targets =
            self.found
                .iter()
                .skip(first)
                .filter_map(|reference| match reference.target {
                    Target::Clause(id) => Some(id),
                    _ => None,
                });
        let mut others = targets.filter(|id| article(*id) != article(own));
        if let (Some(only), None) = (others.next(), others.next()) {
            self.leads.insert(own, only);
        }
    }

    /// The phrase at byte `at` of a block's `words`. `offset` is the offset of the block in the
    /// source.
    fn phrase(
        &self,
        words: &str,
        at: usize,
        offset: usize,
        before: Option<&Before>,
    ) -> Option<Phrase> {
        let tradition = self.convention.tradition;
        let rest = words.get(at..)?;
        let here = offset + at;
        if let Some((title, length)) = title(rest, tradition) {
            let behind = rest.get(length..)?;
            let gap = behind.len() - behind.trim_start_matches(' ').len();
            let place = tradition.place(behind.get(gap..)?);
            let (components, more) = place.map_or((Vec::new(), 0), |place| {
                (place.components, gap + place.length)
            });
            return Some((length + more, Origin::Other(title), components));
        }
        if let Some(length) = self.own_names.leading(rest) {
            let behind = rest.get(length..)?;
            let place = behind.trim_start_matches(' ');
            if let Some(found) = tradition.place(place) {
                let length = rest.len() - place.len() + found.length;
                return Some((length, Origin::Own { is_said: true }, found.components));
            }
        }
        let last = words.get(..at)?.chars().next_back();
        // The marker of a clause is no reference to it.
        let own = self.tree.at(here).and_then(|id| self.tree.get(id));
        if own.is_some_and(|clause| clause.label.contains(here)) {
            return None;
        }
        if let Some((length, id)) = self.decimals.find(words, at, false) {
            return Some((length, Origin::Clause(id), Vec::new()));
        }
        if rest.starts_with(relative::begins) {
            return self.pointing(rest, here, last, before);
        }
        // A word that only ends like the name of a unit.
        let first = rest.chars().next()?;
        if is_latin(first) && last.is_some_and(char::is_alphanumeric) {
            return None;
        }
        // Section 2.2(b) of a contract, whose sections are numbered 2.2.
        if let Some(word) = DECIMAL.iter().find_map(|word| strip_small(rest, word))
            && let number = rest.len() - word.len()
            && let Some((length, id)) = self.decimals.find(words, at + number, true)
        {
            return Some((number + length, Origin::Clause(id), Vec::new()));
        }
        let mut place = tradition.place(rest)?;
        let (larger, behind) = self.list_end(&place, rest);
        place.components.splice(..0, larger);
        let leading = place.components.first()?;
        let level = leading.unit.level;
        let is_word = leading.counts.iter().any(|count| count.number == 0);
        let names_annex = || {
            place.components.len() > 1
                && (self.only(level).is_some()
                    || words
                        .get(..at)
                        .is_some_and(|before| law_before(before, tradition).is_some()))
        };
        if level.is_attached() && is_word && !names_annex() {
            return None;
        }
        // 昭和二十五年法律第一号 is the number of a law.
        let numbers_law = |words: &str| words.ends_with(['律', '令', '則', '示', '例', '程']);
        if level == Level::Item(1) && words.get(..at).is_some_and(numbers_law) {
            return None;
        }
        let joined = before.filter(|before| is_joint(words.get(before.end - offset..at)));
        let origin = self
            .said_behind(behind)
            .or_else(|| self.inherited(joined?, level))
            .or_else(|| law_before(words.get(..at)?, tradition).map(Origin::Other))
            .unwrap_or(Origin::Own { is_said: false });
        // Any law may be meant by an article, a paragraph or an item; they are references only if
        // this document has articles, or the law is named.
        let is_other = matches!(origin, Origin::Other(_));
        let may_be = self.has_articles || level < Level::Article || is_other;
        may_be.then_some((place.length, origin, place.components))
    }

    /// Whose clause a place is that goes on with a list: that of the phrase before it, unless that
    /// is inside of what the place names, as in 次条から第五条まで.
    fn inherited(&self, before: &Before, level: Level) -> Option<Origin> {
        match before.origin {
            Origin::Clause(id) if self.names.level(id).is_none_or(|own| own >= level) => None,
            _ => Some(before.origin.clone()),
        }
    }

    /// The larger units that a list names with its last place only, khoản 1 và khoản 2 Điều 5, and
    /// what stands behind the list that a place begins.
    fn list_end<'t>(&self, place: &Place, rest: &'t str) -> (Vec<Component>, &'t str) {
        let tradition = self.convention.tradition;
        let mut behind = rest.get(place.length..).unwrap_or("");
        let level = place.components.first().map(|first| first.unit.level);
        if !matches!(tradition.order, Order::Outward | Order::Around) {
            return (Vec::new(), behind);
        }
        // paragraphs 1 and 2 of Article 3
        let larger = behind.strip_prefix(" of ").and_then(|rest| {
            let place = tradition.place(rest)?;
            let is_larger = |it: &Component| Some(it.unit.level) < level;
            let behind = rest.get(place.length..)?;
            place
                .components
                .iter()
                .all(is_larger)
                .then_some((place.components, behind))
        });
        if let Some((components, rest)) = larger {
            return (components, rest);
        }
        while let Some((_, next)) = joint(behind)
            && let Some(place) = tradition.place(next)
        {
            behind = next.get(place.length..).unwrap_or("");
            let mut components = place.components;
            components.retain(|component| Some(component.unit.level) < level);
            if tradition.order == Order::Outward && !components.is_empty() {
                return (components, behind);
            }
        }
        (Vec::new(), behind)
    }

    /// Whose clause a place is, where the words behind it say so: Điều 5 của Luật này, section 1 of
    /// this Act.
    fn said_behind(&self, behind: &str) -> Option<Origin> {
        let tradition = self.convention.tradition;
        let links = [" của ", " of the ", " of "];
        let name = links.iter().find_map(|word| strip_small(behind, word))?;
        let begins = |words: &[&str]| words.iter().any(|word| strip_small(name, word).is_some());
        if begins(tradition.own) {
            return Some(Origin::Own { is_said: true });
        }
        // Vietnamese names of laws begin with what they are, English ones with a capital.
        let is_law = match tradition.order {
            Order::Outward => begins(tradition.laws),
            _ => name.starts_with(char::is_uppercase) && tradition.place(name).is_none(),
        };
        let end = name.find([',', '.', ';', ':', ')']).unwrap_or(name.len());
        let mut name = name.get(..end).unwrap_or(name).trim();
        if tradition.order == Order::Around {
            name = capitalised(name);
        }
        is_law.then(|| Origin::Other(name.to_owned()))
    }

    /// Whether a clause is of a level.
    fn fits(&self, id: ClauseId, level: Level) -> bool {
        self.names.is(id, level) || level == Level::Part && self.names.is(id, Level::Subpart)
    }

    /// Resolves a phrase to its targets.
    fn take(
        &mut self,
        span: Span,
        origin: Origin,
        components: &[Component],
        before: Option<Before>,
    ) -> Before {
        let between = |before: &Before| self.source.get(before.end..span.start);
        let inherited = before.filter(|before| is_joint(between(before)));
        let is_range = inherited
            .as_ref()
            .is_some_and(|before| between(before).is_some_and(|it| RANGES.contains(&it)));
        let mut steps = Vec::new();
        // 第十条第一款、第三款: the larger units are not repeated.
        if let (Some(before), Some(first)) = (&inherited, components.first()) {
            // An annex is in no other.
            let level = first.unit.level;
            let larger = |step: &&Step| step.unit.level < level && !level.is_attached();
            steps.extend(before.steps.iter().take_while(larger));
        }
        for component in components {
            let first = component.counts.first();
            steps.extend(first.map(|count| Step::of(component.unit, *count)));
        }
        let counts = components
            .last()
            .map_or(&[][..], |last| last.counts.as_slice());
        let mut is_lost = false;
        for count in numbers(counts) {
            if let (Some(last), Some(count)) = (steps.last_mut(), count) {
                *last = Step::of(last.unit, count);
            }
            match self.target(span.start, &origin, &steps) {
                // One is told of a list that leads nowhere in part.
                Some(Target::Nothing) => is_lost = true,
                Some(target) => self.push(span, target, is_range),
                None => {}
            }
        }
        if is_lost {
            self.push(span, Target::Nothing, false);
        }
        Before {
            end: span.end,
            origin,
            steps,
        }
    }

    fn target(&self, here: usize, origin: &Origin, steps: &[Step]) -> Option<Target> {
        match origin {
            Origin::Other(title) => Some(Target::Document {
                title: title.clone(),
                clause: steps.iter().map(|step| self.say(*step)).collect(),
            }),
            Origin::Clause(id) => self.below(*id, steps).map(Target::Clause),
            Origin::Own { is_said } => match self.own(here, steps) {
                Some(id) => Some(Target::Clause(id)),
                // A bare number may belong to another document, so only an explicit reference can
                // dangle.
                None if *is_said && self.has_articles && self.is_whole(steps) => {
                    Some(Target::Nothing)
                }
                None => None,
            },
        }
    }

    /// Whether the document has what units are counted in: a statute is often printed without its
    /// annexes, or calls the only one what its heading does not.
    fn is_whole(&self, steps: &[Step]) -> bool {
        let Some(first) = steps.first().filter(|first| first.unit.level.is_attached()) else {
            return true;
        };
        let mut ids = self.tree.ids();
        steps.len() == 1 && first.number > 0 && ids.any(|id| self.fits(id, first.unit.level))
    }

    /// The annex that is named without a number: the only one of its kind, or of all.
    fn only(&self, level: Level) -> Option<ClauseId> {
        let is_attached =
            |id: &ClauseId| self.tree.get(*id).is_some_and(|own| own.kind.is_attached());
        let mut same = self.tree.ids().filter(|id| self.fits(*id, level));
        let mut all = self.tree.ids().filter(is_attached);
        match (same.next(), same.next()) {
            (Some(only), None) => Some(only),
            (None, _) => all.next().filter(|_| all.next().is_none()),
            _ => None,
        }
    }

    /// A unit with its number, as another document is asked for it.
    fn say(&self, step: Step) -> String {
        let number = match step.number {
            0 => String::new(),
            number => self.convention.write(number),
        };
        let insertion = self.convention.write_insertion(step.insertion);
        let gap = match self.convention.tradition.order {
            Order::Inward | Order::Verse => "",
            Order::Outward | Order::Around => " ",
        };
        self.convention.label(step.unit, &number) + &insertion + gap
    }

    fn push(&mut self, span: Span, target: Target, is_range: bool) {
        if is_range
            && let (
                Some(Reference {
                    target: Target::Clause(first),
                    span: start,
                }),
                Target::Clause(last),
            ) = (self.found.last(), &target)
        {
            let (first, last, start) = (*first, *last, start.start);
            self.found.pop();
            self.found.push(Reference {
                span: Span::new(start, span.end),
                target: Target::Range(first, last),
            });
            return;
        }
        self.found.push(Reference { span, target });
    }

    /// The clause that units lead to, from the top of the document or from the current article.
    fn own(&self, here: usize, steps: &[Step]) -> Option<ClauseId> {
        let first = steps.first()?;
        let present = self.tree.at(here);
        if first.unit.level > Level::Article && first.unit.level != POINT {
            // 第二款 belongs to the current article, 第（一）项 to the current paragraph or
            // article, unless the lead-in speaks of another.
            let path = present.map(|id| self.tree.path(id))?;
            return path.into_iter().rev().find_map(|id| {
                let lead = self.leads.get(&id).filter(|_| Some(id) != present);
                lead.and_then(|lead| self.below(*lead, steps))
                    .or_else(|| self.below(id, steps))
            });
        }
        if first.unit.level.is_attached() && first.number == 0 {
            return self.below(self.only(first.unit.level)?, steps.get(1..)?);
        }
        // The statute that contains the current clause takes precedence.
        let base = present.and_then(|id| {
            let path = self.tree.path(id).into_iter();
            let article = path.rev().find(|id| self.names.is(*id, Level::Article));
            article
                .and_then(|id| self.tree.get(id))
                .and_then(|article| article.base)
        });
        let numbered = self.numbered.get(&(first.number, first.insertion))?;
        let found = || {
            numbered
                .iter()
                .copied()
                .filter(|id| self.fits(*id, first.unit.level))
        };
        let of_base = |id: &ClauseId| self.tree.get(*id).is_some_and(|clause| clause.base == base);
        // An annex is no reference to itself.
        let opens = |id: &ClauseId| {
            self.tree
                .get(*id)
                .is_some_and(|clause| clause.span.start != here)
        };
        let start = found()
            .find(of_base)
            .or_else(|| found().next())
            .filter(opens)?;
        self.below(start, steps.get(1..)?)
    }

    /// The clause that units lead to from the clause `from`.
    fn below(&self, from: ClauseId, steps: &[Step]) -> Option<ClauseId> {
        let mut at = from;
        for step in steps {
            let clause = self.tree.get(at)?;
            let end = clause.span.end;
            let is_named = |id: &ClauseId| {
                self.tree.get(*id).is_some_and(|clause| {
                    (clause.step.number, clause.step.insertion) == (step.number, step.insertion)
                })
            };
            let inside = || {
                let ids = (at.0 + 1..).map(ClauseId);
                ids.take_while(|id| {
                    self.tree
                        .get(*id)
                        .is_some_and(|clause| clause.span.start < end)
                })
                .filter(is_named)
            };
            let is_item = |level| matches!(level, Some(Level::Item(_)));
            let deeper =
                |id: &ClauseId| is_item(Some(step.unit.level)) && is_item(self.names.level(*id));
            let found = inside().find(|id| self.fits(*id, step.unit.level));
            let other = |id: &ClauseId| deeper(id) || self.names.may_be(*id, step.unit.level);
            at = match found.or_else(|| inside().find(other)) {
                Some(id) => id,
                // An article with a single paragraph stands for its first.
                None if step.unit.level == Level::Paragraph
                    && step.number == 1
                    && self.names.is(at, Level::Article) =>
                {
                    at
                }
                None => return None,
            };
        }
        Some(at)
    }
}

impl Step {
    fn of(unit: &'static Unit, count: Count) -> Self {
        Self {
            unit,
            number: count.number,
            insertion: count.insertion,
        }
    }

    fn component(&self) -> Component {
        let count = Count {
            number: self.number,
            insertion: self.insertion,
            is_range: false,
        };
        Component {
            unit: self.unit,
            counts: smallvec![count],
        }
    }
}

/// The numbers of a list, ranges filled; one `None` where there are none.
fn numbers(counts: &[Count]) -> Vec<Option<Count>> {
    // A longer range is a misprint or a figure.
    const LONGEST: u32 = 200;
    let mut all: Vec<Option<Count>> = Vec::new();
    for count in counts {
        if let (true, Some(Some(last))) = (count.is_range, all.last()) {
            let between = last.number + 1..count.number;
            let filled = between.take(LONGEST as usize).map(|number| Count {
                number,
                insertion: Insertion::NONE,
                is_range: false,
            });
            all.extend(filled.map(Some).collect::<Vec<_>>());
        }
        all.push(Some(*count));
    }
    if all.is_empty() {
        all.push(None);
    }
    all
}

/// The words at the start of a text that are the name of a law: Sea Fisheries Act, Charter of the
/// United Nations; the small words between them are part of it.
fn capitalised(text: &str) -> &str {
    const SMALL: [&str; 6] = ["of", "the", "on", "and", "for", "in"];
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        at += word.len();
        let word = word.trim_end();
        if word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            end = at;
        } else if !SMALL.contains(&word) {
            break;
        }
    }
    text.get(..end).unwrap_or(text).trim_end()
}

fn is_latin(c: char) -> bool {
    c < '\u{1100}' && c.is_alphabetic() || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

/// Units whose numbers may be decimal.
const DECIMAL: [&str; 14] = [
    "sections ",
    "section ",
    "clauses ",
    "clause ",
    "paragraphs ",
    "paragraph ",
    "articles ",
    "article ",
    "rules ",
    "rule ",
    "khoản ",
    "mục ",
    "điểm ",
    "điều ",
];

/// What joins two references to one list.
const JOINTS: [&str; 29] = [
    "、",
    "或者",
    "或",
    "和",
    "以及",
    "及び",
    "及",
    "与",
    "與",
    "至",
    "到",
    "，",
    "又は",
    "並びに",
    "若しくは",
    "から",
    " 및 ",
    " 또는 ",
    "부터 ",
    "·",
    "ㆍ",
    ", ",
    " và ",
    " hoặc ",
    " đến ",
    " and ",
    " or ",
    " & ",
    " to ",
];

/// Those of them that mean what is between the two as well.
const RANGES: [&str; 6] = ["至", "到", "から", "부터 ", " đến ", " to "];

/// Whether the text between two references joins them to one list.
fn is_joint(between: Option<&str>) -> bool {
    between.is_some_and(|between| between.is_empty() || JOINTS.contains(&between))
}

/// The joint at the start of a text, and what stands behind it.
fn joint(text: &str) -> Option<(&'static str, &str)> {
    JOINTS
        .iter()
        .find_map(|joint| Some((*joint, text.strip_prefix(joint)?)))
}

/// A title in its brackets, nested ones included, and its length in bytes.
fn title(rest: &str, tradition: &Tradition) -> Option<(String, usize)> {
    const LONGEST: usize = 240;
    let first = rest.chars().next()?;
    let (open, close) = tradition
        .titles
        .iter()
        .copied()
        .find(|(open, _)| *open == first)?;
    let mut depth = 0;
    for (at, c) in rest.char_indices().take_while(|(at, _)| *at < LONGEST) {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
        } else if c == '\n' {
            return None;
        }
        if depth == 0 {
            let inner = rest.get(open.len_utf8()..at)?;
            return (!inner.trim().is_empty())
                .then(|| (inner.trim().to_owned(), at + c.len_utf8()));
        }
    }
    None
}

/// A law named without brackets directly before a place: 依照刑法第二百条. Not if it refers to this
/// document or an earlier one (本, 该, 此).
fn law_before(words: &str, tradition: &Tradition) -> Option<String> {
    const LONGEST: usize = 40;
    if !tradition.laws.iter().any(|end| words.ends_with(end)) {
        return None;
    }
    let is_hanzi = |(_, c): &(usize, char)| ('\u{4e00}'..='\u{9fff}').contains(c);
    let run = words.char_indices().rev().take(LONGEST);
    let (start, _) = run.take_while(is_hanzi).last()?;
    let run = words.get(start..)?;
    run.get(bare::begin(run)?..).map(ToOwned::to_owned)
}
