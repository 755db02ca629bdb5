//! What stands near the hits more often than elsewhere: pieces of two to eight hanzi, since no
//! division into words is to be trusted.

use std::collections::HashMap;

use super::concordance::{self, Line};
use super::engine::{Engine, Extent, Page, Request};
use crate::library::Catalog;
use crate::text::fold::fold;
use crate::text::hanzi;

/// Characters on either side of a hit that are looked at.
pub const AROUND: usize = 10;

/// Lengths of the pieces, in hanzi.
const SHORTEST: usize = 2;
const LONGEST: usize = 8;

/// Pieces that are seldomer say nothing.
const SELDOM: usize = 3;

/// Pieces whose frequency is asked for, the most frequent ones.
const MOST: usize = 1000;

/// A piece that stands near the hits.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocate {
    /// The piece, folded.
    pub words: String,
    /// How often it stands there; repeats of a passage count once.
    pub count: usize,
    /// How many times as often as in all texts.
    pub ratio: f64,
    /// Log-likelihood (Dunning 1993): how surely it is no chance.
    pub likelihood: f64,
}

/// Characters around a hit by which repeats are told, and the most hits that are looked at.
const CONTEXT: usize = 40;
const HITS: usize = 100_000;

/// What stands near the hits of a query, the surest first, and how far the answer goes.
pub fn find(
    engine: &dyn Engine,
    request: &Request<'_>,
    catalog: &Catalog,
) -> (Vec<Collocate>, Extent) {
    let page = Page {
        after: None,
        limit: HITS,
        around: CONTEXT,
        is_named: false,
    };
    let mut passages = Vec::new();
    engine.passages(request, page, &mut |passage| passages.push(passage));
    let pieces = Pieces::near(&concordance::merged(passages));
    let (frequencies, extent) = engine.frequencies(request, &pieces.words());
    let asked = catalog
        .iter()
        .filter(|(id, entry)| request.asks(*id, *entry));
    let characters = asked.map(|(_, entry)| u64::from(entry.characters())).sum();
    (pieces.ranked(&frequencies, characters), extent)
}

/// The pieces near some hits.
#[derive(Debug, Default)]
pub struct Pieces {
    /// Each piece with how often it stands there, the most frequent first.
    counts: Vec<(String, usize)>,
    /// Hanzi near the hits.
    hanzi: usize,
}

impl Pieces {
    /// The pieces near the hits of a list.
    pub fn near(lines: &[Line]) -> Self {
        let mut all: HashMap<String, usize> = HashMap::new();
        let mut hanzi = 0;
        for line in lines {
            let before: Vec<char> = line.passage.before.chars().rev().take(AROUND).collect();
            let before: String = before.into_iter().rev().collect();
            let after: String = line.passage.after.chars().take(AROUND).collect();
            for side in [before, after] {
                for row in rows(&fold(&side)) {
                    hanzi += row.len();
                    for length in SHORTEST..=LONGEST.min(row.len()) {
                        for piece in row.windows(length) {
                            *all.entry(piece.iter().collect()).or_default() += 1;
                        }
                    }
                }
            }
        }
        let mut counts: Vec<_> = all
            .into_iter()
            .filter(|(_, count)| *count >= SELDOM)
            .collect();
        counts.sort_unstable_by(|(a, first), (b, second)| second.cmp(first).then(a.cmp(b)));
        let kept = without_parts(counts);
        Self {
            counts: kept.into_iter().take(MOST).collect(),
            hanzi,
        }
    }

    /// The pieces, folded.
    pub fn words(&self) -> Vec<&str> {
        self.counts.iter().map(|(words, _)| &**words).collect()
    }

