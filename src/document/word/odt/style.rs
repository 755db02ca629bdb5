//! Styles of an `OpenDocument` text: those of paragraphs and words, and of lists.

use foldhash::HashMap;

use crate::document::word::list::{LEVELS, Level};
use crate::document::word::xml::{Node, Tag, Xml};
use crate::text::counting::Counting;

/// Longest chain of styles, each with the next as its parent; a longer one goes in a circle.
const LONGEST_CHAIN: usize = 32;

/// The styles, by their names.
#[derive(Debug, Default)]
pub(super) struct Styles {
    paragraphs: HashMap<String, Style>,
    words: HashMap<String, Style>,
    lists: HashMap<String, ListStyle>,
    /// How headings are numbered that stand in no list.
    pub outline: ListStyle,
}

/// The levels of a style of lists.
pub(super) type ListStyle = [Option<Level>; LEVELS];

/// A style of paragraphs or of words: what it says itself, or with what its parents say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    parent: Option<String>,
    /// The style of lists of its paragraphs; empty for none.
    pub list: Option<String>,
    /// Level of the headings it is for, from 1.
    pub outline: Option<u8>,
    pub is_right: Option<bool>,
    pub is_hidden: Option<bool>,
    pub is_strong: Option<bool>,
    pub is_emphasized: Option<bool>,
    pub is_title: bool,
    pub is_quotation: bool,
}

impl Styles {
    /// Reads a style, or one of lists, that has just begun.
    pub fn read(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) {
        let name = tag.get("name").map(String::from).unwrap_or_default();
        match tag.name() {
            "style" => {
                let family = tag.get("family").map(String::from).unwrap_or_default();
                let style = Style::read(xml, tag);
                match family.as_str() {
                    "paragraph" => self.paragraphs.insert(name, style),
                    "text" => self.words.insert(name, style),
                    _ => None,
                };
            }
            "list-style" => {
                let style = read_list(xml, "list-style");
                self.lists.insert(name, style);
            }
            "outline-style" => self.outline = read_list(xml, "outline-style"),
            _ => {}
        }
    }

    /// The levels of a style of lists.
    pub fn list(&self, name: &str) -> Option<&ListStyle> {
        self.lists.get(name)
    }

    /// A style of paragraphs with what its parents say.
    pub fn paragraph(&self, name: &str) -> Style {
        whole(&self.paragraphs, name)
    }

    /// A style of words with what its parents say.
    pub fn words(&self, name: &str) -> Style {
        whole(&self.words, name)
    }
}

/// A style with what its parents say.
fn whole(styles: &HashMap<String, Style>, name: &str) -> Style {
    let mut whole = Style::default();
    let mut name = Some(name);
    for _ in 0..LONGEST_CHAIN {
        let Some(own) = name else { break };
        // LibreOffice names its styles so in every language.
        whole.is_title |= own == "Title";
        whole.is_quotation |= own == "Quotations";
        let Some(style) = styles.get(own) else { break };
        whole.list = whole.list.or_else(|| style.list.clone());
        whole.outline = whole.outline.or(style.outline);
        whole.is_right = whole.is_right.or(style.is_right);
        whole.is_hidden = whole.is_hidden.or(style.is_hidden);
        whole.is_strong = whole.is_strong.or(style.is_strong);
        whole.is_emphasized = whole.is_emphasized.or(style.is_emphasized);
        name = style.parent.as_deref();
    }
    whole
}

impl Style {
    fn read(xml: &mut Xml<'_>, tag: &Tag<'_>) -> Self {
        let mut style = Self {
            parent: tag.get("parent-style-name").map(String::from),
            list: tag.get("list-style-name").map(String::from),
            outline: tag.number("default-outline-level"),
            ..Self::default()
        };
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "paragraph-properties" => {
                        let side = tag.get("text-align");
                        style.is_right = side.map(|side| matches!(&*side, "end" | "right"));
                    }
                    "text-properties" => style.words(&tag),
                    _ => {}
                },
                Node::Close(tag) if tag.name() == "style" => break,
                _ => {}
            }
        }
        style
    }

    fn words(&mut self, tag: &Tag<'_>) {
        let says = |name: &str, is: fn(&str) -> bool| tag.get(name).map(|value| is(&value));
        self.is_hidden = says("display", |value| value == "none");
        self.is_strong = says("font-weight", |value| {
            value == "bold" || value.parse().is_ok_and(|weight: u16| weight >= 600)
        });
        let is_slanted = says("font-style", |value| value != "normal");
        let is_dotted = says("text-emphasize", |value| value != "none");
        self.is_emphasized = match (is_slanted, is_dotted) {
            (None, None) => None,
            (slanted, dotted) => Some(slanted == Some(true) || dotted == Some(true)),
        };
    }
}

