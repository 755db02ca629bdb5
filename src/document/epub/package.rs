//! The package of a book (EPUB 3.3, 5): its manifest and its spine; and which parts are encrypted.

use std::collections::HashMap;

use super::metadata::Metadata;
use super::xml::{self, Event};

/// Most items of a manifest and of a spine, 200 MB of them.
const MOST: usize = 1 << 20;

/// Longest chain of fallbacks that is followed: they may run in a circle.
const MOST_FALLBACKS: usize = 16;

/// What the package document says.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub facts: Vec<(&'static str, String)>,
    /// By their ids.
    items: HashMap<String, Item>,
    /// The ids of the parts in reading order.
    spine: Vec<String>,
    /// The pages of the manifest, in its order.
    pages: Vec<String>,
    /// The navigation document.
    pub navigation: Option<String>,
    /// The contents of EPUB 2.
    pub ncx: Option<String>,
}

#[derive(Clone, Debug)]
struct Item {
    href: String,
    is_page: bool,
    fallback: Option<String>,
}

/// A part in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Its address, relative to the package; its id if the manifest does not have it.
    pub href: String,
    /// Whether it is of a kind that can be read.
    pub is_page: bool,
}

impl Package {
    pub fn read(xml: &str) -> Self {
        let mut package = Self::default();
        let mut metadata = Metadata::default();
        let mut ncx: Option<String> = None;
        xml::read(xml, |event| {
            if let Event::Open(element) = &event {
                match element.local() {
                    "item" => package.item(element),
                    "itemref" if package.spine.len() < MOST => {
                        package.spine.extend(element.attribute("idref"));
                    }
                    "spine" => ncx = element.attribute("toc"),
                    _ => {}
                }
            }
            metadata.take(&event);
        });
        let named = ncx.and_then(|id| package.items.get(&id));
        package.ncx = named.map(|item| item.href.clone()).or(package.ncx);
        package.facts = metadata.facts();
        if package.spine.is_empty() {
            // Nothing tells their order but the manifest.
            package.spine = std::mem::take(&mut package.pages);
        }
        package
    }

    fn item(&mut self, element: &xml::Element) {
        let (Some(id), Some(href)) = (element.attribute("id"), element.attribute("href")) else {
            return;
        };
        let media = element.attribute("media-type").unwrap_or_default();
        if element.says("properties", "nav") {
            self.navigation.get_or_insert_with(|| href.clone());
        }
        if media == "application/x-dtbncx+xml" {
            self.ncx.get_or_insert_with(|| href.clone());
        }
        if self.items.len() >= MOST {
            return;
        }
        let is_page = is_page(&media, &href);
        if is_page {
            self.pages.push(id.clone());
        }
        let fallback = element.attribute("fallback");
        let item = Item {
            href,
            is_page,
            fallback,
        };
        self.items.entry(id).or_insert(item);
    }

    /// The parts in reading order. One of a kind that cannot be read gives way to its fallback.
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        self.spine.iter().map(|id| {
            let item = self.items.get(id);
            let chain = std::iter::successors(item, |item| {
                item.fallback.as_ref().and_then(|id| self.items.get(id))
            });
            let page = chain.take(MOST_FALLBACKS).find(|item| item.is_page);
            let href = page.or(item).map_or(id, |item| &item.href);
            Step {
                href: href.clone(),
                is_page: page.is_some() || item.is_none(),
            }
        })
    }

    /// Addresses of the pages in the manifest.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        let pages = self.items.values().filter(|item| item.is_page);
        pages.map(|item| item.href.as_str())
    }
}

/// Whether a part is a page, by its media type or else by its name.
fn is_page(media: &str, href: &str) -> bool {
    let path = href.split('#').next().unwrap_or(href);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_named = ["xhtml", "html", "htm", "xml", "svg"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known));
    match media.trim().to_ascii_lowercase().as_str() {
        "application/xhtml+xml" | "text/html" | "text/x-oeb1-document" | "image/svg+xml" => true,
        "" | "application/xml" | "text/xml" | "application/octet-stream" | "text/plain" => is_named,
        _ => false,
    }
}

/// The package documents that a container names (EPUB OCF, 4.2.6.3.1), the default one first.
pub(super) fn rootfiles(xml: &str) -> Vec<String> {
    const MOST_ROOTFILES: usize = 64;
    let mut found = Vec::new();
    xml::read(xml, |event| {
        let Event::Open(element) = event else { return };
        let media = element.attribute("media-type");
        let is_package = media.is_none_or(|media| media == "application/oebps-package+xml");
        if element.local() == "rootfile" && is_package && found.len() < MOST_ROOTFILES {
            found.extend(element.attribute("full-path"));
        }
    });
    found
}

/// The paths of the parts that are encrypted (EPUB OCF, 4.2.6.3.2). A font that is only obfuscated
/// is no loss.
pub(super) fn encrypted(xml: &str) -> Vec<String> {
    const OBFUSCATIONS: [&str; 2] = [
        "http://www.idpf.org/2008/embedding",
        "http://ns.adobe.com/pdf/enc#RC",
    ];
    let mut found = Vec::new();
    let mut is_obfuscated = false;
    // The algorithm of the key is no algorithm of the data.
    let mut in_key = false;
    xml::read(xml, |event| match event {
        Event::Open(element) => match element.local() {
            "encrypteddata" => is_obfuscated = false,
            "keyinfo" => in_key = true,
            "encryptionmethod" if !in_key => {
                let algorithm = element.attribute("algorithm").unwrap_or_default();
                is_obfuscated = OBFUSCATIONS.contains(&algorithm.as_str());
            }
            "cipherreference" if !is_obfuscated && found.len() < MOST => {
                found.extend(element.attribute("uri"));
            }
            _ => {}
        },
        Event::Close("keyinfo") => in_key = false,
        _ => {}
    });
    found
}
