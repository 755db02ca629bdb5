//! The elements of a page as a tree: what the tokens say, nested as browsers nest them where tags
//! are left out.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as TokenSpan, Tokenizer};

use crate::document::budget::{Budget, DEEPEST};

/// A page in the order of its source: each element is followed by what it holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    nodes: Vec<Node>,
    /// The values of the attributes that are kept, as stretches of the words.
    attributes: Vec<(Attribute, Range<u32>)>,
    /// Texts and values, without entities.
    words: String,
}

#[derive(Clone, Debug)]
struct Node {
    tag: Tag,
    /// The index behind its last descendant.
    end: u32,
    /// A text's words; an element's attributes.
    range: Range<u32>,
}

macro_rules! tags {
    ($($name:literal $tag:ident)*) => {
        /// What a node is: the elements that mean something here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Tag {
            /// Words.
            Text,
            /// Any other element.
            Other,
            $(#[doc = $name] $tag,)*
        }

        impl Tag {
            fn of(name: &[u8]) -> Self {
                match std::str::from_utf8(name).unwrap_or("") {
                    $($name => Self::$tag,)*
                    _ => Self::Other,
                }
            }
        }
    };
}

tags! {
    "a" A "abbr" Abbr "address" Address "annotation" Annotation
    "annotation-xml" AnnotationXml "area" Area "article" Article "aside" Aside "audio" Audio "b" B
    "base" Base "bdi" Bdi "bdo" Bdo "big" Big "blockquote" Blockquote "body" Body "br" Br "button" Button "canvas" Canvas
    "caption" Caption "center" Center "cite" Cite "code" Code "col" Col "colgroup" Colgroup
    "datalist" Datalist "dd" Dd "defs" Defs "del" Del "desc" Desc "details" Details "dialog" Dialog "dir" Dir "div" Div "dl" Dl
    "dt" Dt "em" Em "embed" Embed "epub:case" Case "fieldset" Fieldset "figcaption" Figcaption "figure" Figure
    "font" Font "footer" Footer "form" Form "h1" H1 "h2" H2 "h3" H3 "h4" H4 "h5" H5 "h6" H6 "head" Head
    "header" Header "hgroup" Hgroup "hr" Hr "html" Html "i" I "iframe" Iframe "image" Image
    "img" Img "input" Input "ins" Ins "kbd" Kbd "label" Label "legend" Legend "li" Li "link" Link "listing" Listing
    "main" Main "mark" Mark "math" Math "menu" Menu "meta" Meta "metadata" Metadata
    "mfenced" Mfenced "mfrac" Mfrac "mover" Mover "mphantom" Mphantom "mroot" Mroot "msqrt" Msqrt
    "msub" Msub "msubsup" Msubsup "msup" Msup "mtable" Mtable "mtd" Mtd "mtr" Mtr "munder" Munder
    "munderover" Munderover "nav" Nav "noframes" Noframes
    "noscript" Noscript "object" Object "ol" Ol "option" Option "p" P "param" Param
    "plaintext" Plaintext "pre" Pre "q" Q "rb" Rb "rp" Rp "rt" Rt "rtc" Rtc "ruby" Ruby "s" S "samp" Samp
    "script" Script "search" Search "section" Section "select" Select "small" Small
    "source" Source "span" Span "strong" Strong "style" Style "sub" Sub "summary" Summary "sup" Sup "svg" Svg "symbol" Symbol
    "table" Table "tbody" Tbody "td" Td "template" Template "text" Lettering "textarea" Textarea "tfoot" Tfoot
    "th" Th "thead" Thead "time" Time "title" Title "tr" Tr "track" Track "tt" Tt "u" U "ul" Ul
    "video" Video "wbr" Wbr "xmp" Xmp
}

