//! Resolving what a person types (`四（2）`, `第十五条第二款`, `15.2.3`, `709条1項3号`,
//! `khoản 2 Điều 5`) to the clauses that it may mean.

use std::cell::OnceCell;

use super::marker::{Form, read_by};
use super::name::Names;
use super::reference::own::OwnNames;
use super::{ClauseAddress, ClauseId, ClauseKind, ClauseTree, StepKind};
use crate::document::Document;
use crate::text::fold::{Folded, Rung, fold, fold_char, strip_small};
use crate::text::numbering::sequence::{self, GANADA, GOJUON, IROHA};
use crate::text::numbering::{Insertion, Level};
use crate::text::numeral;

/// One step of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// A clause of this number.
    Number {
        number: u32,
        insertion: Insertion,
        kind: Kind,
    },
    /// The heading of the supplement: 附則.
    Supplement,
    /// A clause that was named by its words or by its whole label: 勸學, A.2.1.
    Clause(ClauseId),
}

/// What kind of clause was typed with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// None: 24.
    Any,
    /// A marker: （2）, b). Its form decides between clauses of one number.
    Marked(Form),
    /// A unit by its name: 第二项.
    Unit(Level),
    /// 第二 without a unit: an ordinal item, or any division.
    Ordinal,
    /// The prefix of an address.
    Step(StepKind),
}

impl Wanted {
    /// Whether it is counted anew in each article, so that it says nothing without one: 第二款.
    fn is_within_articles(&self) -> bool {
        matches!(
            self,
            Self::Number {
                kind: Kind::Unit(Level::Paragraph | Level::Item(_)),
                ..
            }
        )
    }
}

/// What a unit that is counted in each article, typed without an article, means in the one at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// These clauses of the article.
    These(Vec<ClauseId>),
    /// The article, which this is, has none; these are the nearest in others, if there are any.
    Lacking(ClauseId, Vec<ClauseId>),
}

impl ClauseTree {
    /// The clauses that typed text may mean: best first, several if it is ambiguous, none if
    /// nothing fits.
    ///
    /// A valid address names its clause. Otherwise the numbers are matched along the path from the
    /// top, which may have clauses in between: `四（2）` is a clause 2 somewhere below a clause 4.
    /// Articles come before other clauses of the same number, higher clauses before lower ones.
    /// What names no number is searched for in labels and leads.
    pub fn find(&self, typed: &str, document: &Document) -> Vec<ClauseId> {
        let typed = narrow(typed.trim());
        if typed.is_empty() {
            return Vec::new();
        }
        let small: String = typed.chars().map(fold_char).collect();
        if let Ok(address) = small.parse::<ClauseAddress>()
            && let Some(id) = self.resolve(&address)
        {
            // A bare number may be an article as well as an item: all clauses that fit are
            // candidates.
            let step = self.get(id).map(|clause| clause.step);
            let is_bare =
                address.steps.len() == 1 && step.is_some_and(|step| step.kind == StepKind::Item);
            let is_article = |id: ClauseId| {
                let clause = self
                    .get(id)
                    .filter(|clause| clause.kind == ClauseKind::Article);
                clause.is_some_and(|article| {
                    Some(article.step.number) == step.map(|step| step.number)
                })
            };
            if !is_bare || !self.ids().any(is_article) {
                return vec![id];
            }
        }
        let finder = Finder::new(self, document);
        let mut found = Vec::new();
        for wanted in finder.read(&typed) {
            let mut fitting = finder.fitting(&wanted);
            if fitting.is_empty() {
                fitting = finder.fitting(&parted(&wanted));
            }
            let fitting = fitting.into_iter();
            let new: Vec<ClauseId> = fitting.filter(|id| !found.contains(id)).collect();
            found.extend(new);
        }
        if !found.is_empty() {
            return found;
        }
        let labelled = finder.labelled(&typed);
        if labelled.is_empty() {
            finder.by_words(&typed)
        } else {
            labelled
        }
    }

