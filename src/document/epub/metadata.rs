//! The metadata of a book (EPUB 3.3, 5.5; OPF 2.0, 2.2) as fields of a header.

use std::collections::HashMap;

use super::xml::{Element, Event, local};
use crate::text::one_line::on_one_line;

/// Most fields and refinements that are read.
const MOST: usize = 10_000;

/// The metadata while it is read.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    fields: Vec<Field>,
    /// What is said of fields, by their ids: property and value.
    refinements: HashMap<String, Vec<(String, String)>>,
    /// The words of what is open.
    open: Option<Open>,
}

#[derive(Debug)]
struct Field {
    /// `title`, `creator`; `collection` for a collection that the book belongs to.
    name: String,
    id: String,
    words: String,
    /// What attributes say (OPF 2.0): `role`, `event`, `file-as`.
    said: Vec<(String, String)>,
}

#[derive(Debug)]
enum Open {
    Field(Field),
    Refinement {
        of: String,
        property: String,
        words: String,
    },
}

impl Metadata {
    pub fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Open(element) => {
                self.close();
                self.open = open(element);
            }
            Event::Text(text) => match &mut self.open {
                Some(Open::Field(Field { words, .. }) | Open::Refinement { words, .. }) => {
                    words.push_str(text);
                }
                None => {}
            },
            Event::Close(_) => self.close(),
        }
    }

    fn close(&mut self) {
        match self.open.take() {
            Some(Open::Field(field)) if self.fields.len() < MOST => self.fields.push(field),
            Some(Open::Refinement {
                of,
                property,
                words,
            }) if self.refinements.len() < MOST => {
                let all = self.refinements.entry(of).or_default();
                if all.len() < MOST {
                    all.push((property, words.trim().to_owned()));
                }
            }
            _ => {}
        }
    }

    /// What is said of a field; empty if nothing is.
    fn said<'f>(&'f self, field: &'f Field, property: &str) -> &'f str {
        let own = self
            .refinements
            .get(&field.id)
            .filter(|_| !field.id.is_empty());
        let all = field.said.iter().chain(own.into_iter().flatten());
        let mut found = all.filter(|(name, _)| name == property);
        found.next().map_or("", |(_, value)| value)
    }

    /// The words of a field on one line; how it is filed where it has none.
    fn words(&self, field: &Field) -> String {
        match on_one_line(&field.words) {
            words if words.is_empty() => on_one_line(self.said(field, "file-as")),
            words => words,
        }
    }

    /// The fields of the header, by their names in front matter.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let named = |name: &'static str| self.fields.iter().filter(move |f| f.name == name);
        let mut facts: Vec<(&'static str, String)> = Vec::new();
        let title_type = |field: &Field| self.said(field, "title-type").to_owned();
        let is_title = |field: &&Field| matches!(title_type(field).as_str(), "" | "main");
        let main = named("title").find(|field| title_type(field) == "main");
        let title = main
            .or_else(|| named("title").find(is_title))
            .or_else(|| named("title").next());
        facts.extend(title.map(|field| ("title", self.words(field))));
        // Others had a hand in it too: translators, illustrators. Who has no role is an author.
        let is_author = |field: &&Field| matches!(self.said(field, "role"), "" | "aut");
        let mut authors: Vec<&Field> = named("creator").filter(is_author).collect();
        if authors.is_empty() {
            authors.extend(named("creator"));
        }
        facts.extend(authors.iter().map(|field| ("author", self.words(field))));
        let event = |field: &Field| self.said(field, "event").to_ascii_lowercase();
        // What Calibre writes where it knows no date.
        let is_date = |field: &&Field| !field.words.trim().starts_with("0101-01-01");
        let date = |wanted: &str| {
            let mut dates = named("date").filter(is_date);
            dates.find(|field| event(field) == wanted)
        };
        let date = date("publication")
            .or_else(|| date("original-publication"))
            .or_else(|| date(""))
            .or_else(|| date("creation"));
        facts.extend(date.map(|field| ("date", self.words(field))));
        facts.extend(named("subject").map(|field| ("tags", self.words(field))));
        facts.extend(
            named("source")
                .next()
                .map(|field| ("source", self.words(field))),
        );
        let titled = || named("title").find(|field| title_type(field) == "collection");
        let collection = named("collection").next().or_else(titled);
        facts.extend(collection.map(|field| ("collection", self.words(field))));
        facts.extend(
            named("language")
                .next()
                .map(|field| ("language", self.words(field))),
        );
        facts.retain(|(_, value)| !value.is_empty());
        facts
    }
}

/// The field or the refinement that an element begins.
fn open(element: &Element) -> Option<Open> {
    let field = |name: &str, words: String| {
        let said = ["role", "event", "file-as"].into_iter();
        let said = said.filter_map(|name| Some((name.to_owned(), element.attribute(name)?)));
        Open::Field(Field {
            name: name.to_owned(),
            id: element.attribute("id").unwrap_or_default(),
            words,
            said: said.collect(),
        })
    };
    if element.name.starts_with("dc:") {
        let name = local(&element.name);
        let is_read = matches!(
            name,
            "title" | "creator" | "date" | "subject" | "source" | "language"
        );
        return is_read.then(|| field(name, String::new()));
    }
    if element.local() != "meta" {
        return None;
    }
    let property = element.attribute("property").unwrap_or_default();
    if let Some(of) = element.attribute("refines") {
        let of = of.trim_start_matches('#').to_owned();
        return Some(Open::Refinement {
            of,
            property,
            words: String::new(),
        });
    }
    if property == "belongs-to-collection" {
        return Some(field("collection", String::new()));
    }
    let is_series = element
        .attribute("name")
        .is_some_and(|name| name == "calibre:series");
    is_series.then(|| {
        field(
            "collection",
            element.attribute("content").unwrap_or_default(),
        )
    })
}
