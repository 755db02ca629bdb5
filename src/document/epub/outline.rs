//! Makes a book's own contents the outline of its text: what an entry leads to becomes a heading of
//! the entry's level, whatever it was set as.

use std::cmp::Ordering;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::document::transcript::{Insertion, Transcript};
use crate::document::{Block, BlockKind};
use crate::text::Span;

/// An entry of the contents, with its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub label: String,
    pub level: u8,
    pub place: Option<Place>,
}

/// Where an entry leads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Its start; `None` if the part has no place of that name.
    pub start: Option<usize>,
    /// The whole part.
    pub part: Span,
}

/// How many passages from its place on are looked at for the words of an entry: a picture or a
/// motto may stand above.
const WINDOW: usize = 8;

/// What an entry makes of the text.
#[derive(Clone, Copy, Debug)]
struct Head {
    /// Index of the passage.
    passage: usize,
    level: u8,
    /// Index of the entry.
    entry: usize,
    /// Whether its label is added before the passage: the text has no such heading.
    is_added: bool,
}

/// Applies the contents to the text. The headings that are added stand before passages.
pub(super) fn apply(entries: &[Entry], to: &mut Transcript) -> Vec<Insertion> {
    let text = Text {
        words: &to.text,
        passages: &to.structure.passages,
    };
    let mut heads = text.heads(entries);
    // Contents of one entry that the text does not have: the whole book under some name.
    if heads.is_empty() || entries.len() == 1 && heads[0].is_added {
        return Vec::new();
    }
    heads.sort_by_key(|head| (head.passage, !head.is_added));
    // Several entries may lead to one heading: the first stands.
    heads.dedup_by(|later, first| {
        !later.is_added && !first.is_added && later.passage == first.passage
    });
    // An entry that nothing stands under: a picture.
    let count = text.passages.len();
    let is_empty = |head: &Head, next: Option<&Head>| {
        head.is_added
            && next.map_or(head.passage == count, |next| {
                next.passage == head.passage && next.level <= head.level
            })
    };
    let kept: Vec<Head> = heads
        .iter()
        .enumerate()
        .filter(|(at, head)| !is_empty(head, heads.get(at + 1)))
        .map(|(_, head)| *head)
        .collect();
    let second: Vec<usize> = kept
        .iter()
        .filter_map(|head| text.second_line(head, entries))
        .collect();
    for passage in second {
        to.structure.passages[passage].kind = BlockKind::Paragraph;
    }
    set_levels(&kept, &mut to.structure.passages);
    let added = kept.iter().filter(|head| head.is_added);
    let added = added.map(|head| Insertion {
        before: head.passage,
        words: entries[head.entry].label.clone(),
        kind: BlockKind::Heading { level: head.level },
    });
    added.collect()
}

/// Sets the levels of all headings: those of the contents, and of others by their own level below
/// or beside the last of the contents.
fn set_levels(heads: &[Head], passages: &mut [Block]) {
    const OWN: usize = 7;
    // For each level of the page, 0 for no heading, the level that the contents gave it last.
    let mut given: [Option<u8>; OWN] = [None; OWN];
    let give = |own: usize, level: u8, given: &mut [Option<u8>; OWN]| {
        for (at, of) in given.iter_mut().enumerate() {
            *of = match at.cmp(&own) {
                Ordering::Equal => Some(level),
                Ordering::Less => of.filter(|of| *of < level),
                Ordering::Greater => None,
            };
        }
    };
    let mut heads = heads.iter().peekable();
    for (at, passage) in passages.iter_mut().enumerate() {
        let mut listed = None;
        while let Some(head) = heads.next_if(|head| head.passage == at) {
            if head.is_added {
                give(0, head.level, &mut given);
            } else {
                listed = Some(head.level);
            }
        }
        let own = match passage.kind {
            BlockKind::Heading { level } => usize::from(level).min(OWN - 1),
            _ => 0,
        };
        if let Some(level) = listed {
            give(own, level, &mut given);
            passage.kind = BlockKind::Heading { level };
        } else if own > 0 {
            let above = (0..=own).rev().find_map(|at| Some((at, given[at]?)));
            let below = || given.iter().flatten().min().copied();
            let level = match above {
                Some((at, level)) => level.saturating_add((own - at) as u8),
                None => below().unwrap_or(own as u8),
            };
            passage.kind = BlockKind::Heading { level };
        }
    }
}

/// The text that the contents are compared with.
struct Text<'a> {
    words: &'a str,
    passages: &'a [Block],
}

