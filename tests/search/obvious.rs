//! The second implementation: character by character, document by document, nothing prepared.

use std::collections::{BTreeSet, HashSet};

use zhangju::clause::{ClauseId, ClauseTree, nest};
use zhangju::document::{BlockKind, Document};
use zhangju::library::Catalog;
use zhangju::search::body::Body;
use zhangju::search::query::Query;
use zhangju::text::fold::{Rung, fold};

use crate::questions::{Question, Word};

/// The texts of a library.
pub struct Texts(Vec<Text>);

pub struct Text {
    pub document: Document,
    tree: ClauseTree,
    /// By rung: exact, written, unpointed.
    lines: [Vec<Line>; 3],
}

/// A paragraph as it is compared.
pub struct Line {
    /// Each character with its place in the source.
    pub characters: Vec<Seen>,
    /// The same as one text.
    text: String,
    block: usize,
}

#[derive(Clone, Copy)]
pub struct Seen {
    pub c: char,
    start: usize,
    end: usize,
}

/// First and last byte, and the block.
type Hit = (usize, usize, usize);

/// What hits are counted together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Unit {
    Clause(ClauseId),
    Paragraph(usize),
}

fn is_spaced(c: char) -> bool {
    c.is_alphanumeric() && (c < '\u{2e80}' || ('\u{ff00}'..'\u{ff60}').contains(&c))
}

fn is_point(c: char) -> bool {
    let is_symbol = "$+<=>^`|￥＋＜＝＞".contains(c);
    c.is_ascii_punctuation() && !is_symbol
        || "，。、；：？！“”‘’（）《》〈〉「」『』〔〕【】—…·～－．／％＂＃＆＇＊＠［］＿｛｝﹃﹄〖〗〇".contains(c)
            && c != '〇'
}

impl Line {
    fn new(document: &Document, index: usize, rung: usize) -> Option<Self> {
        let block = &document.blocks[index];
        if !block.kind.is_read() {
            return None;
        }
        let calls: Vec<_> = document.notes.iter().flat_map(|note| &note.calls).collect();
        let mut characters: Vec<Seen> = Vec::new();
        // Blanks and, on the last rung, points that wait for what follows.
        let mut gap: Vec<Seen> = Vec::new();
        for (at, c) in block.text.of(&document.source).char_indices() {
            let start = block.text.start + at;
            let is_called = calls.iter().any(|call| call.contains(start));
            if rung > 0 && is_called || "\u{200b}\u{feff}\u{ad}".contains(c) {
                continue;
            }
            let end = start + c.len_utf8();
            let seen = |c| Seen { c, start, end };
            if c.is_whitespace() || rung == 2 && is_point(c) {
                gap.push(seen(c));
                continue;
            }
            let last = characters.last().map(|seen| seen.c);
            let parts = last.is_some_and(is_spaced) && is_spaced(c);
            let ends_line = gap.iter().any(|seen| seen.c == '\n');
            let has_blank = gap.iter().any(|seen| seen.c.is_whitespace());
            match gap.first() {
                Some(first) if parts && has_blank && (rung > 0 || ends_line) => {
                    characters.push(Seen { c: ' ', ..*first });
                }
                Some(_) if rung == 0 && !ends_line => characters.append(&mut gap),
                Some(_) if parts && !has_blank => {
                    for seen in &gap {
                        let folded = fold(&seen.c.to_string());
                        characters.extend(folded.chars().map(|c| Seen { c, ..*seen }));
                    }
                }
                _ => {}
            }
            gap.clear();
            let folded = if rung == 0 {
                c.to_string()
            } else {
                fold(&c.to_string())
            };
            characters.extend(folded.chars().map(seen));
        }
        Some(Self {
            text: characters.iter().map(|seen| seen.c).collect(),
            characters,
            block: index,
        })
    }

    fn starts(&self, at: usize, words: &[char]) -> bool {
        let own = self.characters.get(at..at + words.len());
        own.is_some_and(|own| own.iter().map(|seen| &seen.c).eq(words))
    }

