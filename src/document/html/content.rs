//! Which elements of a page are its text: not what is hidden, and not what only serves the site:
//! navigation, the head and the foot of the page, side bars, controls.

use super::fact::names_site;
use super::page::{Attribute, Page, Tag};

/// Whose text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Origin {
    /// A page of a site, with what the site sets around the text.
    Site,
    /// A part of a book, of which all that is shown is text.
    Book,
}

/// What is known of a page as a whole, by which its text is told.
pub(super) struct Content<'p> {
    page: &'p Page,
    origin: Origin,
    /// For each node, how many bytes of words stand before it.
    before: Vec<u32>,
    /// The title of the window, without white space.
    title: String,
}

/// Words of which the names (`class`, `id`) of what serves the site are made: `top_nav`,
/// `BreadcrumbNav`, `footer-wrap`.
const OF_THE_SITE: [&str; 42] = [
    "advert",
    "ads",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "btns",
    "buttons",
    "copyright",
    "crumb",
    "crumbs",
    "foot",
    "footer",
    "header",
    "hot",
    "login",
    "masthead",
    "menu",
    "nav",
    "navbar",
    "navbox",
    "navi",
    "navigation",
    "navigator",
    "pager",
    "pagination",
    "popup",
    "print",
    "printfooter",
    "qrcode",
    "recommend",
    "recommended",
    "related",
    "search",
    "share",
    "sharing",
    "sidebar",
    "sitemap",
    "skip",
    "social",
    "subscribe",
    "toolbar",
    "tools",
];

/// Words in the names of what holds the text or a part of it: `article-header`.
const OF_THE_TEXT: [&str; 14] = [
    "article", "body", "chapter", "content", "doc", "document", "entry", "law", "main", "note",
    "notes", "post", "text", "title",
];

/// Classes of what is no text, wherever it stands: what is not printed, what only readers of
/// screens are told, links to edit a section, arrows back to the mark of a note.
const CLASSES: [&str; 11] = [
    "d-none",
    "d-print-none",
    "hidden-print",
    "mw-cite-backlink",
    "mw-editsection",
    "mw-jump-link",
    "no-print",
    "noprint",
    "print-hidden",
    "sr-only",
    "visually-hidden",
];

impl<'p> Content<'p> {
    pub fn of(page: &'p Page, origin: Origin) -> Self {
        let mut before = Vec::with_capacity(page.len() + 1);
        let mut count = 0;
        let mut shown_from = 0;
        for at in 0..page.len() {
            before.push(count);
            if matches!(
                page.tag(at),
                Tag::Script | Tag::Style | Tag::Template | Tag::Title
            ) {
                shown_from = shown_from.max(page.end(at));
            }
            if at >= shown_from {
                count += page.text(at).trim().len() as u32;
            }
        }
        before.push(count);
        let title = (0..page.len()).find(|at| page.tag(*at) == Tag::Title);
        let title = title.map_or(String::new(), |at| bare(&page.all_text(at)));
        Self {
            page,
            origin,
            before,
            title,
        }
    }

    /// How many bytes of words stand in a node.
    pub fn words(&self, at: usize) -> usize {
        let before = |at: usize| self.before.get(at).map_or(0, |count| *count as usize);
        before(self.page.end(at)) - before(at)
    }

    /// Whether an element holds most of the words.
    pub fn is_most(&self, at: usize) -> bool {
        let whole = self.before.last().map_or(0, |count| *count as usize);
        self.words(at) * 3 > whole * 2
    }

