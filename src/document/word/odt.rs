//! `OpenDocument` texts (ODF 1.3, ISO/IEC 26300): the parts of the package, or the same in one
//! file.

mod body;
mod list;
mod style;

use super::xml::{self, Node, Xml};
use super::{HIGHEST, OPENING, properties, summary, title};
use crate::document::budget::Budget;
use crate::document::container::Container;
use crate::document::summary::Summary;
use crate::document::transcript::Transcript;
use body::Body;

/// What the media types of texts begin with: of documents, templates and masters.
const MEDIA: &[u8] = b"application/vnd.oasis.opendocument.text";

/// Reads a document; `None` if the archive is damaged or is none.
pub(in crate::document) fn read(bytes: &[u8], budget: &Budget) -> Option<Transcript> {
    let mut container = open(bytes, budget)?;
    let content = content(&mut container, None)?;
    Some(transcript(&mut container, &content))
}

/// Reads what the catalog wants from the beginning of the content.
pub(in crate::document) fn summarize(bytes: &[u8], budget: &Budget) -> Option<Summary> {
    let mut container = open(bytes, budget)?;
    let length = container.length(container.find(CONTENT));
    let length = usize::try_from(length).unwrap_or(0);
    let mut most = Some(OPENING);
    loop {
        let start = content(&mut container, most)?;
        let opening = transcript(&mut container, &start);
        // The styles in front of the text may be longer.
        if !opening.text.is_empty() || start.len() >= length {
            return Some(summary(opening, start.len(), length));
        }
        most = None;
    }
}

/// Whether a text is an `OpenDocument` text in one file.
pub(in crate::document) fn is_flat(text: &str) -> bool {
    let mut xml = Xml::new(text);
    while let Some(node) = xml.next() {
        match node {
            Node::Open(tag) => {
                let media = tag.get("mimetype").unwrap_or_default();
                return tag.full_name() == "office:document" && media.as_bytes().starts_with(MEDIA);
            }
            Node::Words(words) if words.trim().is_empty() => {}
            Node::Words(_) | Node::Close(_) => break,
        }
    }
    false
}

/// Reads a document in one file.
pub(in crate::document) fn read_flat(text: String, _: &Budget) -> Transcript {
    let mut body = Body::default();
    body.read(&text);
    let mut transcript = body.finish();
    let structure = &mut transcript.structure;
    title::settle(structure, HIGHEST);
    let meta = text
        .split_once("<office:meta>")
        .and_then(|(_, rest)| rest.split_once("</office:meta>"));
    if let Some((meta, _)) = meta {
        properties::read(meta, structure);
    }
    transcript
}

/// The part that holds the text.
const CONTENT: &str = "content.xml";

/// Opens an archive, if it is that of a text.
fn open<'a>(bytes: &'a [u8], budget: &Budget) -> Option<Container<'a>> {
    let mut container = Container::open(bytes, budget)?;
    let media = container.read_aside("mimetype")?;
    media.starts_with(MEDIA).then_some(container)
}

/// The content, or its beginning; `None` if it is none, or encrypted.
fn content(container: &mut Container<'_>, length: Option<usize>) -> Option<String> {
    let bytes = match length {
        Some(length) => container.read_start(CONTENT, length),
        None => container.read(CONTENT),
    };
    let text = xml::text(bytes?);
    let mut xml = Xml::new(&text);
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "document-content" => break,
            Node::Open(_) => return None,
            Node::Close(_) | Node::Words(_) => {}
        }
    }
    Some(text)
}

fn transcript(container: &mut Container<'_>, content: &str) -> Transcript {
    let mut body = Body::default();
    if let Some(styles) = container.read_aside("styles.xml").map(xml::text) {
        body.read(&styles);
    }
    body.read(content);
    let mut transcript = body.finish();
    let structure = &mut transcript.structure;
    title::settle(structure, HIGHEST);
    if let Some(meta) = container.read_aside("meta.xml").map(xml::text) {
        properties::read(&meta, structure);
    }
    transcript
}

#[cfg(test)]
mod tests;