    /// The pieces that stand near the hits more often than elsewhere, the surest first.
    /// `frequencies` says how often each of [`Self::words`] stands in all texts that were asked,
    /// and `characters` how long these are.
    pub fn ranked(&self, frequencies: &[usize], characters: u64) -> Vec<Collocate> {
        let near = self.hanzi as f64;
        let far = (characters as f64 - near).max(1.0);
        let pieces = self.counts.iter().zip(frequencies);
        let mut ranked: Vec<Collocate> = pieces
            .filter_map(|((words, count), frequency)| {
                let own = *count as f64;
                // Where hits stand close together a piece is near several of them.
                let others = (*frequency as f64 - own).max(0.0);
                let expected = near * (own + others) / (near + far);
                let elsewhere = far * (own + others) / (near + far);
                let part = |seen: f64, expected: f64| {
                    if seen > 0.0 {
                        seen * (seen / expected).ln()
                    } else {
                        0.0
                    }
                };
                (own > expected).then(|| Collocate {
                    words: words.clone(),
                    count: *count,
                    ratio: own / expected,
                    likelihood: 2.0 * (part(own, expected) + part(others, elsewhere)),
                })
            })
            .collect();
        ranked.sort_by(|a, b| {
            b.likelihood
                .total_cmp(&a.likelihood)
                .then(a.words.cmp(&b.words))
        });
        ranked
    }
}

/// The rows of hanzi in a text.
fn rows(text: &str) -> impl Iterator<Item = Vec<char>> {
    let is_other = |c: char| hanzi::leading(c.encode_utf8(&mut [0; 4])) == 0;
    let rows = text
        .split(is_other)
        .map(|row| row.chars().collect::<Vec<char>>());
    rows.filter(|row| !row.is_empty())
}

/// The pieces without those that are hardly found but in a longer one: a longer one is there four
/// times in five.
fn without_parts(counts: Vec<(String, usize)>) -> Vec<(String, usize)> {
    let mut within: HashMap<String, usize> = HashMap::new();
    for (words, count) in &counts {
        let characters: Vec<char> = words.chars().collect();
        for length in SHORTEST..characters.len() {
            for part in characters.windows(length) {
                let most = within.entry(part.iter().collect()).or_default();
                *most = (*most).max(*count);
            }
        }
    }
    let is_own = |(words, count): &(String, usize)| {
        let longer = within.get(words).copied().unwrap_or(0);
        longer * 5 < count * 4
    };
    counts.into_iter().filter(is_own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::EntryId;
    use crate::search::engine::Passage;
    use crate::search::folding::Foldings;
    use crate::text::Span;

    fn lines(around: &[(&str, &str)]) -> Vec<Line> {
        let line = |(before, after): &(&str, &str)| Line {
            passage: Passage {
                document: EntryId(0),
                address: String::new(),
                place: String::new(),
                span: Span::default(),
                line: 1,
                before: (*before).to_owned(),
                words: "船".to_owned(),
                after: (*after).to_owned(),
                foldings: Foldings::default(),
            },
            times: 1,
        };
        around.iter().map(line).collect()
    }

    #[test]
    fn pieces_near_the_hits_are_counted_whole() {
        let around = [
            ("甲合作社", "，停航"),
            ("乙合作社", "停航"),
            ("丙合作社", "停"),
            ("合作", ""),
        ];
        let pieces = Pieces::near(&lines(&around));
        // 合作社 explains three of four 合作, too few, and all 作社.
        let expected = [("合作".to_owned(), 4), ("合作社".to_owned(), 3)];
        assert_eq!(pieces.counts, expected);
        assert_eq!(pieces.hanzi, 4 + 4 + 4 + 2 + 2 + 2 + 1);
        let far = [("合作社一二三四五六七八九十", "一二三四五六七八九十合作社")];
        assert!(Pieces::near(&lines(&far)).counts.is_empty());
    }

    #[test]
    fn likelihood_is_that_of_two_texts() {
        // 100 of 10,000 near, 20 of 990,000 elsewhere: by Rayson's formula, 2 × (100 ln(100/1.2) +
        // 20 ln(20/118.8)).
        let pieces = Pieces {
            counts: vec![("合作".to_owned(), 100), ("工业".to_owned(), 4)],
            hanzi: 10_000,
        };
        let ranked = pieces.ranked(&[120, 4000], 1_000_000);
        assert_eq!(ranked.len(), 1, "what is seldomer than elsewhere is none");
        assert!((ranked[0].likelihood - 813.301).abs() < 0.01, "{ranked:?}");
        assert!((ranked[0].ratio - 83.333).abs() < 0.001);
    }
}
