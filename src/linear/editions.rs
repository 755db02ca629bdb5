//! Other editions and other texts line by line: comparing with them, one clause through them, the
//! newest, what was annotated in them, and what is bound to the text that is read.

use std::sync::Arc;

use super::Dialogue;
use super::library::Landing;
use crate::annotation::SourceRef;
use crate::clause::compare::{Row, Status, beside, compare};
use crate::document::PartialDate;
use crate::library::Source;
use crate::reading::comparing::{
    are_unrelated, edition, headline, history, in_order, inline, labels, tally, titled,
};
use crate::reading::others::Other;
use crate::reading::titled::of_title;
use crate::reading::{Annotating, Text, entry_of, entry_with_text, unread};
use crate::terminal::output::{Failure, Output};
use crate::text::Said;

impl Dialogue {
    /// `gD`: the other editions of this text, the oldest first, each with its number among the
    /// documents; a number compares this text with that document.
    pub(super) fn compare(&mut self, number: &str, output: &mut Output) -> Result<(), Failure> {
        if number.is_empty() {
            return self.say_editions(output);
        }
        let Some(other) = self.numbered_text(number, output)? else {
            return Ok(());
        };
        let mut texts = [Arc::clone(&self.text), other];
        in_order(&mut texts, |text| text);
        let [old, new] = &texts;
        let titles =
            [("---", old), ("+++", new)].map(|(sign, text)| format!("{sign} {}", titled(text)));
        self.list(titles, output)?;
        let rows = compare(old.side(), new.side()).rows;
        if are_unrelated(rows.iter()) {
            let rows = beside(old.side(), new.side()).rows;
            let lines = rows.iter().flat_map(|row| both(old, new, row));
            return self.list(lines, output);
        }
        let differing = rows.iter().filter(|row| row.status() != Status::Unchanged);
        let lines = differing.flat_map(|row| self.became(old, new, row));
        let counts = tally(rows.iter(), &self.locale);
        self.list(lines.chain([counts]), output)
    }

    /// `gH`: this clause through all editions.
    pub(super) fn clause_history(&self, output: &mut Output) -> Result<(), Failure> {
        let mut editions = vec![Arc::clone(&self.text)];
        for (index, _) in self.editions_of_work() {
            match self.opened(index) {
                Ok(text) => editions.push(text),
                Err(line) => output.line(&line)?,
            }
        }
        if editions.len() == 1 {
            return self.tell("compare.no-editions", &[], output);
        }
        editions.sort_by_key(|text| edition(text));
        let own = editions
            .iter()
            .position(|text| Arc::ptr_eq(text, &self.text));
        let steps = history(&editions, own.unwrap_or_default(), self.at);
        if steps.is_empty() {
            return self.tell("compare.nowhere", &[], output);
        }
        let lines = steps.iter().flat_map(|(older, row)| {
            let pair = editions.get(*older).zip(editions.get(older + 1));
            pair.map_or_else(Vec::new, |(old, new)| {
                let [from, to] = [old, new].map(|text| self.dated(edition(text)));
                let mut lines = self.became(old, new, row);
                // Of a clause that stayed as it was, that says all.
                if row.status() == Status::Unchanged {
                    lines.truncate(1);
                }
                lines.insert(0, format!("{from} → {to}"));
                lines
            })
        });
        self.list(lines, output)
    }

    /// `gN`: to this clause in the newest edition.
    pub(super) fn newest_edition(&mut self, output: &mut Output) -> Result<(), Failure> {
        let newest = self.editions_of_work().pop();
        match newest.filter(|(_, date)| *date > edition(&self.text)) {
            Some((index, _)) => {
                let tree = &self.text.tree;
                let place = tree.at(self.at).map(|id| tree.address(id).to_string());
                self.change(
                    Some(index),
                    Landing::Said(place.unwrap_or_default()),
                    output,
                )
            }
            None => self.tell("refer.is-newest", &[], output),
        }
    }