impl Tag {
    /// Whether a paragraph ends where it begins and where it ends.
    pub fn is_block(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::Article
                | Self::Aside
                | Self::Blockquote
                | Self::Body
                | Self::Caption
                | Self::Center
                | Self::Dd
                | Self::Details
                | Self::Dialog
                | Self::Dir
                | Self::Div
                | Self::Dl
                | Self::Dt
                | Self::Fieldset
                | Self::Figcaption
                | Self::Figure
                | Self::Footer
                | Self::Form
                | Self::Header
                | Self::Hgroup
                | Self::Hr
                | Self::Html
                | Self::Legend
                | Self::Li
                | Self::Listing
                | Self::Main
                | Self::Menu
                | Self::Nav
                | Self::Ol
                | Self::P
                | Self::Plaintext
                | Self::Pre
                | Self::Search
                | Self::Section
                | Self::Summary
                | Self::Table
                | Self::Tbody
                | Self::Td
                | Self::Tfoot
                | Self::Th
                | Self::Thead
                | Self::Tr
                | Self::Ul
                | Self::Xmp
        ) || self.level().is_some()
    }

    /// The level of a heading.
    pub fn level(self) -> Option<u8> {
        Some(match self {
            Self::H1 => 1,
            Self::H2 => 2,
            Self::H3 => 3,
            Self::H4 => 4,
            Self::H5 => 5,
            Self::H6 => 6,
            _ => return None,
        })
    }

    /// Whether it never holds anything (HTML, 13.1.2).
    fn is_void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Hr
                | Self::Image
                | Self::Img
                | Self::Input
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Whether it is ended by the start of another element (HTML, 13.1.2.4).
    fn is_ended_by(self, next: Self) -> bool {
        match next {
            Self::Li => self == Self::Li,
            Self::Dt | Self::Dd => matches!(self, Self::Dt | Self::Dd),
            Self::Rt | Self::Rp => matches!(self, Self::Rb | Self::Rt | Self::Rp),
            Self::Rb | Self::Rtc => matches!(self, Self::Rb | Self::Rt | Self::Rp | Self::Rtc),
            Self::Td | Self::Th => matches!(self, Self::Td | Self::Th | Self::Caption),
            Self::Tr => matches!(self, Self::Td | Self::Th | Self::Tr | Self::Caption),
            Self::Thead | Self::Tbody | Self::Tfoot => matches!(
                self,
                Self::Td
                    | Self::Th
                    | Self::Tr
                    | Self::Thead
                    | Self::Tbody
                    | Self::Tfoot
                    | Self::Caption
            ),
            Self::A => self == Self::A,
            Self::Body => self == Self::Head,
            next if next.level().is_some() => self == Self::P || self.level().is_some(),
            next => self == Self::P && next.is_block(),
        }
    }

    /// Whether an element inside cannot end what is outside of this one.
    fn holds(self, next: Self) -> bool {
        match next {
            Self::Li => {
                matches!(self, Self::Ul | Self::Ol | Self::Menu | Self::Dir) || self.is_cell()
            }
            Self::Dt | Self::Dd => self == Self::Dl || self.is_cell(),
            Self::Rb | Self::Rt | Self::Rp | Self::Rtc => self == Self::Ruby,
            Self::Td | Self::Th | Self::Tr | Self::Thead | Self::Tbody | Self::Tfoot => {
                self == Self::Table
            }
            _ => self.is_cell() || self == Self::Table,
        }
    }

    fn is_cell(self) -> bool {
        matches!(self, Self::Td | Self::Th | Self::Caption)
    }
}

/// The attributes that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    Alt,
    /// `aria-hidden`
    AriaHidden,
    /// `aria-label`
    AriaLabel,
    Class,
    Close,
    Colspan,
    Content,
    Hidden,
    Href,
    Id,
    Name,
    Open,
    Property,
    Reversed,
    Role,
    Rowspan,
    /// Where the words are that an element only refers to: `src`, of an object `data`.
    Source,
    Start,
    Style,
    /// `epub:type`
    Purpose,
    Title,
    Value,
}

impl Attribute {
    /// The attribute of this name, if it means something of such an element.
    fn of(name: &[u8], tag: Tag) -> Option<Self> {
        Some(match name {
            b"alt" => Self::Alt,
            b"aria-hidden" => Self::AriaHidden,
            b"aria-label" => Self::AriaLabel,
            b"class" => Self::Class,
            b"close" => Self::Close,
            b"colspan" => Self::Colspan,
            b"content" => Self::Content,
            b"hidden" => Self::Hidden,
            b"href" | b"xlink:href" => Self::Href,
            b"id" | b"xml:id" => Self::Id,
            b"name" => Self::Name,
            b"open" => Self::Open,
            b"property" => Self::Property,
            b"reversed" => Self::Reversed,
            b"role" => Self::Role,
            b"rowspan" => Self::Rowspan,
            b"src" if matches!(tag, Tag::Embed | Tag::Iframe) => Self::Source,
            b"data" if tag == Tag::Object => Self::Source,
            b"start" => Self::Start,
            b"style" => Self::Style,
            b"epub:type" => Self::Purpose,
            // That of a link or an image mostly says their words again.
            b"title" if !matches!(tag, Tag::A | Tag::Img) => Self::Title,
            b"value" => Self::Value,
            _ => return None,
        })
    }
}

