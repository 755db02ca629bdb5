//! XML as its tags and words, one after the other. Names are local: documents bind the namespaces
//! to whatever prefix they like, and Strict Office Open XML has namespaces of its own. What is not
//! well-formed is passed over; the entities of a DTD are not read.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::reader::Reader;

use crate::document::encoding::transcode;

/// A reader of XML.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// Elements that are open.
    depth: usize,
    /// Whether the text ended before its elements did.
    pub is_cut: bool,
}

/// What comes next.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element ends.
    Close(EndTag<'a>),
    /// Words, or a part of them.
    Words(Cow<'a, str>),
}

/// The beginning of an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

/// The end of an element.
pub(super) struct EndTag<'a>(BytesEnd<'a>);

/// The text of a part, in whichever encoding of Unicode it is.
pub(super) fn text(bytes: Vec<u8>) -> String {
    let is_marked = bytes.starts_with(b"\xfe\xff") || bytes.starts_with(b"\xff\xfe");
    let is_wide = is_marked || bytes.iter().take(4).any(|byte| *byte == 0);
    if is_wide {
        return transcode(bytes.into(), None).text;
    }
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

impl<'a> Xml<'a> {
    /// Begins to read.
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            depth: 0,
            is_cut: false,
        }
    }

    /// The next node; `None` at the end.
    pub fn next(&mut self) -> Option<Node<'a>> {
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(tag)) => {
                    self.depth += 1;
                    return Some(Node::Open(Tag(tag)));
                }
                Ok(Event::End(tag)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Node::Close(EndTag(tag)));
                }
                Ok(Event::Text(words)) => return Some(Node::Words(words.xml10_content())),
                Ok(Event::CData(words)) => return Some(Node::Words(words.xml10_content())),
                Ok(Event::GeneralRef(reference)) => {
                    let character = reference.resolve_char_ref().ok().flatten();
                    let named = || resolve_predefined_entity(&reference).map(Cow::Borrowed);
                    let words = character.map(|c| Cow::Owned(c.to_string())).or_else(named);
                    if let Some(words) = words {
                        return Some(Node::Words(words));
                    }
                }
                Ok(Event::Eof) | Err(_) => {
                    self.is_cut |= self.depth > 0;
                    return None;
                }
                Ok(_) => {}
            }
        }
    }

    /// Passes over the rest of an element that has just begun.
    pub fn skip(&mut self, tag: &Tag<'_>) {
        self.skip_to_end(&tag.full_name());
    }

    /// Passes over the rest of the innermost open element of this full name, its end included.
    pub fn skip_to_end(&mut self, full_name: &str) {
        let end = BytesEnd::new(full_name);
        match self.reader.read_to_end(end.name()) {
            Ok(_) => self.depth = self.depth.saturating_sub(1),
            Err(_) => self.is_cut = true,
        }
    }

    /// Reads the words of an element that has just begun.
    pub fn words(&mut self) -> String {
        let mut text = String::new();
        let inside = self.depth;
        while let Some(node) = self.next() {
            match node {
                Node::Words(words) => text += &words,
                Node::Close(_) if self.depth < inside => break,
                Node::Open(_) | Node::Close(_) => {}
            }
        }
        text
    }
}

impl Tag<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The name with its prefix.
    pub fn full_name(&self) -> String {
        self.0.name().into_inner().to_owned()
    }

    /// The value of an attribute, by its name without prefix.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        // Looking for repeated attributes would take the square of their number.
        let mut attributes = self.0.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|own| own.key.local_name().into_inner() == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0);
        Some(value.unwrap_or(found.value))
    }

    /// The value of an attribute that is a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }
}

impl EndTag<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, bool) {
        let mut xml = Xml::new(text);
        let mut nodes = Vec::new();
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) if tag.name() == "skip" => xml.skip(&tag),
                Node::Open(tag) => nodes.push(format!("<{}", tag.name())),
                Node::Close(tag) => nodes.push(format!("{}>", tag.name())),
                Node::Words(words) => nodes.push(words.into_owned()),
            }
        }
        (nodes, xml.is_cut)
    }

    #[test]
    fn tags_words_and_references() {
        let (nodes, is_cut) =
            read("<a:p><b/>甲&amp;&#x4e59;<skip><skip/>丙</skip><![CDATA[<]]></a:p>");
        assert_eq!(nodes, ["<p", "<b", "b>", "甲", "&", "乙", "<", "p>"]);
        assert!(!is_cut);
    }

    #[test]
    fn what_is_damaged_is_read_as_far_as_it_goes() {
        assert_eq!(
            read("<p>甲</q></p>乙 & 丙").0.join("|"),
            "<p|甲|q>|p>|乙 |& 丙"
        );
        assert!(read("<p>甲<").1);
        assert!(read("<p><skip>甲").1);
        // The entities of a DTD are not read.
        let bomb = "<!DOCTYPE p [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><p>&b;甲</p>";
        assert_eq!(read(bomb).0.join("|"), "<p|甲|p>");
    }

    #[test]
    fn every_encoding_of_unicode_is_read() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(wide("\u{feff}<甲/>")), "<甲/>");
        assert_eq!(text(wide("<a>甲乙丙丁</a>")), "<a>甲乙丙丁</a>");
        assert_eq!(text("<甲/>".into()), "<甲/>");
        assert_eq!(text(b"<a>\xff</a>".to_vec()), "<a>\u{fffd}</a>");
    }
}
