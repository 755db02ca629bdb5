//! The XML of a book's own files, element by element: nothing is collected, nothing is refused.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as TokenSpan, Tokenizer};

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
    /// Names and values.
    attributes: Vec<(String, String)>,
}

/// Most attributes of an element that are read.
const MOST_ATTRIBUTES: usize = 64;

impl Element {
    /// Its name without a prefix.
    pub fn local(&self) -> &str {
        local(&self.name)
    }

    /// The value of an attribute, whatever its prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let find = |is: &dyn Fn(&str) -> bool| self.attributes.iter().find(|(own, _)| is(own));
        let exact = find(&|own| own == name);
        let (_, value) = exact.or_else(|| find(&|own| local(own) == name))?;
        Some(value.clone())
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
    let words = String::from_utf8_lossy;
    let mut open: Option<Element> = None;
    let mut is_kept = false;
    let emitter = CallbackEmitter::new(
        |event: CallbackEvent<'_>, _: TokenSpan<()>| -> Option<Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    open = Some(Element {
                        name: words(name).into_owned(),
                        attributes: Vec::new(),
                    });
                }
                CallbackEvent::AttributeName { name } => {
                    let element = open.as_mut();
                    let element = element.filter(|own| own.attributes.len() < MOST_ATTRIBUTES);
                    is_kept = element.is_some();
                    if let Some(element) = element {
                        let name = words(name).into_owned();
                        element.attributes.push((name, String::new()));
                    }
                }
                CallbackEvent::AttributeValue { value } if is_kept => {
                    let last = open.as_mut().and_then(|own| own.attributes.last_mut());
                    if let Some((_, last)) = last {
                        *last = words(value).into_owned();
                    }
                }
                CallbackEvent::CloseStartTag { self_closing } => {
                    if let Some(element) = open.take() {
                        take(Event::Open(&element));
                        if self_closing {
                            take(Event::Close(element.local()));
                        }
                    }
                }
                CallbackEvent::EndTag { name } => take(Event::Close(local(&words(name)))),
                CallbackEvent::String { value } => take(Event::Text(&words(value))),
                _ => {}
            }
            None
        },
    );
    let Ok(()) = Tokenizer::new_with_emitter(xml, emitter).finish();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_have_their_attributes_as_many_as_are_worth_it() {
        let others = (0..200_000).map(|at| format!(" a{at}='1'"));
        let others = others.collect::<Vec<_>>().concat();
        let xml =
            format!("<P:Item ID='i' x:href='h&amp;1' id='j'{others} late='1'>文&lt;</P:Item><e/>");
        let mut found = Vec::new();
        read(&xml, |event| {
            found.push(match event {
                Event::Open(own) => format!(
                    "<{} {} {:?} {:?} {:?} {}",
                    own.name,
                    own.local(),
                    own.attribute("id"),
                    own.attribute("href"),
                    own.attribute("late"),
                    own.attributes.len(),
                ),
                Event::Text(text) => text.to_owned(),
                Event::Close(name) => format!("{name}>"),
            });
        });
        let item = "<p:item item Some(\"i\") Some(\"h&1\") None 64";
        assert_eq!(found.first().unwrap(), item);
        assert_eq!(
            found.get(1..).unwrap().concat(),
            "文<item><e e None None None 0e>"
        );
    }
}