    /// `go`: what was annotated in other editions, in the order of its places here.
    pub(super) fn others(&mut self, output: &mut Output) -> Result<(), Failure> {
        let others = self.found_in_others();
        if others.is_empty() {
            return self.tell("others.none", &[], output);
        }
        let lost = others.iter().filter(|own| !own.is_certain()).count();
        let counts = [others.len(), lost].map(|count| count.to_string());
        self.tell(
            "others.found",
            &counts.each_ref().map(String::as_str),
            output,
        )?;
        let tree = &self.text.tree;
        let lines = others.iter().map(|own| {
            let start = own.placed.as_ref().map(|placed| placed.span.start);
            let clause = start.and_then(|start| tree.at(start));
            let place = clause.map_or_else(String::new, |id| tree.address(id).to_string());
            let state = match &own.placed {
                _ if own.is_certain() => String::new(),
                Some(_) => self.locale.tr("others.unsure", &[]),
                None => self.locale.tr("others.lost", &[]),
            };
            let words = own.annotation.first_words();
            let mut parts = vec![place, words, own.edition().to_owned(), state];
            parts.retain(|part| !part.is_empty());
            parts.join("  ")
        });
        self.list(lines, output)
    }

    /// `gO`: takes over what was annotated in other editions at this clause.
    pub(super) fn take_over(&mut self, output: &mut Output) -> Result<(), Failure> {
        let here = self.text.passage(self.at);
        let mut wanted = self.found_in_others();
        wanted.retain(|own| {
            let placed = own.placed.as_ref();
            placed.is_some_and(|placed| placed.span.overlaps(here))
        });
        if wanted.is_empty() {
            return self.tell("others.none-here", &[], output);
        }
        for other in &wanted {
            let ask = |own: Annotating<'_>, _: String| {
                let said = Said::new("others.taken").with(1);
                Some(Ok(own.put(own.text.take_over(other)?, said)))
            };
            self.act(ask, output)?;
        }
        Ok(())
    }

    /// `gb`: this clause in the text that is bound to this one; where there are several, they are
    /// listed, and a number chooses one.
    pub(super) fn read_bound(&mut self, number: &str, output: &mut Output) -> Result<(), Failure> {
        let annotations = self.held();
        let bound = self.text.bound(&annotations, &self.sources);
        let chosen = match number.parse::<usize>() {
            Ok(number) => number.checked_sub(1).and_then(|at| bound.get(at)),
            Err(_) => bound.first().filter(|_| bound.len() == 1),
        };
        let Some(other) = chosen.map(|own| &own.other) else {
            if bound.is_empty() {
                return self.tell("bind.none", &[], output);
            }
            let titles = bound.iter().enumerate();
            let lines = titles.map(|(at, own)| format!("{}  {}", at + 1, own.other.title));
            return self.list(lines, output);
        };
        let Some(index) = self.index_of(other) else {
            return self.tell("annotate.unknown-document", &[&other.title], output);
        };
        let text = match self.opened(index) {
            Ok(text) => text,
            Err(line) => return output.line(&line),
        };
        let tree = &self.text.tree;
        let clause = tree
            .at(self.at)
            .and_then(|id| text.tree.resolve(&tree.address(id)));
        match clause.and_then(|id| text.start(id)) {
            Some(at) => self.say_of(&text, at, output),
            None => self.tell("bind.no-clause", &[&other.title], output),
        }
    }

    /// `gB` and a number: binds this text to that document, or parts them.
    pub(super) fn bind(&mut self, number: &str, output: &mut Output) -> Result<(), Failure> {
        let Some(other) = self.numbered_text(number, output)? else {
            return Ok(());
        };
        let ask = |own: Annotating<'_>, _: String| {
            let done = own.text.bind(&other, own.held, own.beside);
            done.map(Ok)
        };
        self.act(ask, output).map(drop)
    }

    /// Says what this text is bound to, when it is opened.
    pub(super) fn tell_bound(&mut self, output: &mut Output) -> Result<(), Failure> {
        let annotations = self.held();
        match self.text.bound(&annotations, &self.sources).first() {
            Some(bound) => self.tell("bind.offer", &[&bound.other.title], output),
            None => Ok(()),
        }
    }

    fn say_editions(&self, output: &mut Output) -> Result<(), Failure> {
        let editions = self.editions_of_work();
        if editions.is_empty() {
            return self.tell("compare.no-editions", &[], output);
        }
        let lines = editions.into_iter().filter_map(|(index, date)| {
            let name = self.sources.list.get(index).map(Source::name)?;
            Some(format!("{}  {}  {name}", index + 1, self.dated(date)))
        });
        self.list(lines, output)
    }

    fn dated(&self, date: Option<PartialDate>) -> String {
        let undated = || self.locale.tr("edition.undated", &[]);
        date.map_or_else(undated, |date| date.to_string())
    }

    /// The other editions of this text by the index of their documents, the oldest first.
    fn editions_of_work(&self) -> Vec<(usize, Option<PartialDate>)> {
        let (catalog, indices) = self.sources.catalog();
        let found = of_title(catalog, &self.text.identity.header.title);
        let found = found.into_iter().rev().filter_map(|id| {
            let date = catalog.get(id)?.header().edition();
            Some((*indices.get(id.0 as usize)?, date))
        });
        found.filter(|(index, _)| *index != self.index).collect()
    }

    /// The document that a record names, by its index.
    fn index_of(&self, source: &SourceRef) -> Option<usize> {
        let (catalog, indices) = self.sources.catalog();
        let entry =
            entry_of(source, catalog).or_else(|| entry_with_text(source, catalog, &|| true))?;
        indices.get(entry.0 as usize).copied()
    }

    /// What was annotated in other editions, where it stands in this one.
    fn found_in_others(&mut self) -> Vec<Other> {
        let annotations = self.held();
        let others = self.text.of_other_editions(&annotations, &self.sources);
        self.text.find_others(&others)
    }

    /// The text of another document, by its number; where there is none, that is said.
    fn numbered_text(
        &self,
        number: &str,
        output: &mut Output,
    ) -> Result<Option<Arc<Text>>, Failure> {
        let index = number.parse::<usize>().ok();
        let index = index
            .and_then(|own| own.checked_sub(1))
            .filter(|own| *own != self.index);
        match index.map_or_else(|| Err(self.no_document()), |own| self.opened(own)) {
            Ok(text) => Ok(Some(text)),
            Err(line) => output.line(&line).map(|()| None),
        }
    }

    /// The text of a document; else why there is none.
    fn opened(&self, index: usize) -> Result<Arc<Text>, String> {
        let source = self
            .sources
            .list
            .get(index)
            .ok_or_else(|| self.no_document())?;
        let text = Text::open(&source.clone().into(), &[], &self.sources);
        let text = text.map_err(|unread| unread::sentence(&unread, &self.locale));
        text.map(Arc::new)
    }

    fn no_document(&self) -> String {
        let count = self.sources.list.len().to_string();
        self.locale.tr("linear.no-document", &[&count])
    }

    /// What became of the clauses of a row: what is said of it, then its words.
    fn became(&self, old: &Text, new: &Text, row: &Row) -> Vec<String> {
        let words = inline(&old.document, &new.document, row);
        let mut lines = vec![headline(old, new, row, &self.locale)];
        lines.extend(words.lines().map(str::to_owned));
        lines
    }
}

/// The clauses of a row of two texts beside each other: their number, the words of the one, those
/// of the other.
fn both(first: &Text, second: &Text, row: &Row) -> Vec<String> {
    let sides = [("-", first, &row.old), ("+", second, &row.new)];
    let named = sides.iter().map(|(_, text, own)| labels(text, own));
    let mut lines: Vec<String> = named.filter(|own| !own.is_empty()).take(1).collect();
    for (sign, text, passages) in sides {
        for passage in passages {
            let words = text.document.words(passage.span);
            let words = words.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.extend(words.map(|line| format!("{sign} {line}")));
        }
    }
    lines
}
