//! Finding the place of an annotation again, in a text that may have changed: where it was, else where its words are.

use memchr::memmem;

use super::selector::Selector;
use super::{Annotation, Target};
use crate::clause::Correction;
use crate::text::Span;
use crate::text::fold::fold_char;

/// Where an annotation stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Where it stood.
    Exact(Span),
    /// Its words, elsewhere.
    Moved(Span),
    /// Its words stand in several places that are equally likely: the one nearest to where it stood.
    Ambiguous(Span),
    /// Nowhere.
    Orphan,
}

impl Anchor {
    /// The place, if there is one.
    pub fn span(self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span) | Self::Ambiguous(span) => Some(span),
            Self::Orphan => None,
        }
    }
}

impl Annotation {
    /// Where it stands in a text.
    pub fn anchor(&self, text: &str) -> Anchor {
        resolve(&self.target, text)
    }
}

/// The corrections of a document among annotations, in the order in which they were made, each at the byte where it holds.
pub fn corrections(annotations: &[Annotation], key: &str, text: &str) -> Vec<(usize, Correction)> {
    let mut own: Vec<&Annotation> = annotations
        .iter()
        .filter(|annotation| annotation.corrects().is_some() && annotation.key() == key)
        .collect();
    own.sort_by(|a, b| a.id.cmp(&b.id));
    own.into_iter()
        .filter_map(|annotation| {
            Some((
                annotation.anchor(text).span()?.start,
                annotation.corrects()?,
            ))
        })
        .collect()
}

fn resolve(target: &Target, text: &str) -> Anchor {
    let mut quote = None;
    let mut position = None;
    for selector in &target.selector {
        match selector {
            Selector::TextQuoteSelector {
                exact,
                prefix,
                suffix,
                ..
            } => {
                quote = quote.or(Some((exact.as_str(), prefix.as_str(), suffix.as_str())));
            }
            Selector::TextPositionSelector { start, end, .. } => {
                position = position.or(Some((*start, *end)));
            }
            Selector::Other(_) => {}
        }
    }
    let Some((exact, prefix, suffix)) = quote.filter(|(exact, ..)| !exact.is_empty()) else {
        return Anchor::Orphan;
    };
    let start = position.map(|(start, _)| byte(text, start));
    if let Some(start) = start
        && text
            .get(start..)
            .is_some_and(|rest| rest.starts_with(exact))
    {
        return Anchor::Exact(Span::new(start, start + exact.len()));
    }
    let near = start.unwrap_or(0);
    let hits: Vec<Span> = memmem::find_iter(text.as_bytes(), exact)
        .map(|at| Span::new(at, at + exact.len()))
        .collect();
    if !hits.is_empty() {
        return choose(text, &hits, (prefix, suffix), near);
    }
    choose(text, &folded_hits(text, exact), (prefix, suffix), near)
}

/// The byte offset of a code point.
fn byte(text: &str, point: usize) -> usize {
    text.char_indices()
        .nth(point)
        .map_or(text.len(), |(at, _)| at)
}

/// Among places with the same words the one whose surroundings are those of old, if one stands out.
fn choose(text: &str, hits: &[Span], (prefix, suffix): (&str, &str), near: usize) -> Anchor {
    let likeness = |hit: &Span| {
        let before = text
            .get(..hit.start)
            .unwrap_or("")
            .chars()
            .rev()
            .zip(prefix.chars().rev());
        let behind = text
            .get(hit.end..)
            .unwrap_or("")
            .chars()
            .zip(suffix.chars());
        before.take_while(|(a, b)| a == b).count() + behind.take_while(|(a, b)| a == b).count()
    };
    let Some(best) = hits.iter().map(likeness).max() else {
        return Anchor::Orphan;
    };
    let likeliest: Vec<&Span> = hits.iter().filter(|hit| likeness(hit) == best).collect();
    match likeliest.as_slice() {
        [] => Anchor::Orphan,
        [only] => Anchor::Moved(**only),
        several => several
            .iter()
            .min_by_key(|hit| hit.start.abs_diff(near))
            .map_or(Anchor::Orphan, |hit| Anchor::Ambiguous(**hit)),
    }
}

/// The places where the words stand but for width, case and white space.
fn folded_hits(text: &str, exact: &str) -> Vec<Span> {
    let searched = |text: &str| -> Vec<(usize, char)> {
        text.char_indices()
            .filter(|(_, c)| !c.is_whitespace())
            .map(|(at, c)| (at, fold_char(c)))
            .collect()
    };
    let needle: String = searched(exact).into_iter().map(|(_, c)| c).collect();
    if needle.is_empty() {
        return Vec::new();
    }
    let haystack = searched(text);
    let folded: String = haystack.iter().map(|(_, c)| c).collect();
    let count = needle.chars().count();
    let (mut byte, mut index) = (0, 0);
    memmem::find_iter(folded.as_bytes(), &needle)
        .filter_map(|at| {
            index += folded.get(byte..at).unwrap_or("").chars().count();
            byte = at;
            let (start, _) = *haystack.get(index)?;
            let (last, _) = *haystack.get(index + count - 1)?;
            let length = text
                .get(last..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
            Some(Span::new(start, last + length))
        })
        .collect()
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
        let name = match found {
            Anchor::Exact(_) => "exact",
            Anchor::Moved(_) => "moved",
            Anchor::Ambiguous(_) => "ambiguous",
            Anchor::Orphan => "orphan",
        };
        let around = found
            .span()
            .map_or("", |span| changed.get(span.start..).unwrap());
        assert_eq!(format!("{name} {around}"), expected);
    }

    #[test]
    fn the_place_is_found_again() {
        let text = "甲、手工业。乙、合作社。";
        check(text, "合作社", text, "exact 合作社。");
        check(
            text,
            "合作社",
            "按：甲、手工业。乙、合作社。",
            "moved 合作社。",
        );
        check(
            text,
            "合作社",
            "甲、合作社。甲、手工业。乙、合作社。",
            "moved 合作社。",
        );
        check(text, "合作社", "合作社和合作社", "ambiguous 合作社");
        check(
            text,
            "合作社",
            "甲、手工业。乙、合 作\n社。",
            "moved 合 作\n社。",
        );
        check(text, "合作社", "甲、手工业。", "orphan ");
    }
}
