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

/// A likeness from which a place is taken, of 1.
const ACCEPTED: f64 = 0.7;

/// What stands around must be as like as this, on either side and on both together: formulas repeat themselves, and with them much of
/// what stands around them.
const LIKE_ON_EACH_SIDE: f64 = 0.6;
const LIKE_ON_BOTH: f64 = 1.45;

/// Else what stands on one side must be as like as this: on the other side something was put in or taken out.
const INTACT: f64 = 0.97;

/// Words that stand nowhere else, and are as many as this, need only be as like as this on one side.
const ONLY: (usize, f64) = (12, 0.8);

/// A likeness with which exact words need not be compared with others like them.
const CERTAIN: f64 = 0.97;

/// By so much a place must be better than any other.
const MARGIN: f64 = 0.05;

/// What the words, those before and those behind weigh in the likeness.
const WEIGHTS: [f64; 3] = [50.0, 20.0, 20.0];

/// What being near the old place adds, so that of places alike that one is taken. It makes no place that is unlike good enough.
const NEARNESS: f64 = 0.1;

/// Being this many letters from the old place is half as near.
const HALF_NEAR: f64 = 1000.0;

/// No more errors than this, however long the quotation.
const MOST_ERRORS: usize = 256;

/// Between words and what stood around them this many letters may have been put in.
const FURTHER: usize = 1000;

/// This many letters on either side are close.
const CLOSE: usize = 12;

/// So many places are looked at more closely, and so many are offered.
const MOST_PLACES: usize = 24;
const MOST_OFFERED: usize = 20;

/// So much of what stands on either side tells that words at the old place are the old ones.
const TELLING: usize = 16;

/// What stands around may have grown by so much.
const SLACK: usize = 8;

/// A place that may be meant.
#[derive(Clone, Copy, Debug)]
struct Place {
    span: Span,
    errors: usize,
    /// How like it and what stands around it are to what was there.
    likeness: f64,
    /// Whether what stands around it is what is to be expected there.
    fits: bool,
    /// How like what stands around it is, on the side where it is more so.
    around: f64,
    /// The likeness, and how near the old place it is.
    score: f64,
}

/// Whether letters stand at the beginning of others, as a whole or up to where the rest of them is found further on.
fn stands_further(wanted: &[char], letters: &[char]) -> bool {
    let pairs = wanted.iter().zip(letters);
    let run = pairs
        .take_while(|(wanted, letter)| wanted == letter)
        .count();
    let rest = wanted.get(run..).unwrap_or_default();
    let further = letters.get(run..).unwrap_or_default();
    rest.is_empty()
        || rest.len() >= CLOSE && further.windows(rest.len()).any(|window| window == rest)
}

