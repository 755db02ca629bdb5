//! Finding the place of an annotation again, in a text that may have changed: where it was, else where its words are, else where
//! words like them stand between what stood around them. A wrong place is worse than none.

mod folded;
mod myers;

use std::cell::OnceCell;

use memchr::memmem;

use super::selector::Quote;
use super::{Annotation, Target, record};
use crate::clause::Correction;
use crate::text::Span;
use folded::{Folded, letter, letters};
use myers::{End, Pattern, prefix};

/// Where an annotation stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Where it stood.
    Exact(Span),
    /// Its words, elsewhere, or with other line breaks, punctuation, width or script.
    Moved(Span),
    /// Words like its own, where they are to be expected: a person should look.
    Approximate(Span),
    /// Its words may stand in any of these places, the likeliest first: a person must choose.
    Ambiguous(Vec<Span>),
    /// Nowhere.
    Orphan,
}

impl Anchor {
    /// The place, or the likeliest one, if there is one.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span) | Self::Approximate(span) => Some(*span),
            Self::Ambiguous(spans) => spans.first().copied(),
            Self::Orphan => None,
        }
    }

    /// Its name in the locales and in exports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Moved(_) => "moved",
            Self::Approximate(_) => "approximate",
            Self::Ambiguous(_) => "ambiguous",
            Self::Orphan => "orphan",
        }
    }

    /// Whether a person has something to decide.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Exact(_) | Self::Moved(_))
    }
}

impl Annotation {
    /// Where it stands in a text.
    pub fn anchor(&self, text: &str) -> Anchor {
        Finder::new(text).find(&self.target)
    }
}

/// The corrections of a document among annotations, in the order in which they were made, each at the byte where it holds.
pub fn corrections<'a>(
    annotations: impl IntoIterator<Item = &'a Annotation>,
    key: &str,
    text: &str,
) -> Vec<(usize, Correction)> {
    let mut own: Vec<&Annotation> = annotations
        .into_iter()
        .filter(|annotation| annotation.corrects().is_some() && annotation.key() == key)
        .collect();
    own.sort_by(|a, b| a.id.cmp(&b.id));
    let finder = Finder::new(text);
    own.into_iter()
        .filter_map(|annotation| {
            let anchor = finder.find(&annotation.target);
            // What only may be meant corrects nothing.
            let span = anchor.span().filter(|_| !anchor.is_open())?;
            Some((span.start, annotation.corrects()?))
        })
        .collect()
}

/// A text in which places are found again.
#[derive(Debug)]
pub struct Finder<'t> {
    text: &'t str,
    /// The byte offset of every [`STRIDE`]th code point.
    strides: OnceCell<Vec<usize>>,
    folded: OnceCell<Folded>,
    sha256: OnceCell<String>,
}

const STRIDE: usize = 256;

/// A score from which a place is taken, of 1.
const ACCEPTED: f64 = 0.75;

/// By so much a place must be better than any other.
const MARGIN: f64 = 0.05;

/// What the words, those before, those behind and the old place weigh.
const WEIGHTS: [f64; 4] = [50.0, 20.0, 20.0, 2.0];

/// No more errors than this, however long the quotation.
const MOST_ERRORS: usize = 256;

/// So many places are looked at more closely, and so many are offered.
const MOST_PLACES: usize = 64;
const MOST_OFFERED: usize = 20;

/// So much of what stands around decides that words at the old place are the old ones.
const TELLING: usize = 8;

/// A place that may be meant.
#[derive(Clone, Copy, Debug)]
struct Place {
    span: Span,
    errors: usize,
    score: f64,
}

/// A quotation, folded.
struct Words {
    exact: Vec<char>,
    prefix: Vec<char>,
    suffix: Vec<char>,
    /// Its letters in the text as it was: the index at which it stood.
    near: usize,
}