    /// The length of a word at a place.
    fn length(&self, at: usize, word: &Word, rung: usize) -> Option<usize> {
        let rest = self.characters.len() - at;
        match word {
            Word::Plain(_) | Word::Literal(_) => {
                let words = words(word, rung);
                (!words.is_empty() && self.starts(at, &words)).then_some(words.len())
            }
            Word::One(first, last) | Word::Gap(first, last) => {
                let [first, last] = [first, last].map(|own| words(&Word::Plain(own.clone()), rung));
                let most = match word {
                    Word::One(..) => 1..=1,
                    _ => 0..=10,
                };
                if !self.starts(at, &first) {
                    return None;
                }
                let mut gaps = most.filter(|gap| gap + first.len() <= rest);
                let gap = gaps.find(|gap| self.starts(at + first.len() + gap, &last))?;
                Some(first.len() + gap + last.len())
            }
            Word::Number(unit, number) => {
                if !self.starts(at, &['第']) {
                    return None;
                }
                let is_numeral =
                    |c: &char| c.is_ascii_digit() || "零〇一二三四五六七八九十百千万".contains(*c);
                let behind = self.characters[at + 1..].iter().map(|seen| seen.c);
                let digits: String = behind.take_while(is_numeral).collect();
                let is_it = numerals(*number).contains(&digits);
                let length = 1 + digits.chars().count();
                let unit: Vec<char> = unit.chars().collect();
                (is_it && self.starts(at + length, &unit)).then_some(length + unit.len())
            }
            Word::Any(first, last) => {
                let [first, last] = [first, last].map(|own| words(&Word::Plain(own.clone()), 1));
                let is_it = self.starts(at, &first) && self.starts(at + first.len() + 1, &last);
                (is_it && rest > first.len()).then_some(first.len() + 1 + last.len())
            }
        }
    }
}

/// All numerals of a number below a thousand.
fn numerals(number: usize) -> Vec<String> {
    let digit = |n: usize| "零一二三四五六七八九".chars().nth(n).unwrap().to_string();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let mut written = String::new();
    if hundreds > 0 {
        written += &format!("{}百", digit(hundreds));
    }
    if tens > 0 {
        let is_bare = tens == 1 && hundreds == 0;
        written += &if is_bare {
            "十".to_owned()
        } else {
            format!("{}十", digit(tens))
        };
    } else if hundreds > 0 && ones > 0 {
        written.push('零');
    }
    if ones > 0 {
        written += &digit(ones);
    }
    let row: String = number
        .to_string()
        .chars()
        .map(|c| digit(c as usize - '0' as usize))
        .collect();
    vec![number.to_string(), written, row.replace('零', "〇"), row]
}

/// The characters of a word, or those that it begins with, as they are compared.
fn words(word: &Word, rung: usize) -> Vec<char> {
    match word {
        Word::Literal(word) => word.chars().collect(),
        Word::Plain(word) => {
            let folded = fold(word);
            let characters: Vec<char> = folded.chars().collect();
            let is_kept = |(index, c): &(usize, &char)| {
                let around = [index.checked_sub(1), Some(index + 1)];
                let mut around = around.map(|at| at.and_then(|at| characters.get(at)));
                rung < 2
                    || !is_point(**c)
                    || around.iter_mut().all(|c| c.is_some_and(|c| is_spaced(*c)))
            };
            let kept = characters.iter().enumerate().filter(is_kept);
            kept.map(|(_, c)| *c).collect()
        }
        Word::One(first, _) | Word::Gap(first, _) => words(&Word::Plain(first.clone()), rung),
        Word::Any(first, _) => words(&Word::Plain(first.clone()), 1),
        Word::Number(..) => vec!['第'],
    }
}

impl Texts {
    /// Reads all documents of a catalog.
    pub fn read(catalog: &Catalog) -> Self {
        let texts = catalog.iter().map(|(id, entry)| {
            let (document, _) = entry.source().document(None, catalog.filters()).unwrap();
            let lines = [0, 1, 2].map(|rung| {
                let all = 0..document.blocks.len();
                all.filter_map(|index| Line::new(&document, index, rung))
                    .collect()
            });
            let tree = nest(&document);
            assert!(id.0 < u32::MAX);
            Text {
                document,
                tree,
                lines,
            }
        });
        Self(texts.collect())
    }

    /// The texts as the program searches them.
    pub fn bodies(&self) -> Vec<Body<'_>> {
        let texts = self.0.iter();
        texts
            .map(|text| Body::new(&text.document, &text.tree))
            .collect()
    }

    /// A paragraph of the written rung.
    pub fn line(&self, draw: &mut dyn FnMut(usize) -> usize) -> (&Text, &Line) {
        let text = &self.0[draw(self.0.len())];
        (text, &text.lines[1][draw(text.lines[1].len())])
    }

    /// The words of a place.
    pub fn words(&self, (document, start, end): (u32, usize, usize)) -> &str {
        &self.0[document as usize].document.source[start..end]
    }

    /// What a question finds, on the first rung that has anything.
    pub fn find(&self, question: &Question) -> (Rung, BTreeSet<(u32, usize, usize)>) {
        let mut last = (Rung::Written, BTreeSet::new());
        for (index, rung) in [(1, Rung::Written), (2, Rung::Unpointed)] {
            if rung == Rung::Unpointed && !question.has_plain_words() {
                break;
            }
            let mut all = BTreeSet::new();
            for (id, text) in self.0.iter().enumerate() {
                let hits = text.find(question, index);
                all.extend(
                    hits.into_iter()
                        .map(|(start, end, _)| (id as u32, start, end)),
                );
            }
            last = (rung, all);
            if !last.1.is_empty() {
                break;
            }
        }
        last
    }

    /// What the program's own matcher finds in the documents as they were read.
    pub fn matched(bodies: &[Body<'_>], query: &Query) -> (Rung, BTreeSet<(u32, usize, usize)>) {
        let mut last = (Rung::Written, BTreeSet::new());
        for (rung, matcher) in query.ladder() {
            let mut all = BTreeSet::new();
            for (id, body) in bodies.iter().enumerate() {
                let hits = matcher.hits(body, false).into_iter();
                all.extend(hits.map(|hit| (id as u32, hit.span.start, hit.span.end)));
            }
            last = (rung, all);
            if !last.1.is_empty() {
                break;
            }
        }
        last
    }
}

