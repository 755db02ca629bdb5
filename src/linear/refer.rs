//! References in linear mode: what a clause refers to, who refers to it, and the way there, into
//! other documents too.

use std::time::Instant;

use super::Dialogue;
use super::library::Landing;
use crate::clause::reference::Target;
use crate::library::Entry;
use crate::reading::Documents;
use crate::reading::refer::Way;
use crate::reading::referring::PATIENCE;
use crate::reading::titled::{Placed, with_place};
use crate::terminal::output::{Failure, Output};

impl Dialogue {
    /// `gd`: what the present text refers to, numbered; a number goes there.
    pub(super) fn follow(&mut self, number: &str, output: &mut Output) -> Result<(), Failure> {
        let found = self.text.references_at(self.at);
        if found.is_empty() {
            return self.tell("refer.none", &[], output);
        }
        let titled = |title: &str| self.sources.titled(title);
        let chosen = chosen(&found, number);
        if let Some(way) = chosen.and_then(|index| self.text.way(*index, titled)) {
            return self.take(way, output);
        }
        let found = found.into_iter();
        let found = found.filter_map(|index| self.text.references().get(index));
        let lines = found.enumerate().map(|(index, reference)| {
            let meant = match &reference.target {
                // An address can be typed.
                Target::Clause(id) | Target::Range(id, _) => self.name(*id),
                _ => self
                    .text
                    .meaning(reference)
                    .unwrap_or_else(|said| self.locale.say(&said)),
            };
            let words = reference.span.of(&self.text.document.source);
            format!("{}  {words}  {meant}", index + 1)
        });
        self.list(lines, output)
    }

    /// `gr`: who refers to the present clause or to anything below it, here and in the other
    /// documents, numbered; a number goes there.
    pub(super) fn referrers(&mut self, number: &str, output: &mut Output) -> Result<(), Failure> {
        let found = self.text.referrers(self.at);
        if let Some(at) = chosen(&found, number).map(|own| own.span.start) {
            return self.jump(at, output);
        }
        let own = found.iter().map(|reference| {
            let place = self.text.tree.at(reference.span.start);
            let place = place.map_or_else(String::new, |id| self.name(id));
            let words = reference.span.of(&self.text.document.source);
            format!("{place}  {words}")
        });
        let mut lines: Vec<String> = own.collect();
        let (catalog, indices) = self.sources.catalog();
        let answer = match self.referring.take() {
            Some((place, answer)) if place == (self.index, self.at) => answer,
            _ => {
                let (place, started) = (self.place.clone(), Instant::now());
                let is_wanted = || !place.is_interrupted() && started.elapsed() < PATIENCE;
                let id = self.text.tree.at(self.at);
                let packs = self.packs(catalog);
                self.text.referring(id, catalog, &packs, &is_wanted)
            }
        };
        let others = number.parse::<usize>().ok();
        let other = others.and_then(|number| number.checked_sub(lines.len() + 1));
        if let Some(there) = other.and_then(|other| answer.places.get(other)) {
            let index = indices.get(there.document.0 as usize).copied();
            let landing = Landing::At(there.at);
            return self.change(index, landing, output);
        }
        lines.extend(answer.places.iter().map(|own| {
            let title = catalog.get(own.document).map_or("", Entry::title);
            format!("{}《{title}》  {}", own.place, own.words)
        }));
        let told = if lines.is_empty() {
            Some(answer.none(&self.locale))
        } else {
            answer.extent(&self.locale)
        };
        self.referring = Some(((self.index, self.at), answer));
        let lines = lines.into_iter().enumerate();
        let lines = lines.map(|(index, line)| format!("{}  {line}", index + 1));
        self.list(lines.chain(told), output)
    }

    /// Goes where a reference or a typed place leads. Where that may be any of several documents,
    /// they are listed; the number of one opens it there.
    pub(super) fn take(&mut self, way: Way<usize>, output: &mut Output) -> Result<(), Failure> {
        match way {
            Way::Here(at) => self.jump(at, output),
            Way::Nowhere(said) => self.tell_said(&said, output),
            Way::There(index, place) => self.change(Some(index), Landing::Said(place), output),
            Way::Any(several, place) => {
                let found = self.with_place(&several, &place);
                match found.as_slice() {
                    [only] => self.change(Some(only.document), Landing::Said(place), output),
                    [] => {
                        let name = |index: usize| Some((index, self.sources.list.get(index)?));
                        let named = several.into_iter().filter_map(name);
                        let named = named.map(|(index, source)| (index, source.name().into()));
                        self.offer(named.collect(), place, output)
                    }
                    _ => self.offer(named(found), place, output),
                }
            }
        }
    }

    /// Looks for a place that this text has not in the other documents of its work, its parts and
    /// editions, and offers those that have it; false where none has.
    pub(super) fn look_elsewhere(
        &mut self,
        place: &str,
        output: &mut Output,
    ) -> Result<bool, Failure> {
        let mut others = self.sources.titled(&self.text.identity.header.title);
        others.retain(|index| *index != self.index);
        let found = self.with_place(&others, place);
        if found.is_empty() {
            return Ok(false);
        }
        let count = found.len().to_string();
        self.tell("goto.elsewhere", &[place, &count], output)?;
        self.offer(named(found), place.to_owned(), output)?;
        Ok(true)
    }

    /// Of several documents those that have a place.
    fn with_place(&self, several: &[usize], place: &str) -> Vec<Placed<usize>> {
        let source = |index: &usize| Some((*index, self.sources.list.get(*index)?.clone()));
        let several = several.iter().filter_map(source);
        with_place(several, self.sources.filters(), place)
    }

    /// Lists documents, each with its number: that of one opens it at a place.
    fn offer(
        &mut self,
        several: Vec<(usize, String)>,
        place: String,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let first = several.first().map_or(0, |(index, _)| index + 1);
        self.tell("linear.editions", &[&first.to_string()], output)?;
        let line = |(index, words): &(usize, String)| format!("{}  {words}", index + 1);
        self.list(several.iter().map(line), output)?;
        self.editions = (several.into_iter().map(|(index, _)| index).collect(), place);
        Ok(())
    }
}

/// The clauses that documents have at a place, by the numbers of the documents.
fn named(found: Vec<Placed<usize>>) -> Vec<(usize, String)> {
    let found = found.into_iter();
    found.map(|own| (own.document, own.clause)).collect()
}

/// What is chosen of a list by its number, which counts from 1.
fn chosen<'l, T>(list: &'l [T], number: &str) -> Option<&'l T> {
    let number: usize = number.parse().ok()?;
    list.get(number.checked_sub(1)?)
}
