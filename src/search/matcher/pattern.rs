//! A word made ready: found in a folded text, its hits led back to the source.

use memchr::memmem;
use regex::Regex;

use super::Hit;
use super::element::{self, Element, Places};
use crate::search::body::{Body, Seam};
use crate::search::expression;
use crate::search::folding::{Folding, Foldings};
use crate::search::query::Word;
use crate::text::Span;
use crate::text::fold::{Folded, Rung, WayBack};

/// A word made ready for one rung.
#[derive(Debug)]
pub(super) enum Pattern {
    /// Parts in a row.
    Elements(Rung, Vec<Element>),
    /// A regular expression; `None` where it would be too large, which its query has refused.
    Expression(Option<Regex>),
}

impl Pattern {
    pub fn new(word: &Word, rung: Rung) -> Self {
        match word {
            Word::Plain(word) => Self::Elements(rung, element::plain(word, rung)),
            Word::Literal(word) => Self::Elements(Rung::Exact, element::literal(word)),
            Word::Pinyin(letters) => {
                Self::Elements(Rung::Written, vec![Element::Pinyin(letters.clone())])
            }
            Word::Pattern(folded) => Self::Expression(expression::compile(folded).ok()),
        }
    }

    /// The hits in a text, in order of place.
    pub fn hits(&self, body: &Body<'_>, tells: bool) -> Vec<Hit> {
        match self {
            Self::Elements(_, elements) if elements.is_empty() => Vec::new(),
            Self::Elements(rung, elements) => words(*rung, elements, body, tells),
            Self::Expression(expression) => {
                let expression = expression.iter();
                expression.flat_map(|own| matches(own, body)).collect()
            }
        }
    }
}

/// The hits of a regular expression: none is empty, none goes beyond a paragraph.
fn matches(expression: &Regex, body: &Body<'_>) -> Vec<Hit> {
    let text = body.folded(Rung::Written).text();
    let mut way = body.way_back(Rung::Written);
    let mut hits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches('\n');
        for found in expression.find_iter(words).filter(|own| !own.is_empty()) {
            hits.push(Hit {
                span: way.span(start + found.start()..start + found.end()),
                foldings: Foldings::default(),
            });
        }
        start += line.len();
    }
    hits
}

/// The hits of parts in a row: from the left, the next behind the end of the one before.
fn words(rung: Rung, elements: &[Element], body: &Body<'_>, tells: bool) -> Vec<Hit> {
    let text = body.folded(rung).text();
    let mut way = body.way_back(rung);
    let mut parts = body.way_back(rung);
    let first = match elements.first() {
        Some(Element::Literal(first)) => Some(memmem::Finder::new(&first.folded)),
        _ => None,
    };
    let mut hits = Vec::new();
    let mut line = 0..0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        match first.as_ref().map(|first| first.find(rest.as_bytes())) {
            Some(Some(found)) => at += found,
            Some(None) => break,
            None => {}
        }
        if at >= line.end {
            let start = text.get(..at).and_then(|before| before.rfind('\n'));
            let end = memchr::memchr(b'\n', text.as_bytes().get(at..).unwrap_or(&[]));
            line = start.map_or(0, |start| start + 1)..end.map_or(text.len(), |end| at + end);
        }
        let words = text.get(line.clone()).unwrap_or("");
        let ends = element::ends(elements, words, at - line.start);
        let ends: Places = ends
            .into_iter()
            .flatten()
            .map(|end| line.start + end)
            .collect();
        let found = ends.last().filter(|end| **end > at);
        let found = found.map(|end| (end, way.span(at..*end)));
        match found.filter(|(_, span)| rung != Rung::Exact || !body.is_parted(*span)) {
            Some((end, span)) => {
                let mut foldings = Foldings::default();
                if tells {
                    foldings = told(
                        (rung, elements),
                        (text, at, &ends),
                        (body, span),
                        &mut parts,
                    );
                }
                hits.push(Hit { span, foldings });
                at = *end;
            }
            None => {
                let next = text.get(at..).and_then(|rest| rest.chars().next());
                at += next.map_or(1, char::len_utf8);
            }
        }
    }
    hits
}

/// What was passed over for a match of parts that begin at a place of a folded text and end at
/// others.
fn told(
    (rung, elements): (Rung, &[Element]),
    (text, at, ends): (&str, usize, &Places),
    (body, hit): (&Body<'_>, Span),
    way: &mut WayBack<'_>,
) -> Foldings {
    let mut foldings = Foldings::default();
    let mut start = at;
    for (element, end) in elements.iter().zip(ends) {
        let range = start..*end;
        start = *end;
        match element {
            Element::Literal(written) => {
                let seen: String = body.characters(way.span(range)).map(|(_, c)| c).collect();
                let typed: String = written.typed.split_whitespace().collect();
                if seen == typed {
                    continue;
                }
                foldings.add(
                    if rung == Rung::Unpointed && unpointed(&seen) == unpointed(&typed) {
                        Folding::Points
                    } else {
                        Folding::Writing
                    },
                );
            }
            Element::Number(written, number) => {
                if text.get(range) != Some(&*written.folded) {
                    foldings.add(number.folding());
                }
            }
            Element::Any | Element::Gap | Element::Pinyin(_) => {}
        }
    }
    if rung != Rung::Exact {
        for (seam, folding) in [
            (Seam::Mark, Folding::Marks),
            (Seam::Blanks, Folding::Blanks),
        ] {
            if body.has_seam(hit, seam) {
                foldings.add(folding);
            }
        }
    }
    foldings
}

/// A text without what the last rung passes over.
fn unpointed(text: &str) -> String {
    let is_kept = |c: &char| {
        let folded = Folded::of(c.encode_utf8(&mut [0; 4]), Rung::Unpointed);
        !folded.text().trim_end().is_empty()
    };
    text.chars().filter(is_kept).collect()
}
