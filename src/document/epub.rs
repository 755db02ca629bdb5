//! EPUB: the parts of the book in reading order as one transcript, its contents as the outline, and
//! its metadata.

mod contents;
mod listing;
mod metadata;
mod outline;
mod package;
mod xml;

use std::collections::{HashMap, HashSet};

use compact_str::CompactString;

use super::Header;
use super::budget::Budget;
use super::container::{Container, Loss, Part};
use super::encoding::transcode;
use super::html::{self, Led};
use super::page::Page;
use super::summary::Summary;
use super::transcript::Transcript;
use super::{BlockKind, Issue};
use crate::text::Span;
use contents::List;
use package::Package;

/// Most places that links may lead to, 200 MB of them.
const MOST_ANCHORS: usize = 1 << 20;

/// Reads a book; `None` if it is none, or damaged so that no part can be read.
pub(super) fn read(bytes: &[u8], budget: &Budget) -> Option<Transcript> {
    let mut reader = Reader::new(Book::open(bytes, budget)?);
    let contents = reader.listed(List::Contents);
    let pages = reader.listed(List::Pages);
    let steps: Vec<package::Step> = reader.book.package.steps().collect();
    for step in steps {
        let place = reader.book.locate_item(&step.href);
        reader.part(place, step.is_page);
    }
    reader.linked();
    Some(reader.finish(contents, pages))
}

/// Reads the metadata of a book and the sizes of its parts, none of the parts themselves.
pub(super) fn summarize(bytes: &[u8], budget: &Budget) -> Option<Summary> {
    let mut book = Book::open(bytes, budget)?;
    let steps: Vec<package::Step> = book.package.steps().collect();
    let lengths = steps.iter().map(|step| {
        let (_, index) = book.locate_item(&step.href);
        book.container.length(index)
    });
    let bytes: u64 = lengths.sum();
    Some(Summary {
        header: Header::stated(&book.package.facts, &mut Vec::new()),
        // A hanzi has three bytes. Latin letters have one, which the markup makes up for.
        characters: usize::try_from(bytes / 3).unwrap_or(0),
    })
}

/// The path of a part, and its index in the container if it is there.
type Located = (String, Option<usize>);

struct Book<'a> {
    budget: Budget,
    container: Container<'a>,
    package: Package,
    /// Where the package document lies: addresses are relative to it.
    folder: String,
    /// The parts that are said to be encrypted.
    encrypted: HashSet<usize>,
}

impl<'a> Book<'a> {
    fn open(bytes: &'a [u8], budget: &Budget) -> Option<Self> {
        let mut container = Container::open(bytes, budget)?;
        let named = text(&mut container, "META-INF/container.xml");
        let named = named
            .map(|xml| package::rootfiles(&xml))
            .unwrap_or_default();
        // The one package document that there is, is the book.
        let others = container.ending_in(".opf").into_iter().map(str::to_owned);
        let mut paths: Vec<String> = named.iter().map(|path| resolve("", path)).collect();
        paths.extend(others);
        let path = paths
            .into_iter()
            .find(|path| container.find(path).is_some())?;
        // What can be read of a damaged one may be most of it.
        let index = container.find(&path);
        let package = transcode(container.part(index).bytes.into(), None).text;
        let package = Package::read(&package);
        let encryption = text(&mut container, "META-INF/encryption.xml");
        let encrypted = encryption
            .map(|xml| package::encrypted(&xml))
            .unwrap_or_default();
        let encrypted = encrypted.iter().filter_map(|path| {
            let exact = container.find(&resolve("", path));
            exact.or_else(|| container.find(&resolve("", &html::unescaped(path))))
        });
        let encrypted = encrypted.collect();
        Some(Self {
            budget: budget.clone(),
            container,
            package,
            folder: folder(&path).to_owned(),
            encrypted,
        })
    }

    /// The part at an address in the manifest.
    fn locate_item(&self, href: &str) -> Located {
        self.locate(&self.folder, href)
    }

    /// The part at an address that is relative to a folder. Addresses are meant to be escaped, and
    /// relative; many are not.
    fn locate(&self, folder: &str, href: &str) -> Located {
        let address = href.split('#').next().unwrap_or(href);
        let plain = resolve(folder, &html::unescaped(address));
        let candidates = [
            resolve(folder, address),
            resolve("", &html::unescaped(address)),
            resolve(folder, &html::unescaped(href)),
        ];
        let mut index = self.container.find(&plain);
        for candidate in &candidates {
            index = index.or_else(|| self.container.find(candidate));
        }
        (plain, index)
    }

