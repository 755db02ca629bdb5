//! Tags of HTML in Markdown. Only the tags of elements that HTML knows are tags: `<姓名>` is text.

use crate::text::Span;

/// What an element means for the words in it and around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Begins and ends lines: `<p>`, `<br>`, `<td>`.
    Line,
    /// A heading of this level.
    Heading(u8),
    /// Words as they are: `<span>`, `<font>`, `<sup>`.
    Words,
    /// Stands alone within words: `<img>`.
    Void,
    /// Words with a meaning of their own, only between two tags: `<b>`, `<ruby>`.
    Pair,
}

/// The elements that stand in texts, with their meaning.
const ELEMENTS: [(&str, Role); 96] = [
    ("a", Role::Words),
    ("abbr", Role::Words),
    ("acronym", Role::Words),
    ("address", Role::Line),
    ("article", Role::Line),
    ("aside", Role::Line),
    ("b", Role::Pair),
    ("bdi", Role::Words),
    ("bdo", Role::Words),
    ("big", Role::Words),
    ("blockquote", Role::Line),
    ("br", Role::Line),
    ("caption", Role::Line),
    ("center", Role::Line),
    ("cite", Role::Words),
    ("code", Role::Pair),
    ("col", Role::Line),
    ("colgroup", Role::Line),
    ("data", Role::Words),
    ("dd", Role::Line),
    ("del", Role::Pair),
    ("details", Role::Line),
    ("dfn", Role::Words),
    ("div", Role::Line),
    ("dl", Role::Line),
    ("dt", Role::Line),
    ("em", Role::Pair),
    ("figcaption", Role::Line),
    ("figure", Role::Line),
    ("font", Role::Words),
    ("footer", Role::Line),
    ("form", Role::Line),
    ("h1", Role::Heading(1)),
    ("h2", Role::Heading(2)),
    ("h3", Role::Heading(3)),
    ("h4", Role::Heading(4)),
    ("h5", Role::Heading(5)),
    ("h6", Role::Heading(6)),
    ("header", Role::Line),
    ("hr", Role::Line),
    ("i", Role::Pair),
    ("img", Role::Void),
    ("input", Role::Void),
    ("ins", Role::Words),
    ("kbd", Role::Words),
    ("label", Role::Words),
    ("li", Role::Line),
    ("main", Role::Line),
    ("mark", Role::Words),
    ("menu", Role::Line),
    ("nav", Role::Line),
    ("nobr", Role::Words),
    ("ol", Role::Line),
    ("p", Role::Line),
    ("picture", Role::Words),
    ("pre", Role::Line),
    ("q", Role::Words),
    ("rb", Role::Pair),
    ("rp", Role::Pair),
    ("rt", Role::Pair),
    ("rtc", Role::Words),
    ("ruby", Role::Pair),
    ("s", Role::Pair),
    ("samp", Role::Words),
    ("script", Role::Line),
    ("section", Role::Line),
    ("small", Role::Pair),
    ("source", Role::Void),
    ("span", Role::Words),
    ("strike", Role::Pair),
    ("strong", Role::Pair),
    ("style", Role::Line),
    ("sub", Role::Words),
    ("summary", Role::Line),
    ("sup", Role::Words),
    ("table", Role::Line),
    ("tbody", Role::Line),
    ("td", Role::Line),
    ("tfoot", Role::Line),
    ("th", Role::Line),
    ("thead", Role::Line),
    ("time", Role::Words),
    ("tr", Role::Line),
    ("tt", Role::Words),
    ("u", Role::Pair),
    ("ul", Role::Line),
    ("var", Role::Words),
    ("wbr", Role::Void),
    // Those of MathML and of old pages, of which the words are read.
    ("math", Role::Words),
    ("mi", Role::Words),
    ("mn", Role::Words),
    ("mo", Role::Words),
    ("mrow", Role::Words),
    ("msub", Role::Words),
    ("msup", Role::Words),
    ("iframe", Role::Line),
];

/// Longest tag in bytes.
const LONGEST: usize = 2048;

/// A tag of a known element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// From `<` to `>`.
    pub span: Span,
    /// The name of its element, in lower case.
    pub name: &'static str,
    /// What its element means.
    pub role: Role,
    /// Whether it ends its element.
    pub is_closing: bool,
    /// What stands between name and `>`.
    attributes: Span,
}

/// The tag that begins at a place; `None` for what is text.
pub(super) fn at(source: &str, at: usize, end: usize) -> Option<Tag> {
    let inside = Span::new(at, end).of(source).strip_prefix('<')?;
    let bare = inside.strip_prefix('/');
    let rest = bare.unwrap_or(inside);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let name = rest.get(..rest.len() - after.len())?;
    let known = ELEMENTS.iter();
    let (name, role) = known
        .copied()
        .find(|(element, _)| element.eq_ignore_ascii_case(name))?;
    let length = attributes(after)?;
    let start = end - after.len();
    Some(Tag {
        span: Span::new(at, start + length + 1),
        name,
        role,
        is_closing: bare.is_some(),
        attributes: Span::new(start, start + length),
    })
}