    /// What typed text means in the article that the clause `here` is in, if it begins with a unit
    /// that is counted in each article, such as 第二款. The smallest clause around `here` that has
    /// the unit is meant: 第三项 is one of the same 款 before it is one of another.
    pub fn find_within(&self, typed: &str, document: &Document, here: ClauseId) -> Option<Within> {
        const NEAREST: usize = 4;
        let finder = Finder::new(self, document);
        let wanted = finder.steps(&narrow(typed.trim()))?;
        if !wanted.first().is_some_and(Wanted::is_within_articles) {
            return None;
        }
        let path = self.path(here);
        let is_article = |id: &ClauseId| finder.names.is_article(*id);
        let from = path.iter().rposition(is_article)?;
        let article = *path.get(from)?;
        for is_strict in [true, false] {
            for scope in path.iter().skip(from).rev() {
                let mut within = vec![Wanted::Clause(*scope)];
                within.extend(&wanted);
                let found = finder.all(&within, is_strict);
                if !found.is_empty() {
                    return Some(Within::These(finder.best(found, &within)));
                }
            }
        }
        let mut near = finder.fitting(&wanted);
        near.sort_by_key(|id| id.0.abs_diff(article.0));
        near.truncate(NEAREST);
        Some(Within::Lacking(article, near))
    }
}

/// A text as the eye takes it, in half-width forms.
fn narrow(text: &str) -> String {
    let composed = Folded::of(text, Rung::Exact);
    composed.text().trim_end().chars().map(width).collect()
}

/// Half-width forms, with capitals kept: 2A is an insertion.
fn width(c: char) -> char {
    match c {
        'Ａ'..='Ｚ' => fold_char(c).to_ascii_uppercase(),
        _ if c.is_uppercase() => c,
        _ => fold_char(c),
    }
}

struct Finder<'d> {
    tree: &'d ClauseTree,
    document: &'d Document,
    names: Names<'d>,
    /// Whether the text has chapters, sections, and articles, once that was asked for.
    has_chapters: OnceCell<bool>,
    has_sections: OnceCell<bool>,
    has_articles: OnceCell<bool>,
}

impl<'d> Finder<'d> {
    fn new(tree: &'d ClauseTree, document: &'d Document) -> Self {
        Self {
            tree,
            document,
            names: Names::new(document, tree),
            has_chapters: OnceCell::new(),
            has_sections: OnceCell::new(),
            has_articles: OnceCell::new(),
        }
    }

    /// The clauses that fit, the best first.
    fn fitting(&self, wanted: &[Wanted]) -> Vec<ClauseId> {
        let mut found = self.all(wanted, true);
        if found.is_empty() {
            found = self.all(wanted, false);
        }
        self.best(found, wanted)
    }

    fn all(&self, wanted: &[Wanted], is_strict: bool) -> Vec<ClauseId> {
        let ids = self.tree.ids();
        ids.filter(|&id| self.fits(id, wanted, is_strict)).collect()
    }

    /// Of clauses that fit those that are meant, the best first.
    fn best(&self, mut found: Vec<ClauseId>, wanted: &[Wanted]) -> Vec<ClauseId> {
        let rank = |id: &ClauseId| {
            let clause = self.tree.get(*id);
            let is_article = clause.is_some_and(|clause| clause.kind == ClauseKind::Article);
            (!is_article, clause.map_or(0, |clause| clause.depth), *id)
        };
        found.sort_by_key(rank);
        // A clause whose whole address was typed, or the only article with the number, takes
        // precedence over clauses that only end with the same numbers.
        let exact: Vec<ClauseId> = found
            .iter()
            .copied()
            .filter(|&id| self.is_whole(id, wanted))
            .collect();
        if let ([only], true) = (exact.as_slice(), wanted.len() > 1) {
            return vec![*only];
        }
        // 第2條 is that of the law, not the second number of one of its schedules.
        let is_unit = |wanted: &Wanted| matches!(wanted, Wanted::Number { kind: Kind::Unit(level), .. } if *level <= Level::Article);
        let is_attached = |id: &ClauseId| {
            let path = self.tree.path(*id).into_iter();
            let mut kinds = path.filter_map(|id| self.tree.get(id));
            kinds.any(|clause| clause.kind.is_attached())
        };
        if wanted.first().is_some_and(is_unit) {
            let mut own = found.iter().filter(|id| !is_attached(id));
            if let (Some(only), None) = (own.next(), own.next()) {
                return vec![*only];
            }
        }
        if let [
            Wanted::Number {
                kind: Kind::Any, ..
            },
        ] = wanted
        {
            let is_article = |id: &&ClauseId| self.names.level(**id) == Some(Level::Article);
            let articles: Vec<ClauseId> = found.iter().filter(is_article).copied().collect();
            if articles.len() == 1 {
                return articles;
            }
        }
        found
    }