impl<'t> Finder<'t> {
    /// Finds places in a text.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            strides: OnceCell::new(),
            folded: OnceCell::new(),
            sha256: OnceCell::new(),
        }
    }

    /// The old place, where the words still are there: without any search.
    pub fn at_once(&self, target: &Target) -> Option<Anchor> {
        let position = target.position()?;
        let start = self.byte(position.start);
        let Some(quote) = target.quote().filter(|quote| !quote.exact.is_empty()) else {
            // Nothing but offsets: they hold as long as the text is the same to the letter.
            let is_same = *self.hash() == target.source.sha256 && !target.source.sha256.is_empty();
            let end = self.byte(position.end);
            return is_same.then(|| Anchor::Exact(Span::new(start, end)));
        };
        let rest = self.text.get(start..)?.strip_prefix(quote.exact.as_str())?;
        let before = self.text.get(..start)?;
        let is_told = {
            let last = quote.prefix.chars().rev().take(TELLING);
            let first = quote.suffix.chars().take(TELLING);
            last.eq(before
                .chars()
                .rev()
                .take(quote.prefix.chars().count().min(TELLING)))
                && !quote.prefix.is_empty()
                || first.eq(rest.chars().take(quote.suffix.chars().count().min(TELLING)))
                    && !quote.suffix.is_empty()
        };
        let is_all = before.is_empty() && rest.is_empty();
        (is_told || is_all).then(|| Anchor::Exact(Span::new(start, start + quote.exact.len())))
    }

    /// The place of a target.
    pub fn find(&self, target: &Target) -> Anchor {
        if let Some(anchor) = self.at_once(target) {
            return anchor;
        }
        let Some(quote) = target.quote().filter(|quote| !quote.exact.is_empty()) else {
            return Anchor::Orphan;
        };
        let start = target
            .position()
            .map_or(0, |position| self.byte(position.start));
        let words = Words {
            exact: letters(&quote.exact),
            prefix: letters(&quote.prefix),
            suffix: letters(&quote.suffix),
            near: self.folded().index(start),
        };
        let hits = self.hits(quote, &words);
        let verdict = decide(&hits);
        if verdict.as_ref().is_some_and(|anchor| !anchor.is_open()) {
            return verdict.unwrap_or(Anchor::Orphan);
        }
        // The same words stand elsewhere, or nowhere: words like them may stand where they are to be expected.
        let mut all = self.likenesses(quote, &words);
        for hit in &hits {
            all.retain(|place| !place.span.overlaps(hit.span));
        }
        all.extend(&hits);
        if let Some(anchor) = decide(&all) {
            return anchor;
        }
        let mut offered: Vec<Place> = hits;
        offered.sort_by(|a, b| b.score.total_cmp(&a.score));
        offered.truncate(MOST_OFFERED);
        if offered.is_empty() {
            Anchor::Orphan
        } else {
            Anchor::Ambiguous(offered.into_iter().map(|place| place.span).collect())
        }
    }

    /// The byte offset of a code point.
    fn byte(&self, point: usize) -> usize {
        let strides = self.strides.get_or_init(|| {
            let points = self.text.char_indices().map(|(at, _)| at);
            points.step_by(STRIDE).collect()
        });
        let Some(&start) = strides.get(point / STRIDE) else {
            return self.text.len();
        };
        let rest = self.text.get(start..).unwrap_or("");
        rest.char_indices()
            .nth(point % STRIDE)
            .map_or(self.text.len(), |(at, _)| start + at)
    }

    fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::new(self.text))
    }

    fn hash(&self) -> &String {
        self.sha256.get_or_init(|| record::sha256(self.text))
    }

    /// The places of the words to the letter; where there is none, of the same letters.
    fn hits(&self, quote: &Quote, words: &Words) -> Vec<Place> {
        let folded = self.folded();
        let raw = memmem::find_iter(self.text.as_bytes(), &quote.exact).map(|at| {
            let span = Span::new(at, at + quote.exact.len());
            (span, folded.index(span.start), folded.index(span.end))
        });
        let mut places: Vec<Place> = raw
            .map(|(span, start, end)| self.place(words, span, (start, end), 0))
            .collect();
        if let (true, Some(pattern)) = (places.is_empty(), Pattern::new(&words.exact)) {
            let count = words.exact.len();
            pattern.ends(&folded.letters, 0, |end| {
                let letters = (end.at - count, end.at);
                let span = self.widen(folded.span(self.text, letters.0, letters.1), quote);
                places.push(self.place(words, span, letters, 0));
            });
        }
        places
    }

    /// The places of words like these.
    fn likenesses(&self, quote: &Quote, words: &Words) -> Vec<Place> {
        let folded = self.folded();
        let most = most_errors(quote.exact.chars().count()).min(words.exact.len() / 2);
        let (Some(pattern), 1..) = (Pattern::new(&words.exact), most) else {
            return Vec::new();
        };
        // Ends close to each other are the ends of one place.
        let near = (words.exact.len() / 2).max(1);
        let mut groups: Vec<Vec<End>> = Vec::new();
        pattern.ends(&folded.letters, most, |end| match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| end.at - last.at <= near) => {
                group.push(end);
            }
            _ => groups.push(vec![end]),
        });
        let fewest = |group: &Vec<End>| group.iter().map(|end| end.errors).min();
        groups.sort_by_key(fewest);
        groups.truncate(MOST_PLACES);
        let backwards: Vec<char> = words.exact.iter().rev().copied().collect();
        let Some(backwards) = Pattern::new(&backwards) else {
            return Vec::new();
        };
        groups
            .iter()
            .filter_map(|group| {
                let (end, errors) = best(group, |at| {
                    prefix(
                        &words.suffix,
                        folded.behind(at, words.suffix.len() + TELLING),
                    )
                    .0
                })?;
                let window = folded.before(end, words.exact.len() + errors);
                let window: Vec<char> = window.iter().rev().copied().collect();
                let mut starts = Vec::new();
                backwards.ends(&window, most, |end| starts.push(end));
                let (taken, _) = best(&starts, |at| {
                    let before = folded.before(end - at, words.prefix.len() + TELLING);
                    let before: Vec<char> = before.iter().rev().copied().collect();
                    let wanted: Vec<char> = words.prefix.iter().rev().copied().collect();
                    prefix(&wanted, &before).0
                })?;
                let letters = (end - taken, end);
                let span = self.widen(folded.span(self.text, letters.0, letters.1), quote);
                Some(self.place(words, span, letters, errors))
            })
            .collect()
    }

    /// A place with its score.
    fn place(
        &self,
        words: &Words,
        span: Span,
        (start, end): (usize, usize),
        errors: usize,
    ) -> Place {
        let folded = self.folded();
        let share = |errors: usize, of: usize| 1.0 - errors as f64 / of.max(1) as f64;
        let before: Vec<char> = folded
            .before(start, words.prefix.len() + TELLING)
            .iter()
            .rev()
            .copied()
            .collect();
        let wanted: Vec<char> = words.prefix.iter().rev().copied().collect();
        let behind = folded.behind(end, words.suffix.len() + TELLING);
        let parts = [
            share(errors, words.exact.len()),
            share(prefix(&wanted, &before).0, wanted.len()),
            share(prefix(&words.suffix, behind).0, words.suffix.len()),
            share(start.abs_diff(words.near), folded.letters.len()),
        ];
        // What stood at the start or the end of its document had nothing on that side.
        let mut weights = WEIGHTS;
        for (weight, is_empty) in weights
            .iter_mut()
            .skip(1)
            .zip([words.prefix.is_empty(), words.suffix.is_empty()])
        {
            if is_empty {
                *weight = 0.0;
            }
        }
        let total: f64 = weights.iter().sum();
        let score = parts
            .iter()
            .zip(weights)
            .map(|(part, weight)| part * weight);
        Place {
            span,
            errors,
            score: score.sum::<f64>() / total,
        }
    }

    /// Letters found, with the punctuation at both ends that the quotation has.
    fn widen(&self, span: Span, quote: &Quote) -> Span {
        let like = |a: char, b: char| a == b || (!a.is_whitespace() && !b.is_whitespace());
        let mut span = span;
        let trailing = quote
            .exact
            .chars()
            .rev()
            .take_while(|c| letter(*c).is_none());
        let trailing: Vec<char> = trailing.collect();
        for wanted in trailing.into_iter().rev() {
            let next = self
                .text
                .get(span.end..)
                .and_then(|rest| rest.chars().next());
            match next.filter(|own| letter(*own).is_none() && like(*own, wanted)) {
                Some(own) => span.end += own.len_utf8(),
                None => break,
            }
        }
        let leading = quote.exact.chars().take_while(|c| letter(*c).is_none());
        let leading: Vec<char> = leading.collect();
        for wanted in leading.into_iter().rev() {
            let before = self.text.get(..span.start);
            let previous = before.and_then(|before| before.chars().next_back());
            match previous.filter(|own| letter(*own).is_none() && like(*own, wanted)) {
                Some(own) => span.start -= own.len_utf8(),
                None => break,
            }
        }
        span
    }
}