/// The length of the attributes that are written as HTML writes them, up to `>`.
fn attributes(text: &str) -> Option<usize> {
    let mut rest = text;
    while text.len() - rest.len() < LONGEST {
        let next = rest.trim_start();
        let length = text.len() - next.len();
        if next.starts_with('>') {
            return Some(length);
        }
        if next.starts_with("/>") {
            return Some(length + 1);
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-');
        let after = next.trim_start_matches(is_name);
        // White space stands before each.
        if after.len() == next.len() || next.len() == rest.len() {
            return None;
        }
        rest = after;
        if let Some(value) = after.trim_start().strip_prefix('=') {
            rest = value_end(value.trim_start())?;
        }
    }
    None
}

/// What follows the value of an attribute.
fn value_end(text: &str) -> Option<&str> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inside = text.get(1..)?;
        let length = inside
            .bytes()
            .take(LONGEST)
            .position(|b| b == quote as u8)?;
        return inside.get(length + 1..);
    }
    let is_end = |c: char| c.is_whitespace() || matches!(c, '>' | '<' | '"' | '\'' | '=' | '`');
    let rest = text.trim_start_matches(|c| !is_end(c));
    (rest.len() < text.len()).then_some(rest)
}

impl Tag {
    /// Whether it says more than its name.
    pub fn has_attributes(&self) -> bool {
        self.attributes.len() > 1
    }

    /// The value of an attribute; `None` where there is none.
    pub fn attribute(&self, source: &str, name: &str) -> Option<Span> {
        let mut rest = self.attributes.of(source);
        loop {
            let next = rest.trim_start();
            let after = next.trim_start_matches(|c: char| !c.is_whitespace() && c != '=');
            let own = next.get(..next.len() - after.len())?;
            if after.len() == next.len() {
                return None;
            }
            rest = after;
            let Some(value) = after.trim_start().strip_prefix('=') else {
                continue;
            };
            let value = value.trim_start();
            rest = value_end(value)?;
            if own.eq_ignore_ascii_case(name) {
                let quotes: &[char] = &['"', '\''];
                let quoted = value.starts_with(quotes);
                let (start, end) = (
                    self.attributes.end - value.len() + usize::from(quoted),
                    self.attributes.end - rest.len() - usize::from(quoted),
                );
                return Some(Span::new(start, end));
            }
        }
    }
}

/// The closing tag of an element at or after a place; no element of one name is in itself.
pub(super) fn closing(source: &str, from: usize, end: usize, name: &str) -> Option<Span> {
    let bytes = source.as_bytes().get(from..end)?;
    memchr::memmem::find_iter(bytes, b"</").find_map(|offset| {
        let start = from + offset;
        let tag = at(source, start, end)?;
        (tag.name == name).then_some(tag.span)
    })
}

/// The tags between two places, in order.
pub(super) fn within(source: &str, span: Span) -> impl Iterator<Item = Tag> + '_ {
    let mut from = span.start;
    std::iter::from_fn(move || {
        while from < span.end {
            let bytes = source.as_bytes().get(from..span.end)?;
            let start = from + memchr::memchr(b'<', bytes)?;
            from = start + 1;
            if let Some(tag) = at(source, start, span.end) {
                from = tag.span.end;
                return Some(tag);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tags_of_known_elements_are_tags() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let found = at(text, 0, text.len());
            let found = found.map(|tag| (tag.name, Span::new(tag.span.end, text.len()).of(text)));
            assert_eq!(found, expected, "{text}");
        };
        check("<br>文", Some(("br", "文")));
        check("<BR />文", Some(("br", "文")));
        check("</p>", Some(("p", "")));
        check("<a href=x>文", Some(("a", "文")));
        check("<p align = 'a>b' hidden>文", Some(("p", "文")));
        for text in [
            "<姓名>",
            "<b 且 c>",
            "<a<b>",
            "< b>",
            "<bx>",
            "<b",
            "<a href=\"x>",
            "<>",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn attributes_have_values() {
        let text = "<img hidden alt='某 图' src=a.png width = \"3\"/>";
        let tag = at(text, 0, text.len()).unwrap();
        let value = |name| tag.attribute(text, name).map(|span| span.of(text));
        assert_eq!(value("alt"), Some("某 图"));
        assert_eq!(value("src"), Some("a.png"));
        assert_eq!(value("width"), Some("3"));
        assert_eq!(value("title"), None);
        assert_eq!(value("hidden"), None);
        for (text, says_more) in [
            ("<b>", false),
            ("<b >", false),
            ("<b/>", false),
            ("<b id>", true),
        ] {
            let tag = at(text, 0, text.len()).unwrap();
            assert_eq!(tag.has_attributes(), says_more, "{text}");
        }
    }
}
