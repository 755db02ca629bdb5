//! EPUB: the parts of the book in reading order as one transcript, and its metadata.

use std::collections::HashMap;

use html5gum::{StartTag, Token, Tokenizer};

use super::container::Container;
use super::encoding::transcode;
use super::html::{self, Led};
use super::summary::Summary;
use super::transcript::Transcript;
use crate::text::Span;

/// Reads a book; `None` if the archive is damaged or is no book.
pub(super) fn read(bytes: &[u8]) -> Option<Transcript> {
    let mut book = Book::open(bytes)?;
    let mut transcript = Transcript::default();
    transcript.structure.facts = std::mem::take(&mut book.package.facts);
    let mut anchors: HashMap<String, Span> = HashMap::new();
    let mut links = Vec::new();
    for path in std::mem::take(&mut book.package.parts) {
        // A missing or damaged part does not keep the others from being read.
        let Some(part) = book.read(&path) else {
            continue;
        };
        let start = transcript.end();
        let places = html::transcribe(&part, &mut transcript);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in places.links {
            let (file, name) = link.href.split_once('#').unwrap_or((&link.href, ""));
            let file = match file {
                "" => path.clone(),
                file => resolve(folder, file),
            };
            links.push((
                link.words,
                format!("{file}#{}", html::unescaped(name)),
                link.is_call,
            ));
        }
        for (name, span) in places.anchors {
            anchors.entry(format!("{path}#{name}")).or_insert(span);
        }
        anchors.insert(format!("{path}#"), Span::new(start, start));
    }
    let led = links.into_iter().filter_map(|(words, address, is_call)| {
        let to = *anchors.get(&address)?;
        Some(Led { words, to, is_call })
    });
    html::lead(&mut transcript, led.collect());
    Some(transcript)
}

/// Reads the metadata of a book and the sizes of its parts, none of the parts themselves.
pub(super) fn summarize(bytes: &[u8]) -> Option<Summary> {
    let mut book = Book::open(bytes)?;
    let parts = std::mem::take(&mut book.package.parts).into_iter();
    let bytes: u64 = parts.map(|path| book.container.length(&path)).sum();
    Some(Summary {
        facts: book.package.facts,
        // A hanzi has three bytes. Latin letters have one, which the markup makes up for.
        characters: usize::try_from(bytes / 3).unwrap_or(0),
    })
}

struct Book<'a> {
    container: Container<'a>,
    package: Package,
}

/// What the package document says (EPUB 3.3, 5).
#[derive(Debug, Default, PartialEq, Eq)]
struct Package {
    facts: Vec<(&'static str, String)>,
    /// Paths of the parts in the archive, in reading order.
    parts: Vec<String>,
}

impl<'a> Book<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut book = Self {
            container: Container::open(bytes)?,
            package: Package::default(),
        };
        let container = book.read("META-INF/container.xml")?;
        let path = tags(&container)
            .iter()
            .find(|(tag, _)| is(tag, "rootfile"))
            .and_then(|(tag, _)| attribute(tag, "full-path"))?;
        let package = book.read(&path)?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        book.package = read_package(&package, folder);
        Some(book)
    }

    fn read(&mut self, path: &str) -> Option<String> {
        let bytes = self.container.read(path)?;
        Some(transcode(&bytes, None).text)
    }
}

fn read_package(package: &str, folder: &str) -> Package {
    let tags = tags(package);
    let mut read = Package::default();
    for (tag, text) in &tags {
        let name = String::from_utf8_lossy(&tag.name).to_lowercase();
        let fact = match name.rsplit(':').next() {
            Some("title") => "title",
            Some("creator") => "author",
            Some("date") => "date",
            Some("subject") => "tags",
            Some("source") => "source",
            _ => continue,
        };
        let is_first = fact == "tags"
            || fact == "author"
            || read.facts.iter().all(|(known, _)| *known != fact);
        if name.starts_with("dc:") && is_first && !text.trim().is_empty() {
            read.facts.push((fact, text.trim().to_owned()));
        }
    }
    let items: Vec<(String, String)> = tags
        .iter()
        .filter(|(tag, _)| is(tag, "item"))
        .filter_map(|(tag, _)| Some((attribute(tag, "id")?, attribute(tag, "href")?)))
        .collect();
    let spine = tags.iter().filter(|(tag, _)| is(tag, "itemref"));
    let references = spine.filter_map(|(tag, _)| attribute(tag, "idref"));
    let paths = references.filter_map(|reference| {
        let (_, href) = items.iter().find(|(id, _)| *id == reference)?;
        Some(resolve(folder, href))
    });
    read.parts = paths.collect();
    read
}