    /// Whether the clause is the last that is wanted, and clauses above it the others, in order.
    fn fits(&self, id: ClauseId, wanted: &[Wanted], is_strict: bool) -> bool {
        let mut wanted = wanted;
        let mut at = Some(id);
        while let (Some((last, above)), Some(id_here)) = (wanted.split_last(), at) {
            // An article that has but one paragraph is its first.
            if !above.is_empty() && self.is_only_paragraph(id_here, *last) {
                wanted = above;
                continue;
            }
            if self.is(id_here, *last, is_strict) {
                wanted = above;
            } else if id_here == id {
                return false;
            }
            at = self.tree.get(id_here).and_then(|clause| clause.parent);
        }
        wanted.is_empty()
    }

    fn is_only_paragraph(&self, id: ClauseId, wanted: Wanted) -> bool {
        let first = Wanted::Number {
            number: 1,
            insertion: Insertion::NONE,
            kind: Kind::Unit(Level::Paragraph),
        };
        wanted == first
            && self.names.level(id) == Some(Level::Article)
            && !self.names.has_paragraphs(id)
    }

    /// Whether a clause is what was typed. Where the text does not have the unit at all, the person
    /// may have named it by another tradition's word.
    fn is(&self, id: ClauseId, wanted: Wanted, is_strict: bool) -> bool {
        let Some(clause) = self.tree.get(id) else {
            return false;
        };
        let (number, insertion, kind) = match wanted {
            Wanted::Supplement => return self.names.is_supplement(Some(id)),
            Wanted::Clause(wanted) => return id == wanted,
            Wanted::Number {
                number,
                insertion,
                kind,
            } => (number, insertion, kind),
        };
        let step = clause.step;
        // The only annex may be named without a number.
        let is_only = number == 0 && clause.kind.is_attached();
        // 第四条 is among 第三条至第五条, the verse 3 among 2-3.
        let is_among = || {
            let last = self.names.last_number(id);
            insertion.is_none() && step.number < number && last.is_some_and(|last| number <= last)
        };
        if step.kind == StepKind::Heading
            || (step.number, step.insertion) != (number, insertion) && !is_only && !is_among()
        {
            return false;
        }
        match kind {
            Kind::Ordinal => {
                let label = clause.label.of(self.document.plain());
                label.starts_with(['第', '제'])
            }
            Kind::Step(kind) => step.kind == kind,
            Kind::Marked(form) if is_strict => self.names.form(id) == Some(form),
            // Not a top-level 款, which only a correction can produce: its number is not printed in
            // the document.
            Kind::Any | Kind::Marked(_) => {
                step.kind != StepKind::Paragraph || clause.parent.is_some()
            }
            Kind::Unit(level) => {
                let Some(own) = self.names.level(id) else {
                    return false;
                };
                let is_item = |level| matches!(level, Level::Item(_));
                own == level
                    || level == Level::Part && own == Level::Subpart
                    || !is_strict
                        && (is_item(level) && is_item(own)
                            || self.names.may_be(id, level)
                            || self.stands_for(id, own, level))
            }
        }
    }