/// A quotation, folded.
struct Words {
    exact: Vec<char>,
    /// What stood before it, backwards.
    before: Vec<char>,
    behind: Vec<char>,
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
        let last = quote.prefix.chars().rev().take(TELLING);
        let first = quote.suffix.chars().take(TELLING);
        let own_last = before.chars().rev().take(last.clone().count());
        let own_first = rest.chars().take(first.clone().count());
        let is_told = last.eq(own_last) && first.eq(own_first);
        is_told.then(|| Anchor::Exact(Span::new(start, start + quote.exact.len())))
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
            before: letters(&quote.prefix).into_iter().rev().collect(),
            behind: letters(&quote.suffix),
            near: self.folded().index(start),
        };
        let hits = self.hits(quote, &words);
        let is_certain = hits.iter().any(|hit| hit.likeness >= CERTAIN);
        if let (true, Some(anchor)) = (is_certain, decide(&hits)) {
            return anchor;
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
        let mut found: Vec<(Span, usize, usize)> = raw.collect();
        if let (true, Some(pattern)) = (found.is_empty(), Pattern::new(&words.exact)) {
            let count = words.exact.len();
            pattern.ends(&folded.letters, 0, |end| {
                let span = self.widen(folded.span(self.text, end.at - count, end.at), quote);
                found.push((span, end.at - count, end.at));
            });
        }
        let is_only = found.len() == 1 && words.exact.len() >= ONLY.0;
        self.likeliest(&mut found, words, |(_, start, end)| (*start, *end, 0));
        found
            .into_iter()
            .map(|(span, start, end)| {
                let mut place = self.place(words, span, (start, end), 0);
                place.fits |=
                    is_only && (place.around >= ONLY.1 || self.is_parted(words, start, end));
                place
            })
            .collect()
    }

    /// The places of words like these.
    fn likenesses(&self, quote: &Quote, words: &Words) -> Vec<Place> {
        let folded = self.folded();
        let most = most_errors(quote.exact.chars().count()).min(words.exact.len() / 2);
        let backwards: Vec<char> = words.exact.iter().rev().copied().collect();
        let (Some(pattern), Some(backwards), 1..) =
            (Pattern::new(&words.exact), Pattern::new(&backwards), most)
        else {
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
        self.likeliest(&mut groups, words, |group| {
            let fewest = group.iter().min_by_key(|end| end.errors);
            let (at, errors) = fewest.map_or((0, 0), |end| (end.at, end.errors));
            (at.saturating_sub(words.exact.len()), at, errors)
        });
        groups
            .iter()
            .filter_map(|group| {
                let (end, errors) = best(group, |at| self.errors_behind(words, at, usize::MAX))?;
                let window = folded.before(end, words.exact.len() + errors);
                let window: Vec<char> = window.iter().rev().copied().collect();
                let mut starts = Vec::new();
                backwards.ends(&window, most, |end| starts.push(end));
                let (taken, _) = best(&starts, |at| {
                    self.errors_before(words, end - at, usize::MAX)
                })?;
                let letters = (end - taken, end);
                let span = self.widen(folded.span(self.text, letters.0, letters.1), quote);
                Some(self.place(words, span, letters, errors))
            })
            .collect()
    }

    /// Keeps of many places those that are worth a closer look: with the fewest errors in themselves and close around them.
    fn likeliest<T>(
        &self,
        places: &mut Vec<T>,
        words: &Words,
        letters: impl Fn(&T) -> (usize, usize, usize),
    ) {
        if places.len() > MOST_PLACES {
            places.sort_by_cached_key(|place| {
                let (start, end, errors) = letters(place);
                errors
                    + self.errors_before(words, start, CLOSE)
                    + self.errors_behind(words, end, CLOSE)
            });
            places.truncate(MOST_PLACES);
        }
    }

    /// The errors in what stands before a letter, of at most `count` letters.
    fn errors_before(&self, words: &Words, start: usize, count: usize) -> usize {
        let wanted = words.before.get(..count).unwrap_or(&words.before);
        let before = self.folded().before(start, wanted.len() + SLACK);
        let before: Vec<char> = before.iter().rev().copied().collect();
        prefix(wanted, &before)
    }

    /// The errors in what stands behind, from a letter on.
    fn errors_behind(&self, words: &Words, end: usize, count: usize) -> usize {
        let wanted = words.behind.get(..count).unwrap_or(&words.behind);
        prefix(wanted, self.folded().behind(end, wanted.len() + SLACK))
    }

    /// Whether all that stood around words still stands on its side of them, only further off: something was put in between.
    fn is_parted(&self, words: &Words, start: usize, end: usize) -> bool {
        let folded = self.folded();
        let reach = FURTHER + words.before.len().max(words.behind.len());
        let before: Vec<char> = folded.before(start, reach).iter().rev().copied().collect();
        stands_further(&words.before, &before)
            && stands_further(&words.behind, folded.behind(end, reach))
    }

    /// A place with its score.
    fn place(
        &self,
        words: &Words,
        span: Span,
        (start, end): (usize, usize),
        errors: usize,
    ) -> Place {
        let share = |errors: usize, of: usize| 1.0 - errors as f64 / of.max(1) as f64;
        let before = self.errors_before(words, start, usize::MAX);
        let behind = self.errors_behind(words, end, usize::MAX);
        let parts = [
            share(errors, words.exact.len()),
            share(before, words.before.len()),
            share(behind, words.behind.len()),
        ];
        let mut weights = WEIGHTS;
        for (weight, is_empty) in weights
            .iter_mut()
            .skip(1)
            .zip([words.before.is_empty(), words.behind.is_empty()])
        {
            if is_empty {
                *weight = 0.0;
            }
        }
        let total: f64 = weights.iter().sum();
        // What stood at the start or the end of its document had nothing on that side.
        let [_, before, behind] = parts;
        let fits = match (words.before.is_empty(), words.behind.is_empty()) {
            (true, true) => true,
            (true, false) => behind >= LIKE_ON_BOTH / 2.0,
            (false, true) => before >= LIKE_ON_BOTH / 2.0,
            (false, false) => {
                before.max(behind) >= INTACT
                    || before + behind >= LIKE_ON_BOTH && before.min(behind) >= LIKE_ON_EACH_SIDE
            }
        };
        let weighed = parts
            .iter()
            .zip(weights)
            .map(|(part, weight)| part * weight);
        let likeness = weighed.sum::<f64>() / total;
        let distance = start.abs_diff(words.near) as f64;
        Place {
            span,
            errors,
            likeness,
            fits,
            around: before.max(behind),
            score: likeness + NEARNESS * HALF_NEAR / (HALF_NEAR + distance),
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
    let is_like = |place: &&Place| place.likeness >= ACCEPTED && place.fits;
    let alike = || places.iter().filter(is_like);
    let best = alike().max_by(|a, b| a.score.total_cmp(&b.score))?;
    let mut rivals: Vec<&Place> = alike()
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