impl Text {
    fn find(&self, question: &Question, rung: usize) -> Vec<Hit> {
        let hits = |word: &Word| self.hits(word, rung);
        match question {
            Question::One(word) => hits(word),
            Question::Both(first, second) => {
                let others: HashSet<Unit> =
                    hits(second).iter().map(|hit| self.unit(*hit)).collect();
                let mut seen = HashSet::new();
                let mut both = hits(first);
                both.retain(|hit| {
                    others.contains(&self.unit(*hit)) && seen.insert(self.unit(*hit))
                });
                both
            }
            Question::Either(first, second) => {
                let mut either = hits(first);
                either.extend(hits(second));
                either.sort_by_key(|(start, end, _)| (*start, usize::MAX - end));
                let mut behind = 0;
                either.retain(|(start, end, _)| {
                    let is_free = *start >= behind;
                    behind = if is_free { *end } else { behind };
                    is_free
                });
                either
            }
            Question::Without(first, second) => {
                let others: HashSet<Unit> =
                    hits(second).iter().map(|hit| self.unit(*hit)).collect();
                let mut without = hits(first);
                without.retain(|hit| !others.contains(&self.unit(*hit)));
                without
            }
            Question::Near(first, within, is_ordered, second) => {
                let others = hits(second);
                let mut used = HashSet::new();
                let mut near = hits(first);
                near.retain(|hit| {
                    let found = others.iter().find(|other| {
                        let is_behind = other.0 >= hit.1;
                        let is_before = other.1 <= hit.0;
                        let gap = if is_behind {
                            (hit.1, other.0)
                        } else {
                            (other.1, hit.0)
                        };
                        (is_behind || is_before && !is_ordered)
                            && !used.contains(*other)
                            && hit.2 == other.2
                            && self.between(gap) <= *within
                    });
                    if let Some(found) = found {
                        used.insert(*found);
                    }
                    found.is_some()
                });
                near
            }
            Question::Noted(word) => {
                let mut noted = hits(word);
                noted.retain(|hit| self.document.blocks[hit.2].kind == BlockKind::Footnote);
                noted
            }
        }
    }

    fn hits(&self, word: &Word, rung: usize) -> Vec<Hit> {
        let rung = match word {
            Word::Literal(_) => 0,
            Word::Any(..) => 1,
            _ => rung,
        };
        let mut hits: Vec<Hit> = Vec::new();
        let words: String = words(word, rung).iter().collect();
        for line in &self.lines[rung] {
            if !line.text.contains(&words) {
                continue;
            }
            let mut at = 0;
            while at < line.characters.len() {
                match line.length(at, word, rung) {
                    Some(length) => {
                        let hit = (
                            line.characters[at].start,
                            line.characters[at + length - 1].end,
                            line.block,
                        );
                        if hits.last().is_none_or(|last| last.1 <= hit.0) {
                            hits.push(hit);
                        }
                        at += length;
                    }
                    None => at += 1,
                }
            }
        }
        hits
    }

    fn unit(&self, hit: Hit) -> Unit {
        let is_note = self.document.blocks[hit.2].kind == BlockKind::Footnote;
        match self.tree.at(hit.0).filter(|_| !is_note) {
            Some(clause) => Unit::Clause(clause),
            None => Unit::Paragraph(hit.2),
        }
    }

    /// How many characters a reader sees between two places of a paragraph.
    fn between(&self, (start, end): (usize, usize)) -> usize {
        let calls: Vec<_> = self
            .document
            .notes
            .iter()
            .flat_map(|note| &note.calls)
            .collect();
        let characters = self.document.source[start..end].char_indices();
        let seen = characters.filter(|(at, c)| {
            let is_called = calls.iter().any(|call| call.contains(start + at));
            !is_called && !c.is_whitespace() && !"\u{200b}\u{feff}\u{ad}".contains(*c)
        });
        seen.count()
    }
}
