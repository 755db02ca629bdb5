//! Styles of a Word document: what a paragraph or a run of words has of its style, and of those
//! that one is based on.

use foldhash::HashMap;

use crate::document::word::xml::{Node, Tag, Xml};

/// Longest chain of styles, each based on the next; a longer one goes in a circle.
const LONGEST_CHAIN: usize = 32;

/// The styles, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    list: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: String,
}

/// A style as it is written.
#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    paragraph: Paragraph,
    run: Run,
}

/// What a paragraph says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub style: Option<String>,
    /// The list that it belongs to: `w:numId`; 0 is none.
    pub list: Option<u32>,
    /// Its level in the list, from 0.
    pub level: Option<usize>,
    /// Its level in the outline, from 0; 9 is none.
    pub outline: Option<u8>,
    /// Whether it stands at the right.
    pub is_right: Option<bool>,
    /// Whether its end was deleted, so that the next paragraph goes on in it.
    pub is_joined: bool,
    /// Whether its end is hidden, so that it goes on in the next paragraph.
    pub is_run_in: bool,
}

/// What a run of words says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub style: Option<String>,
    pub is_hidden: Option<bool>,
    pub is_strong: Option<bool>,
    pub is_emphasized: Option<bool>,
    /// The font of symbols that its characters are codes of.
    pub font: Option<String>,
}

/// What a paragraph is by its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Purpose {
    #[default]
    Body,
    Title,
    Quotation,
    /// A heading, with its level from 0.
    Heading(u8),
}

impl Paragraph {
    /// Reads `w:pPr`, which has just begun. What it was before a tracked change is passed over.
    pub fn read(xml: &mut Xml<'_>) -> Self {
        let mut read = Self::default();
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "pStyle" => read.style = tag.get("val").map(String::from),
                    "ilvl" => read.level = tag.number("val"),
                    "numId" => read.list = tag.number("val"),
                    "outlineLvl" => read.outline = tag.number("val"),
                    "jc" => {
                        let side = tag.get("val");
                        read.is_right = side.map(|side| matches!(&*side, "right" | "end"));
                    }
                    "rPr" => read.end(xml),
                    "pPrChange" | "sectPr" | "framePr" | "tabs" => xml.skip(&tag),
                    _ => {}
                },
                Node::Close(tag) if tag.name() == "pPr" => break,
                _ => {}
            }
        }
        read
    }

    /// Reads what is said of the mark at the end of the paragraph.
    fn end(&mut self, xml: &mut Xml<'_>) {
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "del" | "moveFrom" => self.is_joined = true,
                    "vanish" | "specVanish" => self.is_run_in |= is_on(&tag),
                    "rPrChange" => xml.skip(&tag),
                    _ => {}
                },
                Node::Close(tag) if tag.name() == "rPr" => break,
                _ => {}
            }
        }
    }
}

impl Run {
    /// Reads `w:rPr`, which has just begun.
    pub fn read(xml: &mut Xml<'_>) -> Self {
        let mut read = Self::default();
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "rStyle" => read.style = tag.get("val").map(String::from),
                    "vanish" => read.is_hidden = Some(is_on(&tag)),
                    "b" => read.is_strong = Some(is_on(&tag)),
                    "i" | "em" => {
                        read.is_emphasized = Some(is_on(&tag) || read.is_emphasized == Some(true));
                    }
                    "rFonts" => read.font = tag.get("ascii").map(String::from),
                    "rPrChange" => xml.skip(&tag),
                    _ => {}
                },
                Node::Close(tag) if tag.name() == "rPr" => break,
                _ => {}
            }
        }
        read
    }
}

/// Whether an element that turns something on does, and not off.
fn is_on(tag: &Tag<'_>) -> bool {
    let value = tag.get("val");
    !value.is_some_and(|value| matches!(&*value, "0" | "false" | "off" | "none"))
}

