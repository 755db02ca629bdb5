//! Changes inside a pair of passages: by tokens, put together to what a reader takes for one
//! change, and told apart by what they are.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::cohesion::Cohesion;
use super::token::{Class, Token};
use super::unit::Units;
use crate::text::Span;

/// A difference: what stood there, and what stands there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// In the old text; empty, at its place, where something was put in.
    pub old: Span,
    /// In the new text; empty, at its place, where something was taken out.
    pub new: Span,
    /// The kind.
    pub kind: ChangeKind,
}

/// The kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Other words.
    Words,
    /// Other numbers of clauses of the text itself, as it refers to them or counts them.
    Numbers,
    /// Other variants, widths, punctuation, blanks or paragraphs.
    Form,
}

impl ChangeKind {
    /// All kinds, the gravest first.
    pub const ALL: [Self; 3] = [Self::Words, Self::Numbers, Self::Form];

    /// Name in the locales and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Numbers => "numbers",
            Self::Form => "form",
        }
    }
}

/// Most tokens of two sequences, multiplied, for which the shortest way from the one to the other
/// is looked for; of longer ones a short way is enough.
const EXACT: usize = 1 << 22;

/// What differs between some units of two texts.
pub(super) fn changes(
    old: &Units,
    of_old: &[usize],
    new: &Units,
    of_new: &[usize],
    cohesion: &Cohesion,
) -> Vec<Change> {
    let old = Passages::of(old, of_old);
    let new = Passages::of(new, of_new);
    let mut hunks = Vec::new();
    compare(&old.tokens, &new.tokens, (0, 0), &mut hunks);
    let borders = Borders {
        old: &old.tokens,
        new: &new.tokens,
        cohesion,
    };
    borders.slide(&mut hunks);
    borders.widen(&mut hunks);
    let hunks = united(hunks, &old.tokens);
    let mut changes = Vec::new();
    let (mut from, mut to) = (0, 0);
    for hunk in hunks {
        written(&old, from..hunk.old.start, &new, to, &mut changes);
        worded(&old, &hunk.old, &new, &hunk.new, &mut changes);
        (from, to) = (hunk.old.end, hunk.new.end);
    }
    written(&old, from..old.tokens.len(), &new, to, &mut changes);
    changes
}

/// The tokens of some units of one text, one behind the other.
struct Passages {
    tokens: Vec<Token>,
    /// The indices of what joins two units and stands in no text.
    joints: Vec<usize>,
}

impl Passages {
    fn of(units: &Units, which: &[usize]) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut joints = Vec::new();
        for at in which {
            let own = units.tokens(&units.list[*at]);
            if let Some(last) = tokens.last() {
                joints.push(tokens.len());
                tokens.push(Token::joint(last.span().end));
            }
            tokens.extend_from_slice(own);
        }
        Self { tokens, joints }
    }

    /// The place of some tokens; without any, the place before which they would stand.
    fn span(&self, tokens: &Range<usize>) -> Span {
        let place = |at: usize| self.tokens.get(at).map(Token::span);
        match (place(tokens.start), place(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if !tokens.is_empty() => Span::new(first.start, last.end),
            (next, before) => {
                let at = before.map(|before| before.end);
                let at = at.or(next.map(|next| next.start)).unwrap_or(0);
                Span::new(at, at)
            }
        }
    }

    /// The place of a token, with the blanks before it.
    fn with_blank(&self, at: usize) -> Span {
        let own = self.tokens.get(at).map_or(Span::default(), Token::span);
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let is_spaced = self.tokens.get(at).is_some_and(Token::is_spaced);
        let start = before.filter(|_| is_spaced).map(|before| before.span().end);
        Span::new(start.unwrap_or(own.start), own.end)
    }

    /// The parts of a range between joints.
    fn parts(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = range.start;
        for joint in self.joints.iter().filter(|joint| range.contains(joint)) {
            parts.push(start..*joint);
            start = joint + 1;
        }
        parts.push(start..range.end);
        parts
    }
}

/// A stretch of tokens in place of another.
#[derive(Clone, Debug)]
struct Hunk {
    old: Range<usize>,
    new: Range<usize>,
}

/// Finds the hunks between two sequences of tokens that begin at some indices.
fn compare(old: &[Token], new: &[Token], at: (usize, usize), hunks: &mut Vec<Hunk>) {
    if old.len().saturating_mul(new.len()) > EXACT {
        let (old_parts, new_parts) = (sentences(old), sentences(new));
        let is_divided = old_parts.len() > 1 && new_parts.len() > 1;
        if is_divided {
            return by_sentences(old, &old_parts, new, &new_parts, at, hunks);
        }
    }
    by_tokens(old, new, at, hunks);
}

fn by_tokens(old: &[Token], new: &[Token], at: (usize, usize), hunks: &mut Vec<Hunk>) {
    let is_short = old.len().saturating_mul(new.len()) <= EXACT;
    let algorithm = if is_short {
        Algorithm::RawMyers
    } else {
        Algorithm::Myers
    };
    let keys = |tokens: &[Token]| tokens.iter().map(|token| token.key).collect::<Vec<u32>>();
    for hunk in differing(&capture_diff_slices(algorithm, &keys(old), &keys(new))) {
        hunks.push(Hunk {
            old: hunk.old.start + at.0..hunk.old.end + at.0,
            new: hunk.new.start + at.1..hunk.new.end + at.1,
        });
    }
}

