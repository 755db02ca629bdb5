//! What must stand in a text that has a hit, so that most texts need not be folded: a few
//! characters of the query, in all forms in which the texts have them.

use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;

use super::element::Element;
use super::pattern::Pattern;
use super::{Choice, Matcher, Near};
use crate::search::inventory::Inventory;
use crate::search::pack::View;
use crate::text::Span;
use crate::text::fold::{Rung, fold, may_part};

/// The most characters of a needle.
const LONGEST: usize = 6;

/// Some of these must stand in a text.
#[derive(Debug)]
enum Needle {
    One(Box<Finder<'static>>),
    Many(AhoCorasick),
}

impl Needle {
    fn new(writings: &[String]) -> Option<Self> {
        match writings {
            [one] => Some(Self::One(Box::new(Finder::new(one).into_owned()))),
            many => AhoCorasick::new(many).ok().map(Self::Many),
        }
    }

    /// Calls `visit` with the places where one stands, from the left; none overlaps the one before.
    fn each(&self, text: &[u8], visit: &mut dyn FnMut(std::ops::Range<usize>)) {
        match self {
            Self::One(finder) => {
                let length = finder.needle().len();
                let found = finder.find_iter(text);
                found.for_each(|at| visit(at..at + length));
            }
            Self::Many(many) => many.find_iter(text).for_each(|found| visit(found.range())),
        }
    }

    fn is_in(&self, text: &[u8]) -> bool {
        match self {
            Self::One(finder) => finder.find(text).is_some(),
            Self::Many(many) => many.is_match(text),
        }
    }
}

/// How a query is looked for in texts of which an inventory was made, on [`Rung::Joined`].
#[derive(Debug)]
pub struct Plan {
    /// Of each of these one must stand in a text.
    required: Vec<Vec<Needle>>,
    /// Whether a hit depends on nothing but its paragraph.
    is_local: bool,
    /// What is looked for where nothing else makes a hit.
    direct: Option<Vec<Needle>>,
    /// Words that are looked for as they stand.
    literals: Vec<Literal>,
}

/// A word that is looked for as it stands.
#[derive(Debug)]
struct Literal {
    characters: Vec<char>,
    /// Whether it has blanks, or could have some that a joined text has not.
    is_parted: bool,
}

/// What a plan says of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It has no hit.
    None,
    /// These are its hits.
    Hits(Vec<Span>),
    /// Hits are in these lines only.
    Lines(Vec<Span>),
    /// All of it is to be looked through.
    Whole,
    /// Only the source tells.
    Source,
}

impl Matcher {
    /// How it is looked for in texts with these characters.
    pub fn plan(&self, inventory: &Inventory) -> Plan {
        let positive = || self.terms.iter().chain(&self.notes);
        let choices = positive().flat_map(|near| {
            let others = near.others.iter().map(|own| &own.choice);
            std::iter::once(&near.first).chain(others)
        });
        let needles = choices.map(|choice| choice.needles(inventory));
        let required = needles.collect::<Option<Vec<_>>>();
        let all = positive().chain(&self.without);
        let is_local = self.without.is_empty() && self.notes.is_empty() && self.terms.len() == 1;
        let patterns = all.flat_map(Near::patterns);
        // Whether one is a hit depends on what was taken out of the text, too.
        let literals: Vec<Literal> = patterns.filter_map(Pattern::literal).collect();
        Plan {
            is_local: is_local && required.is_some() && literals.is_empty(),
            direct: self.direct(inventory).filter(|_| is_local),
            required: required.unwrap_or_else(|| {
                let choices = positive().map(|near| &near.first);
                let needles = choices.filter_map(|choice| choice.needles(inventory));
                needles.collect()
            }),
            literals,
        }
    }

    /// The writings of one word, where they are all its hits.
    fn direct(&self, inventory: &Inventory) -> Option<Vec<Needle>> {
        let [near] = &*self.terms else {
            return None;
        };
        let [Pattern::Elements(Rung::Written, elements)] = &*near.first.0 else {
            return None;
        };
        let [Element::Literal(written)] = &**elements else {
            return None;
        };
        let folded: Vec<char> = written.folded.chars().collect();
        let is_whole = near.others.is_empty()
            && folded.len() <= LONGEST
            && folded.windows(2).all(|pair| !may_part(pair[0], pair[1]))
            && !inventory.has_compounds(&folded);
        let writings = inventory.writings(&folded).filter(|_| is_whole)?;
        needles(&writings)
    }
}

/// What is looked for where one of these must stand; nothing where no text can have any.
fn needles(writings: &[String]) -> Option<Vec<Needle>> {
    if writings.is_empty() {
        return Some(Vec::new());
    }
    Needle::new(writings).map(|needle| vec![needle])
}

impl Near {
    fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let others = self.others.iter().flat_map(|own| &own.choice.0);
        self.first.0.iter().chain(others)
    }
}

