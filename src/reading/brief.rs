//! A brief: what a draft cites of the statutes of a library, and whether it is so: the clause is
//! there, the words are those of the clause, the edition is the one in force.

mod names;

use std::sync::Arc;

use super::Text;
use crate::clause::ClauseId;
use crate::document::{Document, PartialDate, date};
use crate::library::{Catalog, Entry, EntryId, Source};
use crate::text::Span;
use crate::text::numbering::{Level, Place};
pub use names::Names;

/// A place in a draft that cites a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The words: name and place.
    pub span: Span,
    /// The name of the work, as [`crate::library::work()`] has it, or as far as it can be told.
    pub work: String,
    /// The year of the edition, where the draft names it.
    pub year: Option<u16>,
    /// The place in the work: `第十五条第二款`.
    pub place: String,
    /// The words that are quoted from it.
    pub quoted: Option<Span>,
}

/// What was found of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The citation.
    pub citation: Citation,
    /// What is wrong with it, if anything is.
    pub verdict: Verdict,
    /// The text that was looked at: the edition that is cited, or the newest.
    pub entry: Option<EntryId>,
    /// Its date.
    pub edition: Option<PartialDate>,
    /// The address of the clause in it.
    pub address: Option<String>,
}

/// Whether a citation is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Right,
    /// The library has no such work: nothing is known.
    NotInLibrary,
    /// The library has the work, but not this edition.
    NoEdition,
    /// The work has no such clause.
    NoClause,
    /// The words are other ones; those of the clause.
    OtherWords(String),
    /// It is right of an older edition only.
    Superseded,
}

impl Verdict {
    /// Name in the locales and in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::NotInLibrary => "not-in-library",
            Self::NoEdition => "no-edition",
            Self::NoClause => "no-clause",
            Self::OtherWords(_) => "other-words",
            Self::Superseded => "superseded",
        }
    }

    /// Whether a person should look at it. What is not in the library is no mistake.
    pub fn is_wrong(&self) -> bool {
        !matches!(self, Self::Right | Self::NotInLibrary)
    }
}

/// Longest words between a place and what is quoted from it, in bytes: 明确规定：.
const LEAD: usize = 48;

/// The citations of a draft, in order of place.
pub fn citations(document: &Document, names: &Names) -> Vec<Citation> {
    let names = names.with_those_of(document);
    let mut found: Vec<Citation> = Vec::new();
    for block in document.blocks.iter().filter(|block| block.kind.is_read()) {
        let words = block.text.of(document.plain());
        let mut at = 0;
        // The end of the citation before, which 第三条、第五条 continues.
        let mut last_end = None;
        while let Some(next) = words.get(at..).and_then(|rest| rest.find('第')) {
            at += next;
            let rest = words.get(at..).unwrap_or("");
            let Some(place) = article(document, rest) else {
                at += '第'.len_utf8();
                continue;
            };
            let before = words.get(..at).unwrap_or("");
            let joined = last_end
                .and_then(|end| words.get(end..at))
                .is_some_and(is_joint);
            let last = found.last();
            let named = match (names.before(before), last) {
                (Some(named), _) => Some((named.work, named.year, named.start)),
                (None, Some(last)) if joined || said_again(before) => {
                    Some((last.work.clone(), last.year, at))
                }
                _ => None,
            };
            let end = at + place.length;
            if let Some((work, year, start)) = named {
                let quoted = quoted(words, end);
                let place = rest.get(..place.length).unwrap_or("");
                found.push(Citation {
                    span: Span::new(start, end).moved(block.text.start),
                    work,
                    year,
                    place: place.to_owned(),
                    quoted: quoted.map(|span| span.moved(block.text.start)),
                });
                last_end = Some(end);
            }
            at = end;
        }
    }
    found
}

/// The place that a text begins with, if it is an article or in one.
fn article(document: &Document, text: &str) -> Option<Place> {
    let place = document.convention().tradition.place(text)?;
    let first = place.components.first()?;
    (first.unit.level == Level::Article).then_some(place)
}

/// Whether words only join two places of one work.
fn is_joint(words: &str) -> bool {
    const JOINTS: [&str; 8] = ["、", "，", "和", "及", "以及", "或者", "或", "至"];
    JOINTS.contains(&words.trim())
}

/// Whether words end by naming the work that was named last.
fn said_again(before: &str) -> bool {
    const AGAIN: [&str; 5] = ["该法", "同法", "该条例", "该解释", "该规定"];
    AGAIN.iter().any(|word| before.ends_with(word))
}

/// What is quoted behind a place: 第三条规定：“…”.
fn quoted(words: &str, end: usize) -> Option<Span> {
    const MARKS: [(char, char); 2] = [('“', '”'), ('「', '」')];
    let rest = words.get(end..)?;
    let (at, open) = rest
        .char_indices()
        .find(|(_, c)| MARKS.iter().any(|own| own.0 == *c))?;
    let lead = rest.get(..at)?;
    let is_near = lead.len() <= LEAD && !lead.contains(['。', '；', '第', '《']);
    let says = lead.ends_with(['：', ':', '，', ',']) || lead.ends_with("规定") || lead.is_empty();
    let close = MARKS.iter().find(|own| own.0 == open)?.1;
    let start = at + open.len_utf8();
    let length = rest.get(start..)?.find(close)?;
    let span = Span::new(end + start, end + start + length);
    (is_near && says && !span.is_empty()).then_some(span)
}

