//! References in linear mode: what a clause refers to, who refers to it, and the way there, into
//! other documents too.

use super::Dialogue;
use super::library::Landing;
use crate::clause::reference::Target;
use crate::reading::refer::Way;
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

    /// `gr`: who refers to the present clause or to anything below it, numbered; a number goes
    /// there.
    pub(super) fn referrers(&mut self, number: &str, output: &mut Output) -> Result<(), Failure> {
        let found = self.text.referrers(self.at);
        if found.is_empty() {
            return self.tell("refer.no-referrers", &[], output);
        }
        if let Some(at) = chosen(&found, number).map(|own| own.span.start) {
            return self.jump(at, output);
        }
        let lines = found.iter().enumerate().map(|(index, reference)| {
            let place = self.text.tree.at(reference.span.start);
            let place = place.map_or_else(String::new, |id| self.name(id));
            let words = reference.span.of(&self.text.document.source);
            format!("{}  {place}  {words}", index + 1)
        });
        self.list(lines, output)
    }

    /// Goes where a reference or a typed place leads. Where that may be any of several documents,
    /// they are listed; the number of one opens it there.
    pub(super) fn take(&mut self, way: Way<usize>, output: &mut Output) -> Result<(), Failure> {
        match way {
            Way::Here(at) => self.jump(at, output),
            Way::Nowhere(said) => self.tell_said(&said, output),
            Way::There(index, place) => self.change(Some(index), Landing::Said(place), output),
            Way::Any(several, place) => {
                let lines: Vec<String> = several
                    .iter()
                    .filter_map(|&index| Some((index, self.sources.list.get(index)?)))
                    .map(|(index, source)| format!("{}  {}", index + 1, source.name()))
                    .collect();
                let first = several.first().map_or(0, |index| index + 1).to_string();
                self.editions = (several, place);
                self.tell("linear.editions", &[&first], output)?;
                self.list(lines, output)
            }
        }
    }
}

/// What is chosen of a list by its number, which counts from 1.
fn chosen<'l, T>(list: &'l [T], number: &str) -> Option<&'l T> {
    let number: usize = number.parse().ok()?;
    list.get(number.checked_sub(1)?)
}
