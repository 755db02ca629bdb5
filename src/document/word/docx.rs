//! Word documents (Office Open XML, ECMA-376, Transitional and Strict): the package and its parts.

mod body;
mod numbering;
mod style;
mod symbol;

use super::xml::{self, Node, Xml};
use super::{HIGHEST, OPENING, properties, summary, title};
use crate::document::budget::Budget;
use crate::document::container::Container;
use crate::document::summary::Summary;
use crate::document::transcript::Transcript;
use crate::text::counting::Counting;
use body::{Body, Parts};

/// Reads a document; `None` if the archive is damaged or is none.
pub(in crate::document) fn read(bytes: &[u8], budget: &Budget) -> Option<Transcript> {
    let mut package = Package::open(bytes, budget)?;
    let main = package.main(None)?;
    Some(package.transcript(&main))
}

/// Reads what the catalog wants from the beginning of the main part.
pub(in crate::document) fn summarize(bytes: &[u8], budget: &Budget) -> Option<Summary> {
    let mut package = Package::open(bytes, budget)?;
    let main = package.main(Some(OPENING))?;
    let length = package
        .container
        .length(package.container.find(&package.path));
    let opening = package.transcript(&main);
    let length = usize::try_from(length).unwrap_or(main.len());
    Some(summary(opening, main.len(), length))
}

struct Package<'a> {
    container: Container<'a>,
    /// Relationships of the package.
    relations: Vec<Relation>,
    /// The path of the main part.
    path: String,
}

/// A relationship of a part to another, or to an address (ECMA-376-2, 9.3).
#[derive(Debug)]
struct Relation {
    id: String,
    /// The last step of its type: `styles`, `footnotes`, `hyperlink`.
    kind: String,
    target: String,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8], budget: &Budget) -> Option<Self> {
        let mut container = Container::open(bytes, budget)?;
        let relations = relations(&mut container, "");
        let path = related(&relations, "", "officeDocument");
        Some(Self {
            container,
            path: path.unwrap_or_else(|| "word/document.xml".to_owned()),
            relations,
        })
    }

    /// The main part, or its beginning; `None` if it is none of a text document.
    fn main(&mut self, length: Option<usize>) -> Option<String> {
        let bytes = match length {
            Some(length) => self.container.read_start(&self.path, length),
            None => self.container.read(&self.path),
        };
        let text = xml::text(bytes?);
        let mut xml = Xml::new(&text);
        let is_document = loop {
            if let Node::Open(tag) = xml.next()? {
                break tag.name() == "document";
            }
        };
        is_document.then_some(text)
    }

    /// The words of a part that another relates to, and that says something of the text.
    fn aside(&mut self, relations: &[Relation], folder: &str, kind: &str) -> Option<String> {
        let path = related(relations, folder, kind)?;
        self.container.read_aside(&path).map(xml::text)
    }

    fn transcript(&mut self, main: &str) -> Transcript {
        let relations = relations(&mut self.container, &self.path);
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = folder.to_owned();
        let mut aside = |kind| self.aside(&relations, &folder, kind).unwrap_or_default();
        let (styles, numbering) = (aside("styles"), aside("numbering"));
        let settings = aside("settings");
        let links = relations.iter().filter(|own| own.kind == "hyperlink");
        let mut body = Body::new(Parts {
            styles: style::Styles::read(&styles),
            lists: numbering::Lists::read(&numbering),
            addresses: links
                .map(|link| (link.id.clone(), link.target.clone()))
                .collect(),
            counting: note_counting(&settings),
        });
        drop((styles, numbering, settings));
        body.read(main);
        for (kind, is_end) in [("footnotes", false), ("endnotes", true)] {
            if body.calls(is_end)
                && let Some(path) = related(&relations, &folder, kind)
                && let Some(notes) = self.container.read(&path)
            {
                body.read(&xml::text(notes));
            }
        }
        let mut transcript = body.finish();
        let structure = &mut transcript.structure;
        title::settle(structure, HIGHEST);
        let relations = std::mem::take(&mut self.relations);
        if let Some(core) = self.aside(&relations, "", "core-properties") {
            properties::read(&core, structure);
        }
        transcript
    }
}

/// The relationships of a part, or of the package itself.
fn relations(container: &mut Container<'_>, part: &str) -> Vec<Relation> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    let path = format!("{folder}{slash}_rels/{name}.rels");
    let text = container
        .read_aside(&path)
        .map(xml::text)
        .unwrap_or_default();
    let mut relations = Vec::new();
    let mut xml = Xml::new(&text);
    while let Some(node) = xml.next() {
        let Node::Open(tag) = node else { continue };
        if tag.name() == "Relationship" {
            let value = |name| tag.get(name).map(String::from).unwrap_or_default();
            let kind = value("Type");
            relations.push(Relation {
                id: value("Id"),
                kind: kind.rsplit('/').next().unwrap_or(&kind).to_owned(),
                target: value("Target"),
            });
        }
    }
    relations
}

/// The path of the part that a relationship of this kind leads to.
fn related(relations: &[Relation], folder: &str, kind: &str) -> Option<String> {
    let relation = relations.iter().find(|own| own.kind == kind)?;
    let target = &relation.target;
    let path = match target.strip_prefix('/') {
        Some(path) => path.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

/// How the settings number footnotes and endnotes.
fn note_counting(settings: &str) -> [Option<Counting>; 2] {
    let mut counting = [None; 2];
    let mut xml = Xml::new(settings);
    let mut kind = None;
    while let Some(node) = xml.next() {
        match node {
            Node::Open(tag) => match tag.name() {
                "footnotePr" => kind = Some(0),
                "endnotePr" => kind = Some(1),
                "numFmt" => {
                    if let Some(own) = kind.and_then(|kind: usize| counting.get_mut(kind)) {
                        *own = Some(numbering::counting(&tag));
                    }
                }
                _ => {}
            },
            Node::Close(tag) if tag.name().ends_with("notePr") => kind = None,
            _ => {}
        }
    }
    counting
}

#[cfg(test)]
mod tests;