    /// Whether a clause of one level may be meant by another that the text does not have: 節 for a
    /// verse, 章 for a clause of a standard, 款 for an item of a text without articles.
    fn stands_for(&self, id: ClauseId, own: Level, named: Level) -> bool {
        let has = |known: &OnceCell<bool>, level| {
            *known.get_or_init(|| self.tree.ids().any(|id| self.names.is(id, level)))
        };
        match named {
            // Standards call their highest clauses so.
            Level::Chapter => {
                let is_highest = self.tree.get(id).is_some_and(|own| own.parent.is_none());
                is_highest && own > Level::Article && !has(&self.has_chapters, Level::Chapter)
            }
            Level::Section => own > Level::Section && !has(&self.has_sections, Level::Section),
            Level::Paragraph | Level::Item(_) => {
                own > Level::Article && !has(&self.has_articles, Level::Article)
            }
            _ => false,
        }
    }

    /// Whether the wanted numbers are exactly those of the clause's address.
    fn is_whole(&self, id: ClauseId, wanted: &[Wanted]) -> bool {
        let steps = self.tree.address(id).steps;
        let is = |wanted: &Wanted, number| match wanted {
            Wanted::Number { number: own, .. } => *own == number,
            _ => true,
        };
        steps.len() == wanted.len()
            && steps
                .iter()
                .zip(wanted)
                .all(|(step, wanted)| is(wanted, step.number) && step.occurrence == 1)
    }

    /// The clauses whose printed label, without blanks and final marks, is what was typed.
    fn labelled(&self, typed: &str) -> Vec<ClauseId> {
        let wanted = bare(typed);
        let plain = self.document.plain();
        let is_label = |id: &ClauseId| {
            let clause = self.tree.get(*id).filter(|clause| !clause.label.is_empty());
            clause.is_some_and(|clause| {
                let label = clause.label.of(plain);
                // Section 2.2 is called by its number too.
                let number = label.rsplit(' ').next().filter(|it| it.contains('.'));
                [Some(label), number]
                    .into_iter()
                    .flatten()
                    .any(|it| bare(it) == wanted)
            })
        };
        self.tree.ids().filter(is_label).collect()
    }