    /// Whether an element and all in it is no text. The head and the foot of an article or a
    /// section (`is_sectioned`) belong to its text.
    pub fn is_left_out(&self, at: usize, is_sectioned: bool) -> bool {
        let page = self.page;
        let is_never_shown = match page.tag(at) {
            Tag::Text => return false,
            Tag::Audio
            | Tag::Canvas
            // Beside it stands what is read instead (EPUB 3.0.1, 2.1.3.4).
            | Tag::Case
            | Tag::Datalist
            | Tag::Defs
            | Tag::Iframe
            | Tag::Metadata
            | Tag::Noframes
            | Tag::Noscript
            | Tag::Option
            | Tag::Rp
            | Tag::Script
            | Tag::Select
            | Tag::Style
            | Tag::Symbol
            | Tag::Template
            | Tag::Textarea
            | Tag::Title
            | Tag::Video => true,
            Tag::Dialog => page.attribute(at, Attribute::Open).is_none(),
            // An icon beside words.
            Tag::Svg => page.attribute(at, Attribute::AriaHidden) == Some("true"),
            _ => false,
        };
        is_never_shown
            || is_hidden(page, at)
            || self.origin == Origin::Book && is_apparatus(page, at)
            || self.origin == Origin::Site && self.is_of_the_site(at, is_sectioned)
    }

    /// Whether an element serves the site.
    fn is_of_the_site(&self, at: usize, is_sectioned: bool) -> bool {
        let page = self.page;
        // Elements around the whole text are often misnamed.
        if matches!(
            page.tag(at),
            Tag::Html | Tag::Body | Tag::Main | Tag::Article
        ) {
            return false;
        }
        let class = page.attribute(at, Attribute::Class).unwrap_or("");
        let is_class = |name: &str| CLASSES.iter().any(|known| name.eq_ignore_ascii_case(known));
        let is_element = match page.tag(at) {
            Tag::Nav | Tag::Button | Tag::Search => true,
            Tag::Aside => !is_note(page, at),
            Tag::Header | Tag::Footer => !is_sectioned && !self.is_text(at),
            _ => false,
        };
        let role = page.attribute(at, Attribute::Role).unwrap_or("");
        is_element
            || class.split_ascii_whitespace().any(is_class)
            || matches!(
                role,
                "banner"
                    | "button"
                    | "complementary"
                    | "contentinfo"
                    | "menu"
                    | "menubar"
                    | "navigation"
                    | "search"
                    | "toolbar"
            )
            || self.is_named_so(at) && !self.is_text(at)
    }

    /// Whether an element has a name of what serves the site.
    fn is_named_so(&self, at: usize) -> bool {
        let is_container = matches!(
            self.page.tag(at),
            Tag::Div | Tag::Dl | Tag::Form | Tag::Ol | Tag::Section | Tag::Table | Tag::Ul
        );
        let names = [Attribute::Class, Attribute::Id].into_iter();
        let mut names = names.filter_map(|attribute| self.page.attribute(at, attribute));
        is_container
            && names.any(|names| {
                names.split_ascii_whitespace().any(|name| {
                    let is = |known: &[&str]| {
                        parts(name).any(|part| known.iter().any(|k| part.eq_ignore_ascii_case(k)))
                    };
                    is(&OF_THE_SITE) && !is(&OF_THE_TEXT)
                })
            })
    }

    /// Whether an element is text in spite of its name: it holds a third of all words, or the
    /// heading by which the window is called.
    fn is_text(&self, at: usize) -> bool {
        let whole = self.before.last().map_or(0, |count| *count as usize);
        let is_title = |at: usize| {
            let is_heading = self.page.tag(at).level().is_some();
            let words = if is_heading {
                bare(&self.page.all_text(at))
            } else {
                String::new()
            };
            !words.is_empty() && self.title.starts_with(&words) && !names_site(&words)
        };
        self.words(at) * 3 > whole || (at..self.page.end(at)).any(is_title)
    }
}

/// The words that a name is made of: `top_nav`, `BreadcrumbNav`, `footer-wrap`.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split(|c: char| !c.is_ascii_alphabetic());
    words.flat_map(|word| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let mut letters = rest.char_indices().skip(1);
            let mut is_lower = rest.starts_with(|c: char| c.is_ascii_lowercase());
            let end = letters.find(|(_, c)| {
                let begins = is_lower && c.is_ascii_uppercase();
                is_lower = c.is_ascii_lowercase();
                begins
            });
            let (part, behind) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
            rest = behind;
            (!part.is_empty()).then_some(part)
        })
    })
}

