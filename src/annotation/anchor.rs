//! Re-anchoring: finds the position of an annotation in a text that may have changed. First at its
//! old position, then wherever its words occur, then wherever similar words occur between similar
//! contexts. A wrong position is worse than none.

mod folded;
mod myers;

use std::cell::OnceCell;

use memchr::memmem;

use super::selector::Quote;
use super::{Annotation, Target, record};
use crate::text::Span;
use folded::{Folded, letter, letters};
use myers::{End, Pattern, prefix};

/// Where an annotation stands in the current text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its old position, unchanged.
    Exact(Span),
    /// Its words, at another position or with other line breaks, punctuation, width or script.
    Moved(Span),
    /// Similar words in the expected context; a person should verify it.
    Approximate(Span),
    /// Several possible positions, most likely first; a person must choose.
    Ambiguous(Vec<Span>),
    /// Not found.
    Orphan,
}

impl Anchor {
    /// The position, or the most likely one; `None` if there is none.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span) | Self::Approximate(span) => Some(*span),
            Self::Ambiguous(spans) => spans.first().copied(),
            Self::Orphan => None,
        }
    }

    /// Name in the locales and in exports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Moved(_) => "moved",
            Self::Approximate(_) => "approximate",
            Self::Ambiguous(_) => "ambiguous",
            Self::Orphan => "orphan",
        }
    }

    /// Whether a person has to decide.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Exact(_) | Self::Moved(_))
    }
}

impl Annotation {
    /// Where the annotation stands in a text.
    pub fn anchor(&self, text: &str) -> Anchor {
        Finder::new(text).find(&self.target)
    }
}

/// A text in which annotations are re-anchored.
#[derive(Debug)]
pub struct Finder<'t> {
    text: &'t str,
    /// The byte offset of every [`STRIDE`]th code point.
    strides: OnceCell<Vec<usize>>,
    folded: OnceCell<Folded>,
    sha256: OnceCell<String>,
}

const STRIDE: usize = 256;

/// Least likeness to accept a candidate, between 0 and 1.
const ACCEPTED: f64 = 0.7;

/// Least likeness of the context, on each side and summed over both. Legal formulas repeat
/// themselves, often with much of their context.
const LIKE_ON_EACH_SIDE: f64 = 0.6;
const LIKE_ON_BOTH: f64 = 1.45;

/// Alternatively, the least likeness on one side alone, when text was inserted or deleted on the
/// other.
const INTACT: f64 = 0.97;

/// For words that occur only once: least length in letters, and least likeness of the context on
/// one side.
const ONLY: (usize, f64) = (12, 0.8);

/// Likeness from which exact matches are not compared with similar words.
const CERTAIN: f64 = 0.97;

/// Least difference in score between the best candidate and any other.
const MARGIN: f64 = 0.05;

/// Weights of the words, the text before and the text after in the likeness.
const WEIGHTS: [f64; 3] = [50.0, 20.0, 20.0];

/// Greatest bonus in score for being near the old position. It decides between similar candidates
/// but cannot make one acceptable.
const NEARNESS: f64 = 0.1;

/// Distance from the old position at which the bonus is halved, in letters.
const HALF_NEAR: f64 = 1000.0;

/// Greatest number of errors, however long the quotation.
const MOST_ERRORS: usize = 256;

/// Greatest number of letters inserted between the words and their context.
const FURTHER: usize = 1000;

/// Size of the immediate context, in letters.
const CLOSE: usize = 12;

/// Greatest number of candidates that are examined in full, and that are offered to a person.
const MOST_CANDIDATES: usize = 24;
const MOST_OFFERED: usize = 20;

/// Length of the context, in code points on each side, that confirms the old position.
const TELLING: usize = 16;

/// Number of letters by which the context may have grown.
const SLACK: usize = 8;

/// A position where the annotation may stand.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    span: Span,
    errors: usize,
    /// Likeness of the words and their context to the original, up to 1.
    likeness: f64,
    /// Whether its context is similar enough to the original.
    fits: bool,
    /// Likeness of the context on the better side.
    around: f64,
    /// Likeness plus the bonus for nearness.
    score: f64,
}

/// Whether `letters` starts with `wanted`, or with a part of it whose remainder occurs later.
fn starts_with_gap(wanted: &[char], letters: &[char]) -> bool {
    let pairs = wanted.iter().zip(letters);
    let run = pairs
        .take_while(|(wanted, letter)| wanted == letter)
        .count();
    let rest = wanted.get(run..).unwrap_or_default();
    let further = letters.get(run..).unwrap_or_default();
    rest.is_empty()
        || rest.len() >= CLOSE && further.windows(rest.len()).any(|window| window == rest)
}

/// A quotation, folded to letters.
struct Words {
    exact: Vec<char>,
    /// Letters of the text before it, in reverse.
    before: Vec<char>,
    behind: Vec<char>,
    /// Index in the folded text that corresponds to its old position.
    near: usize,
}