    /// The clauses that have the words in their labels and leads; or else those in which a block,
    /// such as the caption of a table, opens with them.
    fn by_words(&self, typed: &str) -> Vec<ClauseId> {
        let plain = self.document.plain();
        let opened = bare(typed);
        let first = opened.chars().next();
        let opens = self.document.blocks.iter().filter(|block| {
            // In characters; a caption's number stands in front.
            const LONGEST: usize = 40;
            let words = block.text.of(plain);
            // The cheapest test first.
            if words.chars().next().map(width) != first {
                return false;
            }
            let mut ends = words.char_indices().take(LONGEST);
            let rest = ends.find_map(|(at, c)| {
                let (head, rest) = words.split_at_checked(at + c.len_utf8())?;
                (bare(head) == opened).then_some(rest)
            });
            rest.is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_whitespace() || STOPS.contains(&c))
            })
        });
        let mut captions: Vec<ClauseId> = opens
            .filter_map(|block| self.tree.at(block.text.start))
            .collect();
        captions.dedup();
        if !captions.is_empty() {
            return captions;
        }
        let words = |id: ClauseId| {
            self.tree.get(id).map_or_else(String::new, |clause| {
                fold(clause.label.of(plain)) + &fold(clause.title.of(plain))
            })
        };
        let wanted = fold(typed);
        let is_meant = |id: &ClauseId| !wanted.is_empty() && words(*id).contains(&wanted);
        self.tree.ids().filter(is_meant).collect()
    }

    /// The readings of typed text, as steps from the top: one, or one for each heading that has the
    /// name that it begins with; none if any part of it is neither a number nor a name.
    fn read(&self, typed: &str) -> Vec<Vec<Wanted>> {
        // 本规定第三条 is typed as it is spoken of.
        let own = OwnNames::new(self.document.convention().tradition);
        let place = own.leading(typed).and_then(|length| typed.get(length..));
        match self.steps(place.unwrap_or(typed)) {
            Some(wanted) => vec![wanted],
            None => self.named(typed),
        }
    }

    /// Typed text that is all numbers and units: one step at least.
    fn steps(&self, typed: &str) -> Option<Vec<Wanted>> {
        let mut wanted = Vec::new();
        let mut rest = self.skip(typed);
        while !rest.is_empty() {
            let (steps, after) = self.step(rest)?;
            wanted.extend(steps);
            rest = self.skip(after);
        }
        (!wanted.is_empty()).then_some(wanted)
    }

    /// Typed text that begins with the name of this document or of one of its headings: 民法709条,
    /// 勸學 3.
    fn named(&self, typed: &str) -> Vec<Vec<Wanted>> {
        // In characters.
        const LONGEST: usize = 64;
        let title = loosely(&self.document.header.title);
        let headings = self.headings();
        let ends: Vec<usize> = typed
            .char_indices()
            .skip(1)
            .take(LONGEST)
            .map(|(at, _)| at)
            .collect();
        for (name, rest) in ends
            .iter()
            .rev()
            .filter_map(|at| typed.split_at_checked(*at))
        {
            let name = loosely(name);
            let is_title = name.chars().count() > 1 && title.contains(&name);
            let mut headed = headings
                .iter()
                .filter(|(_, own)| is_named(own, &name))
                .peekable();
            if name.is_empty() || headed.peek().is_none() && !is_title {
                continue;
            }
            let Some(steps) = self.steps(rest) else {
                continue;
            };
            if headed.peek().is_none() {
                return vec![steps];
            }
            let below = |(id, _): &(ClauseId, String)| {
                let mut wanted = vec![Wanted::Clause(*id)];
                wanted.extend(&steps);
                wanted
            };
            return headed.map(below).collect();
        }
        Vec::new()
    }

    /// The names of the headings, and those with their numbers.
    fn headings(&self) -> Vec<(ClauseId, String)> {
        let mut headings = Vec::new();
        for id in self.tree.ids() {
            let Some(clause) = self.tree.get(id).filter(|clause| clause.is_heading()) else {
                continue;
            };
            let words = |span| loosely(&self.document.words(span));
            headings.push((id, words(clause.head())));
            if !clause.label.is_empty() && !clause.title.is_empty() {
                headings.push((id, words(clause.title)));
            }
            headings.extend(unnumbered(&words(clause.title)).map(|name| (id, name.to_owned())));
        }
        headings
    }

    /// The text behind separators and words that name no clause: 前段, 但書.
    fn skip<'t>(&self, text: &'t str) -> &'t str {
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || STOPS.contains(&c));
            let traditions = self.document.numbering.traditions().iter();
            let mut asides = traditions.flat_map(|tradition| tradition.asides);
            match asides.find_map(|aside| rest.strip_prefix(aside)) {
                Some(behind) => rest = behind,
                None => return rest,
            }
        }
    }

    /// The step, or the steps, at the start of typed text, and the rest.
    fn step<'t>(&self, text: &'t str) -> Option<(Vec<Wanted>, &'t str)> {
        let tradition = self.document.convention().tradition;
        let one = |number, insertion, kind, rest| {
            let step = Wanted::Number {
                number,
                insertion,
                kind,
            };
            Some((vec![step], rest))
        };
        let supplements = self.document.numbering.traditions().iter();
        let mut supplements = supplements.flat_map(|tradition| tradition.supplements);
        if let Some(rest) = supplements.find_map(|word| text.strip_prefix(word)) {
            return Some((vec![Wanted::Supplement], rest));
        }
        if let Some((id, rest)) = self.decimal(text) {
            return Some((vec![Wanted::Clause(id)], rest));
        }
        // 3之1, 185-1: the unit is left out altogether.
        if let Some((number, insertion, "")) = number(text)
            && !insertion.is_none()
        {
            return one(number, insertion, Kind::Any, "");
        }
        if let Some(place) = self.document.numbering.typed(tradition, text) {
            let rest = text.get(place.length..)?;
            let steps = place.components.iter().map(|component| {
                let [count] = component.counts.as_slice() else {
                    return None;
                };
                Some(Wanted::Number {
                    number: count.number,
                    insertion: count.insertion,
                    kind: Kind::Unit(component.unit.level),
                })
            });
            return Some((steps.collect::<Option<_>>()?, rest));
        }
        if let Some((kind, digits)) = prefixed(text) {
            let (number, insertion, rest) = number(digits)?;
            return one(number, insertion, Kind::Step(kind), rest);
        }
        // In a text, イ is a marker only before an ideographic space.
        let first = text.chars().next()?;
        let rest = text.get(first.len_utf8()..)?;
        let mut kana = [IROHA, GANADA, GOJUON].into_iter();
        if let Some(number) = kana.find_map(|own| sequence::place(own, first)) {
            return one(
                number,
                Insertion::NONE,
                Kind::Any,
                rest.trim_start_matches('.'),
            );
        }
        // 184Ⅰ: the paragraph, by hand.
        if ('Ⅰ'..='Ⅻ').contains(&first) {
            let kind = tradition.printed(Form::RomanDot);
            let kind = kind.map_or(Kind::Any, |unit| Kind::Unit(unit.level));
            return one(first as u32 - 'Ⅰ' as u32 + 1, Insertion::NONE, kind, rest);
        }
        // The same in letters: §3 II.
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        if let Some(word) = text.get(..letters)
            && let Some(unit) = tradition.printed(Form::RomanDot)
            && let Some(number) = sequence::roman(&word.to_ascii_lowercase())
        {
            let rest = text.get(letters..)?;
            return one(number, Insertion::NONE, Kind::Unit(unit.level), rest);
        }
        // 第五条乙, 3.2.b
        let is_alone = !rest.starts_with(char::is_alphanumeric) && !rest.starts_with(['、', ')']);
        if let Some(number) = sequence::place(sequence::STEMS, first).filter(|_| is_alone) {
            return one(number, Insertion::NONE, Kind::Marked(Form::Stem), rest);
        }
        if first.is_ascii_lowercase() && is_alone {
            let number = sequence::letter(text.get(..1)?)?;
            return one(
                number,
                Insertion::NONE,
                Kind::Marked(Form::LatinParen),
                rest,
            );
        }
        // A typed item marker: （2）, 一、, ①, b).
        if let Some(marker) = read_by(self.document.numbering, text, 0)
            && !matches!(marker.form, Form::Ordinal | Form::Decimal(_))
        {
            let rest = text.get(marker.label.end..)?;
            return one(
                marker.number,
                marker.insertion,
                Kind::Marked(marker.form),
                rest,
            );
        }
        let rest = text.trim_start_matches(['(', '（']);
        let ordinal = rest.strip_prefix(['第', '제']);
        let digits = ordinal.unwrap_or(rest);
        let (number, insertion, rest) = number(digits.trim_start_matches(['(', '（', ' ']))?;
        let rest = rest.trim_start_matches([')', '）', ' ']);
        // 第二十四之一条 is accepted too.
        let rest = rest
            .strip_prefix(['条', '條'])
            .filter(|_| !insertion.is_none())
            .unwrap_or(rest);
        let kind = if ordinal.is_some() {
            Kind::Ordinal
        } else {
            Kind::Any
        };
        one(number, insertion, kind, rest)
    }

    /// The clause whose decimal number opens typed text: 2.1.1, A.2, 第2.1.2条.
    fn decimal<'t>(&self, text: &'t str) -> Option<(ClauseId, &'t str)> {
        // Section 2.2 of a contract is typed with its unit or without.
        let units = self.document.convention().tradition.units.iter();
        let mut words = units.flat_map(|unit| unit.before);
        let unit = words.find_map(|word| {
            let behind = strip_small(text, word)?.trim_start_matches(['.', ' ']);
            behind
                .starts_with(|c: char| c.is_ascii_digit())
                .then_some(behind)
        });
        let digits = unit.unwrap_or(text);
        let digits = digits.strip_prefix('第').unwrap_or(digits);
        let is_part = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.';
        let end = digits.find(|c: char| !is_part(c)).unwrap_or(digits.len());
        let label = digits.get(..end)?.trim_end_matches('.');
        let rest = digits.get(label.len()..)?;
        let rest = rest.strip_prefix(['条', '條', '章', '节']).unwrap_or(rest);
        let labelled = if label.contains('.') {
            self.labelled(label)
        } else {
            Vec::new()
        };
        match labelled.as_slice() {
            [only] => Some((*only, rest)),
            _ => None,
        }
    }
}