impl Styles {
    /// Reads `styles.xml`.
    pub fn read(text: &str) -> Self {
        let mut styles = Self::default();
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "style" => {
                    let id = tag.get("styleId").map(String::from).unwrap_or_default();
                    let is_paragraph = tag.get("type").is_none_or(|kind| kind == "paragraph");
                    if is_paragraph && tag.get("default").is_some_and(|value| value != "0") {
                        styles.default.clone_from(&id);
                    }
                    let style = Style::read(&mut xml);
                    styles.list.insert(id, style);
                }
                "docDefaults" | "latentStyles" => xml.skip(&tag),
                _ => {}
            }
        }
        styles
    }

    /// A style and those that it is based on, with their ids.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let id = id.unwrap_or(&self.default);
        let first = self.list.get_key_value(id);
        let next = |(_, style): &(&'s String, &'s Style)| {
            self.list.get_key_value(style.based_on.as_deref()?)
        };
        let chain = std::iter::successors(first, next).take(LONGEST_CHAIN);
        chain.map(|(id, style)| (id.as_str(), style))
    }

    /// The ids of a paragraph's style and of those that it is based on.
    pub fn ids<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s str> {
        self.chain(id).map(|(id, _)| id)
    }

    /// What a paragraph is, with what it has of its style.
    pub fn paragraph(&self, own: &Paragraph) -> (Paragraph, Purpose) {
        let mut whole = own.clone();
        let mut named = None;
        for (_, style) in self.chain(own.style.as_deref()) {
            let inherited = &style.paragraph;
            whole.list = whole.list.or(inherited.list);
            whole.level = whole.level.or(inherited.level);
            whole.is_right = whole.is_right.or(inherited.is_right);
            whole.outline = whole.outline.or(inherited.outline);
            named = named.or_else(|| purpose(&style.name));
        }
        let purpose = match (named, whole.outline) {
            (Some(Purpose::Title), _) => Purpose::Title,
            (_, Some(level @ 0..9)) => Purpose::Heading(level),
            (_, Some(_)) => Purpose::Body,
            (named, None) => named.unwrap_or_default(),
        };
        (whole, purpose)
    }

    /// A run of words with what it has of its style and of the style of its paragraph.
    pub fn run(&self, own: &Run, paragraph: Option<&str>) -> Run {
        let mut whole = own.clone();
        let style = own.style.as_deref();
        for (_, style) in style.into_iter().flat_map(|style| self.chain(Some(style))) {
            let inherited = &style.run;
            whole.is_hidden = whole.is_hidden.or(inherited.is_hidden);
            whole.is_strong = whole.is_strong.or(inherited.is_strong);
            whole.is_emphasized = whole.is_emphasized.or(inherited.is_emphasized);
            whole.font = whole.font.or_else(|| inherited.font.clone());
        }
        // A heading that is bold throughout has nothing that is stressed.
        for (_, style) in self.chain(paragraph) {
            whole.is_hidden = whole.is_hidden.or(style.run.is_hidden);
        }
        whole
    }
}

impl Style {
    fn read(xml: &mut Xml<'_>) -> Self {
        let mut read = Self::default();
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "name" => {
                        let name = tag.get("val");
                        read.name = name.map(|name| name.to_lowercase()).unwrap_or_default();
                    }
                    "basedOn" => read.based_on = tag.get("val").map(String::from),
                    "pPr" => read.paragraph = Paragraph::read(xml),
                    "rPr" => read.run = Run::read(xml),
                    "tblStylePr" | "tblPr" | "trPr" | "tcPr" => xml.skip(&tag),
                    _ => {}
                },
                Node::Close(tag) if tag.name() == "style" => break,
                _ => {}
            }
        }
        read
    }
}

/// What paragraphs of a style are that Word names so in every language.
fn purpose(name: &str) -> Option<Purpose> {
    match name {
        "title" => Some(Purpose::Title),
        "quote" | "intense quote" => Some(Purpose::Quotation),
        _ => {
            let level = name.strip_prefix("heading ")?.parse::<u8>().ok()?;
            level.checked_sub(1).map(Purpose::Heading)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = "<w:styles><w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
        <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr><w:outlineLvl w:val='0'/></w:pPr></w:style>\
        <w:style w:type='paragraph' w:styleId='章'><w:name w:val='章标题'/><w:basedOn w:val='1'/><w:pPr><w:jc w:val='end'/></w:pPr></w:style>\
        <w:style w:type='paragraph' w:styleId='T'><w:name w:val='Title'/><w:basedOn w:val='U'/></w:style>\
        <w:style w:type='paragraph' w:styleId='U'><w:name w:val='公文标题'/><w:basedOn w:val='T'/></w:style>\
        <w:style w:type='character' w:styleId='b'><w:name w:val='Strong'/><w:rPr><w:b/><w:vanish w:val='0'/></w:rPr></w:style></w:styles>";

    fn paragraph(properties: &str) -> (Paragraph, Purpose) {
        let text = format!("<w:pPr>{properties}</w:pPr>");
        let mut xml = Xml::new(&text);
        xml.next();
        let own = Paragraph::read(&mut xml);
        Styles::read(STYLES).paragraph(&own)
    }

    #[test]
    fn a_style_has_what_it_is_based_on() {
        let (whole, purpose) = paragraph("<w:pStyle w:val='章'/>");
        assert_eq!(purpose, Purpose::Heading(0));
        assert_eq!((whole.list, whole.is_right), (Some(3), Some(true)));
        // Its own word goes before: no number, no heading.
        let own = "<w:pStyle w:val='章'/><w:numPr><w:numId w:val='0'/></w:numPr><w:outlineLvl w:val='9'/>";
        let (whole, purpose) = paragraph(own);
        assert_eq!((whole.list, purpose), (Some(0), Purpose::Body));
        // Styles based on each other in a circle.
        assert_eq!(paragraph("<w:pStyle w:val='U'/>").1, Purpose::Title);
        assert_eq!(paragraph("").1, Purpose::Body);
    }

    #[test]
    fn what_was_before_a_tracked_change_is_passed_over() {
        let (whole, purpose) = paragraph(
            "<w:rPr><w:del w:id='1'/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>\
             <w:pPrChange><w:pPr><w:pStyle w:val='1'/></w:pPr></w:pPrChange>",
        );
        assert_eq!((whole.list, purpose), (None, Purpose::Body));
        assert!(whole.is_joined && !whole.is_run_in);
    }

    #[test]
    fn a_run_has_what_its_styles_have() {
        let own = Run {
            style: Some("b".into()),
            ..Run::default()
        };
        let whole = Styles::read(STYLES).run(&own, None);
        assert_eq!(
            (whole.is_strong, whole.is_hidden),
            (Some(true), Some(false))
        );
    }
}