    /// The bytes of a part, unless they are encrypted or no page.
    fn page(&mut self, index: Option<usize>) -> Part {
        let part = self.container.part(index);
        let is_markup = memchr::memchr(b'<', &part.bytes).is_some();
        let opens = part.bytes.iter().find(|byte| {
            // Behind a byte order mark and white space.
            !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf | 0xfe | 0xff | 0)
        });
        let loss = if index.is_some_and(|index| self.encrypted.contains(&index)) {
            // Some programs take the encryption away and leave the note of it.
            (opens != Some(&b'<')).then_some(Loss::Encrypted)
        } else {
            (!is_markup && part.loss.is_none()).then_some(Loss::Damaged)
        };
        match loss {
            Some(_) => Part {
                bytes: Vec::new(),
                loss,
            },
            None => part,
        }
    }
}

/// An entry of a list, with the number of the part that it leads to and the name of the place
/// there.
type Listed = (contents::Entry, Option<(usize, CompactString)>);

/// A link that leads to a place in the book.
struct Link {
    words: Span,
    part: usize,
    name: CompactString,
    is_call: bool,
}

/// The book while its parts are read.
struct Reader<'a> {
    book: Book<'a>,
    to: Transcript,
    /// The stretches of the parts, by their numbers.
    parts: HashMap<usize, Span>,
    /// Numbers of the parts that the container does not have.
    absent: HashMap<String, usize>,
    anchors: HashMap<(usize, CompactString), Span>,
    links: Vec<Link>,
    /// The parts that links lead to, in order.
    led_to: Vec<Located>,
}

impl<'a> Reader<'a> {
    fn new(book: Book<'a>) -> Self {
        Self {
            book,
            to: Transcript::default(),
            parts: HashMap::new(),
            absent: HashMap::new(),
            anchors: HashMap::new(),
            links: Vec::new(),
            led_to: Vec::new(),
        }
    }

    /// The number of a part: its index in the container, or one that none has.
    fn number(&mut self, (path, index): &Located) -> usize {
        let next = usize::MAX - self.absent.len();
        index.unwrap_or_else(|| *self.absent.entry(path.clone()).or_insert(next))
    }

    /// The entries of one of the book's own lists.
    fn listed(&mut self, list: List) -> Vec<Listed> {
        type Read = fn(&str, List) -> Vec<contents::Entry>;
        let package = &self.book.package;
        let sources: [(Option<String>, Read); 2] = [
            (package.navigation.clone(), contents::navigation),
            (package.ncx.clone(), contents::ncx),
        ];
        for (href, read) in sources {
            let Some(href) = href else { continue };
            let (path, index) = self.book.locate_item(&href);
            let bytes = self.book.page(index).bytes;
            let entries = read(&transcode(bytes.into(), None).text, list);
            if entries.iter().all(|entry| entry.href.is_none()) {
                continue;
            }
            let place = |entry: contents::Entry| {
                let target = entry.href.as_ref().map(|href| {
                    let located = if href.starts_with('#') {
                        (path.clone(), index)
                    } else {
                        self.book.locate(folder(&path), href)
                    };
                    let name = href.split_once('#').map_or("", |(_, name)| name);
                    self.led_to.push(located.clone());
                    (located, html::unescaped(name).into())
                });
                (entry, target)
            };
            let placed: Vec<_> = entries.into_iter().map(place).collect();
            let placed = placed.into_iter().map(|(entry, target)| {
                let target = target.map(|(located, name)| (self.number(&located), name));
                (entry, target)
            });
            return placed.collect();
        }
        Vec::new()
    }

    /// Adds a part, once.
    fn part(&mut self, located: Located, is_page: bool) {
        let number = self.number(&located);
        if self.parts.contains_key(&number) {
            return;
        }
        let (path, index) = located;
        let start = self.to.end();
        let loss = if is_page {
            let part = self.book.page(index);
            self.page(&path, number, part.bytes);
            match part.loss {
                Some(Loss::Missing) => Some("part-missing"),
                Some(Loss::Encrypted) => Some("part-encrypted"),
                Some(Loss::Damaged) => Some("part-damaged"),
                None => None,
            }
        } else {
            Some("part-foreign")
        };
        if let Some(code) = loss {
            self.lost(path, code);
        }
        self.parts.insert(number, Span::new(start, self.to.end()));
    }