impl<'t> Finder<'t> {
    /// Prepares a text for re-anchoring.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            strides: OnceCell::new(),
            folded: OnceCell::new(),
            sha256: OnceCell::new(),
        }
    }

    /// The old position if the words are still there; needs no search.
    pub fn at_once(&self, target: &Target) -> Option<Anchor> {
        let position = target.position()?;
        let start = self.byte(position.start);
        let Some(quote) = target.quote().filter(|quote| !quote.exact.is_empty()) else {
            // Offsets without words are valid only as long as the text is identical.
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

    /// Where a target stands in the text.
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
        // The same words occur several times or not at all: also look for similar words in the
        // expected context.
        let mut all = self.likenesses(quote, &words);
        for hit in &hits {
            all.retain(|candidate| !candidate.span.overlaps(hit.span));
        }
        all.extend(&hits);
        if let Some(anchor) = decide(&all) {
            return anchor;
        }
        let mut offered: Vec<Candidate> = hits;
        offered.sort_by(|a, b| b.score.total_cmp(&a.score));
        offered.truncate(MOST_OFFERED);
        if offered.is_empty() {
            Anchor::Orphan
        } else {
            Anchor::Ambiguous(
                offered
                    .into_iter()
                    .map(|candidate| candidate.span)
                    .collect(),
            )
        }
    }

    /// The byte offset of a code point; the end of the text if there are fewer.
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

    /// Exact occurrences of the words or, if there are none, occurrences of their letters.
    fn hits(&self, quote: &Quote, words: &Words) -> Vec<Candidate> {
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
                let mut candidate = self.candidate(words, span, (start, end), 0);
                candidate.fits |= is_only
                    && (candidate.around >= ONLY.1 || self.has_distant_context(words, start, end));
                candidate
            })
            .collect()
    }

    /// Positions of similar words.
    fn likenesses(&self, quote: &Quote, words: &Words) -> Vec<Candidate> {
        let folded = self.folded();
        let most = most_errors(quote.exact.chars().count()).min(words.exact.len() / 2);
        let backwards: Vec<char> = words.exact.iter().rev().copied().collect();
        let (Some(pattern), Some(backwards), 1..) =
            (Pattern::new(&words.exact), Pattern::new(&backwards), most)
        else {
            return Vec::new();
        };
        // Ends close to each other belong to the same candidate.
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
                Some(self.candidate(words, span, letters, errors))
            })
            .collect()
    }

    /// Keeps the most promising of many candidates: those with the fewest errors in the words and
    /// their immediate context. `letters` returns start, end and errors of one.
    fn likeliest<T>(
        &self,
        candidates: &mut Vec<T>,
        words: &Words,
        letters: impl Fn(&T) -> (usize, usize, usize),
    ) {
        if candidates.len() > MOST_CANDIDATES {
            candidates.sort_by_cached_key(|candidate| {
                let (start, end, errors) = letters(candidate);
                errors
                    + self.errors_before(words, start, CLOSE)
                    + self.errors_behind(words, end, CLOSE)
            });
            candidates.truncate(MOST_CANDIDATES);
        }
    }

    /// Number of errors in the context before letter `start`, of at most `count` letters.
    fn errors_before(&self, words: &Words, start: usize, count: usize) -> usize {
        let wanted = words.before.get(..count).unwrap_or(&words.before);
        let before = self.folded().before(start, wanted.len() + SLACK);
        let before: Vec<char> = before.iter().rev().copied().collect();
        prefix(wanted, &before)
    }

    /// Number of errors in the context from letter `end` on, of at most `count` letters.
    fn errors_behind(&self, words: &Words, end: usize, count: usize) -> usize {
        let wanted = words.behind.get(..count).unwrap_or(&words.behind);
        prefix(wanted, self.folded().behind(end, wanted.len() + SLACK))
    }

    /// Whether the whole context still exists on both sides, only farther away because text was
    /// inserted.
    fn has_distant_context(&self, words: &Words, start: usize, end: usize) -> bool {
        let folded = self.folded();
        let reach = FURTHER + words.before.len().max(words.behind.len());
        let before: Vec<char> = folded.before(start, reach).iter().rev().copied().collect();
        starts_with_gap(&words.before, &before)
            && starts_with_gap(&words.behind, folded.behind(end, reach))
    }

    /// Rates a candidate.
    fn candidate(
        &self,
        words: &Words,
        span: Span,
        (start, end): (usize, usize),
        errors: usize,
    ) -> Candidate {
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
        // At the start or end of its document, the quotation had no context on that side.
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
        Candidate {
            span,
            errors,
            likeness,
            fits,
            around: before.max(behind),
            score: likeness + NEARNESS * HALF_NEAR / (HALF_NEAR + distance),
        }
    }

    /// Extends a span of letters by the quotation's leading and trailing punctuation.
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

