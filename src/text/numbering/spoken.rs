//! Reads a place as it is spoken of or typed: 第十五条第二款第（一）、（三）项, 709条1項,
//! 제3조제2항, điểm b khoản 2 Điều 2, 第2(2)(b)條, section 5(1)(a).

use super::named::{BLANKS, after, is_latin};
use super::sequence::{self, GANADA, GOJUON, IROHA, STEMS};
use super::{Form, Insertion, Level, Numbering, Order, Tradition, Unit};
use crate::text::fold::fold_char;
use crate::text::numeral;
use smallvec::{SmallVec, smallvec};

/// One number of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The number; 0 for an annex without one.
    pub number: u32,
    /// What was inserted behind it.
    pub insertion: Insertion,
    /// Whether everything from the count before it is meant too: 第一至三项.
    pub is_range: bool,
}

/// A unit with its numbers: 第三条, 第一、二项.
#[derive(Clone, Debug)]
pub struct Component {
    /// The row of the table.
    pub unit: &'static Unit,
    /// The numbers in their order; mostly one.
    pub counts: SmallVec<[Count; 1]>,
}

/// A place: its components, the largest first, of which only the last has several numbers; and its
/// length in bytes.
#[derive(Clone, Debug)]
pub struct Place {
    /// The components.
    pub components: Vec<Component>,
    /// Length in bytes.
    pub length: usize,
}

/// Words that part the numbers of a list.
const JOINTS: [&str; 14] = [
    "、", "或者", "和", "或", "及", "与", "與", ", ", " và ", " hoặc ", " and ", " or ", " & ",
    "ㆍ",
];

/// Words between the first and the last number of a range.
const RANGES: [&str; 8] = ["至", "到", "—", "–", "～", "-", " to ", " đến "];

/// Words between a place and a smaller one in it.
const LINKS: [&str; 5] = ["中的", "的", "之", "の", "中"];

impl Tradition {
    /// The place at the start of a text.
    pub fn place(&self, text: &str) -> Option<Place> {
        self.chain(text, |text| self.component(text))
    }

    /// The place at the start of what a person typed, who may leave openings out: 709条1項.
    pub fn typed(&self, text: &str) -> Option<Place> {
        self.chain(text, |text| {
            self.component(text).or_else(|| self.bare(text))
        })
    }