    fn page(&mut self, path: &str, number: usize, bytes: Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let decoded = transcode(bytes.into(), None);
        let start = self.to.end();
        self.to.issues.extend(decoded.issue.map(|issue| Issue {
            // Its place in the page means nothing in the text that is read from it.
            span: Span::new(start, start),
            ..issue
        }));
        let places = html::transcribe(decoded.text, &mut self.to, &self.book.budget);
        for link in places.links {
            let name = link.href.split_once('#').map_or("", |(_, name)| name);
            let name = html::unescaped(name).into();
            let part = if link.href.starts_with('#') {
                number
            } else {
                let located = self.book.locate(folder(path), &link.href);
                let part = self.number(&located);
                if self.led_to.last() != Some(&located) {
                    self.led_to.push(located);
                }
                part
            };
            self.links.push(Link {
                words: link.words,
                part,
                name,
                is_call: link.is_call,
            });
        }
        let room = MOST_ANCHORS.saturating_sub(self.anchors.len());
        for (name, span) in places.anchors.into_iter().take(room) {
            self.anchors.entry((number, name.into())).or_insert(span);
        }
    }

    /// Names a part that could not be read in its place.
    fn lost(&mut self, path: String, code: &'static str) {
        let start = self.to.end();
        let name = path.rsplit('/').next().unwrap_or(&path);
        self.to.write(&format!("[{name}]"));
        let span = Span::new(start, self.to.end());
        self.to.end_passage(BlockKind::Paragraph);
        self.to.issues.push(Issue {
            code,
            span,
            details: vec![path],
        });
    }

    /// Adds the pages of the manifest that are not in reading order but that the contents or the
    /// text lead to.
    fn linked(&mut self) {
        let mut pages: Option<HashSet<usize>> = None;
        let navigation = self.book.package.navigation.as_ref();
        let navigation = navigation.and_then(|href| self.book.locate_item(href).1);
        let mut at = 0;
        while let Some(located) = self.led_to.get(at).cloned() {
            at += 1;
            let Some(index) = located.1 else { continue };
            if self.parts.contains_key(&index) || navigation == Some(index) {
                continue;
            }
            let book = &self.book;
            let pages = pages.get_or_insert_with(|| {
                let all = book.package.pages();
                all.filter_map(|href| book.locate_item(href).1).collect()
            });
            if pages.contains(&index) {
                self.part(located, true);
            }
        }
    }

    /// The transcript, with the contents as its outline and the links between its parts.
    fn finish(mut self, contents: Vec<Listed>, pages: Vec<Listed>) -> Transcript {
        let mut to = std::mem::take(&mut self.to);
        let pages = pages.into_iter().filter_map(|(entry, target)| {
            let (part, name) = target?;
            Page::named(self.place(part, name)?.start, &entry.label)
        });
        let mut pages: Vec<Page> = pages.collect();
        // The list knows the pages better than the marks in the text do.
        if !pages.is_empty() {
            pages.sort_by_key(|page| page.at);
            to.structure.pages = pages;
        }
        let entries = contents.into_iter().map(|(entry, target)| outline::Entry {
            label: entry.label,
            level: entry.level,
            place: target.and_then(|(part, name)| {
                Some(outline::Place {
                    start: self.place(part, name).map(|span| span.start),
                    part: *self.parts.get(&part)?,
                })
            }),
        });
        let entries: Vec<outline::Entry> = entries.collect();
        let links = std::mem::take(&mut self.links).into_iter();
        let links = links.filter_map(|link| {
            let to = self.place(link.part, link.name)?;
            Some(Led {
                words: link.words,
                to,
                is_call: link.is_call,
            })
        });
        let mut links: Vec<Led> = links.collect();
        listing::set_apart(self.parts.into_values(), &links, &entries, &mut to);
        let added = outline::apply(&entries, &mut to);
        let moves = to.insert(added);
        for link in &mut links {
            link.words = moves.span(link.words);
            link.to = Span::new(moves.place(link.to.start), moves.place(link.to.end));
        }
        html::lead(&mut to, links);
        to.structure.facts = self.book.package.facts;
        if self.book.container.is_salvaged() {
            to.issues.push(Issue {
                code: "cut-short",
                span: Span::new(to.end(), to.end()),
                details: Vec::new(),
            });
        }
        to
    }

    /// A place by its name; the start of the part without one.
    fn place(&self, part: usize, name: CompactString) -> Option<Span> {
        if name.is_empty() {
            let start = self.parts.get(&part)?.start;
            return Some(Span::new(start, start));
        }
        self.anchors.get(&(part, name)).copied()
    }
}

/// A text in a container.
fn text(container: &mut Container<'_>, path: &str) -> Option<String> {
    Some(transcode(container.read(path)?.into(), None).text)
}

/// The folder of a path.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Resolves an address to a path in the container. One that begins with a slash is relative to the
/// container.
fn resolve(folder: &str, address: &str) -> String {
    let address = address.replace('\\', "/");
    let folder = if address.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in address.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests;
