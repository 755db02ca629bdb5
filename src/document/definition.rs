//! What a Markdown text defines for its links and notes: `[某法]: https://…`, `[^1]: …`.

use std::collections::{HashMap, HashSet};

use super::address;
use crate::text::Span;
use crate::text::one_line::on_one_line;

/// The names that a text defines.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    links: HashMap<String, Span>,
    notes: HashSet<String>,
}

/// Longest name in bytes.
const LONGEST: usize = 999;

impl Definitions {
    /// Adds the address of a link. Of several with one name the first counts.
    pub fn link(&mut self, name: &str, address: Span) {
        self.links.entry(folded(name)).or_insert(address);
    }

    /// Adds a note.
    pub fn note(&mut self, name: &str) {
        self.notes.insert(folded(name));
    }

    /// The address of the link with this name.
    pub fn address(&self, name: &str) -> Option<Span> {
        let is_name = !self.links.is_empty() && name.len() <= LONGEST;
        is_name.then(|| self.links.get(&folded(name)).copied())?
    }

    /// Whether there is a note of this name.
    pub fn has_note(&self, name: &str) -> bool {
        self.notes.contains(&folded(name))
    }
}

/// Upper and lower case are one, and so is any white space.
fn folded(name: &str) -> String {
    on_one_line(name).to_lowercase()
}

/// The name of the note that a line defines, from `[^` to `]:`.
pub(super) fn note(line: &str) -> Option<&str> {
    let inside = line.strip_prefix("[^")?;
    let length = inside.bytes().take(LONGEST).position(|b| b == b']')?;
    let name = inside.get(..length)?;
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    (is_name && inside.get(length + 1..)?.starts_with(':')).then_some(name)
}

/// The link that a line defines: its name and its address.
pub(super) fn link(source: &str, line: Span) -> Option<(&str, Span)> {
    let text = line.of(source);
    let inside = text.strip_prefix('[').filter(|i| !i.starts_with('^'))?;
    let length = inside
        .bytes()
        .take(LONGEST)
        .position(|b| matches!(b, b']' | b'['))?;
    let name = inside.get(..length)?;
    let after = inside.get(length..)?.strip_prefix("]:")?;
    let start = line.end - after.trim_start().len();
    let (address, end) = address::at(source, start, line.end)?;
    let end = address::title_end(source, end, line.end);
    let is_over = Span::new(end, line.end).of(source).trim().is_empty();
    let words = address.of(source);
    // `[注]: 见下表` is text: addresses are written in ASCII, or show in another way what they are.
    let is_address = words.is_ascii() || words.contains(['/', '#']) || address.start > start;
    let is_named = !name.trim().is_empty() && !words.is_empty();
    (is_named && is_over && is_address).then_some((name, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_of_links_are_told_from_text() {
        let check = |line: &str, expected: Option<(&str, &str)>| {
            let found = link(line, Span::new(0, line.len()));
            assert_eq!(found.map(|(name, span)| (name, span.of(line))), expected);
        };
        check(
            "[某法]: https://a.example/x",
            Some(("某法", "https://a.example/x")),
        );
        check("[a]: <./甲 乙.md> \"甲乙\"", Some(("a", "./甲 乙.md")));
        check("[图 1]:  图/一.png '图'", Some(("图 1", "图/一.png")));
        check("[注]: 见下表", None);
        check("[甲方]: 某社 (盖章)", None);
        check("[a]: b c", None);
        check("[^a]: b", None);
        check("[a] : b", None);
        check("[a]:", None);
    }

    #[test]
    fn names_are_folded() {
        let mut definitions = Definitions::default();
        definitions.link("Some  Law", Span::new(1, 2));
        definitions.link("some law", Span::new(3, 4));
        assert_eq!(definitions.address("SOME\nLAW"), Some(Span::new(1, 2)));
        assert_eq!(definitions.address("other"), None);
        assert_eq!(note("[^注1]: 文"), Some("注1"));
        assert_eq!(note("[^注 1]: 文"), None);
        assert_eq!(note("[^注1] 文"), None);
    }
}