    fn chain<'t>(
        &self,
        text: &'t str,
        component: impl Fn(&'t str) -> Option<(Component, &'t str)>,
    ) -> Option<Place> {
        let (first, mut rest) = component(text)?;
        let mut components = vec![first];
        rest = self.inside(&mut components, rest);
        let mut falls = self.order != Order::Outward;
        // The first of Điều 2 khoản 1 is the largest, that of khoản 1, 2 Điều 2 the smallest.
        let may_be_several =
            |components: &[Component]| self.order == Order::Outward && components.len() == 1;
        while let Some(last) = components
            .last()
            .filter(|last| last.counts.len() == 1 || may_be_several(&components))
        {
            let next = LINKS.iter().filter_map(|link| rest.strip_prefix(link));
            let gap = rest.trim_start_matches(BLANKS);
            let mut next = next.chain([gap]).filter_map(&component);
            let unopened = || self.syllable(rest).or_else(|| self.unopened(rest));
            let Some((next, behind)) = next.next().or_else(unopened) else {
                break;
            };
            let (inner, outer) = (
                next.unit.level > last.unit.level,
                next.unit.level < last.unit.level,
            );
            // Điều 2 khoản 2 is understood as khoản 2 Điều 2 is.
            if components.len() == 1 && self.order == Order::Outward {
                falls = inner;
            }
            if !(if falls { inner } else { outer }) {
                break;
            }
            components.push(next);
            rest = self.inside(&mut components, behind);
        }
        if !falls {
            components.reverse();
        }
        // Only the last may be several.
        if components
            .iter()
            .rev()
            .skip(1)
            .any(|component| component.counts.len() > 1)
        {
            return None;
        }
        Some(Place {
            components,
            length: text.len() - rest.len(),
        })
    }

    /// The unit at the start of a text, with its opening, and the rest.
    fn component<'t>(&self, text: &'t str) -> Option<(Component, &'t str)> {
        let mut best: Option<(Component, &str)> = None;
        let opening = fold_char(text.chars().next()?);
        // Most units of a tradition share a word: it is read once.
        let mut shared: Option<(&str, Option<Opened<'_>>)> = None;
        for unit in self.units {
            let words = unit.before.iter().copied();
            let words = words.filter(|word| word.starts_with(opening));
            let unopened = unit.before.is_empty() && !unit.behind.is_empty();
            for word in words.chain(unopened.then_some("")) {
                let opened = match shared {
                    Some((own, opened)) if own == word => opened,
                    _ => Opened::read(text, word),
                };
                shared = Some((word, opened));
                let Some(opened) = opened.filter(|opened| opened.may_count(unit)) else {
                    continue;
                };
                let first = opened.first.or_else(|| number(opened.digits, unit));
                let found = counted(opened.digits, unit, first);
                let is_longer = |found: &(Component, &str)| {
                    best.as_ref()
                        .is_none_or(|best| found.1.len() < best.1.len())
                };
                if let Some(found) = found.filter(is_longer) {
                    best = Some(found);
                }
            }
        }
        best
    }

    /// The unit at the start of a text whose opening was left out.
    fn bare<'t>(&self, text: &'t str) -> Option<(Component, &'t str)> {
        let units = self.units.iter().filter(|unit| !unit.behind.is_empty());
        units
            .filter_map(|unit| counted(text, unit, number(text, unit)))
            .min_by_key(|(_, rest)| rest.len())
    }

    /// The unit behind a larger one whose number stands in parentheses or is a stem: （三）项 of
    /// 第二条（三）项, 丙项.
    fn unopened<'t>(&self, text: &'t str) -> Option<(Component, &'t str)> {
        let first = text.chars().next()?;
        if matches!(first, '（' | '(') {
            return self.bare(text);
        }
        let number = sequence::place(STEMS, first)?;
        let count = Count {
            number,
            insertion: Insertion::NONE,
            is_range: false,
        };
        let rest = text.get(first.len_utf8()..)?;
        let below = self.units.iter().filter(|unit| unit.level > Level::Article);
        let mut named = below.filter_map(|unit| {
            let behind = names(rest, unit)?;
            let goes_on = behind.starts_with(|c| unit.never.contains(c));
            (!goes_on).then_some((unit, behind))
        });
        let (unit, behind) = named.next()?;
        // What is called 甲款 is printed 甲、 and stands where items do.
        let unit = self.printed(Form::Stem).unwrap_or(unit);
        let counts = smallvec![count];
        Some((Component { unit, counts }, behind))
    }

    /// The subitem that only its syllable names, behind the item: ロ of 第二号ロ.
    fn syllable<'t>(&self, text: &'t str) -> Option<(Component, &'t str)> {
        let is_nameless = |unit: &&Unit| unit.before.is_empty() && unit.behind.is_empty();
        let mut units = self.units.iter().filter(is_nameless);
        let unit = units.find(|unit| unit.is_lettered)?;
        let first = text.chars().next()?;
        let count = Count {
            number: sequence::place(IROHA, first)?,
            insertion: Insertion::NONE,
            is_range: false,
        };
        let rest = text.get(first.len_utf8()..)?;
        let is_word = rest.starts_with(|c| matches!(c, 'ァ'..='ー'));
        (!is_word).then_some((
            Component {
                unit,
                counts: smallvec![count],
            },
            rest,
        ))
    }

    /// The numbers in parentheses behind the number of a section, (2)(b)(i), or before the name of
    /// a unit, 第1(b)款, which then stands behind them.
    fn inside<'t>(&self, components: &mut Vec<Component>, text: &'t str) -> &'t str {
        let Some(unit) = components.last().map(|last| last.unit) else {
            return text;
        };
        let is_around = self.order == Order::Around;
        if !is_around && !unit.behind.iter().any(|word| closes(text, word)) {
            return text;
        }
        let mut rest = text;
        while let Some(last) = components.last() {
            let open = rest.trim_start_matches(BLANKS);
            let Some(inner) = open.strip_prefix(['(', '（']) else {
                break;
            };
            let below = self
                .units
                .iter()
                .filter(|unit| unit.level > last.unit.level);
            let is_lettered = !inner.starts_with(|c: char| c.is_numeric());
            let read = |unit: &'static Unit| {
                let (count, behind) = number(open, unit)?;
                // (1) is no letter, (a) no numeral.
                (!is_around || is_lettered == unit.is_lettered).then_some((unit, count, behind))
            };
            let Some((unit, count, behind)) = below.filter(|unit| !unit.heads).find_map(read)
            else {
                break;
            };
            let mut counts: SmallVec<[Count; 1]> = smallvec![count];
            // 第3條第(2)款(a)段
            let mut words = unit.behind.iter();
            rest = words
                .find_map(|word| behind.strip_prefix(word))
                .unwrap_or(behind);
            // (a) or (b)
            while let Some((next, behind)) = bracketed(rest, unit, is_lettered) {
                counts.push(next);
                rest = behind;
            }
            let is_list = counts.len() > 1;
            components.push(Component { unit, counts });
            if is_list {
                break;
            }
        }
        // 第2(2)(b)條
        let mut words = unit.behind.iter();
        let closed = words.find_map(|word| rest.strip_prefix(word));
        closed.filter(|_| rest.len() < text.len()).unwrap_or(rest)
    }
}