impl Choice {
    /// Needles of which one stands where one of the words does; `None` where some word has none.
    fn needles(&self, inventory: &Inventory) -> Option<Vec<Needle>> {
        let found = self.0.iter().map(|pattern| pattern.needle(inventory));
        let mut all = Vec::new();
        for writings in found {
            all.extend(needles(&writings?)?);
        }
        Some(all)
    }
}

impl Pattern {
    /// Writings of which one stands where this does; none at all where no text can have it.
    fn needle(&self, inventory: &Inventory) -> Option<Vec<String>> {
        let Self::Elements(rung, elements) = self else {
            return None;
        };
        let literals = elements.iter().filter_map(|element| match element {
            Element::Literal(written) => Some(written),
            _ => None,
        });
        let mut best: Option<(usize, Vec<String>)> = None;
        for literal in literals {
            let folded: Vec<char> = literal.folded.chars().collect();
            for stretch in stretches(&folded, *rung) {
                let found = if *rung == Rung::Exact {
                    let one = stretch.iter().collect::<String>();
                    let seen = stretch.iter().map(|c| inventory.count(fold_one(*c)));
                    Some((seen.min().unwrap_or(0), vec![one]))
                } else {
                    let seen = stretch.iter().map(|c| inventory.count(*c));
                    let writings = inventory.writings(stretch);
                    writings.map(|writings| (seen.min().unwrap_or(0), writings))
                };
                let Some((seen, writings)) = found else {
                    continue;
                };
                // Of needles that are as rare the one with fewest writings.
                let is_better = best
                    .as_ref()
                    .is_none_or(|(least, kept)| (seen, writings.len()) < (*least, kept.len()));
                if is_better {
                    best = Some((seen, writings));
                }
            }
        }
        best.map(|(_, writings)| writings)
    }

    fn literal(&self) -> Option<Literal> {
        let Self::Elements(Rung::Exact, elements) = self else {
            return None;
        };
        let [Element::Literal(written)] = &**elements else {
            return None;
        };
        let characters: Vec<char> = written.folded.chars().collect();
        let parts = |pair: &[char]| may_part(pair[0], pair[1]);
        let is_blank = |c: &char| c.is_whitespace();
        Some(Literal {
            is_parted: characters.iter().any(is_blank) || characters.windows(2).any(parts),
            characters,
        })
    }
}

fn fold_one(c: char) -> char {
    let folded = fold(c.encode_utf8(&mut [0; 4]));
    folded.chars().next().unwrap_or(c)
}

/// The stretches of a word that stand together in every text that has it, the longest first. On the
/// last rung punctuation may stand anywhere between.
fn stretches(folded: &[char], rung: Rung) -> impl Iterator<Item = &[char]> {
    let longest = if rung == Rung::Unpointed { 1 } else { LONGEST };
    let lengths = (1..=longest.min(folded.len())).rev();
    let all = lengths.flat_map(|length| folded.windows(length));
    all.filter(|stretch| {
        let is_blank = |c: &char| c.is_whitespace();
        !stretch.iter().any(is_blank) && stretch.windows(2).all(|pair| !may_part(pair[0], pair[1]))
    })
}

impl Plan {
    /// What is known of a text before it is folded.
    pub fn judge(&self, view: &View<'_>) -> Verdict {
        let text = view.text;
        let stands_in = |marks: &str| {
            let mut literals = self.literals.iter();
            literals.any(|word| word.characters.iter().any(|c| marks.contains(*c)))
        };
        // Marks of notes and readings were taken out of it: a word as it stands may have some.
        if !self.literals.is_empty() && view.marks().is_none_or(stands_in) {
            return Verdict::Source;
        }
        if let Some(direct) = &self.direct {
            let mut hits = Vec::new();
            for needle in direct {
                needle.each(text, &mut |found| {
                    hits.push(Span::new(found.start, found.end));
                });
            }
            return if hits.is_empty() {
                Verdict::None
            } else {
                Verdict::Hits(hits)
            };
        }
        let may_have = |any: &Vec<Needle>| any.iter().any(|needle| needle.is_in(text));
        if !self.required.iter().all(may_have) {
            return Verdict::None;
        }
        if self.literals.iter().any(|word| word.is_parted) {
            return Verdict::Source;
        }
        if !self.is_local {
            return Verdict::Whole;
        }
        let mut lines = Vec::new();
        let needles = self.required.first().into_iter().flatten();
        needles.for_each(|needle| {
            let mut end = 0;
            needle.each(text, &mut |found| {
                if found.start < end {
                    return;
                }
                let before = text.get(..found.start).unwrap_or(&[]);
                let before = memchr::memrchr(b'\n', before);
                let behind = memchr::memchr(b'\n', text.get(found.end..).unwrap_or(&[]));
                end = behind.map_or(text.len(), |behind| found.end + behind);
                lines.push(Span::new(before.map_or(0, |before| before + 1), end));
            });
        });
        lines.sort_unstable();
        lines.dedup();
        Verdict::Lines(lines)
    }
}