/// Finds the sentences that differ first, then what differs in them.
fn by_sentences(
    old: &[Token],
    old_parts: &[Range<usize>],
    new: &[Token],
    new_parts: &[Range<usize>],
    at: (usize, usize),
    hunks: &mut Vec<Hunk>,
) {
    let keys = |tokens: &[Token], parts: &[Range<usize>]| {
        let part = |part: &Range<usize>| tokens.get(part.clone()).unwrap_or_default().to_vec();
        let keys = |part: Vec<Token>| part.iter().map(|token| token.key).collect::<Vec<u32>>();
        parts.iter().map(part).map(keys).collect::<Vec<_>>()
    };
    let whole = |parts: &[Range<usize>], which: &Range<usize>, end: usize| {
        let start = parts.get(which.start).map_or(end, |part| part.start);
        let last = parts.get(which.end).map_or(end, |part| part.start);
        start..last
    };
    let (old_keys, new_keys) = (keys(old, old_parts), keys(new, new_parts));
    for hunk in differing(&capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys)) {
        let (from, to) = (
            whole(old_parts, &hunk.old, old.len()),
            whole(new_parts, &hunk.new, new.len()),
        );
        let begin = (at.0 + from.start, at.1 + to.start);
        by_tokens(&old[from], &new[to], begin, hunks);
    }
}

/// Cuts tokens into sentences.
fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    const STOPS: [u32; 4] = ['。' as u32, '！' as u32, '？' as u32, '；' as u32];
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.class == Class::Break || STOPS.contains(&token.key) {
            parts.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        parts.push(start..tokens.len());
    }
    parts
}

/// The stretches that differ; what was taken out and what was put in at one place is one.
fn differing(ops: &[DiffOp]) -> Vec<Hunk> {
    let mut hunks: Vec<Hunk> = Vec::new();
    for op in ops {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        match hunks.last_mut() {
            Some(last) if last.old.end == old.start && last.new.end == new.start => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => hunks.push(Hunk { old, new }),
        }
    }
    hunks
}

/// Where changes begin and end: at the borders of words.
struct Borders<'t> {
    old: &'t [Token],
    new: &'t [Token],
    cohesion: &'t Cohesion,
}

/// How much of a border is between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Border {
    /// They make a word.
    Inside,
    Words,
    /// One of the two is punctuation, or nothing.
    Points,
}

impl Borders<'_> {
    /// The border before the token at an index.
    fn before(&self, tokens: &[Token], at: usize) -> Border {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        match (before, tokens.get(at)) {
            (Some(first), Some(second)) if self.cohesion.binds(first, second) => Border::Inside,
            (Some(first), Some(second)) if first.class.is_letter() && second.class.is_letter() => {
                Border::Words
            }
            _ => Border::Points,
        }
    }

    /// How far a hunk may move or grow: to the hunks beside it, or to the ends.
    fn room(&self, hunks: &[Hunk], index: usize) -> (usize, usize) {
        let hunk = &hunks[index];
        let before = index.checked_sub(1).and_then(|before| hunks.get(before));
        let start = before.map_or(0, |before| before.old.end);
        let behind = hunks.get(index + 1);
        let end = behind.map_or(self.old.len(), |behind| behind.old.start);
        (hunk.old.start - start, end - hunk.old.end)
    }

    /// Moves what was only put in or only taken out to where a reader would cut: of `甲、乙、` and
    /// `甲、丙、乙、` the words put in are `丙、`, not `、丙`.
    fn slide(&self, hunks: &mut [Hunk]) {
        // In tokens; farther, nobody sees that the two places are one change.
        const FARTHEST: usize = 200;
        for index in 0..hunks.len() {
            let (room_before, room_behind) = self.room(hunks, index);
            let hunk = &mut hunks[index];
            let (tokens, range) = match (hunk.old.is_empty(), hunk.new.is_empty()) {
                (true, false) => (self.new, hunk.new.clone()),
                (false, true) => (self.old, hunk.old.clone()),
                _ => continue,
            };
            let is_same = |a: usize, b: usize| tokens[a].key == tokens[b].key;
            let back = (1..=room_before.min(FARTHEST))
                .take_while(|by| is_same(range.start - by, range.end - by))
                .count();
            let ahead = (0..room_behind.min(FARTHEST))
                .take_while(|by| is_same(range.start + by, range.end + by))
                .count();
            // Reversed: of equals `max_by_key` takes the last.
            let starts = (range.start - back..=range.start + ahead).rev();
            let best = starts.max_by_key(|start| {
                let end = start + range.len();
                let last = tokens.get(end.wrapping_sub(1)).map(|last| last.class);
                let closed = match last {
                    Some(Class::Break) => 2,
                    Some(Class::Point) => 1,
                    _ => 0,
                };
                let borders = (self.before(tokens, *start), self.before(tokens, end));
                let worse = borders.0.min(borders.1);
                (worse, borders.0.max(borders.1), closed)
            });
            let start = best.unwrap_or(range.start);
            let shift = |own: &mut Range<usize>| {
                own.start = own.start + start - range.start;
                own.end = own.end + start - range.start;
            };
            shift(&mut hunk.old);
            shift(&mut hunk.new);
        }
    }

    /// Lets a hunk that ends in the middle of a word end with it: 依照 became 按照, not 依 按.
    /// Where the rest of the word makes one with what stands behind it (行政 法规), it stays.
    fn widen(&self, hunks: &mut [Hunk]) {
        for index in 0..hunks.len() {
            let (room_before, room_behind) = self.room(hunks, index);
            let hunk = &mut hunks[index];
            let cuts = |tokens: &[Token], at: usize, outside: usize| {
                self.before(tokens, at) == Border::Inside
                    && self.before(tokens, outside) != Border::Inside
            };
            let at_start = |tokens, own: &Range<usize>| {
                !own.is_empty() && cuts(tokens, own.start, own.start.saturating_sub(1))
            };
            let at_end =
                |tokens, own: &Range<usize>| !own.is_empty() && cuts(tokens, own.end, own.end + 1);
            let starts = at_start(self.old, &hunk.old) || at_start(self.new, &hunk.new);
            let ends = at_end(self.old, &hunk.old) || at_end(self.new, &hunk.new);
            let before = usize::from(starts).min(room_before);
            let behind = usize::from(ends).min(room_behind);
            *hunk = Hunk {
                old: hunk.old.start - before..hunk.old.end + behind,
                new: hunk.new.start - before..hunk.new.end + behind,
            };
        }
    }
}