/// Resolves a reference to a path in the archive: relative to the package, percent signs decoded,
/// the fragment cut off.
fn resolve(folder: &str, href: &str) -> String {
    let href = html::unescaped(href.split('#').next().unwrap_or(href));
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The tags of an XML text, each with the text that follows it.
fn tags(xml: &str) -> Vec<(StartTag<()>, String)> {
    let mut tags: Vec<(StartTag<()>, String)> = Vec::new();
    for token in Tokenizer::new(xml).flatten() {
        match token {
            Token::StartTag(tag) => tags.push((tag, String::new())),
            Token::String(text) => {
                if let Some((_, behind)) = tags.last_mut() {
                    behind.push_str(&String::from_utf8_lossy(&text));
                }
            }
            _ => {}
        }
    }
    tags
}

/// Whether a tag has this name, whatever its namespace prefix.
fn is(tag: &StartTag<()>, name: &str) -> bool {
    let full = String::from_utf8_lossy(&tag.name);
    full.rsplit(':').next() == Some(name)
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::LinkTarget;
    use std::io::{Cursor, Write};
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn book(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const CONTAINER: (&str, &str) = (
        "META-INF/container.xml",
        "<?xml version='1.0'?><container><rootfiles><rootfile full-path='OEBPS/书.opf' media-type='application/oebps-package+xml'/></rootfiles></container>",
    );

    #[test]
    fn a_book_is_read_in_the_order_of_its_spine() {
        let package = "<package xmlns:dc='x'><metadata><dc:title>论语 &amp; 注</dc:title><dc:creator>甲</dc:creator><dc:creator>乙</dc:creator>\
             <dc:date>1955-04-27</dc:date></metadata><manifest><item id='b' href='b%20c.xhtml'/><item id='a' href='../text/a.xhtml#x'/></manifest>\
             <spine><itemref idref='a'/><itemref idref='missing'/><itemref idref='b'/></spine></package>";
        let bytes = book(&[
            ("mimetype", "application/epub+zip"),
            CONTAINER,
            ("OEBPS/书.opf", package),
            (
                "text/a.xhtml",
                "<html><head><title>一</title></head><body><h1>学而</h1><p>子曰</p></body></html>",
            ),
            (
                "OEBPS/b c.xhtml",
                "<html><body><h1>为政</h1><p>见<a href='https://a.example'>注</a><a href='../text/a.xhtml'>一</a></body></html>",
            ),
        ]);
        let facts = [
            ("title", "论语 & 注"),
            ("author", "甲"),
            ("author", "乙"),
            ("date", "1955-04-27"),
        ];
        let facts = facts.map(|(name, value)| (name, value.to_owned()));
        assert_eq!(summarize(&bytes).unwrap().facts, facts);
        let Transcript {
            text, structure, ..
        } = read(&bytes).unwrap();
        assert_eq!(structure.facts, facts);
        assert_eq!(text, "学而\n\n子曰\n\n为政\n\n见注一\n\n");
        let links: Vec<_> = structure
            .links
            .into_iter()
            .map(|link| (link.words.of(&text), link.target))
            .collect();
        let web = LinkTarget::Web("https://a.example".to_owned());
        assert_eq!(links, [("注", web), ("一", LinkTarget::Place(0))]);
        for length in 0..bytes.len() {
            assert_eq!(read(bytes.get(..length).unwrap()), None);
        }
    }

    #[test]
    fn what_is_no_book_is_none() {
        assert_eq!(read(&book(&[("a.txt", "x")])), None);
        assert_eq!(read(&book(&[CONTAINER])), None);
        assert_eq!(read(b"PK\x03\x04"), None);
    }
}