/// Reads the levels of a style of lists.
fn read_list(xml: &mut Xml<'_>, end: &str) -> ListStyle {
    let mut levels = ListStyle::default();
    let mut at = LEVELS;
    while let Some(node) = xml.next() {
        match node {
            Node::Open(tag) => match tag.name() {
                "list-level-style-number"
                | "list-level-style-bullet"
                | "list-level-style-image"
                | "outline-level-style" => {
                    let number = tag
                        .number("level")
                        .and_then(|level: usize| level.checked_sub(1));
                    at = number.unwrap_or(LEVELS);
                    if let Some(level) = levels.get_mut(at) {
                        *level = Some(read_level(&tag, at));
                    }
                }
                "list-level-label-alignment" => {
                    let follows = tag.get("label-followed-by");
                    if let Some(Some(level)) = levels.get_mut(at) {
                        level.is_apart = follows.is_none_or(|follows| follows != "nothing");
                    }
                }
                _ => {}
            },
            Node::Close(tag) if tag.name() == end => break,
            _ => {}
        }
    }
    levels
}

fn read_level(tag: &Tag<'_>, at: usize) -> Level {
    let value = |name| tag.get(name).map(String::from).unwrap_or_default();
    let format = tag.get("num-format");
    let Some(format) = format else {
        return Level::bullet(&value("bullet-char"));
    };
    let counting = match &*format {
        "" => Counting::Silent,
        sample => Counting::of_sample(sample).unwrap_or(Counting::Arabic),
    };
    let template = match tag.get("num-list-format") {
        Some(whole) => template(&whole),
        None => {
            let shown = tag.number("display-levels").unwrap_or(1_usize);
            let first = (at + 1).saturating_sub(shown);
            let numbers = (first..=at).map(|level| format!("%{}", level + 1));
            let numbers: Vec<String> = numbers.collect();
            let is_silent = counting == Counting::Silent;
            let numbers = if is_silent {
                String::new()
            } else {
                numbers.join(".")
            };
            value("num-prefix") + &numbers + &value("num-suffix")
        }
    };
    Level {
        start: tag.number("start-value").unwrap_or(1),
        ..Level::new(counting, template)
    }
}

/// `第%1%条` as `第%1条`.
fn template(format: &str) -> String {
    let mut parts = format.split('%');
    let mut template = parts.next().unwrap_or_default().to_owned();
    while let Some(number) = parts.next() {
        template.push('%');
        template += number;
        template += parts.next().unwrap_or_default();
    }
    template
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::counting::HAN;

    fn styles(text: &str) -> Styles {
        let mut styles = Styles::default();
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            if let Node::Open(tag) = node {
                styles.read(&mut xml, &tag);
            }
        }
        styles
    }

    #[test]
    fn a_style_has_what_its_parents_say() {
        let styles = styles(
            "<x><style:style style:name='P1' style:family='paragraph' style:parent-style-name='Title' style:list-style-name=''>\
             <style:paragraph-properties fo:text-align='end'/></style:style>\
             <style:style style:name='Title' style:family='paragraph' style:parent-style-name='P1'/>\
             <style:style style:name='T1' style:family='text'><style:text-properties fo:font-weight='700' text:display='none'/></style:style></x>",
        );
        let style = styles.paragraph("P1");
        assert!(style.is_title && style.is_right == Some(true));
        assert_eq!(style.list.as_deref(), Some(""));
        let words = styles.words("T1");
        assert_eq!((words.is_strong, words.is_hidden), (Some(true), Some(true)));
        assert_eq!(styles.words("P1"), Style::default());
    }

    #[test]
    fn a_long_chain_of_parents_is_heard_to_its_end() {
        let style = |at: usize| {
            format!(
                "<style:style style:name='T{at}' style:family='text' style:parent-style-name='T{}'/>",
                at + 1
            )
        };
        let chain: String = (1..LONGEST_CHAIN).map(style).collect();
        let styles = styles(&format!(
            "<x>{chain}<style:style style:name='T{LONGEST_CHAIN}' style:family='text'>\
             <style:text-properties fo:font-weight='700'/></style:style></x>"
        ));
        assert_eq!(styles.words("T1").is_strong, Some(true));
    }

    #[test]
    fn levels_print_prefix_numbers_and_suffix() {
        let styles = styles(
            "<x><text:list-style style:name='L'>\
             <text:list-level-style-number text:level='1' style:num-prefix='第' style:num-suffix='条' style:num-format='一, 二, 三, ...'/>\
             <text:list-level-style-number text:level='2' style:num-suffix='.' style:num-format='1' text:display-levels='2' text:start-value='3'>\
             <style:list-level-properties><style:list-level-label-alignment text:label-followed-by='nothing'/></style:list-level-properties></text:list-level-style-number>\
             <text:list-level-style-number text:level='3' style:num-format='a' style:num-list-format='(%1%-%3%)'/>\
             <text:list-level-style-bullet text:level='4' text:bullet-char='\u{f0b7}'/>\
             <text:list-level-style-number text:level='11' style:num-format='a'/></text:list-style></x>",
        );
        let level = |at: usize| styles.list("L").unwrap()[at].clone().unwrap();
        assert_eq!(level(0), Level::new(Counting::Units(HAN), "第%1条".into()));
        let second = level(1);
        assert_eq!((second.template.as_str(), second.start), ("%1.%2.", 3));
        assert!(!second.is_apart);
        assert_eq!(level(2).template, "(%1-%3)");
        assert_eq!(level(3), Level::bullet("•"));
    }
}
