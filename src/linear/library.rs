//! The documents of linear mode: listed, opened, and searched one after the other.

use std::sync::Arc;

use super::Dialogue;
use super::notebook::Notebook;
use crate::annotation::Annotation;
use crate::library::librarian::outermost;
use crate::library::{Catalog, Source};
use crate::reading::in_force::Editions;
use crate::reading::inquiry::Inquiry;
use crate::reading::{Text, searches, searching, unread};
use crate::search::engine::Passage;
use crate::search::pack::Packs;
use crate::search::query::Query;
use crate::search::query::filter::has_in_it;
use crate::search::united::United;
use crate::terminal::output::{Failure, Output, complain};
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
                self.place.open(Arc::clone(&self.text));
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
    pub(super) fn held(&mut self) -> Vec<Arc<Annotation>> {
        let notebook = self.notebook.as_mut();
        notebook.map_or_else(|_| Vec::new(), Notebook::annotations)
    }

    /// `s`: the documents that have what a query asks for, each with the first place; a number
    /// opens one there.
    pub(super) fn search(&mut self, typed: &str, output: &mut Output) -> Result<(), Failure> {
        if let Ok(number) = typed.parse::<usize>()
            && let Some((index, at)) = number.checked_sub(1).and_then(|own| self.found.get(own))
        {
            return self.change(Some(*index), Landing::At(*at), output);
        }
        if typed.is_empty() {
            return self.tell("linear.no-search", &[], output);
        }
        let annotations = self.held();
        let saved = |name: &str| searches::saved(&annotations, name);
        let query = match Query::parse(typed, &saved) {
            Ok(query) => query,
            Err(mistake) => return output.line(&searching::wrong(typed, &mistake, &self.locale)),
        };
        let place = self.place.clone();
        let is_wanted = || !place.is_interrupted();
        let (catalog, indices) = self.sources.catalog();
        let packs = self.packs(catalog);
        let mut editions = Editions::default();
        let only = searching::only(&query, &annotations, catalog, &mut editions, &is_wanted);
        let inquiry = Inquiry {
            query: &query,
            catalog,
            engine: &United::of(catalog, &packs),
            only: only.as_ref(),
            is_wanted: &is_wanted,
        };
        let counted = inquiry.count(&mut |_, _, _, _| {});
        let mut found = Vec::new();
        let mut said = Ok(());
        // Documents that are found without words in them have no first place.
        let is_of_documents = query.is_of_documents();
        let whole = counted.counts.iter().filter(|_| is_of_documents);
        for own in whole {
            let index = indices.get(own.document.0 as usize).copied();
            found.push((index.unwrap_or(0), 0));
            let entry = catalog.get(own.document);
            let date = entry.and_then(|entry| query.date_of(entry));
            let date = date.map_or_else(String::new, |date| format!("  {date}"));
            let title = entry.map_or("", |entry| entry.title());
            let number = found.len().to_string();
            self.tell("linear.found-document", &[&number, title, &date], output)?;
        }
        inquiry.firsts(&counted, AROUND, &mut |passage, hits| {
            let index = indices.get(passage.document.0 as usize).copied();
            found.push((index.unwrap_or(0), passage.span.start));
            let Passage {
                before,
                words,
                after,
                ..
            } = &passage;
            let around = format!("{before}{words}{after}");
            let [number, hits] = [found.len(), hits].map(|count| count.to_string());
            let title = catalog
                .get(passage.document)
                .map_or("", |entry| entry.title());
            let words = [&*number, title, &passage.place, &hits, &around];
            if said.is_ok() {
                said = self.tell("linear.found", &words, output);
            }
        });
        said?;
        for unread in &counted.extent.unread {
            complain(&unread::sentence(unread, &self.locale));
        }
        if counted.extent.is_stopped {
            self.tell("linear.interrupted", &[], output)?;
        }
        let told = match counted.rung {
            _ if found.is_empty() => "linear.found-none",
            Rung::Exact | Rung::Joined | Rung::Written => "linear.found-in",
            Rung::Unpointed => "linear.found-in-unpointed",
        };
        let [count, all] = [found.len(), self.sources.list.len()].map(|count| count.to_string());
        self.tell(told, &[typed, &count, &all], output)?;
        self.found = found;
        Ok(())
    }

    /// The packs of the libraries that the documents may be in.
    pub(super) fn packs(&self, catalog: &Catalog) -> Packs {
        let roots = outermost(&self.options.libraries);
        let cache = self.cache.as_ref();
        cache.map_or_else(Packs::default, |cache| Packs::open(cache, &roots, catalog))
    }
}
