//! Which elements of a page are its text: not what is hidden, and not what only serves the site:
//! navigation, the head and the foot of the page, side bars, controls.

use super::page::{Attribute, Page, Tag};

/// Whose text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Origin {
    /// A page of a site, with what the site sets around the text.
    Site,
    /// A part of a book, of which all that is shown is text.
    Book,
}

/// Whether an element and all in it is no text.
pub(super) fn is_left_out(page: &Page, at: usize, origin: Origin, is_sectioned: bool) -> bool {
    let is_never_shown = match page.tag(at) {
        Tag::Text => return false,
        Tag::Audio
        | Tag::Canvas
        | Tag::Datalist
        | Tag::Head
        | Tag::Iframe
        | Tag::Math
        | Tag::Noframes
        | Tag::Noscript
        | Tag::Object
        | Tag::Option
        | Tag::Rp
        | Tag::Script
        | Tag::Select
        | Tag::Style
        | Tag::Svg
        | Tag::Template
        | Tag::Textarea
        | Tag::Title
        | Tag::Video => true,
        Tag::Dialog => page.attribute(at, Attribute::Open).is_none(),
        _ => false,
    };
    is_never_shown
        || is_hidden(page, at)
        || origin == Origin::Site && is_of_the_site(page, at, is_sectioned)
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

/// Classes by which the software of sites names what is no text: what is not printed, what only
/// readers of screens are told, links to edit a section, arrows back to the mark of a note.
const CLASSES: [&str; 14] = [
    "breadcrumb",
    "breadcrumbs",
    "d-print-none",
    "hidden-print",
    "mw-cite-backlink",
    "mw-editsection",
    "mw-jump-link",
    "navbox",
    "no-print",
    "noprint",
    "print-hidden",
    "printfooter",
    "sr-only",
    "visually-hidden",
];

/// Whether an element serves the site. The head and the foot of an article or a section belong to
/// its text.
fn is_of_the_site(page: &Page, at: usize, is_sectioned: bool) -> bool {
    // Elements that wrap the whole text are often misnamed.
    if matches!(
        page.tag(at),
        Tag::Html | Tag::Body | Tag::Main | Tag::Article
    ) {
        return false;
    }
    let is_element = match page.tag(at) {
        Tag::Nav | Tag::Aside | Tag::Button | Tag::Search => true,
        Tag::Header | Tag::Footer => !is_sectioned,
        _ => false,
    };
    let role = page.attribute(at, Attribute::Role).unwrap_or("");
    let class = page.attribute(at, Attribute::Class).unwrap_or("");
    let is_class = |name: &str| CLASSES.iter().any(|known| name.eq_ignore_ascii_case(known));
    is_element && !is_note(page, at)
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
        || class.split_ascii_whitespace().any(is_class)
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