impl Text<'_> {
    /// What each entry makes of the text, in the order of the contents.
    fn heads(&self, entries: &[Entry]) -> Vec<Head> {
        let mut heads: Vec<Head> = Vec::new();
        // Entries without a place, which wait for their first inner one with a place.
        let mut waiting: Vec<usize> = Vec::new();
        // The passages up to here are headings of earlier entries.
        let mut used = 0;
        let by_letters = self.by_letters(entries);
        for (index, entry) in entries.iter().enumerate() {
            waiting.retain(|outer| entries[*outer].level < entry.level);
            let Some((first, found)) = self.find(entries, index, used, &by_letters) else {
                waiting.push(index);
                continue;
            };
            for outer in waiting.drain(..) {
                heads.push(Head {
                    passage: found.map_or(first, |found| found.min(first)),
                    level: entries[outer].level,
                    entry: outer,
                    is_added: true,
                });
            }
            heads.push(Head {
                passage: found.unwrap_or(first),
                level: entry.level,
                entry: index,
                is_added: found.is_none(),
            });
            if let Some(found) = found {
                used = found + 1;
            }
        }
        heads
    }

    /// The passage that an entry leads to, and the one near it that is its heading. The passages
    /// before `used` are headings of earlier entries.
    fn find(
        &self,
        entries: &[Entry],
        index: usize,
        used: usize,
        by_letters: &HashMap<String, Vec<usize>>,
    ) -> Option<(usize, Option<usize>)> {
        let entry = &entries[index];
        let place = entry.place?;
        let (start, end) = (self.at(place.part.start), self.at(place.part.end));
        let label = letters(&entry.label);
        let Some(first) = place.start.map(|start| self.at(start)) else {
            // A name that the part does not have: its words decide.
            let all = by_letters.get(&label)?;
            let found = all.get(all.partition_point(|at| *at < start.max(used)))?;
            return (*found < end).then_some((*found, Some(*found)));
        };
        let next = entries.get(index + 1).and_then(|next| next.place);
        let next = next.and_then(|next| next.start).map(|start| self.at(start));
        let limit = next.filter(|next| *next > first).unwrap_or(end);
        // Several entries may lead to the same place, one below the other.
        let from = if used > first && used <= first + WINDOW {
            used
        } else {
            first
        };
        let mut window = from..limit.min(end).min(from + WINDOW);
        if let Some(found) = window.find(|at| self.is(*at, &label)) {
            return Some((first, Some(found)));
        }
        // The place may stand behind its heading.
        if let Some(before) = first.checked_sub(1)
            && before >= used.max(start)
            && self.is(before, &label)
        {
            return Some((first, Some(before)));
        }
        let is_heading = |at: usize| {
            let passage = self.passages.get(at).filter(|_| at < end);
            passage.is_some_and(|passage| matches!(passage.kind, BlockKind::Heading { .. }))
        };
        let is_others = |at: usize| {
            let others = entries.iter().skip(index + 1).take(WINDOW);
            let mut here = others.take_while(|other| {
                let start = other.place.and_then(|place| place.start);
                start.is_none_or(|start| self.at(start) <= at)
            });
            here.any(|other| self.is(at, &letters(&other.label)))
        };
        let found = (from == first && is_heading(first) && !is_others(first)).then_some(first);
        Some((first, found))
    }

    /// The index of the passage at a place.
    fn at(&self, place: usize) -> usize {
        self.passages
            .partition_point(|passage| passage.span.end <= place)
    }

    /// The letters of a passage, if it is not much longer than a label.
    fn letters(&self, at: usize, label: &str) -> Option<String> {
        let passage = self.passages.get(at)?;
        let is_line = matches!(
            passage.kind,
            BlockKind::Heading { .. } | BlockKind::Paragraph | BlockKind::Verse
        );
        let is_short = passage.text.len() <= 4 * label.len() + 64;
        (is_line && is_short).then(|| letters(passage.text.of(self.words)))
    }

    /// Whether a passage is, or begins on its first of two lines, the heading that the contents
    /// call by this label.
    fn is(&self, at: usize, label: &str) -> bool {
        let Some(own) = self.letters(at, label) else {
            return false;
        };
        if own == label && !label.is_empty() {
            return true;
        }
        // A mark of a note, or the number of the chapter, stands in one of them only.
        let is_short = |rest: &str| rest.chars().count() <= 2 && rest.chars().all(char::is_numeric);
        if own.strip_prefix(label).is_some_and(is_short) && !label.is_empty() {
            return true;
        }
        let rest = label.strip_prefix(own.as_str()).filter(|_| !own.is_empty());
        let next = || self.letters(at + 1, label);
        rest.is_some_and(|rest| !rest.is_empty() && next().as_deref() == Some(rest))
    }

    /// The passage that is the second line of a heading.
    fn second_line(&self, head: &Head, entries: &[Entry]) -> Option<usize> {
        let label = letters(&entries.get(head.entry)?.label);
        let own = self
            .letters(head.passage, &label)
            .filter(|own| !own.is_empty())?;
        let rest = label
            .strip_prefix(own.as_str())
            .filter(|rest| !rest.is_empty())?;
        let next = head.passage + 1;
        (!head.is_added && self.letters(next, &label)? == rest).then_some(next)
    }

    /// The passages of the letters, for entries whose places the text does not have.
    fn by_letters(&self, entries: &[Entry]) -> HashMap<String, Vec<usize>> {
        let is_unknown = |entry: &Entry| entry.place.is_some_and(|place| place.start.is_none());
        let unknown = entries.iter().filter(|entry| is_unknown(entry));
        let mut found: HashMap<String, Vec<usize>> = unknown
            .map(|entry| (letters(&entry.label), Vec::new()))
            .collect();
        let longest = found.keys().max_by_key(|label| label.len()).cloned();
        if let Some(longest) = longest {
            for at in 0..self.passages.len() {
                let own = self.letters(at, &longest);
                if let Some(all) = own.and_then(|own| found.get_mut(&own)) {
                    all.push(at);
                }
            }
        }
        found
    }
}

/// The letters and numbers of a text: what two settings of a heading have in common.
fn letters(text: &str) -> String {
    let kept = text.nfkc().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}
