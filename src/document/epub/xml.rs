//! The XML of a book's own files, element by element: nothing is collected, nothing is refused.

use html5gum::{StartTag, Token, Tokenizer};

/// What stands next in a text. Names are in lower case.
pub(super) enum Event<'a> {
    Open(&'a Element),
    Text(&'a str),
    Close(&'a str),
}

/// The start of an element.
pub(super) struct Element {
    /// Its name with its prefix: `dc:title`.
    pub name: String,
    tag: StartTag<()>,
}

impl Element {
    /// Its name without a prefix.
    pub fn local(&self) -> &str {
        local(&self.name)
    }

    /// The value of an attribute, whatever its prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let exact = self.tag.attributes.get(name.as_bytes());
        let value = exact.or_else(|| {
            let mut all = self.tag.attributes.iter();
            let found = all.find(|(own, _)| {
                let prefix = own.strip_suffix(name.as_bytes());
                prefix.is_some_and(|prefix| prefix.ends_with(b":"))
            });
            found.map(|(_, value)| value)
        })?;
        Some(String::from_utf8_lossy(value).into_owned())
    }

    /// Whether an attribute that is a list of words holds this one.
    pub fn says(&self, name: &str, word: &str) -> bool {
        let value = self.attribute(name);
        value.is_some_and(|value| value.split_ascii_whitespace().any(|own| own == word))
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Reads a text to its end.
pub(super) fn read(xml: &str, mut take: impl FnMut(Event<'_>)) {
    for token in Tokenizer::new(xml).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let is_empty = tag.self_closing;
                let element = Element { name, tag };
                take(Event::Open(&element));
                if is_empty {
                    take(Event::Close(element.local()));
                }
            }
            Token::EndTag(tag) => take(Event::Close(local(&String::from_utf8_lossy(&tag.name)))),
            Token::String(text) => take(Event::Text(&String::from_utf8_lossy(&text))),
            _ => {}
        }
    }
}
