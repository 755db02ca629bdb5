//! The documents of linear mode: listed, opened, and searched one after the other.

use std::sync::Arc;

use super::Dialogue;
use super::notebook::Notebook;
use crate::annotation::Annotation;
use crate::document::Document;
use crate::library::Source;
use crate::reading::{Documents, Text, unread};
use crate::search::find::{self, Findable};
use crate::search::query::filter::has_in_it;
use crate::terminal::output::{Failure, Output, complain};
use crate::text::Span;
use crate::text::fold::{Rung, fold};

/// Characters before and behind a hit that are said with it.
const AROUND: usize = 16;

/// Where to be in a document once it is open.
#[derive(Clone, Debug)]
pub(super) enum Landing {
    /// Where it was left.
    Left,
    /// At a byte offset.
    At(usize),
    /// At a place as it is said; where it was left if nothing is said.
    Said(String),
}

impl Dialogue {
    /// The documents, those alone whose names have some words, or one of them opened by its number.
    pub(super) fn documents(&mut self, typed: &str, output: &mut Output) -> Result<(), Failure> {
        if let Ok(number) = typed.parse::<usize>() {
            let index = number.checked_sub(1);
            let (editions, place) = &self.editions;
            let is_meant = index.is_some_and(|index| editions.contains(&index));
            let place = if is_meant {
                place.clone()
            } else {
                String::new()
            };
            return self.change(index, Landing::Said(place), output);
        }
        let words = fold(typed);
        let names = self.sources.list.iter().map(Source::name).enumerate();
        let named = names.filter(|(_, name)| has_in_it(name, &words));
        self.list(
            named.map(|(index, name)| format!("{}  {name}", index + 1)),
            output,
        )
    }

    /// Opens a document by its index, at a place, or where it was left.
    pub(super) fn change(
        &mut self,
        index: Option<usize>,
        landing: Landing,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let chosen = index.and_then(|index| Some((index, self.sources.list.get(index)?)));
        let Some((index, source)) = chosen else {
            let count = self.sources.list.len().to_string();
            return self.tell("linear.no-document", &[&count], output);
        };
        let source = source.clone();
        let annotations = self.held();
        match Text::open(&source.clone().into(), &annotations, &self.sources) {
            Ok(text) => {
                self.text = Arc::new(text);
                self.place.open(Arc::clone(&self.text), &source);
                self.index = index;
                self.hits.clear();
                self.back.clear();
                self.editions = (Vec::new(), String::new());
                self.begin(output)?;
                self.at = self.place.left(&self.text);
                match landing {
                    Landing::Said(place) if !place.is_empty() => {
                        self.place.stand(self.at);
                        self.go(&place, output)
                    }
                    Landing::Left | Landing::Said(_) => self.stand(self.at, output),
                    Landing::At(at) => self.stand(at, output),
                }
            }
            Err(unread) => output.line(&unread::sentence(&unread, &self.locale)),
        }
    }

    /// What the reader has annotated, in all documents.
    fn held(&mut self) -> Vec<Arc<Annotation>> {
        let notebook = self.notebook.as_mut();
        notebook.map_or_else(|_| Vec::new(), Notebook::annotations)
    }

    /// `s`: the documents that have some words, each with the first place; a number opens one
    /// there.
    pub(super) fn search(&mut self, typed: &str, output: &mut Output) -> Result<(), Failure> {
        if let Ok(number) = typed.parse::<usize>()
            && let Some((index, at)) = number.checked_sub(1).and_then(|own| self.found.get(own))
        {
            return self.change(Some(*index), Landing::At(*at), output);
        }
        if typed.is_empty() {
            return self.tell("linear.no-search", &[], output);
        }
        self.found.clear();
        let (words, rungs) = find::rungs(typed);
        let mut told = "linear.found-none";
        for rung in rungs {
            self.search_on(*rung, words, output)?;
            if !self.found.is_empty() {
                told = match rung {
                    Rung::Exact | Rung::Joined | Rung::Written => "linear.found-in",
                    Rung::Unpointed => "linear.found-in-unpointed",
                };
                break;
            }
        }
        let [found, all] =
            [self.found.len(), self.sources.list.len()].map(|count| count.to_string());
        self.tell(told, &[typed, &found, &all], output)
    }

    /// Searches all documents on one rung.
    fn search_on(&mut self, rung: Rung, words: &str, output: &mut Output) -> Result<(), Failure> {
        let annotations = self.held();
        for index in 0..self.sources.list.len() {
            if self.place.is_interrupted() {
                self.tell("linear.interrupted", &[], output)?;
                break;
            }
            let Some(source) = self.sources.list.get(index) else {
                break;
            };
            let (document, encoding) = match source.document(None, self.sources.filters()) {
                Ok(read) => read,
                Err(unread) => {
                    complain(&unread::sentence(&unread, &self.locale));
                    continue;
                }
            };
            let hits = Findable::default().on(rung, &document, words);
            let Some(first) = hits.first() else {
                continue;
            };
            let around = around(&document, *first);
            let text = Text::of(document, encoding.name(), &source.clone().into())
                .corrected_by(&annotations, &self.sources);
            self.found.push((index, first.start));
            let (number, count) = (self.found.len().to_string(), hits.len().to_string());
            let place = text.tree.at(first.start);
            let place = place.map(|id| text.tree.address(id).to_string());
            let place = place.unwrap_or_default();
            let title = &text.identity.header.title;
            let said = [&number, title, &place, &count, &around].map(String::as_str);
            self.tell("linear.found", &said, output)?;
            // It may take long until the next.
            output.flush()?;
        }
        Ok(())
    }
}

/// A hit with what stands around it in its paragraph, in one line.
fn around(document: &Document, hit: Span) -> String {
    let block = document.block_at(hit.start);
    let block = block.and_then(|block| document.blocks.get(block));
    let block = block.map_or(hit, |block| block.text);
    let before = Span::new(block.start.min(hit.start), hit.start);
    let before = before.of(&document.source);
    let start = before.char_indices().rev().nth(AROUND - 1);
    let start = start.map_or(0, |(at, _)| at);
    let behind = Span::new(hit.end, block.end.max(hit.end));
    let behind = behind.of(&document.source);
    let end = behind.char_indices().nth(AROUND);
    let end = end.map_or(behind.len(), |(at, _)| at);
    let said = Span::new(hit.start - (before.len() - start), hit.end + end);
    let said = said.of(&document.source).split_whitespace();
    said.collect::<Vec<_>>().join(" ")
}