/// The steps where what looks like an insertion is a clause of the clause before it: 第二の一の2 is
/// said of judgments, where nothing is inserted.
fn parted(wanted: &[Wanted]) -> Vec<Wanted> {
    let part = |wanted: &Wanted| match *wanted {
        Wanted::Number {
            number,
            insertion,
            kind,
        } => {
            let plain = |number, kind| Wanted::Number {
                number,
                insertion: Insertion::NONE,
                kind,
            };
            let below = insertion.numbers().map(|below| plain(below, Kind::Any));
            [plain(number, kind)].into_iter().chain(below).collect()
        }
        other => vec![other],
    };
    wanted.iter().flat_map(part).collect()
}

/// Marks that part the steps of what is typed, or that end a label.
const STOPS: [char; 11] = [
    '.', ',', '、', '，', '。', ':', '：', '．', '의', '的', '〉',
];

/// A label without blanks and final marks, in half-width forms.
fn bare(label: &str) -> String {
    let mut letters = narrow(label);
    letters.retain(|c| !c.is_whitespace());
    letters.trim_end_matches(STOPS).to_owned()
}

/// A name as it is compared: without blanks and brackets, whatever its script.
fn loosely(name: &str) -> String {
    let mut letters = fold(name);
    letters.retain(char::is_alphanumeric);
    letters
}