impl Page {
    /// Reads a page. Never fails; takes linear time. In XML (`is_xml`) `<title/>` and `<script/>`
    /// are empty elements; in HTML all that follows is text up to their end. What the budget has no
    /// room for is read as if it had no tags.
    pub fn read(html: &str, is_xml: bool, budget: &Budget) -> Self {
        let mut builder = Builder {
            page: Self::default(),
            budget,
            open: Vec::new(),
            deeper: 0,
            tag: None,
            attribute: None,
            attributes: 0,
        };
        let mut emitter = CallbackEmitter::new(
            |event: CallbackEvent<'_>, _: TokenSpan<()>| -> Option<Infallible> {
                builder.take(event);
                None
            },
        );
        emitter.naively_switch_states(!is_xml);
        let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
        builder.close_all();
        builder.page
    }

    /// How many nodes there are; the first has index 0.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What a node is.
    pub fn tag(&self, at: usize) -> Tag {
        self.nodes.get(at).map_or(Tag::Other, |node| node.tag)
    }

    /// The index behind the last descendant of a node.
    pub fn end(&self, at: usize) -> usize {
        self.nodes.get(at).map_or(at + 1, |node| node.end as usize)
    }

    /// What a node directly holds.
    pub fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let end = self.end(at);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = next;
            next = self.end(child);
            (child < end).then_some(child)
        })
    }

    /// The words of a text.
    pub fn text(&self, at: usize) -> &str {
        let node = self.nodes.get(at).filter(|node| node.tag == Tag::Text);
        node.map_or("", |node| self.stretch(&node.range))
    }

    /// All words in a node, as they stand.
    pub fn all_text(&self, at: usize) -> String {
        (at..self.end(at)).map(|at| self.text(at)).collect()
    }

    /// The value of an attribute.
    pub fn attribute(&self, at: usize, wanted: Attribute) -> Option<&str> {
        let node = self.nodes.get(at).filter(|node| node.tag != Tag::Text)?;
        let own = self
            .attributes
            .get(node.range.start as usize..node.range.end as usize)?;
        let (_, value) = own.iter().find(|(attribute, _)| *attribute == wanted)?;
        Some(self.stretch(value))
    }

    /// The value of an attribute that is a number.
    pub fn number<N: std::str::FromStr>(&self, at: usize, wanted: Attribute) -> Option<N> {
        self.attribute(at, wanted)?.trim().parse().ok()
    }

    /// The names that links can lead to a node by.
    pub fn names(&self, at: usize) -> impl Iterator<Item = &str> {
        let name = (self.tag(at) == Tag::A).then_some(Attribute::Name);
        let kept = [Some(Attribute::Id), name].into_iter().flatten();
        kept.filter_map(move |kept| self.attribute(at, kept))
    }

    fn stretch(&self, range: &Range<u32>) -> &str {
        let words = self.words.get(range.start as usize..range.end as usize);
        words.unwrap_or("")
    }
}

/// A page in the making.
struct Builder<'b> {
    page: Page,
    budget: &'b Budget,
    /// The elements that are open, outer first.
    open: Vec<u32>,
    /// Open elements that are nested too deeply to be kept.
    deeper: usize,
    /// The tag that is being read; `None` between tags.
    tag: Option<Tag>,
    /// The attribute whose value comes next.
    attribute: Option<Attribute>,
    /// Where the attributes of the tag that is being read begin.
    attributes: usize,
}