/// A text without its white space.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether browsers do not show an element.
fn is_hidden(page: &Page, at: usize) -> bool {
    let style = page.attribute(at, Attribute::Style);
    page.attribute(at, Attribute::Hidden).is_some()
        || style.is_some_and(|style| {
            style.split(';').any(|rule| {
                let (name, value) = rule.split_once(':').unwrap_or_default();
                let is = |word: &str, known| word.trim().eq_ignore_ascii_case(known);
                let value = value.split('!').next().unwrap_or(value);
                is(name, "display") && is(value, "none")
                    || is(name, "visibility") && is(value, "hidden")
            })
        })
}

/// Whether an element says that it is a note (EPUB Structural Semantics, DPUB-ARIA).
pub(super) fn is_note(page: &Page, at: usize) -> bool {
    let says = |attribute, names: &[&str]| {
        let value = page.attribute(at, attribute).unwrap_or("");
        value
            .split_ascii_whitespace()
            .any(|word| names.contains(&word))
    };
    says(
        Attribute::Purpose,
        &["footnote", "endnote", "rearnote", "note"],
    ) || says(Attribute::Role, &["doc-footnote", "doc-endnote"])
        || says(
            Attribute::Class,
            &["duokan-footnote-item", "footnote-item", "footnote-body"],
        )
}

/// The name of the page of the print that begins with an element (EPUB Structural Semantics,
/// DPUB-ARIA); `None` if it is no mark of a page, or holds text.
pub(super) fn page_mark(page: &Page, at: usize) -> Option<String> {
    /// Longest mark of a page that is printed, in bytes.
    const LONGEST: usize = 32;
    let says = |attribute, name: &str| {
        let value = page.attribute(at, attribute).unwrap_or("");
        value.split_ascii_whitespace().any(|word| word == name)
    };
    if !says(Attribute::Purpose, "pagebreak") && !says(Attribute::Role, "doc-pagebreak") {
        return None;
    }
    let names = [Attribute::Title, Attribute::AriaLabel].into_iter();
    let mut names = names.filter_map(|name| page.attribute(at, name));
    let printed = page.all_text(at);
    let name = names.next().unwrap_or(&printed).to_owned();
    (printed.trim().len() <= LONGEST).then_some(name)
}

/// Whether an element is a list of places that only reading systems use (EPUB 3.3, 7.4).
fn is_apparatus(page: &Page, at: usize) -> bool {
    let purpose = page.attribute(at, Attribute::Purpose).unwrap_or("");
    let mut purposes = purpose.split_ascii_whitespace();
    page.tag(at) == Tag::Nav && purposes.any(|own| matches!(own, "landmarks" | "page-list"))
}

/// Whether a link says that it calls a note.
pub(super) fn is_call(page: &Page, at: usize) -> bool {
    let says = |attribute, name: &str| {
        let value = page.attribute(at, attribute).unwrap_or("");
        value.split_ascii_whitespace().any(|word| word == name)
    };
    says(Attribute::Purpose, "noteref")
        || says(Attribute::Role, "doc-noteref")
        || says(Attribute::Class, "duokan-footnote")
        || says(Attribute::Class, "footnote-ref")
}

/// Whether an element is an article or a section, whose head and foot are text.
pub(super) fn is_section(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Article | Tag::Section | Tag::Main | Tag::Blockquote
    )
}

/// The one element that holds the text, if the page names it.
pub(super) fn main(page: &Page) -> Option<usize> {
    let is_main = |at: &usize| {
        (page.tag(*at) == Tag::Main || page.attribute(*at, Attribute::Role) == Some("main"))
            && !is_hidden(page, *at)
    };
    let mut found = (0..page.len()).filter(is_main);
    let main = found.next()?;
    // A second one that is no part of it: neither is the text.
    let is_one = found.all(|other| other < page.end(main));
    let has_words = (main..page.end(main)).any(|at| !page.text(at).trim().is_empty());
    (is_one && has_words).then_some(main)
}