/// Whether a heading has a name, which may leave out the number at its end: 學而 for 學而第一,
/// 梁惠王 for 梁惠王上.
fn is_named(heading: &str, name: &str) -> bool {
    let is_number = |c: char| "第之卷篇章上中下".contains(c) || numeral::is_digit(c);
    let called = name.strip_suffix(['篇', '品', '章', '卷']);
    [Some(name), called].into_iter().flatten().any(|name| {
        let rest = heading.strip_prefix(name);
        !name.is_empty() && rest.is_some_and(|rest| rest.chars().all(is_number))
    })
}

/// The prefix of a written address, and what follows it: art15.
fn prefixed(text: &str) -> Option<(StepKind, &str)> {
    let letters = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (prefix, rest) = text.split_at_checked(letters)?;
    let kind = StepKind::of_prefix(&prefix.to_ascii_lowercase())?;
    (!prefix.is_empty()).then_some((kind, rest))
}

/// What stands before the number of a heading, as the chapters of the classics are named: 學而 for
/// 學而篇第一.
fn unnumbered(heading: &str) -> Option<&str> {
    let (name, number) = heading.rsplit_once('第')?;
    let name = name.strip_suffix(['篇', '品', '章', '卷']).unwrap_or(name);
    (!name.is_empty() && numeral::parse(number).is_some()).then_some(name)
}

/// The number at the start of a text with what was inserted behind it, and the rest.
fn number(text: &str) -> Option<(u32, Insertion, &str)> {
    let (number, length, _) = numeral::leading(text)?;
    let rest = text.get(length..)?;
    // 2a) is the item a of 2.
    let is_item = rest.starts_with(|c: char| c.is_ascii_lowercase()) && rest.get(1..2) == Some(")");
    let (insertion, rest) = if is_item {
        (Insertion::NONE, rest)
    } else {
        Insertion::NONE.read_inside(rest)
    };
    let (insertion, rest) = insertion.read(rest);
    Some((number, insertion, rest))
}

#[cfg(test)]
mod tests;