impl Tradition {
    /// The place at the start of a text that leaves out the unit, a section, as the place before it
    /// in a list named it: 2(2) behind section 2A or.
    pub fn further(&self, unit: &'static Unit, text: &str) -> Option<Place> {
        let (count, behind) = number(text, unit).filter(|_| self.order == Order::Around)?;
        let mut components = vec![Component {
            unit,
            counts: smallvec![count],
        }];
        let rest = self.inside(&mut components, behind);
        (components.len() > 1).then(|| Place {
            components,
            length: text.len() - rest.len(),
        })
    }
}

impl Numbering {
    /// The name of a document and the place in it that a person typed together: 民法典第184條.
    pub fn named_place<'t>(&self, typed: &'t str) -> Option<(&'t str, &'t str)> {
        let first = self.traditions.first()?;
        if self.typed(first, typed).is_some() {
            return None;
        }
        let places = typed.char_indices().skip(1);
        places
            .filter_map(|(at, _)| typed.split_at_checked(at))
            .find_map(|(name, place)| {
                self.typed(first, place)?;
                Some((name.trim_end(), place))
            })
    }

    /// The place at the start of what a person typed, by a tradition or else by any.
    pub fn typed(&self, tradition: &Tradition, text: &str) -> Option<Place> {
        let others = || self.traditions.iter().filter_map(|other| other.typed(text));
        tradition
            .typed(text)
            .or_else(|| others().max_by_key(|place| place.length))
    }
}

/// What stands behind the opening of a place, as far as it is alike for all units that are opened
/// so.
#[derive(Clone, Copy, Debug)]
struct Opened<'t> {
    /// From the number on.
    digits: &'t str,
    /// The number, and what stands behind it.
    first: Option<(Count, &'t str)>,
    /// From the unit's name on, if one follows.
    name: &'t str,
    /// Whether more numbers may follow the first, by the next character.
    goes_on: bool,
}

impl<'t> Opened<'t> {
    fn read(text: &'t str, word: &str) -> Option<Self> {
        let rest = after(text, word)?;
        let digits = rest.trim_start_matches(BLANKS);
        let is_apart = digits.len() < rest.len() || digits.starts_with('(');
        // s.3
        if is_latin(word) && !is_apart && !word.ends_with('.') {
            return None;
        }
        let first = numeral_at(digits);
        let behind = first.map_or("", |(_, behind)| behind);
        let next = behind.chars().next();
        let mut joints = JOINTS.iter().chain(&RANGES);
        Some(Self {
            digits,
            first,
            name: behind.trim_start_matches(BLANKS),
            goes_on: next == Some('(')
                || next.is_some() && joints.any(|joint| joint.chars().next() == next),
        })
    }

    /// Whether the number may be one of a unit: the cheapest test first, since few are.
    fn may_count(&self, unit: &Unit) -> bool {
        let mut words = unit.behind.iter();
        self.goes_on
            || unit.behind.is_empty()
            || self.first.is_none()
            || words.any(|word| self.name.starts_with(word))
    }
}

/// What stands behind the name of a unit that follows its number.
fn names<'t>(text: &'t str, unit: &Unit) -> Option<&'t str> {
    // 第2(2)(b)條: the unit stands behind the parentheses.
    let name = text.trim_start_matches(BLANKS);
    let words = unit.behind.iter().copied();
    words
        .filter_map(|word| name.strip_prefix(word))
        .min_by_key(|rest| rest.len())
}