impl Builder<'_> {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some(Tag::of(name));
                self.attributes = self.page.attributes.len();
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => {
                let attribute = self.tag.and_then(|tag| Attribute::of(name, tag));
                self.attribute = attribute.filter(|_| self.budget.take_item());
                if let Some(attribute) = self.attribute {
                    let at = self.page.words.len() as u32;
                    self.page.attributes.push((attribute, at..at));
                }
            }
            CallbackEvent::AttributeValue { value } if self.attribute.take().is_some() => {
                let range = self.write(value);
                if let Some((_, value)) = self.page.attributes.last_mut() {
                    *value = range;
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(tag) = self.tag.take() {
                    self.open(tag, self_closing);
                }
            }
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                self.close(Tag::of(name));
            }
            CallbackEvent::String { value } => self.text(value),
            _ => {}
        }
    }

    fn write(&mut self, words: &[u8]) -> Range<u32> {
        let start = self.page.words.len() as u32;
        self.page.words += &String::from_utf8_lossy(words);
        start..self.page.words.len() as u32
    }

    fn push(&mut self, tag: Tag, range: Range<u32>) {
        let end = self.page.nodes.len() as u32 + 1;
        self.page.nodes.push(Node { tag, end, range });
    }

    fn text(&mut self, words: &[u8]) {
        if self.budget.take_item() {
            let range = self.write(words);
            return self.push(Tag::Text, range);
        }
        // All that follows is one text.
        let start = self.page.nodes.last().filter(|node| node.tag == Tag::Text);
        let start = start.map(|node| node.range.start);
        let range = self.write(words);
        match (start, self.page.nodes.last_mut()) {
            (Some(start), Some(last)) => last.range = start..range.end,
            _ => self.push(Tag::Text, range),
        }
    }

    fn open(&mut self, tag: Tag, is_empty: bool) {
        let attributes = self.attributes as u32..self.page.attributes.len() as u32;
        if !self.budget.take_item() {
            return self.page.attributes.truncate(self.attributes);
        }
        self.end_before(tag);
        let at = self.page.nodes.len() as u32;
        self.push(tag, attributes);
        if tag.is_void() || is_empty {
            return;
        }
        if self.open.len() < DEEPEST {
            self.open.push(at);
        } else {
            self.deeper += 1;
        }
    }

    fn tag_of(&self, at: u32) -> Tag {
        self.page.tag(at as usize)
    }

    /// Ends the elements that the start of another one ends.
    fn end_before(&mut self, next: Tag) {
        if !next.is_block() && !matches!(next, Tag::A | Tag::Rb | Tag::Rp | Tag::Rt | Tag::Rtc) {
            return;
        }
        let ended = |&at: &u32| self.tag_of(at).is_ended_by(next);
        let inner = self.open.iter().rev();
        let inner = inner.take_while(|&&at| !self.tag_of(at).holds(next));
        // The outermost of them, and all inside.
        let depth = inner
            .enumerate()
            .filter(|(_, at)| ended(at))
            .last()
            .map(|(depth, _)| depth);
        if let Some(depth) = depth {
            self.close_to(self.open.len() - 1 - depth);
        }
    }

    fn close(&mut self, tag: Tag) {
        if tag.is_void() {
            if tag == Tag::Br && self.budget.take_item() {
                self.push(Tag::Br, 0..0);
            }
            return;
        }
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let is_part = matches!(
            tag,
            Tag::Td | Tag::Th | Tag::Tr | Tag::Thead | Tag::Tbody | Tag::Tfoot | Tag::Caption
        );
        let mut depth = self.open.len();
        while let Some(&at) = depth.checked_sub(1).and_then(|at| self.open.get(at)) {
            let own = self.tag_of(at);
            depth -= 1;
            // A heading is ended by the end of any heading.
            if own == tag || own.level().is_some() && tag.level().is_some() {
                return self.close_to(depth);
            }
            let is_bound = own == Tag::Table || !is_part && tag != Tag::Table && own.is_cell();
            if is_bound {
                break;
            }
        }
        // The end of a block that was not begun still ends a paragraph.
        if tag.is_block() && self.budget.take_item() {
            self.push(Tag::P, 0..0);
        }
    }

    /// Closes all but the outermost `depth` open elements.
    fn close_to(&mut self, depth: usize) {
        let end = self.page.nodes.len() as u32;
        for at in self.open.drain(depth..) {
            if let Some(node) = self.page.nodes.get_mut(at as usize) {
                node.end = end;
            }
        }
        self.deeper = 0;
    }

    fn close_all(&mut self) {
        self.close_to(0);
    }
}
