//! Which characters of a text are shown as which others, by place: the text itself stays as it is.

use std::borrow::Cow;

use super::{Native, Script};
use crate::text::Span;
use crate::text::grapheme::first_cluster;

/// Words that belong together, as a reader sees them, with their places.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    /// The words.
    pub words: String,
    /// The byte offset of each of their characters in the text.
    pub places: Vec<usize>,
}

/// The characters of a text that are shown as others, by their byte offsets, which ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms(Vec<(u32, char)>);

impl Forms {
    /// Nothing is shown as anything else.
    pub const NONE: Self = Self(Vec::new());

    /// What the characters of passages become. A passage that does not tell what it is written in
    /// is written as the whole text is.
    pub fn new(
        text: &str,
        passages: impl Iterator<Item = Passage>,
        script: Script,
        native: Native,
    ) -> Self {
        let mut forms = Vec::new();
        for Passage { words, places } in passages {
            let converted = script.convert(&words, Native::of(&words).unwrap_or(native));
            let pairs = words.chars().zip(converted.chars()).zip(places);
            for ((own, other), place) in pairs {
                // What a sign stands for is no character of the text, and one that has marks of its
                // own would lose them.
                let is_alone = own != other
                    && text
                        .get(place..)
                        .and_then(first_cluster)
                        .is_some_and(|cluster| cluster.chars().eq([own]));
                if is_alone {
                    forms.push((place as u32, other));
                }
            }
        }
        forms.sort_unstable();
        Self(forms)
    }

    /// What the character at a place is shown as, if not as itself.
    pub fn at(&self, place: usize) -> Option<char> {
        let found = self.0.binary_search_by_key(&place, |(at, _)| *at as usize);
        self.0.get(found.ok()?).map(|(_, shown)| *shown)
    }

    /// A stretch of the text as it is shown.
    pub fn of<'t>(&self, text: &'t str, stretch: Span) -> Cow<'t, str> {
        let before = |end: usize| self.0.partition_point(|(at, _)| (*at as usize) < end);
        let own = self.0.get(before(stretch.start)..before(stretch.end));
        let own = own.unwrap_or(&[]);
        if own.is_empty() {
            return Cow::Borrowed(stretch.of(text));
        }
        let mut shown = String::with_capacity(stretch.len());
        let mut at = stretch.start;
        for (place, form) in own {
            let place = *place as usize;
            shown += Span::new(at, place).of(text);
            shown.push(*form);
            let replaced = text.get(place..).and_then(|rest| rest.chars().next());
            at = place + replaced.map_or(0, char::len_utf8);
        }
        shown += Span::new(at, stretch.end).of(text);
        Cow::Owned(shown)
    }
}