/// Unites hunks where what is the same between them is so short that it is so by chance: no longer
/// than either of two replacements, or much shorter than what was only taken out or put in.
/// Punctuation parts them.
fn united(hunks: Vec<Hunk>, old: &[Token]) -> Vec<Hunk> {
    let size = |hunk: &Hunk| hunk.old.len().max(hunk.new.len());
    let replaces = |hunk: &Hunk| !hunk.old.is_empty() && !hunk.new.is_empty();
    let is_chance = |first: &Hunk, second: &Hunk| {
        let between = old.get(first.old.end..second.old.start).unwrap_or_default();
        let is_words = between.iter().all(|token| token.class == Class::Word);
        let (length, sizes) = (between.len(), (size(first), size(second)));
        let is_short = if replaces(first) && replaces(second) {
            length <= sizes.0.min(sizes.1)
        } else {
            4 * length * length <= sizes.0 * sizes.1
        };
        is_words && is_short || between.is_empty()
    };
    let mut united: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for mut hunk in hunks {
        while let Some(last) = united.pop_if(|last| is_chance(last, &hunk)) {
            hunk = Hunk {
                old: last.old.start..hunk.old.end,
                new: last.new.start..hunk.new.end,
            };
        }
        united.push(hunk);
    }
    united
}

/// The changes of a hunk: one, but where it reaches over several passages one in each.
fn worded(
    old: &Passages,
    of_old: &Range<usize>,
    new: &Passages,
    of_new: &Range<usize>,
    changes: &mut Vec<Change>,
) {
    let (olds, news) = (old.parts(of_old), new.parts(of_new));
    for at in 0..olds.len().max(news.len()) {
        let part = |parts: &[Range<usize>], end: usize| parts.get(at).cloned().unwrap_or(end..end);
        let (from, to) = (part(&olds, of_old.end), part(&news, of_new.end));
        let both = [(old, &from), (new, &to)];
        let mut tokens = both
            .into_iter()
            .flat_map(|(own, range)| &own.tokens[range.clone()]);
        let kind = if tokens.any(|token| token.class.is_letter()) {
            ChangeKind::Words
        } else {
            ChangeKind::Form
        };
        if !(from.is_empty() && to.is_empty()) {
            changes.push(Change {
                old: old.span(&from),
                new: new.span(&to),
                kind,
            });
        }
    }
}

/// The changes where the words are the same: of what numbers say, and of how words are written.
fn written(
    old: &Passages,
    of_old: Range<usize>,
    new: &Passages,
    to: usize,
    changes: &mut Vec<Change>,
) {
    let mut last: Option<usize> = None;
    for at in of_old.clone() {
        let (Some(first), Some(second)) =
            (old.tokens.get(at), new.tokens.get(at - of_old.start + to))
        else {
            break;
        };
        if first.form == second.form || first.class == Class::Break {
            continue;
        }
        // Only numbers of clauses are compared as the same where they are not.
        let kind = if first.folded == second.folded {
            ChangeKind::Form
        } else {
            ChangeKind::Numbers
        };
        let goes_on = last == at.checked_sub(1) && last.is_some();
        last = Some(at);
        match changes.last_mut() {
            Some(change) if goes_on && change.kind == kind => {
                change.old.end = first.span().end;
                change.new.end = second.span().end;
            }
            _ => changes.push(Change {
                old: old.with_blank(at),
                new: new.with_blank(at - of_old.start + to),
                kind,
            }),
        }
    }
}