/// Greatest number of errors in a quotation of this length, in characters.
fn most_errors(length: usize) -> usize {
    if length < 12 {
        length / 5
    } else {
        (length / 3).min(MOST_ERRORS)
    }
}

/// The best of several ends: fewest errors, including those in the context after it. Returns the
/// end and its errors.
fn best(ends: &[End], beyond: impl Fn(usize) -> usize) -> Option<(usize, usize)> {
    let fewest = ends.iter().map(|end| end.errors).min()?;
    let close = ends.iter().filter(|end| end.errors <= fewest + 2);
    close
        .min_by_key(|end| (end.errors + beyond(end.at), end.errors))
        .map(|end| (end.at, end.errors))
}

/// Chooses among rated candidates; `None` if none is good enough.
fn decide(candidates: &[Candidate]) -> Option<Anchor> {
    let is_like = |candidate: &&Candidate| candidate.likeness >= ACCEPTED && candidate.fits;
    let alike = || candidates.iter().filter(is_like);
    let best = alike().max_by(|a, b| a.score.total_cmp(&b.score))?;
    let mut rivals: Vec<&Candidate> = alike()
        .filter(|candidate| candidate.score > best.score - MARGIN)
        .collect();
    rivals.retain(|candidate| candidate.span == best.span || !candidate.span.overlaps(best.span));
    Some(match (rivals.len(), best.errors) {
        (1, 0) => Anchor::Moved(best.span),
        (1, _) => Anchor::Approximate(best.span),
        _ => {
            rivals.sort_by(|a, b| b.score.total_cmp(&a.score));
            rivals.truncate(MOST_OFFERED);
            Anchor::Ambiguous(rivals.into_iter().map(|candidate| candidate.span).collect())
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
        // The words moved by the length of an insertion; at the old position there are now
        // identical ones.
        let text = "子丑合作社寅卯。辰巳午未申酉戌亥。";
        let changed = "合作社合作社天地。子丑合作社寅卯。辰巳午未申酉戌亥。";
        check(text, "合作社", changed, "moved 合作社");
    }

    /// The character at a distance from the words, 1 beside them, is another one.
    fn changed_at(distance: isize) -> String {
        let (words, start) = ("合作社", 20);
        let count = words.chars().count() as isize;
        let at = start + distance + if distance > 0 { count - 1 } else { 0 };
        let letters = around(words).into_iter().enumerate();
        letters
            .map(|(index, letter)| if index as isize == at { '异' } else { letter })
            .collect()
    }

    /// Words between twenty letters on each side, no two of them the same.
    fn around(words: &str) -> Vec<char> {
        let letters = |first: u32| (first..first + 20).filter_map(char::from_u32);
        letters(0x4e00)
            .chain(words.chars())
            .chain(letters(0x5e00))
            .collect()
    }

    #[test]
    fn the_old_place_holds_as_long_as_what_tells_it_is_there() {
        let text: String = around("合作社").into_iter().collect();
        let telling = TELLING as isize;
        for distance in [1, 8, telling] {
            for distance in [distance, -distance] {
                check(&text, "合作社", &changed_at(distance), "moved 合作社");
            }
        }
        for distance in [telling + 1, -telling - 1] {
            check(&text, "合作社", &changed_at(distance), "exact 合作社");
        }
    }

    #[test]
    fn one_side_alone_does_not_tell_the_old_place() {
        let text: String = around("合作社").into_iter().collect();
        let (before, behind) = text.split_once("合作社").unwrap();
        // At the old place stand the words with the text before them, or with that behind them;
        // what was annotated has moved.
        let unlike = "子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛";
        for (above, end) in [(before, unlike), (unlike, behind)] {
            let changed = format!("{above}合作社{end}。{text}");
            let target = Target::new(
                SourceRef::default(),
                &text,
                Span::new(before.len(), before.len() + "合作社".len()),
                None,
            );
            let finder = Finder::new(&changed);
            assert_eq!(finder.at_once(&target), None, "{changed}");
            // Where both sides are as they were is the likelier place.
            let start = changed.rfind("合作社").unwrap();
            let moved = Anchor::Moved(Span::new(start, start + "合作社".len()));
            assert_eq!(finder.find(&target), moved, "{changed}");
        }
    }

    #[test]
    fn between_the_same_neighbours_a_third_of_the_letters_may_be_wrong_of_few_a_fifth() {
        let (few, many) = ("渡船每日开行六班遇雾停", "渡船每日开行六班遇雾停航");
        for (words, now, is_found) in [
            (few, "渡异每日开行异班遇雾停", true),
            (few, "渡异每日异行异班遇雾停", false),
            (many, "渡异每日异行六异遇雾异航", true),
            (many, "渡异每异异行六异遇雾异航", false),
        ] {
            let text = |words: &str| around(words).into_iter().collect::<String>();
            let expected = if is_found {
                format!("approximate {now}")
            } else {
                "orphan ".to_owned()
            };
            check(&text(words), words, &text(now), &expected);
        }
    }
}