/// Checks citations against a library; a text is read once.
#[derive(Debug)]
pub struct Checker<'c> {
    catalog: &'c Catalog,
    names: &'c Names,
    texts: Vec<(EntryId, Option<Arc<Text>>)>,
}

/// How a clause of one edition answers to a citation.
struct Answer {
    address: String,
    /// The words of the clause, where they are not those that are quoted.
    other: Option<String>,
}

impl<'c> Checker<'c> {
    /// Checks against the documents of a catalog.
    pub fn new(catalog: &'c Catalog, names: &'c Names) -> Self {
        Self {
            catalog,
            names,
            texts: Vec::new(),
        }
    }

    /// Checks a citation of a draft.
    pub fn check(&mut self, draft: &Document, citation: Citation) -> Checked {
        let quoted = citation.quoted.map(|span| draft.words(span).into_owned());
        let editions = self.names.editions(self.catalog, &citation.work);
        let cited: Vec<(EntryId, Option<PartialDate>)> = editions
            .iter()
            .filter(|(_, date)| {
                let year = date.map(|date| date.year);
                citation.year.is_none() || citation.year == year
            })
            .copied()
            .collect();
        let told = |verdict, entry: Option<(EntryId, Option<PartialDate>)>, address| Checked {
            citation: citation.clone(),
            verdict,
            entry: entry.map(|(id, _)| id),
            edition: entry.and_then(|(_, date)| date),
            address,
        };
        let (Some(newest), Some(first)) = (editions.first().copied(), cited.first().copied())
        else {
            let verdict = if editions.is_empty() {
                Verdict::NotInLibrary
            } else {
                Verdict::NoEdition
            };
            return told(verdict, None, None);
        };
        let answers: Vec<_> = cited
            .into_iter()
            .map(|own| (own, self.answer(own.0, &citation.place, quoted.as_deref())))
            .collect();
        let is_right =
            |answer: &Option<Answer>| answer.as_ref().is_some_and(|own| own.other.is_none());
        if let Some((edition, answer)) = answers.iter().find(|(_, answer)| is_right(answer)) {
            let address = answer.as_ref().map(|own| own.address.clone());
            let verdict = if edition.1 == newest.1 {
                Verdict::Right
            } else {
                Verdict::Superseded
            };
            return told(verdict, Some(*edition), address);
        }
        match answers
            .into_iter()
            .find_map(|(edition, answer)| Some((edition, answer?)))
        {
            Some((edition, answer)) => told(
                Verdict::OtherWords(answer.other.unwrap_or_default()),
                Some(edition),
                Some(answer.address),
            ),
            None => told(Verdict::NoClause, Some(first), None),
        }
    }

    fn answer(&mut self, entry: EntryId, place: &str, quoted: Option<&str>) -> Option<Answer> {
        let text = self.text(entry)?;
        let id = clause(&text, place)?;
        let span = text.tree.get(id)?.span;
        let is_there = quoted.is_none_or(|quoted| {
            let parts = quoted.split(['…', '⋯']).map(trimmed);
            let mut parts = parts.filter(|part| !part.is_empty());
            parts.all(|part| {
                text.findable()
                    .first_in(&text.document, part, span)
                    .is_some()
            })
        });
        let words = || text.document.words(span).trim().to_owned();
        Some(Answer {
            address: text.tree.address(id).to_string(),
            other: (!is_there).then(words),
        })
    }

    fn text(&mut self, entry: EntryId) -> Option<Arc<Text>> {
        if let Some((_, text)) = self.texts.iter().find(|(id, _)| *id == entry) {
            return text.clone();
        }
        let source: Option<Source> = self.catalog.get(entry).map(Entry::source);
        let text = source.and_then(|source| {
            let (document, encoding) = source.document(None, self.catalog.filters()).ok()?;
            Some(Arc::new(Text::of(
                document,
                encoding.name(),
                &source.into(),
            )))
        });
        self.texts.push((entry, text.clone()));
        text
    }
}

/// The clause that a place means.
fn clause(text: &Text, place: &str) -> Option<ClauseId> {
    let found = text.tree.find(place, &text.document);
    found.first().copied()
}

/// Words without the stop that a quotation adds at its end.
fn trimmed(words: &str) -> &str {
    let is_stop = |c: char| c.is_whitespace() || "。，；、.,;".contains(c);
    words.trim().trim_end_matches(is_stop)
}

/// The year that brackets behind a title name: （2018年修正）.
fn year(brackets: &str) -> Option<u16> {
    let inner = brackets
        .trim_start_matches(['（', '('])
        .trim_end_matches(['）', ')']);
    let digits: String = inner.chars().take_while(char::is_ascii_digit).collect();
    let year = digits.parse().ok().filter(|_| digits.len() == 4);
    year.or_else(|| date::first(inner).map(|(date, _)| date.year))
}

#[cfg(test)]
mod tests;