/// The numbers of a unit at the start of a text, with the words behind them, and the rest.
fn counted<'t>(
    text: &'t str,
    unit: &'static Unit,
    first: Option<(Count, &'t str)>,
) -> Option<(Component, &'t str)> {
    let (first, after_first) = match first {
        Some(found) => found,
        // 別表第一の, not 附件第三条 and 附件第一、二项.
        None if unit.level.is_attached()
            && Numbering::standard().heading(text).is_none()
            && let Some(found) = text.strip_prefix('第').and_then(numeral_at)
            && !found.1.starts_with(|c| "款项項号號目点點".contains(c))
            && joined(found.1)
                .and_then(|(next, _)| numeral_at(next))
                .is_none() =>
        {
            found
        }
        // The only annex has no number.
        None if unit.level.is_attached() && unit.behind.is_empty() => {
            let only = Count {
                number: 0,
                insertion: Insertion::NONE,
                is_range: false,
            };
            (only, text)
        }
        None => return None,
    };
    let mut counts: SmallVec<[Count; 1]> = smallvec![first];
    if unit.behind.is_empty() {
        let mut rest = after_first;
        // sections 5 and 6, khoản 1, 2 và 3; a section of an ordinance goes on in parentheses.
        while is_latin_unit(unit)
            && let Some((count, next)) = listed(rest, unit)
        {
            counts.push(count);
            rest = next;
        }
        return Some((Component { unit, counts }, rest));
    }
    let mut rest = after_first;
    let behind = loop {
        if let Some(behind) = names(rest, unit) {
            // 第二条、九十条: the opening is not repeated.
            let joint = JOINTS.iter().find_map(|word| behind.strip_prefix(word));
            let next = joint.and_then(|next| number(next, unit));
            let next = next.filter(|(_, rest)| names(rest, unit).is_some());
            let Some((count, next)) = next else {
                break behind;
            };
            counts.push(count);
            rest = next;
            continue;
        }
        let is_range = RANGES.iter().any(|word| rest.starts_with(word));
        let joint = JOINTS
            .iter()
            .chain(&RANGES)
            .find_map(|word| rest.strip_prefix(word));
        let next = joint.and_then(|next| number(next.strip_prefix('第').unwrap_or(next), unit));
        let Some((count, next)) = next else {
            // 第2(2)條
            // 第(1)(b)款
            let around = [Form::ArabicDot, Form::ArabicParen];
            let is_around = unit.printed.iter().any(|form| around.contains(form))
                && counts.len() == 1
                && rest.starts_with('(')
                && unit.behind.iter().any(|word| closes(rest, word));
            return is_around.then_some((Component { unit, counts }, rest));
        };
        counts.push(Count { is_range, ..count });
        rest = next;
    };
    let last = counts.last_mut()?;
    let (insertion, behind) = last.insertion.read(behind);
    last.insertion = insertion;
    let goes_on = behind
        .chars()
        .next()
        .is_some_and(|next| unit.never.contains(next));
    (!goes_on).then_some((Component { unit, counts }, behind))
}

/// The text behind a joint of a list, and whether the joint is that of a range.
fn joined(text: &str) -> Option<(&str, bool)> {
    let behind = |words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word));
    let listed = behind(&JOINTS).map(|rest| (rest, false));
    listed.or_else(|| Some((behind(&RANGES)?, true)))
}

/// The next number of a list whose unit is named once before it, and the rest.
fn listed<'t>(text: &'t str, unit: &Unit) -> Option<(Count, &'t str)> {
    let (next, is_range) = joined(text)?;
    let (count, rest) = number(next, unit)?;
    ends_list(rest).then_some((Count { is_range, ..count }, rest))
}

/// The next number of a list in parentheses, (a) or (b), letters behind letters, and the rest.
fn bracketed<'t>(text: &'t str, unit: &Unit, is_lettered: bool) -> Option<(Count, &'t str)> {
    let (next, is_range) = joined(text)?;
    let inner = next.strip_prefix(['(', '（'])?;
    let is_alike = is_lettered != inner.starts_with(|c: char| c.is_numeric());
    let (count, rest) = number(next, unit).filter(|_| is_alike)?;
    (!rest.starts_with('(')).then_some((Count { is_range, ..count }, rest))
}

