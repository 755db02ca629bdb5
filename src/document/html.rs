//! HTML: the text of a page and what its elements say of it, as a transcript.

mod content;
mod fact;
mod note;
mod page;
mod table;
mod write;

use std::collections::HashMap;

use super::budget::Budget;
use super::transcript::Transcript;
use crate::text::Span;
pub(super) use content::Origin;
pub(super) use note::{Led, lead};
use page::Page;
pub(super) use write::Places;

/// Whether a text is HTML, judged by its first tag.
///
/// A page without `<html>` begins with an element of the head, or with a block; Markdown may begin
/// with a block too, so the next lines must have no signs of Markdown.
pub(super) fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        // Comments and declarations may come first.
        let skipped = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<?xml") {
            rest.find("?>").map(|end| end + 2)
        } else {
            None
        };
        match skipped.and_then(|skipped| rest.get(skipped..)) {
            Some(after) => rest = after.trim_start(),
            None => break,
        }
    }
    let opening: String = rest.chars().take(15).flat_map(char::to_lowercase).collect();
    let tag = |name: &str| {
        opening
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_whitespace()))
    };
    tag("<!doctype html")
        || opening == "<!doctype html"
        || HEAD.into_iter().any(tag)
        || OPENINGS.into_iter().any(tag) && !rest.lines().take(LINES).any(is_markdown)
}

/// First tags of pages.
const HEAD: [&str; 9] = [
    "<html", "<head", "<body", "<title", "<meta", "<link", "<base", "<style", "<script",
];

/// First tags of fragments of pages, but also of some Markdown.
const OPENINGS: [&str; 20] = [
    "<p",
    "<div",
    "<table",
    "<h1",
    "<h2",
    "<h3",
    "<h4",
    "<h5",
    "<h6",
    "<ul",
    "<ol",
    "<dl",
    "<pre",
    "<center",
    "<article",
    "<section",
    "<main",
    "<header",
    "<blockquote",
    "<font",
];

/// Lines that are searched for signs of Markdown.
const LINES: usize = 40;

/// Whether a line begins with a sign of Markdown.
fn is_markdown(line: &str) -> bool {
    ["# ", "## ", "### ", "- ", "* ", "> ", "```", "| ", "!["]
        .iter()
        .any(|sign| line.starts_with(sign))
}

/// Reads a page.
pub(super) fn read(html: String, budget: &Budget) -> Transcript {
    let page = Page::read(&html, false, budget);
    drop(html);
    let mut transcript = Transcript::default();
    let places = write::write(&page, Origin::Site, &mut transcript);
    let anchors: HashMap<&str, Span> = places
        .anchors
        .iter()
        .rev()
        .map(|(name, span)| (name.as_str(), *span))
        .collect();
    let led = places.links.iter().filter_map(|link| {
        let name = unescaped(link.href.strip_prefix('#')?);
        Some(Led {
            words: link.words,
            to: *anchors.get(name.as_str())?,
            is_call: link.is_call,
        })
    });
    lead(&mut transcript, led.collect());
    transcript.structure.facts = fact::find(&page, &transcript);
    transcript
}

/// Adds the text of a part of a book to a transcript. Links that lead to places are returned: only
/// the book knows what they lead to in other parts; then [`lead`] adds them.
pub(super) fn transcribe(html: String, to: &mut Transcript, budget: &Budget) -> Places {
    let page = Page::read(&html, true, budget);
    drop(html);
    write::write(&page, Origin::Book, to)
}

/// An address without percent signs (RFC 3986, 2.1).
pub(super) fn unescaped(address: &str) -> String {
    let mut decoded = Vec::new();
    let mut bytes = address.bytes();
    while let Some(byte) = bytes.next() {
        let digits = || {
            let mut rest = bytes.clone();
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            Some((high * 16 + low) as u8)
        };
        match (byte == b'%').then(digits).flatten() {
            Some(escaped) => {
                decoded.push(escaped);
                bytes.nth(1);
            }
            None => decoded.push(byte),
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests;