/// Errors that a quotation of so many characters may have.
fn most_errors(length: usize) -> usize {
    if length < 12 {
        length / 5
    } else {
        (length / 3).min(MOST_ERRORS)
    }
}

/// Among ends with few errors the one with the fewest, those of what stands beyond it counted as well.
fn best(ends: &[End], beyond: impl Fn(usize) -> usize) -> Option<(usize, usize)> {
    let fewest = ends.iter().map(|end| end.errors).min()?;
    let close = ends.iter().filter(|end| end.errors <= fewest + 2);
    close
        .min_by_key(|end| (end.errors + beyond(end.at), end.errors))
        .map(|end| (end.at, end.errors))
}

/// What places come to; `None` where none of them is good enough.
fn decide(places: &[Place]) -> Option<Anchor> {
    let best = places.iter().max_by(|a, b| a.score.total_cmp(&b.score))?;
    if best.score < ACCEPTED {
        return None;
    }
    let mut rivals: Vec<&Place> = places
        .iter()
        .filter(|place| place.score > best.score - MARGIN)
        .collect();
    rivals.retain(|place| place.span == best.span || !place.span.overlaps(best.span));
    Some(match (rivals.len(), best.errors) {
        (1, 0) => Anchor::Moved(best.span),
        (1, _) => Anchor::Approximate(best.span),
        _ => {
            rivals.sort_by(|a, b| b.score.total_cmp(&a.score));
            rivals.truncate(MOST_OFFERED);
            Anchor::Ambiguous(rivals.into_iter().map(|place| place.span).collect())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::SourceRef;

    fn check(text: &str, words: &str, changed: &str, expected: &str) {
        let start = text.find(words).unwrap();
        let span = Span::new(start, start + words.len());
        let target = Target::new(SourceRef::default(), text, span, None);
        let found = Annotation::bookmark(target, None).anchor(changed);
        let words = found.span().map_or("", |span| span.of(changed));
        assert_eq!(format!("{} {words}", found.name()), expected, "{changed}");
    }

    const TEXT: &str = "总则。甲、手工业应当整顿。乙、合作社的领导，由社员选举。丙、附则。";

    #[test]
    fn the_place_is_found_again() {
        check(TEXT, "合作社的领导", TEXT, "exact 合作社的领导");
        let above = format!("按语在前。{TEXT}");
        check(TEXT, "合作社的领导", &above, "moved 合作社的领导");
        let broken = TEXT.replace("合作社的领导，", "合 作社\n的领导、");
        check(TEXT, "合作社的领导，", &broken, "moved 合 作社\n的领导、");
        let wrong = TEXT.replace("合作社的领导，由社员选举", "合作社的铃导，由社员选举");
        check(
            TEXT,
            "合作社的领导，由社员选举。",
            &wrong,
            "approximate 合作社的铃导，由社员选举。",
        );
        check(
            TEXT,
            "合作社的领导，由社员选举。",
            "总则。甲、手工业应当整顿。丙、附则。",
            "orphan ",
        );
    }

    #[test]
    fn what_stands_around_tells_equal_words_apart() {
        let twice = format!("甲、合作社。{TEXT}");
        check(TEXT, "合作社", &twice, "moved 合作社");
        let only = "手工业里的合作社，又是另一回事，与此无关。";
        check(TEXT, "合作社", only, "ambiguous 合作社");
        let doubled = format!("{TEXT}{TEXT}");
        let middle = "手工业应当整顿";
        check(
            TEXT,
            middle,
            &format!("前。{doubled}"),
            "ambiguous 手工业应当整顿",
        );
    }

    #[test]
    fn other_words_at_the_old_place_are_not_the_old_ones() {
        // The words have moved by the length of what was put before them, onto words that are the same.
        let text = "子丑合作社寅卯。辰巳午未申酉戌亥。";
        let changed = "合作社合作社天地。子丑合作社寅卯。辰巳午未申酉戌亥。";
        check(text, "合作社", changed, "moved 合作社");
    }
}