/// Whether a number is the last of a phrase or of a list, by the words behind it: it counts things
/// in 5 persons, and (2) goes on with what stands below.
fn ends_list(behind: &str) -> bool {
    const WORDS: [&str; 16] = [
        "of", "to", "and", "or", "shall", "may", "must", "does", "do", "applies", "apply", "của",
        "và", "hoặc", "khoản", "điều",
    ];
    let word = behind.trim_start_matches(BLANKS);
    if word.len() == behind.len() {
        return !word.starts_with(|c: char| c.is_alphanumeric() || c == '(');
    }
    let is_small = word.starts_with(char::is_lowercase);
    let end = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    let first = word.get(..end).unwrap_or("");
    !is_small || WORDS.contains(&first)
}

/// Whether parentheses without blanks lead to a word: (2)(b)條, (b)和(c)款.
fn closes(text: &str, word: &str) -> bool {
    // In characters; no number is longer. The places of a list are few.
    const LONGEST: usize = 12;
    const MOST: usize = 12;
    let mut rest = text;
    for _ in 0..MOST {
        let listed = joined(rest).filter(|_| rest.len() < text.len());
        let open = listed.map_or(rest, |(next, _)| next);
        let behind = open.strip_prefix(['(', '（']).and_then(|inner| {
            let mut ends = inner.char_indices().take(LONGEST);
            let (at, close) = ends.find(|(_, c)| matches!(c, ')' | '）'))?;
            inner.get(at + close.len_utf8()..)
        });
        match behind {
            Some(behind) => rest = behind,
            None => return rest.starts_with(word),
        }
    }
    false
}

/// A numeral at the start of a text, in parentheses or not, and the rest.
fn numeral_at(text: &str) -> Option<(Count, &str)> {
    let inner = text.strip_prefix(['（', '(']);
    let digits = inner.map_or(text, |inner| inner.trim_start_matches(BLANKS));
    let (number, length, arabic) = numeral::leading(digits)?;
    let rest = digits.get(length..)?;
    let (insertion, rest) = if arabic {
        Insertion::NONE.read_inside(rest)
    } else {
        (Insertion::NONE, rest)
    };
    let rest = match inner {
        Some(_) => rest.trim_start_matches(BLANKS).strip_prefix(['）', ')'])?,
        None => rest,
    };
    let count = Count {
        number,
        insertion,
        is_range: false,
    };
    Some((count, rest))
}

/// One number at the start of a text, in parentheses or not, and the rest.
fn number<'t>(text: &'t str, unit: &Unit) -> Option<(Count, &'t str)> {
    if let Some(found) = numeral_at(text) {
        return Some(found);
    }
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        let (count, rest) = letters(inner.trim_start_matches(BLANKS), unit, true)?;
        let rest = rest.trim_start_matches(BLANKS).strip_prefix(['）', ')'])?;
        return Some((count, rest));
    }
    letters(text, unit, false)
}

/// A number in letters, syllables or Roman numerals.
fn letters<'t>(text: &'t str, unit: &Unit, is_bracketed: bool) -> Option<(Count, &'t str)> {
    let count = |number, insertion| Count {
        number,
        insertion,
        is_range: false,
    };
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    // 第1款(甲)
    if unit.is_lettered || is_bracketed && unit.level > Level::Paragraph {
        if first == 'đ' {
            return Some((count(4, Insertion::new(1)), rest));
        }
        let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
        let word = text.get(..letters)?;
        // (i) is a numeral only where letters are counted above it.
        let roman = || sequence::roman(word).filter(|_| unit.level >= Level::Item(2));
        if let Some(value) = roman().or_else(|| sequence::letter(word)) {
            return Some((count(value, Insertion::NONE), text.get(letters..)?));
        }
        let mut sequences = [STEMS, GANADA, IROHA, GOJUON].into_iter();
        let value = sequences.find_map(|own| sequence::place(own, first));
        return value.map(|value| (count(value, Insertion::NONE), rest));
    }
    if unit.level.is_attached() || is_latin_unit(unit) {
        let length = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let capitals = text.get(..length)?.to_ascii_lowercase();
        let letter = || sequence::letter(&capitals).filter(|_| unit.level.is_attached());
        let value = sequence::roman(&capitals).or_else(letter)?;
        return Some((count(value, Insertion::NONE), text.get(length..)?));
    }
    None
}

fn is_latin_unit(unit: &Unit) -> bool {
    unit.before.first().is_some_and(|word| is_latin(word))
}

#[cfg(test)]
mod tests;
